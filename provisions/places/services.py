"""Places in groups: pupils join, attend on certain days, and leave. A pupil who returns has a second place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from provisions.models import InterventionGroup, Place, Session
from provisions.reading import reach
from pupils.models import Outcome, Pupil, PupilYear, YearGroup
from pupils.reading import class_ids
from schools.access import Access, NotThere, there
from schools.clock import today
from schools.edits import Edit, Refused, edit
from schools.edits.removal import models_linking_to
from schools.models import HalfTerm
from schools.roles import Permission
from ui.folding import in_order
from ui.words import date_uk, dates_uk, plural

DAYS = Session.Day.choices
STATUS = InterventionGroup.Status
TO_FILL = Q(status__in=(STATUS.RUNNING, STATUS.DRAFT))
"""Groups that pupils may still come into."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """How full a group is on a day, and would be with `more` pupils."""

    filled: int
    size: int
    more: int = 0

    @property
    def there(self) -> int:
        """The number of pupils with `more`."""
        return self.filled + self.more

    @property
    def over(self) -> int:
        """How many of them are above the group's size."""
        return max(0, self.there - self.size)

    @property
    def words(self) -> str:
        """The same in a sentence or two."""
        told = f"With {self.more} more, {self.there}" if self.more else f"{self.there}"
        told = f"{told} of {plural(self.size, 'place')} {'would be' if self.more else 'are'} filled."
        if self.over:
            return f"{told} That is {plural(self.over, 'pupil')} more than are taught together."
        return f"{told} {plural(self.size - self.there, 'is,are')} empty." if self.there < self.size else told


def groups_to_change(by: Access) -> Q:
    """The groups whose pupils this person may change: all of them, or those of their own classes."""
    return Q() if by.may(Permission.EDIT_PROVISION) else Q(school_class__in=class_ids(by))


def group_to_fill(by: Access, pk: int) -> InterventionGroup:
    """The group, for changing its pupils. Raises NotThere where it is not there or not theirs to change."""
    rows = InterventionGroup.objects.filter(groups_to_change(by), school=by.school, year=by.year).exclude(
        status=STATUS.ARCHIVED
    )
    found = rows.select_related("provision", "year", "school_class").filter(pk=pk).first()
    return there(found, "There is no such group this year whose places you may change.")


def places_to_change(by: Access, ids: Sequence[int]) -> list[Place]:
    """These places, in order of name. Raises NotThere unless all of them are this person's to change."""
    rows = Place.objects.filter(pk__in=ids, school=by.school).select_related("pupil", "group__provision")
    found = sorted(rows.order_by("joined", "id"), key=_by_name)
    mine = InterventionGroup.objects.filter(groups_to_change(by), school=by.school, year=by.year)
    allowed = set(mine.exclude(status=STATUS.ARCHIVED).values_list("pk", flat=True))
    within = reach(by)
    if len(found) != len(set(ids)) or any(
        one.group_id not in allowed or (within is not None and one.pupil_id not in within) for one in found
    ):
        raise NotThere("There is no such place that you may change.")
    return found


def _by_name(place: Place) -> Any:
    return in_order(place.pupil.surname, place.pupil.forename)


def open_places(by: Access, group: InterventionGroup) -> list[Place]:
    """The places in a group, of pupils within reach, without a last day; in order of name."""
    rows = Place.objects.filter(group=group, left=None).select_related("pupil")
    within = reach(by)
    found = sorted(rows.order_by("id"), key=_by_name)
    return [one for one in found if within is None or one.pupil_id in within]


def crowd_of(group: InterventionGroup, on: date | None, more: Iterable[int] = ()) -> Crowd:
    """How full the group is on the day (its first day, if there is none), and would be with `more` pupils."""
    day = on or group.starts or group.year.starts
    began = Q(joined__isnull=True) | Q(joined__lte=day)
    stays = Q(left__isnull=True) | Q(left__gte=day)
    held = set(Place.objects.filter(began, stays, group=group).order_by().values_list("pupil_id", flat=True))
    return Crowd(len(held), group.size, len(set(more) - held))


