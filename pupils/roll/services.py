"""Changing the roll: adding, changing and moving pupils, leaving, returning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from secrets import token_hex
from typing import Any
from uuid import UUID

from django.db.models import Q

from pupils.groups.services import join
from pupils.models import NO_NUMBER, Pupil, PupilYear, SchoolClass, YearGroup
from pupils.reading import pupil_groups_of
from schools.access import Access, NotThere
from schools.clock import today
from schools.edits import Edit, Refused, edit
from schools.models import AcademicYear
from schools.roles import Permission
from ui.folding import folded
from ui.words import and_words, date_uk

NO_YEAR = "There is no school year yet. Add the year first: on the page School."


class LikelyTwin(Refused):
    """A pupil of this name and date of birth is on record already; it may be another child."""


def add_pupil(
    *, by: Access, year_group: str, school_class: int | None, status: str = "N", groups: Iterable[int] = (),
    another: bool = False, ticket: UUID | None = None, **values: Any,
) -> Edit:  # fmt: skip
    """Add a pupil to the roll of the year, with an SEN status (N, K, K+, E) and in pupil groups, of those that the
    person may see. Without a number they are known by a stand-in until there is one.

    Raises Refused for a number that another pupil has, a class that does not take the year group, and (LikelyTwin) for
    a name and date of birth that are on record already, unless it is `another` child.
    """
    if status != "N":
        by.need(Permission.EDIT_NEEDS)
    with edit(by, "added", ticket=ticket) as change:
        _refuse_taken(by, values)
        if not another:
            _refuse_twin(by, values)
        change.about = change.add(Pupil(**_with_number(values)))
        _place(change, change.about, year_group, school_class, sen_status=status[:1], high_need=status == "K+")
        join(change, [(change.about.pk, group) for group in pupil_groups_of(by) if group in set(groups)])
    return change


def change_pupil(
    pk: int, *, by: Access, year_group: str = "", school_class: int | None = None, ticket: UUID | None = None,
    **values: Any,
) -> Edit:  # fmt: skip
    """Change a pupil's record, and the year group and class of the year. Raises Refused as `add_pupil`."""
    with edit(by, "changed", ticket=ticket) as change:
        pupil = _pupils(by, [pk])[0]
        change.about = pupil
        _refuse_taken(by, values, pupil)
        change.set(pupil, **_with_number(values, pupil))
        _place(change, pupil, year_group, school_class)
    return change


def move_to_class(pks: Iterable[int], *, by: Access, school_class: int, ticket: UUID | None = None) -> Edit:
    """Move pupils to another class of the year. Raises Refused where the class does not take the year group of each,
    and for pupils who have no year group in the year yet."""
    with edit(by, "moved", ticket=ticket) as change:
        pupils, room = _pupils(by, pks), _room(by, school_class)
        places = _places(by, pupils)
        _refuse_unplaced(by, [pupil for pupil in pupils if pupil.pk not in places])
        _refuse_unfit(room, [(pupil, places[pupil.pk].year_group) for pupil in pupils])
        change.summary = f"{_named(pupils)} to {room}"
        _about(change, pupils)
        change.set_all([(place, {"school_class": room}) for place in places.values()])
    return change


def mark_leavers(pks: Iterable[int], *, by: Access, leaving_date: date, ticket: UUID | None = None) -> Edit:
    """Set the last day of pupils who leave. Their places in groups stay until somebody ends them."""
    with edit(by, "marked as leaving", ticket=ticket) as change:
        pupils = _pupils(by, pks)
        born_later = [one for one in pupils if one.date_of_birth and one.date_of_birth > leaving_date]
        if born_later:
            raise Refused(f"{_named(born_later)} was born after this day. Check the date.", "leaving_date")
        change.summary = f"{_named(pupils)}, last day {date_uk(leaving_date)}"
        _about(change, pupils)
        change.set_all([(pupil, {"leaving_date": leaving_date}) for pupil in pupils])
    return change


def bring_pupils_back(
    pks: Iterable[int], *, by: Access, year_group: str = "", school_class: int | None = None,
    ticket: UUID | None = None,
) -> Edit:  # fmt: skip
    """Remove the last day of pupils who return. `year_group` and `school_class` are for those without a row of the
    year; raises Refused where one is needed and not given."""
    with edit(by, "brought back", ticket=ticket) as change:
        pupils = _pupils(by, pks)
        places = _places(by, pupils)
        unplaced = [pupil for pupil in pupils if pupil.pk not in places]
        if not year_group:
            _refuse_unplaced(by, unplaced)
        change.summary = _named(pupils)
        _about(change, pupils)
        change.set_all([(pupil, {"leaving_date": None}) for pupil in pupils])
        for pupil in pupils if year_group else ():
            _place(change, pupil, year_group, school_class)
    return change


def has_left(leaving_date: date | None, year: AcademicYear | None) -> bool:
    """Whether a last day has passed: before today, moved into the access's year."""
    day = today() if year is None else min(max(today(), year.starts), year.ends)
    return leaving_date is not None and leaving_date < day


def _pupils(by: Access, pks: Iterable[int]) -> list[Pupil]:
    wanted = set(pks)
    found = list(Pupil.objects.filter(school=by.school, pk__in=wanted))
    if len(found) != len(wanted):
        raise NotThere("There is no such pupil.")
    return found


def _places(by: Access, pupils: Iterable[Pupil]) -> dict[int, PupilYear]:
    rows = PupilYear.objects.filter(school=by.school, year=by.year, pupil__in=list(pupils))
    return {row.pupil_id: row for row in rows.select_related("school_class")}


