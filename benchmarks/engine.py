"""The costing engine against the same sums in bare Fractions: all places of a large school, with working."""

import random
import time as clock
from collections.abc import Callable
from datetime import date, time, timedelta
from fractions import Fraction

from costing.engine.calendar import run_weeks
from costing.engine.costing import cost_school
from costing.engine.facts import Calendar, Group, Pay, Place, RateBasis, Role, Session, StaffingLine
from costing.engine.quantities.figures import rounded
from costing.rules_files import load_rules

GOAL = 4.0
GROUPS, PLACES, SESSIONS, PUPILS = 120, 900, 400, 300
CALENDAR = Calendar(
    date(2026, 9, 1),
    date(2027, 8, 31),
    (
        (date(2026, 9, 7), date(2026, 10, 23)),
        (date(2026, 11, 2), date(2026, 12, 18)),
        (date(2027, 1, 4), date(2027, 2, 12)),
        (date(2027, 2, 22), date(2027, 3, 26)),
        (date(2027, 4, 12), date(2027, 5, 28)),
        (date(2027, 6, 7), date(2027, 7, 20)),
    ),
)
ROLES = {
    code: Role(code, code, "other", (Pay(RateBasis.SALARY, Fraction(annual), Fraction(25)),))
    for code, annual in (("TA", 20006), ("HLTA", 24117), ("LM", 26750), ("T", 35406))
}


def large_school(seed: int = 1) -> list[Group]:
    """120 groups with 400 sessions and 900 places; one place in five was joined late or left early."""
    chance = random.Random(seed)
    groups = []
    for n in range(GROUPS):
        count = SESSIONS // GROUPS + (n < SESSIONS % GROUPS)
        minutes = Fraction(chance.choice((20, 25, 30, 45, 60)))
        places = []
        for k in range(PLACES // GROUPS + (n < PLACES % GROUPS)):
            late = CALENDAR.starts + timedelta(days=chance.randrange(30, 250)) if chance.random() < 0.2 else None
            pupil = f"P{(n * 7 + k * 13) % PUPILS}"
            places.append(Place(str(k), pupil, joined=late if k % 2 else None, left=None if k % 2 else late))
        role = chance.choice(sorted(ROLES))
        groups.append(
            Group(
                code=f"G{n}",
                provision=f"Provision {n % 40}",
                tier="targeted",
                size=8,
                weeks=Fraction(chance.choice((12, 30, 38))),
                staffing=(StaffingLine(role, Fraction(count), minutes),),
                sessions=tuple(Session(day, time(9, 30), minutes) for day in range(count)),
                places=tuple(places),
            )
        )
    return groups


def bare(groups: list[Group]) -> Fraction:
    """The same figures in one loop, with nothing kept and no working: each place's cost and weekly cost, each pupil's
    total, each group's cost and what its empty places leave."""
    rules, whole = load_rules("38-week-guidance"), Fraction(0)
    rates, totals = {}, {}
    for code, role in ROLES.items():
        pay = role.pay[0]
        rates[code] = pay.amount * (1 + pay.on_costs / 100) / rules.weeks / rules.days / rules.hours
    for group in groups:
        weeks = run_weeks(group, CALENDAR)
        rate = rates[group.staffing[0].role]
        shared = Fraction(0)
        for place in group.places:
            count = sum(1 for day in weeks if (place.joined or day) <= day <= (place.left or day))
            weekly = Fraction(0)
            for session in group.sessions:
                weekly += session.minutes / 60 * rate / group.size
            cost = weekly * (group.weeks * count / len(weeks))
            rounded(weekly)
            totals[place.pupil] = totals.get(place.pupil, Fraction(0)) + rounded(cost)
            shared += cost
        run = Fraction(0)
        for session in group.sessions:
            run += session.minutes / 60 * rate * group.weeks
        rounded(run)
        rounded(run - shared)
        whole += shared
    return whole


def engine(groups: list[Group]) -> Fraction:
    """Every pupil's costed map and every group's cost by the engine, each line with its working."""
    found = cost_school(groups, {}, ROLES, load_rules("38-week-guidance"), CALENDAR)
    lines = [line for pupil in found.pupils.values() for line in pupil.lines]
    return sum((line.exact or Fraction(0) for line in lines), Fraction(0))


def quickest(works: list[Callable[[list[Group]], Fraction]], groups: list[Group], times: int = 9) -> list[float]:
    """Seconds of the quickest of several runs of each, turn by turn so that all meet the same machine."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(times):
        for work, mine in zip(works, taken, strict=True):
            before = clock.perf_counter()
            work(groups)
            mine.append(clock.perf_counter() - before)
    return [min(mine) for mine in taken]


def run() -> list[tuple[str, float, float]]:
    """Name, how many times the bare sums, and the goal."""
    groups = large_school()
    if bare(groups) != engine(groups):
        raise ArithmeticError("The engine and the bare sums differ.")
    ours, theirs = quickest([engine, bare], groups)
    return [("costing engine, all places of a large school, with working", ours / theirs, GOAL)]


if __name__ == "__main__":
    for name, measured, goal in run():
        print(f"{name}: {measured:.2f} × (goal {goal:.0f} ×)")
