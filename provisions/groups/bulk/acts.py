"""Changes that can be made to several groups at once, within one edit: what the page of one group does, with the same
rules, in a number of queries that does not grow with them. Copying returns the groups that it made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from costing.reading import rules_for
from provisions.costs import calendar_of
from provisions.groups import rules
from provisions.groups.fields import copied_values
from provisions.groups.reading import SESSION, STAFFING, values_of
from provisions.groups.services import end_in, stored
from provisions.groups.spans import weeks_between
from provisions.models import InterventionGroup, Place, Session, Staffing
from provisions.places import services as places
from pupils.models import SchoolClass
from schools.access import NotThere
from schools.edits import Edit, Refused
from schools.models import AcademicYear, HalfTerm, StaffMember
from ui.words import date_uk

Groups = Sequence[InterventionGroup]
Values = Mapping[str, Any]
STATUS = InterventionGroup.Status
NOBODY = 0
LINES: dict[type[Any], tuple[str, ...]] = {Staffing: STAFFING, Session: SESSION}


def copy_to_classes(change: Edit, groups: Groups, values: Values) -> Groups:
    """Copy the groups for other classes, with their staffing and times, without pupils; people only where asked."""
    rooms = list(SchoolClass.objects.filter(school=change.by.school, year=change.by.year, pk__in=values["classes"]))
    codes, made = _codes(change), []
    for group in groups:
        for room in (room for room in rooms if room.pk != group.school_class_id):
            code = _free(codes, f"{group.code}-{room.name}")
            place = {"school_class_id": room.pk, "year_groups": list(room.year_groups)}
            made.append((group, _copy(group, code=code, status=values["status"], **place)))
    if not made:
        raise Refused("These groups are for the classes you ticked already. Tick other classes.", "classes")
    _store(change, made, people=values["people"])
    return [copy for _, copy in made]


def copy_to_term(change: Edit, groups: Groups, values: Values) -> Groups:
    """Copy the groups to a later part of the year, with its dates and weeks; where asked, with the pupils who are in
    them at the end."""
    starts, ends, weeks, mark = _stretch(change, values["first"], values["last"])
    for group in groups:
        if group.ends is None or group.ends >= starts:
            until = f"until {date_uk(group.ends)}" if group.ends else "to the end of the year"
            raise Refused(
                f"{_named(group)} runs {until}, so a copy from {date_uk(starts)} would run beside it. "
                "End it first, or leave it out.",
                "groups",
            )
    codes, run = _codes(change), {"starts": starts, "ends": ends, "weeks": weeks, "status": values["status"]}
    made = [(group, _copy(group, code=_free(codes, f"{group.code}-{mark}"), **run)) for group in groups]
    _store(change, made, people=True)
    if values["pupils"]:
        _stay_on(change, made, starts)
    return [copy for _, copy in made]


def move_pupils(change: Edit, groups: Groups, values: Values) -> None:
    """Move pupils to another group from the day on; they leave the groups they are in the day before."""
    by, on = change.by, values["on"]
    target = next(group for group in groups if group.pk == values["to"])
    rows = places.places_to_change(by, values["places"])
    for row in rows:
        if row.group_id == target.pk:
            raise Refused(f"{row.pupil} is in {target} already. Leave this place out.", "places")
        if row.joined and row.joined >= on:
            told = f"{row.pupil} joins {row.group} only on {date_uk(row.joined)}, so cannot leave it before"
            raise Refused(f"{told} {date_uk(on)}. Choose a later day, or change that place by itself.", "on")
    places.end_in(change, by, rows, on - timedelta(days=1))
    ground = places.Ground(by, [target], [row.pupil_id for row in rows])
    new = [Place(group=target, pupil=row.pupil, joined=on, outcome_id=row.outcome_id) for row in rows]
    for place in new:
        ground.hold(place)
    change.add_all(new)


def end_groups(change: Edit, groups: Groups, values: Values) -> None:
    """End the groups on the day `on`; those that end before it stay as they are."""
    end_in(change, [group for group in groups if group.ends is None or group.ends > values["on"]], values["on"])


def archive_groups(change: Edit, groups: Groups, values: Values) -> None:
    """Take the groups off the map; everything in them stays as it is."""
    change.set_all([(group, {"status": STATUS.ARCHIVED}) for group in groups])


def replace_role(change: Edit, groups: Groups, values: Values) -> None:
    """Replace one role by another, in staffing and sessions."""
    for model in LINES:
        lines = _open(model, groups).filter(role_id=values["role"])
        change.set_all([(line, {"role_id": values["new_role"]}) for line in lines])


def replace_person(change: Edit, groups: Groups, values: Values) -> None:
    """Name somebody else in the staffing, or nobody. Whether they are trained is about the person: as `trained` says,
    else as it is marked for them where they take the same provision already; where nothing says so, it is told."""
    person = values["new_person"] or None
    lines = _open(Staffing, groups).exclude(person_id=person)
    if values["role"]:
        lines = lines.filter(role_id=values["role"])
    if values["person"] is not None:
        lines = lines.filter(person_id=values["person"] or None)
    held = list(lines.select_related("group__provision"))
    known = _trained_for(change, person)
    marks = [known.get(line.group.provision_id) if values["trained"] is None else values["trained"] for line in held]
    if person:
        asked = [line.group.provision for line, mark in zip(held, marks, strict=True) if not mark and _asks(line)]
        change.warnings = _not_trained(change, person, dict.fromkeys(one.name for one in asked))
    change.set_all(
        [(line, {"person_id": person, "trained": mark if person else None})
         for line, mark in zip(held, marks, strict=True)]
    )  # fmt: skip


def _asks(line: Staffing) -> bool:
    """Whether it matters that a line's person is trained."""
    return bool(line.trained or line.group.provision.training_needed)


