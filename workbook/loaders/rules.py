"""The sheets Funding rules and Pay points: what the school changed in its copies of rules, and its own pay scales."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from costing.engine.errors import CostingError
from costing.models import OwnPayPoint, PayPoint, SchoolFundingRules
from costing.reading import DEFAULT_RULES
from costing.rules_files import READERS, available, from_mapping, load_rules, to_mapping
from costing.services.scales import ENTERED
from provisions.models import InterventionGroup
from ui.sheets.cells import cell_text
from workbook.desk import Desk, RowImport
from workbook.reading import SheetLine
from workbook.results import Change

TABLES = ("role_rates", "caps", "rounding", "explanations")


def changed_rules(copies: Iterable[SchoolFundingRules]) -> list[tuple[str, str, object]]:
    """Key, field and value of all that the school's copies have otherwise than the rules they began with."""
    return [
        (row.key, field, value)
        for row in sorted(copies, key=lambda row: row.key)
        for field, value in _apart(_flat(_first(row.key)), _flat(to_mapping(from_mapping(row.content))))
    ]


def _first(key: str) -> dict[str, Any]:
    """The rules that a copy is told against: those shipped under its key, else the 38-week guidance."""
    return to_mapping(load_rules(key if key in available() else DEFAULT_RULES))


def _flat(content: Mapping[str, Any]) -> dict[str, object]:
    """Each field with its value, of a table each entry."""
    found: dict[str, object] = {}
    for field, value in content.items():
        if field in TABLES:
            found |= {f"{field}.{name}": entry for name, entry in value.items()}
        elif field != "key":
            found[field] = value
    return found


def _apart(before: Mapping[str, object], after: Mapping[str, object]) -> list[tuple[str, object]]:
    names = [*after, *(name for name in before if name not in after)]
    return [(name, after.get(name)) for name in names if before.get(name) != after.get(name)]


def load_changed_rules(desk: Desk, lines: list[SheetLine]) -> None:
    """The school's copies of rules, as the file has them: a copy named in it holds just what it says there."""
    by_key: dict[str, list[SheetLine]] = {}
    for line in lines:
        key, field = line.get("key"), line.get("field")
        if key and field and desk.first(line, (key, field), "field"):
            by_key.setdefault(key, []).append(line)
    for key, rows in by_key.items():
        content = _content(key, rows)
        if content is not None:
            _put(desk, key, content, rows)


def _content(key: str, lines: list[SheetLine]) -> dict[str, Any] | None:
    """The rules that the rows make of those they begin with; None, with a fault, where they cannot be read."""
    content = {**_first(key), "key": key}
    for line in lines:
        field, _, entry = line.get("field").partition(".")
        if field not in READERS or field == "key" or bool(entry) != (field in TABLES):
            line.wrong("field", "This is not a field of funding rules. Take the row out.")
            return None
        value = _read(line.get("value"), content[field])
        if not entry:
            content[field] = value
        elif value in (None, ""):
            content[field] = {name: told for name, told in content[field].items() if name != entry}
        else:
            content[field] = {**content[field], entry: value}
        try:
            from_mapping(content)
        except CostingError as fault:
            line.wrong("value", str(fault).partition(": ")[2])
            return None
    return to_mapping(from_mapping(content))


def _read(value: Any, before: object) -> object:
    """A cell as the kind of value that the field has."""
    if isinstance(before, list):
        return [part.strip() for part in cell_text(value).split(",") if part.strip()]
    if isinstance(before, bool):
        return {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}.get(
            cell_text(value).strip().lower(), value
        )
    return value if isinstance(value, int | Decimal) and not isinstance(before, str) else cell_text(value)


def _put(desk: Desk, key: str, content: dict[str, Any], lines: list[SheetLine]) -> None:
    held = desk.ledger.find(SchoolFundingRules, key)
    result = desk.report.sheet("Funding rules")
    if held is None:
        desk.ledger.add(SchoolFundingRules(school=desk.school, key=key, name=content["name"], content=content))
        result.changes.append(Change("added", lines[0].number, content["name"]))
    elif desk.ledger.change(held, {"name": content["name"], "content": content}):
        result.changes.append(Change("changed", lines[0].number, content["name"]))
    else:
        result.same += len(lines)


def load_points(desk: Desk, lines: list[SheetLine], _groups: list[InterventionGroup]) -> None:
    """The points that the school entered; the order of a scale is that of its pay."""
    national = _national()
    whole = _whole_days(lines, national)
    for line in lines:
        scale, area, point, starts = (line.get(name) for name in ("scale", "area", "point", "starts"))
        if not (scale and point and starts) or line.broken:
            continue
        if scale.casefold() in national and (scale.casefold(), area, starts) not in whole:
            told = f"{scale} is a national scale. Give the school’s own another name"
            line.wrong(
                "scale", f"{told}; or, where pay on it is raised from a day, give all of its points of that day."
            )
            continue
        key = (scale.casefold(), area, point.casefold(), starts)
        if not desk.first(line, key, "point"):
            continue
        entry = RowImport(desk, line)
        values = {**line.part(), "area": area or OwnPayPoint.Area.ENGLAND}
        entry.put(OwnPayPoint, desk.ledger.find(OwnPayPoint, key), values, **_fixed(desk, key))
        entry.close(f"{scale} {point}, {starts:%d/%m/%Y}")
    _order(desk)


def _national() -> dict[str, dict[tuple[str, date], set[str]]]:
    """The points of each national scale, by its name, then by area and day."""
    found: dict[str, dict[tuple[str, date], set[str]]] = {}
    for scale, area, starts, point in PayPoint.objects.order_by().values_list("scale", "area", "starts", "point"):
        found.setdefault(scale.casefold(), {}).setdefault((area, starts), set()).add(point.casefold())
    return found


def _whole_days(
    lines: Iterable[SheetLine], national: Mapping[str, Mapping[tuple[str, date], set[str]]]
) -> set[Hashable]:
    """Scale, area and day of the sets that have every point of a day of a national scale: a part has another
    mid-point."""
    given: dict[tuple[str, str, Any], set[str]] = {}
    for line in lines:
        scale, area, point, starts = (line.get(name) for name in ("scale", "area", "point", "starts"))
        if scale and point:
            given.setdefault((scale.casefold(), area, starts), set()).add(point.casefold())
    return {
        (scale, area, starts)
        for (scale, area, starts), points in given.items()
        if any(points >= whole for (where, _), whole in national.get(scale, {}).items() if where == area)
    }


def _fixed(desk: Desk, key: Hashable) -> dict[str, Any]:
    """What a new point has besides its columns."""
    return {} if desk.ledger.find(OwnPayPoint, key) else {"school": desk.school, "status": ENTERED}


def _order(desk: Desk) -> None:
    points = sorted(desk.ledger.rows(OwnPayPoint), key=lambda row: (row.scale, row.area, row.starts, row.annual))
    for _, scale in groupby(points, key=lambda row: (row.scale, row.area)):
        for place, row in enumerate(scale):
            desk.ledger.change(row, {"order": place})
