"""Candidates for an empty place, and groups for a pupil, in order of fit with the reasons.

Nothing is decided here: whoever chooses sees the reasons, and may choose another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Q

from costing.engine.facts import Session as SessionFacts
from provisions.checks.clashes import DAYS, at_one_time
from provisions.models import InterventionGroup, Place, Session
from provisions.reading import names_of
from pupils.models import PupilNeed, PupilYear
from pupils.reading import PupilName
from schools.access import Access
from schools.roles import Permission
from ui.marks import area as area_of
from ui.words import time_uk

TICKS = {"must": 6, "should": 4, "could": 2}
STATUSES = {"E": (3, "EHC plan"), "K+": (2, "SEN support, very high need"), "K": (1, "SEN support")}
STATUS = InterventionGroup.Status


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a pupil and a group fit: `points` in favour, `reasons` and `clashes` in words, and whether the pupil is
    of the group's class or year groups (`near`)."""

    near: bool
    points: int = 0
    reasons: tuple[str, ...] = ()
    clashes: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether there is a reason in favour and no clash."""
        return self.near and self.points > 0 and not self.clashes

    @property
    def words(self) -> str:
        """The clashes, then the reasons, in a line."""
        told = " · ".join((*self.clashes, *self.reasons))
        return told[:1].upper() + told[1:]

    @property
    def order(self) -> tuple[bool, bool, int]:
        """The sort key, the best fit first."""
        return (not self.near, bool(self.clashes), -self.points)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pupil who could take a place."""

    pupil: PupilName
    fit: Fit


@dataclass(frozen=True, slots=True)
class Chance:
    """A group that a pupil could join."""

    id: int
    title: str
    filled: int
    size: int
    fit: Fit

    @property
    def full(self) -> bool:
        """Whether it has as many pupils as its size."""
        return self.filled >= self.size


@dataclass(frozen=True, slots=True)
class _Group:
    id: int
    title: str
    area: str
    year_groups: tuple[str, ...]
    class_id: int | None
    size: int


@dataclass(frozen=True)
class _Known:
    """The year on a day, read once: its groups, their times, their pupils, and facts of the pupils."""

    groups: Mapping[int, _Group]
    meets: Mapping[int, list[SessionFacts]]
    members: Mapping[int, set[int]]  # group → pupils with a place then or later
    needs: Mapping[int, list[tuple[int, str, str]]] = field(default_factory=dict)  # pupil → (rank, area, label)
    status: Mapping[int, str] = field(default_factory=dict)

    @property
    def held(self) -> dict[int, list[int]]:
        """Pupil → the groups they are in."""
        found: dict[int, list[int]] = defaultdict(list)
        for group, pupils in self.members.items():
            for pupil in pupils:
                found[pupil].append(group)
        return found

    def fit(self, pupil: PupilName, group: _Group, held: Iterable[int], tick: str = "") -> Fit:
        """How well a pupil and a group fit; `held` are the groups that the pupil is in already."""
        others = [self.groups[one] for one in held if one != group.id]
        points, reasons = 0, []
        if tick:
            points, reasons = TICKS[tick], [f"{tick} have this, says the audit"]
        needs = [(rank, label) for rank, area, label in self.needs.get(pupil.id, ()) if area == group.area]
        if needs:
            rank, label = min(needs)
            points += 4 if rank == 1 else 3
            reasons.append(f"{'main need' if rank == 1 else 'need'}: {label}")
        more, words = STATUSES.get(self.status.get(pupil.id, ""), (0, ""))
        points, reasons = points + more, [*reasons, words] if words else reasons
        if points and not any(other.area == group.area for other in others):
            points, reasons = points + 1, [*reasons, f"nothing in {area_of(group.area).name} yet"]
        return Fit(_near(pupil, group), points, tuple(reasons), tuple(self._clashes(group, others)))

    def _clashes(self, group: _Group, others: Iterable[_Group]) -> Iterable[str]:
        for other in others:
            pairs = [
                (one, two)
                for one in self.meets.get(group.id, ())
                for two in self.meets.get(other.id, ())
                if at_one_time(one, two)
            ]
            when = dict.fromkeys(f"{DAYS[one.day]} {time_uk(max(one.start, two.start))}" for one, two in pairs)
            if when:
                yield f"has {other.title} at the same time, {', '.join(when)}"


