"""Forms for changes to several groups at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from provisions.models import InterventionGroup
from ui.edit_fields import Amount, Choices, Count, Day, Pick, PickMany, YesNo
from ui.edit_forms import EditForm

STATUS = InterventionGroup.Status
STATES = [(STATUS.DRAFT.value, "Drafts, not on the map yet"), (STATUS.RUNNING.value, "Running")]


class OfferForm(EditForm):
    """A form whose fields offer what the school has: `choices`, by field."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, choices: Mapping[str, Choices], **more: Any) -> None:
        super().__init__(data, **more)
        for name, found in choices.items():
            field: Any = self.fields[name]
            field.choices = [*field.choices, *found]


class ManyForm(OfferForm):
    """Groups, and what is to be done to them."""

    groups = PickMany(
        "Groups", (), required=True, search="Find by name or code",
        error_messages={"required": "Tick at least one group."},
    )  # fmt: skip


class Archive(ManyForm):
    """Nothing more to say."""


class CopyToClasses(ManyForm):
    """For which classes."""

    classes = PickMany("For these classes", (), required=True, inline=True)
    status = Pick("As", STATES, of=str, required=True, initial="draft")
    people = YesNo("With the people named", hint="Else each copy has its roles, and nobody is named yet.")


class CopyToTerm(ManyForm):
    """For which half-terms, and with whom."""

    beside: ClassVar[tuple[tuple[str, ...], ...]] = (("first", "last"),)

    first = Pick("From the half-term", (), required=True)
    last = Pick("To the end of", (), required=True)
    status = Pick("As", STATES, of=str, required=True, initial="draft")
    pupils = YesNo("With the pupils who are in them at the end")


class Move(OfferForm):
    """Who moves, where to, and when."""

    places = PickMany(
        "Who moves", (), required=True, search="Find by name", error_messages={"required": "Tick at least one pupil."}
    )
    to = Pick("To the group", (), required=True)
    on = Day("First day there", required=True, hint="They leave the group they are in the day before.")


class End(ManyForm):
    """On which day."""

    on = Day("Last day", required=True)


class ChangeRole(ManyForm):
    """Which role becomes which."""

    beside: ClassVar[tuple[tuple[str, ...], ...]] = (("role", "new_role"),)

    role = Pick("Where it says", (), required=True)
    new_role = Pick("write", (), required=True)


class ChangePerson(ManyForm):
    """Who takes over from whom."""

    beside: ClassVar[tuple[tuple[str, ...], ...]] = (("person", "new_person"),)

    role = Pick("In the role", (), blank="Any role")
    person = Pick("Named now", (), blank="Whoever is named, or nobody")
    new_person = Pick("From now on", (), required=True)


class ChangeStream(ManyForm):
    """Where the money comes from."""

    stream = Pick("Paid from", (), blank="No funding stream")


class SetPattern(ManyForm):
    """How many, how often, how long."""

    beside: ClassVar[tuple[tuple[str, ...], ...]] = (("size", "sessions", "minutes"),)

    size = Count("Group size", hint="Pupils taught together. Blank: as it is.")
    sessions = Amount("Sessions a week", above=True, most="50", hint="Blank: as it is.")
    minutes = Amount("Minutes a session", above=True, most="600", hint="Blank: as it is.")
