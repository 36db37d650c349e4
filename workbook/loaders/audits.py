"""The sheets Audit and Current provision."""

from __future__ import annotations

from typing import Any

from audits.charts.reading import PROPOSED
from audits.models import AuditChart, AuditRow, AuditTick, CurrentProvision
from pupils.models import Pupil, PupilYear, SchoolClass
from ui.sheets.cells import cell_text
from workbook.desk import Desk, RowImport
from workbook.reading import SheetLine


def _scope(scope: SchoolClass | str) -> dict[str, Any]:
    if isinstance(scope, SchoolClass):
        return {"school_class": scope, "year_group": ""}
    return {"school_class": None, "year_group": scope}


def _scope_key(scope: SchoolClass | str) -> Any:
    return id(scope) if isinstance(scope, SchoolClass) else scope


def load_audit(desk: Desk, line: SheetLine) -> None:
    """A row of the sheet Audit: one tick of a chart, with the pupil's band and what else would help."""
    desk.resolve(line)
    scope, pupil, provision = (line.get(name) for name in ("scope", "pupil", "provision"))
    if not scope or not pupil or "provision" in line.broken:
        return
    if not desk.first(line, (_scope_key(scope), id(pupil), id(provision)), "pupil"):
        return
    chart = desk.ledger.find(AuditChart, _scope_key(scope))
    if chart is None:
        chart = desk.ledger.add(AuditChart(school=desk.school, year=desk.year, **_scope(scope)))
    existing = desk.ledger.find(AuditRow, (id(chart), id(pupil)))
    entry = RowImport(desk, line)
    row = entry.put(
        AuditRow, existing, _row_values(desk, line, existing, pupil), school=desk.school, chart=chart, pupil=pupil
    )
    _check_row(desk, line, row)
    if provision and not any(tick.provision is provision for tick in desk.ledger.all(AuditTick, id(row))):
        desk.ledger.add(AuditTick(school=desk.school, row=row, provision=provision))
        entry.kind, entry.fields = "added", []
    entry.close(f"{chart.scope}, {pupil}: {provision or line.get('other') or ''}".rstrip(": "))


def _row_values(desk: Desk, line: SheetLine, existing: AuditRow | None, pupil: Pupil) -> dict[str, Any]:
    """Band and other; blank bands are proposed from the SEN status, blank others leave what another row gave."""
    values = line.part(drop=["scope", "pupil", "provision"])
    if not values.get("band"):
        values.pop("band", None)
        if existing is None and "band" not in line.broken:
            year = desk.ledger.find(PupilYear, id(pupil))
            values["band"] = PROPOSED[year.status_code if year else "N"]
            line.note(f"{pupil}: band proposed from the SEN status, “{values['band']}”.")
    given_before = desk.earlier(("audit row", _scope_key(line.get("scope")), id(pupil)))
    if not values.get("other") and given_before:
        values.pop("other", None)
    return values


def _check_row(desk: Desk, line: SheetLine, row: AuditRow) -> None:
    """All rows of one pupil in one chart say the same band, and only one thing as other."""
    for field in ("band", "other"):
        value = line.get(field)
        earlier = desk.earlier((field, id(row)), value) if value else None
        if earlier and earlier != value:
            line.wrong(field, f"Another row of this pupil says “{earlier}”. Give the same in each.")


def load_current(desk: Desk, line: SheetLine) -> None:
    """What a class or year group has now."""
    desk.resolve(line)
    scope, provision = line.get("scope"), line.get("provision")
    if not scope or not provision or not desk.first(line, (_scope_key(scope), id(provision)), "provision"):
        return
    staff, _, pupils = (line.get("ratio") or "").partition(":")
    if staff != pupils:
        line.note(f"Ratio {cell_text(line.cells['ratio'])} is read as {staff} staff to {pupils} pupils.")
    entry = RowImport(desk, line)
    existing = desk.ledger.find(CurrentProvision, (_scope_key(scope), id(provision)))
    values = line.part(drop=["scope"])
    row = entry.put(CurrentProvision, existing, values, school=desk.school, year=desk.year, **_scope(scope))
    entry.close(f"{provision}, {row.scope}")
