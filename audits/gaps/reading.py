"""Reading the facts of the gap analysis once: pupils with their scopes, ticks, and the groups that take pupils."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from audits.gaps.compare import Need, Running
from audits.models import AuditChart, AuditTick
from audits.patterns import FIELDS
from provisions.costs import CostedYear, GroupRow, read_year
from provisions.models import InterventionGroup, Provision
from provisions.reading import reach
from pupils.models import KEY_STAGES, PupilYear, SchoolClass, YearGroup
from pupils.reading import YEAR_GROUP_ORDER, class_ids
from schools.access import Access, NotThere
from schools.kept import kept
from schools.models import AcademicYear
from ui.folding import in_order

By = Literal["year", "class", "stage", "school"]
STATUS = InterventionGroup.Status
NO_CLASS = "c"
STAGE_OF = {code: stage for stage, codes in KEY_STAGES.items() for code in codes}


@dataclass(frozen=True, slots=True)
class Who:
    """A pupil, or (`id` None) a child not on roll yet; `leaves` is the last day at the school."""

    key: str
    id: int | None
    name: str
    reference: str
    year_group: str
    class_id: int | None = None
    class_name: str = ""
    leaves: date | None = None

    @property
    def where(self) -> str:
        """The class, else the year group in words."""
        return self.class_name or str(YearGroup(self.year_group).label)


@dataclass(frozen=True, slots=True)
class GapProvision:
    """A provision's fields for the comparison."""

    id: int
    name: str
    area: str
    tier: str
    training: str


@dataclass(frozen=True, slots=True)
class GapScope:
    """A class, year group, key stage or the school: its key within the comparison, and its name."""

    key: str
    label: str


@dataclass(frozen=True)
class Facts:
    """The facts of a comparison. `within` are the keys whose names the reader may see (None: all); `classes` hold name
    and year groups by number; `own` are the reader's own classes; `charts` is the number of charts with a tick or,
    while none has one, of all charts."""

    day: date
    people: Mapping[str, Who]
    needs: tuple[Need, ...]
    kinds: Mapping[int, GapProvision]
    catalogue: tuple[Mapping[str, Any], ...]
    costed: CostedYear
    running: tuple[GroupRow, ...]
    drafts: tuple[GroupRow, ...]
    classes: Mapping[int, tuple[str, tuple[str, ...]]]
    own: frozenset[int]
    within: frozenset[str] | None
    charts: int

    def place_of(self, who: Who, by: By) -> str:
        """The key of a pupil's scope."""
        if by == "class":
            return f"{NO_CLASS}{who.class_id or ''}"
        return who.year_group if by == "year" else STAGE_OF[who.year_group] if by == "stage" else "school"

    def open_to(self, group: GroupRow, by: By) -> tuple[str, ...]:
        """The keys of the scopes that a group takes pupils from; none = all."""
        if by == "school":
            return ("school",)
        codes = group.year_groups or self.classes.get(group.class_id or 0, ("", ()))[1]
        if by == "class":
            return self._classes(group, codes)
        ordered = [code for code in YEAR_GROUP_ORDER if code in codes]
        return tuple(dict.fromkeys(STAGE_OF[code] if by == "stage" else code for code in ordered))

    def _classes(self, group: GroupRow, codes: Iterable[str]) -> tuple[str, ...]:
        if group.class_id:
            return (f"{NO_CLASS}{group.class_id}",)
        wanted = set(codes)
        if not wanted:
            return ()
        found = [f"{NO_CLASS}{pk}" for pk, (_, taught) in self.classes.items() if wanted & set(taught)]
        return (*found, NO_CLASS)

    def scopes(self, by: By) -> tuple[GapScope, ...]:
        """Every scope with a pupil or a group, in order of age."""
        held = {self.place_of(who, by) for who in self.people.values()}
        held |= {key for group in (*self.running, *self.drafts) for key in self.open_to(group, by) if key != NO_CLASS}
        return tuple(scope for scope in self._every(by) if scope.key in held)

    def _every(self, by: By) -> list[GapScope]:
        if by == "year":
            return [GapScope(code, str(label)) for code, label in YearGroup.choices]
        if by == "stage":
            return [GapScope(stage, stage_words(stage)) for stage in KEY_STAGES]
        if by == "school":
            return [GapScope("school", "Whole school")]
        rows = sorted(self.classes.items(), key=lambda row: (*_first(row[1][1]), row[1][0], row[0]))
        return [
            *(GapScope(f"{NO_CLASS}{pk}", f"Class {name}") for pk, (name, _) in rows),
            GapScope(NO_CLASS, "In no class"),
        ]

    def shown(self, by: By) -> frozenset[str] | None:
        """The scopes that the reader is shown: all (None), or those of their own classes (else of their pupils)."""
        if self.within is None:
            return None
        mine = [self.people[key] for key in self.within if key in self.people]
        own = [who for who in mine if who.class_id in self.own or who.id is None] if self.own else mine
        return frozenset(self.place_of(who, by) for who in own)


def stage_words(stage: str) -> str:
    """A key stage in words."""
    return "Early years" if stage == "EYFS" else stage.replace("KS", "Key stage ")


def _first(codes: Iterable[str]) -> tuple[int, ...]:
    return (min((YEAR_GROUP_ORDER[code] for code in codes if code in YEAR_GROUP_ORDER), default=99),)


def running(group: GroupRow, facts: Facts, by: By) -> Running:
    """A group for the comparison."""
    pupils = tuple(f"p{pupil}" for pupil in sorted(group.pupils_on(facts.day)))
    return Running(group.id, group.provision_id, group.facts.size, facts.open_to(group, by), pupils)


