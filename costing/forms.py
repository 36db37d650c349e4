"""Forms of staff roles and their pay, the school's own pay scales and its funding rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from costing.models import PayPoint, RolePay, StaffRole
from costing.rules_files import BANDS, OTHER_COSTS, ROLE_KINDS
from costing.services import NEEDED
from ui.edit_fields import Amount, Day, Pick, PickMany, Text, Words, YesNo
from ui.edit_forms import EditForm, LineForm

Data = Mapping[str, Any] | None
Pairs = tuple[tuple[str, ...], ...]
SALARIES = "A salary is divided by the weeks, days and hours of the funding rules, or by the hours of the contract."


class RoleFields(EditForm):
    """The fields of a staff role."""

    beside: ClassVar[Pairs] = (("code", "name"), ("la_rate", "hours_available"))

    code = Words("Code", longest=20, required=True, hint="Short, as printed on maps: TA, LM.")
    name = Words("Name", longest=100, required=True, hint="The role in words.")
    kind = Pick("Kind", StaffRole.Kind.choices, of=str, required=True, initial=StaffRole.Kind.OTHER,
                hint="Funding rules leave some kinds out of what counts.")  # fmt: skip
    la_rate = Amount("LA’s rate, £ an hour", places=14, digits=24, above=True,
                     hint="Blank where the authority has none.")  # fmt: skip
    hours_available = Amount("Hours available a week", digits=7, most="5000", hint="All who work in it together.")
    holders = PickMany("Who works in it", (), search="Find a person")


class PayFields(EditForm):
    """How the hourly cost is worked out; each basis has its own fields."""

    beside: ClassVar[Pairs] = (("area", "point"), ("annual_salary", "on_costs"), ("contract_hours", "hours_worked"))

    basis = Pick("How an hour is found", RolePay.Basis.choices, of=str, required=True, hint=SALARIES)
    scale = Pick("Pay scale", (), of=str, blank="No scale")
    area = Pick("Pay area", PayPoint.Area.choices, of=str, blank="England",
                hint="For teachers’ scales. A scale without points of the area is paid as in England.")  # fmt: skip
    point = Words("Point", longest=20, hint="As 5, or 5-6 for the mean of a range. Blank: the scale’s mid-point.")
    annual_salary = Amount("Annual salary, £", places=14, digits=24, above=True,
                           hint="Typed here, it is used in place of the scale.")  # fmt: skip
    on_costs = Amount("On-costs, %", places=14, digits=18, most="200", hint="Added to the salary, as 30.")
    rate = Amount("Rate, £", places=14, digits=24, above=True,
                  hint="An hour, a minute, or a year for one hour a week, as chosen above.")  # fmt: skip
    contract_hours = Amount("Contract hours a week", places=14, digits=18, above=True, most="60")
    hours_worked = Amount("Hours worked a year", places=14, digits=18, above=True, most="5000",
                          hint="Where known, in place of 52.143 weeks.")  # fmt: skip

    def __init__(self, data: Data = None, *, scales: Iterable[str] = (), **more: Any) -> None:
        super().__init__(data, **more)
        self.offer(scale=[(scale, scale) for scale in scales])
        for name in (*NEEDED[RolePay.Basis.CONTRACT_HOURS], *NEEDED[RolePay.Basis.HOURLY]):
            bases = [basis for basis, names in NEEDED.items() if name in names]
            self.fields[name].widget.attrs["data-only-with"] = f"basis={'|'.join(bases)}"


class RoleForm(RoleFields):
    """An existing staff role."""


class NewRoleForm(PayFields, RoleFields):
    """A new staff role with its pay."""

    beside: ClassVar[Pairs] = (*RoleFields.beside, *PayFields.beside)
    heads: ClassVar = {"basis": "What the school pays this year"}

    def __init__(self, data: Data = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.order_fields([name for name in self.fields if name != "holders"])


class PayForm(PayFields):
    """What a role is paid from a day on."""

    from_date = Day("From", hint="The day it begins. Blank: from the start of the year.")

    def __init__(self, data: Data = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.order_fields(["from_date"])


class ScaleForm(EditForm):
    """A scale's name and area."""

    beside: ClassVar[Pairs] = (("scale", "area"),)

    scale = Words("Name of the scale", longest=60, required=True)
    area = Pick("Pay area", PayPoint.Area.choices, of=str, required=True, initial=PayPoint.Area.ENGLAND)


