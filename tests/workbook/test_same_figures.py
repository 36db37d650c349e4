"""A school made from its own workbook costs the same to the penny on every paper that holds money."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from costing.engine.facts import Horizon
from costing.models import OwnPayPoint, RolePay, SchoolFundingRules
from costing.rules_files import from_mapping, load_rules, to_mapping
from costing.services.pay_awards import raise_scale
from provisionmap.demo.build import FOLDERS
from provisions.models import FundingStream, InterventionGroup, Session, Staffing
from pupils.models import Pupil
from reports.documents.costs.threshold_list import costs_of_pupils
from reports.documents.head import PaperOptions, read_for
from reports.documents.registry import PAPERS
from schools.access import Access, command_line_access
from schools.edits import edit
from schools.models import HalfTerm, School
from schools.reading import current_year
from schools.uploads import Faulty
from tests import factories as make
from tests.databases import Databases
from workbook.reading import from_file
from workbook.services import import_now
from workbook.writing import workbook_file

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
MONEY = (
    "whole-school-map", "whole-school-costs", "threshold-list", "costs-by-role", "costs-by-stream",
)  # fmt: skip
HORIZONS = (
    (Horizon.PLANNED, date(2026, 11, 9)),
    (Horizon.TO_DATE, date(2026, 10, 28)),
    (Horizon.TO_DATE, date(2027, 4, 20)),
    (Horizon.FULL_YEAR, date(2026, 12, 1)),
)


def everything(school: School) -> Access:
    return command_line_access(school, current_year(school))


def again(school: School) -> School:
    """A new school made from the workbook of this one."""
    content = workbook_file(everything(school))
    done = import_now(from_file(io.BytesIO(content)), school=None, slug=f"{school.slug}-again")
    assert [str(fault) for fault in done.report.faults] == []
    return done.school


def figures(school: School) -> dict[str, Any]:
    """Every paper with money of the school's, and every pupil's lines, over each stretch of time."""
    access, found = everything(school), {}
    for horizon, on in HORIZONS:
        asked = PaperOptions(on=on, horizon=horizon)
        for name in MONEY:
            found[f"{name} {horizon} {on}"] = plain(PAPERS[name].made(access, asked, None, "").json())
        costed = read_for(access, asked)
        references = {pupil.pk: pupil.upn or pupil.admission_number for pupil in Pupil.objects.filter(school=school)}
        for pk, cost in costs_of_pupils(costed, asked).items():
            lines = [(line.group, line.description, line.cost, line.weeks, line.reason) for line in cost.lines]
            found[f"{references[pk]} {horizon} {on}"] = (lines, cost.total, cost.total_counted)
    return found


def plain(made: Any) -> str:
    """The paper without the school's name."""
    return json.dumps({key: value for key, value in made.items() if key != "school"}, sort_keys=True)


@pytest.fixture(scope="module")
def demo(databases: Databases, django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, School]]:
    with django_db_blocker.unblock(), databases.with_demo():
        yield {school.slug: school for school in School.objects.all()}


