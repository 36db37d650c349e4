"""The home page, by role: the person's own work first, then the school's progress and what needs attention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from audits.charts.round.listing import to_do
from pages.classes.today import OwnDay, names_within, own_day, own_groups, own_slots
from pages.home import money as home_money
from pages.home.first_steps import first_steps
from pages.home.money import MoneyHome
from pages.home.steps import YearStep, year_steps
from pages.shared import Week, WeekSlot, weeks_of, when_words, who_words
from provisions.checks.facts import runs_on
from provisions.costs import CostedYear, GroupRow
from provisions.reading import group_names, names_of
from pupils.reading import PupilName, class_ids
from reports.documents.head import PaperOptions, read_for
from reports.documents.maps import whole_school_map
from reports.documents.maps.whole_school_map import StreamLine, WholeSchoolMap
from reports.findings import findings_of, gathered, map_findings
from reports.mending import may_mend
from schools.access import Access
from schools.roles import Permission
from ui.findings import Finding
from ui.folding import by_name
from ui.parts import Choice, Fact
from ui.words import money, plural


@dataclass(frozen=True)
class HomeChildGroup:
    """A group that a pupil of the class goes to, in words for the class team."""

    title: str
    href: str
    area: str
    when: str
    who: str


@dataclass(frozen=True)
class HomeChild:
    """A pupil of the class with their groups."""

    name: str
    href: str
    gets: tuple[HomeChildGroup, ...]


@dataclass(frozen=True)
class ClassList:
    """One of the person's classes: the pupils who go to a group now, and the number of those who do not."""

    name: str
    href: str
    children: tuple[HomeChild, ...]
    others: int


@dataclass(frozen=True)
class HomePage:
    """The home page. Parts that are None or empty are not for this person."""

    to_do: tuple[Choice, ...] = ()
    facts: tuple[Fact, ...] = ()
    classes: tuple[ClassList, ...] = ()
    today: OwnDay | None = None
    weeks: tuple[Week, ...] = ()
    streams: tuple[StreamLine, ...] = ()
    money: MoneyHome | None = None
    findings: tuple[Finding, ...] = ()
    all_findings: int = 0
    first: tuple[YearStep, ...] = ()
    steps: tuple[YearStep, ...] = ()
    doors: tuple[Choice, ...] = ()


def build(access: Access) -> HomePage:
    """The home page of this person in the year."""
    if access.year is None:
        return HomePage(doors=_doors(access))
    if not access.permissions & {Permission.VIEW_MAP, Permission.VIEW_TOTALS}:
        return HomePage(doors=_doors(access))
    asked = PaperOptions()
    if access.may(Permission.VIEW_COSTS):
        return _leader(access, asked)
    if not access.may(Permission.VIEW_MAP):
        return HomePage(doors=_doors(access), steps=year_steps(access, access.year, len(group_names(access))))
    return _class_team(access, read_for(access, asked), asked.on)


def _leader(access: Access, asked: PaperOptions) -> HomePage:
    made = whole_school_map.build(access, asked)
    found = map_findings(access, made, asked.on)
    keeps_money_alone = access.may(Permission.EDIT_COSTS) and not access.may(Permission.EDIT_PROVISION)
    money = home_money.build(access, made, asked, found) if keeps_money_alone else None
    return HomePage(
        facts=_facts(access, made),
        streams=made.streams,
        money=money,
        findings=gathered(money.findings if money else found, access.url("findings"))[:6],
        all_findings=len(found),
        first=() if made.rows else first_steps(access),
        steps=year_steps(access, made.costed.year, len(made.rows)),
        doors=_doors(access, takes=bool(own_groups(access, made.costed))),
    )


def _facts(access: Access, made: WholeSchoolMap) -> tuple[Fact, ...]:
    running = sum(runs_on(row.group, made.head.on) for row in made.rows)
    map_href = access.url("map")
    whole = f"{money(made.whole_school_costs)} of it for the whole school" if made.whole_school_costs else ""
    return (
        Fact("Groups running", str(running), f"of {len(made.rows)} this year", map_href),
        Fact("Pupils on the map", str(len(made.pupils)), href=access.url("pupils")),
        Fact("Cost this year", money(made.total), whole, access.url("paper", "whole-school-map")),
    )


