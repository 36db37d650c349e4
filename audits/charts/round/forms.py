"""Forms by which the SENCO runs the audit, and class teams answer, hand in, and change who is in a chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from audits.models import AuditChart, AuditQuestion, AuditRow
from pupils.models import YearGroup
from schools.clock import today
from ui.edit_fields import Day, Pick, PickMany, Text, Words, YesNo
from ui.edit_forms import EditForm, LineForm

MESSAGE: int = AuditChart._meta.get_field("message").max_length or 0
NAME: int = AuditChart._meta.get_field("name").max_length or 0
WHY: int = AuditRow._meta.get_field("why").max_length or 0
CHILD: int = AuditRow._meta.get_field("name").max_length or 0
ANSWER: int = AuditQuestion._meta.get_field("answer").max_length or 0
BANDS = [("must", "Must (EHC plan, very high need)"), ("should", "Should (SEN support, other need)"),
         ("could", "Could (would benefit)")]  # fmt: skip


class TermsForm(EditForm):
    """A chart's columns, deadline and message to the class team."""

    due = Day("To be handed in by", hint="The class team is reminded two school days before. Blank: no deadline.")
    message = Text("Message to the class team", hint="It stands at the top of the chart, and in the e-mail.")
    provisions = PickMany(
        "Provisions to tick", (), required=True, search="Find a provision",
        hint="These are the columns of the chart; the class team can write down anything else in words.",
        error_messages={"required": "Tick at least one provision."},
    )  # fmt: skip

    def clean_due(self) -> date | None:
        """A new deadline must not be in the past."""
        due: date | None = self.cleaned_data["due"]
        if due and due < today() and due != (self.now or {}).get("due"):
            raise ValidationError("This day is over. Choose a later one.")
        return due

    def clean_message(self) -> str:
        message: str = self.cleaned_data["message"]
        if len(message) > MESSAGE:
            raise ValidationError(f"Shorten this to {MESSAGE:,} characters; it has {len(message):,}.")
        return message


class OpenForm(TermsForm):
    """Which classes and year groups to open charts for."""

    scopes = PickMany(
        "Classes and year groups", (), required=True, of=str, search="Find a class",
        error_messages={"required": "Tick at least one class or year group."},
    )  # fmt: skip
    field_order = ("scopes", "due", "message", "provisions")


class CohortForm(TermsForm):
    """A cohort: its name, and any pupils."""

    name = Words("Name of the cohort", longest=NAME, required=True, hint="As “Moving up to Year 7” or “New arrivals”.")
    pupils = PickMany(
        "Pupils", (), required=True, search="Find a pupil", error_messages={"required": "Tick at least one pupil."}
    )
    field_order = ("name", "pupils", "due", "message", "provisions")


class ChangeForm(TermsForm):
    """The columns, deadline and message of an open chart, and a cohort's name."""

    name = Words("Name of the cohort", longest=NAME, required=True)
    field_order = ("name", "due", "message", "provisions")

    def __init__(self, data: Mapping[str, Any] | None = None, *, cohort: bool, **more: Any) -> None:
        super().__init__(data, **more)
        if not cohort:
            del self.fields["name"]
        self._remember()


class RemindForm(EditForm):
    """The charts whose class teams are reminded."""

    charts = PickMany("Charts", (), required=True, error_messages={"required": "Tick at least one chart."})


class QuestionLine(LineForm):
    """A question, and whom it is about."""

    about = Pick("About", (), of=str, blank="The chart as a whole")
    question = Words("Question", longest=ANSWER, required=True, widget=forms.Textarea(attrs={"rows": 2}))


class AnswerForm(EditForm):
    """An answer to each question."""

    hand_in = YesNo("Hand the chart in again", hint="Leave the box empty to go on ticking first.")

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, questions: Iterable[tuple[int, str]], **more: Any
    ) -> None:
        super().__init__(data, **more)
        hand_in = self.fields.pop("hand_in")
        for number, words in questions:
            area = forms.Textarea(attrs={"rows": 2})
            self.fields[f"answer-{number}"] = Words(words, longest=ANSWER, widget=area)
        self.fields["hand_in"] = hand_in
        self._remember()

    @property
    def answers(self) -> dict[int, str]:
        """The answers by the number of their question."""
        found = self.values
        return {int(name.removeprefix("answer-")): found[name] for name in found if name.startswith("answer-")}


class AddChartPupilsForm(EditForm):
    """Pupils to take into a chart."""

    pupils = PickMany(
        "Pupils", (), required=True, search="Find a pupil", error_messages={"required": "Tick at least one pupil."}
    )
    band = Pick("Band", BANDS, of=str, blank="As their SEN status says")
    why = Words("Why", longest=WHY, hint="What the class team sees. It stands beside the name.")


class NewcomerForm(EditForm):
    """A child who is not on roll yet."""

    beside: ClassVar[tuple[tuple[str, ...], ...]] = (("year_group", "band"),)

    name = Words("Name", longest=CHILD, required=True)
    year_group = Pick("Year group", YearGroup.choices, of=str, required=True)
    band = Pick("Band", BANDS, of=str, required=True)
    why = Words("Why", longest=WHY, hint="What is known of the child’s needs so far.")


class JoinNewcomerForm(EditForm):
    """The pupil whom a child not on roll has turned out to be."""

    pupil = Pick("Pupil", (), required=True)