def _trained_for(change: Edit, person: int | None) -> dict[int, bool | None]:
    """Whether a person is marked as trained, by provision: wherever they take it this year, the last mark."""
    rows = Staffing.objects.filter(group__year=_year(change), person_id=person, ended_at=None, trained__isnull=False)
    return dict(rows.order_by("id").values_list("group__provision_id", "trained")) if person else {}


def _not_trained(change: Edit, person: int, provisions: Iterable[str]) -> tuple[str, ...]:
    name = StaffMember.objects.get(school=change.by.school, pk=person).name
    return tuple(f"{name} is not marked as trained for {provision}." for provision in sorted(provisions))


def change_stream(change: Edit, groups: Groups, values: Values) -> None:
    """Pay for the groups from another funding stream, or from none."""
    change.set_all([(group, {"funding_stream_id": values["stream"]}) for group in groups])


def set_pattern(change: Edit, groups: Groups, values: Values) -> None:
    """Set the size, sessions a week and minutes. Where session times are entered, these determine the sessions a
    week."""
    size, sessions, minutes = ({name: values[name]} if values[name] else {} for name in ("size", "sessions", "minutes"))
    if size:
        pupils = rules.open_place_counts(groups)
        rules.asked_of(groups, lambda group: rules.size_holds(values["size"], pupils[group.pk]))
    times = list(_open(Session, groups))
    timed = {time.group_id for time in times}
    if sessions and timed:
        names = ", ".join(_named(group) for group in groups if group.pk in timed)
        raise Refused(
            f"The week of {names} is entered with its times, and these say how often it meets. Leave it out here, or "
            "add and end its sessions on its own page.",
            "sessions",
        )
    change.set_all([(group, size) for group in groups])
    change.set_all([(line, sessions | minutes) for line in _open(Staffing, groups)])
    if any(change.set_all([(time, minutes) for time in times])):
        rules.sessions_in_day(change.by, groups, times)
        rules.sessions_staffed(groups)


def _year(change: Edit) -> AcademicYear:
    if change.by.year is None:
        raise NotThere("There is no academic year yet.")
    return change.by.year


def _named(group: InterventionGroup) -> str:
    return f"{group} ({group.code})"


def _open(model: Any, groups: Groups) -> Any:
    return model.objects.filter(group__in=groups, ended_at=None).order_by("id")


def _codes(change: Edit) -> set[str]:
    rows = InterventionGroup.objects.filter(school=change.by.school, year=change.by.year)
    return {code.upper() for code in rows.order_by().values_list("code", flat=True)}


def _free(codes: set[str], wanted: str) -> str:
    """The code, or the code with the next number where a group has it already; it is taken from then on."""
    longest = InterventionGroup._meta.get_field("code").max_length or 0
    tries = [wanted[:longest], *(f"{wanted[: longest - 4]}-{number}" for number in range(2, len(codes) + 3))]
    found = next(code for code in tries if code.upper() not in codes)
    codes.add(found.upper())
    return found


def _copy(group: InterventionGroup, **more: Any) -> InterventionGroup:
    return InterventionGroup(year_id=group.year_id, **copied_values(group) | more)


def _store(change: Edit, made: Sequence[tuple[InterventionGroup, InterventionGroup]], people: bool) -> None:
    """Store the copies with the staffing and sessions of what they were copied from."""
    change.add_all([copy for _, copy in made])
    for model, names in LINES.items():
        held: dict[int, list[Any]] = defaultdict(list)
        for line in _open(model, [group for group, _ in made]):
            held[line.group_id].append(line)
        kept = names if people else [name for name in names if name not in ("person", "trained")]
        lines = [model(group=copy, **stored(values_of(line, kept))) for group, copy in made for line in held[group.pk]]
        change.add_all(lines)


def _stay_on(change: Edit, made: Iterable[tuple[InterventionGroup, InterventionGroup]], starts: date) -> None:
    """Add places in the copies for pupils who were there to the end and have not left the school."""
    copies = {group.pk: copy for group, copy in made}
    ends = {group.pk: group.ends for group, _ in made}
    rows = Place.objects.filter(group__in=copies).select_related("pupil").order_by("id")
    new = [
        Place(
            group=copies[row.group_id], pupil=row.pupil, days=row.days, outcome_id=row.outcome_id,
            charged_in_full=row.charged_in_full, reason=row.reason,
        )
        for row in rows
        if (row.left is None or row.left >= (ends[row.group_id] or row.left))
        and not (row.pupil.leaving_date and row.pupil.leaving_date < starts)
    ]  # fmt: skip
    change.add_all(new)


def _stretch(change: Edit, first: int, last: int) -> tuple[date, date, Decimal, str]:
    """First and last day, school weeks (capped at those the rules count in a year) and a short mark of the
    half-terms."""
    year = _year(change)
    halves = HalfTerm.objects.filter(year=year).in_bulk([first, last])
    one, two = halves[first], halves[last]
    if two.starts < one.starts:
        raise Refused(f"{two.name} comes before {one.name}. Choose the first half-term first.", "last")
    counted = Fraction(weeks_between(calendar_of(year, one.starts), one.starts, two.ends))
    weeks = min(counted, rules_for(change.by.school).weeks)
    mark = "".join(word[:2] if word.isalpha() else word for word in one.name.split())
    return one.starts, two.ends, Decimal(weeks.numerator) / weeks.denominator, mark