def _class_team(access: Access, costed: CostedYear, on: date) -> HomePage:
    names = names_within(access)
    classes = _classes(access, costed, on)
    own = [group for group in own_groups(access, costed) if runs_on(group, on)]
    slots = [pair for group in own for pair in _own_slots(access, costed, group, on)]
    found = findings_of(access, costed, on) if access.may(Permission.VIEW_NEEDS) else ()
    theirs = [one for one in found if may_mend(access, costed, one)]
    return HomePage(
        to_do=_to_do(access),
        classes=classes,
        today=own_day(access, costed, on, names) if own or not classes else None,
        weeks=weeks_of(slots),
        findings=tuple(theirs[:6]),
        all_findings=len(found),
        doors=_doors(access),
    )


def _to_do(access: Access) -> tuple[Choice, ...]:
    """The charts that this person is to fill in."""
    return tuple(Choice(words, access.url("audit_chart", chart)) for words, chart in to_do(access))


def _own_slots(access: Access, costed: CostedYear, group: GroupRow, on: date) -> list[tuple[int, WeekSlot]]:
    return own_slots(access, costed, group, note=plural(len(group.pupils_on(on)), "pupil"))


def _classes(access: Access, costed: CostedYear, on: date) -> tuple[ClassList, ...]:
    """The person's classes with their pupils; none for assistants, who see today's sessions instead."""
    own = class_ids(access) if access.may(Permission.VIEW_NEEDS) else set()
    if not own:
        return ()
    by_class: dict[int, list[PupilName]] = {}
    names: dict[int, str] = {}
    for pupil in names_of(access).values():
        if pupil.class_id in own:
            by_class.setdefault(pupil.class_id, []).append(pupil)
            names[pupil.class_id] = pupil.class_name
    return tuple(_class_list(access, costed, on, key, by_class[key]) for key, _ in by_name(names.items(), 1))


def _class_list(access: Access, costed: CostedYear, on: date, pk: int, pupils: list[PupilName]) -> ClassList:
    children = []
    for pupil in pupils:
        groups = [group for group in costed.by_pupil.get(pupil.id, ()) if _has(group, pupil.id, on)]
        if groups:
            gets = tuple(_given(access, costed, group) for group in groups)
            children.append(HomeChild(pupil.name, access.url("pupil", pupil.id), gets))
    href = access.url("class", pk)
    return ClassList(pupils[0].class_name, href, tuple(children), len(pupils) - len(children))


def _has(group: GroupRow, pupil: int, on: date) -> bool:
    return runs_on(group, on) and any(place.pupil_id == pupil and place.open_on(on) for place in group.places)


def _given(access: Access, costed: CostedYear, group: GroupRow) -> HomeChildGroup:
    return HomeChildGroup(
        group.title, _href(access, group), group.area, when_words(group), who_words(group, costed.roles)
    )


def _href(access: Access, group: GroupRow) -> str:
    return access.url("group", group.id)


def _doors(access: Access, *, takes: bool = False) -> tuple[Choice, ...]:
    """The main buttons for this person; `takes`: they take groups themselves."""
    doors = []
    if access.year and access.may(Permission.VIEW_MAP):
        doors.append(Choice("Open the map", access.url("map"), icon="grid-3x3-gap", main=True))
    elif access.year and access.may(Permission.VIEW_TOTALS):
        doors.append(Choice("See the totals", access.url("map"), icon="grid-3x3-gap", main=True))
    if takes:
        doors.append(Choice("Your sessions today", access.url("today"), icon="calendar-check"))
    if access.year and access.may(Permission.EXPORT):
        doors.append(Choice("Papers", access.url("papers"), icon="file-earmark-text"))
    if access.may(Permission.IMPORT_WORKBOOK):
        doors.append(Choice("Import a workbook", access.url("import"), icon="upload", main=not access.year))
    return tuple(doors)
