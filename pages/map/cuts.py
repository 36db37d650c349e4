"""How the rows of the map are cut: by year, key stage, class, strand, tier, pupil group or area."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pages.map.filters import Chosen
from provisions.models import Tier
from pupils.models import KEY_STAGES, YearGroup
from pupils.reading import YEAR_GROUP_ORDER, class_by_pupil, classes_of, members_by_group, pupil_groups_of
from schools.roles import Permission
from ui.marks import AREAS
from ui.words import plural

if TYPE_CHECKING:
    from provisions.costs import GroupRow
    from schools.access import Access

CUTS = {
    "": "Year group",
    "stage": "Key stage",
    "class": "Class",
    "area": "Area",
    "strand": "Strand",
    "tier": "Tier",
    "pupilgroup": "Pupil group",
}
NONE = ""
Roll = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Line:
    """The head of a row: what it is for, and what stands small below."""

    key: str
    name: str
    under: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cut:
    """The rows, in order, and which of them a group falls into. A row with no group in it stands only if `bare`."""

    head: str
    foot: str
    lines: tuple[Line, ...]
    keys: Callable[[GroupRow], Sequence[str]]
    bare: bool

    @property
    def named(self) -> bool:
        """Whether the heads of the rows are longer words than a year group."""
        return self.head in (CUTS["area"], CUTS["strand"], CUTS["pupilgroup"])


def cuts_for(access: Access) -> tuple[tuple[str, str], ...]:
    """The cuts the person may choose: pupil groups are for those who see every pupil."""
    return tuple(
        (key, words) for key, words in CUTS.items() if key != "pupilgroup" or access.may(Permission.VIEW_PUPILS)
    )


def cut_of(access: Access, key: str, chosen: Chosen, groups: Sequence[GroupRow], roll: Roll) -> Cut:
    """The cut with this key; by year group where there is no such cut for this person."""
    if key == "class":
        return _by_class(access, chosen)
    if key == "pupilgroup":
        return _by_pupil_group(access, chosen)
    if key == "stage":
        return _by_stage(chosen, groups, roll)
    if key in ("area", "strand", "tier"):
        return _by_provision(key, groups)
    return _by_year(chosen, groups, roll)


def _by_year(chosen: Chosen, groups: Sequence[GroupRow], roll: Roll) -> Cut:
    known = {code for group in groups for code in group.year_groups} | set(roll)
    years = [code for code in YEAR_GROUP_ORDER if code in known and chosen.wants_year(code)]
    lines = [Line(code, str(YearGroup(code).label), _on_roll([code], roll)) for code in years]
    return Cut(
        CUTS[""], "All years", (*lines, Line(NONE, "Any year")), lambda group: group.year_groups or (NONE,), bare=True
    )


def _by_stage(chosen: Chosen, groups: Sequence[GroupRow], roll: Roll) -> Cut:
    known = {code for group in groups for code in group.year_groups} | set(roll)
    stages = {stage: [code for code in codes if code in known] for stage, codes in KEY_STAGES.items()}
    stage_of = {code: stage for stage, codes in KEY_STAGES.items() for code in codes}
    lines = [
        Line(stage, stage, _on_roll(codes, roll))
        for stage, codes in stages.items()
        if any(chosen.wants_year(code) for code in codes)
    ]

    def keys(group: GroupRow) -> Sequence[str]:
        return tuple(dict.fromkeys(stage_of[code] for code in group.year_groups)) or (NONE,)

    return Cut(CUTS["stage"], "All key stages", (*lines, Line(NONE, "Any key stage")), keys, bare=True)


def _on_roll(codes: Sequence[str], roll: Roll) -> tuple[str, ...]:
    pupils = sum(roll.get(code, (0, 0))[0] for code in codes)
    sen = sum(roll.get(code, (0, 0))[1] for code in codes)
    return (plural(pupils, "pupil"), f"{sen} SEN") if pupils else ()


def _by_class(access: Access, chosen: Chosen) -> Cut:
    """A group stands with the class it is for, and with each class that a pupil in it comes from."""
    class_of = class_by_pupil(access)
    names = {
        number: name
        for number, name in classes_of(access).items()
        if chosen.class_id is None or number == chosen.class_id
    }
    sizes = {number: 0 for number in names}
    for number in class_of.values():
        sizes[number] = sizes.get(number, 0) + 1

    def keys(group: GroupRow) -> Sequence[str]:
        found = {class_of[pupil] for pupil in group.pupils_on(chosen.on) if pupil in class_of}
        found |= {group.class_id} if group.class_id else set()
        return tuple(str(number) for number in found) or (NONE,)

    lines = [Line(str(number), name, (plural(sizes[number], "pupil"),)) for number, name in names.items()]
    return Cut(CUTS["class"], "All classes", (*lines, Line(NONE, "No class named")), keys, bare=not chosen.form.any_set)


def _by_pupil_group(access: Access, chosen: Chosen) -> Cut:
    members = members_by_group(access)
    names = {
        number: name
        for number, name in pupil_groups_of(access).items()
        if chosen.pupil_group is None or number == chosen.pupil_group
    }

    def keys(group: GroupRow) -> Sequence[str]:
        inside = group.pupils_on(chosen.on)
        return tuple(str(number) for number, held in members.items() if inside & held) or (NONE,)

    lines = [Line(str(number), name) for number, name in names.items()]
    return Cut(
        CUTS["pupilgroup"], "All groups", (*lines, Line(NONE, "None of these")), keys, bare=not chosen.form.any_set
    )


def _by_provision(key: str, groups: Sequence[GroupRow]) -> Cut:
    """By what stands with the provision: each group has one of it."""
    lines: list[Line]
    if key == "tier":
        lines = [Line(value, label) for value, label in Tier.choices]
    elif key == "area":
        lines = [Line(area.code, area.name) for area in AREAS]
    else:
        strands = sorted({group.strand for group in groups if group.strand})
        lines = [*(Line(strand, strand) for strand in strands), Line(NONE, "No strand")]
    return Cut(CUTS[key], "All groups", tuple(lines), lambda group: (getattr(group, key),), bare=False)
