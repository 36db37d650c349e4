"""Changes to several groups at once: previewed first, then made as one edit, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from provisions.groups.bulk import acts, forms
from provisions.groups.bulk.preview import changes_between, stands_of
from provisions.groups.choices import Offers
from provisions.groups.clashes import clashes_of
from provisions.models import InterventionGroup, Place
from provisions.places.services import places_to_change
from schools.access import Access, NotThere
from schools.clock import today
from schools.edits import Edit, NotSure, Refused, edit
from schools.models import HalfTerm
from schools.roles import Permission
from ui.folding import in_order
from ui.words import dates_uk, plural

STATUS = InterventionGroup.Status


@dataclass(frozen=True)
class Act:
    """One kind of change: its words, its form, its verb in the trail, and what does it."""

    key: str
    title: str
    says: str
    verb: str
    form: type[Any]
    does: Callable[[Edit, acts.Groups, acts.Values], acts.Groups | None]
    danger: bool = False


ACTS = {
    act.key: act
    for act in (
        Act("copy-classes", "Copy to other classes", "The same staffing and times for other classes, without pupils.",
            "copied to other classes", forms.CopyToClasses, acts.copy_to_classes),
        Act("copy-term", "Copy to a later half-term or term",
            "New dates and weeks within the calendar, with or without the pupils.",
            "copied to a later term", forms.CopyToTerm, acts.copy_to_term),
        Act("move", "Move pupils to another group", "They leave one group and join another on a day.",
            "moved pupils", forms.MoveGroupsForm, acts.move_pupils),
        Act("end", "End on a day", "Places end with them, and the weeks are those they ran.",
            "ended", forms.EndGroupsForm, acts.end_groups),
        Act("archive", "Take off the map", "Groups entered by mistake go into the archive, as they are.",
            "archived", forms.BulkForm, acts.archive_groups, danger=True),
        Act("role", "Change a role", "One staff role takes the place of another, in staffing and sessions.",
            "changed a role in", forms.ChangeRole, acts.replace_role),
        Act("person", "Change who takes them", "Somebody takes over from somebody, or is named at last.",
            "changed who takes", forms.ChangePerson, acts.replace_person),
        Act("stream", "Change the funding stream", "What the groups are paid from.",
            "changed the funding stream of", forms.ChangeStream, acts.change_stream),
        Act("pattern", "Set group size, sessions or minutes", "The same for all of them.",
            "set the pattern of", forms.SetPattern, acts.set_pattern),
    )
}  # fmt: skip


def act_called(key: str) -> Act:
    """The act of this name. Raises NotThere where there is none."""
    if key not in ACTS:
        raise NotThere("Groups cannot be changed like that.")
    return ACTS[key]


def group_choices(access: Access) -> list[tuple[int, str]]:
    """The groups of the year that can be changed, as choices by name and code."""
    rows = InterventionGroup.objects.filter(school=access.school, year=access.year).exclude(status=STATUS.ARCHIVED)
    found = rows.select_related("provision", "school_class").order_by("code", "id")
    told = {STATUS.DRAFT: ", draft", STATUS.ENDED: ", ended"}
    named = [(one.pk, f"{one} ({one.code}{told.get(STATUS(one.status), '')})") for one in found]
    return sorted(named, key=lambda pair: pair[1].lower())


def choices_for(access: Access, act: Act, groups: list[int]) -> dict[str, list[tuple[Any, Any]]]:
    """The choices of an act's form; `groups` are those ticked so far."""
    offers, fields = Offers(access), act.form.base_fields
    offered: dict[str, Any] = {
        "groups": lambda: group_choices(access),
        "to": lambda: group_choices(access),
        "classes": lambda: offers.classes,
        "role": lambda: offers.roles,
        "new_role": lambda: offers.roles,
        "stream": lambda: offers.streams,
        "first": lambda: _half_terms(access),
        "last": lambda: _half_terms(access),
        "person": lambda: [(acts.NOBODY, "Nobody"), *offers.people],
        "new_person": lambda: [(acts.NOBODY, "Nobody named"), *offers.people],
        "places": lambda: _places(access, groups),
    }
    return {name: offered[name]() for name in fields if name in offered}


def first_values(access: Access, act: Act, groups: list[int]) -> dict[str, Any]:
    """The initial values of an act's form."""
    if act.key == "copy-term":
        ahead = HalfTerm.objects.filter(year=access.year, starts__gt=today()).order_by("starts").first()
        return {"groups": groups, "first": ahead.pk, "last": ahead.pk} if ahead else {"groups": groups}
    return {"groups": groups, "on": today()}


def carry_out(*, by: Access, act: Act, values: Mapping[str, Any], sure: str = "", ticket: UUID | None = None) -> Edit:
    """Make the change, if it would do what `sure` (a preview's mark) stands for. Otherwise raises NotSure with the
    preview, inside the transaction so that nothing is saved; and Refused for a change that is not allowed."""
    by.need(Permission.EDIT_PROVISION)
    groups = _groups(by, values)
    with edit(by, act.verb, summary=_summary(groups), ticket=ticket) as change:
        # The preview is the change itself, made and compared; unless it was confirmed, raising undoes it.
        before = stands_of(by, [group.pk for group in groups])
        clashed = clashes_of(by, before)
        made = act.does(change, groups, values) or ()
        after = stands_of(by, [*before, *(group.pk for group in made)])
        new = [sentence for sentence in clashes_of(by, after) if sentence not in clashed]
        change.warnings = (*new, *change.warnings)
        preview = changes_between(by, before, after, change.warnings)
        if not preview.groups:
            raise Refused("Nothing would change: these groups are like that already.")
        if preview.mark != sure:
            raise NotSure(preview)
    return change


def _groups(by: Access, values: Mapping[str, Any]) -> list[InterventionGroup]:
    """The groups that an act is about: those ticked, or those of the places and the one they go to."""
    ids = set(values.get("groups") or ())
    if values.get("places"):
        ids = {place.group_id for place in places_to_change(by, values["places"])} | {values["to"]}
    rows = InterventionGroup.objects.filter(school=by.school, year=by.year, pk__in=ids).exclude(status=STATUS.ARCHIVED)
    found = list(rows.select_related("provision").order_by("code", "id"))
    if len(found) != len(ids):
        raise Refused("One of these groups has been taken off the map meanwhile. Open this page anew.")
    return found


def _summary(groups: list[InterventionGroup]) -> str:
    codes = ", ".join(group.code for group in groups[:12])
    return f"{plural(len(groups), 'group')}: {codes}{' and more' if len(groups) > 12 else ''}"


def _half_terms(access: Access) -> list[tuple[int, str]]:
    rows = HalfTerm.objects.filter(year=access.year).order_by("starts")
    return [(one.pk, f"{one.name}: {dates_uk(one.starts, one.ends)}") for one in rows]


def _places(access: Access, groups: list[int]) -> list[tuple[str, list[tuple[int, str]]]]:
    """The places without a last day, by group."""
    rows = Place.objects.filter(school=access.school, group__year=access.year, left=None).exclude(
        group__status__in=(STATUS.ARCHIVED, STATUS.ENDED)
    )
    rows = rows.filter(group__in=groups) if groups else rows
    found: dict[str, list[tuple[int, str]]] = {}
    ordered = rows.select_related("pupil", "group__provision").order_by("group__code", "group_id", "id")
    for row in sorted(ordered, key=lambda row: in_order(row.group.code, row.pupil.surname, row.pupil.forename)):
        found.setdefault(f"{row.group} ({row.group.code})", []).append((row.pk, str(row.pupil)))
    return list(found.items())
