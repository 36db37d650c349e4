"""The forms of a group: the group itself, its staffing, sessions and other costs, support for one pupil, its end."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from provisions.groups.choices import Choices, Offers
from provisions.groups.fields import ABOUT, GROUP, RARER, asking
from provisions.groups.rules import cost_fault
from provisions.models import CostKind, InterventionGroup, OtherCost, Session
from pupils.models import Area, YearGroup
from schools.models import Band
from ui.edit_fields import Amount, Clock, Count, Day, Perhaps, Pick, PickMany, Words, YesNo
from ui.edit_forms import EditForm, LineForm

STATUS = InterventionGroup.Status
PAYERS = [(value, label) for value, label in OtherCost.Payer.choices if value != OtherCost.Payer.SCHOOL]
MISSING = {
    "day": {"required": "Choose the day of the week."},
}


@asking(*ABOUT)
class AboutForm(EditForm):
    """What a group is for."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, offers: Offers, **more: Any) -> None:
        super().__init__(data, **more)
        self.offer(measure=offers.measures)


class RunFields(EditForm):
    """How long a group runs: a part of the year, or its own weeks and dates."""

    run = Pick(
        "How long", (), of=str, blank="Weeks and dates as written here",
        hint="Fills in the weeks and dates below. Write your own over them if you like.",
    )  # fmt: skip
    weeks = Amount("Weeks", above=True, most="53", digits=6)
    starts = Day("First day")
    ends = Day("Last day")

    def clean(self) -> dict[str, Any]:
        """A chosen part of the year gives weeks and dates; without one, the weeks are required."""
        held: dict[str, Any] = super().clean() or {}
        if run := held.get("run"):
            starts, ends, weeks = run.split("|")
            days = {"starts": self.fields["starts"].clean(starts), "ends": self.fields["ends"].clean(ends)}
            held |= {**days, "weeks": Decimal(weeks)}
            for name in ("starts", "ends", "weeks"):
                self.errors.pop(name, None)
        elif not held.get("weeks") and "weeks" not in self.errors:
            self.add_error("weeks", "Write for how many weeks it runs, or choose how long.")
        return held

    @property
    def values(self) -> dict[str, Any]:
        """The values to save; the chosen part of the year has become weeks and dates."""
        return {name: value for name, value in super().values.items() if name != "run"}


