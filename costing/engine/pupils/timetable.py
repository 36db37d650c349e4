"""A pupil's weekly timetable with hours and costs: each session rounded, each day the sum of its printed sessions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from fractions import Fraction

from costing.engine.calendar import day_within
from costing.engine.costing import Costing
from costing.engine.facts import Calendar, Group, Role, Rules
from costing.engine.groups.components import Component, session_components
from costing.engine.groups.eligibility import session_reason
from costing.engine.groups.group import Prepared
from costing.engine.groups.sharing import Share, is_open
from costing.engine.pupils.lines import NONE
from costing.engine.quantities.expressions import Quantity, given, total
from costing.engine.quantities.figures import exact_sum, in_pounds, rounded
from costing.engine.results import Remark


@dataclass(frozen=True, slots=True)
class TimetabledSession:
    """One session of a pupil: staff `hours` and `rate` before sharing, and the pupil's `cost` as printed."""

    start: time
    minutes: Fraction
    group: str
    provision: str
    role: str
    staff: Fraction
    pupils: int
    hours: Fraction
    rate: Decimal | None
    cost: Decimal
    counted: bool
    reason: str | None
    working: Quantity | None


@dataclass(frozen=True, slots=True)
class TimetableDay:
    """A day of the week (0 = Monday) of week "A", "B" or both (""): `hours` are the pupil's, `cost` what counts."""

    day: int
    week: str
    sessions: tuple[TimetabledSession, ...]
    hours: Fraction
    cost: Decimal


@dataclass(frozen=True, slots=True)
class Timetable:
    """A pupil's week: `weekly_cost` adds the printed sessions that count (the mean of weeks A and B where they differ);
    `annual_cost` is what the costed map gives for the same groups' staff time."""

    pupil: str
    days: tuple[TimetableDay, ...]
    weekly_cost: Decimal
    annual_cost: Decimal
    remarks: tuple[Remark, ...]
    annual_working: Quantity | None = None


def timetable(
    pupil: str, groups: Sequence[Group], roles: Mapping[str, Role], rules: Rules, calendar: Calendar
) -> Timetable:
    """The sessions of the groups in which the pupil's place is open on the calendar's day, moved into each group's run.

    Groups without sessions have no place on a timetable, and none in its yearly cost.
    """
    costing = Costing(roles, rules, calendar)
    held = [(costing.prepared(group), _open(group, calendar)) for group in groups if group.sessions]
    mine = [
        (prepared, who, [i for i in prepared.places_of(pupil) if i in who])
        for prepared, who in held
        if any(i in who for i in prepared.places_of(pupil))
    ]
    found = [row for prepared, who, places in mine for row in _sessions(prepared, who, places)]
    days = tuple(_days(found))
    weeks = 2 if any(day.week for day in days) else 1
    weekly = exact_sum(Fraction(day.cost) for day in days) / weeks
    cost = costing.pupil(pupil, [prepared.group for prepared, _, _ in mine])
    counted = [line for line in cost.lines if line.counted and line.kind == "group"]
    yearly = sum((line.cost or NONE for line in counted), NONE)
    sums = [line.working for line in counted if line.working is not None]
    working = total(sums).named("A year", "£") if sums else None
    return Timetable(pupil, days, in_pounds(rounded(weekly)), yearly, cost.remarks, working)


def _open(group: Group, calendar: Calendar) -> frozenset[int]:
    day = day_within(group, calendar)
    return frozenset(i for i, place in enumerate(group.places) if is_open(place, day))


def _sessions(
    prepared: Prepared, who: frozenset[int], mine: Sequence[int]
) -> Iterator[tuple[Component, TimetabledSession]]:
    """The sessions of a group that the pupil's places attend."""
    day = day_within(prepared.group, prepared.calendar)
    for component in session_components(prepared.group, day):
        shares = prepared.sharing.shares(who, component.day, component.size)
        share = next((shares[i] for i in mine if i in shares), None)
        if share is not None:
            yield component, _session(prepared, component, share)


def _session(prepared: Prepared, component: Component, share: Share) -> TimetabledSession:
    group, rules = prepared.group, prepared.rules
    rate = None if prepared.universal else prepared.rate_now(component.role)
    working = None if rate is None else _working(prepared, component, share, rate)
    kind = "" if rate is None else prepared.roles[component.role].kind
    reason = session_reason(component, kind, group, rules)
    return TimetabledSession(
        start=component.start or time(),
        minutes=component.minutes,
        group=group.code,
        provision=group.provision,
        role=component.role,
        staff=component.staff,
        pupils=share.divisor,
        hours=component.once,
        rate=None if rate is None else in_pounds(rounded(rate.value)),
        cost=NONE if working is None else in_pounds(working.value),
        counted=reason is None,
        reason=reason,
        working=working,
    )


def _working(prepared: Prepared, component: Component, share: Share, rate: Quantity) -> Quantity:
    hours = given(
        component.once,
        "h",
        f"{component.role}, hours a session",
        component.source,
        f"group:{prepared.group.code}:session:{component.number}",
    )
    cost = rate * hours
    if not share.places:
        cost = cost * given(0, "", "Borne by another pupil")
    elif share.divisor != 1:
        cost = cost / given(share.divisor, "pupils", "Shared by")
    return cost.rounded(prepared.rules.line_unit)


def _days(found: Sequence[tuple[Component, TimetabledSession]]) -> Iterator[TimetableDay]:
    weeks = ("A", "B") if any(c.week for c, _ in found) else ("",)
    for week in weeks:
        for day in sorted({c.day for c, _ in found if c.day is not None}):
            here = [(c, s) for c, s in found if c.day == day and c.week in ("", week)]
            if here:
                rows = tuple(sorted((s for _, s in here), key=lambda s: (s.start, s.group, s.role)))
                times = {s.start: s.minutes for s in sorted(rows, key=lambda s: s.minutes)}
                hours = exact_sum(times.values()) / 60
                cost = sum((s.cost for s in rows if s.counted), NONE)
                yield TimetableDay(day, week, rows, hours, cost)
