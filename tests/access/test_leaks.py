"""What each person must never meet, looked for in every page and file they can open."""

from __future__ import annotations

import pytest

from schools.models import School
from tests.access.matrix import CLASS_TEAM, EVERYONE, ROWS, SCHOOL, address
from tests.access.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
NO_MONEY = {"teacher", "assistant", "system_manager"}
NO_NEEDS = {"business_manager", "assistant", "system_manager", "governor"}
NO_PUPIL = {"governor", "system_manager"}
THE_ROLL = ("/pupils/", "/pupil-groups/", "/sets/")  # names and classes are the system manager's work too
OFFERED_ONLY_THEIRS = {"teacher", "assistant", "governor", "system_manager"}
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
def test_what_a_member_must_never_meet(name, read, client_of, ours, theirs):
    """Another school's words for anybody; pupils out of reach, money, needs and names by role; no way to a refusal."""
    words = read(name)
    for path, text in words.items():
        for secret in never(name, path, ours, theirs):
            assert secret not in text, path
    if name == "senco":
        named = [path for path, text in words.items() if ours.mark in text]
        assert len(named) >= len(words) * 3 // 4, "the test would find one: most pages have something of the school"
    if name in OFFERED_ONLY_THEIRS:
        assert refused(name, words, client_of, ours) == {}


@pytest.mark.parametrize("name", sorted(EVERYONE))
def test_every_link_on_home_opens(name, client_of, ours):
    """Nobody is offered on their first page what they may not open."""
    School.objects.filter(pk=ours.school.pk).update(teachers_make_groups=True, assistants_fill_audits=True)
    browser, home = client_of(name), f"/s/{ours.school.slug}/"
    links = _links(words_of(browser.get(home)), home, home)
    assert len(links) > 3
    assert {link: status for link in links if (status := browser.get(link).status_code) != 200} == {}


def never(name, path, ours, theirs):
    """What must not stand on a page of a member of the cast. The template's columns say what is in pounds, or needs."""
    yield from (theirs.mark, theirs.school.name)
    if name in CLASS_TEAM:
        yield ours.far.surname
    if name in NO_PUPIL and not (name == "system_manager" and any(part in path for part in THE_ROLL)):
        yield from (word for pupil in (ours.near, ours.far) for word in (pupil.surname, pupil.forename))
    if name in NO_MONEY and "template" not in path:
        yield "£"
    if name in NO_NEEDS and "template" not in path:
        yield from (f"{ours.mark} {kind}" for kind in NEEDS_AND_VIEWS)


def refused(name, words, client_of, ours):
    """Links on the member's pages that lead to a refusal, each with the page it stands on."""
    browser, prefix = client_of(name), "/" + SCHOOL.replace("<slug:school>", ours.school.slug)
    links = {link: path for path, text in words.items() for link in _links(text, path, prefix)}
    return {link: path for link, path in links.items() if browser.get(link).status_code in {403, 404}}


def _links(words: str, path: str, prefix: str) -> set[str]:
    """The addresses of this school that a page links to, those that only change a part of it included."""
    found = {part.split('"')[0].split("#")[0] for part in words.split('href="')[1:]}
    return {f"{path}{link}" if link.startswith("?") else link for link in found if link.startswith((prefix, "?"))}
