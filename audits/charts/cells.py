"""Saving a chart: one cell at a time as somebody ticks, or the whole form at once.

Ticking is the most frequent edit, so a cell is saved as a mark (`schools.edits.mark`) by as few queries as possible: it
locks the school's records and the chart, not the school.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from audits.charts.reading import PROPOSED, Chart, Sight, find_chart, may_change, offers, proposed_for, sight_of
from audits.models import AuditChart, AuditColumn, AuditRow, AuditTick
from pupils.models import PupilYear
from schools.access import Access, NotThere
from schools.edits import Edit, Refused, edit, mark
from schools.kept import tokens
from schools.roles import Permission
from ui.edit_fields import Words, row_number
from ui.edit_forms import MESSAGES, comparable

NOT_YOURS_NOW = (
    "This chart is with the SENCO now, so nothing more is changed here. Ask the SENCO if something is still to be said."
)
TOO_LONG = {"max_length": MESSAGES["max_length"]}
NOTES = {
    "other": Words("What else would help", longest=300, error_messages=TOO_LONG),
    "why": Words("Why in this band", longest=300, error_messages=TOO_LONG),
}


class Changed(Exception):
    """Somebody else has written in the same cell since it was read; `now` is its present text."""

    def __init__(self, now: str) -> None:
        self.now = now
        super().__init__("Somebody else changed this while you were writing. Choose what is to stand.")


@dataclass(frozen=True)
class ChartCell:
    """One cell of a chart: the row by its key, which part of it (`tick` with its provision, `band`, `other` or `why`),
    the value to save, and for a note the text it had when it was last read."""

    row: str
    what: str
    value: Any
    provision: int | None = None
    was: str = ""


def set_cell(*, by: Access, chart: int, cell: ChartCell) -> None:
    """Save one cell; saving the same value twice changes nothing.

    A pupil without a stored row gets one, in the band of their status. Raises NotThere for a chart, a row or a
    provision that is not there for this person, Refused for a value that is not allowed and once the chart is handed
    in, and Changed for a note that somebody else has changed since.
    """
    by.need(Permission.EDIT_AUDIT)
    kind, number = _named(cell.row)
    sight = sight_of(by, number if kind == "p" else None)
    with mark(by, "filled in", looked=sight) as change:
        held = change.about = find_chart(by, chart, sight, lock=True)
        if not may_change(by, held):
            raise Refused(NOT_YOURS_NOW)
        row = _newcomer(held, sight, number, cell) if kind == "n" else _pupil(by, held, sight, number, cell)
        _WAYS.get(cell.what, _unknown)(change, held, row, cell)


def _named(key: str) -> tuple[str, int]:
    """What a row's key counts by (n: the row itself, p: the pupil), and the number."""
    kind, number = key[:1], row_number(key[1:])
    if number is None or kind not in ("n", "p"):
        raise NotThere("There is no such row.")
    return kind, number


def _rows(chart: AuditChart, cell: ChartCell) -> QuerySet[AuditRow]:
    """The chart's rows, each with the number of its tick for the cell's provision, and whether the chart offers it."""
    # Subqueries, so that a tick needs one query for all three.
    ticks = AuditTick.objects.filter(row=OuterRef("pk"), provision=cell.provision)
    offered = AuditColumn.objects.filter(chart=chart, provision=cell.provision)
    return AuditRow.objects.filter(chart=chart).annotate(ticked=Subquery(ticks.values("pk")), offered=Exists(offered))


def _newcomer(chart: AuditChart, sight: Sight, number: int, cell: ChartCell) -> AuditRow:
    row = _rows(chart, cell).filter(pk=number, pupil=None).first()
    if row is None or not sight.row(row):
        raise NotThere("This child does not stand in the chart.")
    return row


def _pupil(by: Access, chart: AuditChart, sight: Sight, pupil: int, cell: ChartCell) -> AuditRow:
    """The pupil's row; an unsaved one where the chart only proposes the pupil from their status."""
    if sight.pupils is not None and pupil not in sight.pupils:
        raise NotThere("This pupil is not among those given to you.")
    row = _rows(chart, cell).filter(pupil=pupil).first()
    if row:
        return row
    standing = PupilYear.objects.filter(school=by.school, year=chart.year_id, pupil=pupil)
    known = None if chart.name else standing.filter(proposed_for(chart)).first()
    if known is None:
        raise NotThere("This pupil does not stand in the chart.")
    return AuditRow(chart=chart, pupil_id=pupil, band=PROPOSED[known.status_code])


