"""Which stored rows make up the history of a thing, how each is called, and who may read which part of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Model

from costing.models import RoleHolder, RolePay, StaffRole
from delivery.models import Review, Score
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
UNTOLD = frozenset({"id", "school", "ended_at"})


@dataclass(frozen=True)
class Source:
    """Rows of one model that belong to a thing: found by the field `where`, called by `called` with values filled in.

    `rights` (any one will do) open the rows at all, `fields` single fields of them. `noun` counts rows. `within` says
    where a change lies, where "of …" would not.
    """

    model: type[Model]
    where: str
    called: str = ""
    noun: str = ""
    rights: Rights = ANYBODY
    fields: Mapping[str, Rights] = field(default_factory=dict)
    within: str = ""
    apart: frozenset[str] = frozenset()

    def rights_to(self, name: str) -> Rights:
        """Of which rights one is needed to read the field."""
        if name in self.fields:
            return self.fields[name]
        privacy: type[Classified] = self.model.Privacy  # type: ignore[attr-defined]
        return NEEDS if name in privacy.special.split() else ANYBODY

    def told(self) -> list[str]:
        """The fields that a history tells of."""
        names = [one.name for one in self.model._meta.concrete_fields]
        return [name for name in names if name not in UNTOLD | self.apart]


PUPIL = (
    Source(Pupil, "id", fields={"upn": IDENTITY, "admission_number": IDENTITY, "date_of_birth": IDENTITY}),
    Source(
        PupilYear, "pupil_id", "the school year {year}", "school year", within="in {year}",
        fields={"sen_status": STATUS, "high_need": STATUS, "sen_since": STATUS}, apart=frozenset({"pupil", "year"}),
    ),
    Source(PupilNeed, "pupil_id", "the need {need_type}", "need", NEEDS, apart=frozenset({"pupil"})),
    Source(PupilGroupMember, "pupil_id", "the pupil group {group}", "pupil group", fields=OPEN),
    Source(PupilProfile, "pupil_id", "the profile", "profile", NEEDS, apart=frozenset({"pupil"})),
    Source(Outcome, "pupil_id", "the outcome {wording}", "outcome", NEEDS, apart=frozenset({"pupil"})),
    Source(
        Place, "pupil_id", "the place in {group}", "place in a group,places in groups", fields=OPEN | CHARGED,
        apart=frozenset({"pupil"}),
    ),
    Source(Score, "pupil_id", "the score of {date} in {measure}", "score", NEEDS, apart=frozenset({"pupil"})),
    Source(
        Review, "pupil_id", "the review of {date}", "review", NEEDS,
        fields={"pupils_view": VOICES, "familys_view": VOICES}, apart=frozenset({"pupil"}),
    ),
    Source(OtherCost, "pupil_id", "the cost {description}", "cost", COSTS, apart=frozenset({"pupil", "group"})),
    Source(
        Award, "pupil_id", "the {kind} of {year}", "award", COSTS,
        fields={name: COSTS for name in ("status", "amount", "starts", "ends")}, apart=frozenset({"pupil"}),
    ),
)  # fmt: skip
GROUP = (
    Source(
        InterventionGroup, "id", apart=frozenset({"year"}),
        fields={"funding_stream": COSTS, "expected_outcomes": NEEDS, "monitoring": NEEDS},
    ),
    Source(Staffing, "group_id", "the staffing by {role}", "line of staffing,lines of staffing"),
    Source(Session, "group_id", "the session on {day} at {start}", "session"),
    Source(Place, "group_id", "the place of {pupil}", "place", fields=OPEN | CHARGED, apart=frozenset({"group"})),
    Source(OtherCost, "group_id", "the cost {description}", "cost", COSTS, apart=frozenset({"pupil", "group"})),
)  # fmt: skip
PROVISION = (Source(Provision, "id"),)
ROLE = (
    Source(StaffRole, "id"),
    Source(RolePay, "role_id", "the pay in {year}", "line of pay,lines of pay", COSTS),
    Source(RoleHolder, "role_id", "{staff} in this role", "person,people"),
)
CLASS = (Source(SchoolClass, "id"), Source(ClassStaff, "school_class_id", "{staff} as {part}", "person,people"))
BY_LABEL = {one.model._meta.label_lower: one for one in (*PUPIL, *GROUP, *PROVISION, *ROLE, *CLASS)}


def may_put_back(access: Access, source: Source) -> bool:
    """Whether this person may give such rows the values they once had: they read all of the row, and may change it."""
    editors = frozenset(source.model.editors) - {Permission.EDIT_OWN_GROUPS}  # type: ignore[attr-defined]
    readable = all(
        not rights or access.permissions.intersection(rights)
        for rights in (source.rights, *(source.rights_to(name) for name in source.told()))
    )
    return readable and bool(access.permissions & editors)
