"""Reading audit charts: which of them a person may see and change, and a chart with its rows and columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.db.models import Exists, OuterRef, Q, QuerySet

from audits.models import AuditChart, AuditColumn, AuditRow, AuditTick
from provisions.models import InterventionGroup, Provision, Tier
from provisions.reading import reach
from pupils.models import PupilYear, YearGroup
from pupils.reading import PupilRow, all_pupils_in_year, own_classes
from schools.access import Access, NotThere
from schools.edits.reach import ends_at
from schools.roles import Permission
from ui.folding import by_name

# Who is proposed for which band, from the SEN status (document 000, Figure 1); the class team may say otherwise.
PROPOSED = {"E": "must", "K+": "must", "K": "should", "N": "could"}
READERS = (Permission.EDIT_AUDIT, Permission.VIEW_NEEDS)
WITH_THE_TEAM = frozenset({AuditChart.State.OPEN, AuditChart.State.QUESTIONS})


@dataclass(frozen=True)
class ListedChart:
    """A chart in a list of charts."""

    id: int
    scope: str


@dataclass(frozen=True)
class ChartColumn:
    """A provision offered in a chart."""

    id: int
    name: str
    area: str


@dataclass(frozen=True)
class ChartRow:
    """A child in a chart. `key` names the row in forms and addresses: `p` with the pupil's number, or `n` with the
    row's own for a child who is not on roll yet (then there is no `pupil`). `number` is that of the stored row; None
    while the child is only proposed from their status."""

    key: str
    number: int | None
    pupil: PupilRow | None
    name: str
    year_group: str
    band: str
    why: str
    other: str
    ticked: frozenset[int]

    @property
    def entered(self) -> bool:
        """Whether the child has a stored row."""
        return self.number is not None

    @property
    def status(self) -> str:
        """The SEN status; blank for a child who is not on roll yet."""
        return self.pupil.status if self.pupil else ""

    @property
    def groups(self) -> tuple[str, ...]:
        """The pupil groups the child is in, as PP or EAL."""
        return self.pupil.groups if self.pupil else ()


@dataclass(frozen=True)
class Chart:
    """A chart for one person: the rows of the children within their reach, in order of name."""

    id: int
    scope: str
    columns: tuple[ChartColumn, ...]
    rows: tuple[ChartRow, ...]
    state: str
    since: datetime | None
    due: date | None
    message: str
    offered: tuple[int, ...]  # the provisions that were chosen for it; none where it offers what runs

    def of_band(self, band: str) -> list[ChartRow]:
        """The rows of a band."""
        return [row for row in self.rows if row.band == band]


class Stateful(Protocol):
    """Anything with a chart's state: the stored chart, or a `Chart`."""

    @property
    def state(self) -> str:
        """A value of `AuditChart.State`."""


def may_change(access: Access, chart: Stateful) -> bool:
    """Whether the person may fill in a chart they can open: the class team until it is handed in and while there are
    questions, the SENCO always."""
    needed = Permission.EDIT_AUDIT if chart.state in WITH_THE_TEAM else Permission.EDIT_PROVISION
    return access.may(needed) and access.may(Permission.EDIT_AUDIT)


@dataclass(frozen=True)
class Sight:
    """How far a person sees into charts: the pupils they reach (None: all), and the classes and year groups that are
    theirs."""

    pupils: set[int] | None
    classes: frozenset[int] = frozenset()
    codes: frozenset[str] = frozenset()

    def charts(self, charts: QuerySet[AuditChart]) -> QuerySet[AuditChart]:
        """Those of these charts that may be opened."""
        if self.pupils is None:
            return charts
        met = AuditRow.objects.filter(pupil__in=self.pupils).values("chart")
        theirs = Q(school_class__in=self.classes) | Q(year_group__in=self.codes)
        return charts.filter(theirs | Q(id__in=met) & ~Q(name=""))

    def rows(self, rows: QuerySet[AuditRow]) -> QuerySet[AuditRow]:
        """The stored rows of these charts that the person may see; `row` answers the same for one."""
        if self.pupils is None:
            return rows
        return rows.filter(Q(pupil__in=self.pupils) | Q(pupil=None, year_group__in=self.codes))

    def row(self, row: AuditRow) -> bool:
        """Whether the person may see a stored row of a chart they can open."""
        if self.pupils is None:
            return True
        return row.pupil_id in self.pupils if row.pupil_id else row.year_group in self.codes


