"""The rows of a chart: adding pupils and children who are not on roll yet, and removing them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from audits.charts.reading import PROPOSED, may_change, scope_words, sight_of
from audits.charts.round.services import locked
from audits.models import AuditChart, AuditQuestion, AuditRow, AuditTick, ProposalPupil
from pupils.reading import all_pupils_in_year
from schools.access import Access, NotThere
from schools.edits import Edit, Refused, edit
from schools.roles import Permission
from ui.folding import by_name

LONGEST: int = AuditRow._meta.get_field("why").max_length or 0
BANDS = list(AuditRow.Band.values)


def find_row(by: Access, pk: int) -> AuditRow:
    """A row of a chart, as far as this person reaches. Raises NotThere."""
    sight = sight_of(by)
    row = AuditRow.objects.select_related("pupil", "chart__school_class").filter(school=by.school, pk=pk).first()
    charts = AuditChart.objects.filter(school=by.school, year=by.year)
    if row is None or not sight.row(row) or not sight.charts(charts).filter(pk=row.chart_id).exists():
        raise NotThere("This child is not in a chart that is yours to see.")
    return row


def ticked_in(row: AuditRow) -> list[str]:
    """The provisions ticked in a row, by name."""
    ticks = AuditTick.objects.filter(row=row).order_by("pk").values_list("provision__area", "provision__name")
    return [name for _, name in by_name(ticks, 0, 1)]


def _open_to(by: Access, pk: int) -> AuditChart:
    """A chart that this person may change now, locked against being handed in meanwhile. Raises NotThere,
    Refused."""
    chart = locked(by, pk)
    if not may_change(by, chart):
        raise Refused(f"The chart of {scope_words(chart)} is handed in. Ask the SENCO to open it again.")
    return chart


def add_pupils(
    *, by: Access, chart: int, pupils: Iterable[int], band: str = "", why: str = "", ticket: UUID | None = None
) -> Edit:
    """Add pupils to a chart, in one band or each in that of their status. Those in it already stay as they are. Raises
    NotThere and Refused."""
    with edit(by, "added pupils to", ticket=ticket) as change:
        held = change.about = _open_to(by, chart)
        within = sight_of(by).pupils
        there = set(AuditRow.objects.filter(chart=held).values_list("pupil_id", flat=True))
        chosen = all_pupils_in_year(by, by.year, ids=pupils) if by.year else []
        if within is not None and any(row.id not in within for row in chosen):
            raise NotThere("Somebody chosen is not among the pupils you work with.")
        change.add_all(
            [
                AuditRow(chart=held, pupil_id=row.id, band=band or PROPOSED[row.status], why=why)
                for row in chosen
                if row.id not in there
            ]
        )
    return change


def add_newcomer(*, by: Access, chart: int, values: dict[str, Any], ticket: UUID | None = None) -> Edit:
    """Add a child who is not on roll yet: `name`, `year_group`, `band` and `why`. Raises NotThere, and Refused for a
    name that is in the chart already."""
    with edit(by, "added a child to", ticket=ticket) as change:
        held = change.about = _open_to(by, chart)
        _refuse_twice(held, values, None)
        change.add(AuditRow(chart=held, **values))
    return change


def change_newcomer(*, by: Access, row: int, values: dict[str, Any], ticket: UUID | None = None) -> Edit:
    """Change the values of a child who is not on roll yet. Raises NotThere and Refused."""
    with edit(by, "changed a child in", ticket=ticket) as change:
        found = find_row(by, row)
        change.about = _open_to(by, found.chart_id)
        if found.pupil_id:
            raise Refused("The child has come on roll meanwhile. Names are changed on the pupil’s page.")
        _refuse_twice(found.chart, values, row)
        change.set(found, **values)
    return change


def _refuse_twice(chart: AuditChart, values: dict[str, Any], own: int | None) -> None:
    same = AuditRow.objects.filter(chart=chart, name__iexact=values["name"], year_group=values["year_group"])
    if any(pk != own for pk in same.values_list("pk", flat=True)):
        raise Refused("A child of this name stands in the chart already. Add an initial to tell them apart.", "name")


def take_out_row(*, by: Access, row: int, ticket: UUID | None = None) -> Edit:
    """Remove a row from a chart, with its ticks and notes. Raises NotThere, and Refused for a child in the plan,
    whom only the SENCO may remove."""
    with edit(by, "took somebody out of", ticket=ticket) as change:
        found = find_row(by, row)
        change.about = _open_to(by, found.chart_id)
        planned = _planned(by, found)
        _let_go(change, found, None)
        change.remove_all(planned)
        change.remove(found)
    return change


def join(*, by: Access, row: int, pupil: int, ticket: UUID | None = None) -> Edit:
    """Link a child who was not on roll to the pupil they are now. Where that pupil is in the chart already, the two
    rows become one: the ticks of both, the stronger band, both notes. Raises NotThere and Refused."""
    with edit(by, "put on roll a child in", ticket=ticket) as change:
        found = find_row(by, row)
        change.about = _open_to(by, found.chart_id)
        within = sight_of(by).pupils
        known = all_pupils_in_year(by, by.year, ids=[pupil]) if by.year else []
        if found.pupil_id or not known or (within is not None and pupil not in within):
            raise Refused("This pupil is no longer there to be chosen. Look at the list again.", "pupil")
        planned = _planned(by, found)
        other = AuditRow.objects.filter(chart=found.chart, pupil=pupil).first()
        _count_on(change, planned, pupil)
        if other is None:
            change.set(found, pupil_id=pupil, name="", year_group="")
        else:
            _unite(change, found, other)
    return change


def _unite(change: Edit, row: AuditRow, other: AuditRow) -> None:
    """Merge a row into another of the same chart, and remove it."""
    held = set(AuditTick.objects.filter(row=other).values_list("provision_id", flat=True))
    more = AuditTick.objects.filter(row=row).exclude(provision__in=held).values_list("provision_id", flat=True)
    change.add_all([AuditTick(row=other, provision_id=provision) for provision in more])
    change.set(
        other,
        band=min(row.band, other.band, key=BANDS.index),
        why=_both(other.why, row.why),
        other=_both(other.other, row.other),
    )
    _let_go(change, row, other)
    change.remove(row)


def _both(first: str, second: str) -> str:
    """Two notes as one, as far as they fit."""
    return "; ".join(dict.fromkeys(words for words in (first, second) if words))[:LONGEST]


def _let_go(change: Edit, row: AuditRow, other: AuditRow | None) -> None:
    """Remove a row's ticks, and move its questions to the other row or to the chart."""
    # Questions are kept: what the SENCO asked is still part of the chart when the row is gone.
    change.set_all([(one, {"row_id": other.pk if other else None}) for one in AuditQuestion.objects.filter(row=row)])
    change.remove_all(list(AuditTick.objects.filter(row=row)))


def _planned(by: Access, row: AuditRow) -> Sequence[ProposalPupil]:
    """The plan's entries for a child who is not on roll yet; only the SENCO may change those."""
    found = list(ProposalPupil.objects.filter(newcomer=row).select_related("proposal"))
    if found and not by.may(Permission.EDIT_PROVISION):
        raise Refused("The plan counts on this child already. Ask the SENCO to do this.")
    return found


def _count_on(change: Edit, planned: Sequence[ProposalPupil], pupil: int) -> None:
    """Put the pupil in the child's place in the plan, once in each proposal."""
    # A proposal names a pupil once, so where the pupil is in it already the child is removed instead.
    proposals = [one.proposal_id for one in planned]
    there = set(ProposalPupil.objects.filter(proposal__in=proposals, pupil=pupil).values_list("proposal_id", flat=True))
    change.remove_all([one for one in planned if one.proposal_id in there])
    moved = [one for one in planned if one.proposal_id not in there]
    change.set_all([(one, {"pupil_id": pupil, "newcomer_id": None}) for one in moved])
