"""Support for one pupil: a group of one, made in one go."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from provisions.groups import rules
from provisions.groups.choices import free_code, initials
from provisions.groups.reading import need_edit
from provisions.groups.services import links_are_ours
from provisions.models import InterventionGroup, Place, Provision, Staffing, Tier
from provisions.reading import names_of
from pupils.models import Area, Outcome
from pupils.reading import PupilName
from schools.access import Access, NotThere
from schools.edits import Edit, Refused, edit
from schools.roles import Permission

DAYS_A_WEEK = 5
LONGEST = Decimal(600)  # minutes in one session


def pupil_to_support(by: Access, pk: int) -> PupilName:
    """The pupil. Raises NotThere for one who is not on roll this year or out of reach, NotAllowed for a colleague
    who may not make groups for the pupil's class."""
    found = names_of(by, [pk]).get(pk)
    if found is None:
        raise NotThere("There is no such pupil on roll this year.")
    need_edit(by, found.class_id)
    return found


def add_support(*, by: Access, pupil: int, values: Mapping[str, Any], ticket: UUID | None = None) -> Edit:
    """A group of one with its staffing line and the pupil's place. Raises Refused for what cannot stand."""
    known = pupil_to_support(by, pupil)
    with edit(by, "added", ticket=ticket) as change:
        links_are_ours(by, values)
        provision = _provision(change, values)
        rules.run_stands(by.year, values["starts"], values["ends"], values["weeks"])  # type: ignore[arg-type]
        change.about = group = change.add(
            InterventionGroup(
                year=by.year, code=_code(by, provision, known), provision=provision, size=1,
                year_groups=[known.year_group], school_class_id=known.class_id, weeks=values["weeks"],
                starts=values["starts"], ends=values["ends"],
            )
        )  # fmt: skip
        sessions, minutes = pattern(values)
        change.add(
            Staffing(
                group=group, role_id=values["role"], person_id=values["person"], sessions=sessions, minutes=minutes
            )
        )
        outcome = values.get("outcome")
        if outcome and not Outcome.objects.filter(school=by.school, pupil=pupil, pk=outcome).exists():
            raise NotThere("There is no such outcome of this pupil.")
        in_full, reason = bool(values.get("charged_in_full")), (values.get("reason") or "").strip()
        if in_full and not reason:
            raise Refused("Write why the whole cost is charged to this pupil.", "reason")
        change.add(
            Place(group=group, pupil_id=pupil, outcome_id=outcome, charged_in_full=in_full, reason=reason * in_full)
        )
    return change


def pattern(values: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    """Sessions a week and minutes each from hours a week: one session, or one a day where that would be long."""
    if not values.get("hours"):
        return values["sessions"], values["minutes"]
    minutes = Decimal(values["hours"] * 60)
    return (Decimal(1), minutes) if minutes <= LONGEST else (Decimal(DAYS_A_WEEK), minutes / DAYS_A_WEEK)


def _provision(change: Edit, values: Mapping[str, Any]) -> Provision:
    """The provision that was chosen, or the one of this name, which is added to the catalogue if it is new."""
    rows = Provision.objects.filter(school=change.by.school)
    if values.get("provision"):
        return rows.get(pk=values["provision"])
    change.by.need(Permission.EDIT_PROVISION)
    name = values["other"].strip()
    same = rows.filter(name__iexact=name).first()
    area = values.get("area") or Area.OTHER
    return same or change.add(Provision(name=name, area=area, tier=Tier.TARGETED_PLUS, usual_size=1))


def _code(by: Access, provision: Provision, pupil: PupilName) -> str:
    """Year group, provision and the pupil's initials: no name is printed on the map."""
    return free_code(by, f"{pupil.year_group}-{initials(provision.name)}-{initials(pupil.name)}"[:36])
