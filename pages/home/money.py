"""The business manager's home page: budgets, pupils near the threshold without an award, missing rates, papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from costing.roles import rates_of
from pages.costs.roles import groups_by_role, without_rate
from pages.costs.year import Threshold, about_money, papers_of, threshold_of
from reports.documents.head import PaperOptions
from reports.documents.maps.whole_school_map import StreamLine, WholeSchoolMap
from reports.documents.registry import PAPERS
from schools.access import Access
from schools.roles import Permission
from ui.findings import Finding
from ui.parts import Choice


@dataclass(frozen=True)
class MoneyHome:
    """The year's money at a glance. `by_year` is the address of the costs by academic and financial year."""

    streams: tuple[StreamLine, ...]
    threshold: Threshold
    findings: tuple[Finding, ...]
    papers: tuple[Choice, ...]
    by_year: str


def build(access: Access, made: WholeSchoolMap, asked: PaperOptions, found: Iterable[Finding]) -> MoneyHome:
    """The business manager's part of the home page; figures are those of the whole-school map and costed maps. `found`
    are the map's findings."""
    roles = without_rate(access, rates_of(access), groups_by_role(access, made.costed, asked.on), made.costed.rules)
    by_year = access.url("paper", "costs-by-stream") if "costs-by-stream" in PAPERS else ""
    return MoneyHome(
        streams=made.streams,
        threshold=threshold_of(access, made.costed, asked),
        findings=(*roles, *about_money(found)),
        papers=(*papers_of(access), *_exports(access)),
        by_year=by_year,
    )


def _exports(access: Access) -> tuple[Choice, ...]:
    """What goes with a request to the local authority, and the workbook."""
    found = [Choice("Costed maps, pupil by pupil", access.url("papers"), icon="file-earmark-person")]
    if access.may(Permission.EXPORT):
        found.append(Choice("School workbook", access.url("import"), icon="file-earmark-spreadsheet"))
    return tuple(found)
