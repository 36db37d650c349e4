"""What must hold of every school, not only of those somebody thought of."""

from dataclasses import replace
from datetime import date, time, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from costing.engine.costing import Costing, cost_group, cost_pupil, cost_school
from costing.engine.facts import Group, Horizon, OtherCost, Pay, Place, RateBasis, Role, Session, StaffingLine
from tests.drawing import examples
from tests.engine.builders import GUIDANCE, ROLES, TIMETABLE, YEAR, group, places, rules
from tests.engine.calculator import formula_value, half_up, printed_values

PUPILS = ("P1", "P2", "P3")
FIRST = date(2026, 9, 1)
MONEY = st.decimals(min_value=1, max_value=60000, places=2).map(Fraction)
RATES = st.builds(
    Pay,
    basis=st.sampled_from(RateBasis),
    amount=MONEY,
    on_costs=st.sampled_from([Fraction(0), Fraction(25), Fraction("42.5")]),
    contract_hours=st.sampled_from([Fraction("32.5"), Fraction(36)]),
)
LATER = st.builds(lambda pay, weeks: replace(pay, from_date=FIRST + timedelta(weeks=weeks)), RATES, st.integers(1, 50))
CODES = ("TA", "LM", "SENCO")
DAYS = st.dates(date(2026, 8, 20), date(2027, 8, 10))
MAYBE_DAY = st.none() | DAYS
MINUTES = st.sampled_from([5, 10, 20, 25, 30, 45, 50, 60, 75]).map(Fraction)


@st.composite
def some_roles(draw):
    kinds = {"TA": "other", "LM": "other", "SENCO": "SENCO"}
    found = {}
    for code in CODES:
        later = draw(st.lists(LATER, max_size=1))
        found[code] = Role(code, code, kinds[code], (draw(RATES), *later))
    return found


SESSIONS = st.builds(
    Session,
    day=st.integers(0, 4),
    start=st.sampled_from([time(9), time(10, 30), time(12)]),
    minutes=MINUTES,
    week=st.sampled_from(["", "", "A", "B"]),
    band=st.sampled_from(["lesson", "lunch"]),
    structured=st.booleans(),
    role=st.sampled_from(CODES),
    staff=st.sampled_from([Fraction(1), Fraction(2)]),
    pupils=st.none() | st.integers(1, 4),
    left_out=st.sampled_from(["", "", "", "Assembly"]),
)
LINES = st.builds(
    StaffingLine,
    role=st.sampled_from(CODES),
    sessions=st.sampled_from([Fraction(1, 2), Fraction(1), Fraction(3)]),
    minutes=MINUTES,
    staff=st.sampled_from([Fraction(1), Fraction(2)]),
)


def agreeing(sessions):
    """Staffing that the sessions agree with: one line for each."""
    return tuple(
        StaffingLine(found.role, Fraction(1, 2) if found.week else Fraction(1), found.minutes, found.staff)
        for found in sessions
    )


@st.composite
def some_places(draw):
    count = draw(st.integers(0, 5))
    return tuple(
        Place(
            key=str(n),
            pupil=draw(st.sampled_from(PUPILS)),
            joined=draw(MAYBE_DAY),
            left=draw(MAYBE_DAY),
            days=draw(st.frozensets(st.integers(0, 4), max_size=2)),
            charged_in_full=draw(st.integers(0, 5)) == 0,
        )
        for n in range(count)
    )


