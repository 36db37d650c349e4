"""Writing an import plan with the choices made in its preview: in bulk, as one edit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pupils.groups.names import usual_visibility
from pupils.imports.matching import Match
from pupils.imports.planning import PupilEntry, PupilImportPlan, entry_of
from pupils.models import Pupil, PupilGroup, PupilGroupMember, PupilNeed, PupilYear, SchoolClass
from pupils.reading import YEAR_GROUP_ORDER
from schools.edits import Edit, Refused
from ui.folding import spelt
from ui.words import plural


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices made in a preview, by row: who is the same pupil and who another; who has left, and on which day;
    which new classes are made (None: all)."""

    same: frozenset[int] = frozenset()
    another: frozenset[int] = frozenset()
    leavers: frozenset[int] = frozenset()
    last_day: date | None = None
    classes: frozenset[str] | None = field(default=None)


def apply(plan: PupilImportPlan, choices: Choices, change: Edit) -> None:
    """Write the plan. Raises Refused where a choice is missing."""
    entries = _settled(plan, choices)
    if choices.leavers and choices.last_day is None:
        raise Refused("Give the last day of those who have left.", "last_day")
    rooms = _rooms(plan, choices, change)
    groups = _groups(plan, entries, change)
    pupils = _pupils(entries, change)
    _years(plan, entries, pupils, rooms, change)
    _memberships(plan, entries, pupils, groups, change)
    _needs(plan, entries, pupils, change)
    left = [row.pupil for row in plan.stored.years.values() if row.pupil_id in choices.leavers]
    left = [pupil for pupil in left if pupil.pk in {leaver.id for leaver in plan.leavers}]
    change.set_all([(pupil, {"leaving_date": choices.last_day}) for pupil in left])
    change.summary = _summary(entries, len(left))


def _settled(plan: PupilImportPlan, choices: Choices) -> list[PupilEntry]:
    """The pupils of the file, with each unclear match settled by the choice."""
    settled = []
    for entry in plan.entries:
        if entry.kind != "unclear":
            settled.append(entry)
        elif entry.number in choices.same:
            settled.append(replace(entry, kind="changed"))
        elif entry.number in choices.another:
            alone, faults = entry_of(Match(entry.record), plan.stored, plan.answers)
            if faults:
                raise Refused(f"{entry.record.name}: {faults[0].what}", f"row-{entry.number}")
            settled.append(alone)
        else:
            said = f"Say of {entry.record.name} (row {entry.number}) whether it is the same pupil or another."
            raise Refused(said, f"row-{entry.number}")
    return settled


def _summary(entries: Iterable[PupilEntry], left: int) -> str:
    kinds = [entry.kind for entry in entries]
    counts = {
        "new": kinds.count("new"),
        "changed": kinds.count("changed"),
        "back": kinds.count("returned"),
        "left": left,
    }
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
    return f"a list of {plural(len(kinds), 'pupil')}: {told or 'nothing new'}"


def _rooms(plan: PupilImportPlan, choices: Choices, change: Edit) -> dict[str, SchoolClass]:
    """The classes by folded name, with the new ones that are to be made."""
    wanted = plan.new_classes if choices.classes is None else plan.new_classes.keys() & choices.classes
    made = [
        SchoolClass(year=change.by.year, name=name, year_groups=list(plan.new_classes[name])) for name in sorted(wanted)
    ]
    change.add_all(made)
    held = plan.stored.classes
    wider = [(held[spelt(name)], more) for name, more in plan.wider_classes.items()]
    change.set_all([
        (room, {"year_groups": sorted({*room.year_groups, *more}, key=YEAR_GROUP_ORDER.__getitem__)})
        for room, more in wider
    ])  # fmt: skip
    return {**held, **{spelt(room.name): room for room in made}}


def _groups(plan: PupilImportPlan, entries: Iterable[PupilEntry], change: Edit) -> dict[str, PupilGroup]:
    """The pupil groups by folded name, with the new ones that pupils are in."""
    wanted = {spelt(name): name for entry in entries for name, is_in in entry.writes.groups.items() if is_in}
    made = [
        PupilGroup(name=name, visibility=usual_visibility(name))
        for key, name in wanted.items()
        if key not in plan.stored.groups
    ]
    change.add_all(made)
    return {**plan.stored.groups, **{spelt(group.name): group for group in made}}


def _pupils(entries: Iterable[PupilEntry], change: Edit) -> dict[int, Pupil]:
    """Each pupil by their row in the file."""
    made = {entry.number: Pupil(**entry.writes.pupil) for entry in entries if entry.pupil is None}
    change.add_all(list(made.values()))
    change.set_all([(entry.pupil, entry.writes.pupil) for entry in entries if entry.pupil])
    return {entry.number: entry.pupil or made[entry.number] for entry in entries}


def _years(
    plan: PupilImportPlan,
    entries: Iterable[PupilEntry],
    pupils: dict[int, Pupil],
    rooms: dict[str, SchoolClass],
    change: Edit,
) -> None:
    """Each pupil's row of this year."""
    new: list[PupilYear] = []
    changed: list[tuple[PupilYear, dict[str, Any]]] = []
    for entry in entries:
        pupil, values = pupils[entry.number], dict(entry.writes.year)
        room = rooms.get(spelt(entry.writes.class_name)) if entry.writes.class_name else None
        if room is not None:
            values["school_class"] = room
        row = plan.stored.years.get(pupil.pk)
        if row is None:
            new.append(PupilYear(pupil=pupil, year=change.by.year, **values))
        elif values:
            changed.append((row, values))
    change.add_all(new)
    change.set_all(changed)


def _memberships(
    plan: PupilImportPlan,
    entries: Iterable[PupilEntry],
    pupils: dict[int, Pupil],
    groups: dict[str, PupilGroup],
    change: Edit,
) -> None:
    new: list[PupilGroupMember] = []
    gone: list[PupilGroupMember] = []
    for entry in entries:
        pupil = pupils[entry.number]
        for name, is_in in entry.writes.groups.items():
            group = groups[spelt(name)]
            if is_in:
                new.append(PupilGroupMember(pupil=pupil, group=group))
            else:
                gone.append(plan.stored.members[pupil.pk][group.pk])
    change.remove_all(gone)
    change.add_all(new)


def _needs(plan: PupilImportPlan, entries: Iterable[PupilEntry], pupils: dict[int, Pupil], change: Edit) -> None:
    new: list[PupilNeed] = []
    gone: list[PupilNeed] = []
    moved: list[tuple[PupilNeed, dict[str, Any]]] = []
    for entry in entries:
        if entry.writes.needs is None:
            continue
        pupil = pupils[entry.number]
        there = {need.need_type_id: need for need in plan.stored.needs.get(pupil.pk, ())}
        for rank, kind in enumerate(entry.writes.needs, 1):
            held = there.pop(kind.pk, None)
            if held:
                moved.append((held, {"rank": rank}))
            else:
                new.append(PupilNeed(pupil=pupil, need_type=kind, rank=rank))
        gone += there.values()
    change.remove_all(gone)
    change.set_all(moved)
    change.add_all(new)
