"""The threshold list on paper: each pupil's counted total beside the rules' threshold."""

from __future__ import annotations

from reports.documents.costs.threshold_list import ThresholdList, ThresholdRow
from reports.layouts.parts import Layout, Table, TableColumn, TableLine, Worked
from reports.wording import horizon_words, whole_pounds
from ui.findings import Finding
from ui.parts import Fact

COLUMNS = (
    TableColumn("Pupil", width=30),
    TableColumn("Reference", width=16),
    TableColumn("Class", width=12),
    TableColumn("SEN status", width=24),
    TableColumn("Counts towards the threshold", "money", width=18),
    TableColumn("Against the threshold", width=18),
)
WORDS = {None: "Not compared", True: "Over", False: "Below"}


def layout(made: ThresholdList) -> Layout:
    """Pupils in order of what counts, highest first."""
    test = f"{made.head.rules.threshold_test} {whole_pounds(made.head.rules.threshold)}"
    return Layout(
        line=horizon_words(made.head),
        size="a4-landscape",
        facts=(
            Fact("Pupils on the map", str(len(made.rows))),
            Fact("Over the threshold", _over(made)),
            Fact("The rules ask for", test),
        ),
        parts=(
            Table(
                "",
                COLUMNS,
                tuple(_line(row) for row in made.rows),
                note="How each total was worked out stands on the pupil’s own costed map.",
                empty="No pupil is on the map yet.",
                workings=False,
            ),
        ),
        findings=tuple(Finding(note.code, note.message) for note in made.notes),
        rules=True,
    )


def _over(made: ThresholdList) -> str:
    """How many are over; a part of a year is not compared with a year's threshold."""
    compared = [row.over for row in made.rows if row.over is not None]
    return str(sum(compared)) if compared or not made.rows else "Not compared"


def _line(row: ThresholdRow) -> TableLine:
    pupil = row.pupil
    total = Worked(row.total_counted, row.working)
    return TableLine((pupil.name, pupil.reference, pupil.class_name, pupil.status_words, total, WORDS[row.over]))
