"""Changing audit charts and current provision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from audits.charts import PROPOSED, Chart
from audits.models import AuditChart, AuditRow, CurrentProvision
from provisions.models import Provision
from pupils.models import SchoolClass
from pupils.selectors import pupils_in_year
from schools.access import Access
from schools.edits import Edit, Refused, edit


def open_charts(*, by: Access, scopes: Iterable[str], ticket: UUID | None = None) -> Edit:
    """Open a chart for each class (`class-<number>`) or year group (`year-<code>`); one that is open stays."""
    with edit(by, "opened the audit of", by.school, ticket=ticket) as change:
        classes = {row.pk: row for row in SchoolClass.objects.filter(school=by.school, year=by.year)}
        held = set(
            AuditChart.objects.filter(school=by.school, year=by.year).values_list("school_class_id", "year_group")
        )
        charts = []
        for scope in scopes:
            kind, _, key = scope.partition("-")
            school_class = classes.get(int(key)) if kind == "class" else None
            code = "" if school_class else key
            if (school_class.pk if school_class else None, code) not in held:
                charts.append(AuditChart(year=by.year, school_class=school_class, year_group=code))
        change.add_all(charts)
    return change


def add_pupils(*, by: Access, chart: Chart, pupils: Iterable[int], ticket: UUID | None = None) -> Edit:
    """Take further pupils into a chart, in the band of their status."""
    with edit(by, "added pupils to", AuditChart.objects.get(pk=chart.id), ticket=ticket) as change:
        chosen = pupils_in_year(by, by.year, ids=pupils) if by.year else []
        change.add_all([AuditRow(chart_id=chart.id, pupil_id=row.id, band=PROPOSED[row.status]) for row in chosen])
    return change


def save_current(
    *, by: Access, scope: Mapping[str, Any], added: Iterable[dict[str, Any]], changed: Mapping[int, dict[str, Any]],
    removed: Iterable[int], ticket: UUID | None = None,
) -> Edit:  # fmt: skip
    """Save the lines of a class's or year group's current provision. Refused where one provision stands twice."""
    with edit(by, "wrote down current provision of", by.school, ticket=ticket) as change:
        rows = {row.pk: row for row in CurrentProvision.objects.filter(school=by.school, year=by.year, **scope)}
        for pk in removed:
            change.remove(rows.pop(pk))
        change.set_all([(rows[pk], _stored(by, values)) for pk, values in changed.items() if values])
        new = [CurrentProvision(year=by.year, **scope, **_stored(by, values)) for values in added]
        provisions = [row.provision_id for row in [*rows.values(), *new]]
        if len(provisions) != len(set(provisions)):
            raise Refused("One provision stands here twice. Put it in one line.")
        change.add_all(new)
    return change


def _stored(by: Access, values: dict[str, Any]) -> dict[str, Any]:
    provision = Provision.objects.filter(school=by.school, pk=values["provision"]).first()
    if provision is None:
        raise Refused("This provision is no longer in the catalogue. Choose another.")
    return {**values, "provision": provision}
