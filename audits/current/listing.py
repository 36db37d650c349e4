"""The list of current provision: each class and year group with its lines, those without any, and the totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audits.current.forms import CurrentFilters
from audits.current.reading import CurrentRow, CurrentScope, covered, current_scopes, year_groups_to_begin
from schools.roles import Permission
from ui.folding import finds
from ui.parts import Fact
from ui.words import minutes, plural

if TYPE_CHECKING:
    from schools.access import Access

MANY_LINES, MANY_SCOPES = 12, 6


@dataclass(frozen=True)
class CurrentPage:
    """The list. `scopes` have lines that fit the filters, a year group with its classes that have no sheet of their
    own; `bare` have no lines on any sheet; `begin` are year groups that this person can begin a sheet for; `waiting`
    counts the lines that are not groups yet."""

    filters: CurrentFilters | None
    facts: tuple[Fact, ...]
    scopes: tuple[tuple[CurrentScope, tuple[CurrentScope, ...]], ...]
    bare: tuple[CurrentScope, ...]
    begin: tuple[CurrentScope, ...]
    count: str
    narrowed: bool
    waiting: int


def build(access: Access, params: Mapping[str, str]) -> CurrentPage:
    """The list within the person's reach, under the filters of the address."""
    every = current_scopes(access)
    written = [scope for scope in every if scope.rows]
    filters = CurrentFilters(params, scopes=[(scope.key, scope.name) for scope in written])
    narrowed = any(filters.asked(name) for name in ("q", "area", "scope"))
    shown = [replace(scope, rows=tuple(row for row in scope.rows if _fits(scope, row, filters))) for scope in written]
    lines = [row for scope in written for row in scope.rows]
    kept = sum(len(scope.rows) for scope in shown)
    may = access.may(Permission.EDIT_AUDIT)
    return CurrentPage(
        filters=filters if narrowed or len(lines) > MANY_LINES or len(written) > MANY_SCOPES else None,
        facts=_facts(every, lines) if every else (),
        scopes=tuple((scope, () if narrowed else _without(scope, every)) for scope in shown if scope.rows),
        bare=() if narrowed else tuple(scope for scope in every if not covered(scope, every)),
        begin=tuple(year_groups_to_begin(access, every)) if may else (),
        count=plural(kept, "line"),
        narrowed=narrowed,
        waiting=sum(row.group_id is None for row in lines) if access.may(Permission.EDIT_PROVISION) else 0,
    )


def _fits(scope: CurrentScope, row: CurrentRow, filters: CurrentFilters) -> bool:
    return (
        finds(filters.asked("q"), (row.provision, row.staff))
        and filters.asked("area") in ("", row.area)
        and filters.asked("scope") in ("", scope.key)
    )


def _without(scope: CurrentScope, every: list[CurrentScope]) -> tuple[CurrentScope, ...]:
    """The classes of a year group that have no sheet of their own."""
    if scope.class_id is not None:
        return ()
    return tuple(
        one for one in every if not one.rows and covered(one, every) and scope.year_groups[0] in one.year_groups
    )


def _facts(every: list[CurrentScope], lines: list[CurrentRow]) -> tuple[Fact, ...]:
    classes = [scope for scope in every if scope.class_id is not None]
    done = sum(covered(scope, every) for scope in classes)
    said = Fact("Classes written down", f"{done} of {len(classes)}", "on their own sheet or their year group’s")
    return (
        *((said,) if classes else ()),
        Fact("Lines", str(len(lines))),
        Fact("Pupils’ time a week, all lines", minutes(sum(row.minutes or 0 for row in lines))),
    )
