"""One person leads several groups at once: what each of them bears."""

from fractions import Fraction

import pytest

from costing.engine.groups.together import Led, part_led


def led(minutes, pupils):
    return Led(Fraction(minutes), pupils)


@pytest.mark.parametrize(
    ("own", "others", "part"),
    [
        (led(60, 4), [], 1),
        (led(60, 4), [led(60, 4), led(60, 4)], Fraction(1, 3)),
        (led(60, 6), [led(60, 2)], Fraction(3, 4)),
        (led(60, 4), [led(30, 4)], Fraction(3, 4)),  # half an hour shared, half an hour alone
        (led(30, 4), [led(60, 4)], Fraction(1, 2)),
    ],
)
def test_each_minute_is_shared_by_pupils_planned(own, others, part):
    assert part_led(own, others) == part


def test_the_parts_come_to_the_persons_time():
    groups = [led(60, 4), led(45, 3), led(20, 5)]
    borne = sum(one.minutes * part_led(one, [x for x in groups if x is not one]) for one in groups)
    assert borne == 60
