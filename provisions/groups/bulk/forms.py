"""Forms for changes to several groups at once."""

from __future__ import annotations

from typing import Any, ClassVar

from provisions.models import InterventionGroup
from ui.edit_fields import Amount, Count, Day, Perhaps, Pick, PickMany, YesNo
from ui.edit_forms import EditForm

STATUS = InterventionGroup.Status
STATES = [(STATUS.DRAFT.value, "Drafts, not on the map yet"), (STATUS.RUNNING.value, "Running")]


class BulkForm(EditForm):
    """The groups to change."""

    groups = PickMany(
        "Groups", (), required=True, search="Find by name or code",
        error_messages={"required": "Tick at least one group."},
    )  # fmt: skip


class CopyToClasses(BulkForm):
    """The classes to copy the groups for."""

    classes = PickMany("For these classes", (), required=True, inline=True)
    status = Pick("As", STATES, of=str, required=True, initial="draft")
    people = YesNo("With the people named", hint="Else each copy has its roles, and nobody is named yet.")


class CopyToTerm(BulkForm):
    """The half-terms to copy the groups to, and whether with their pupils."""

    beside: ClassVar[tuple[tuple[str, ...], ...]] = (("first", "last"),)

    first = Pick("From the half-term", (), required=True)
    last = Pick("To the end of", (), required=True)
    status = Pick("As", STATES, of=str, required=True, initial="draft")
    pupils = YesNo("With the pupils who are in them at the end")


class MoveGroupsForm(EditForm):
    """The pupils to move, the group they move to, and the day."""

    places = PickMany(
        "Who moves", (), required=True, search="Find by name", error_messages={"required": "Tick at least one pupil."}
    )
    to = Pick("To the group", (), required=True)
    on = Day("First day there", required=True, hint="They leave the group they are in the day before.")


class EndGroupsForm(BulkForm):
    """The groups' last day."""

    on = Day("Last day", required=True)


class ChangeRole(BulkForm):
    """The role to replace, and the new one."""

    beside: ClassVar[tuple[tuple[str, ...], ...]] = (("role", "new_role"),)

    role = Pick("Where it says", (), required=True)
    new_role = Pick("write", (), required=True)


class ChangePerson(BulkForm):
    """The person to replace, and the new one."""

    beside: ClassVar[tuple[tuple[str, ...], ...]] = (("person", "new_person"),)

    role = Pick("In the role", (), blank="Any role")
    person = Pick("Named now", (), blank="Whoever is named, or nobody")
    new_person = Pick("From now on", (), required=True)
    trained = Perhaps(
        "Trained for it", unknown="As marked where they take it already", hint="Whether the new person is trained."
    )


class ChangeStream(BulkForm):
    """The budget that pays."""

    stream = Pick("Paid from", (), blank="No funding stream")


class SetPattern(BulkForm):
    """Group size, sessions a week and minutes."""

    beside: ClassVar[tuple[tuple[str, ...], ...]] = (("size", "sessions", "minutes"),)

    size = Count("Group size", hint="Pupils taught together. Blank: as it is.")
    sessions = Amount("Sessions a week", above=True, most="50", hint="Blank: as it is.")
    minutes = Amount("Minutes a session", above=True, most="600", hint="Blank: as it is.")

    def clean(self) -> dict[str, Any]:
        """At least one of the three."""
        if not self.errors and not any(self.cleaned_data[name] for name in self.beside[0]):
            self.add_error("size", "Write at least one of the three.")
        return self.cleaned_data