def day_to_join(by: Access, group: InterventionGroup | None = None) -> date | None:
    """The default day for joining: today; None (from the group's start) where that is in the future, where the group or
    the year is over, or where there are no half-terms to count weeks between dates by."""
    first = by.year.starts if by.year else None
    last = by.year.ends if by.year else None
    if group:
        first, last = group.starts or first, group.ends or last
    inside = first is not None and last is not None and first < today() <= last
    return today() if inside and HalfTerm.objects.filter(year=by.year).exists() else None


def day_to_leave(group: InterventionGroup) -> date:
    """The default last day: today, or the group's own last day where that has passed."""
    return min(today(), group.ends or group.year.ends)


def scope_words(group: InterventionGroup) -> str:
    """The class or the year groups that a group is for."""
    if group.school_class:
        return f"class {group.school_class}"
    return ", ".join(str(YearGroup(code).label) for code in group.year_groups) or "the school"


def dates_of(place: Place) -> str:
    """A place's dates in words."""
    return dates_uk(place.joined, place.left) or "for the whole run"


def values_of(place: Place) -> dict[str, Any]:
    """A place's values by the fields of its form."""
    return {
        "joined": place.joined, "left": place.left, "days": list(place.days), "outcome": place.outcome_id,
        "charged_in_full": place.charged_in_full, "reason": place.reason,
    }  # fmt: skip


def outcomes_of(by: Access, pupil_id: int) -> list[tuple[int, str]]:
    """The pupil's outcomes as choices; empty for those who may not read needs."""
    if not by.may(Permission.VIEW_NEEDS):
        return []
    return list(Outcome.objects.filter(school=by.school, pupil=pupil_id).values_list("id", "wording"))


def add_places(
    *, by: Access, group: int, pupils: Sequence[int], joined: date | None = None, left: date | None = None,
    days: Sequence[int] = (), outcome: int | None = None, wording: str = "", charged_in_full: bool = False,
    reason: str = "", ticket: UUID | None = None,
) -> Edit:  # fmt: skip
    """Give pupils a place in a group. `outcome` is one of the (single) pupil's; `wording` is that of an outcome which
    each of them has, or is given.

    Raises NotThere for a pupil or group out of reach, and Refused for a place that is not allowed.
    """
    about = group_to_fill(by, group)
    with edit(by, "gave places in", about, ticket=ticket) as change:
        ground = Ground(by, [about], pupils)
        aims = _aims(change, by, pupils, outcome, wording)
        values = {"joined": joined, "left": left, "days": sorted(days), "reason": reason.strip()}
        rows = [
            Place(group=about, pupil=ground.pupil(pk), outcome=aims.get(pk), charged_in_full=charged_in_full, **values)
            for pk in dict.fromkeys(pupils)
        ]
        for row in rows:
            ground.hold(row)
        change.add_all(rows)
    return change


def change_place(*, by: Access, place: int, ticket: UUID | None = None, wording: str = "", **values: Any) -> Edit:
    """Change a place (joined, left, days, outcome, charged_in_full, reason). `outcome` is the number of one of the
    pupil's outcomes; a `wording` takes precedence."""
    (row,) = places_to_change(by, [place])
    with edit(by, "changed a place in", row.group, ticket=ticket) as change:
        if "outcome" in values or wording:
            aims = _aims(change, by, [row.pupil_id], values.pop("outcome", None), wording)
            values["outcome"] = aims.get(row.pupil_id)
        if "days" in values:
            values["days"] = sorted(values["days"])
        # Checked on a copy, so that a refusal leaves the row as it is stored.
        wanted = Place(pk=row.pk, **{field: values.get(field, getattr(row, field)) for field in FIELDS})
        Ground(by, [row.group], [row.pupil_id], staying=True).hold(wanted)
        change.set(row, **values)
    return change


FIELDS = ("group", "pupil", "joined", "left", "days", "charged_in_full", "reason")