def read_facts(access: Access, on: date) -> Facts:
    """Read the facts of a comparison; the number of queries does not grow with the school. The day is moved into the
    year. Raises NotThere where the school has no year yet."""
    year = access.year
    if year is None:
        raise NotThere("This school has no academic year yet. Enter one in the calendar first.")
    day = min(max(on, year.starts), year.ends)
    key = ("gaps", access.reader(), year.pk, day)
    return kept(key, lambda: _read_facts(access, year, day), weight=_weight, records=True)


def _weight(facts: Facts) -> int:
    return 20_000 + 5_000 * len(facts.catalogue)


def _read_facts(access: Access, year: AcademicYear, day: date) -> Facts:
    costed = read_year(year, on=day, statuses=(STATUS.RUNNING, STATUS.DRAFT))
    lasting = [group for group in costed.groups if group.facts.ends is None or group.facts.ends >= day]
    own = frozenset(class_ids(access))
    asked = ("asked for", year.pk, day)
    classes, people, needs, charts = kept(asked, lambda: _asked(access, day), weight=_size, groups=False, records=True)
    stored = Provision.objects.filter(school=access.school).order_by("id").values(*FIELDS, "area", "training_needed")
    rows = sorted(stored, key=lambda row: in_order(row["name"]))
    return Facts(
        day=day,
        people=people,
        needs=needs,
        kinds={row["id"]: _kind(row) for row in rows},
        catalogue=tuple(rows),
        costed=costed,
        running=tuple(group for group in lasting if group.status == STATUS.RUNNING),
        drafts=tuple(group for group in lasting if group.status == STATUS.DRAFT),
        classes=classes,
        own=own,
        within=_within(access, people, classes, own),
        charts=charts or AuditChart.objects.filter(school=access.school, year=year).count(),
    )


Classes = Mapping[int, tuple[str, tuple[str, ...]]]
Asked = tuple[Classes, Mapping[str, Who], tuple[Need, ...], int]


def _asked(access: Access, day: date) -> Asked:
    """The year's classes, its people, every tick, and the number of charts with one: all that no group changes."""
    rooms = SchoolClass.objects.filter(school=access.school, year=access.year).values_list("id", "name", "year_groups")
    classes = {pk: (name, tuple(codes)) for pk, name, codes in rooms}
    pupils = _pupils(access)
    coming, needs, charts = _needs(access, pupils, classes, day)
    return classes, pupils | coming, needs, charts


def _size(made: Asked) -> int:
    return 500 * len(made[1]) + 200 * len(made[2])


def _kind(row: Mapping[str, Any]) -> GapProvision:
    return GapProvision(row["id"], row["name"], row["area"], row["tier"], row["training_needed"])


def _pupils(access: Access) -> dict[str, Who]:
    rows = PupilYear.objects.filter(school=access.school, year=access.year)
    found = [
        (surname, preferred or forename, pupil, upn or number, code, room, room_name or "", leaves)
        for pupil, surname, preferred, forename, upn, number, code, room, room_name, leaves in rows.values_list(
            "pupil_id", "pupil__surname", "pupil__preferred_name", "pupil__forename", "pupil__upn",
            "pupil__admission_number", "year_group", "school_class_id", "school_class__name", "pupil__leaving_date",
        )
    ]  # fmt: skip
    return {
        f"p{pupil}": Who(f"p{pupil}", pupil, f"{known} {surname}", said, code, room, name, leaves)
        for surname, known, pupil, said, code, room, name, leaves in sorted(
            found, key=lambda row: (in_order(row[0], row[1]), row[2])
        )
    }


def _needs(
    access: Access, pupils: dict[str, Who], classes: Classes, day: date
) -> tuple[dict[str, Who], tuple[Need, ...], int]:
    """The children not on roll yet whom charts name, every tick of the year, and the number of charts with one. Pupils
    who have left are left out."""
    rows = AuditTick.objects.filter(school=access.school, row__chart__year=access.year)
    coming: dict[str, Who] = {}
    children: dict[tuple[str, str], str] = {}
    needs: list[Need] = []
    charts: set[int] = set()
    for chart, row, pupil, name, code, room, band, provision in rows.order_by("row_id", "id").values_list(
        "row__chart_id", "row_id", "row__pupil_id", "row__name", "row__year_group", "row__chart__school_class_id",
        "row__band", "provision_id",
    ):  # fmt: skip
        charts.add(chart)
        if not pupil:
            key = children.setdefault((" ".join(name.casefold().split()), code), f"n{row}")
            class_name = classes[room][0] if room in classes else ""
            if key not in coming or (room and not coming[key].class_id):
                coming[key] = Who(key, None, name, name, code, room if class_name else None, class_name)
        else:
            key = f"p{pupil}"
            if key not in pupils or _gone(pupils[key], day):
                continue
        needs.append(Need(key, provision, band))
    return coming, _in_order_of_name(needs, {**pupils, **coming}), len(charts)


def _in_order_of_name(needs: list[Need], people: Mapping[str, Who]) -> tuple[Need, ...]:
    place = {key: number for number, key in enumerate(people)}
    return tuple(sorted(needs, key=lambda need: place[need.pupil]))


def _gone(who: Who, day: date) -> bool:
    return who.leaves is not None and who.leaves < day


def _within(access: Access, people: Mapping[str, Who], classes: Classes, own: frozenset[int]) -> frozenset[str] | None:
    """The pupils within reach, and the children not on roll yet of the person's own classes and their year groups."""
    found = reach(access)
    if found is None:
        return None
    taught = {code for pk in own if pk in classes for code in classes[pk][1]}
    return frozenset(
        who.key
        for who in people.values()
        if (who.id in found if who.id else who.class_id in own or (not who.class_id and who.year_group in taught))
    )