def sight_of(access: Access, pupil: int | None = None) -> Sight:
    """How far the person sees; no query for those who see all pupils. For one pupil of the person's own classes, a
    sight of that pupil alone, which takes one query instead of two."""
    if access.may(Permission.VIEW_PUPILS) or access.staff is None or access.year is None:
        return Sight(reach(access))
    mine = own_classes(access).annotate(near=Exists(PupilYear.objects.filter(school_class=OuterRef("pk"), pupil=pupil)))
    held = list(mine.values_list("id", "year_groups", "near"))
    codes = frozenset(code for _, found, _ in held for code in found)
    near = access.may(Permission.VIEW_OWN_PUPILS) and any(each for _, _, each in held)
    within = {pupil} if pupil and near else reach(access)
    return Sight(within, frozenset(pk for pk, _, _ in held), codes)


def visible(access: Access, sight: Sight | None = None) -> QuerySet[AuditChart]:
    """The charts of the year that the person may open: all of them, or those of their own classes and year groups and
    the cohorts with a pupil whom they reach."""
    return (sight or sight_of(access)).charts(AuditChart.objects.filter(school=access.school, year=access.year))


@ends_at(AuditChart)
def are_visible(access: Access, charts: Sequence[AuditChart], looked: object = None) -> bool:
    """Whether the person may open all of these charts."""
    numbers = {chart.pk for chart in charts}
    sight = looked if isinstance(looked, Sight) else None
    return access.may(Permission.VIEW_PUPILS) or visible(access, sight).filter(pk__in=numbers).count() == len(numbers)


@ends_at(AuditRow)
def are_in_sight(access: Access, rows: Sequence[AuditRow], looked: object = None) -> bool:
    """Whether the person may see all of these rows of charts that they can open."""
    pupils = {row.pupil_id for row in rows}
    one = pupils.pop() if len(pupils) == 1 else None
    sight = looked if isinstance(looked, Sight) else sight_of(access, one)
    return all(sight.row(row) for row in rows)


def find_chart(access: Access, pk: int, sight: Sight | None = None, *, lock: bool = False) -> AuditChart:
    """A chart that the person may open; with `lock`, locked until the transaction ends, so that nobody else ticks in
    it, hands it in or agrees it in between. Raises NotThere where there is none."""
    rows = visible(access, sight)
    # NO KEY: rows and ticks refer to the chart, and a full lock would hold up their inserts. No join while locking:
    # PostgreSQL cannot lock the nullable side of one.
    rows = rows.select_for_update(no_key=True) if lock else rows.select_related("school_class")
    chart = rows.filter(pk=pk).first()
    if chart is None or access.year is None:
        raise NotThere("There is no such chart among those that are yours to see.")
    chart.year = access.year  # read already
    return chart


def charts_of(access: Access) -> list[ListedChart]:
    """The charts that the person may open, in order."""
    rows = sorted(visible(access).select_related("school_class"), key=place_of)
    return [ListedChart(row.pk, scope_words(row)) for row in rows]


def place_of(chart: AuditChart) -> tuple[int, str, int]:
    """A chart's sort key in a list: classes and year groups from the youngest, then cohorts by name."""
    codes = chart.school_class.year_groups if chart.school_class else [chart.year_group]
    order = min((YearGroup.values.index(code) for code in codes if code in YearGroup.values), default=99)
    return order, chart.school_class.name if chart.school_class else chart.name, chart.pk


def scope_words(chart: AuditChart) -> str:
    """The class, year group or cohort that a chart is of, in words."""
    return f"Class {chart.school_class.name}" if chart.school_class else chart.scope


def chart_of(access: Access, pk: int) -> Chart:
    """A chart with its children: those entered and, except in a cohort, those of its class or year group who have a
    special educational need. Raises NotThere for a chart this person may not open. The number of queries does not
    grow with the chart."""
    sight = sight_of(access)
    chart = find_chart(access, pk, sight)
    entered, ticks = _entered(chart, sight)
    by_pupil = {row.pupil_id: row for row in entered if row.pupil_id}
    pupils = all_pupils_in_year(access, chart.year, within=_standing(chart, sight, by_pupil))
    rows = [_row(pupil, by_pupil.get(pupil.id), ticks) for pupil in pupils]
    rows += [_newcomer(row, ticks) for row in entered if not row.pupil_id]
    offered = tuple(AuditColumn.objects.filter(chart=chart).values_list("provision_id", flat=True))
    return Chart(
        id=chart.pk, scope=scope_words(chart), state=chart.state, since=chart.since, due=chart.due,
        message=chart.message, rows=tuple(rows), offered=offered, columns=_columns(chart, offered, ticks),
    )  # fmt: skip


