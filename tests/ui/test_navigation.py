"""The navigation shows only what exists and what the person may use, and marks where they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from schools.roles import Permission
from ui.navigation import ITEMS, NavItem, navigation

HOME = "/s/ashgrove/"
alone = pytest.mark.urls("tests.ui.urls")


def may(*names: str) -> Callable[[str], bool]:
    return lambda name: name in names


def anything(name: str) -> bool:
    return True


def test_every_item_leads_to_a_page_of_the_site_and_names_rights_that_exist() -> None:
    assert [entry.label for entry in navigation(HOME, "ashgrove", anything)] == [
        item.label for item in ITEMS if not item.unless
    ]
    assert {name for item in ITEMS for name in item.permissions} <= set(Permission.values)


@alone
def test_only_what_the_person_may_use() -> None:
    labels = [entry.label for entry in navigation(HOME, "ashgrove", may("home", "view_totals"))]
    assert labels == ["Home", "Map", "Papers", "School"]


@alone
@pytest.mark.parametrize(
    ("path", "label"),
    [("", "Home"), ("map/", "Map"), ("pupils/", "Pupils"), ("pupils/12/costs/", "Pupils"), ("people/3/", "School")],
)
def test_the_page_that_is_open_is_marked(path: str, label: str) -> None:
    entries = navigation(HOME + path, "ashgrove", anything)
    assert [entry.label for entry in entries if entry.current] == [label]


@alone
def test_a_phone_s_bar_holds_what_is_used_most() -> None:
    entries = navigation(HOME, "ashgrove", anything)
    assert [entry.label for entry in entries if entry.in_bar] == ["Home", "Map", "Groups", "Pupils"]
    few = navigation(HOME, "ashgrove", may("home", "view_totals"))
    assert all(entry.in_bar for entry in few)


@alone
def test_an_address_outside_marks_nothing() -> None:
    assert not any(entry.current for entry in navigation("/s/ashgrove/elsewhere/", "ashgrove", anything))


@alone
def test_a_page_that_does_not_exist_is_left_out() -> None:
    items = (*ITEMS[:1], NavItem("Nowhere", "house", "nowhere-at-all", ("home",)))
    assert [entry.label for entry in navigation(HOME, "ashgrove", may("home"), items)] == ["Home"]


@alone
def test_nothing_allowed_shows_nothing() -> None:
    assert navigation(HOME, "ashgrove", may()) == ()
