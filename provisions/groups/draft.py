"""The cost of a group whose form is not saved yet, worked out as on the map, and its clashes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from costing.engine.costing import Costing
from costing.engine.errors import CostingError
from costing.engine.groups.components import components_of, ratio_of
from costing.engine.quantities.figures import exact_sum
from costing.engine.results import Remark
from costing.models import StaffRole
from provisions.checks.facts import UNIVERSAL
from provisions.costed import CostedGroup, committed, costed_group, whole_school_line
from provisions.costs import CostedYear, GroupRow, group_row, read_year
from provisions.groups.clashes import clashes_between
from provisions.models import FundingStream, Provision
from provisions.reading import whole_school
from schools.access import Access
from schools.clock import today
from schools.models import DayBand, StaffMember
from schools.roles import Permission
from ui.parts import Fact
from ui.words import first_of, hours, money, number, plural

Row = dict[str, Any]
NEW = "new"
BLANK: Row = {"starts": None, "ends": None, "together": ""}
OF_PROVISION = ("name", "area", "strand", "tier", "description")


@dataclass(frozen=True)
class Unsaved:
    """The content of an unsaved form: the group's values by field, its lines, and its places for the costs."""

    values: Row
    staffing: Sequence[Row] = ()
    sessions: Sequence[Row] = ()
    costs: Sequence[Row] = ()
    places: Sequence[Row] = ()
    group: int | None = None


@dataclass(frozen=True)
class Estimate:
    """The figures beside the form, what is missing for them, and what to look at."""

    facts: tuple[Fact, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    clashes: tuple[str, ...] = ()
    agrees: bool = False


def estimate(access: Access, said: Unsaved) -> Estimate:
    """The figures of the form; costs only for those who see them."""
    missing = tuple(_missing(said))
    if missing or access.year is None:
        return Estimate(missing=missing)
    costed = read_year(access.year, on=today())
    others = tuple(group for group in costed.groups if group.id != said.group)
    draft = _row(access, said, costed)
    clashes = clashes_between(access, [draft], others)
    told = _money(costed, draft, others) if access.may(Permission.VIEW_COSTS) else _time(costed, draft)
    return replace(told, clashes=tuple(first_of(clashes)))


def _missing(said: Unsaved) -> Iterator[str]:
    if not said.values.get("provision"):
        yield "Choose the provision to see what it comes to."
    if not said.values.get("size"):
        yield "Write the group size to see what it comes to."
    if not said.values.get("weeks"):
        yield "Write the weeks to see what it comes to."


def _row(access: Access, said: Unsaved, costed: CostedYear) -> GroupRow:
    """The unsaved group for the costs."""
    values = said.values
    provision = Provision.objects.get(school=access.school, pk=values["provision"])
    roles: dict[Any, str] = dict(StaffRole.objects.filter(school=access.school).values_list("pk", "code"))
    people: dict[Any, str] = dict(StaffMember.objects.filter(school=access.school).values_list("pk", "name"))
    bands = list(DayBand.objects.filter(school=access.school).values("band", "starts", "ends"))

    def lines(rows: Iterable[Row]) -> list[Row]:
        return [
            {
                "id": -n, **BLANK, **row, "role__code": roles.get(row.get("role")), "person_id": row.get("person"),
                "person__name": people.get(row.get("person")),
            }
            for n, row in enumerate(rows, 1)
        ]  # fmt: skip

    held: Row = {
        "id": said.group or 0, "code": values.get("code") or NEW, "name": values.get("name") or "",
        "provision_id": provision.pk, "provision__measure__name": "", "school_class_id": values.get("school_class"),
        "school_class__name": "", "funding_stream_id": values.get("funding_stream"), "measure__name": "", "focus": "",
        **{f"provision__{name}": getattr(provision, name) for name in OF_PROVISION},
        "setting": "", "status": "running", "year_groups": values.get("year_groups") or (),
        **{name: values.get(name) for name in ("size", "weeks", "starts", "ends")},
    }  # fmt: skip
    costs = [{**row, "payer": row.get("payer") or "school"} for row in said.costs]
    return group_row(held, lines(said.staffing), lines(said.sessions), said.places, lines(costs), bands)


def _money(costed: CostedYear, draft: GroupRow, others: Sequence[GroupRow]) -> Estimate:
    costing = costed.costing()
    row = costed_group(costing, draft, today())
    if draft.tier == UNIVERSAL:
        time = _time(costed, draft)
        return replace(time, notes=(*time.notes, "Universal provision is listed and never costed."))
    if row.cost is None:
        return Estimate(missing=(row.fault,))
    shared = plural(max(draft.facts.size, row.filled), "pupil")
    facts = [
        Fact("Staff time a week", hours(row.cost.weekly_hours)),
        Fact("A week", money(row.cost.weekly_cost)),
        Fact(f"The run of {plural(draft.facts.weeks, 'week')}", money(row.full_cost)),
        Fact("For each pupil", money(row.cost_per_pupil), f"{shared} taught together, {row.cost.ratio}"),
    ]
    if stream := _stream(costed, costing, row, others):
        facts.append(stream)
    return Estimate(tuple(facts), notes=_told(row.cost.remarks, draft), agrees=_agrees(costed, draft))


def _stream(costed: CostedYear, costing: Costing, row: CostedGroup, others: Sequence[GroupRow]) -> Fact | None:
    """What is left in the funding stream after this group."""
    if row.group.stream_id is None:
        return None
    stream = FundingStream.objects.get(year=costed.year, pk=row.group.stream_id)
    rows = [row, *(costed_group(costing, one, today()) for one in others if one.stream_id == stream.pk)]
    whole = [
        whole_school_line(costed, line) for line in whole_school(costed.year) if line["funding_stream_id"] == stream.pk
    ]
    left = stream.amount - committed(rows, whole).get(stream.pk, Decimal(0))
    words = f"of {money(stream.amount)}" if left >= 0 else f"more than the {money(stream.amount)} there are"
    return Fact(f"{'Left in' if left >= 0 else 'Beyond'} {stream.name}", money(abs(left)), words)


def _time(costed: CostedYear, draft: GroupRow) -> Estimate:
    """Hours and ratio, without costs."""
    try:
        work = components_of(draft.facts, costed.rules, costed.day_in(draft))
    except CostingError as fault:
        return Estimate(missing=(str(fault),))
    told = hours(exact_sum(one.hours for one in work.components))
    facts = (Fact("Staff time a week", told), Fact("Staff to pupils", ratio_of(draft.facts, work.components)))
    weeks = Fact("Weeks", number(draft.facts.weeks))
    return Estimate((*facts, weeks), notes=_told(work.remarks, draft), agrees=work.by_session)


def _told(remarks: Iterable[Remark], draft: GroupRow) -> tuple[str, ...]:
    """Remarks without the group's code, which the form shows already."""
    found = [remark.message.removeprefix(f"{draft.code}: ") for remark in remarks]
    return tuple(dict.fromkeys(text[:1].upper() + text[1:] for text in found))


def _agrees(costed: CostedYear, draft: GroupRow) -> bool:
    try:
        return components_of(draft.facts, costed.rules, costed.day_in(draft)).by_session
    except CostingError:
        return False