@asking(*GROUP)
class GroupForm(RunFields, AboutForm):
    """A group; fields that only some groups need are apart (`rarer`)."""

    field_order = ("provision", *GROUP[: GROUP.index("weeks")], "run", *GROUP[GROUP.index("weeks") :])
    beside: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("provision", "code"), ("school_class", "size"), ("weeks", "starts", "ends"), ("name", "setting"),
        ("status", "funding_stream"),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, *, offers: Offers, **more: Any) -> None:
        super().__init__(data, offers=offers, **more)
        now = self.now or {}
        self.offer(
            provision=offers.provisions, school_class=offers.classes, funding_stream=offers.streams,
            run=[(span.key, span.label) for span in offers.spans],
        )  # fmt: skip
        years = dict(offers.year_groups) | {code: YearGroup(code).label for code in now.get("year_groups", ())}
        self.offer(year_groups=[(code, years[code]) for code in YearGroup.values if code in years])
        held = [STATUS.RUNNING, STATUS.DRAFT]
        if now.get("status") in (STATUS.ENDED, STATUS.ARCHIVED):
            held.append(now["status"])
        self.offer(status=[(status, STATUS(status).label) for status in held])
        if not offers.costs:
            del self.fields["funding_stream"]
        if not offers.all_classes:
            self.fields["school_class"].required = True
        self.order_fields(self.field_order)
        self.bands = offers.bands

    @property
    def common(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields that every group needs."""
        return [each for each in self.grouped if each[1][0].name not in (*RARER, "pupils")]

    @property
    def rarer(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields that some groups need."""
        return [each for each in self.grouped if each[1][0].name in RARER]

    @property
    def rarer_wanted(self) -> bool:
        """Whether those fields must be shown: one of them has an error."""
        return any(field.errors for _, fields in self.rarer for field in fields)


class NewGroupForm(GroupForm):
    """A new group, with its first pupils."""

    pupils = PickMany("Pupils", (), search="Find a pupil by name", hint="Their places begin with the group.")

    def __init__(self, data: Mapping[str, Any] | None = None, *, offers: Offers, **more: Any) -> None:
        super().__init__(data, offers=offers, **more)
        self.offer(pupils=offers.pupils)


class StaffingForm(LineForm):
    """One staffing line."""

    role = Pick("Role", (), required=True, error_messages={"required": "Choose who takes it."})
    staff = Amount("Number", above=True, most="50", digits=6, hint="Blank: 1")
    sessions = Amount("Sessions a week", required=True, above=True, most="50", digits=6)
    minutes = Amount("Minutes each", required=True, above=True, most="600", digits=7)
    person = Pick("Person", (), blank="Nobody named")
    trained = Perhaps("Trained for it")

    def __init__(self, data: Mapping[str, Any] | None = None, *, offers: Offers, **more: Any) -> None:
        super().__init__(data, **more)
        self.offer(role=offers.roles, person=offers.people)

    def clean_staff(self) -> Decimal:
        """1 where blank."""
        return self.cleaned_data.get("staff") or Decimal(1)


class SessionForm(LineForm):
    """One session of the week."""

    week = Pick("Week", [("A", "Week A"), ("B", "Week B")], of=str, blank="Every week")
    day = Pick("Day", Session.Day.choices, required=True, error_messages=MISSING["day"])
    start = Clock("Start")
    minutes = Amount("Minutes", required=True, above=True, most="600", digits=7)
    room = Words("Room", longest=60)
    role = Pick("Role", (), blank="The group’s own")
    staff = Amount("Staff", above=True, most="50", digits=6, hint="Blank: as the staffing")
    pupils = Count("Pupils", hint="Blank: the group size")
    band = Pick("Part of the day", Band.choices, of=str, blank="By the clock")
    structured = Perhaps("Planned and led")
    left_out = Words("Left out, and why", longest=200)

    def __init__(self, data: Mapping[str, Any] | None = None, *, offers: Offers, **more: Any) -> None:
        super().__init__(data, **more)
        self.offer(role=offers.roles)
        self.fields["room"].widget.attrs["list"] = "rooms"
        if not offers.two_weeks and not (self.now or {}).get("week"):
            self.fields["week"].widget = forms.HiddenInput()


class CostForm(LineForm):
    """An other cost of the group."""

    description = Words("What", longest=200, required=True)
    kind = Pick("Kind", CostKind.choices, of=str, required=True)
    amount = Amount("Amount in pounds")
    role = Pick("Or role", (), blank="No role")
    hours = Amount("Hours a year", above=True, most="5000", digits=8)
    date = Day("When")
    payer = Pick("Paid by", PAYERS, of=str, blank="School")

    def __init__(self, data: Mapping[str, Any] | None = None, *, offers: Offers, **more: Any) -> None:
        super().__init__(data, **more)
        self.offer(role=offers.roles)

    def clean(self) -> dict[str, Any]:
        """Require an amount, or hours of a role."""
        held: dict[str, Any] = super().clean() or {}
        if not self.errors and (self.has_changed() or self.now) and (fault := cost_fault(held)):
            self.add_error("amount", fault)
        return held


class SupportForm(RunFields):
    """Support for one pupil: a group of one."""

    field_order = (
        "provision", "other", "area", "role", "person", "sessions", "minutes", "hours", "run", "weeks",
        "starts", "ends", "outcome", "charged_in_full", "reason",
    )  # fmt: skip
    beside: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("other", "area"), ("role", "person"), ("sessions", "minutes", "hours"), ("weeks", "starts", "ends"),
    )  # fmt: skip

    provision = Pick("What", (), blank="Something else")
    other = Words("Or write what it is", hint="It joins the catalogue under this name.")
    area = Pick("Area of need", Area.choices, of=str, blank="Other")
    role = Pick("Who", (), required=True, error_messages={"required": "Choose who gives it."})
    person = Pick("Person", (), blank="Nobody named")
    sessions = Amount("Sessions a week", above=True, most="50", digits=6)
    minutes = Amount("Minutes each", above=True, most="600", digits=7)
    hours = Amount("Or hours a week", above=True, most="50", digits=6)
    outcome = Pick("Outcome it works towards", (), blank="None yet")
    charged_in_full = YesNo("Charge the whole cost to this pupil, even if others join in")
    reason = Words("Why it is charged in full", longest=300)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, offers: Offers, outcomes: Choices, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.offer(
            provision=offers.provisions, role=offers.roles, person=offers.people, outcome=outcomes,
            run=[(span.key, span.label) for span in offers.spans],
        )  # fmt: skip
        left = [] if offers.all_classes else ["other", "area"]
        left += [] if offers.costs else ["charged_in_full", "reason"]
        left += [] if outcomes else ["outcome"]
        for name in left:
            del self.fields[name]
        if not offers.all_classes:
            self.fields["provision"].required = True
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Require what the support is, how much, and the reason for charging in full; each error only once."""
        held = super().clean()
        if not held.get("provision") and not held.get("other") and "provision" not in self.errors:
            self.add_error("provision", "Choose what it is, or write it beside “Or write what it is”.")
        if not held.get("hours") and not (held.get("sessions") and held.get("minutes")):
            self.add_error("sessions", "Write how many sessions a week and of how many minutes, or the hours a week.")
        if held.get("charged_in_full") and not held.get("reason"):
            self.add_error("reason", "Write why the whole cost is charged to this pupil.")
        return held


class EndForm(EditForm):
    """The day on which a group ends."""

    on = Day("Last day", required=True, hint="Places that are still open end on this day too.")
