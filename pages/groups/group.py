"""A group: pattern, staffing, sessions as a week, places, focus, other costs, findings and the full sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from costing.engine.facts import OtherCost
from costing.engine.quantities.figures import in_pounds as printed
from costing.engine.quantities.figures import rounded
from pages.shared import DAYS, Week, ratio_words, slots_of, sum_lines, weeks_of, when_words
from provisions.costs import ON_THE_MAP, CostedYear, GroupRow, PlaceRow
from provisions.groups.fields import FIELDS
from provisions.groups.reading import OFF_THE_MAP, may_edit
from provisions.reading import group_words, helps_in_class, names_of, targets_within
from pupils.reading import PupilName
from reports.documents.head import Note, PaperOptions, notes_of, read_for
from reports.documents.maps.grid import pattern_of, year_groups_in_words
from reports.documents.maps.whole_school_map import MapRow, map_row
from reports.findings import findings_of
from schools.access import Access, NotThere
from schools.roles import Permission
from ui.findings import Finding
from ui.parts import SumLine
from ui.words import date_uk, dates_uk, hours, minutes, money, number, plural


@dataclass(frozen=True)
class GroupStaffLine:
    """A line of staffing in words, with the role's cost in pounds (None for a reader who sees no costs)."""

    role: str
    person: str
    pattern: str
    weekly: str
    cost: Decimal | None
    person_id: int | None = None


@dataclass(frozen=True)
class PlaceLine:
    """The place of a pupil within the reader's reach. `cost` in pounds, None for a reader who sees no costs."""

    id: int
    pupil_id: int
    left: bool
    name: str
    href: str
    class_name: str
    dates: str
    days: str
    open: bool
    outcome: str
    charged: str
    helps: str
    cost: Decimal | None


@dataclass(frozen=True)
class GroupCostLine:
    """An other cost of the group, in words."""

    description: str
    kind: str
    date: str
    payer: str
    cost: str


@dataclass(frozen=True)
class GroupPage:
    """What the page and the side panel of a group show."""

    group: GroupRow
    href: str
    scope: str
    pattern: str
    weeks: str
    dates: str
    ratio: str
    setting: str
    filled: int
    stream: str
    when: str
    about: tuple[tuple[str, str], ...]
    staff: tuple[GroupStaffLine, ...]
    timetable: tuple[Week, ...]
    places: tuple[PlaceLine, ...]
    others_outside: int
    other_costs: tuple[GroupCostLine, ...]
    findings: tuple[Finding, ...]
    row: MapRow | None
    steps: tuple[SumLine, ...]
    words: str
    each: tuple[SumLine, ...]
    targets: bool = False
    may_edit: bool = False
    may_cost: bool = False

    @property
    def too_full(self) -> bool:
        """Whether more pupils have a place than are to be taught together."""
        return self.filled > self.group.facts.size

    @property
    def names(self) -> str:
        """The pupils with an open place, as far as they may be named."""
        return ", ".join(dict.fromkeys(place.name for place in self.places if place.open))


