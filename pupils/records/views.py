"""The acts that change what is recorded of a pupil: needs, profile, outcomes, pupil groups."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from pupils import forms
from pupils.groups import services as groups
from pupils.reading import profile_of, pupil_groups_of
from pupils.records import reading as records
from pupils.records import services
from schools.access import Access
from schools.edits import Edit
from schools.roles import Permission
from schools.views import Act, ActPage, Data
from ui.edit_forms import EditForm, Lines, lines_of
from ui.parts import Crumb


class PupilActPage(ActPage):
    """The page of an act on one pupil, which leads back to the pupil."""

    def begin(self, *args: Any, **parts: Any) -> None:
        super().begin(**parts)
        if self.access.may(Permission.VIEW_PUPILS):
            self.crumbs = (Crumb(self.about.name, self.next_url("")),)


class AboutNeeds(NamedTuple):
    """A pupil's name and number, their row of the year, and their needs in order."""

    name: str
    id: int
    place: Any
    ranked: list[dict[str, Any]]


def about_needs(access: Access, pk: int) -> AboutNeeds:
    """The needs of a pupil who has a year group in this year. Raises NotThere."""
    pupil = records.record_of(access, pk)
    return AboutNeeds(pupil.name, pupil.id, *records.needs_of(access, pk))


class AboutOutcome(NamedTuple):
    """A pupil's name and number, and an outcome of theirs."""

    name: str
    id: int
    outcome: Any


def about_outcome(access: Access, pk: int, outcome: int) -> AboutOutcome:
    """The outcome of the pupil. Raises NotThere."""
    pupil = records.record_of(access, pk)
    return AboutOutcome(pupil.name, pupil.id, records.outcome_in(access, pk, outcome))


def _needs_form(page: ActPage, data: Data) -> EditForm:
    place = page.about.place
    return forms.NeedsForm(data, now={"status": place.status_code, "sen_since": place.sen_since})


def _needs_lines(page: ActPage, data: Data) -> tuple[Lines, ...]:
    types = records.need_types(need["need_type"] for need in page.about.ranked)
    return (
        lines_of(
            forms.NeedLine, data, page.about.ranked, prefix="needs", legend="Types of need", noun="need",
            hint="Rank 1 is the primary need. A rank that is taken moves the others back; none puts it last.",
            form_kwargs={"types": types},
        ),
    )  # fmt: skip


def _change_needs(page: ActPage, **sent: Any) -> Edit:
    (needs,) = page.lines
    return services.change_needs(
        page.about.id, added=needs.added, changed=needs.changed, removed=needs.removed, **page.values, **sent
    )


def _profile_form(page: ActPage, data: Data) -> EditForm:
    stored = profile_of(page.access, page.about.id)
    names = ("strengths", "needs", "high_quality_teaching")
    return forms.ProfileForm(data, now={name: getattr(stored, name, "") for name in names})


def _outcome_form(page: ActPage, data: Data) -> EditForm:
    now = {name: getattr(page.about.outcome, name) for name in ("wording", "area", "by", "status")}
    return forms.OutcomeForm(data, now=now)


def _own_groups_form(page: ActPage, data: Data) -> EditForm:
    now = {"groups": records.groups_of_pupil(page.access, page.about.id)}
    return forms.OwnGroupsForm(data, groups=pupil_groups_of(page.access).items(), now=now)


def _to_pupil(page: ActPage, thing: str) -> str:
    """The pupil's page, or the roll for those who may not open pupils."""
    if page.access.may(Permission.VIEW_PUPILS):
        return page.access.url("pupil", page.about.id)
    return page.access.url("pupil_roll")


of_pupil = partial(
    Act, permission=Permission.EDIT_NEEDS, page=PupilActPage, find=records.record_of, then=_to_pupil
)  # fmt: skip
of_outcome = partial(of_pupil, find=about_outcome)
ACTS = (
    of_pupil("pupils/<int:pk>/needs/", "pupil_needs", "The needs of {about.name}", find=about_needs,
        intro="The status of this school year, and the types of need in order.",
        form=_needs_form, lines=_needs_lines, service=_change_needs,
        done="The needs of {change.about} are saved."),
    of_pupil("pupils/<int:pk>/profile/", "pupil_profile", "The profile of {about.name}",
        intro="Printed on the pupil’s map where it is asked for.", form=_profile_form,
        service=lambda page, **sent: services.change_profile(page.about.id, **page.values, **sent),
        done="The profile of {change.about} is saved."),
    of_pupil("pupils/<int:pk>/groups/", "pupil_own_groups", "The pupil groups of {about.name}", form=_own_groups_form,
        permission=Permission.EDIT_PUPILS, more=(("All pupil groups, and a new one", "", "pupil_groups"),),
        service=lambda page, **sent: groups.set_groups(page.about.id, **page.values, **sent),
        done="The pupil groups of {change.about} are saved."),
    of_pupil("pupils/<int:pk>/outcomes/new/", "outcome_new", "An outcome for {about.name}", "Add the outcome",
        form=lambda page, data: forms.OutcomeForm(data),
        service=lambda page, **sent: services.add_outcome(page.about.id, values=page.values, **sent),
        done="{change.about} has a new outcome."),
    of_outcome("pupils/<int:pk>/outcomes/<int:outcome>/edit/", "outcome_edit", "An outcome of {about.name}",
        more=(("Remove this outcome", "trash", "outcome_remove", "{about.id}", "{about.outcome.pk}"),),
        form=_outcome_form,
        service=lambda page, **sent: services.change_outcome(
            page.about.id, page.about.outcome.pk, values=page.values, **sent),
        done="The outcome of {change.about} is saved."),
    of_outcome("pupils/<int:pk>/outcomes/<int:outcome>/remove/", "outcome_remove", "Remove this outcome?",
        "Remove the outcome", intro="{about.outcome}", danger=True,
        service=lambda page, **sent: services.remove_outcome(page.about.id, page.about.outcome.pk, **sent),
        done="An outcome of {change.about} is removed."),
)  # fmt: skip
