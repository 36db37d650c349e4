"""Every worked case, loaded through the importer from a real workbook and asked for on the command line."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from costing.rules_files import from_mapping, load_rules, to_mapping
from provisionmap.management.commands import export
from tests.engine.cases import load_cases
from ui.sheets import write_workbook

pytestmark = pytest.mark.django_db
BUILT = {
    "costed-map",
    "weekly-timetable",
    "year-group-map",
    "whole-school-map",
    "whole-school-costs",
    "threshold-list",
    "gap-analysis",
}
EXPECTED = [
    pytest.param(case, expect, id=f"{case['case']} – {expect['document']} {number}")
    for case in load_cases()
    for number, expect in enumerate(case["expect"])
    if expect["document"] in BUILT
]


def workbook_file(case: dict[str, Any], folder: Path) -> Path:
    """The case's rows as a school workbook on disk."""
    sheets = []
    for name, rows in case["workbook"].items():
        if name == "School":
            sheets.append((name, ["Key", "Value"], [[key, value] for key, value in rows.items()]))
            continue
        header = list(dict.fromkeys(column for row in rows for column in row))
        sheets.append((name, header, [[row.get(column) for column in header] for row in rows]))
    path = folder / "case.xlsx"
    write_workbook(path, sheets)
    return path


def rules_arguments(rules: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """`--rules KEY`; a profile with changes goes through the engine's rules loader under a key of its own."""
    if rules is None:
        return []
    if isinstance(rules, str):
        return ["--rules", rules]
    changed = {**to_mapping(load_rules(rules["extends"])), **{k: v for k, v in rules.items() if k != "extends"}}
    monkeypatch.setattr(export, "rules_for", lambda school, key: from_mapping(changed))
    return ["--rules", "changed"]


@pytest.mark.parametrize(("case", "expect"), EXPECTED)
def test_case(case: dict[str, Any], expect: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The figures that must come out, come out; where the case says so, also of a school made from the workbook of the
    first one."""
    call_command("import_workbook", str(workbook_file(case, tmp_path)), "--school", "case", "--create", verbosity=0)
    asked(case, expect, "case", tmp_path, monkeypatch)
    if case.get("round_trip"):
        book = str(tmp_path / "again.xlsx")
        call_command("export", "workbook", "--school", "case", "-o", book)
        call_command("import_workbook", book, "--school", "again", "--create", verbosity=0)
        asked(case, expect, "again", tmp_path, monkeypatch)


def asked(
    case: dict[str, Any], expect: dict[str, Any], school: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Export the document of the school and compare it."""
    arguments = ["--school", school, "--format", "json", "-o", str(tmp_path / "out.json")]
    arguments += rules_arguments(case["rules"], monkeypatch) + [str(one) for one in expect.get("args", [])]
    arguments += ["--pupil", expect["pupil"]] if "pupil" in expect else []
    call_command("export", expect["document"], *arguments)
    compare(json.loads((tmp_path / "out.json").read_text()), expect)


def compare(made: dict[str, Any], expect: dict[str, Any]) -> None:
    """Check what `expect` names; what it does not name is free."""
    compare_lines(made, expect)
    compare_rows(made, expect)
    codes = {finding["code"] for finding in made["findings"]}
    assert set(expect.get("findings_include", [])) <= codes
    totals = (
        *("total", "total_counted", "total_counted_exact", "over_threshold", "shortfall", "whole_school_costs"),
        *("weekly_cost", "annual_cost"),
    )
    check(made, {key: expect[key] for key in totals if key in expect})


def compare_lines(made: dict[str, Any], expect: dict[str, Any]) -> None:
    """A costed map's lines, a week's days, the items of the whole school."""
    for line in expect.get("lines", []):
        check(find(made["lines"], line, ("kind", "group", "counted", "reason")), line)
    for description, line in expect.get("others", {}).items():
        check(find(made["lines"], {"description": description}, ("description",)), line)
    for day, cost in expect.get("days", {}).items():
        assert Decimal(find(made["days"], {"day": day}, ("day",))["cost"]) == Decimal(cost)
    for code, lines in expect.get("parts", {}).items():
        parts = [line for line in made["lines"] if (line["kind"], line["group"]) == ("group", code)]
        assert len(parts) == len(lines), code
        for part, line in zip(parts, lines, strict=True):
            check(part, line)
    for description, item in expect.get("items", {}).items():
        printed = [Decimal(line["cost"]) for line in made["lines"] if line["description"] == description]
        assert sum(printed) == Decimal(item["cost"]), description


def compare_rows(made: dict[str, Any], expect: dict[str, Any]) -> None:
    """The rows of a list, its budgets and its pupils."""
    for provision, roles in expect.get("cost_by_role", {}).items():
        row = find(made["rows"], {"provision": provision}, ("provision",))
        assert {one["role"]: Decimal(one["cost"]) for one in row["cost_by_role"]} == {
            role: Decimal(cost) for role, cost in roles.items()
        }
    for name, budget in expect.get("streams", {}).items():
        check(find(made["streams"], {"name": name}, ("name",)), budget)
    for upn, figures in expect.get("pupils", {}).items():
        check(find(made["pupils"], {"reference": upn}, ("reference",)), figures)
    if "rows" in expect:
        assert len(made["rows"]) == expect["rows"]
    if made["document"] == "gap-analysis":
        scope, provision = expect["row"]
        found = find(made["rows"], {"scope": scope, "provision": provision}, ("scope", "provision"))
        check(found, {key: value for key, value in expect.items() if key in found})
    elif "row" in expect:
        found = find(made["rows"], {"group": expect["row"]}, ("group",))
        check(found, {key: expect[key] for key in ("cost", "empty_places_cost") if key in expect})


def find(rows: list[dict[str, Any]], wanted: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    """The one row that has these values."""
    found = [row for row in rows if all(row[key] == wanted[key] for key in keys if key in wanted)]
    assert len(found) == 1, f"{len(found)} rows for {wanted}"
    return found[0]


def check(row: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Money and counts compare as numbers, the rest as they are."""
    for key, value in wanted.items():
        if isinstance(value, str) and key not in ("group", "reason", "kind", "ratio", "status"):
            assert Decimal(row[key]) == Decimal(value), key
        else:
            assert row[key] == value, key
