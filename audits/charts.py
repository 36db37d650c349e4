"""Reading audit charts: what a person may see of them, laid out as the chart is drawn."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from audits.models import AuditChart, AuditRow, AuditTick
from provisions.models import InterventionGroup, Provision, Tier
from provisions.selectors import reach
from pupils.models import SchoolClass, YearGroup
from pupils.selectors import PupilRow, class_ids, pupils_in_year
from schools.roles import Permission

if TYPE_CHECKING:
    from schools.access import Access

# Who is proposed for which band, from the SEN status (document 000, Figure 1); the class team may say otherwise.
PROPOSED = {"E": "must", "K+": "must", "K": "should", "N": "could"}


@dataclass(frozen=True)
class ChartLine:
    """A chart in the list of charts."""

    id: int
    scope: str
    pupils: int
    ticks: int


@dataclass(frozen=True)
class Column:
    """A provision offered in a chart."""

    id: int
    name: str
    area: str


@dataclass(frozen=True)
class ChartRow:
    """A pupil in a chart: `entered` once somebody has written anything of them; else they stand there as proposed."""

    pupil: PupilRow
    band: str
    other: str
    ticked: frozenset[int]
    entered: bool


@dataclass(frozen=True)
class Chart:
    """A chart as it stands, for one person: the rows of the pupils they reach, in the order of name."""

    id: int
    scope: str
    columns: tuple[Column, ...]
    rows: tuple[ChartRow, ...]

    def of_band(self, band: str) -> list[ChartRow]:
        """The rows of a band."""
        return [row for row in self.rows if row.band == band]


def visible(access: Access) -> QuerySet[AuditChart]:
    """The charts of the year that the person may open: all of them, or those of their own classes and year groups."""
    rows = AuditChart.objects.filter(school=access.school, year=access.year)
    if access.may(Permission.VIEW_PUPILS):
        return rows
    own = class_ids(access)
    taught = {
        code for codes in SchoolClass.objects.filter(id__in=own).values_list("year_groups", flat=True) for code in codes
    }
    return rows.filter(Q(school_class__in=own) | Q(year_group__in=taught))


def charts_of(access: Access) -> list[ChartLine]:
    """The charts that the person may open, in order of year group and class."""
    rows = visible(access).select_related("school_class").annotate(
        pupils=Count("rows", distinct=True), ticks=Count("rows__ticks", distinct=True)
    )  # fmt: skip
    found = [(_place(row), ChartLine(row.pk, scope_words(row), row.pupils, row.ticks)) for row in rows]
    return [line for _, line in sorted(found, key=lambda pair: pair[0])]


def scope_words(chart: AuditChart) -> str:
    """The class or year group that a chart is of, in words."""
    return f"Class {chart.school_class.name}" if chart.school_class else chart.scope


def _place(chart: AuditChart) -> tuple[int, str, int]:
    codes = chart.school_class.year_groups if chart.school_class else [chart.year_group]
    order = YearGroup.values.index(codes[0]) if codes and codes[0] in YearGroup.values else 99
    return order, chart.school_class.name if chart.school_class else "", chart.pk


def scopes_without_chart(access: Access) -> list[tuple[str, str]]:
    """The classes and year groups of the year that have no chart yet, to choose from."""
    charts = AuditChart.objects.filter(school=access.school, year=access.year)
    held = set(charts.values_list("school_class_id", "year_group"))
    classes = SchoolClass.objects.filter(school=access.school, year=access.year).values_list("id", "name")
    years = {row.year_group for row in pupils_in_year(access, access.year)} if access.year else set()
    found = [(f"class-{pk}", f"Class {name}") for pk, name in classes if (pk, "") not in held]
    ordered = [
        (f"year-{code}", label) for code, label in YearGroup.choices if code in years and (None, code) not in held
    ]
    return found + ordered


def chart_of(access: Access, pk: int) -> Chart:
    """A chart with its pupils: those entered, and those of its class or year group with a special educational need.

    Raises LookupError where there is none that this person may open.
    """
    chart = visible(access).select_related("school_class").filter(pk=pk).first()
    if chart is None or access.year is None:
        raise LookupError("There is no such chart among those that are yours to see.")
    entered = {row.pupil_id: row for row in AuditRow.objects.filter(chart=chart) if row.pupil_id}
    ticks: dict[int, set[int]] = defaultdict(set)
    for pupil, provision in AuditTick.objects.filter(row__chart=chart).values_list("row__pupil_id", "provision_id"):
        ticks[pupil].add(provision)
    mine = Q(school_class=chart.school_class) if chart.school_class else Q(year_group=chart.year_group)
    wanted = Q(pupil_id__in=list(entered)) | (mine & ~Q(sen_status="N") & Q(pupil__leaving_date__isnull=True))
    within = reach(access)
    pupils = [row for row in pupils_in_year(access, access.year, within=wanted) if within is None or row.id in within]
    rows = (_row(pupil, entered.get(pupil.id), ticks[pupil.id]) for pupil in pupils)
    return Chart(chart.pk, scope_words(chart), _columns(access, chart, ticks), tuple(rows))


def _row(pupil: PupilRow, row: AuditRow | None, ticked: set[int]) -> ChartRow:
    band = row.band if row else PROPOSED[pupil.status]
    return ChartRow(pupil, band, row.other if row else "", frozenset(ticked), row is not None)


def _columns(access: Access, chart: AuditChart, ticks: dict[int, set[int]]) -> tuple[Column, ...]:
    """The provisions offered: those ticked here, and those that run for these year groups; where none runs yet, all of
    the catalogue beyond universal."""
    codes = set(chart.school_class.year_groups if chart.school_class else [chart.year_group])
    running = InterventionGroup.objects.filter(school=access.school, year=access.year, status="running")
    used = {pk for pk, groups in running.values_list("provision_id", "year_groups") if codes & set(groups)}
    ticked = {provision for found in ticks.values() for provision in found}
    usual = Q(id__in=used) if used else Q(archived=False) & ~Q(tier=Tier.UNIVERSAL)
    offered = Provision.objects.filter(Q(id__in=ticked) | usual, school=access.school)
    return tuple(Column(*each) for each in offered.order_by("area", "name", "id").values_list("id", "name", "area"))


def pupils_to_add(access: Access, chart: Chart) -> list[tuple[int, str]]:
    """The pupils of the year who do not stand in the chart, to choose from."""
    held = {row.pupil.id for row in chart.rows}
    within = reach(access)
    rows = pupils_in_year(access, access.year) if access.year else []
    return [
        (row.id, f"{row.name}, {row.class_name or row.year_name}")
        for row in rows
        if row.id not in held and (within is None or row.id in within)
    ]
