"""The list of groups, with the filters of the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pages.map.page import GroupChip, MapPage
from pages.map.page import build as build_map
from pages.shared import who_words
from provisions.costs import GroupRow
from provisions.groups.reading import EDITORS
from reports.documents.maps.grid import year_groups_in_words
from schools.access import Access
from schools.roles import Permission
from ui.parts import Empty, Switch
from ui.tables import Col, Listing, Mark
from ui.words import number, plural


@dataclass(frozen=True)
class GroupLine:
    """A group in the list, and how the map shows it."""

    id: int
    title: str
    group: GroupRow
    chip: GroupChip
    provision_href: str
    scope: str
    pattern: str
    who: str
    weeks: str
    budget: str = ""

    @property
    def mark(self) -> str:
        """The code, and when the group runs where that is not now."""
        return ", ".join(part for part in (self.group.code, self.chip.note) if part)

    @property
    def places(self) -> Mark:
        """Places filled of those there are, with a warning where more are filled than there are."""
        chip = self.chip
        if chip.tier == "universal" and not chip.filled:
            return Mark("everyone", "muted")
        return Mark(f"{chip.filled}/{chip.size}", "warn" if chip.too_full else "", chip.filled)

    @property
    def cost(self) -> Decimal | Mark:
        """Its cost for the period in pounds, or a mark that says why there is none."""
        if self.chip.cost is not None:
            return self.chip.cost
        return Mark("not costed", "muted") if self.chip.tier == "universal" else Mark("no cost yet", "warn")


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
    budgets = {budget.stream.id: budget.stream.name for budget in page.budgets}
    lines = [_line(access, page, group, chips[group.id], budgets) for group in page.chosen if group.id in chips]
    periods = (Switch("Costs for", "per", page.periods, page.period),) if page.costs and page.periods else ()
    return GroupsPage(
        map=page,
        lines=tuple(sorted(lines, key=lambda line: (line.title.lower(), line.group.code))),
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
            Col("title", "Group", href="chip.href", why="mark", why_head="Code"),
            Col("area", "Area", "area", "group.area"),
            Col("scope", "For"),
            Col(
                "pattern",
                "Pattern",
                "short",
                why="weeks",
                sort="",
                out=(Col("pattern", "Pattern"), Col("weeks", "Weeks", "number", "group.facts.weeks")),
            ),
            Col("who", "Who", missing="nobody yet"),
            Col(
                "places",
                "Places",
                "number",
                out=(
                    Col("filled", "Places filled", "number", "chip.filled"),
                    Col("size", "Places", "number", "chip.size"),
                ),
            ),
            Col("provision", "Provision", path="group.provision", href="provision_href", shown=False),
            Col("strand", "Strand", path="group.strand", shown=False),
            Col("tier", "Tier", "tier", "group.tier", shown=False),
            Col("measure", "Measure", path="group.measure", shown=False),
            Col("starts", "Starts", "date", "group.facts.starts", shown=False),
            Col("ends", "Ends", "date", "group.facts.ends", shown=False),
            Col("cost", f"Cost {period}", "money", total=True, why="budget", why_head="Budget"),
        ),
        foot="All groups shown",
        ticks="group" if ticks else "",
    )


def _empty(access: Access) -> Empty:
    if access.permissions.intersection(EDITORS):
        line = "A group runs a provision of the catalogue, for pupils who are taught together."
        new = access.url("group_new")
        return Empty("There are no groups yet", line, "collection", new, "Add a group")
    line = "The SENCO adds them: what is run, for whom, and who takes it."
    return Empty("There are no groups yet", line, "collection")


def _line(access: Access, page: MapPage, group: GroupRow, chip: GroupChip, budgets: Mapping[int, str]) -> GroupLine:
    return GroupLine(
        id=group.id,
        title=group.title,
        group=group,
        chip=chip,
        provision_href=access.url("provision", group.provision_id),
        scope=group.class_name or year_groups_in_words(group.year_groups),
        pattern=f"{chip.ratio} · {chip.pattern}" if chip.ratio else chip.pattern,
        who=who_words(group, page.costed.roles),
        weeks=plural(number(group.facts.weeks), "week"),
        budget=budgets.get(group.stream_id or 0, ""),
    )
