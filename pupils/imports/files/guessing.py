"""Finding a table's heading row and the field of each column: by its heading, else by its values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache

from pupils.imports.fields import FIELDS, GROUP, GROUPS, IGNORE, field_of, fold_heading
from pupils.imports.files import cells
from pupils.imports.files.cells import plain
from pupils.upn import upn_fault
from ui.sheets import Grid, Value
from ui.sheets.cells import WrongValue

DEEPEST = 30  # rows above the headings that a report may begin with
_NEAR = 0.88
_SAMPLE = 60
_CLASS_LIKE = re.compile(r"(R|N|\d{1,2})\s?-?[A-Z]{1,3}\d?", re.IGNORECASE)
_SPELLINGS: dict[str, tuple[int, str]] = {}
for _name, _all in [
    *((field.name, field.spellings) for field in FIELDS),
    *((GROUP + name, spellings) for name, spellings in GROUPS.items()),
]:
    for _place, _spelling in enumerate(_all):
        _SPELLINGS.setdefault(_spelling, (_place, _name))


@lru_cache(maxsize=2000)
def meant_by(heading: str) -> tuple[int, str] | None:
    """The field that a heading means, with its position in that field's list of spellings; None for an unknown one."""
    for text in (heading, re.sub(r"[(\[].*?[)\]]", "", heading)):
        found = _SPELLINGS.get(fold_heading(text))
        if found:
            return found
    near = (
        get_close_matches(fold_heading(heading), _SPELLINGS, n=1, cutoff=_NEAR)
        if len(fold_heading(heading)) > 4
        else []
    )
    return (100, _SPELLINGS[near[0]][1]) if near else None


def heading_row(grid: Grid) -> int | None:
    """The number of the heading row in the grid; None where there is none.

    It is the first of the rows with most known headings; where none is known, the first row as wide as the table whose
    cells are all words.
    """
    above = grid[:DEEPEST]
    known = [len({found[1] for cell in cells_ if (found := _known(cell))}) for _, cells_ in above]
    if known and max(known) >= 2:
        return known.index(max(known))
    width = max((_filled(cells_) for _, cells_ in above), default=0)
    first = next((place for place, (_, cells_) in enumerate(above) if _filled(cells_) * 5 >= width * 4), None)
    return None if first is None or any(_like_data(cell) for cell in above[first][1]) else first


def _known(cell: Value) -> tuple[int, str] | None:
    return meant_by(cell) if isinstance(cell, str) and len(cell) <= 60 else None


def _filled(row: Sequence[Value]) -> int:
    return sum(cell is not None for cell in row)


def _like_data(cell: Value) -> bool:
    return cell is not None and (not isinstance(cell, str) or _is_upn(cell) or _is(cells.day, cell))


def guess(headings: Sequence[str], columns: Sequence[Sequence[Value]], known: Mapping[str, str]) -> list[str]:
    """The field of each column, IGNORE for none, and no field twice.

    `known` is the school's earlier choice, heading → field, and counts first; then the heading's meaning; then, for a
    column whose heading is unknown, its values.
    """
    chosen = [known.get(key) for key in keys_of(headings)]
    found = [field if field and field_of(field) else IGNORE for field in chosen]
    found = [field if field not in found[:place] else IGNORE for place, field in enumerate(found)]
    open_ = [place for place, field in enumerate(chosen) if field is None]
    for place, field in _by_heading(headings, open_):
        if field not in found:
            found[place] = field
    if "forename" not in found and "whole_name" not in found and "preferred_name" in found:
        found[found.index("preferred_name")] = "forename"
    if "surname" in found and "forename" in found and "whole_name" in found:
        found[found.index("whole_name")] = IGNORE  # the parts say it better
    for place in open_:
        if found[place] == IGNORE and meant_by(headings[place]) is None:
            field = by_values(columns[place])
            found[place] = field if field not in found else IGNORE
    return found


def _by_heading(headings: Sequence[str], open_: Sequence[int]) -> list[tuple[int, str]]:
    """Columns with the field of their heading, the likeliest spellings first."""
    meant = [(found[0], place, found[1]) for place in open_ if (found := meant_by(headings[place]))]
    return [(place, field) for _, place, field in sorted(meant)]


def keys_of(headings: Sequence[str]) -> list[str]:
    """The keys under which a school's choices for its headings are stored; a repeated heading has its number."""
    folded = [fold_heading(heading) for heading in headings]
    return [
        key if key not in folded[:place] else f"{key}#{folded[: place + 1].count(key)}"
        for place, key in enumerate(folded)
    ]


def by_values(column: Sequence[Value]) -> str:
    """The field that a column's values look like, or IGNORE."""
    values = [value for value in column if value is not None][:_SAMPLE]
    if len(values) < 2:
        return IGNORE
    looks: tuple[tuple[str, Callable[[Value], bool]], ...] = (
        ("upn", lambda value: _is_upn(value)),
        ("date_of_birth", lambda value: not plain(value).isdecimal() and _is(cells.date_of_birth, value)),
        ("sex", lambda value: _is(cells.sex, value)),
        ("year_group", lambda value: not plain(value).isdecimal() and _is(cells.year_group, value)),
        ("class_name", lambda value: bool(_CLASS_LIKE.fullmatch(plain(value)))),
        ("sen_status", lambda value: plain(value).upper() in ("N", "K", "K+", "E")),
        ("whole_name", lambda value: bool(re.fullmatch(r"[^\d,]{2,40}, [^\d,]{2,40}", plain(value)))),
    )
    for field, like in looks:
        if sum(map(like, values)) * 10 >= len(values) * 9 and (field != "sen_status" or _tells_sen(values)):
            return field
    return IGNORE


def _tells_sen(values: Sequence[Value]) -> bool:
    """Whether the values look like SEN statuses: N alone may be a no, so one must be a status with support."""
    return any(plain(value).upper() in ("K", "K+") for value in values)


def _is_upn(value: Value) -> bool:
    return isinstance(value, str) and not upn_fault(value.upper().replace(" ", ""))


def _is(parse: Callable[[Value], object], value: Value) -> bool:
    try:
        parse(value)
    except WrongValue:
        return False
    return True
