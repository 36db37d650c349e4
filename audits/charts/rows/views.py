"""Pages for the rows of a chart: adding pupils and children who are not on roll yet, removing them, and linking a child
to the pupil they are now."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from audits.charts.reading import chart_of, may_change
from audits.charts.round import choices as round_choices
from audits.charts.round.forms import AddChartPupilsForm, JoinNewcomerForm, NewcomerForm
from audits.charts.round.reading import row_name
from audits.charts.round.views.about import about_chart, unless
from audits.charts.rows import services as row_services
from schools.access import Access, NotThere
from schools.roles import Permission
from schools.views import Act, ActPage, Data
from ui.edit_forms import EditForm
from ui.words import and_words


class AboutRow(NamedTuple):
    """A row of a chart with the child's name, and the chart with whom it is of in words."""

    row: Any
    name: str
    stored: Any
    scope: str
    chart: int


def about_row(access: Access, pk: int) -> AboutRow:
    """The row by its number. Raises NotThere."""
    row = row_services.find_row(access, pk)
    chart = about_chart(access, row.chart_id)
    return AboutRow(row, row_name(row), chart.stored, chart.scope, chart.chart)


def about_newcomer(access: Access, pk: int) -> AboutRow:
    """The row of a child who is not on roll yet. Raises NotThere."""
    about = about_row(access, pk)
    if about.row.pupil_id:
        raise NotThere("This child is on roll.")
    return about


def _added(page: ActPage) -> str:
    rows = chart_of(page.access, page.about.chart).rows
    names = [row.name for row in rows if row.pupil and row.pupil.id in page.values["pupils"]]
    return f"{and_words(names)} {'stands' if len(names) == 1 else 'stand'} in the chart of {page.about.scope}."


def _newcomer_form(page: ActPage, data: Data) -> EditForm:
    """The year group is the chart's, where it has one."""
    codes = round_choices.year_groups_of(page.about.stored)
    return NewcomerForm(data, initial={"year_group": codes[0] if len(codes) == 1 else "", "band": "should"})


def _join_form(page: ActPage, data: Data) -> EditForm:
    """The pupils of the year group first; a pupil of the same name is chosen."""
    choices = round_choices.pupils_to_join(page.access, page.about.row)
    child = page.about.name.casefold()
    same = [pk for _, pupils in choices for pk, name in pupils if name.casefold() == child]
    return JoinNewcomerForm(data, choices={"pupil": choices}, initial={"pupil": same[0] if len(same) == 1 else None})


def _what_goes(page: ActPage) -> str:
    """What is removed with a row."""
    row, name = page.about.row, page.about.name
    ticked = row_services.ticked_in(row)
    goes = [f"the ticks for {and_words(ticked)}"] if ticked else []
    goes += [f"the note “{words}”" for words in (row.other, row.why) if words]
    said = f"With {name} {'go' if ticked or len(goes) > 1 else 'goes'} {and_words(goes)}." if goes else ""
    said = said or "Nothing is ticked or written here."
    if row.pupil_id and round_choices.stays_by_status(page.access, page.about.stored, row.pupil_id):
        said += " The name stays in the chart, because of the SEN status, with nothing ticked."
    return said


in_chart = partial(
    Act, permission=Permission.EDIT_AUDIT, find=about_chart, whole=True,
    instead=unless(lambda page: may_change(page.access, page.about.stored)),
    crumbs=(("Audit", "audit"), ("{about.scope}", "audit_chart", "{about.chart}")),
    then=("audit_chart", "{about.chart}"),
)  # fmt: skip
ACTS = (
    in_chart("audit/<int:pk>/pupils/", "audit_pupils", "Add pupils to {about.scope}", "Add to the chart",
        intro="For pupils without a special educational need who would benefit, or who join from another class.",
        more=(("Add a child who is not on roll yet", "person-plus", "audit_newcomer", "{about.chart}"),),
        form=lambda page, data: AddChartPupilsForm(
            data, choices={"pupils": round_choices.pupils_to_add(page.access, page.about.chart)}),
        service=lambda page, **sent: row_services.add_pupils(chart=page.about.chart, **page.values, **sent),
        done=_added),
    in_chart("audit/<int:pk>/newcomer/", "audit_newcomer", "Add a child to {about.scope} who is not on roll yet",
        "Add to the chart",
        intro="Name and year group are enough. When the child is on roll, say who it is, and the ticks go with them.",
        form=_newcomer_form,
        service=lambda page, **sent: row_services.add_newcomer(chart=page.about.chart, values=page.values, **sent),
        done="{values[name]} stands in the chart of {about.scope}, as not on roll yet."),
    in_chart("audit/rows/<int:pk>/change/", "audit_row", "{about.name}, not on roll yet", find=about_newcomer,
        more=(("Is on roll now", "person-check", "audit_row_join", "{about.row.pk}"),
              ("Take out", "person-x", "audit_row_remove", "{about.row.pk}")),
        form=lambda page, data: NewcomerForm(
            data, now={name: getattr(page.about.row, name) for name in NewcomerForm.base_fields}),
        service=lambda page, **sent: row_services.change_newcomer(row=page.about.row.pk, values=page.values, **sent)),
    in_chart("audit/rows/<int:pk>/remove/", "audit_row_remove", "Take {about.name} out of {about.scope}", "Take out",
        intro=_what_goes, find=about_row, danger=True,
        service=lambda page, **sent: row_services.take_out_row(row=page.about.row.pk, **sent),
        done="{about.name} is taken out of the chart of {about.scope}."),
    in_chart("audit/rows/<int:pk>/on-roll/", "audit_row_join", "{about.name} is on roll now", "Join them",
        intro="Choose the pupil. Ticks and notes go with them; where the pupil stands in the chart already, both are "
        "brought together in the stronger band.",
        find=about_newcomer, form=_join_form,
        service=lambda page, **sent: row_services.join(row=page.about.row.pk, **page.values, **sent),
        done="{about.name} stands in the chart of {about.scope} as a pupil on roll."),
)  # fmt: skip
