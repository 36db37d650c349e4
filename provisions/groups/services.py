"""Changing groups: they are made, changed, started, ended, archived and restored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from costing.models import StaffRole
from provisions.costs import calendar_of
from provisions.groups import rules
from provisions.groups.clashes import clashes_of
from provisions.groups.fields import GROUP
from provisions.groups.reading import LINKS, STATUS, group_to_edit, need_edit
from provisions.groups.spans import weeks_between
from provisions.models import (
    FundingStream,
    InterventionGroup,
    Measure,
    OtherCost,
    Place,
    Provision,
    Session,
    Staffing,
)
from provisions.reading import reach
from pupils.models import Pupil, SchoolClass
from schools.access import Access, NotThere
from schools.clock import today
from schools.edits import Edit, Refused, edit
from schools.edits.undo import step_after, take_back_rows
from schools.models import StaffMember
from schools.roles import Permission

LINKED: dict[str, type[Model]] = {
    "provision": Provision, "school_class": SchoolClass, "funding_stream": FundingStream, "measure": Measure,
    "role": StaffRole, "person": StaffMember,
}  # fmt: skip
OF_A_YEAR = frozenset({"school_class", "funding_stream"})
Values = Mapping[str, Any]


class Changes(Protocol):
    """The changes to the lines of a form; `ui.edit_forms.Lines` is one."""

    @property
    def added(self) -> Sequence[Values]:
        """The values of new lines."""

    @property
    def changed(self) -> Mapping[int, Values]:
        """The values of existing lines, by their number."""

    @property
    def removed(self) -> Sequence[int]:
        """The numbers of lines to end."""


@dataclass(frozen=True)
class NewLines:
    """Lines of a group that has none yet."""

    added: Sequence[Values]
    changed: Mapping[int, Values] = field(default_factory=dict)
    removed: Sequence[int] = ()


@dataclass(frozen=True)
class Parts:
    """The lines of a group in a form; None for kinds that the form does not hold."""

    staffing: Changes | None = None
    sessions: Changes | None = None
    costs: Changes | None = None


def make_group(
    *, by: Access, values: Values, pupils: Sequence[int] = (), parts: Parts | None = None, ticket: UUID | None = None
) -> Edit:
    """Make a group with its lines and first pupils. Raises Refused for values that are not allowed, NotAllowed for a
    class that is not theirs, NotThere for links to rows that the school does not have."""
    with edit(by, "added", ticket=ticket) as change:
        change.about = add_group(change, values, pupils, parts)
        change.warnings = clashes_of(by, [change.about.pk])
    return change


def add_group(
    change: Edit, values: Values, pupils: Sequence[int] = (), parts: Parts | None = None
) -> InterventionGroup:
    """The same within an edit that does more. Raises as `make_group`."""
    by = change.by
    need_edit(by, values["school_class"])
    links_are_ours(by, values)
    group = InterventionGroup(year=by.year, school=by.school, **stored(_checked(by, values, held=len(pupils))))
    if not group.year_groups and group.school_class:
        group.year_groups = list(group.school_class.year_groups)
    change.add(group)
    change.add_all([Place(group=group, pupil=pupil) for pupil in _pupils(by, pupils)])
    _write_parts(change, group, parts or Parts())
    return group


def change_group(
    *, by: Access, group: int, values: Values, parts: Parts | None = None, ticket: UUID | None = None
) -> Edit:
    """Give a group these values (any of GROUP) and lines. Raises as `make_group`."""
    about = group_to_edit(by, group)
    if "school_class" in values:
        need_edit(by, values["school_class"])
    with edit(by, "changed", about, ticket=ticket) as change:
        links_are_ours(by, values)
        if values:
            change.set(about, **stored(_checked(by, values, about)))
        _write_parts(change, about, parts or Parts())
        change.warnings = clashes_of(by, [about.pk])
    return change


def change_costs(*, by: Access, group: int, costs: Changes, ticket: UUID | None = None) -> Edit:
    """Change the other costs of a group, for those who change costs."""
    by.need(Permission.EDIT_COSTS, Permission.EDIT_PROVISION)
    about = InterventionGroup.objects.filter(school=by.school, year=by.year, pk=group).first()
    if about is None:
        raise NotThere("There is no such group this year.")
    with edit(by, "changed", about, ticket=ticket) as change:
        _write_parts(change, about, Parts(costs=costs))
    return change


def start_group(*, by: Access, group: int, ticket: UUID | None = None) -> Edit:
    """Start a draft: it runs, and is on the map, from now on."""
    about = group_to_edit(by, group)
    with edit(by, "started", about, ticket=ticket) as change:
        if about.status != STATUS.DRAFT:
            raise Refused(f"{about} is not a draft any more, so there is nothing to start.")
        change.set(about, status=STATUS.RUNNING)
    return change


def end_group(*, by: Access, group: int, on: date, ticket: UUID | None = None) -> Edit:
    """End a group on a day: open places end then, and its weeks are those it ran. Places that were to begin later are
    removed. Raises Refused for a day before its first."""
    about = group_to_edit(by, group)
    with edit(by, "ended", about, ticket=ticket) as change:
        end_in(change, [about], on)
    return change


def end_in(change: Edit, groups: Sequence[InterventionGroup], on: date) -> None:
    """The same for several, within an edit that does more. Raises Refused with what stands against it in any."""
    year: Any = change.by.year
    rules.asked_of(groups, lambda group: rules.can_end(year, group, on))
    calendar = calendar_of(year, on)
    wanted: list[tuple[InterventionGroup, dict[str, Any]]] = []
    for group in groups:
        ran = weeks_between(calendar, group.starts or year.starts, on)
        # Ending never lengthens a run, and 0 is what is counted where no half-terms are entered.
        weeks = Decimal(ran) if 0 < ran < group.weeks else group.weeks
        wanted.append((group, {"ends": on, "status": STATUS.ENDED if on <= today() else group.status, "weeks": weeks}))
    change.set_all(wanted)
    places = list(Place.objects.filter(group__in=groups))
    later = [place for place in places if place.joined and place.joined > on]
    stay = [place for place in places if place not in later and (place.left is None or place.left > on)]
    change.remove_all(later)
    change.set_all([(place, {"left": on}) for place in stay])


def archive_group(*, by: Access, group: int, ticket: UUID | None = None) -> Edit:
    """Take a mistaken group off the map; everything in it stays as it is."""
    about = group_to_edit(by, group)
    with edit(by, "archived", about, ticket=ticket) as change:
        change.set(about, status=STATUS.ARCHIVED)
    return change


def restore_group(*, by: Access, group: int, ticket: UUID | None = None) -> Edit:
    """Restore an archived group to what it was before; or let an ended one run on as it was planned: with its last day,
    its weeks, and the places that its ending closed or took away. Who left by themself that day has left."""
    about = group_to_edit(by, group)
    with edit(by, "brought back", about, ticket=ticket) as change:
        if about.status == STATUS.ARCHIVED:
            # What it was before it was archived is kept only in its history.
            history: Any = about.history
            before = history.exclude(status=STATUS.ARCHIVED).order_by("-history_id").first()
            change.set(about, status=before.status if before else STATUS.DRAFT)
        elif about.status == STATUS.ENDED:
            _run_on(change, about)
    return change


def _run_on(change: Edit, group: InterventionGroup) -> None:
    """Take back what ending the group did. One that came in as ended loses its last day, and its pupils theirs."""
    history: Any = group.history
    before = history.exclude(status=STATUS.ENDED).order_by("-history_id").first()
    entry = step_after(before.history_id, group) if before else None
    if entry is None:
        left = Place.objects.filter(group=group, left=group.ends) if group.ends else []
        change.set_all([(place, {"left": None}) for place in left])
        change.set(group, status=STATUS.RUNNING, ends=None)
        return
    places: Any = Place.history
    held = places.filter(group_id=group.pk).order_by().values_list("id", flat=True).distinct()
    take_back_rows(change, entry, [(InterventionGroup, group.pk), *((Place, number) for number in held)])
    change.set(group, status=STATUS.RUNNING)


def _checked(by: Access, values: Values, about: InterventionGroup | None = None, held: int = 0) -> Values:
    """The values, if they are allowed; a value that has not changed is not checked again."""
    now = {name: getattr(about, f"{name}_id" if name in LINKS else name) for name in GROUP} if about else {}
    new = {**now, **values}

    def differ(*names: str) -> bool:
        return about is None or any(new[name] != now[name] for name in names)

    if differ("code"):
        rules.code_free(by, new["code"], about.pk if about else None)
    if differ("starts", "ends", "weeks"):
        rules.run_stands(by.year, new["starts"], new["ends"], new["weeks"])  # type: ignore[arg-type]
    if new["school_class"] and differ("school_class", "year_groups"):
        room = SchoolClass.objects.get(school=by.school, pk=new["school_class"])
        rules.class_fits(room.name, room.year_groups, new["year_groups"])
    if differ("size"):
        rules.size_holds(new["size"], rules.open_place_counts([about])[about.pk] if about else held)
    return values


def _write_parts(change: Edit, group: InterventionGroup, parts: Parts) -> None:
    if parts.staffing is not None:
        _write_lines(change, Staffing, group, parts.staffing)
    if parts.sessions is not None and (touched := _write_lines(change, Session, group, parts.sessions)):
        # Only the changed ones: the day bands may have moved since the others were entered, which a check reports.
        rules.sessions_in_day(change.by, [group], touched)
        rules.sessions_staffed([group])
    if parts.costs is not None:
        for cost in (*parts.costs.added, *parts.costs.changed.values()):
            if cost and (fault := rules.cost_fault(cost)):  # a line that was left alone has no values
                raise Refused(f"{cost['description']}: {fault}")
        _write_lines(change, OtherCost, group, parts.costs, year=group.year)


def _write_lines(change: Edit, model: type[Any], group: InterventionGroup, lines: Changes, **more: Any) -> list[Any]:
    """Add, change and end lines; returns those that are new or differ."""
    for values in (*lines.added, *lines.changed.values()):
        links_are_ours(change.by, values)
    held = {row.pk: row for row in model.objects.filter(group=group, ended_at=None)}
    wanted = [(held[pk], stored(values)) for pk, values in lines.changed.items() if pk in held]
    differing = change.set_all(wanted)
    change.set_all([(held[pk], {"ended_at": timezone.now()}) for pk in lines.removed if pk in held])
    new = [model(group=group, **more, **stored(values)) for values in lines.added]
    change.add_all(new)
    return [*new, *(row for (row, _), found in zip(wanted, differing, strict=True) if found)]


def stored(values: Values) -> dict[str, Any]:
    """Values by the names they are stored under."""
    held = {f"{name}_id" if name in LINKS else name: value for name, value in values.items()}
    if held.get("payer") == "":
        held["payer"] = OtherCost.Payer.SCHOOL
    return held


def links_are_ours(by: Access, values: Values) -> None:
    """Raise NotThere for a link to another school's or another year's row."""
    for name, model in LINKED.items():
        if values.get(name) is not None:
            year = {"year": by.year} if name in OF_A_YEAR else {}
            if not model._default_manager.filter(school=by.school, pk=values[name], **year).exists():
                raise NotThere(f"There is no such {name.replace('_', ' ')}.")


def _pupils(by: Access, ids: Sequence[int]) -> list[Pupil]:
    """Pupils of this year within reach. Raises NotThere if one is not."""
    within = reach(by)
    found = list(Pupil.objects.filter(school=by.school, pk__in=ids, years__year=by.year)) if ids else []
    if len(found) != len(set(ids)) or (within is not None and not set(ids) <= within):
        raise NotThere("There is no such pupil on roll this year.")
    return found