def _about(words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What the group is for: labels and words. Its measure stands among the facts, as the provision's own does."""
    for field in FIELDS:
        if field.about and field.name != "measure" and words[field.name]:
            yield field.label, words[field.name]


def build(access: Access, pk: int, asked: PaperOptions) -> GroupPage:
    """The page of a group on the year's map; drafts and archived groups only for those who may change them. Raises
    NotThere where there is none."""
    costed = read_for(access, asked, groups=[pk], statuses=(*ON_THE_MAP, *OFF_THE_MAP))
    group = costed.groups[0] if costed.groups else None
    theirs = group is not None and may_edit(access, group.class_id)
    if group is None or (group.status in OFF_THE_MAP and not theirs):
        raise NotThere("There is no such group on this year's map.")
    costing = costed.costing(asked.horizon)
    row = map_row(costing, group, asked) if access.may(Permission.VIEW_COSTS) else None
    names = names_of(access, {place.pupil_id for place in group.places})
    read = _read_of(access, group, names)
    words = group_words(access, pk)
    ids = {group.code: group.id}
    working = row.cost.working if row and row.cost else None
    return GroupPage(
        group=group,
        href=access.url("group", group.id),
        scope=f"Class {group.class_name}" if group.class_name else year_groups_in_words(group.year_groups),
        pattern=pattern_of(group),
        weeks=plural(group.facts.weeks, "week"),
        dates=dates_uk(group.facts.starts, group.facts.ends),
        ratio=row.cost.ratio if row and row.cost else ratio_words(group, costed),
        setting=group.setting.capitalize(),
        filled=len(group.pupils_on(asked.on)),
        stream=words["funding_stream"],
        when=when_words(group) if group.facts.sessions else "",
        about=tuple(_about(words)),
        staff=tuple(_staff(costed, group, row)),
        timetable=weeks_of(slots_of(group, costed.roles)),
        places=tuple(
            _place(access, place, group, names[place.pupil_id], row, asked.on, read) for place in _known(group, names)
        ),
        others_outside=len({place.pupil_id for place in group.places} - set(names)),
        other_costs=tuple(_other(cost) for cost in group.facts.other_costs) if row else (),
        findings=_findings(access, costed, row, asked),
        row=row,
        steps=sum_lines(working, access, ids),
        words=working.words() if working else "",
        each=sum_lines(row.per_pupil if row else None, access, ids)[-1:],
        targets=bool(read),
        may_edit=theirs,
        may_cost=row is not None and bool(access.permissions & {Permission.EDIT_PROVISION, Permission.EDIT_COSTS}),
    )


def _read_of(access: Access, group: GroupRow, names: Mapping[int, PupilName]) -> dict[int, str]:
    """The pupils of the group whose outcomes the person may read, with what helps each in class; that is left out for
    who opens every pupil's page, where it stands as well."""
    within = targets_within(access)
    read = dict.fromkeys(names if within is None else within.intersection(names), "")
    return read if access.may(Permission.VIEW_PUPILS) else read | helps_in_class(access, read)


def _known(group: GroupRow, names: dict[int, PupilName]) -> list[PlaceRow]:
    order = {pupil: place for place, pupil in enumerate(names)}
    held = [place for place in group.places if place.pupil_id in names]
    return sorted(held, key=lambda place: (order[place.pupil_id], place.joined or date.min))


def _staff(costed: CostedYear, group: GroupRow, row: MapRow | None) -> list[GroupStaffLine]:
    """Each line of staffing; the cost of a role is given once, with its first line."""
    costs = {one.role: one.cost for one in row.cost.roles} if row and row.cost else {}
    found = []
    for staff, line in zip(group.staff, group.facts.staffing, strict=True):
        role = costed.roles[line.role].name if line.role in costed.roles else line.role
        several = f"{number(line.staff)} × " if line.staff != 1 else ""
        weekly = line.sessions * line.minutes * line.staff / 60
        pattern = f"{number(line.sessions)} × {minutes(line.minutes)}"
        cost = costs.pop(line.role, None)
        found.append(GroupStaffLine(f"{several}{role}", staff.person, pattern, hours(weekly), cost, staff.person_id))
    return found


def _place(
    access: Access, place: PlaceRow, group: GroupRow, pupil: PupilName, row: MapRow | None, on: date,
    read: Mapping[int, str],
) -> PlaceLine:  # fmt: skip
    facts = next(one for one in group.facts.places if one.key == place.key)
    share = row.cost.places.get(place.key) if row and row.cost else None
    return PlaceLine(
        id=place.id,
        pupil_id=pupil.id,
        left=place.left is not None,
        name=pupil.name,
        href=access.url("pupil", pupil.id),
        class_name=pupil.class_name,
        dates=dates_uk(place.joined, place.left) or "the whole run",
        days=", ".join(DAYS[day][:3] for day in sorted(facts.days)),
        open=place.open_on(group.day_within(on)),
        outcome=place.outcome if place.pupil_id in read else "",
        helps=read.get(place.pupil_id, ""),
        charged=f"Charged in full: {facts.reason}" if facts.charged_in_full and row else "",
        cost=None if share is None else printed(rounded(share)),
    )


def _other(cost: OtherCost) -> GroupCostLine:
    told = money(cost.amount) if cost.amount is not None else f"{hours(cost.hours or Fraction(0))} of {cost.role}"
    payer = "" if cost.payer == "school" else cost.payer.capitalize() if cost.payer != "LA" else "LA"
    return GroupCostLine(cost.description, cost.kind.capitalize(), date_uk(cost.on), payer, told)


def _findings(access: Access, costed: CostedYear, row: MapRow | None, asked: PaperOptions) -> tuple[Finding, ...]:
    """The findings about this group, without those about a single pupil of it. Links to this very page are blank."""
    notes = list(notes_of(row.cost.remarks)) if row and row.cost else []
    if row and row.fault:
        notes.append(Note("no-rate", row.fault, row.group.code))
    if not access.permissions & {Permission.VIEW_COSTS, Permission.VIEW_NEEDS}:
        return ()
    group = costed.groups[0]
    here, start = f"/groups/{group.id}/", f"{group.title} ({group.code}): "
    return tuple(
        replace(
            one,
            sentence=_own_words(one.sentence, start),
            link="" if (one.link or "").endswith(here) else one.link,
        )
        for one in findings_of(access, costed, asked.on, notes)
        if one.group or not one.pupil
    )


def _own_words(sentence: str, start: str) -> str:
    """A finding's sentence without the group's name, which heads the page."""
    own = sentence.removeprefix(start)
    return own[:1].upper() + own[1:]