@st.composite
def a_group(draw, code):
    sessions = tuple(draw(st.lists(SESSIONS, max_size=4)))
    lines = tuple(draw(st.lists(LINES, min_size=1, max_size=2)))
    agree = bool(sessions) and draw(st.booleans())
    dated = draw(st.booleans())
    start = draw(st.dates(date(2026, 9, 1), date(2026, 12, 1))) if dated else None
    costs = draw(st.lists(st.tuples(MONEY, st.sampled_from(["school", "health"]), MAYBE_DAY), max_size=2))
    return Group(
        code=code,
        provision="Provision",
        tier="targeted",
        size=draw(st.integers(1, 6)),
        weeks=Fraction(draw(st.sampled_from([5, 10, 12, 38, 39]))),
        starts=start,
        ends=start + timedelta(weeks=draw(st.integers(5, 40))) if start else None,
        staffing=agreeing(sessions) if agree else lines,
        sessions=sessions if agree else (),
        places=draw(some_places()),
        other_costs=tuple(
            OtherCost(str(n), f"Cost {n}", "licence", amount, on=on, payer=payer)
            for n, (amount, payer, on) in enumerate(costs)
        ),
    )


SOME_RULES = st.builds(
    rules,
    base=st.sampled_from([GUIDANCE, TIMETABLE]),
    divide_by=st.sampled_from(["planned", "actual"]),
    charge_in_full=st.booleans(),
    rounding_unit=st.sampled_from(["penny", "penny", "pound"]),
    rounding_stage=st.sampled_from(["line", "week", "total"]),
    caps=st.sampled_from([{}, {"TA": Fraction(1)}, {"TA": Fraction(5, 3), "LM": Fraction(1, 2)}]),
)
HORIZONS = st.sampled_from([Horizon.PLANNED, Horizon.PLANNED, Horizon.TO_DATE, Horizon.FULL_YEAR])


@st.composite
def a_school(draw):
    groups = [draw(a_group(code)) for code in ("A", "B")[: draw(st.integers(1, 2))]]
    own = {"P1": [OtherCost("1", "Slope", "equipment", draw(MONEY))]} if draw(st.booleans()) else {}
    calendar = replace(YEAR, on=draw(DAYS))
    return groups, own, draw(some_roles()), draw(SOME_RULES), calendar, draw(HORIZONS)


def keyed_in(working):
    """The printed working and the formula both give the printed figure."""
    for computed, printed in printed_values(working.text()):
        assert computed == printed, working.text()
    assert formula_value(working.formula()) == working.value


@examples(60)
@given(a_school())
def test_parts_sum_to_the_whole(school):
    groups, own, *rest = school
    found = cost_school(groups, own, *rest)
    whole = Fraction(0)
    for cost in found.groups.values():
        assert sum(cost.places.values(), Fraction(0)) + cost.empty == cost.exact
        assert sum((role.exact for role in cost.roles), Fraction(0)) + cost.other == cost.exact
        whole += cost.exact - cost.empty
    lines = [one for pupil in found.pupils.values() for one in pupil.lines if one.group and one.reason != "date"]
    assert sum((line.exact for line in lines), Fraction(0)) == whole


@examples(60)
@given(a_school())
def test_every_printed_working_gives_its_figure(school):
    groups, own, roles, base, calendar, horizon = school
    found = cost_school(groups, own, roles, base, calendar, horizon)
    for cost in found.groups.values():
        keyed_in(cost.working)
        for role in cost.roles:
            keyed_in(role.working)
    for pupil in found.pupils.values():
        for line in pupil.lines:
            for working in (line.working, line.weekly_working):
                if working is not None:
                    keyed_in(working)
                    assert working.words()
                    assert working.steps()
            assert line.working is None or line.cost == line.working.value
        for working, total in ((pupil.total_working, pupil.total), (pupil.counted_working, pupil.total_counted)):
            keyed_in(working)
            assert working.value == total


@examples(60)
@given(a_school())
def test_totals_are_of_the_printed_lines_or_of_the_exact_sum(school):
    groups, own, roles, base, calendar, horizon = school
    for pupil in cost_school(groups, own, roles, base, calendar, horizon).pupils.values():
        for total, lines in (
            (pupil.total, [line for line in pupil.lines if line.reason != "date"]),
            (pupil.total_counted, [line for line in pupil.lines if line.counted]),
        ):
            if base.rounding_stage == "total":
                exact = sum((line.exact for line in lines), Fraction(0))
                assert total == half_up(exact, 0 if base.rounding_unit == "pound" else 2)
            else:
                assert total == sum(line.cost for line in lines)


