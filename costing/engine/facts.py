"""The facts a cost is worked out from. Money is pounds, time is minutes or hours, all exact."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from fractions import Fraction
from typing import Literal


class RateBasis(StrEnum):
    """How the cost of an hour of a role is worked out (the six bases of the domain page)."""

    SALARY = "salary"
    HOURLY = "hourly"
    ANNUAL_PER_WEEKLY_HOUR = "annual per weekly hour"
    MINUTE = "minute"
    CONTRACT_HOURS = "contract hours"
    DIRECTED_TIME = "directed time"


class Horizon(StrEnum):
    """Which stretch of a group's run is costed."""

    PLANNED = "planned"
    TO_DATE = "to-date"
    FULL_YEAR = "full-year"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class Pay:
    """The pay of one role from a day on.

    `amount` is pounds: a year's salary for salary, contract hours and directed time; the given rate for the other
    three. `on_costs` is a percentage (30 = 30 %) and applies to salaried bases alone. `source` is the figure's source
    in words ("NJC points 5-6, April 2026, provisional").
    """

    basis: RateBasis
    amount: Fraction
    on_costs: Fraction = Fraction(0)
    contract_hours: Fraction | None = None
    hours_worked: Fraction | None = None
    from_date: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """A staff role: its code and kind, what the school pays (in date order) and the LA's hourly rate, if any."""

    code: str
    name: str
    kind: str = "other"
    pay: tuple[Pay, ...] = ()
    la_rate: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """An LA's funding rules. Fields as in the shipped data files; `role_rates` is the rules' own table of £ an hour."""

    key: str
    name: str
    weeks: Fraction
    days: Fraction
    hours: Fraction
    source: str = ""
    rates: Literal["school", "la"] = "school"
    role_rates: dict[str, Fraction] = field(default_factory=dict)
    divide_by: Literal["planned", "actual"] = "planned"
    charge_in_full: bool = True
    roles_not_counted: frozenset[str] = frozenset()
    bands_not_counted: frozenset[str] = frozenset()
    caps: dict[str, Fraction] = field(default_factory=dict)
    other_costs: frozenset[str] = frozenset()
    threshold: Fraction = Fraction(6000)
    threshold_test: Literal["more than", "at least"] = "more than"
    rounding_unit: Literal["penny", "pound"] = "penny"
    rounding_stage: Literal["line", "week", "total"] = "line"
    timetable_required: bool = False
    checklist: tuple[str, ...] = ()
    explanations: dict[str, str] = field(default_factory=dict)

    @property
    def line_unit(self) -> Literal["penny", "pound"]:
        """The unit that each printed cost is rounded to: the rules' own, or the penny where only the total is."""
        return "penny" if self.rounding_stage == "total" else self.rounding_unit


@dataclass(frozen=True, slots=True)
class Calendar:
    """An academic year: its first and last day, its half-terms, and the day up to which *so far* counts."""

    starts: date
    ends: date
    half_terms: tuple[tuple[date, date], ...] = ()
    on: date | None = None


@dataclass(frozen=True, slots=True)
class StaffingLine:
    """A number of staff of one role, for sessions a week of some minutes, from and to a day (None: the group's)."""

    role: str
    sessions: Fraction
    minutes: Fraction
    staff: Fraction = Fraction(1)
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """One row of the weekly timetable. `week` is "", "A" or "B"; `day` 0 = Monday; blank role, staff or pupils come
    from the group. `left_out` is the reason it is not counted, if any. `part` is the part of its staff's time that
    this group bears, where one person leads several groups at once, marked `together` by one word; `starts` and `ends`
    as of a staffing line. Pieces of one row that differ in their days have its `number`."""

    day: int
    start: time
    minutes: Fraction
    week: str = ""
    band: str = "lesson"
    structured: bool = False
    role: str = ""
    staff: Fraction | None = None
    pupils: int | None = None
    left_out: str = ""
    part: Fraction = Fraction(1)
    together: str = ""
    number: int | None = None
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A pupil's place in a group. `days` (0 = Monday) empty = every day; `key` is unique within the group."""

    key: str
    pupil: str
    joined: date | None = None
    left: date | None = None
    days: frozenset[int] = frozenset()
    charged_in_full: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OtherCost:
    """Equipment, a licence, training …: an amount, or hours a year of a role. `key` is unique within its owner."""

    key: str
    description: str
    kind: str
    amount: Fraction | None = None
    role: str = ""
    hours: Fraction | None = None
    on: date | None = None
    payer: str = "school"


@dataclass(frozen=True, slots=True)
class WholeSchoolItem:
    """What cannot be tracked to one pupil: an amount, or hours a week of a role; `weeks` None: the rules'."""

    description: str
    amount: Fraction | None = None
    role: str = ""
    hours: Fraction = Fraction(0)
    weeks: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """An intervention group with everything its cost depends on. `tier` "universal" is listed, never costed."""

    code: str
    provision: str
    tier: str
    size: int
    weeks: Fraction
    starts: date | None = None
    ends: date | None = None
    staffing: tuple[StaffingLine, ...] = ()
    sessions: tuple[Session, ...] = ()
    places: tuple[Place, ...] = ()
    other_costs: tuple[OtherCost, ...] = ()
