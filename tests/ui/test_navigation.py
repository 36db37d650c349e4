"""The navigation shows only what exists and what the person may use, and marks where they are."""

from __future__ import annotations

from collections.abc import Callable

from ui.navigation import ITEMS, NavItem, navigation

HOME = "/s/ashgrove/"


def may(*names: str) -> Callable[[str], bool]:
    return lambda name: name in names


def test_only_what_the_person_may_use() -> None:
    labels = [entry.label for entry in navigation(HOME, "ashgrove", may("home", "view_totals"))]
    assert labels == ["Home", "Map"]


def test_every_item_leads_somewhere() -> None:
    everything = navigation(HOME, "ashgrove", lambda name: True)
    assert [entry.label for entry in everything] == [item.label for item in ITEMS]


def test_the_page_that_is_open_is_marked() -> None:
    entries = navigation(HOME + "pupils/12/", "ashgrove", lambda name: True)
    assert [entry.label for entry in entries if entry.current] == ["Pupils"]
    entries = navigation(HOME, "ashgrove", lambda name: True)
    assert [entry.label for entry in entries if entry.current] == ["Home"]


def test_a_page_that_does_not_exist_is_left_out() -> None:
    items = (*ITEMS[:1], NavItem("Nowhere", "house", "nowhere-at-all", ("home",)))
    assert [entry.label for entry in navigation(HOME, "ashgrove", may("home"), items)] == ["Home"]


def test_nothing_allowed_shows_nothing() -> None:
    assert navigation(HOME, "ashgrove", may()) == ()
