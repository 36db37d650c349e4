"""Which rows make up the history of a thing, how they are named in sentences, and which rights show which of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Model

from costing.models import RoleHolder, RolePay, StaffRole
from delivery.models import Review, Score
from provisions.groups.fields import FIELDS
from provisions.models import Award, InterventionGroup, OtherCost, Place, Provision, Session, Staffing
from pupils.models import (
    ClassStaff,
    Outcome,
    Pupil,
    PupilGroupMember,
    PupilNeed,
    PupilProfile,
    PupilYear,
    SchoolClass,
)
from schools.access import Access
from schools.privacy import Classified
from schools.roles import Permission

Rights = tuple[Permission, ...]

COSTS: Rights = (Permission.VIEW_COSTS,)
NEEDS: Rights = (Permission.VIEW_NEEDS,)
VOICES: Rights = (Permission.VIEW_VOICES,)
STATUS: Rights = (Permission.VIEW_NEEDS, Permission.VIEW_PUPILS)
IDENTITY: Rights = (Permission.VIEW_PUPILS,)
ANYBODY: Rights = ()

# Special-category fields that a page shows to everybody who may open it; all others need the right to read needs.
OPEN: dict[str, Rights] = {"group": ANYBODY, "pupil": ANYBODY}
CHARGED: dict[str, Rights] = {"charged_in_full": COSTS, "reason": COSTS}
NEVER_SHOWN = frozenset({"id", "school", "ended_at"})


@dataclass(frozen=True)
class HistorySource:
    """The rows of one model that belong to a thing. `where` is the field of theirs that holds the thing's id.

    `called` names a row in a sentence, its values in braces; `noun` counts rows ("place" or "person,people"). Reading
    the rows takes one of `rights`, and a field in `fields` one of the rights given there. `within` replaces "of
    `called`" after a field's name; `omitted` fields are not mentioned.
    """

    model: type[Model]
    where: str
    called: str = ""
    noun: str = ""
    rights: Rights = ANYBODY
    fields: Mapping[str, Rights] = field(default_factory=dict)
    within: str = ""
    omitted: frozenset[str] = frozenset()

    def rights_to(self, name: str) -> Rights:
        """The rights of which one is needed to read the field; none for a field that is open to everybody."""
        if name in self.fields:
            return self.fields[name]
        privacy: type[Classified] = self.model.Privacy  # type: ignore[attr-defined]
        return NEEDS if name in privacy.special.split() else ANYBODY

    def shown_fields(self) -> list[str]:
        """The names of the fields that a history mentions."""
        names = [one.name for one in self.model._meta.concrete_fields]
        return [name for name in names if name not in NEVER_SHOWN | self.omitted]


PUPIL = (
    HistorySource(Pupil, "id", fields={"upn": IDENTITY, "admission_number": IDENTITY, "date_of_birth": IDENTITY}),
    HistorySource(
        PupilYear, "pupil_id", "the school year {year}", "school year", within="in {year}",
        fields={"sen_status": STATUS, "high_need": STATUS, "sen_since": STATUS}, omitted=frozenset({"pupil", "year"}),
    ),
    HistorySource(PupilNeed, "pupil_id", "the need {need_type}", "need", NEEDS, omitted=frozenset({"pupil"})),
    HistorySource(PupilGroupMember, "pupil_id", "the pupil group {group}", "pupil group", fields=OPEN),
    HistorySource(PupilProfile, "pupil_id", "the profile", "profile", NEEDS, omitted=frozenset({"pupil"})),
    HistorySource(Outcome, "pupil_id", "the outcome {wording}", "outcome", NEEDS, omitted=frozenset({"pupil"})),
    HistorySource(
        Place, "pupil_id", "the place in {group}", "place in a group,places in groups", fields=OPEN | CHARGED,
        omitted=frozenset({"pupil"}),
    ),
    HistorySource(Score, "pupil_id", "the score of {date} in {measure}", "score", NEEDS, omitted=frozenset({"pupil"})),
    HistorySource(
        Review, "pupil_id", "the review of {date}", "review", NEEDS,
        fields={"pupils_view": VOICES, "familys_view": VOICES}, omitted=frozenset({"pupil"}),
    ),
    HistorySource(
        OtherCost, "pupil_id", "the cost {description}", "cost", COSTS, omitted=frozenset({"pupil", "group"}),
    ),
    HistorySource(
        Award, "pupil_id", "the {kind} of {year}", "award", COSTS,
        fields={name: COSTS for name in ("status", "amount", "starts", "ends")}, omitted=frozenset({"pupil"}),
    ),
)  # fmt: skip
GROUP = (
    HistorySource(
        InterventionGroup, "id", omitted=frozenset({"year"}),
        fields={field.name: (field.sees,) for field in FIELDS if field.sees},
    ),
    HistorySource(Staffing, "group_id", "the staffing by {role}", "line of staffing,lines of staffing"),
    HistorySource(Session, "group_id", "the session on {day} at {start}", "session"),
    HistorySource(
        Place, "group_id", "the place of {pupil}", "place", fields=OPEN | CHARGED, omitted=frozenset({"group"}),
    ),
    HistorySource(
        OtherCost, "group_id", "the cost {description}", "cost", COSTS, omitted=frozenset({"pupil", "group"}),
    ),
)  # fmt: skip
PROVISION = (HistorySource(Provision, "id"),)
ROLE = (
    HistorySource(StaffRole, "id"),
    HistorySource(RolePay, "role_id", "the pay in {year}", "line of pay,lines of pay", COSTS),
    HistorySource(RoleHolder, "role_id", "{staff} in this role", "person,people"),
)
CLASS = (
    HistorySource(SchoolClass, "id"),
    HistorySource(ClassStaff, "school_class_id", "{staff} as {part}", "person,people"),
)
BY_LABEL = {one.model._meta.label_lower: one for one in (*PUPIL, *GROUP, *PROVISION, *ROLE, *CLASS)}


def may_put_back(access: Access, source: HistorySource) -> bool:
    """Whether this person may restore such rows: they may read every field of them, and change them."""
    editors = frozenset(source.model.editors) - {Permission.EDIT_OWN_GROUPS}  # type: ignore[attr-defined]
    readable = all(
        not rights or access.permissions.intersection(rights)
        for rights in (source.rights, *(source.rights_to(name) for name in source.shown_fields()))
    )
    return readable and bool(access.permissions & editors)
