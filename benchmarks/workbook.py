"""The workbook of a large school, from the database to the file, against bare openpyxl with the same cells."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.core.management import call_command
from openpyxl import Workbook

from benchmarks.pages import quickest
from delivery.models import Score
from provisions.models import Measure
from pupils.models import Pupil
from schools.access import command_line_access
from schools.models import School
from schools.reading import current_year
from ui.sheets import Table
from workbook.writing import workbook_file, workbook_of

GOAL = 1.3
ROWS = 10_000


def run() -> Iterator[tuple[str, float, float]]:
    """Name, how many times bare openpyxl in its write-only way, and the goal."""
    call_command("migrate", verbosity=0)
    if not School.objects.filter(slug="made-1").exists():
        call_command("make_school", verbosity=0)
    school = School.objects.get(slug="made-1")
    access = command_line_access(school, current_year(school, settings.TODAY))
    fill_up(school, ROWS - sum(len(rows) for _, _, rows in workbook_of(access)))
    tables = workbook_of(access)
    made = sum(len(rows) for _, _, rows in tables)
    bare_time = quickest(lambda: bare(tables), times=5)
    yield f"workbook of the school, {made:,} rows", quickest(lambda: workbook_file(access), times=5) / bare_time, GOAL


def fill_up(school: School, count: int) -> None:
    """So many more scores: of all that a school writes down, there are most of these."""
    measure = Measure.objects.create(school=school, name="Reading age")
    pupils = Pupil.objects.filter(school=school).order_by("pk")[: count // 5 + 1]
    scores = [
        Score(school=school, pupil=pupil, measure=measure, date=date(2026, 9, 7) + timedelta(weeks=week), value=84)
        for pupil in pupils
        for week in range(-(-count // len(pupils)))
    ]
    Score.objects.bulk_create(scores[:count])


def bare(tables: list[Table]) -> bytes:
    """The same cells by openpyxl alone."""
    book, target = Workbook(write_only=True), io.BytesIO()
    for name, columns, rows in tables:
        sheet = book.create_sheet(name)
        sheet.append(columns)
        for row in rows:
            sheet.append(row)
    book.save(target)
    return target.getvalue()
