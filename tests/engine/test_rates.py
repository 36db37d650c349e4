"""What an hour costs, and what is said when nobody knows."""

from datetime import date
from fractions import Fraction

import pytest

from costing.engine.errors import CostingError
from costing.engine.facts import Pay, RateBasis, Role
from costing.engine.rates import hourly_cost
from tests.engine.builders import GUIDANCE, role, rules


def paid(basis, amount, **more):
    return Role("A", "Assistant", pay=(Pay(basis, Fraction(amount), **more),))


@pytest.mark.parametrize(
    ("pay", "cost"),
    [
        (paid(RateBasis.SALARY, 24000, on_costs=Fraction(25)), Fraction(30000, 38 * 5 * 6)),
        (paid(RateBasis.HOURLY, "17.5", on_costs=Fraction(25)), Fraction("17.5")),
        (paid(RateBasis.ANNUAL_PER_WEEKLY_HOUR, 640), Fraction(640, 38)),
        (paid(RateBasis.MINUTE, "0.25"), Fraction(15)),
        (
            paid(RateBasis.CONTRACT_HOURS, 25989, on_costs=Fraction(30), contract_hours=Fraction(36)),
            Fraction(25989) * Fraction("1.3") / Fraction("52.143") / 36,
        ),
        (
            paid(RateBasis.CONTRACT_HOURS, 25989, contract_hours=Fraction(36), hours_worked=Fraction(1400)),
            Fraction(25989, 1400),
        ),
        (paid(RateBasis.DIRECTED_TIME, 46940, on_costs=Fraction("42.5")), Fraction(46940) * Fraction("1.425") / 1265),
    ],
)
def test_each_basis(pay, cost):
    assert hourly_cost(pay, GUIDANCE).value == cost


def test_a_later_rate_counts_from_its_day():
    both = Role(
        "A",
        "A",
        pay=(
            Pay(RateBasis.HOURLY, Fraction(10), from_date=date(2026, 4, 1)),
            Pay(RateBasis.HOURLY, Fraction(11), from_date=date(2027, 4, 1)),
        ),
    )
    assert hourly_cost(both, GUIDANCE, date(2027, 3, 31)).value == 10
    assert hourly_cost(both, GUIDANCE, date(2027, 4, 1)).value == 11
    assert hourly_cost(both, GUIDANCE).value == 11
    with pytest.raises(CostingError, match=r"^A has no hourly cost on 31 Mar 2026: set one in Costs › Staff"):
        hourly_cost(both, GUIDANCE, date(2026, 3, 31))


def test_the_rules_own_table_wins_and_the_role_fills_the_rest():
    la = rules(rates="la", role_rates={"TA": Fraction("11.51")})
    assert hourly_cost(role("TA", "20", la_rate=Fraction(12)), la).value == Fraction("11.51")
    assert hourly_cost(role("LM", "20", la_rate=Fraction(12)), la).value == 12
    with pytest.raises(CostingError, match=r"LM has no LA rate, and 38-week guidance costs by LA rates"):
        hourly_cost(role("LM"), la)
    with pytest.raises(CostingError, match=r"LM has no LA rate for 2026/27"):
        hourly_cost(role("LM"), la, year="2026/27")
    assert hourly_cost(role("TA", "20", la_rate=Fraction(12)), GUIDANCE).value == 20


def test_a_role_without_a_rate_is_a_fault():
    with pytest.raises(CostingError, match=r"^Assistant \(A\) has no hourly cost for 2026/27: set one in Costs"):
        hourly_cost(Role("A", "Assistant"), GUIDANCE, year="2026/27")
    with pytest.raises(CostingError, match=r"^A has no hourly cost: set one"):
        hourly_cost(Role("A", ""), GUIDANCE)


def test_contract_hours_left_out_are_a_fault():
    with pytest.raises(CostingError, match=r"Assistant \(A\) is paid by contract hours, and none are set"):
        hourly_cost(paid(RateBasis.CONTRACT_HOURS, 25989), GUIDANCE)
