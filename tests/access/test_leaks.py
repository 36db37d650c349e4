"""What each person must never meet, looked for in every page and file they can open."""

from __future__ import annotations

import pytest

from tests.access.matrix import CLASS_TEAM, EVERYONE, ROWS, SCHOOL, address
from tests.access.reading import words_of

pytestmark = pytest.mark.django_db
NEEDS_AND_VIEWS = ("needs", "strengths", "found", "view")


@pytest.fixture
def read(client_of, ours):
    """Everything a member of the cast can open at our school: address → words."""

    def reading(name: str) -> dict[str, str]:
        browser, found = client_of(name), {}
        for pattern, row in ROWS:
            if name in row.who:
                path = address(pattern, row, ours)
                found[path] = words_of(browser.get(path))
        return found

    return reading


@pytest.mark.parametrize("name", sorted(EVERYONE))
def test_no_word_of_another_school(name, read, theirs):
    for path, words in read(name).items():
        assert theirs.mark not in words, path
        assert theirs.school.name not in words, path


def test_the_test_would_find_one(read, ours):
    words = read("senco")
    named = [path for path, text in words.items() if ours.mark in text]
    assert len(named) >= len(words) * 3 // 4, "most pages have something of the school in them"


@pytest.mark.parametrize("name", sorted(CLASS_TEAM))
def test_no_pupil_out_of_reach(name, read, ours):
    for path, words in read(name).items():
        assert ours.far.surname not in words, path


@pytest.mark.parametrize("name", ["teacher", "assistant", "system_manager"])
def test_no_money(name, read):
    for path, words in read(name).items():
        if "template" not in path:  # whose empty columns say what is in pounds
            assert "£" not in words, path


@pytest.mark.parametrize("name", ["business_manager", "assistant", "system_manager", "governor"])
def test_no_needs_and_no_views(name, read, ours):
    for path, words in read(name).items():
        if "template" not in path:
            for kind in NEEDS_AND_VIEWS:
                assert f"{ours.mark} {kind}" not in words, path


@pytest.mark.parametrize("name", ["governor", "system_manager"])
def test_no_pupil_at_all(name, read, ours):
    for path, words in read(name).items():
        for pupil in (ours.near, ours.far):
            assert pupil.surname not in words, path
            assert pupil.forename not in words, path


@pytest.mark.parametrize("name", ["teacher", "assistant", "governor", "system_manager"])
def test_no_link_that_leads_to_a_refusal(name, read, client_of, ours):
    """Navigation and pages offer only what the person may open."""
    browser, prefix = client_of(name), "/" + SCHOOL.replace("<slug:school>", ours.school.slug)
    links = {link: path for path, words in read(name).items() for link in _links(words, path, prefix)}
    refused = {link: path for link, path in links.items() if browser.get(link).status_code in {403, 404}}
    assert refused == {}


def _links(words: str, path: str, prefix: str) -> set[str]:
    """The addresses of this school that a page links to, those that only change a part of it included."""
    found = {part.split('"')[0].split("#")[0] for part in words.split('href="')[1:]}
    return {f"{path}{link}" if link.startswith("?") else link for link in found if link.startswith((prefix, "?"))}
