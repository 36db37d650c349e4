"""What needs attention, the most pressing kinds first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import TYPE_CHECKING

from provisions.sense import beside
from reports.documents.head import PaperOptions, read_for
from reports.documents.maps import whole_school_map
from reports.findings import every_finding, map_notes
from reports.kinds import PLACE_OF, kind_label
from reports.models import FindingSetAside
from reports.set_aside import answers_of
from schools.access import NotThere, address
from schools.roles import Permission
from ui.filters import ListFilters
from ui.findings import Finding, Severity
from ui.tables import Col, Listing, Mark

if TYPE_CHECKING:
    from schools.access import Access

TO_DO: dict[Severity, str] = {"act": "To act on", "note": "Good to know"}
LISTING = Listing(
    "What needs attention",
    "thing,things",
    (
        Col("sentence", "What was found", path="finding.sentence", href="finding.link", panel=True),
        Col("kind", "Kind"),
        Col("to_do", "What to do", "short"),
    ),
)
ASIDE = Col("aside", "Answer", "short", href="aside_href", sort="", panel=True)
"""The column with the link that sets a finding aside; left out of files."""


@dataclass(frozen=True)
class FindingLine:
    """A finding in the list, with the address where it is set aside."""

    finding: Finding
    school: str
    aside: str = "Set aside"

    @property
    def aside_href(self) -> str:
        """Where it is set aside. Made only for the lines that are drawn, of which there may be a thousand."""
        return address("finding_set_aside", self.school, self.finding.mark)

    @property
    def kind(self) -> str:
        """The finding's kind in words."""
        return kind_label(self.finding.code)

    @property
    def to_do(self) -> Mark:
        """What to do, as a mark that sorts findings to act on first."""
        acted = self.finding.severity == "act"
        return Mark(TO_DO[self.finding.severity], "warn" if acted else "muted", 0 if acted else 1)


@dataclass(frozen=True)
class FindingsPage:
    """The list with its filters, and below it what was set aside: the finding, its kind, and by whom, when and why."""

    filters: ListFilters
    lines: tuple[FindingLine, ...]
    every: int
    aside: tuple[tuple[Finding, str, FindingSetAside], ...]


def build(access: Access, params: Mapping[str, str]) -> FindingsPage:
    """The findings that concern the person and fit the filters."""
    found = sorted(findings_for(access), key=lambda one: PLACE_OF[one.code])
    answers = answers_of(access)
    lines = [FindingLine(one, access.school.slug) for one in found if one.mark not in answers]
    kinds = sorted(((code, kind_label(code)) for code in {line.finding.code for line in lines}), key=itemgetter(1))
    form = ListFilters(params, {"kind": ("Kind", kinds), "todo": ("What to do", TO_DO.items())}, search="Words")
    aside = tuple((one, kind_label(one.code), answers[one.mark]) for one in found if one.mark in answers)
    shown = [line for line in lines if _wants(form, line)] if form.any_set else lines
    return FindingsPage(form, tuple(shown), len(lines), aside)


def listing(access: Access, *, for_file: bool) -> Listing:
    """The list's columns; on the page, for whoever may, with the link to set a finding aside."""
    acts = () if for_file or not access.may(Permission.EDIT_PROVISION) else (ASIDE,)
    return replace(LISTING, columns=(*LISTING.columns, *acts))


def finding_of(access: Access, mark: str) -> Finding:
    """The finding with this mark, set aside or not. Raises NotThere where the person has none."""
    found = next((one for one in findings_for(access) if one.mark == mark), None)
    if found is None:
        raise NotThere("There is no such finding any more.")
    return found


def _wants(form: ListFilters, line: FindingLine) -> bool:
    return (
        form.finds(line.finding.sentence)
        and form.chosen("kind") in ("", line.finding.code)
        and form.chosen("todo") in ("", line.finding.severity)
    )


def findings_for(access: Access) -> tuple[Finding, ...]:
    """Every finding that the person may see, those set aside too."""
    asked = PaperOptions()
    if access.may(Permission.VIEW_COSTS):
        made = whole_school_map.build(access, asked)
        there = beside(made.costed.year)
        return every_finding(access, made.costed, asked.on, map_notes(made, there), there)
    if access.may(Permission.VIEW_NEEDS):
        return every_finding(access, read_for(access, asked), asked.on)
    return ()
