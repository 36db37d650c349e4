"""Equipment, licences, training …: a group's are shared, a pupil's own are borne whole."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from costing.engine.costing import cost_group, cost_pupil
from costing.engine.errors import CostingError
from costing.engine.facts import Horizon, OtherCost, Place
from tests.engine.builders import AUTUMN, GUIDANCE, ROLES, YEAR, group, places, rules


def other(description="Licence", amount=120, kind="licence", **more):
    more.setdefault("key", description)
    return OtherCost(description=description, kind=kind, amount=None if amount is None else Fraction(amount), **more)


def cost(one=None, own=(), base=GUIDANCE, calendar=YEAR, horizon=Horizon.PLANNED, pupil="P1"):
    return cost_pupil(pupil, [one] if one else [], own, ROLES, base, calendar, horizon)


def others(found):
    return [(line.description, str(line.cost), line.reason) for line in found.lines if line.kind == "other"]


def test_a_reason_for_each_cost_that_does_not_count():
    own = (
        other("Slope", "45.5", "equipment"),
        other("Therapist", 900, "professional", payer="health"),
        other("Meetings", None, "meeting", role="SENCO", hours=Fraction(3)),
        other("Course", 60, "training"),
    )
    found = cost(own=own, base=rules(other_costs=frozenset({"equipment", "meeting"})))
    assert others(found) == [
        ("Slope", "45.50", None),
        ("Therapist", "0.00", "payer"),
        ("Meetings", "105.00", "role"),
        ("Course", "60.00", "kind"),
    ]
    assert (str(found.total), str(found.total_counted)) == ("210.50", "45.50")
    assert found.lines[2].working.text() == "£35.00 × 3 h × 1 = £105.00"
    assert found.total_working.text() == "£45.50 + £105.00 + £60.00 = £210.50"
    assert [part.key for part in found.total_working.parts] == ["line:0", "line:2", "line:3"]


def test_costs_of_universal_provision_are_listed_and_cost_nothing():
    one = group(tier="universal", other_costs=(other(),))
    assert others(cost(one)) == [("Licence", "0.00", "tier")]
    assert cost_group(one, ROLES, GUIDANCE, YEAR).other == 0


def test_a_cost_without_amount_or_hours_is_a_fault():
    with pytest.raises(CostingError, match="Licence: enter an amount, or a staff role and its hours"):
        cost(own=(other(amount=None),))
    with pytest.raises(CostingError, match="Licence: X is not among the staff roles"):
        cost(own=(other(amount=None, role="X", hours=Fraction(1)),))


def test_to_date_takes_what_is_dated_by_the_day_and_never_scales():
    dated = (other("Early"), other("Late", on=date(2026, 11, 2)))
    one = group(weeks="14", other_costs=dated, **AUTUMN)
    so_far = replace(YEAR, on=date(2026, 10, 23))
    assert others(cost(one, dated, calendar=so_far, horizon=Horizon.TO_DATE)) == [
        ("Early", "20.00", None),
        ("Early", "120.00", None),
    ]
    whole = cost_group(one, ROLES, GUIDANCE, so_far, Horizon.TO_DATE)
    assert (whole.other, whole.cost, whole.empty) == (120, 260, Fraction(5, 6) * 260)
    assert others(cost(one, calendar=so_far, horizon=Horizon.FULL_YEAR)) == [
        ("Early", "20.00", None),
        ("Late", "20.00", None),
    ]


def test_a_pupil_who_bears_none_of_the_weeks_bears_none_of_the_cost():
    late = group(weeks="14", other_costs=(other(),), places=places("P1", joined=date(2027, 5, 1)), **AUTUMN)
    found = cost(late)
    assert others(found) == [("Licence", "0.00", None)]
    full = (Place("0", "P1"), Place("1", "P2", charged_in_full=True))
    found = cost(group(other_costs=(other(),), places=full))
    assert found.lines[1].working.text() == "£120 × 0 = £0.00"


def test_parts_of_an_other_cost_make_the_whole():
    mine = (Place("0", "P1"), Place("1", "P2", joined=date(2026, 11, 2)), Place("2", "P3", left=date(2026, 9, 30)))
    one = group(size=4, weeks="12", places=mine, other_costs=(other(), other("Gift", 50, payer="charity")), **AUTUMN)
    for base in (GUIDANCE, rules(divide_by="actual")):
        whole = cost_group(one, ROLES, base, YEAR)
        assert (whole.other, whole.exact) == (120, 360)
        assert sum(whole.places.values()) + whole.empty == whole.exact


def test_hours_of_a_role_for_a_group():
    one = group(other_costs=(other("Planning", None, "other", role="LM", hours=Fraction(4)),))
    assert others(cost(one)) == [("Planning", "15.67", None)]


def test_rounding_to_the_pound():
    found = cost(own=(other(amount="45.5"),), base=rules(rounding_unit="pound"))
    assert str(found.total) == "46.00"
    found = cost(own=(other(amount="45.5"),), base=rules(rounding_unit="pound", rounding_stage="total"))
    assert (str(found.lines[0].cost), str(found.total)) == ("45.50", "46.00")
    assert found.total_working.text() == (
        "£45.50 × 1 = £45.50, to the nearest pound £46 (only the total is rounded, once, from the exact sum)"
    )
    assert str(cost(base=rules(rounding_stage="total")).total) == "0.00"
