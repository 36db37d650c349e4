"""A sum is worked out once, and taken along for groups that are as they were; what differs is worked out again."""

from __future__ import annotations

from fractions import Fraction

from costing.engine.costing import Costing
from costing.engine.facts import OtherCost
from tests.engine.builders import GUIDANCE, ROLES, YEAR, group, places

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