class OwnPointLine(LineForm):
    """A point of the school's own scale."""

    point = Words("Point", longest=20, required=True)
    annual = Amount("£ a year", digits=10, above=True, required=True)
    starts = Day("Paid from", required=True)
    status = Words("How sure", longest=40, required=True, hint="As agreed, or estimated.")
    source = Words("From", longest=200, required=True, hint="Who says so.")


class RulesForm(EditForm):
    """Funding rules, each in the words of the rules' page."""

    heads: ClassVar = {
        "name": "Which rules they are",
        "weeks": "How an hour of a salary is found",
        "divide_by": "How a group’s cost is shared",
        "roles_not_counted": "What counts towards the threshold",
        "threshold_test": "The threshold",
        "rounding_unit": "How figures are rounded",
        "timetable_required": "What a pupil’s map must show",
    }
    beside: ClassVar[Pairs] = (
        ("weeks", "days", "hours"), ("threshold_test", "threshold"), ("rounding_unit", "rounding_stage"),
    )  # fmt: skip

    name = Words("Name", longest=150, required=True)
    source = Words("Source", longest=300, hint="The guidance they follow.")
    weeks = Amount("Weeks a year", above=True, required=True, most="53", places=10)
    days = Amount("Days a week", above=True, required=True, most="7", places=10)
    hours = Amount("Hours a day", above=True, required=True, most="24", places=10)
    rates = Pick("An hour is costed at", [("school", "the school’s own rates"), ("la", "the LA’s rates")],
                 of=str, required=True, initial="school")  # fmt: skip
    divide_by = Pick("A group’s cost is divided by", [("planned", "the pupils it is planned for"),
                     ("actual", "the pupils who have a place in that week")], of=str, required=True,
                     initial="planned")  # fmt: skip
    charge_in_full = YesNo("One pupil may be charged a group’s whole cost, with a written reason")
    roles_not_counted = PickMany("Whose time does not count", [(kind, kind) for kind in ROLE_KINDS], of=str,
                                 inline=True)  # fmt: skip
    bands_not_counted = PickMany("When time does not count, unless the support is structured",
                                 [(band, band) for band in BANDS], of=str, inline=True)  # fmt: skip
    other_costs = PickMany("Which other costs count, where the school pays", [(kind, kind) for kind in OTHER_COSTS],
                           of=str, inline=True)  # fmt: skip
    threshold_test = Pick("A pupil is over the threshold at", [("more than", "more than"), ("at least", "at least")],
                          of=str, required=True, initial="more than")  # fmt: skip
    threshold = Amount("Threshold, £ a year", required=True)
    rounding_unit = Pick("To the", [("penny", "penny"), ("pound", "pound")], of=str, required=True, initial="penny")
    rounding_stage = Pick("Once for each", [("line", "line"), ("week", "week"), ("total", "total")], of=str,
                          required=True, initial="line")  # fmt: skip
    timetable_required = YesNo("A weekly timetable is required")
    checklist = Text("What the guidance asks every map to show", hint="One to a line.")
    in_force = YesNo("Use these rules from now on", hint="Every figure of the school follows them.")


class RuleRoleLine(LineForm):
    """The rules for one staff role: their own rate, and a limit to its hours."""

    role = Pick("Staff role", (), of=str, required=True)
    rate = Amount("£ an hour by these rules", places=10, hint="Used where the LA’s rates are.")
    hours = Amount("At most hours a week", places=10, hint="For one pupil; blank: no limit.")