def standing_of(access: Access, pk: int) -> dict[str, Any]:
    """A chart's state for a page that is open on it: the state, whether this person may change it, and by row key its
    band, ticks and notes. Raises NotThere where there is no such chart."""
    sight = sight_of(access)
    chart = find_chart(access, pk, sight)
    entered, ticks = _entered(chart, sight)
    by_pupil = {row.pupil_id: row for row in entered if row.pupil_id}
    years = PupilYear.objects.filter(_standing(chart, sight, by_pupil), school=access.school, year=chart.year)
    rows = {
        f"p{pupil}": _cells(by_pupil.get(pupil), PROPOSED["K+" if high else status], ticks)
        for pupil, status, high in years.order_by("pupil_id").values_list("pupil_id", "sen_status", "high_need")
    }
    rows |= {f"n{row.pk}": _cells(row, row.band, ticks) for row in entered if not row.pupil_id}
    offered = AuditColumn.objects.filter(chart=chart).values_list("provision_id", flat=True)
    return {"state": chart.state, "may": may_change(access, chart), "columns": list(offered), "rows": rows}


def _entered(chart: AuditChart, sight: Sight) -> tuple[list[AuditRow], dict[int, set[int]]]:
    """The stored rows that the person sees, and the provisions ticked by row."""
    ticks: dict[int, set[int]] = defaultdict(set)
    for row, provision in AuditTick.objects.filter(row__chart=chart).order_by().values_list("row_id", "provision_id"):
        ticks[row].add(provision)
    return [row for row in AuditRow.objects.filter(chart=chart) if sight.row(row)], ticks


def _standing(chart: AuditChart, sight: Sight, entered: Iterable[int]) -> Q:
    """A filter over PupilYear: the pupils who belong to the chart, as far as the person sees."""
    standing = Q(pupil_id__in=list(entered))
    if not chart.name:
        standing |= proposed_for(chart)
    return standing if sight.pupils is None else standing & Q(pupil_id__in=sight.pupils)


def proposed_for(chart: AuditChart) -> Q:
    """A filter over PupilYear: the pupils whom a chart of a class or year group proposes from their status."""
    mine = Q(school_class=chart.school_class_id) if chart.school_class_id else Q(year_group=chart.year_group)
    return mine & ~Q(sen_status="N") & Q(pupil__leaving_date__isnull=True)


def _row(pupil: PupilRow, row: AuditRow | None, ticks: dict[int, set[int]]) -> ChartRow:
    said = _cells(row, PROPOSED[pupil.status], ticks)
    ticked = frozenset(said.pop("ticked"))
    return ChartRow(f"p{pupil.id}", row.pk if row else None, pupil, pupil.name, pupil.year_group, ticked=ticked, **said)


def _newcomer(row: AuditRow, ticks: dict[int, set[int]]) -> ChartRow:
    return ChartRow(
        f"n{row.pk}", row.pk, None, row.name, row.year_group, row.band, row.why, row.other,
        frozenset(ticks.get(row.pk, ())),
    )  # fmt: skip


def _cells(row: AuditRow | None, proposed: str, ticks: dict[int, set[int]]) -> dict[str, Any]:
    if row is None:
        return {"band": proposed, "why": "", "other": "", "ticked": []}
    return {"band": row.band, "why": row.why, "other": row.other, "ticked": sorted(ticks.get(row.pk, ()))}


def _columns(chart: AuditChart, offered: Iterable[int], ticks: dict[int, set[int]]) -> tuple[ChartColumn, ...]:
    """The provisions offered: those chosen for the chart, else those that run for its year groups, else the whole
    catalogue except universal provision; and whatever is ticked."""
    ticked = {provision for found in ticks.values() for provision in found}
    usual = Q(id__in=list(offered)) if offered else _usual(chart)
    found = Provision.objects.filter(Q(id__in=ticked) | usual, school=chart.school_id)
    rows = by_name(found.order_by("id").values_list("id", "name", "area"), 2, 1)
    return tuple(ChartColumn(*each) for each in rows)


def _usual(chart: AuditChart) -> Q:
    """What runs for the chart's year groups (for a cohort, what runs at all); where nothing runs yet, the catalogue."""
    codes = set(chart.school_class.year_groups) if chart.school_class else {chart.year_group} - {""}
    running = InterventionGroup.objects.filter(school=chart.school_id, year=chart.year_id, status="running")
    used = {pk for pk, groups in running.values_list("provision_id", "year_groups") if not codes or codes & set(groups)}
    return Q(id__in=used) if used else Q(archived=False) & ~Q(tier=Tier.UNIVERSAL)


def offers(chart: AuditChart, provision: int) -> bool:
    """Whether a chart offers a provision to be ticked, as `_columns` has it."""
    chosen = set(AuditColumn.objects.filter(chart=chart).values_list("provision_id", flat=True))
    if provision in chosen or AuditTick.objects.filter(row__chart=chart, provision=provision).exists():
        return True
    return not chosen and Provision.objects.filter(_usual(chart), school=chart.school_id, id=provision).exists()
