"""The audit chart on paper: the form of the guidance, filled in."""

from __future__ import annotations

from audits.models import AuditChart as Stored
from pupils.models import YearGroup
from reports.documents.audit.audit_chart import AuditChartPaper, ChartPupil
from reports.documents.lists.proformas import BANDS, PLUS
from reports.layouts.parts import ChartBand, Layout, TickChart, Ticked
from ui.words import date_uk

TICK = "✓"
MOST = 18  # columns that can be read across A4


def layout(made: AuditChartPaper) -> Layout:
    """The chart with its class, year group or cohort at the head; an empty band keeps a row to write in."""
    chart = TickChart(
        "Name of pupil",
        (
            ("Chart of", made.scope),
            ("Pupils", str(len(made.rows))),
            ("State", _state(made)),
        ),
        tuple((column.name, column.area) for column in made.columns),
        tuple(
            ChartBand(word, who, tuple(_row(made, one) for one in made.of_band(band)) or (Ticked(),))
            for band, (word, who, _) in BANDS.items()
        ),
        PLUS,
    )
    said = f"{made.scope}: what each pupil must, should or could have. Keep it confidential."
    size = "a4-landscape" if len(made.columns) <= MOST else "a3-landscape"
    return Layout(line=said, about=made.scope, note="Confidential", size=size, parts=(chart,))


def _state(made: AuditChartPaper) -> str:
    """How far the class team has come with it, and by when it is to be handed in."""
    word = str(Stored.State(made.state).label)
    waits = made.due and made.state in (Stored.State.OPEN, Stored.State.QUESTIONS)
    return f"{word}, to be handed in by {date_uk(made.due)}" if made.due and waits else word


def _row(made: AuditChartPaper, one: ChartPupil) -> Ticked:
    row = one.row
    marks = (row.status, *row.groups) if row.pupil else (YearGroup(row.year_group).label, "not on roll yet")
    ticked = tuple(TICK if column.id in row.ticked else "" for column in made.columns)
    return Ticked(row.name, " · ".join(mark for mark in marks if mark != "N"), row.why, ticked, row.other)
