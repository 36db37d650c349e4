"""The pages that change what is recorded of a pupil: needs, profile, outcomes, pupil groups."""

from __future__ import annotations

from typing import Any

from pupils import forms
from pupils.groups import services as groups
from pupils.reading import profile_of, pupil_groups_of
from pupils.records import reading as records
from pupils.records import services
from schools.edits import Edit
from schools.roles import Permission
from schools.views.editing import Data, EditPage
from ui.edit_forms import EditForm, lines_of
from ui.parts import Choice, Crumb


class PupilEditPage(EditPage):
    """A page about one pupil that leads back to the pupil."""

    permission = Permission.EDIT_NEEDS

    def begin(self, **parts: Any) -> None:
        self.pupil = records.record_of(self.access, parts["pk"])

    @property
    def crumbs(self) -> tuple[Crumb, ...]:  # type: ignore[override]
        return (Crumb(self.pupil.name, self.next_url("")),) if self.access.may(Permission.VIEW_PUPILS) else ()

    def next_url(self, thing: str) -> str:
        """The pupil's page, or the roll for those who may not open pupils."""
        if self.access.may(Permission.VIEW_PUPILS):
            return self.access.url("pupil", self.pupil.id)
        return self.access.url("pupil_roll")


class EditNeeds(PupilEditPage):
    """Change SEN status and needs."""

    intro = "The status of this school year, and the types of need in order."

    def begin(self, **parts: Any) -> None:
        """Find the pupil, who must have a year group in this year."""
        super().begin(**parts)
        self.title = f"The needs of {self.pupil.name}"
        self.place, self.ranked = records.needs_of(self.access, self.pupil.id)

    def form(self, data: Data) -> forms.NeedsForm:
        return forms.NeedsForm(data, now={"status": self.place.status_code, "sen_since": self.place.sen_since})

    def formsets(self, data: Data) -> tuple[Any, ...]:
        types = records.need_types(need["need_type"] for need in self.ranked)
        return (
            lines_of(
                forms.NeedLine, data, self.ranked, prefix="needs", legend="Types of need", noun="need",
                hint="Rank 1 is the primary need. A rank that is taken moves the others back; none puts it last.",
                form_kwargs={"types": types},
            ),
        )  # fmt: skip

    def save(self, form: forms.NeedsForm, *formsets: Any) -> Edit:
        (needs,) = formsets
        return services.change_needs(
            self.pupil.id, by=self.access, ticket=form.ticket, **form.values,
            added=needs.added, changed=needs.changed, removed=needs.removed,
        )  # fmt: skip

    def success(self, change: Edit) -> str:
        return f"The needs of {change.about} are saved."


class EditProfile(PupilEditPage):
    """Change the profile."""

    intro = "Printed on the pupil’s map where it is asked for."

    def begin(self, **parts: Any) -> None:
        super().begin(**parts)
        self.title = f"The profile of {self.pupil.name}"

    def form(self, data: Data) -> forms.ProfileForm:
        held = profile_of(self.access, self.pupil.id)
        names = ("strengths", "needs", "high_quality_teaching")
        return forms.ProfileForm(data, now={name: getattr(held, name, "") for name in names})

    def save(self, form: forms.ProfileForm, *formsets: Any) -> Edit:
        return services.change_profile(self.pupil.id, by=self.access, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return f"The profile of {change.about} is saved."


class NewOutcome(PupilEditPage):
    """Add an outcome."""

    submit_label = "Add the outcome"

    def begin(self, **parts: Any) -> None:
        super().begin(**parts)
        self.title = f"An outcome for {self.pupil.name}"

    def form(self, data: Data) -> forms.OutcomeForm:
        return forms.OutcomeForm(data)

    def save(self, form: forms.OutcomeForm, *formsets: Any) -> Edit:
        return services.add_outcome(self.pupil.id, by=self.access, values=form.values, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"{change.about} has a new outcome."


class EditOutcome(PupilEditPage):
    """Change an outcome."""

    title = "Change an outcome"

    def begin(self, **parts: Any) -> None:
        super().begin(**parts)
        self.outcome = records.outcome_in(self.access, parts["pk"], parts["outcome"])
        self.title = f"An outcome of {self.pupil.name}"
        href = self.access.url("outcome_remove", parts["pk"], parts["outcome"])
        self.more = (Choice("Remove this outcome", href, icon="trash"),)

    def form(self, data: Data) -> EditForm:
        now = {name: getattr(self.outcome, name) for name in ("wording", "area", "by", "status")}
        return forms.OutcomeForm(data, now=now)

    def save(self, form: forms.OutcomeForm, *formsets: Any) -> Edit:
        return services.change_outcome(
            self.pupil.id, self.outcome.pk, by=self.access, values=form.values, ticket=form.ticket
        )

    def success(self, change: Edit) -> str:
        return f"The outcome of {change.about} is saved."


class RemoveOutcome(EditOutcome):
    """Remove an outcome that nothing refers to."""

    submit_label = "Remove the outcome"
    danger = True

    def begin(self, **parts: Any) -> None:
        super().begin(**parts)
        self.title, self.intro, self.more = "Remove this outcome?", str(self.outcome), ()

    def form(self, data: Data) -> EditForm:
        return EditForm(data)

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return services.remove_outcome(self.pupil.id, self.outcome.pk, by=self.access, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return f"An outcome of {change.about} is removed."


class EditOwnGroups(PupilEditPage):
    """Change the pupil groups that a pupil is in."""

    permission = Permission.EDIT_PUPILS

    def begin(self, **parts: Any) -> None:
        super().begin(**parts)
        self.title = f"The pupil groups of {self.pupil.name}"
        href = self.access.url("pupil_groups")
        self.more = (Choice("All pupil groups, and a new one", href),)

    def form(self, data: Data) -> forms.OwnGroupsForm:
        offered = pupil_groups_of(self.access)
        now = {"groups": records.groups_of_pupil(self.access, self.pupil.id)}
        return forms.OwnGroupsForm(data, groups=offered.items(), now=now)

    def save(self, form: forms.OwnGroupsForm, *formsets: Any) -> Edit:
        return groups.set_groups(self.pupil.id, by=self.access, ticket=form.ticket, **form.values)

    def success(self, change: Edit) -> str:
        return f"The pupil groups of {change.about} are saved."
