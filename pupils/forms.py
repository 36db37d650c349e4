"""The forms of pupils: the record, needs, profile, outcomes, pupil groups, and acts on several pupils at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from pupils.models import Area, Outcome, Pupil, PupilGroup, YearGroup
from pupils.upn import upn_fault
from schools.clock import today
from ui.edit_fields import Choices, Count, Day, Pick, PickMany, Text, Words, YesNo
from ui.edit_forms import EditForm, LineForm

Data = Mapping[str, Any] | None
MAIN = ("surname", "forename", "preferred_name", "sex", "date_of_birth")
NUMBERS = ("upn", "admission_number")
PLACE = ("year_group", "school_class")
STATUS_WORDS = (
    ("N", "No SEN"), ("K", "SEN support (K)"), ("K+", "SEN support, very high need (K+)"), ("E", "EHC plan (E)"),
)  # fmt: skip
ORDER = ("another", *MAIN, *NUMBERS, *PLACE, "arrival_date", "status", "leaving_date", "groups")


def longest(model: Any, field: str) -> int:
    """The maximum length of a model's field, in characters."""
    return int(model._meta.get_field(field).max_length)


class Upn(Words):
    """A unique pupil number, checked against its check letter."""

    def clean(self, value: Any) -> str:
        """The number in capitals without spaces. Raises ValidationError with the fault."""
        found = str(super().clean(value)).upper().replace(" ", "")
        fault = upn_fault(found) if found else ""
        if fault:
            raise ValidationError(fault)
        return found


