"""Funding in order: never beyond the money or the hours, never a weaker need before a stronger one that fits."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from audits.plan.cut import DEFERRED, FUNDED, PlanLine, Pot, Purse, by_priority, fund_in_order
from tests.drawing import examples

BANDS = ["must", "should", "could"]
ROLES = ["TA", "SENCO"]
MANY = examples(80, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine


def line(key: int, band: str = "must", cost: str | None = "100", pupils: int = 4, **more) -> PlanLine:
    return PlanLine(key, band, pupils, None if cost is None else Decimal(cost), **more)


def pots(**left: object) -> dict:
    return {name: Pot(name, Fraction(str(amount))) for name, amount in left.items()}


def streams(*left: object) -> dict[int, Pot]:
    return {number: Pot(f"Budget {number}", Fraction(str(amount))) for number, amount in enumerate(left, 1)}


costs = st.one_of(st.none(), st.integers(0, 60_000).map(lambda pennies: Decimal(pennies) / 100))
takes = st.dictionaries(st.sampled_from(ROLES), st.fractions(0, 6, max_denominator=12), max_size=2)
decisions = st.sampled_from(
    [("", False), ("", False), (FUNDED, False), (DEFERRED, False), ("declined", True), (FUNDED, True), (DEFERRED, True)]
)


@st.composite
def situations(draw):
    """Proposals, budgets and hours, with everything that may be unknown or overdrawn."""
    lines = []
    for key in range(draw(st.integers(0, 12))):
        decision, by_hand = draw(decisions)
        lines.append(
            PlanLine(
                key, draw(st.sampled_from(BANDS)), draw(st.integers(1, 9)), draw(costs), draw(takes),
                provision=draw(st.sampled_from(["Reading", "reading", "Talk"])), place=draw(st.integers(0, 3)),
                stream=draw(st.sampled_from([None, None, 1, 2])), decision=decision, by_hand=by_hand,
            )
        )  # fmt: skip
    money = {number: Pot(f"Budget {number}", Fraction(draw(st.integers(-5_000, 100_000)), 100))
             for number in draw(st.sampled_from([[], [1], [2, 1], [3, 1, 2]]))}  # fmt: skip
    hours = {
        role: Pot(role, draw(st.fractions(-2, 12, max_denominator=6))) for role in draw(st.sets(st.sampled_from(ROLES)))
    }
    return lines, money, hours


def stated(lines, money, hours):
    """The rules once more, as one would read them out: {key: (decision, stream)}."""
    left = {number: pot.left for number, pot in money.items()}
    time = {role: pot.left for role, pot in hours.items()}
    done = {one.key: (one.decision, one.stream) for one in lines if one.by_hand and one.decision}
    for one in lines:
        if done.get(one.key, ("",))[0] == FUNDED:
            spend(one, one.stream, left, time)
    rest = [one for one in lines if one.key not in done]
    while rest:
        one = next_of(rest)
        rest.remove(one)
        tried = [one.stream] if one.stream in left else list(left)
        able = [number for number in tried if one.cost is not None and (one.cost == 0 or left[number] >= one.cost)]
        enough = all(needed <= time[role] or not needed for role, needed in one.hours.items() if role in time)
        fits = enough and bool(able or one.cost == 0)
        done[one.key] = (FUNDED, able[0] if able else None) if fits else (DEFERRED, None)
        if fits:
            spend(one, done[one.key][1], left, time)
    return done


def spend(one, stream, left, time):
    if stream in left:
        left[stream] -= Fraction(one.cost or 0)
    for role in time:
        time[role] -= one.hours.get(role, 0)


def next_of(rest):
    """The strongest band; in it what is free, then most pupils for the money, then what is unknown; then by name."""
    band = next(name for name in BANDS if any(one.band == name for one in rest))
    here = sorted(
        (one for one in rest if one.band == band), key=lambda one: (one.provision.lower(), one.place, one.key)
    )
    worth = {one.key: Fraction(one.pupils) / Fraction(one.cost) for one in here if one.cost}
    free = [one for one in here if one.cost == 0]
    best = [one for one in here if one.key in worth and worth[one.key] == max(worth.values())]
    return (free or best or here)[0]


@MANY
@given(situations())
def test_it_is_what_the_rules_say(situation):
    lines, money, hours = situation
    assert {one.key: (one.decision, one.stream) for one in fund_in_order(lines, money, hours)} == stated(
        lines, money, hours
    )


@MANY
@given(situations())
def test_it_never_goes_beyond_the_money_or_the_hours_and_passes_over_nothing_that_fits(situation):
    lines, money, hours = situation
    by_key = {one.key: one for one in lines}
    found = fund_in_order(lines, money, hours)
    assert sorted(one.key for one in found) == sorted(by_key)
    assert all(one.reason and one.decision for one in found)
    by_cut = [one for one in found if not (by_key[one.key].by_hand and by_key[one.key].decision)]
    mine = [one for one in found if one not in by_cut and one.decision == FUNDED]
    for number, pot in money.items():
        spent = [by_key[one.key].cost or 0 for one in by_cut if one.stream == number and one.decision == FUNDED]
        held = [by_key[one.key].cost or 0 for one in mine if one.stream == number]
        assert not any(spent) or sum(map(Fraction, spent)) <= pot.left - sum(map(Fraction, held))
    for role, pot in hours.items():
        taken = sum(by_key[one.key].hours.get(role, 0) for one in by_cut if one.decision == FUNDED)
        held = sum(by_key[one.key].hours.get(role, 0) for one in mine)
        assert not taken or taken <= pot.left - held
    # Whatever is deferred would not fit even if every weaker line that was funded gave its money back.
    for one in by_cut:
        if one.decision == DEFERRED and by_key[one.key].cost is not None:
            purse = Purse(money, hours)
            order = [each.key for each in by_priority(lines)]
            for other in found:
                stronger = order.index(other.key) < order.index(one.key)
                if other.decision == FUNDED and (other in mine or stronger):
                    purse.take(by_key[other.key], other.stream)
            assert purse.lacking(by_key[one.key])


@MANY
@given(situations(), st.randoms())
def test_the_order_in_which_they_come_makes_no_difference_nor_does_doing_it_twice(situation, chance):
    lines, money, hours = situation
    shuffled = list(lines)
    chance.shuffle(shuffled)
    first = fund_in_order(lines, money, hours)
    assert fund_in_order(shuffled, money, hours) == first
    decided = {one.key: one for one in first}
    again = [replace(one, decision=decided[one.key].decision) for one in lines]
    assert fund_in_order(again, money, hours) == first


def test_a_could_waits_for_a_must_that_fits_and_takes_what_a_must_cannot_use():
    lines = [line(1, "could", "40"), line(2, "must", "100"), line(3, "must", "500")]
    found = {one.key: one for one in fund_in_order(lines, streams(150), {})}
    assert [found[key].decision for key in (2, 3, 1)] == [FUNDED, DEFERRED, FUNDED]
    assert found[3].reason == "The money ran out. It costs £500.00 and £50.00 is left in Budget 1: £450.00 too little."
    assert found[1].reason == "Budget 1 bears it, and has £10.00 left after it."


def test_most_pupils_for_the_money_come_first_then_the_name():
    lines = [
        line(1, cost="100", pupils=2, provision="B"), line(2, cost="100", pupils=4, provision="C"), line(3, cost="0"),
        line(4, cost=None), line(5, cost="50", pupils=2, provision="A"), line(6, "should", "1", pupils=9),
    ]  # fmt: skip
    assert [one.key for one in by_priority(lines)] == [3, 5, 2, 1, 4, 6]


@pytest.mark.parametrize(
    ("one", "money", "hours", "said"),
    [
        (line(1, hours={"TA": Fraction(3)}), streams(900), pots(TA="1.5"),
         "The hours ran out. It takes 3 h a week of TA and 1 h 30 are left: 1 h 30 too few."),
        (line(1, hours={"TA": Fraction(1)}), streams(0), pots(TA="-1"),
         "The money and the hours ran out. It costs £100.00 and nothing is left in Budget 1: £100.00 too little. "
         "It takes 1 h a week of TA and more is spoken for than there is: 2 h too few."),
        (line(1), streams("20", "30"), {},
         "The money ran out. It costs £100.00 and £30.00 is left in Budget 2, more than any other budget: "
         "£70.00 too little."),
        (line(1), {}, {}, "The money ran out. It costs £100.00, and no budget is entered for the year."),
        (line(1, cost=None, missing="Enter the usual group size."), streams(900), {}, "Enter the usual group size."),
    ],
)  # fmt: skip
def test_what_is_deferred_says_what_ran_out_and_how_much_is_missing(one, money, hours, said):
    (found,) = fund_in_order([one], money, hours)
    assert (found.decision, found.reason) == (DEFERRED, said)


def test_a_role_without_hours_entered_sets_no_limit_and_a_chosen_budget_alone_is_asked():
    free = line(1, hours={"TA": Fraction(400)})
    assert fund_in_order([free], streams(100), {})[0].decision == FUNDED
    chosen = line(2, stream=1)
    assert fund_in_order([chosen], streams(20, 900), {})[0].decision == DEFERRED


def test_what_was_decided_by_hand_stays_and_is_paid_first():
    mine = line(1, "could", "80", decision=FUNDED, by_hand=True, stream=1, reason="Promised to the family.")
    declined = line(2, decision="declined", by_hand=True, reason="Not for us.")
    found = {one.key: one for one in fund_in_order([mine, declined, line(3)], streams(100), {})}
    assert (found[1].decision, found[1].reason, found[2].decision) == (FUNDED, "Promised to the family.", "declined")
    assert found[3].decision == DEFERRED
