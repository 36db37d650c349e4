"""Stored rows as the plain facts that the costing engine takes: a school's year read once, no sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import Q

from costing.engine import facts
from costing.engine.calendar import day_within, in_force
from costing.engine.costing import Costing
from costing.engine.facts import Session as SessionFact
from costing.reading import roles_for, rules_for
from provisions.models import InterventionGroup, OtherCost, Place, Session, Staffing
from provisions.together import Piece, pieces_of
from schools.kept import kept, last_kept
from schools.kept.stored import Row, Stored
from schools.models import AcademicYear, DayBand, HalfTerm

ON_THE_MAP = (InterventionGroup.Status.RUNNING, InterventionGroup.Status.ENDED)


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place with what papers print of it."""

    id: int
    key: str
    pupil_id: int
    outcome: str
    joined: date | None
    left: date | None

    def open_on(self, day: date) -> bool:
        """Whether the pupil has this place on the day."""
        return (self.joined is None or self.joined <= day) and (self.left is None or day <= self.left)


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Who takes a group, from and to a day (None: the group's): the role's code and the person, where named."""

    role: str
    person: str
    person_id: int | None
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """An intervention group as read: what papers print of it, and the facts its cost is worked out from."""

    id: int
    code: str
    title: str
    provision_id: int
    provision: str
    area: str
    strand: str
    tier: str
    description: str
    year_groups: tuple[str, ...]
    class_id: int | None
    class_name: str
    setting: str
    status: str
    stream_id: int | None
    measure: str
    focus: str
    staff: tuple[StaffRow, ...]
    rooms: tuple[str, ...]
    places: tuple[PlaceRow, ...]
    facts: facts.Group
    rooms_at: Mapping[tuple[str, int, time], str] = field(default_factory=dict)

    def __hash__(self) -> int:
        # Parts of pages are kept by rows: all of a row takes long to hash, and rows that are equal have one number.
        return hash(self.id)

    def day_within(self, day: date) -> date:
        """The day, or the group's first or last day where it lies outside its run."""
        if self.facts.starts and day < self.facts.starts:
            return self.facts.starts
        return self.facts.ends if self.facts.ends and day > self.facts.ends else day

    @property
    def pupil_ids(self) -> set[int]:
        """Everyone who has or had a place."""
        return {place.pupil_id for place in self.places}

    def sessions_on(self, day: date) -> tuple[SessionFact, ...]:
        """The sessions in force on the day (or on the nearest day of the group's run)."""
        within = self.day_within(day)
        return tuple(one for one in self.facts.sessions if in_force(one.starts, one.ends, within))

    def staff_on(self, day: date) -> tuple[StaffRow, ...]:
        """Who takes the group on the day (or on the nearest day of its run)."""
        within = self.day_within(day)
        return tuple(one for one in self.staff if in_force(one.starts, one.ends, within))

    def ran_on(self, day: date) -> bool:
        """Whether the group took pupils on the day, past days of an ended group included."""
        starts, ends = self.facts.starts, self.facts.ends
        if ends is None and self.status != "running":
            return False
        return (starts is None or starts <= day) and (ends is None or day <= ends)

    def pupils_on(self, day: date) -> set[int]:
        """The pupils with an open place on the day (or on the nearest day of the group's run)."""
        within = self.day_within(day)
        return {place.pupil_id for place in self.places if place.open_on(within)}


@dataclass(frozen=True)
class CostedYear:
    """A school's year as the engine needs it: groups on the map, roles, rules, calendar and pupils' own costs."""

    year: AcademicYear
    rules: facts.Rules
    roles: Mapping[str, facts.Role]
    calendar: facts.Calendar
    groups: tuple[GroupRow, ...]
    own_costs: Mapping[int, tuple[facts.OtherCost, ...]]
    # Not among what `replace` copies: a year under other rules has sums of its own.
    costings: dict[tuple[facts.Horizon, date | None], Costing] = field(
        init=False, default_factory=dict, repr=False, compare=False
    )
    # The stored rows that each group, and each pupil's own costs, were made from.
    stored: Mapping[object, object] = field(default_factory=dict, repr=False, compare=False)

    def costing(self, horizon: facts.Horizon = facts.Horizon.PLANNED, on: date | None = None) -> Costing:
        """The sums of this year over a horizon, each worked out once; `on` is another day for *so far*."""
        key = (horizon, on)
        if key not in self.costings:
            calendar = replace(self.calendar, on=on) if on else self.calendar
            self.costings[key] = Costing(self.roles, self.rules, calendar, horizon)
        return self.costings[key]

    def with_sums_of(self, before: CostedYear) -> CostedYear:
        """This year with the sums of an earlier reading, for the groups that it shares with that."""
        if (before.rules, before.roles, before.calendar) == (self.rules, self.roles, self.calendar):
            shared = [group.facts for group in self.groups]
            self.costings.update({key: costing.of(shared) for key, costing in list(before.costings.items())})
        return self

    @cached_property
    def by_code(self) -> dict[str, GroupRow]:
        """The groups by their code."""
        return {group.code: group for group in self.groups}

    @cached_property
    def by_pupil(self) -> dict[int, tuple[GroupRow, ...]]:
        """The groups in which each pupil has or had a place."""
        found: dict[int, dict[str, GroupRow]] = defaultdict(dict)
        for group in self.groups:
            for place in group.places:
                found[place.pupil_id][group.code] = group
        return {pupil: tuple(groups.values()) for pupil, groups in found.items()}

    def day_in(self, group: GroupRow) -> date:
        """The day for which the year was read, moved into the group's run."""
        return day_within(group.facts, self.calendar)

    @property
    def pupil_ids(self) -> set[int]:
        """Everyone on the map: pupils with a place, or with a cost of their own."""
        return set(self.by_pupil) | set(self.own_costs)


# With their sums and the rows they were made from, as measured by benchmarks/memory.py, and half as much again for the
# sums over other stretches of time.
BYTES_A_GROUP, BYTES_A_PLACE = 8_000, 5_000


def weight_of(year: CostedYear) -> int:
    """About how many bytes a year takes with its sums."""
    return sum(BYTES_A_GROUP + BYTES_A_PLACE * len(group.places) for group in year.groups)


def read_year(
    year: AcademicYear,
    *,
    rules: facts.Rules | None = None,
    on: date,
    groups: Iterable[int] | None = None,
    statuses: Iterable[str] = ON_THE_MAP,
) -> CostedYear:
    """A school's year, read once while nothing changed. `on` is the day for *so far*; `groups` narrows to those ids,
    `statuses` says which are read. The number of queries does not grow with the rows."""
    within = None if groups is None else tuple(sorted(groups))
    key = ("year", year.pk, on, within, tuple(statuses), repr(rules) if rules else None)

    def read() -> CostedYear:
        before: CostedYear | None = last_kept(key)
        fresh = _read_year(year, rules=rules, on=on, groups=within, statuses=key[4], before=before)
        return fresh.with_sums_of(before) if before else fresh

    return kept(key, read, weight=weight_of)


def _read_year(
    year: AcademicYear,
    *,
    rules: facts.Rules | None,
    on: date,
    groups: Iterable[int] | None,
    statuses: Iterable[str],
    before: CostedYear | None,
) -> CostedYear:
    """The year from its rows; what is made from the very rows that it was made from `before` is taken over."""
    wanted = Q(year=year, status__in=tuple(statuses))
    if groups is not None:
        wanted &= Q(id__in=list(groups))
    own = Stored(InterventionGroup.objects.filter(wanted).order_by("code", "id"), GROUP_FIELDS, "id")
    inside = Q(**{f"group__{name}": value for name, value in wanted.children})  # type: ignore[misc]
    lines = Stored(Staffing.objects.filter(inside, ended_at=None), STAFFING_FIELDS, "group_id")
    sessions = Stored(Session.objects.filter(inside, ended_at=None), SESSION_FIELDS, "group_id")
    places = Stored(Place.objects.filter(inside), PLACE_FIELDS, "group_id")
    costs = Stored(OtherCost.objects.filter(year=year, ended_at=None).order_by("id"), OTHER_FIELDS, "group_id")
    parts = (own, lines, sessions, places, costs)
    beside = _led_together(year, sessions)
    # Day bands are read only where a session has none of its own to be placed by.
    unsaid = any(not row[BAND] for rows in sessions.rows.values() for row in rows)
    bands = list(DayBand.objects.filter(school_id=year.school_id).values("band", "starts", "ends")) if unsaid else []
    stored: dict[object, object] = {}
    was = {group.id: group for group in before.groups} if before else {}
    found: list[GroupRow] = []
    for number in own.rows:
        others = [row for row in beside if row["group_id"] != number] if beside else []
        rows = (*(part.rows.get(number) for part in parts), bands, others)
        if before and before.stored.get(number) == rows:
            stored[number] = before.stored[number]
            found.append(was[number])
        else:
            stored[number] = rows
            (row,), staffing, meets, held, bought = (part.of(number) for part in parts)
            found.append(group_row(row, staffing, meets, held, bought, bands, others))
    basis = kept(
        ("basis", year.pk, on),
        lambda: (rules_for(year.school), roles_for(year), calendar_of(year, on)),
        weight=lambda made: 10_000 + 3_000 * len(made[1]),
        groups=False,
    )
    return CostedYear(
        year=year,
        rules=rules or basis[0],
        roles=basis[1],
        calendar=basis[2],
        groups=tuple(found),
        own_costs=_own_costs(costs.of(None)),
        stored=stored,
    )


def _led_together(year: AcademicYear, sessions: Stored) -> list[dict[str, Any]]:
    """The marked sessions of every group on the year's map; read only where one of those at hand is marked."""
    if not any(row[TOGETHER] for rows in sessions.rows.values() for row in rows):
        return []
    rows = Session.objects.filter(group__year=year, group__status__in=ON_THE_MAP, ended_at=None).exclude(together="")
    fields = ("group__size", "group__starts", "group__ends")
    return [dict(row) for row in rows.order_by("id").values(*SESSION_FIELDS, *fields)]


def calendar_of(year: AcademicYear, on: date) -> facts.Calendar:
    """The year's calendar for the engine."""
    half_terms = HalfTerm.objects.filter(year=year).order_by("starts").values_list("starts", "ends")
    return facts.Calendar(year.starts, year.ends, tuple(half_terms), on)


GROUP_FIELDS = [
    "id",
    "code",
    "name",
    "provision_id",
    "provision__name",
    "provision__area",
    "provision__strand",
    "provision__tier",
    "provision__description",
    "provision__measure__name",
    "year_groups",
    "school_class_id",
    "school_class__name",
    "setting",
    "status",
    "funding_stream_id",
    "measure__name",
    "focus",
    "size",
    "weeks",
    "starts",
    "ends",
]
STAFFING_FIELDS = [
    "id",
    "group_id",
    "role__code",
    "staff",
    "sessions",
    "minutes",
    "person_id",
    "person__name",
    "starts",
    "ends",
]
SESSION_FIELDS = [
    "id",
    "group_id",
    "week",
    "day",
    "start",
    "minutes",
    "band",
    "structured",
    "role__code",
    "staff",
    "pupils",
    "room",
    "left_out",
    "together",
    "starts",
    "ends",
]
PLACE_FIELDS = ["id", "group_id", "pupil_id", "joined", "left", "days", "charged_in_full", "reason", "outcome__wording"]
OTHER_FIELDS = ["id", "group_id", "pupil_id", "description", "kind", "amount", "role__code", "hours", "date", "payer"]

BAND, TOGETHER = SESSION_FIELDS.index("band"), SESSION_FIELDS.index("together")


def _exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def group_row(
    row: Row,
    lines: Sequence[Row],
    sessions: Sequence[Row],
    places: Sequence[Row],
    others: Sequence[Row],
    bands: Sequence[Row],
    beside: Sequence[Mapping[str, Any]] = (),
) -> GroupRow:
    """A group from plain rows, stored or unsaved: GROUP_FIELDS of the group, and those of its lines. `beside` are the
    sessions of other groups that are marked as led together with others."""
    return GroupRow(
        id=row["id"],
        code=row["code"],
        title=row["name"] or row["provision__name"],
        provision_id=row["provision_id"],
        provision=row["provision__name"],
        area=row["provision__area"],
        strand=row["provision__strand"],
        tier=row["provision__tier"],
        description=row["provision__description"],
        year_groups=tuple(row["year_groups"]),
        class_id=row["school_class_id"],
        class_name=row["school_class__name"] or "",
        setting=row["setting"],
        status=row["status"],
        stream_id=row["funding_stream_id"],
        measure=row["measure__name"] or row["provision__measure__name"] or "",
        focus=row["focus"],
        staff=tuple(
            StaffRow(line["role__code"], line["person__name"] or "", line["person_id"], line["starts"], line["ends"])
            for line in lines
        ),
        rooms=tuple(dict.fromkeys(session["room"] for session in sessions if session["room"])),
        rooms_at={(one["week"], one["day"], one["start"]): one["room"] for one in sessions if one["room"]},
        places=tuple(
            PlaceRow(
                place["id"],
                str(place["id"]),
                place["pupil_id"],
                place["outcome__wording"] or "",
                place["joined"],
                place["left"],
            )
            for place in places
        ),
        facts=facts.Group(
            code=row["code"],
            provision=row["provision__name"],
            tier=row["provision__tier"],
            size=row["size"],
            weeks=Fraction(row["weeks"]),
            starts=row["starts"],
            ends=row["ends"],
            staffing=tuple(_staffing(line) for line in lines),
            sessions=tuple(
                _session(session, bands, piece, number)
                for number, session in enumerate(sessions)
                for piece in pieces_of(session, row["size"], beside)
            ),
            places=tuple(_place(place) for place in places),
            other_costs=tuple(_other_cost(cost) for cost in others),
        ),
    )


def _staffing(line: Row) -> facts.StaffingLine:
    return facts.StaffingLine(
        role=line["role__code"],
        sessions=Fraction(line["sessions"]),
        minutes=Fraction(line["minutes"]),
        staff=Fraction(line["staff"]),
        starts=line["starts"],
        ends=line["ends"],
    )


def _session(row: Row, bands: Sequence[Row], piece: Piece, number: int) -> facts.Session:
    return facts.Session(
        day=row["day"],
        start=row["start"],
        minutes=Fraction(row["minutes"]),
        week=row["week"],
        band=row["band"] or _band_at(row["start"], bands),
        structured=bool(row["structured"]),
        role=row["role__code"] or "",
        staff=_exact(row["staff"]),
        pupils=row["pupils"],
        left_out=row["left_out"],
        part=piece.part,
        together=row["together"],
        number=number,
        starts=piece.starts,
        ends=piece.ends,
    )


def _band_at(start: time, bands: Sequence[Row]) -> str:
    return next((band["band"] for band in bands if band["starts"] <= start < band["ends"]), "lesson")


def _place(row: Row) -> facts.Place:
    return facts.Place(
        key=str(row["id"]),
        pupil=str(row["pupil_id"]),
        joined=row["joined"],
        left=row["left"],
        days=frozenset(row["days"]),
        charged_in_full=row["charged_in_full"],
        reason=row["reason"],
    )


def _other_cost(row: Row) -> facts.OtherCost:
    return facts.OtherCost(
        key=str(row["id"]),
        description=row["description"],
        kind=row["kind"],
        amount=_exact(row["amount"]),
        role=row["role__code"] or "",
        hours=_exact(row["hours"]),
        on=row["date"],
        payer=row["payer"],
    )


def _own_costs(others: Sequence[Row]) -> dict[int, tuple[facts.OtherCost, ...]]:
    found: dict[int, list[facts.OtherCost]] = defaultdict(list)
    for row in others:
        found[row["pupil_id"]].append(_other_cost(row))
    return {pupil: tuple(costs) for pupil, costs in found.items()}
