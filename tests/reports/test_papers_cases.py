"""The workbook of every worked case: each rule of sharing, rounding and counting as formulas, worked out anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from costing.engine.facts import Horizon
from costing.rules_files import from_mapping, load_rules, to_mapping
from pupils.reading import find_pupil
from reports.documents.head import PaperOptions
from reports.documents.registry import PAPERS
from schools.access import command_line_access
from schools.clock import today
from schools.reading import current_year
from tests.engine.cases import load_cases
from tests.golden.test_cases import workbook_file
from tests.reports.conftest import drawn
from tests.reports.reading import recalculated
from tests.reports.test_papers_agree import check_alike, check_map_workbook, check_workbook
from workbook.reading import from_file
from workbook.services import import_now

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.no_cover]


def test_every_case_worked_out_anew(tmp_path: Path) -> None:
    """Stored values, values worked out anew and JSON are one, for every case that has a map."""
    files, data = {}, {}
    for number, case in enumerate(load_cases()):
        expected = [one for one in case["expect"] if one["document"] in ("costed-map", "whole-school-map")]
        if not expected:
            continue
        folder = tmp_path / f"case{number}"
        folder.mkdir()
        school = import_now(from_file(workbook_file(case, folder)), school=None, slug=f"case{number}").school
        access = command_line_access(school, current_year(school))
        for place, one in enumerate(expected):
            name = f"{one['document']}.{number}.{place}"
            made = made_of(access, case, one)
            files[name], data[name] = drawn(one["document"], made, "xlsx"), drawn(one["document"], made, "json")
    assert len(files) > 30
    for name, book in recalculated(files, tmp_path).items():
        if name.startswith("costed"):
            check_workbook(data[name], book)
        elif data[name]["streams"]:
            check_map_workbook(data[name], book)
        check_alike(files[name], book)


def made_of(access: Any, case: dict[str, Any], expected: dict[str, Any]) -> Any:
    """The paper that the case asks for, under its rules and horizon."""
    paper = PAPERS[expected["document"]]
    args = [str(one) for one in expected.get("args", [])]
    told = dict(zip(args[::2], args[1::2], strict=True))
    asked = PaperOptions(
        rules=rules_of(case["rules"]),
        horizon=Horizon(told.get("--horizon", "planned")),
        on=type(today()).fromisoformat(told["--on"]) if "--on" in told else today(),
    )
    return paper.made(access, asked, find_pupil(access, expected["pupil"]).pk if paper.about else None)


def rules_of(rules: Any) -> Any:
    """The case's rules: the school's own, shipped ones, or shipped ones with changes."""
    if rules is None or isinstance(rules, str):
        return load_rules(rules) if rules else None
    return from_mapping(
        {**to_mapping(load_rules(rules["extends"])), **{k: v for k, v in rules.items() if k != "extends"}}
    )