class PupilForm(EditForm):
    """A pupil's record, with the year group and class of the year."""

    beside = (("surname", "forename"), ("preferred_name", "sex"), NUMBERS, PLACE, ("arrival_date", "leaving_date"))

    surname = Words("Surname", longest=longest(Pupil, "surname"), required=True)
    forename = Words("Forename", longest=longest(Pupil, "forename"), required=True)
    preferred_name = Words("Preferred name", longest=longest(Pupil, "preferred_name"))
    sex = Pick("Sex", Pupil.Sex.choices, of=str, blank="Not said")
    date_of_birth = Day("Date of birth")
    upn = Upn("UPN", longest=20, hint="Unique pupil number.")
    admission_number = Words(
        "Admission number", longest=longest(Pupil, "admission_number"), hint="Leave both blank if there is none yet."
    )
    arrival_date = Day("First day", hint="Only for a pupil who comes in the middle of a year.")
    leaving_date = Day("Last day", hint="Only for a pupil who leaves.")

    def __init__(self, data: Data = None, *, classes: Choices, placed: bool = True, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["year_group"] = Pick(
            "Year group", YearGroup.choices, of=str, required=placed, blank="Not in this year"
        )
        self.fields["school_class"] = Pick("Class", classes, blank="No class yet")
        self.order_fields(ORDER)

    def clean(self) -> dict[str, Any]:
        """Keep one of the two numbers where there is one; a date of birth in the past, first and last day after it."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if self.now and any(map(self.now.get, NUMBERS)) and not any(map(found.get, NUMBERS)) and not self.errors:
            self.add_error("upn", "Give the UPN or the admission number, so that the pupil can be known again.")
        born, came, left = (found.get(name) for name in ("date_of_birth", "arrival_date", "leaving_date"))
        if born and born > today():
            self.add_error("date_of_birth", "This day is still to come. Check the year.")
        if born and left and left < born:
            self.add_error("leaving_date", "This is before the date of birth. Check the two dates.")
        if born and came and came < born:
            self.add_error("arrival_date", "This is before the date of birth. Check the two dates.")
        if came and left and left < came:
            self.add_error("leaving_date", "This is before the first day. Check the two dates.")
        return found


class NewPupilForm(PupilForm):
    """A pupil to be added, with the pupil groups they are in; SEN status for those who may write it (`needs`). Where a
    pupil like it is on record, a box confirms that it is another child."""

    beside = (*PupilForm.beside[:-1], ("arrival_date", "status"))
    leaving_date = None  # type: ignore[assignment]

    def __init__(self, data: Data = None, *, groups: Choices, needs: bool, **more: Any) -> None:
        super().__init__(data, **more)
        if needs:
            self.fields["status"] = Pick("SEN status", STATUS_WORDS, of=str, required=True, initial="N")
        if offered := list(groups):
            self.fields["groups"] = PickMany("Pupil groups", offered, search="Find a group")
        self.order_fields(ORDER)
        if data and "another" in data:
            self.ask()

    def ask(self) -> None:
        """Show that box."""
        self.fields["another"] = YesNo("Another child of this name")
        self.order_fields(ORDER)


class LeaveSchoolForm(EditForm):
    """The last day of one pupil."""

    leaving_date = Day("Last day", required=True)


class BackForm(EditForm):
    """A pupil who returns: the year group and class, where there is none in this year."""

    beside = (PLACE,)

    def __init__(self, data: Data = None, *, classes: Choices, placed: bool) -> None:
        super().__init__(data)
        if not placed:
            self.fields["year_group"] = Pick("Year group", YearGroup.choices, of=str, required=True)
            self.fields["school_class"] = Pick("Class", classes, blank="No class yet")


class SeveralForm(EditForm):
    """Several pupils at once. `offered` are the pupils to tick, under the name of their class."""

    def __init__(self, data: Data = None, *, offered: Choices) -> None:
        super().__init__(data)
        self.fields["pupils"] = PickMany(
            "Pupils", offered, required=True, error_messages={"required": "Tick the pupils it is about."}
        )


class MoveForm(SeveralForm):
    """A class for several pupils."""

    def __init__(self, data: Data = None, *, offered: Choices, classes: Choices) -> None:
        super().__init__(data, offered=offered)
        self.fields["school_class"] = Pick(
            "To the class", classes, required=True, error_messages={"required": "Choose the class they move to."}
        )


class LeaversForm(SeveralForm):
    """A last day for several pupils."""

    leaving_date = Day("Last day", required=True, initial=today)


class NeedsForm(EditForm):
    """SEN status of the year; the needs are lines."""

    beside = (("status", "sen_since"),)

    status = Pick("SEN status", STATUS_WORDS, of=str, required=True, initial="N")
    sen_since = Day("SEN since")


class NeedLine(LineForm):
    """One need and its rank."""

    rank = Count("Rank", most=20)

    def __init__(self, data: Data = None, *, types: Choices, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["need_type"] = Pick("Type of need", types, required=True)
        self.order_fields(["need_type", "rank"])


class ProfileForm(EditForm):
    """A pupil's profile in words."""

    strengths = Text("Strengths", hint="What the pupil is good at, likes, and what helps.")
    needs = Text("Needs", hint="What gets in the way, where and when.")
    high_quality_teaching = Text("High-quality teaching", hint="What is in place in class, for everybody to keep to.")


class OutcomeForm(EditForm):
    """What a pupil will be able to do, by when."""

    beside = (("area", "by", "status"),)

    wording = Text("Outcome", rows=2, required=True, hint="By the end of Year 3 I will …")
    area = Pick("Area", Area.choices, of=str, blank="Not said")
    by = Day("By")
    status = Pick("Status", Outcome.Status.choices, of=str, required=True, initial=Outcome.Status.OPEN)

    def clean_wording(self) -> str:
        """The wording on one line, no longer than a map can print."""
        found = " ".join(str(self.cleaned_data["wording"]).split())
        most = longest(Outcome, "wording")
        if len(found) > most:
            raise ValidationError(f"Keep this to {most} letters; it has {len(found)}.")
        return found


class PupilGroupForm(EditForm):
    """A pupil group: its name, who may see it, and its pupils."""

    name = Words("Name", longest=longest(PupilGroup, "name"), required=True, hint="Pupil premium, young carers …")

    def __init__(self, data: Data = None, *, offered: Choices, senior: bool, **more: Any) -> None:
        super().__init__(data, **more)
        if senior:
            self.fields["visibility"] = Pick(
                "Who sees who is in it", PupilGroup.Visibility.choices, of=str, required=True,
                initial=PupilGroup.Visibility.ALL_STAFF,
            )  # fmt: skip
        self.fields["members"] = PickMany("Pupils", offered)


class OwnGroupsForm(EditForm):
    """The groups that one pupil is in."""

    def __init__(self, data: Data = None, *, groups: Choices, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["groups"] = PickMany("Pupil groups", groups, search="Find a group")
