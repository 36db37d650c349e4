"""What the rows of the map are: year groups, key stages, classes, strands, tiers, pupil groups or areas."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pages.map.filters import MapChoice
from provisions.costs import GroupRow
from provisions.models import Tier
from pupils.models import KEY_STAGES, YearGroup
from pupils.reading import YEAR_GROUP_ORDER, class_by_pupil, classes_of, members_by_group, pupil_groups_of
from reports.documents.maps.grid import year_groups_in_words
from schools.access import Access
from schools.roles import Permission
from ui.marks import AREAS
from ui.words import plural

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
class RowHead:
    """The head of a row: its name, and small lines under it."""

    key: str
    name: str
    under: tuple[str, ...] = ()


@dataclass(frozen=True)
class MapCut:
    """The rows in order, and `keys`, which returns the rows a group belongs to. Rows without a group are shown if
    `bare`."""

    head: str
    foot: str
    lines: tuple[RowHead, ...]
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


def cut_of(access: Access, key: str, chosen: MapChoice, groups: Sequence[GroupRow], roll: Roll) -> MapCut:
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


def _by_year(chosen: MapChoice, groups: Sequence[GroupRow], roll: Roll) -> MapCut:
    known = {code for group in groups for code in group.year_groups} | set(roll)
    years = [code for code in YEAR_GROUP_ORDER if code in known and chosen.wants_year(code)]
    lines = [RowHead(code, str(YearGroup(code).label), _on_roll([code], roll)) for code in years]
    # As on paper, groups for several years have a row of their own: each pound stands in one row.
    shared = sorted({g.year_groups for g in groups if len(g.year_groups) > 1}, key=_place)
    lines += [RowHead(_joined(codes), year_groups_in_words(codes)) for codes in shared]
    return MapCut(
        CUTS[""],
        "All years",
        (*lines, RowHead(NONE, "Any year")),
        lambda group: (_joined(group.year_groups),),
        bare=True,
    )


def _joined(codes: Sequence[str]) -> str:
    """The key of a row for these year groups or stages; NONE for none."""
    return "+".join(codes)


def _place(codes: Sequence[str]) -> list[int]:
    return [YEAR_GROUP_ORDER[code] for code in codes]


def _by_stage(chosen: MapChoice, groups: Sequence[GroupRow], roll: Roll) -> MapCut:
    known = {code for group in groups for code in group.year_groups} | set(roll)
    stages = {stage: [code for code in codes if code in known] for stage, codes in KEY_STAGES.items()}
    stage_of = {code: stage for stage, codes in KEY_STAGES.items() for code in codes}
    lines = [
        RowHead(stage, stage, _on_roll(codes, roll))
        for stage, codes in stages.items()
        if any(chosen.wants_year(code) for code in codes)
    ]

    def stages_of(group: GroupRow) -> tuple[str, ...]:
        return tuple(dict.fromkeys(stage_of[code] for code in group.year_groups))

    order = list(KEY_STAGES)
    shared = {stages_of(group) for group in groups if len(stages_of(group)) > 1}
    lines += [
        RowHead(_joined(several), " and ".join([", ".join(several[:-1]), several[-1]]))
        for several in sorted(shared, key=lambda held: [order.index(stage) for stage in held])
    ]

    def keys(group: GroupRow) -> Sequence[str]:
        return (_joined(stages_of(group)),)

    return MapCut(CUTS["stage"], "All key stages", (*lines, RowHead(NONE, "Any key stage")), keys, bare=True)


def _on_roll(codes: Sequence[str], roll: Roll) -> tuple[str, ...]:
    pupils = sum(roll.get(code, (0, 0))[0] for code in codes)
    sen = sum(roll.get(code, (0, 0))[1] for code in codes)
    return (plural(pupils, "pupil"), f"{sen} SEN") if pupils else ()


def _by_class(access: Access, chosen: MapChoice) -> MapCut:
    """By class: a group belongs to the class it is for and to each class that a pupil in it comes from."""
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

    lines = [RowHead(str(number), name, (plural(sizes[number], "pupil"),)) for number, name in names.items()]
    return MapCut(
        CUTS["class"], "All classes", (*lines, RowHead(NONE, "No class named")), keys, bare=not chosen.form.any_set
    )


def _by_pupil_group(access: Access, chosen: MapChoice) -> MapCut:
    members = members_by_group(access)
    names = {
        number: name
        for number, name in pupil_groups_of(access).items()
        if chosen.pupil_group is None or number == chosen.pupil_group
    }

    def keys(group: GroupRow) -> Sequence[str]:
        inside = group.pupils_on(chosen.on)
        return tuple(str(number) for number, held in members.items() if inside & held) or (NONE,)

    lines = [RowHead(str(number), name) for number, name in names.items()]
    return MapCut(
        CUTS["pupilgroup"], "All groups", (*lines, RowHead(NONE, "None of these")), keys, bare=not chosen.form.any_set
    )


def _by_provision(key: str, groups: Sequence[GroupRow]) -> MapCut:
    """By an attribute of the provision, of which each group has one."""
    lines: list[RowHead]
    if key == "tier":
        lines = [RowHead(value, label) for value, label in Tier.choices]
    elif key == "area":
        lines = [RowHead(area.code, area.name) for area in AREAS]
    else:
        strands = sorted({group.strand for group in groups if group.strand})
        lines = [*(RowHead(strand, strand) for strand in strands), RowHead(NONE, "No strand")]
    return MapCut(CUTS[key], "All groups", tuple(lines), lambda group: (getattr(group, key),), bare=False)