def end_places(*, by: Access, places: Sequence[int], left: date, ticket: UUID | None = None) -> Edit:
    """Set the last day of these pupils in a group."""
    rows = places_to_change(by, places)
    if not rows:
        raise Refused("Tick who leaves.", "places")
    groups = {row.group_id: row.group for row in rows}
    about = rows[0].group if len(groups) == 1 else None
    with edit(by, "ended places in", about, ticket=ticket, summary=_names(rows)) as change:
        end_in(change, by, rows, left)
    return change


def end_in(change: Edit, by: Access, rows: Sequence[Place], left: date) -> None:
    """The same within an edit that does more."""
    ground = Ground(by, list({row.group_id: row.group for row in rows}.values()), [row.pupil_id for row in rows], True)
    for row in rows:
        ground.hold(Place(pk=row.pk, **{field: getattr(row, field) for field in FIELDS} | {"left": left}))
    change.set_all([(row, {"left": left}) for row in rows])


def remove_place(*, by: Access, place: int, ticket: UUID | None = None) -> Edit:
    """Remove a place that was entered by mistake; Refused for one with scores or reviews, which is ended instead."""
    (row,) = places_to_change(by, [place])
    with edit(by, "took out a place in", row.group, ticket=ticket) as change:
        if stands := what_stands_on(row):
            raise Refused(
                f"{row.pupil} has {stands} from this group, so the place was no mistake. Say when they left instead."
            )
        change.remove(row)
    return change


def what_stands_on(place: Place) -> str:
    """The records of the pupil in the group, in words; "" where another place of theirs there covers them."""
    if Place.objects.filter(group=place.group_id, pupil=place.pupil_id).exclude(pk=place.pk).exists():
        return ""
    counted = [
        (kind._default_manager.filter(**{group: place.group_id, pupil: place.pupil_id}).count(), kind)
        for kind, (group, pupil) in models_linking_to(InterventionGroup, Pupil).items()
        if kind is not Place
    ]
    return " and ".join(plural(count, str(kind._meta.verbose_name)) for count, kind in counted if count)


def _names(rows: Sequence[Place]) -> str:
    names = ", ".join(dict.fromkeys(str(row.pupil) for row in rows[:6]))
    return f"{names} and {len(rows) - 6} more" if len(rows) > 6 else names


def _aims(
    change: Edit, by: Access, pupils: Sequence[int], outcome: int | None, wording: str
) -> dict[int, Outcome | None]:
    """Each pupil's outcome here: the one chosen, or one with this wording, which is added where it is new."""
    held = Outcome.objects.filter(school=by.school, pupil__in=list(pupils))
    if wording.strip():
        words = " ".join(wording.split())
        found: dict[int, Outcome | None] = {one.pupil_id: one for one in held.filter(wording__iexact=words)}
        new = [Outcome(pupil_id=pk, wording=words) for pk in dict.fromkeys(pupils) if pk not in found]
        change.add_all(new)
        return found | {one.pupil_id: one for one in new}
    if outcome is None:
        return {}
    chosen = there(held.filter(pk=outcome).first(), "This pupil has no such outcome.")
    return {chosen.pupil_id: chosen}


