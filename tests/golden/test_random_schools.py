"""The application and an independent statement of the rules give the same figures for schools made at random."""

from __future__ import annotations

import io
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from costing.engine.facts import Horizon
from pupils.models import Pupil
from reports.documents.head import PaperOptions
from reports.documents.registry import PAPERS
from schools.access import command_line_access
from schools.reading import current_year
from tests.golden.random_school import RandomSchool
from tests.golden.statement import Statement
from ui.sheets import write_workbook
from workbook.reading import from_file
from workbook.services import import_now

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
SEEDS = range(20)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_school_costs_what_the_rules_say(seed: int) -> None:
    agrees(seed)


def agrees(seed: int) -> None:
    """Compare every figure of the maps of a random school, over each stretch of time on a day of its own."""
    made, dice = RandomSchool(seed), Random(seed)
    school = import_now(from_file(as_file(made.book)), school=None, slug=f"random-{seed}").school
    access = command_line_access(school, current_year(school))
    numbers = dict(Pupil.objects.filter(school=school).values_list("admission_number", "pk"))
    for horizon in ("planned", "to-date", "full-year"):
        on = made.day(date(2026, 9, 1), date(2027, 7, 31)) if dice.random() < 0.9 else date(2026, 8, 1)
        asked = PaperOptions(horizon=Horizon(horizon), on=on)
        said = Statement(made.book, made.rules, horizon, on)
        check_map(PAPERS["whole-school-map"].made(access, asked, None, "").json(), said)
        for name, pk in numbers.items():
            check_pupil(PAPERS["costed-map"].made(access, asked, pk, "pupil").json(), said.pupil(name), name)


def as_file(book: dict[str, Any]) -> io.BytesIO:
    """The workbook as a file, through the writer of spreadsheets."""
    sheets = []
    for name, rows in book.items():
        if name == "School":
            sheets.append((name, ["Key", "Value"], [[key, value] for key, value in rows.items()]))
        elif rows:
            header = list(dict.fromkeys(column for row in rows for column in row))
            sheets.append((name, header, [[row.get(column) for column in header] for row in rows]))
    target = io.BytesIO()
    write_workbook(target, sheets)
    target.seek(0)
    return target


def check_map(made: dict[str, Any], said: Statement) -> None:
    """The whole-school map: each group, the whole school, the total, the budgets."""
    school = said.school()
    rows = {row["group"]: (number(row["cost"]), number(row["empty_places_cost"])) for row in made["rows"]}
    assert rows == school["rows"], said.horizon
    assert number(made["whole_school_costs"]) == school["whole_school_costs"]
    assert number(made["total"]) == school["total"]
    (stream,) = made["streams"]
    planned, begun = (Statement(said.book, said.rules, horizon, said.on) for horizon in ("planned", "to-date"))
    assert number(stream["committed"]) == planned.borne_by("Core")
    assert number(stream["so_far"]) == begun.borne_by("Core")


def check_pupil(made: dict[str, Any], said: dict[str, Any], name: str) -> None:
    """A costed map: its lines that cost something, its totals, the threshold and what is short."""
    lines = [
        (line["group"] if line["kind"] == "group" else line["description"], str(line["reason"]), number(line["cost"]))
        for line in made["lines"]
    ]
    assert sorted(line for line in lines if line[2]) == said["lines"], name
    for key in ("total", "total_counted", "total_counted_exact", "shortfall"):
        assert number(made[key]) == said[key], (name, key)
    assert made["over_threshold"] == said["over_threshold"], name


def number(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