def who_fits(access: Access, group_id: int, on: date, ticks: Mapping[int, str] | None = None) -> list[Candidate]:
    """The pupils within reach who are not in the group on the day or later, the best fit first.

    `ticks` are the audit's bands for this provision: pupil → "must", "should" or "could".
    """
    known = _known(access, on, group_id)
    group, held = known.groups[group_id], known.held
    pupils = _pupils(access, on, known.members.get(group_id, set()))
    found = [
        Candidate(pupil, known.fit(pupil, group, held.get(pupil.id, ()), (ticks or {}).get(pupil.id, "")))
        for pupil in pupils
    ]
    return sorted(found, key=lambda one: one.fit.order)


def groups_that_fit(access: Access, pupil: PupilName, on: date, within: Q) -> list[Chance]:
    """The groups of `within` that the pupil is not in on the day or later, those with an empty place first, the best
    fit first."""
    known = _known(access, on)
    wanted = _groups(access, within, on)
    held = known.held.get(pupil.id, [])
    found = [
        Chance(one.id, one.title, len(known.members.get(one.id, ())), one.size, known.fit(pupil, one, held))
        for one in wanted.values()
        if one.id not in held
    ]
    return sorted(found, key=lambda one: (one.full, *one.fit.order, one.title))


def _near(pupil: PupilName, group: _Group) -> bool:
    if group.class_id:
        return pupil.class_id == group.class_id
    return not group.year_groups or pupil.year_group in group.year_groups


def _pupils(access: Access, on: date, members: set[int]) -> list[PupilName]:
    gone = PupilYear.objects.filter(school=access.school, year=access.year, pupil__leaving_date__lt=on)
    away = members | set(gone.values_list("pupil_id", flat=True))
    return [one for one in names_of(access).values() if one.id not in away]


def _known(access: Access, on: date, also: int | None = None) -> _Known:
    running = Q(status__in=(STATUS.RUNNING, STATUS.DRAFT))
    groups = _groups(access, running | Q(id=also) if also else running, on, also)
    open_then = Q(left__isnull=True) | Q(left__gte=on)
    members: dict[int, set[int]] = defaultdict(set)
    for group, pupil in (
        Place.objects.filter(open_then, group__in=groups).order_by().values_list("group_id", "pupil_id")
    ):
        members[group].add(pupil)
    meets: dict[int, list[SessionFacts]] = defaultdict(list)
    sessions = Session.objects.filter(group__in=groups, ended_at=None).order_by("day", "start")
    for group, day, start, minutes, week in sessions.values_list("group_id", "day", "start", "minutes", "week"):
        meets[group].append(SessionFacts(day, start, Fraction(minutes), week))
    if not access.may(Permission.VIEW_NEEDS):
        return _Known(groups, meets, members)
    return _Known(groups, meets, members, _needs(access), _statuses(access))


def _groups(access: Access, within: Q, on: date, also: int | None = None) -> dict[int, _Group]:
    """The groups of the year that have not ended by the day."""
    lasts = Q(ends__isnull=True) | Q(ends__gte=on)
    rows: Any = InterventionGroup.objects.filter(
        within, lasts | Q(id=also) if also else lasts, school=access.school, year=access.year
    ).order_by("code", "id")
    return {
        pk: _Group(pk, f"{name or provision} ({code})", area, tuple(years), room, size)
        for pk, code, name, provision, area, years, room, size in rows.values_list(
            "id", "code", "name", "provision__name", "provision__area", "year_groups", "school_class_id",
            "size",
        )
    }  # fmt: skip


def _needs(access: Access) -> dict[int, list[tuple[int, str, str]]]:
    found: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    rows = PupilNeed.objects.filter(school=access.school, pupil__years__year=access.year)
    for pupil, rank, area, label in rows.values_list("pupil_id", "rank", "need_type__area", "need_type__label"):
        found[pupil].append((rank, area, label))
    return found


def _statuses(access: Access) -> dict[int, str]:
    rows = PupilYear.objects.filter(school=access.school, year=access.year)
    found = rows.values_list("pupil_id", "sen_status", "high_need")
    return {pupil: "K+" if high else status for pupil, status, high in found}
