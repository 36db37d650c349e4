"""The SEN register on paper: the counts, then pupil by pupil."""

from __future__ import annotations

from pupils.models import YearGroup
from reports.documents.lists.sen_register import RegisterRow, SenRegister
from reports.layouts.parts import Layout, Table, TableColumn, TableLine
from ui.parts import Fact
from ui.words import date_uk, plural

PUPILS = (
    TableColumn("Pupil", width=28),
    TableColumn("Year and class", width=18),
    TableColumn("Status", width=20),
    TableColumn("Since", "date", width=14),
    TableColumn("Primary need", width=30),
    TableColumn("Other needs", width=34),
    TableColumn("Pupil groups", width=26),
    TableColumn("Places now", width=40),
)


def layout(made: SenRegister) -> Layout:
    """Counts at the head; one row a pupil."""
    whose = "Every pupil" if made.whole else "The pupils of your classes and groups"
    return Layout(
        line=f"{whose} with special educational needs on {date_uk(made.head.on)}. Keep it confidential.",
        note="Confidential",
        size="a4-landscape",
        facts=(
            Fact("On the register", plural(len(made.rows), "pupil")),
            *(Fact(words, str(count)) for words, count in made.statuses.items()),
        ),
        parts=(
            _counts("By primary need", "Need", made.needs),
            _counts(
                "By year group", "Year group", {YearGroup(code).label: count for code, count in made.years.items()}
            ),
            Table("Pupils", PUPILS, tuple(_line(row) for row in made.rows), empty="No pupil is on the register."),
        ),
    )


def _counts(title: str, head: str, counts: dict[str, int]) -> Table:
    rows = tuple(TableLine((words, count)) for words, count in counts.items())
    columns = (TableColumn(head, width=44), TableColumn("Pupils", "number", width=10, total=True))
    return Table(title, columns, rows, foot="All" if rows else "", workings=False)


def _line(row: RegisterRow) -> TableLine:
    pupil = row.pupil
    return TableLine(
        (
            pupil.name,
            ", ".join(part for part in (pupil.year_name, pupil.class_name) if part),
            pupil.status_words,
            pupil.since,
            _need(row),
            ", ".join(row.others),
            ", ".join(pupil.groups),
            ", ".join(row.places) or "nothing now",
        ),
        under=pupil.reference,
    )


def _need(row: RegisterRow) -> str:
    """The primary need with the short code of its area."""
    return f"{row.primary}{f' ({row.area})' if row.area else ''}" if row.primary else "Not recorded"
