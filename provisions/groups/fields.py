"""The fields of a group, each declared once: its column in the workbook, its place in the form, and its words.

The form, the tuples that services and drafts read, copies of a group, the preview of a bulk change, the sheet Groups
with who may read its columns, and what the group's page says it is for come from this table, in the workbook's order.
Besides its row here a field needs the model; one that is not `about` may have a place on the page too
(`templates/pages/group_facts.html`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms

from provisions.models import InterventionGroup, Measure
from pupils.models import YearGroup
from schools.roles import Permission
from ui.edit_fields import Count, Pick, PickMany, Text, Words
from ui.sheets.cells import C, choice, comma_list, day, decimal, text, whole, words, year_group
from ui.words import date_uk, number

Field = Callable[[], forms.Field]
Group = InterventionGroup
F = TypeVar("F", bound=type[forms.Form])


@dataclass(frozen=True, slots=True)
class GroupField:
    """A field of a group. `column` is its place in the workbook; `ask` makes its form field (None: asked for together
    with others, as the dates are); `about` says that it tells what the group is for, which has a page of its own;
    `rarer`, that only some groups need it; `in_words` is its value on the page and in a preview (None: a bulk change
    never changes it); `copied`, that a copy has it too. `sees` is the right to see it, on the page, in the workbook and
    in the history; None where whoever may open the group sees it."""

    column: C
    label: str
    ask: Field | None = None
    in_words: Callable[[Group], str] | None = None
    about: bool = False
    rarer: bool = False
    copied: bool = True
    sees: Permission | None = None

    @property
    def name(self) -> str:
        """The model's field."""
        return self.column.field


FIELDS = (
    GroupField(
        C("Group", "code", words(Group, "code"), "Code of the group, once in the year", required=True), "Code",
        lambda: Words("Code", longest=40, required=True, hint="Short, and once in the year.",
                      error_messages={"required": "Write a short code, such as 3-READ."}),
        copied=False,
    ),
    GroupField(
        C("Name", "name", words(Group, "name"), "Name on maps; blank = the provision's", blank=""), "Name on maps",
        lambda: Words("Name on maps", hint="Blank: the provision’s name."), rarer=True,
    ),
    GroupField(
        C("Provision", "provision", text(), "A provision of the catalogue", required=True, link="provision"),
        "Provision",
        lambda: Pick("Provision", (), required=True,
                     error_messages={"required": "Choose the provision that the group runs."}),
    ),
    GroupField(
        C("Year groups", "year_groups", comma_list(year_group), "Year groups it is for", blank=()), "Year groups",
        lambda: PickMany("Year groups", (), of=str, inline=True),
        lambda group: ", ".join(str(YearGroup(code).label) for code in group.year_groups),
    ),
    GroupField(
        C("Class", "school_class", text(), "Class it is for", link="class"), "Class",
        lambda: Pick("Class", (), blank="Any class"), lambda group: str(group.school_class or ""),
    ),
    GroupField(
        C("Setting", "setting", choice(Group.Setting), "In class, withdrawn or other", blank=""), "Setting",
        lambda: Pick("Setting", Group.Setting.choices, of=str, blank="Not said"),
        lambda group: group.get_setting_display(), rarer=True,
    ),
    GroupField(
        C("Group size", "size", whole(1, 400), "Pupils taught together", required=True), "Group size",
        lambda: Count("Group size", required=True, hint="Pupils taught together.",
                      error_messages={"required": "Write how many pupils are taught together."}),
        lambda group: number(group.size),
    ),
    GroupField(
        C("Weeks", "weeks", decimal(Group, "weeks", "0", "53", above=True), "Weeks it runs", required=True), "Weeks",
        in_words=lambda group: number(group.weeks),
    ),
    GroupField(
        C("Starts", "starts", day, "First day"), "First day", in_words=lambda group: date_uk(group.starts),
    ),
    GroupField(C("Ends", "ends", day, "Last day"), "Last day", in_words=lambda group: date_uk(group.ends)),
    GroupField(
        C("Status", "status", choice(("draft", "running", "ended")), "Draft, running or ended", blank="running"),
        "Status",
        lambda: Pick("Status", (), of=str, required=True, initial=Group.Status.RUNNING,
                     hint="A draft is not on the map yet."),
        lambda group: group.get_status_display(), rarer=True, copied=False,
    ),
    GroupField(
        C("Funding stream", "funding_stream", text(), "A stream of the sheet Funding streams", link="stream"),
        "Paid from",
        lambda: Pick("Paid from", (), hint="The funding stream."), lambda group: str(group.funding_stream or ""),
        rarer=True, sees=Permission.VIEW_COSTS,
    ),
    GroupField(
        C("Focus", "focus", text(), "What it works on", blank=""), "Focus",
        lambda: Text("Focus", hint="What it works on, as a family would read it.", rows=2),
        lambda group: group.focus, about=True,
    ),
    GroupField(
        C("Expected outcomes", "expected_outcomes", text(), "What should come of it", blank=""), "Expected outcomes",
        lambda: Text("Expected outcomes", hint="What should come of it.", rows=2),
        lambda group: group.expected_outcomes, about=True, rarer=True, sees=Permission.VIEW_NEEDS,
    ),
    GroupField(
        C("Measure", "measure", words(Measure, "name"), "How progress is told", link="measure"), "Measure",
        lambda: Pick("Measure", (), blank="The provision’s own", hint="How progress is told."),
        lambda group: str(group.measure or ""), about=True, rarer=True,
    ),
    GroupField(
        C("Monitoring", "monitoring", text(), "Who looks at it, how and when", blank=""), "Monitoring",
        lambda: Text("Monitoring", hint="Who looks at it, how and when.", rows=2),
        lambda group: group.monitoring, about=True, rarer=True, sees=Permission.VIEW_NEEDS,
    ),
)  # fmt: skip
GROUP = tuple(field.name for field in FIELDS)
ABOUT = tuple(field.name for field in FIELDS if field.about)
RARER = tuple(field.name for field in FIELDS if field.rarer)


def asking(*names: str) -> Callable[[F], F]:
    """A form that asks for these fields of a group, too: `@asking(*ABOUT)`."""

    def with_fields(form: F) -> F:
        made = {field.name: field.ask() for field in FIELDS if field.name in names and field.ask}
        form.base_fields = form.declared_fields = {**form.base_fields, **made}
        return form

    return with_fields


def blank_values() -> dict[str, Any]:
    """The fields of a group about which nothing is said yet, as the model has them."""
    return {name: Group._meta.get_field(name).get_default() for name in GROUP}  # type: ignore[union-attr]


def copied_values(group: Group) -> dict[str, Any]:
    """What a copy of a group begins with: all but its code and status."""
    columns = [Group._meta.get_field(field.name).attname for field in FIELDS if field.copied]  # type: ignore[union-attr]
    return {column: getattr(group, column) for column in columns}


def in_words(group: Group) -> dict[str, str]:
    """The fields that a bulk change may change, each in words by its label; "" where nothing is said."""
    return {field.label: field.in_words(group) for field in FIELDS if field.in_words}
