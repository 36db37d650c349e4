"""The list of groups, with the filters of the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from pages.map.page import GroupChip, MapPage
from pages.map.page import build as build_map
from pages.shared import address, who_words
from provisions.costs import GroupRow
from provisions.groups.reading import EDITORS
from reports.documents.maps.grid import year_groups_in_words
from schools.roles import Permission
from ui.parts import Empty, Switch
from ui.tables import Col, Listing, Mark
from ui.words import number, plural

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from schools.access import Access


@dataclass(frozen=True)
class GroupLine:
    """A group in the list."""

    id: int
    code: str
    title: str
    href: str
    provision_id: int
    provision: str
    provision_href: str
    area: str
    strand: str
    tier: str
    scope: str
    pattern: str
    who: str
    weeks: str
    filled: int
    size: int
    note: str
    starts: date | None
    ends: date | None
    measure: str
    amount: Decimal | None

    @property
    def mark(self) -> str:
        """The code, and when the group runs where that is not now."""
        return f"{self.code}, {self.note}" if self.note else self.code

    @property
    def places(self) -> Mark:
        """Places filled of those there are, with a warning where more are filled than there are."""
        if self.tier == "universal" and not self.filled:
            return Mark("everyone", "muted")
        return Mark(f"{self.filled}/{self.size}", "warn" if self.filled > self.size else "", self.filled)

    @property
    def cost(self) -> Decimal | Mark:
        """Its cost for the period in pounds, or a mark that says why there is none."""
        if self.amount is not None:
            return self.amount
        return Mark("not costed", "muted") if self.tier == "universal" else Mark("no cost yet", "warn")


@dataclass(frozen=True)
class GroupsPage:
    """The list with the filters of the map."""

    map: MapPage
    lines: tuple[GroupLine, ...]
    listing: Listing
    switches: tuple[Switch, ...]
    empty: Empty


def build(access: Access, params: Mapping[str, str]) -> GroupsPage:
    """The groups that the map shows, one to a line."""
    page = build_map(access, params)
    chips = {chip.id: chip for row in page.rows for cell in row.cells for chip in cell.chips}
    lines = [_line(access, page, group, chips[group.id]) for group in page.chosen if group.id in chips]
    periods = (Switch("Costs for", "per", page.periods, page.period),) if page.costs and page.periods else ()
    return GroupsPage(
        map=page,
        lines=tuple(sorted(lines, key=lambda line: (line.title.lower(), line.code))),
        listing=listing(page.period_words, ticks=access.may(Permission.EDIT_PROVISION)),
        switches=periods,
        empty=_empty(access),
    )


def listing(period: str, ticks: bool = False) -> Listing:
    """The list's columns. `period` names what the costs are for; `ticks`: groups can be ticked."""
    return Listing(
        "Groups",
        "group",
        (
            Col("title", "Group", href="href", why="mark", why_head="Code"),
            Col("area", "Area", "area"),
            Col("scope", "For"),
            Col("pattern", "Pattern", "short", why="weeks", why_head="Weeks", sort=""),
            Col("who", "Who", missing="nobody yet"),
            Col("places", "Places", "number"),
            Col("provision", "Provision", href="provision_href", shown=False),
            Col("strand", "Strand", shown=False),
            Col("tier", "Tier", "tier", shown=False),
            Col("measure", "Measure", shown=False),
            Col("starts", "Starts", "date", shown=False),
            Col("ends", "Ends", "date", shown=False),
            Col("cost", f"Cost {period}", "money", total=True),
        ),
        foot="All groups shown",
        ticks="group" if ticks else "",
    )


def _empty(access: Access) -> Empty:
    if access.permissions.intersection(EDITORS):
        line = "A group runs a provision of the catalogue, for pupils who are taught together."
        new = reverse("group_new", args=[access.school.slug])
        return Empty("There are no groups yet", line, "collection", new, "Add a group")
    line = "The SENCO adds them: what is run, for whom, and who takes it."
    return Empty("There are no groups yet", line, "collection")


def _line(access: Access, page: MapPage, group: GroupRow, chip: GroupChip) -> GroupLine:
    return GroupLine(
        id=group.id,
        code=group.code,
        title=group.title,
        href=chip.href,
        provision_id=group.provision_id,
        provision=group.provision,
        provision_href=address("provision", access.school.slug, group.provision_id),
        area=group.area,
        strand=group.strand,
        tier=group.tier,
        scope=group.class_name or year_groups_in_words(group.year_groups),
        pattern=f"{chip.ratio} · {chip.pattern}" if chip.ratio else chip.pattern,
        who=who_words(group, page.costed.roles),
        weeks=plural(number(group.facts.weeks), "week"),
        filled=chip.filled,
        size=chip.size,
        note=chip.note,
        starts=group.facts.starts,
        ends=group.facts.ends,
        measure=group.measure,
        amount=chip.cost,
    )
