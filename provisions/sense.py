"""Figures that can hardly be meant: asked about when they are saved, and findings afterwards. One rule for both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import CharField, DecimalField, Q, QuerySet, Value
from django.db.models.functions import Cast

from costing.engine.calendar import in_force
from costing.engine.facts import WholeSchoolItem
from costing.engine.results import Remark
from costing.models import RoleHolder, RolePay, StaffRole
from provisions.checks.facts import runs_on
from provisions.checks.hours import beyond_the_week
from provisions.costed import whole_school_item, whole_school_sums
from provisions.costs import CostedYear, GroupRow, read_year
from provisions.models import Award, InterventionGroup, OtherCost, Session, Staffing, WholeSchoolProvision
from provisions.money.awards import outside_words
from provisions.reading import whole_school
from schools.clock import today
from schools.edits import Edit, sense
from schools.kept import kept, once
from schools.models import AcademicYear, StaffMember
from schools.reading import school_day
from ui.words import hours, minutes, money, number

FAR = 10
"""A figure more than so many times the next largest of its field stands out."""
STATUS = InterventionGroup.Status

Key = tuple[str, Hashable]
"""What a figure belongs to, for programs: the kind of thing and its number."""


@dataclass(frozen=True, slots=True)
class Load:
    """The hours a week asked of a role or a person on a day, and those that there are; `keys` are what asks them."""

    code: str
    name: str
    asked: Fraction
    available: Fraction
    keys: frozenset[Key]

    @property
    def sentence(self) -> str:
        """What is asked, and what there is."""
        return f"{self.name}: {hours(self.asked)} a week are asked, and {hours(self.available)} are available."


@dataclass(frozen=True, slots=True)
class FarAbove:
    """A figure far above the others of its field, in a sentence."""

    key: Key
    column: str
    sentence: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What the sums do not read: hours a week of roles (by code, name) and people (by number, name), the roles that
    people work in, the amounts of awards by number, and (group, who) of staffing marked as not trained where the
    provision asks for training."""

    roles: tuple[tuple[str, str, Decimal], ...]
    people: tuple[tuple[int, str, Decimal], ...]
    works_as: Mapping[int, frozenset[str]]
    untrained: frozenset[tuple[int, str]]
    awards: tuple[tuple[int, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that somebody typed: of what (`key` for programs, `name` for people), in which `field`, and how it is
    written."""

    key: Key
    column: str
    field: str
    name: str
    value: Fraction
    say: Callable[[Any], str]
    group: str = ""


def beside(year: AcademicYear) -> Beside:
    """What is beside the sums of a year. One query."""
    key = ("beside the sums", year.pk)
    return once(key, lambda: kept(key, lambda: _beside(year), weight=lambda made: 200 * (9 + len(made.people))))


def _beside(year: AcademicYear) -> Beside:
    text: CharField[str, str] = CharField()
    figure: DecimalField[Decimal, Decimal] = DecimalField(max_digits=12, decimal_places=2)

    untrained = ~Q(group__provision__training_needed="") & Q(group__year=year, ended_at=None, trained=False)

    def rows(found: QuerySet[Any], kind: str, number: str, code: Any, name: Any, amount: Any) -> QuerySet[Any]:
        columns = (Value(kind, text), number, Cast(code, text), Cast(name, text), Cast(amount, figure))
        return found.filter(school_id=year.school_id).order_by().values_list(*columns)

    found = rows(StaffRole.objects.all(), "role", "id", "code", "name", "hours_available").union(
        rows(StaffMember.objects.all(), "person", "id", Value(""), "name", "hours_a_week"),
        rows(RoleHolder.objects.all(), "holder", "staff_id", "role__code", Value(""), Value(None)),
        rows(Award.objects.filter(year=year), "award", "id", Value(""), Value(""), "amount"),
        rows(Staffing.objects.filter(untrained), "untrained", "group_id", "person__name", "role__name", Value(None)),
        all=True,
    )
    of: dict[str, list[Any]] = defaultdict(list)
    for kind, *row in found:
        of[kind].append(row)
    work: dict[int, set[str]] = defaultdict(set)
    for person, code, *_ in of["holder"]:
        work[person].add(code)
    return Beside(
        tuple(sorted((code, name, hours) for _, code, name, hours in of["role"] if hours is not None)),
        tuple(sorted((person, name, hours) for person, _, name, hours in of["person"] if hours is not None)),
        {person: frozenset(codes) for person, codes in work.items()},
        frozenset((group, person or role) for group, person, role, _ in of["untrained"]),
        tuple(sorted((award, amount) for award, _, _, amount in of["award"] if amount is not None)),
    )


def far_above(figures: Iterable[Figure]) -> Iterator[FarAbove]:
    """The figures that are more than ten times the next largest of their field."""
    alike: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        alike[figure.field].append(figure)
    for found in alike.values():
        first, *others = sorted(found, key=lambda figure: -figure.value)[:2]
        if others and first.value > FAR * others[0].value > 0:
            told = f"{first.field[:1].upper()}{first.field[1:]}, {first.name}: {first.say(first.value)}"
            sentence = f"{told}. The next largest this year is {first.say(others[0].value)}."
            yield FarAbove(first.key, first.column, sentence, first.group)


def figures_of(costed: CostedYear, whole: Iterable[WholeSchoolItem], there: Beside) -> list[Figure]:
    """The figures of a year that are compared with one another; `whole` are the whole-school costs."""
    found = [figure for group in costed.groups for figure in _of_group(group)]
    for costs in costed.own_costs.values():
        found += [figure for cost in costs for figure in _of_cost(cost)]
    for item in whole:
        key = ("whole", item.description)
        found += _given(key, item.description, amount=("amount of a whole-school cost", item.amount, money))
        if item.amount is None:
            found += _given(key, item.description, hours_a_week=("weekly hours", item.hours, hours))
    for award, amount in there.awards:
        found += _given(("award", award), "a top-up award", amount=("amount", amount, money))
    for role in costed.roles.values():
        for pay in role.pay:
            key, what = ("pay", role.code), f"pay ({pay.basis})"
            found += _given(key, role.name, amount=(what, pay.amount, money))
    return found


def _of_group(group: GroupRow) -> Iterator[Figure]:
    title = f"{group.title} ({group.code})"
    for line in group.facts.staffing:
        yield from _given(
            ("staffing", group.id), title, group=group.code, minutes=("session length", line.minutes, minutes),
            sessions=("sessions a week", line.sessions, number), staff=("number of staff", line.staff, number),
        )  # fmt: skip
    for session in group.facts.sessions:
        yield from _given(
            ("session", group.id),
            title,
            group=group.code,
            minutes=("length on the timetable", session.minutes, minutes),
        )
    for cost in group.facts.other_costs:
        yield from _of_cost(cost, group.code)


def _of_cost(cost: Any, group: str = "") -> Iterator[Figure]:
    yield from _given(
        ("cost", int(cost.key)), cost.description, group, amount=("amount of an other cost", cost.amount, money),
        hours=("hours a year", cost.hours, hours),
    )  # fmt: skip


def _given(key: Key, name: str, group: str = "", **columns: tuple[str, Any, Callable[[Any], str]]) -> Iterator[Figure]:
    for column, (field, value, say) in columns.items():
        if value:
            yield Figure(key, column, field, name, Fraction(value), say, group)


def loads_over(costed: CostedYear, whole: Iterable[WholeSchoolItem], there: Beside, on: date) -> list[Load]:
    """The roles and people of whom more hours a week are asked on the day than there are, by groups and by the whole
    school."""
    asked: dict[Hashable, Fraction] = defaultdict(Fraction)
    keys: dict[Hashable, set[Key]] = defaultdict(set)

    def add(who: Hashable, more: Fraction, key: Key) -> None:
        asked[who] += more
        keys[who].add(key)

    for group in (group for group in costed.groups if runs_on(group, on)):
        for line, person in zip(group.facts.staffing, group.staff, strict=True):
            if in_force(line.starts, line.ends, on):
                each = line.sessions * line.minutes / 60
                add(line.role, each * line.staff, ("staffing", group.id))
                if person.person_id:
                    add(person.person_id, each, ("staffing", group.id))
    for item in whole:
        if item.amount is None:
            add(item.role, item.hours, ("whole", item.description))
    rows = [("role-over-hours", *row) for row in there.roles] + [("person-over-hours", *row) for row in there.people]
    return [
        Load(code, name, asked[who], Fraction(available), frozenset(keys[who]))
        for code, who, name, available in rows
        if asked[who] > available
    ]


def remarks(costed: CostedYear, whole: Sequence[WholeSchoolItem], there: Beside, on: date) -> Iterator[Remark]:
    """What is found of a year's figures and hours."""
    for load in loads_over(costed, whole, there, on):
        yield Remark(load.code, load.sentence)
    for far in far_above(figures_of(costed, whole, there)):
        yield Remark("figure-far-above", far.sentence, far.group)


@sense.asks
def questions(change: Edit) -> Iterator[str]:
    """What is asked about the figures that an edit changed."""
    touched = dict(_touched(change))
    if not touched or change.by.year is None:
        return
    year = change.by.year
    on = min(max(today(), year.starts), year.ends)
    costed = read_year(year, on=on, statuses=(STATUS.RUNNING, STATUS.ENDED, STATUS.DRAFT))
    whole, there = [whole_school_item(row) for row in whole_school(year)], beside(year)
    for far in far_above(figures_of(costed, whole, there)):
        if far.column in touched.get(far.key, ()):
            yield far.sentence
    groups = [group for group in costed.groups if ("staffing", group.id) in touched]
    for day in {on, *(group.day_within(on) for group in groups)}:
        yield from (load.sentence for load in loads_over(costed, whole, there, day) if load.keys & touched.keys())
    school = school_day(change.by.school)
    for group in groups:
        yield from beyond_the_week(group, group.day_within(on), school)
    sums = whole_school_sums(costed)
    for item in whole:
        if "weeks" in touched.get(("whole", item.description), ()):
            yield from (remark.message for remark in sums.remarks(item))
    yield from _outside(change, year)


COLUMNS: dict[type[Any], tuple[str, dict[str, str]]] = {
    Staffing: (
        "staffing",
        {"minutes": "minutes", "sessions": "sessions", "staff": "staff", "person": "", "person_id": "", "role": ""},
    ),
    Session: ("session", {"minutes": "minutes"}),
    OtherCost: ("cost", {"amount": "amount", "hours": "hours"}),
    WholeSchoolProvision: ("whole", {"amount": "amount", "hours_a_week": "hours_a_week", "weeks": "weeks"}),
    Award: ("award", {"amount": "amount", "starts": "", "ends": ""}),
    RolePay: ("pay", {"annual_salary": "amount", "rate": "amount"}),
}
"""The fields that are asked about: each model, with the column of a figure that a field is, "" where it is none."""


def _touched(change: Edit) -> Iterator[tuple[Key, set[str]]]:
    """What was changed, as the keys and columns of figures."""
    found: dict[Key, set[str]] = {}
    for row, names in change.touched:
        kind, columns = COLUMNS.get(type(row), ("", {}))
        hit = {columns[name] for name in columns if names is None or name in names}
        if hit:
            found.setdefault((kind, _number(row)), set()).update(hit)
    yield from found.items()


def _number(row: Any) -> Hashable:
    if isinstance(row, Staffing | Session):
        number: Hashable = row.group_id
        return number
    if isinstance(row, WholeSchoolProvision):
        return row.description
    return row.role.code if isinstance(row, RolePay) else row.pk


def _outside(change: Edit, year: AcademicYear) -> Iterator[str]:
    """Awards whose dates give nothing to the year."""
    for row, _ in change.touched:
        if isinstance(row, Award) and (sentence := outside_words(year, row)):
            yield sentence