@examples(40)
@given(a_school(), st.randoms(use_true_random=False))
def test_order_does_not_matter(school, chance):
    groups, own, *rest = school

    def shuffled(rows):
        return tuple(chance.sample(rows, len(rows)))

    other = [
        replace(
            one,
            places=shuffled(one.places),
            sessions=shuffled(one.sessions),
            staffing=shuffled(one.staffing),
            other_costs=shuffled(one.other_costs),
        )
        for one in shuffled(groups)
    ]
    first, second = cost_school(groups, own, *rest), cost_school(other, own, *rest)
    assert set(first.pupils) == set(second.pupils)
    for pupil, cost in first.pupils.items():
        again = second.pupils[pupil]
        assert (cost.total, cost.total_counted) == (again.total, again.total_counted)
        assert sorted(str(line.cost) for line in cost.lines) == sorted(str(line.cost) for line in again.lines)
    for code, cost in first.groups.items():
        again = second.groups[code]
        assert (cost.exact, cost.places, cost.empty) == (again.exact, again.places, again.empty)
        assert (cost.ratio, cost.contact_hours, cost.rounding) == (again.ratio, again.contact_hours, again.rounding)


@examples(30)
@given(some_roles(), st.lists(LINES, min_size=1, max_size=3), st.integers(2, 9), st.integers(1, 39))
def test_doubling_the_group_halves_the_share(roles, lines, size, weeks):
    one = group(size=size, weeks=str(weeks), staffing=tuple(lines), places=places("P1", "P2"))
    two = replace(one, size=size * 2)
    shares = [cost_group(found, roles, GUIDANCE, YEAR).places["0"] for found in (one, two)]
    assert shares[0] == shares[1] * 2


@examples(30)
@given(a_school())
def test_a_pupil_alone_costs_what_the_whole_school_says(school):
    groups, own, *rest = school
    for pupil, cost in cost_school(groups, own, *rest).pupils.items():
        alone = cost_pupil(pupil, groups, own.get(pupil, []), *rest)
        assert (alone.total, alone.total_counted) == (cost.total, cost.total_counted)
        assert [line.cost for line in alone.lines] == [line.cost for line in cost.lines]


BOOK = OtherCost("1", "Book", "equipment", Fraction(12))


def costing():
    return Costing(ROLES, GUIDANCE, YEAR)


def test_a_group_and_a_pupil_are_worked_out_once():
    reading, sums = group(), costing()
    assert sums.group(reading) is sums.group(reading)
    assert sums.pupil("P1", [reading]) is sums.pupil("P1", [reading])
    assert sums.school([reading], {}).pupils["P1"] is sums.pupil("P1", [reading])


def test_another_cost_of_the_pupil_is_another_sum():
    reading, sums = group(), costing()
    without = sums.pupil("P1", [reading])
    assert sums.pupil("P1", [reading], [BOOK]).total == without.total + 12
    assert sums.pupil("P1", [reading]).total == without.total


def test_what_was_worked_out_goes_along_with_the_groups_that_stay():
    stays, goes = group("STAYS"), group("GOES", places=places("P2"))
    before = costing()
    cost, one, other = before.group(stays), before.pupil("P1", [stays]), before.pupil("P2", [goes])
    changed = group("GOES", weeks="7", places=places("P2"))
    after = before.of([stays, changed])
    assert after.group(stays) is cost
    assert after.pupil("P1", [stays]) is one
    assert after.pupil("P2", [changed]) is not other
    assert after.pupil("P2", [changed]).total == costing().pupil("P2", [changed]).total


def test_a_pupil_who_joins_a_second_group_is_worked_out_again():
    first, second = group("A"), group("B")
    before = costing()
    one = before.pupil("P1", [first])
    after = before.of([first, second])
    assert after.pupil("P1", [first, second]).total == one.total * 2
