"""The groups that are not on the map: drafts, and the archive, for who may change them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from provisions.groups.reading import EDITORS, many_set_aside, set_aside
from reports.documents.maps.grid import scope_of
from ui.parts import Choice, Empty
from ui.tables import Col, Listing, Mark

if TYPE_CHECKING:
    from datetime import date

    from schools.access import Access

WORDS = {"draft": "Drafts", "archived": "Archive"}
ICONS = {"draft": "pencil-square", "archived": "archive"}
LINES = {
    "draft": "Groups that are planned and not on the map yet. Open one to start it.",
    "archived": "Groups that were made by mistake. They count for nothing, and can be brought back.",
}


@dataclass(frozen=True)
class AsideLine:
    """A group that is not on the map."""

    code: str
    title: str
    href: str
    provision: str
    area: str
    scope: str
    places: Mark
    starts: date | None
    ends: date | None


@dataclass(frozen=True)
class AsidePage:
    """The list of one kind."""

    listing: Listing
    lines: tuple[AsideLine, ...]
    line: str
    empty: Empty


def ways(access: Access, current: str = "") -> tuple[Choice, ...]:
    """The ways between the groups on the map and those that are not, and to a new one, for who may change groups."""
    if not access.permissions.intersection(EDITORS):
        return ()
    here = reverse("groups", args=[access.school.slug])
    many = many_set_aside(access)
    others = [
        Choice(f"{words} ({many[status]})", f"{here}?status={status}", icon=ICONS[status])
        for status, words in WORDS.items()
        if many[status] and status != current
    ]
    back = (Choice("Groups on the map", here, icon="collection"),) if current else ()
    new = Choice("Add a group", reverse("group_new", args=[access.school.slug]), icon="plus-lg", main=True)
    return (*back, *others, new)


def build(access: Access, status: str) -> AsidePage:
    """The drafts, or the archive."""
    slug = access.school.slug
    lines = tuple(
        AsideLine(
            code=one.code,
            title=one.title,
            href=reverse("group", args=[slug, one.id]),
            provision=one.provision,
            area=one.area,
            scope=one.class_name or scope_of(one.year_groups),
            places=Mark(f"{one.places}/{one.size}", "warn" if one.places > one.size else "", one.places),
            starts=one.starts,
            ends=one.ends,
        )
        for one in set_aside(access, status)
    )
    empty = Empty(f"Nothing in {WORDS[status].lower()}", LINES[status], "collection")
    return AsidePage(_listing(WORDS[status]), lines, LINES[status], empty)


def _listing(title: str) -> Listing:
    return Listing(
        f"Groups: {title.lower()}",
        "group",
        (
            Col("title", "Group", href="href", why="code", why_head="Code"),
            Col("area", "Area", "area"),
            Col("provision", "Provision"),
            Col("scope", "For"),
            Col("places", "Places", "number"),
            Col("starts", "Starts", "date"),
            Col("ends", "Ends", "date"),
        ),
    )
