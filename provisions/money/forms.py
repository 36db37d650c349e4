"""Forms about money: whole-school provision, other costs, funding streams and awards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from provisions.models import Award, CostKind, OtherCost
from ui.edit_fields import Amount, Day, Pick, Words
from ui.edit_forms import EditForm

Data = Mapping[str, Any] | None
Pairs = tuple[tuple[str, ...], ...]
OR_HOURS = "Or else a staff role and its hours, below."


class WholeSchoolForm(EditForm):
    """A cost of the whole school."""

    beside: ClassVar[Pairs] = (("hours_a_week", "weeks"),)

    description = Words("What it is", longest=200, required=True)
    kind = Words("Kind", longest=60, hint="Administration, development, resources, preparation …")
    amount = Amount("Amount for the year, £", hint=OR_HOURS)
    role = Pick("Staff role", ())
    hours_a_week = Amount("Hours a week", digits=7, above=True, most="5000")
    weeks = Amount("Weeks", digits=6, above=True, most="52", hint="Blank: the weeks of the funding rules.")
    funding_stream = Pick("Paid from", (), blank="No budget")


class OtherCostForm(EditForm):
    """A cost besides staff, of a pupil or of a group."""

    beside: ClassVar[Pairs] = (("kind", "payer"), ("group", "pupil"), ("role", "hours"))

    description = Words("What it is", longest=200, required=True)
    kind = Pick("Kind", CostKind.choices, of=str, required=True)
    payer = Pick("Who pays", OtherCost.Payer.choices, of=str, required=True, initial=OtherCost.Payer.SCHOOL,
                 hint="Only what the school pays counts.")  # fmt: skip
    group = Pick("For a group", (), hint="Its pupils share the cost.")
    pupil = Pick("Or for one pupil", ())
    amount = Amount("Amount, £", hint=OR_HOURS)
    role = Pick("Staff role", ())
    hours = Amount("Hours a year", digits=8, above=True, most="5000")
    date = Day("When it falls", hint="Blank: the start of the year.")


class StreamForm(EditForm):
    """A funding stream."""

    beside: ClassVar[Pairs] = (("name", "amount"),)

    name = Words("Name", longest=100, required=True)
    amount = Amount("Amount for the year, £", required=True)


class AwardForm(EditForm):
    """A top-up award of a pupil."""

    beside: ClassVar[Pairs] = (("kind", "status"), ("starts", "ends"))

    pupil = Pick("Pupil", (), required=True)
    kind = Pick("Kind", [("top-up", "Top-up")], of=str, required=True, initial="top-up")
    status = Pick("Status", Award.Status.choices, of=str, required=True, initial=Award.Status.APPLIED)
    amount = Amount("Amount, £", hint="For the days below, whatever their number: not an amount a year.")
    starts = Day("From", hint="Blank: 1 September.")
    ends = Day("To", hint="Blank: 31 August.")
