"""Takes the demo schools half-way through their audit: what the workbook cannot hold, done through the services.

Charts are due, begun, handed in, sent back with questions and agreed; one is for children not yet on roll; class teams
have recorded current provision; a plan is begun.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from audits.charts.cells import ChartCell, set_cell
from audits.charts.reading import Chart, chart_of
from audits.charts.round import services as round_services
from audits.charts.rows import services as row_services
from audits.current.reading import lines_of_year
from audits.current.services import join_group, save_current
from audits.models import AuditChart
from audits.plan import services as plan_services
from provisions.models import InterventionGroup, Provision, Tier
from pupils.reading import classes_of, find_pupil
from schools.access import Access, command_line_access
from schools.models import School
from schools.reading import current_year

DUE = date(2026, 12, 4)
MESSAGE = "Please think of what each child needs, not of what there happens to be. We look at the charts together."
Line = tuple[str, str, str, int, int]


@dataclass(frozen=True)
class DemoRound:
    """How far a demo school's audit is. `exact` year groups are offered what is ticked alone; `asked` are questions by
    year group, each about a pupil by admission number; `only_opened` are offered what they name; `to_come` are
    children by name: year group, band, why and what is ticked; `current` are lines by class: name, ratio, staff,
    minutes a week, weeks; the lines of `joined` year groups are known to be the groups that run."""

    exact: Sequence[str] = ()
    handed_in: Sequence[str] = ()
    asked: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    agreed: Sequence[str] = ()
    only_opened: Mapping[str, Sequence[str]] = field(default_factory=dict)
    cohort: str = ""
    to_come: Mapping[str, tuple[str, str, str, Sequence[str]]] = field(default_factory=dict)
    current: Mapping[str, Sequence[Line]] = field(default_factory=dict)
    joined: Sequence[str] = ()


ROUNDS = {
    "demo": DemoRound(
        exact=["4"],
        handed_in=["3"],
        asked={
            "1": ("A1109", "Violet stands here with friendship skills. Would time with the learning mentor help too?")
        },
        agreed=["2"],
        only_opened={
            "6": [
                "1:1 counselling",
                "Better Reading Partners",
                "Friendship skills group",
                "In-class support",
                "Lunchtime social club",
                "Number Sense",
                "Phonographix",
            ]
        },
        cohort="Joining in January",
        to_come={
            "Bela Thornhollow": ("R", "must", "EHC plan on the way, says the nursery", ["Talking Together"]),
            "Imran Copperfield": ("R", "should", "Few words yet", ["Talking Together", "Jump Ahead motor skills"]),
        },
        joined=["R", "1", "2"],
        current={
            "4B": [("Number Sense", "1:6", "TA", 60, 38), ("Lego club on Fridays", "1:5", "Mrs Holloway", 30, 38)],
        },
    ),
    "demo-secondary": DemoRound(handed_in=["7"], agreed=["9"], current={"8L": [("Homework den", "1:8", "LM", 60, 38)]}),
}


def do_audit(school: School) -> None:
    """Do the audit of a demo school that was just made as far as ROUNDS says; nothing for a school that is not in
    it."""
    told = ROUNDS.get(school.slug)
    if told is None:
        return
    by = command_line_access(school, current_year(school))
    charts = _charts(by)
    for code, chart in charts.items():
        _offer(by, chart, exact=code in told.exact)
    for code, names in told.only_opened.items():
        round_services.open_charts(by=by, scopes=[f"year-{code}"], terms=_terms(by, names))
    if told.cohort:
        _open_cohort(by, told)
    for code in [*told.handed_in, *told.asked, *told.agreed]:
        round_services.hand_in(by=by, chart=charts[code].id)
    for code, (pupil, words) in told.asked.items():
        questions = [(f"pupil-{find_pupil(by, pupil).pk}", words)]
        round_services.ask(by=by, chart=charts[code].id, questions=questions)
    for code in told.agreed:
        round_services.agree(by=by, chart=charts[code].id)
    _write_down(by, told.current)
    _join(by, told.joined)
    plan_services.begin_plan(by=by)
    plan_services.cut_plan(by=by)


def _charts(by: Access) -> dict[str, Chart]:
    """The charts that came with the workbook, by year group."""
    rows = AuditChart.objects.filter(school=by.school, year=by.year).exclude(year_group="").order_by("pk")
    return {code: chart_of(by, pk) for code, pk in rows.values_list("year_group", "pk")}


def _offer(by: Access, chart: Chart, *, exact: bool) -> None:
    """Set what a chart offers, until when and with which words; what every pupil gets is no column."""
    for_all = set(Provision.objects.filter(school=by.school, tier=Tier.UNIVERSAL).values_list("pk", flat=True))
    offered = [] if exact else [column.id for column in chart.columns if column.id not in for_all]
    values = {"due": DUE, "message": MESSAGE}
    round_services.change_chart(by=by, chart=chart.id, provisions=offered, values=values)


def _terms(by: Access, names: Sequence[str]) -> round_services.ChartTerms:
    rows = Provision.objects.filter(school=by.school, name__in=names)
    return round_services.ChartTerms(list(rows.values_list("pk", flat=True)), DUE, MESSAGE)


def _open_cohort(by: Access, told: DemoRound) -> None:
    """A chart of children who are not on roll yet, with what was ticked for them."""
    terms = _terms(by, [name for *_, names in told.to_come.values() for name in names])
    _, (chart,) = round_services.open_cohort(by=by, name=told.cohort, pupils=[], terms=terms)
    for name, (code, band, why, _) in told.to_come.items():
        values = {"name": name, "year_group": code, "band": band, "why": why}
        row_services.add_newcomer(by=by, chart=chart.pk, values=values)
    shown = chart_of(by, chart.pk)
    columns = {column.name: column.id for column in shown.columns}
    for row in shown.rows:
        for name in told.to_come[row.name][3]:
            set_cell(by=by, chart=chart.pk, cell=ChartCell(row.key, "tick", True, columns[name]))


def _write_down(by: Access, current: Mapping[str, Sequence[Line]]) -> None:
    """Lines of current provision, as class teams wrote them down."""
    rooms = {name: pk for pk, name in classes_of(by).items()}
    for name, lines in current.items():
        added = [
            {"provision": words, "ratio": ratio, "staff": staff, "weekly_minutes": Decimal(minutes),
             "weeks": Decimal(weeks), "group": None}
            for words, ratio, staff, minutes, weeks in lines
        ]  # fmt: skip
        save_current(by=by, key=f"class-{rooms[name]}", added=added, changed={}, removed=[])


def _join(by: Access, codes: Sequence[str]) -> None:
    """Say which running groups the lines of these year groups are, where there is one alone that they can be."""
    groups = InterventionGroup.objects.filter(school=by.school, year=by.year, status="running")
    running = list(groups.values_list("pk", "provision_id", "year_groups"))
    for line in lines_of_year(by).filter(year_group__in=codes, provision__isnull=False).order_by("pk"):
        alike = [pk for pk, provision, years in running if provision == line.provision_id and line.year_group in years]
        if len(alike) == 1:
            join_group(by=by, line=line.pk, group=alike[0])
