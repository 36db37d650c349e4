"""The groups that are not on the map (drafts and the archive), for those who may change them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from provisions.groups.reading import EDITORS, groups_aside, many_set_aside
from reports.documents.maps.grid import year_groups_in_words
from schools.access import Access
from ui.parts import Choice, Empty
from ui.tables import Col, Listing, Mark

WORDS = {"draft": "Drafts", "archived": "Archive"}
ICONS = {"draft": "pencil-square", "archived": "archive"}
LINES = {
    "draft": "Groups that are planned and not on the map yet. Open one to start it.",
    "archived": "Groups that were made by mistake. They count for nothing, and can be brought back.",
}


@dataclass(frozen=True)
class GroupAsideLine:
    """A group that is not on the map."""

    group: Any
    title: str
    href: str
    scope: str
    places: Mark


@dataclass(frozen=True)
class GroupsAsidePage:
    """The list of one kind."""

    listing: Listing
    lines: tuple[GroupAsideLine, ...]
    line: str
    empty: Empty


def ways(access: Access, current: str = "") -> tuple[Choice, ...]:
    """The links between groups on the map, drafts, archive and a new group; none for a person who may not change
    groups."""
    if not access.permissions.intersection(EDITORS):
        return ()
    here = access.url("groups")
    many = many_set_aside(access)
    others = [
        Choice(f"{words} ({many[status]})", f"{here}?status={status}", icon=ICONS[status])
        for status, words in WORDS.items()
        if many[status] and status != current
    ]
    back = (Choice("Groups on the map", here, icon="collection"),) if current else ()
    new = Choice("Add a group", access.url("group_new"), icon="plus-lg", main=True)
    return (*back, *others, new)


def build(access: Access, status: str) -> GroupsAsidePage:
    """The drafts, or the archive."""
    lines = tuple(
        GroupAsideLine(
            one,
            str(one),
            access.url("group", one.pk),
            str(one.school_class or year_groups_in_words(tuple(one.year_groups))),
            Mark(f"{one.held}/{one.size}", "warn" if one.held > one.size else "", one.held),
        )
        for one in groups_aside(access, status)
    )
    empty = Empty(f"Nothing in {WORDS[status].lower()}", LINES[status], "collection")
    return GroupsAsidePage(_listing(WORDS[status]), lines, LINES[status], empty)


def _listing(title: str) -> Listing:
    return Listing(
        f"Groups: {title.lower()}",
        "group",
        (
            Col("title", "Group", href="href", why="group.code", why_head="Code"),
            Col("area", "Area", "area", "group.provision.area"),
            Col("provision", "Provision", path="group.provision.name"),
            Col("scope", "For"),
            Col("places", "Places", "number"),
            Col("starts", "Starts", "date", "group.starts"),
            Col("ends", "Ends", "date", "group.ends"),
        ),
    )