def _tick(change: Edit, chart: AuditChart, row: AuditRow, cell: ChartCell) -> None:
    held, offered = getattr(row, "ticked", None), getattr(row, "offered", False)
    if not cell.provision or not (held or offered or offers(chart, cell.provision)):
        raise NotThere("This provision is not offered in the chart.")
    tick = AuditTick(pk=held, school_id=chart.school_id, row=row, provision_id=cell.provision)
    if held:
        change.remove_all([] if cell.value else [tick])
    elif cell.value:
        if not row.pk:
            change.add(row)
        tick.row = row  # which has its number only now
        change.add(tick)


def _band(change: Edit, chart: AuditChart, row: AuditRow, cell: ChartCell) -> None:
    if cell.value not in AuditRow.Band.values:
        raise Refused("Choose must, should or could.", "band")
    if row.band != cell.value:
        _write(change, row, band=cell.value)


def _note(change: Edit, chart: AuditChart, row: AuditRow, cell: ChartCell) -> None:
    try:
        said = NOTES[cell.what].clean(cell.value)
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages), cell.what) from fault
    now = getattr(row, cell.what)
    if comparable(now) == comparable(said):
        return
    if comparable(now) != comparable(cell.was):
        raise Changed(now)
    _write(change, row, **{cell.what: said})


def _unknown(change: Edit, chart: AuditChart, row: AuditRow, cell: ChartCell) -> None:
    raise NotThere("A chart has no such cell.")


_WAYS: dict[str, Callable[[Edit, AuditChart, AuditRow, ChartCell], None]] = {
    "tick": _tick, "band": _band, "other": _note, "why": _note,
}  # fmt: skip


def _write(change: Edit, row: AuditRow, **values: str) -> None:
    if row.pk:
        change.set(row, **values)
        return
    for name, value in values.items():
        setattr(row, name, value)
    change.add(row)


def lock_chart(*, by: Access, chart: int) -> None:
    """Lock a chart until the transaction ends, so that what is read next is still true when it is saved. Raises
    NotThere for a chart this person may not open."""
    tokens.lock(by.school.pk, tokens.RECORDS)  # before the chart, as whoever ticks does
    find_chart(by, chart, lock=True)


def fill_in(*, by: Access, chart: Chart, values: Mapping[str, Any], ticket: UUID | None = None) -> Edit:
    """Save all cells of a chart (see forms.values_of). A proposed pupil for whom nothing is entered gets no stored row.

    Raises Refused once the chart is handed in, and NotThere where it has been removed.
    """
    with edit(by, "filled in", ticket=ticket) as change:
        change.lock(AuditChart)
        change.about = find_chart(by, chart.id, lock=True)
        if not may_change(by, chart):
            raise Refused(NOT_YOURS_NOW)
        numbers = [row.number for row in chart.rows if row.number]
        held = {row.pk: row for row in AuditRow.objects.filter(chart=chart.id, pk__in=numbers)}
        rows = {row.key: held[row.number] for row in chart.rows if row.number in held}
        said = {row.key: {name: values[f"{name}-{row.key}"] for name in ("band", "other", "why")} for row in chart.rows}
        ticked = {
            row.key: {one.id for one in chart.columns if values.get(f"tick-{row.key}-{one.id}")} for row in chart.rows
        }
        new = {
            row.key: AuditRow(chart_id=chart.id, pupil_id=row.pupil.id, **said[row.key])
            for row in chart.rows
            if row.pupil and row.key not in rows
            and (ticked[row.key] or said[row.key] != {"band": row.band, "other": "", "why": ""})
        }  # fmt: skip
        change.add_all(list(new.values()))
        change.set_all([(row, said[key]) for key, row in rows.items()])
        _tick_all(change, rows | new, ticked)
    return change


def _tick_all(change: Edit, rows: Mapping[str, AuditRow], wanted: Mapping[str, set[int]]) -> None:
    """Add the ticks that are wanted and remove the others. A tick has no fields of its own, so it is never changed."""
    asked = {(row.pk, provision) for key, row in rows.items() for provision in wanted[key]}
    found = AuditTick.objects.filter(row__in=[row.pk for row in rows.values()])
    held = {(tick.row_id, tick.provision_id): tick for tick in found}
    change.add_all([AuditTick(row_id=row, provision_id=provision) for row, provision in sorted(asked - set(held))])
    change.remove_all([held[key] for key in sorted(set(held) - asked)])
