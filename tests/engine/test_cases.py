"""Every figure of the worked cases comes out of the engine."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest

from costing.engine.costing import Costing, cost_group, cost_pupil
from costing.engine.facts import Horizon
from costing.engine.groups.eligibility import is_compared, meets_threshold
from costing.engine.pupils.timetable import timetable
from costing.engine.year.awards import in_year
from costing.engine.year.whole_school import WholeSchool
from tests.engine.cases import COPY, DAYS, FILES, each_expectation, original_folder, school_of

CASES = [
    pytest.param(case, expected, id=f"{case['case']} · {expected['document']} {expected.get('pupil', '')}{n}")
    for n, (case, expected) in enumerate(each_expectation())
    if expected["document"] != "gap-analysis"
]


def options(expected):
    args = list(expected.get("args", []))
    given = dict(zip(args[::2], args[1::2], strict=True))
    on = given.get("--on")
    return Horizon(given.get("--horizon", "planned")), date.fromisoformat(on) if on else date(2030, 1, 1)


def alike(line, expected):
    for name, value in expected.items():
        held = getattr(line, name)
        if name in ("weekly_cost", "cost"):
            assert held == Decimal(value), name
        elif name in ("weeks", "weekly_hours", "contact_hours"):
            assert held == Fraction(value), name
        else:
            assert held == value, name


def find(lines, expected):
    marks = {name: expected[name] for name in ("group", "kind", "counted", "reason") if name in expected}
    found = [line for line in lines if all(getattr(line, name) == value for name, value in marks.items())]
    assert len(found) == 1, (marks, lines)
    return found[0]


def costed_map(school, expected, horizon):
    pupil = expected["pupil"]
    cost = cost_pupil(
        pupil, school.groups, school.own_costs.get(pupil, []), school.roles, school.rules, school.calendar, horizon
    )
    for line in expected.get("lines", []):
        alike(find([x for x in cost.lines if x.kind == "group"], line), line)
    for description, line in expected.get("others", {}).items():
        alike(next(x for x in cost.lines if x.kind == "other" and x.description == description), line)
    for code, lines in expected.get("parts", {}).items():
        made = [x for x in cost.lines if (x.kind, x.group) == ("group", code)]
        assert len(made) == len(lines)
        for one, line in zip(made, lines, strict=True):
            alike(one, line)
    codes = {remark.code for remark in cost.remarks} | set(award_findings(school, pupil))
    assert set(expected.get("findings_include", [])) <= codes
    alike(SimpleNamespace(total=str(cost.total), total_counted=str(cost.total_counted)), totals(expected))
    if "total_counted_exact" in expected:
        assert cost.counted_exact == Fraction(expected["total_counted_exact"])
    if "over_threshold" in expected:
        over = meets_threshold(Fraction(cost.total_counted), school.rules) if is_compared(horizon) else None
        assert over is expected["over_threshold"]
    if expected.get("shortfall"):
        granted = [in_year(*award, school.calendar.starts) for award in school.awards[pupil]]
        topped = sum(share.value for share in granted if share)
        assert Fraction(cost.total_counted) - school.rules.threshold - topped == Fraction(expected["shortfall"])


def award_findings(school, pupil):
    if any(in_year(*award, school.calendar.starts) is None for award in school.awards[pupil]):
        yield "award-outside-year"


def totals(expected):
    return {name: expected[name] for name in ("total", "total_counted") if name in expected}


def weekly_timetable(school, expected, horizon):
    found = timetable(expected["pupil"], school.groups, school.roles, school.rules, school.calendar)
    assert {DAYS[day.day]: str(day.cost) for day in found.days} == expected["days"]
    assert str(found.weekly_cost) == expected["weekly_cost"]
    assert str(found.annual_cost) == expected["annual_cost"]


def year_group_map(school, expected, horizon):
    sums = {}
    for group in school.groups:
        roles = sums.setdefault(group.provision, {})
        for role in cost_group(group, school.roles, school.rules, school.calendar, horizon).roles:
            roles[role.role] = roles.get(role.role, Decimal(0)) + role.cost
    assert {name: {role: str(cost) for role, cost in roles.items()} for name, roles in sums.items()} == expected[
        "cost_by_role"
    ]


def whole_school_map(school, expected, horizon):
    whole_school_costs(school, {"total": expected.get("whole_school_costs")}, horizon)
    if "row" not in expected:
        return
    group = next(group for group in school.groups if group.code == expected["row"])
    cost = Costing(school.roles, school.rules, school.calendar, horizon).group(group)
    assert cost.cost == (None if expected["cost"] is None else Decimal(expected["cost"]))
    if "empty_places_cost" in expected:
        assert str(cost.empty_cost) == expected["empty_places_cost"]


def whole_school_costs(school, expected, horizon):
    sums = WholeSchool(school.roles, school.rules, school.calendar, horizon)
    costs = {one.description: sums.cost(one).rounded(school.rules.line_unit).value for one in school.whole}
    for description, item in expected.get("items", {}).items():
        assert costs[description] == Fraction(item["cost"])
    if expected.get("total"):
        assert sum(costs.values()) == Fraction(expected["total"])


def threshold_list(school, expected, horizon):
    for pupil, row in expected["pupils"].items():
        compared = {"not compared": None, "over": True, "below": False}[row["status"]]
        costed_map(
            school,
            {"pupil": pupil, "total_counted": row["total_counted"], "over_threshold": compared},
            horizon,
        )


CHECKS = {
    "costed-map": costed_map,
    "weekly-timetable": weekly_timetable,
    "year-group-map": year_group_map,
    "whole-school-map": whole_school_map,
    "whole-school-costs": whole_school_costs,
    "threshold-list": threshold_list,
}


@pytest.mark.parametrize(("case", "expected"), CASES)
def test_the_figures_come_out(case, expected):
    horizon, on = options(expected)
    CHECKS[expected["document"]](school_of(case, on), expected, horizon)


@pytest.mark.skipif(not original_folder().is_dir(), reason="the cases are not kept beside this copy")
@pytest.mark.parametrize("name", FILES)
def test_the_copy_is_the_original(name):
    assert (COPY / name).read_bytes() == (original_folder() / name).read_bytes()