def _room(by: Access, pk: int) -> SchoolClass:
    found = SchoolClass.objects.filter(school=by.school, year=by.year, pk=pk).first()
    if found is None:
        raise Refused("This class is not there any more. Choose another.", "school_class")
    return found


def _place(change: Edit, pupil: Pupil, year_group: str, school_class: int | None, **new: Any) -> None:
    """Set a pupil's year group and class of the year; a class that does not change is not checked again. A row that is
    new has the values of `new` as well."""
    by, place = change.by, _places(change.by, [pupil]).get(pupil.pk)
    if not year_group:
        if school_class or place:
            raise Refused("Choose the year group as well.", "year_group")
        return
    if by.year is None:
        raise Refused(NO_YEAR)
    room = _room(by, school_class) if school_class else None
    if room and (place is None or (place.year_group, place.school_class_id) != (year_group, room.pk)):
        _refuse_unfit(room, [(pupil, year_group)])
    if place:
        change.set(place, year_group=year_group, school_class=room)
    else:
        change.add(PupilYear(pupil=pupil, year=by.year, year_group=year_group, school_class=room, **new))


def _with_number(values: Mapping[str, Any], pupil: Pupil | None = None) -> dict[str, Any]:
    """The values, with a stand-in where there is no number: that which the pupil has, or a new one."""
    given = {name: values.get(name, getattr(pupil, name, "")) for name in ("upn", "admission_number")}
    if any(given.values()):
        return dict(values)
    kept = pupil.admission_number if pupil and not pupil.numbered else ""
    return {**values, "admission_number": kept or f"{NO_NUMBER}{token_hex(3)}"}


def _refuse_unfit(room: SchoolClass, pupils: Sequence[tuple[Pupil, str]]) -> None:
    wrong = [pupil for pupil, year_group in pupils if year_group not in room.year_groups]
    if not wrong:
        return
    takes = and_words([YearGroup(code).label for code in room.year_groups]) or "no year group yet"
    there = {year_group for _, year_group in pupils if year_group not in room.year_groups}
    groups = and_words([group.label for group in YearGroup if group in there])
    verb = "is" if len(wrong) == 1 else "are"
    raise Refused(
        f"{room} takes {takes}; {_named(wrong)} {verb} in {groups}. Choose another class, or change the year group "
        "first.",
        "school_class",
    )


def _refuse_unplaced(by: Access, pupils: Sequence[Pupil]) -> None:
    if by.year is None:
        raise Refused(NO_YEAR)
    if pupils:
        has = "has" if len(pupils) == 1 else "have"
        raise Refused(
            f"{_named(pupils)} {has} no year group in {by.year} yet. Open each record and give the year group there.",
            "pupils",
        )


def _refuse_taken(by: Access, values: dict[str, Any], but: Pupil | None = None) -> None:
    for name, words in (("upn", "UPN"), ("admission_number", "admission number")):
        given = values.get(name)
        others = Pupil.objects.filter(school=by.school).exclude(pk=but.pk if but else 0)
        holder = others.filter(**{f"{name}__iexact": given}).first() if given else None
        if holder is None:
            continue
        then = "Bring them back from the leavers instead." if has_left(holder.leaving_date, by.year) else ""
        raise Refused(
            f"This {words} is that of {_told(by, holder)}. {then or 'Correct the number, or change that record.'}", name
        )


def _refuse_twin(by: Access, values: dict[str, Any]) -> None:
    born = values.get("date_of_birth")
    alike = Pupil.objects.filter(school=by.school)
    if born:
        alike = alike.filter(Q(date_of_birth=born) | Q(date_of_birth=None))
    twin = next((pupil for pupil in alike.order_by("id") if _called_alike(pupil, values)), None)
    if twin is None:
        return
    then = "bring them back from the leavers" if has_left(twin.leaving_date, by.year) else "change that record"
    raise LikelyTwin(f"This may be {_told(by, twin)}. If so, {then}. If it is another child, tick this box.", "another")


def _called_alike(pupil: Pupil, values: dict[str, Any]) -> bool:
    """Whether a pupil's name is the one typed, folded."""
    if folded(pupil.surname) != folded(values["surname"]):
        return False
    forename, preferred = folded(values["forename"]), folded(values.get("preferred_name") or "")
    return forename in (folded(pupil.forename), folded(pupil.preferred_name)) or preferred == folded(pupil.forename)


def _told(by: Access, pupil: Pupil) -> str:
    """A pupil so that they can be told apart: name, date of birth, number, and year group or leaving date."""
    place = _places(by, [pupil]).get(pupil.pk)
    parts = [str(pupil)]
    if pupil.date_of_birth:
        parts.append(f"born {date_uk(pupil.date_of_birth)}")
    if place:
        parts.append(YearGroup(place.year_group).label)
        parts += [str(place.school_class)] if place.school_class else []
    if has_left(pupil.leaving_date, by.year):
        parts.append(f"who left on {date_uk(pupil.leaving_date)}")
    return ", ".join(parts)


def _named(pupils: Sequence[Pupil]) -> str:
    """The names of pupils, the first three where there are many."""
    names = [str(pupil) for pupil in pupils]
    return and_words(names if len(names) < 5 else [*names[:3], f"{len(names) - 3} others"])


def _about(change: Edit, pupils: Sequence[Pupil]) -> None:
    if len(pupils) == 1:
        change.about = pupils[0]
