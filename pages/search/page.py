"""The search: pupils, groups, provisions, people, papers and pages by a few letters, as far as the person may see
them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.urls import resolve

from pages.costs.tabs import TABS
from provisions.reading import group_names, names_of, provision_names, reach
from pupils.reading import find_pupil, names_of_everyone
from reports.documents.registry import PAPERS
from schools.access import Access, NotThere
from schools.reading import staff_names
from schools.roles import Permission
from ui.folding import folded, in_order, words_of
from ui.navigation import navigation

AT_ONCE = 6
MOST = 50
# Pages that the navigation does not list, by the name on them. Each view's own permission says who may find it.
PLACES = (
    ("findings", "What needs attention"),
    ("today", "Today"),
    ("people", "People"),
    ("sign_ins", "Signing in: who signed in, and what failed"),
    ("classes", "Classes"),
    ("sets", "Sets"),
    ("calendar", "Calendar: the year, half-terms and the school day"),
    ("rooms", "Rooms"),
    ("year_new", "Open the next year"),
    ("pupil_roll", "The roll: add, move and leavers"),
    ("pupil_groups", "Pupil groups"),
    ("import_pupils", "Import pupils from your MIS"),
    ("library", "Library of common provision"),
    ("measures", "Measures"),
    ("groups_bulk", "Change several groups"),
    *((name, label) for name, label in TABS if name != "costs"),
    ("jobs", "Papers for many pupils"),
    ("group_new", "Add a group"),
    ("pupil_new", "Add a pupil"),
    ("person_new", "Add a person"),
)


@dataclass(frozen=True)
class Hit:
    """Something found: its name, a word on what it is, and where it opens."""

    name: str
    note: str
    href: str


@dataclass(frozen=True)
class HitKind:
    """The hits of one kind; `more` is how many are not shown."""

    name: str
    icon: str
    hits: tuple[Hit, ...]
    more: int


@dataclass(frozen=True)
class SearchResults:
    """The answer to what was typed."""

    query: str
    kinds: tuple[HitKind, ...]

    @property
    def count(self) -> int:
        """How many things were found, those left off included."""
        return sum(len(kind.hits) + kind.more for kind in self.kinds)


def build(access: Access, asked: str, limit: int = MOST) -> SearchResults:
    """Everything whose name or note holds each of the words, names that begin with them first; empty for an empty
    search."""
    words = words_of(asked)
    found = [_kind(name, icon, sources(access), words, limit) for name, icon, sources in KINDS] if words else []
    found = _with_reference(access, asked.strip(), found) if words else []
    return SearchResults(asked.strip(), tuple(kind for kind in found if kind.hits))


def _kind(name: str, icon: str, hits: Iterable[Hit], words: list[str], limit: int) -> HitKind:
    held = [hit for hit in hits if all(word in folded(f"{hit.name} {hit.note}") for word in words)]
    held.sort(key=lambda hit: (not _begins(hit, words), in_order(hit.name)))
    return HitKind(name, icon, tuple(held[:limit]), max(0, len(held) - limit))


def _begins(hit: Hit, words: list[str]) -> bool:
    parts = folded(hit.name).split()
    return all(any(part.startswith(word) for part in parts) for word in words)


def _with_reference(access: Access, asked: str, kinds: list[HitKind]) -> list[HitKind]:
    """A pupil by UPN or admission number, where that was typed whole."""
    within = reach(access)
    try:
        pupil = find_pupil(access, asked).pk
    except NotThere:
        return kinds
    if within is not None and pupil not in within:
        return kinds
    known = [hit for hit in _pupils(access) if hit.href == access.url("pupil", pupil)]
    return [
        HitKind(kind.name, kind.icon, (*known, *kind.hits), kind.more) if kind is kinds[0] else kind for kind in kinds
    ]


def _pupils(access: Access) -> Iterator[Hit]:
    """The pupils within reach; for who keeps the roll and no more, each leads to the entry in the roll."""
    if access.year is None:
        return
    roll = access.may(Permission.EDIT_PUPILS) and not access.may(Permission.VIEW_PUPILS)
    for pupil in (names_of_everyone if roll else names_of)(access).values():
        note = pupil.class_name or pupil.year_group
        yield Hit(pupil.name, note, access.url("pupil_edit" if roll else "pupil", pupil.id))


def _groups(access: Access) -> Iterator[Hit]:
    if access.may(Permission.VIEW_MAP):
        for pk, code, name in group_names(access):
            yield Hit(name, code, access.url("group", pk))


def _provisions(access: Access) -> Iterator[Hit]:
    if access.may(Permission.VIEW_MAP):
        for pk, name, area in provision_names(access):
            yield Hit(name, area, access.url("provision", pk))


def _people(access: Access) -> Iterator[Hit]:
    if access.may(Permission.VIEW_STAFF):
        for pk, name, roles in staff_names(access):
            yield Hit(name, roles, access.url("person", pk))


def _papers(access: Access) -> Iterator[Hit]:
    for paper in PAPERS.values():
        if paper.about != "pupil" and "html" in paper.formats and paper.audience_for(access):
            yield Hit(paper.title, "paper", access.url("paper", paper.name))


def _pages(access: Access) -> Iterator[Hit]:
    for entry in navigation("", access.school.slug, lambda name: bool(access.can.get(name))):
        yield Hit(entry.label, "page", entry.href)
    for name, label in PLACES:
        href = access.url(name)
        if access.permissions.intersection(resolve(href).func.view_class.needs()):  # type: ignore[attr-defined]
            yield Hit(label, "page", href)


KINDS: tuple[tuple[str, str, Callable[[Access], Iterator[Hit]]], ...] = (
    ("Pupils", "people", _pupils),
    ("Groups", "collection", _groups),
    ("Provisions", "journal-text", _provisions),
    ("People", "person-badge", _people),
    ("Papers", "file-earmark-text", _papers),
    ("Pages", "window", _pages),
)
