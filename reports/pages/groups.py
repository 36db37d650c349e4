"""The list of groups, with a search by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provisions.costs import GroupRow
from reports.map_grid import scope_of
from reports.pages.map import Chip, MapPage
from reports.pages.map import build as build_map
from reports.pages.shared import who_words
from ui.words import number

if TYPE_CHECKING:
    from decimal import Decimal

    from schools.access import Access


@dataclass(frozen=True)
class GroupLine:
    """A group in the list."""

    code: str
    title: str
    href: str
    area: str
    tier: str
    scope: str
    ratio: str
    pattern: str
    who: str
    weeks: str
    filled: int
    size: int
    note: str
    cost: Decimal | None

    @property
    def too_full(self) -> bool:
        """Whether more pupils have a place than are to be taught together."""
        return self.filled > self.size


@dataclass(frozen=True)
class GroupsPage:
    """The list with the filters of the map."""

    map: MapPage
    lines: tuple[GroupLine, ...]


def build(access: Access, params: Mapping[str, str]) -> GroupsPage:
    """The groups that the map shows, one to a line."""
    page = build_map(access, params)
    chips = {chip.id: chip for row in page.rows for cell in row.cells for chip in cell.chips}
    lines = [_line(page, group, chips[group.id]) for group in page.chosen if group.id in chips]
    return GroupsPage(page, tuple(sorted(lines, key=lambda line: (line.title.lower(), line.code))))


def _line(page: MapPage, group: GroupRow, chip: Chip) -> GroupLine:
    return GroupLine(
        code=group.code,
        title=group.title,
        href=chip.href,
        area=group.area,
        tier=group.tier,
        scope=group.class_name or scope_of(group.year_groups),
        ratio=chip.ratio,
        pattern=chip.pattern,
        who=who_words(group, page.costed.roles),
        weeks=number(group.facts.weeks),
        filled=chip.filled,
        size=chip.size,
        note=chip.note,
        cost=chip.cost,
    )
