"""The acts by which a finding is set aside with a reason, and shown again."""

from __future__ import annotations

from functools import partial
from typing import Any

from pages.filters import ReasonForm
from pages.findings import listing as findings
from pages.year_page import YearPage
from reports import set_aside
from reports.kinds import kind_label
from schools.access import Access, NotThere
from schools.edits import Edit
from schools.roles import Permission
from schools.views import Act, ActPage, Data
from ui.edit_forms import EditForm


class FindingPage(YearPage, ActPage):
    """The page of an act on a finding, which takes the sums of the year."""


def _finding_set_aside(access: Access, mark: str) -> Any:
    finding = findings.finding_of(access, mark)
    if finding.mark not in set_aside.answers_of(access):
        raise NotThere("This is not set aside.")
    return finding


def _reason_form(page: ActPage, data: Data) -> EditForm:
    """The form for the reason, filled in where the finding is set aside already."""
    answer = set_aside.answers_of(page.access).get(page.about.mark)
    return ReasonForm(data, now={"reason": answer.reason} if answer else None)


def _set_aside(page: ActPage, **sent: Any) -> Edit:
    kind = kind_label(page.about.code)
    return set_aside.set_finding_aside(page.about, kind, page.values["reason"], **sent)


def _show_again(page: ActPage, **sent: Any) -> Edit:
    return set_aside.show_finding_again(page.about.mark, kind_label(page.about.code), **sent)


act = partial(
    Act, permission=Permission.EDIT_PROVISION, page=FindingPage, find=findings.finding_of, intro="{about.sentence}",
    crumbs=(("What needs attention", "findings"),), then=("findings",),
)  # fmt: skip
ACTS = (
    act("attention/set-aside/<slug:mark>/", "finding_set_aside", "Set this aside", "Set aside", form=_reason_form,
        service=_set_aside, done="Set aside. It is shown again by itself when something about it changes."),
    act("attention/show-again/<slug:mark>/", "finding_show_again", "Show it again?", "Show it again",
        find=_finding_set_aside, service=_show_again, done="It is shown again."),
)  # fmt: skip