class Ground:
    """What places are checked against: their groups, the sessions, the year's calendar, the roll and the present
    places. Read at once for all places. `staying` is set for pupils who are in the group already: one who has left the
    roll since may still be given a last day."""

    def __init__(
        self, by: Access, groups: Sequence[InterventionGroup], pupils: Iterable[int], staying: bool = False
    ) -> None:
        if by.year is None:
            raise NotThere("There is no academic year yet.")
        self.year, self.staying, wanted = by.year, staying, set(pupils)
        within = reach(by)
        if within is not None and not wanted <= within:
            raise NotThere("There is no such pupil among those you work with.")
        roll = PupilYear.objects.filter(school=by.school, year=by.year, pupil__in=wanted).select_related("pupil")
        self.pupils = {row.pupil_id: row.pupil for row in roll}
        self.counted = HalfTerm.objects.filter(year=by.year).exists()
        self.present: dict[tuple[int, int], list[Place]] = defaultdict(list)
        for place in Place.objects.filter(group__in=groups, pupil__in=wanted):
            self.present[place.group_id, place.pupil_id].append(place)
        self.meets: dict[int, set[int]] = defaultdict(set)
        sessions = Session.objects.filter(group__in=groups, ended_at=None).order_by()
        for group, day in sessions.values_list("group_id", "day").distinct():
            self.meets[group].add(day)

    def pupil(self, pk: int) -> Pupil:
        """A pupil of the year's roll. Raises NotThere for anybody else."""
        if pk not in self.pupils:
            raise NotThere(f"There is no such pupil on roll in {self.year}.")
        return self.pupils[pk]

    def hold(self, place: Place) -> None:
        """Check a place against the others and count it among them. Raises Refused with the first fault."""
        for sentence, name in (*self._alone(place), *self._in_group(place), *self._on_roll(place), *self._twice(place)):
            raise Refused(sentence, name)
        self.present[place.group_id, place.pupil_id] = [*self._others(place), place]

    def _others(self, place: Place) -> list[Place]:
        present = self.present[place.group_id, place.pupil_id]
        # Unsaved places all have the number None, and are different all the same.
        return [one for one in present if one.pk != place.pk or one.pk is None]

    def _alone(self, place: Place) -> Iterator[tuple[str, str]]:
        if place.joined and place.left and place.left < place.joined:
            said = f"{date_uk(place.left)}, which is before the first, {date_uk(place.joined)}"
            yield f"The last day of {place.pupil} is {said}. Correct one of the two.", "left"
        if place.charged_in_full and not place.reason:
            yield "A place charged in full needs its reason in writing. Fill this in.", "reason"
        if (place.joined or place.left) and not self.counted:
            what = "Without the school’s half-terms the weeks from joining to leaving cannot be counted."
            yield f"{what} Enter them in the calendar first, or leave the dates blank.", "joined"

    def _in_group(self, place: Place) -> Iterator[tuple[str, str]]:
        group = place.group
        starts, ends = group.starts or self.year.starts, group.ends or self.year.ends
        for day, name, does in ((place.joined, "joined", "join"), (place.left, "left", "leave")):
            if day and day < starts:
                told = f"{place.pupil} cannot {does} {group} on {date_uk(day)}: it begins on {date_uk(starts)}."
                yield f"{told} Give a later day, or an earlier beginning to the group.", name
            if day and day > ends:
                told = f"{place.pupil} cannot {does} {group} on {date_uk(day)}: its last day is {date_uk(ends)}."
                yield f"{told} Give an earlier day, or a later end to the group.", name
        never = set(place.days) - self.meets[group.pk] if self.meets[group.pk] else set()
        if never:
            days = " and ".join(str(dict(DAYS)[day]) for day in sorted(never))
            met = ", ".join(str(dict(DAYS)[day]) for day in sorted(self.meets[group.pk]))
            yield f"{group} never meets on {days}. It meets on {met}: tick among these.", "days"

    def _on_roll(self, place: Place) -> Iterator[tuple[str, str]]:
        gone = place.pupil.leaving_date
        begins = place.joined or place.group.starts or self.year.starts
        if gone and not self.staying and begins > gone:
            told = f"{place.pupil} left the school on {date_uk(gone)}, so there is nobody to give this place to."
            yield f"{told} If they have come back, bring them back on their own page first.", "pupils"

    def _twice(self, place: Place) -> Iterator[tuple[str, str]]:
        for one in self._others(place):
            if _overlap(one, place):
                since = f"since {date_uk(one.joined)}" if one.joined else "from its beginning"
                until = f" until {date_uk(one.left)}" if one.left else ""
                told = f"{place.pupil} has a place in {place.group} {since}{until}."
                yield f"{told} Give the earlier place a last day, and this one a first day after it.", "joined"


def _overlap(one: Place, other: Place) -> bool:
    return (one.joined or date.min) <= (other.left or date.max) and (other.joined or date.min) <= (one.left or date.max)