def same(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == []


@pytest.mark.parametrize("slug", sorted(FOLDERS))
def test_a_demo_school_made_again_costs_the_same(slug: str, demo: dict[str, School]) -> None:
    same(figures(demo[slug]), figures(again(demo[slug])))


@pytest.fixture
def full(school: School, year: Any) -> School:
    """A school that uses every field that a sum reads."""
    HalfTerm.objects.filter(year=year).delete()
    for name, starts, ends in (
        ("Autumn", date(2026, 9, 7), date(2026, 12, 18)),
        ("Spring", date(2027, 1, 4), date(2027, 3, 26)),
        ("Summer", date(2027, 4, 12), date(2027, 7, 20)),
    ):
        HalfTerm.objects.create(school=school, year=year, name=name, starts=starts, ends=ends)
    rules = replace(
        load_rules("38-week-guidance"), caps={"TA": 4}, role_rates={"LM": 21}, threshold=5000,
        threshold_test="at least",
        roles_not_counted=frozenset({"SENCO"}), weeks=37, charge_in_full=True, rounding_stage="week",
        key="own-1", name="Ours", explanations={},
    )  # fmt: skip
    SchoolFundingRules.objects.create(school=school, key="own-1", name="Ours", content=to_mapping(rules), in_force=True)
    assert from_mapping(to_mapping(rules)) == rules
    for starts, more in ((date(2026, 4, 1), 0), (date(2026, 9, 1), 1000)):
        for order, point in enumerate(("1", "2", "3")):
            OwnPayPoint.objects.create(
                school=school, scale="Trust", point=point, order=order + more // 100, starts=starts, source="Trust",
                annual=20_000 + 1_000 * order + more, status="entered",
            )  # fmt: skip
    ta, lm, senco = (make.StaffRoleFactory(school=school, code=code) for code in ("TA", "LM", "SENCO"))
    type(ta).objects.filter(pk=senco.pk).update(kind="SENCO")
    type(ta).objects.filter(pk=ta.pk).update(la_rate="19.5", hours_available="40")
    blank = {"school": school, "year": year}
    RolePay.objects.create(**blank, role=ta, basis="salary", scale="Trust", point="1-2", on_costs="27.5")
    RolePay.objects.create(**blank, role=ta, basis="hourly", rate="18.2", from_date=date(2027, 4, 1))
    RolePay.objects.create(
        **blank, role=lm, basis="contract hours", annual_salary="24000", on_costs="20", contract_hours="30",
        hours_worked="950",
    )  # fmt: skip
    RolePay.objects.create(**blank, role=senco, basis="directed time", annual_salary="50000")
    budget = FundingStream.objects.create(**blank, name="Core", amount=9000)
    pupils = [make.PupilFactory(school=school, upn="", admission_number=f"A{n}") for n in range(4)]
    for pupil in pupils:
        make.PupilYearFactory(school=school, pupil=pupil, year=year, year_group="3")
    for code in ("A", "B"):
        group = make.GroupFactory(
            **blank, code=code, size=3, weeks="30", starts=date(2026, 9, 16), ends=date(2027, 6, 30),
            funding_stream=budget, status=InterventionGroup.Status.RUNNING,
        )  # fmt: skip
        Staffing.objects.create(
            school=school, group=group, role=ta, sessions=2, minutes=45, staff=1, ends=date(2026, 11, 30)
        )
        Staffing.objects.create(
            school=school, group=group, role=lm, sessions=2, minutes=45, staff=2, starts=date(2026, 12, 1)
        )
        for day in (0, 2):
            Session.objects.create(
                school=school, group=group, day=day, start=time(9), minutes=45, together="hall" if day else "",
                left_out="Trial" if code == "B" and day else "", band="lesson", structured=True, pupils=2,
            )  # fmt: skip
        for n, pupil in enumerate(pupils[: 3 if code == "A" else 2]):
            make.PlaceFactory(
                school=school, group=group, pupil=pupil, joined=date(2026, 11, 3) if n == 1 else None,
                left=date(2027, 3, 1) if n == 2 else None, days=[0] if n == 0 else [],
                charged_in_full=n == 2, reason="Alone" if n == 2 else "",
            )  # fmt: skip
        make.OtherCostFactory(
            **blank, group=group, pupil=None, description=f"Licence {code}", amount="99.99", date=date(2026, 12, 2),
            payer="school", kind="licence",
        )  # fmt: skip
    make.OtherCostFactory(
        **blank, group=None, pupil=pupils[3], description="Visits", amount=None, role=lm, hours="7.5", date=None,
        payer="school", kind="professional",
    )  # fmt: skip
    make.WholeSchoolProvisionFactory(
        **blank, description="Assistant", amount=None, role=ta, hours_a_week="6", weeks="38", funding_stream=budget
    )
    make.WholeSchoolProvisionFactory(**blank, description="Books", amount="780", funding_stream=None)
    make.AwardFactory(
        **blank, pupil=pupils[0], status="granted", amount="3650", starts=date(2027, 1, 1), ends=date(2027, 12, 31)
    )
    return school


def test_a_school_that_uses_every_field_made_again_costs_the_same(full: School) -> None:
    with edit(everything(full), "raised the pay of") as change:
        raise_scale(
            change, "Trust", "england", day=date(2027, 2, 1), percent=Decimal(4), figures={"2": Decimal(23_000)},
            source="The trust",
        )  # fmt: skip
    before = figures(full)
    assert sum(len(cost[0]) for name, cost in before.items() if isinstance(cost, tuple)) > 20
    made = again(full)
    same(before, figures(made))
    assert made.pk != full.pk


def test_a_national_scale_raised_from_a_day_goes_out_and_in_again(full: School) -> None:
    RolePay.objects.filter(school=full, scale="Trust").update(scale="NJC", point="5")
    with edit(everything(full), "raised the pay of") as change:
        raise_scale(change, "NJC", "england", day=date(2027, 2, 1), percent=Decimal(4), figures={}, source="Circular")
    same(figures(full), figures(again(full)))


def test_some_points_of_a_national_scale_are_no_scale(full: School) -> None:
    OwnPayPoint.objects.create(
        school=full, scale="NJC", point="5", starts=date(2027, 2, 1), annual=30_000, source="Us", status="entered"
    )
    content = workbook_file(everything(full))
    with pytest.raises(Faulty, match="NJC is a national scale"):
        import_now(from_file(io.BytesIO(content)), school=None, slug="again")
