"""What needs attention, the most pressing kinds first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.documents import whole_school_map
from reports.documents.head import Asked, read_for
from reports.findings import findings_of, map_findings
from reports.forms import ListFilters
from schools.roles import Permission
from ui.findings import Finding, Severity
from ui.tables import Col, Listing, Mark

if TYPE_CHECKING:
    from schools.access import Access

KINDS = {
    "no-rate": "Cannot be costed",
    "over-budget": "Over budget",
    "pupil-in-two-places": "A pupil in two places at once",
    "person-in-two-places": "A person in two places at once",
    "over-capacity": "More pupils than planned",
    "sessions-disagree": "Sessions and staffing disagree",
    "no-timetable": "No timetable",
    "no-staffing": "No staffing",
    "weeks-beyond-calendar": "More weeks than the calendar has",
    "universal-costed": "Universal, with staffing",
    "days-without-sessions": "Days without sessions",
    "charged-in-full-with-others": "Charged in full beside others",
    "room-in-two-uses": "A room in two uses at once",
    "outside-the-day": "Outside the school’s day",
    "left-the-school": "A place for a pupil who has left",
    "no-pupils": "Running for nobody",
    "past-its-end": "Past its end",
    "outcome-overdue": "Outcomes whose date is past",
    "no-need": "No need recorded",
    "without-provision": "SEN and no place in a group",
    "many-interventions": "Many groups at once",
    "no-outcome": "No outcome",
    "no-baseline": "No baseline",
    "no-exit-score": "No exit score",
    "review-overdue": "No review for a term",
    "not-trained": "Not yet trained",
}


TO_DO: dict[Severity, str] = {"act": "To act on", "note": "Good to know"}
LISTING = Listing(
    "What needs attention",
    "thing,things",
    (
        Col("sentence", "What was found", href="href"),
        Col("kind", "Kind", "short"),
        Col("to_do", "What to do", "short"),
    ),
)


@dataclass(frozen=True)
class FindingLine:
    """A finding in the list, with the way to what it is about."""

    code: str
    severity: Severity
    sentence: str
    href: str | None

    @property
    def kind(self) -> str:
        """What findings of its code have in common."""
        return KINDS.get(self.code, self.code.replace("-", " ").capitalize())

    @property
    def to_do(self) -> Mark:
        """Whether somebody must act; those come first where the list is sorted by it."""
        acted = self.severity == "act"
        return Mark(TO_DO[self.severity], "warn" if acted else "muted", 0 if acted else 1)


@dataclass(frozen=True)
class FindingsPage:
    """The list with its filters."""

    filters: ListFilters
    lines: tuple[FindingLine, ...]
    every: int


def build(access: Access, params: Mapping[str, str]) -> FindingsPage:
    """The findings that concern the person and fit the filters."""
    places = {code: place for place, code in enumerate(KINDS)}
    found = sorted(_found(access), key=lambda one: places.get(one.code, len(places)))
    lines = [FindingLine(one.code, one.severity, one.sentence, one.link) for one in found]
    form = ListFilters(
        params,
        {
            "kind": ("Kind", sorted({line.code: line.kind for line in lines}.items(), key=lambda pair: pair[1])),
            "todo": ("What to do", TO_DO.items()),
        },
        search="Words",
    )
    return FindingsPage(form, tuple(line for line in lines if _wants(form, line)), len(lines))


def _wants(form: ListFilters, line: FindingLine) -> bool:
    return (
        form.finds(line.sentence)
        and form.asked("kind") in ("", line.code)
        and form.asked("todo") in ("", line.severity)
    )


def _found(access: Access) -> tuple[Finding, ...]:
    asked = Asked()
    if access.may(Permission.VIEW_COSTS):
        return map_findings(access, whole_school_map.build(access, asked), asked.on)
    if access.may(Permission.VIEW_NEEDS):
        return findings_of(access, read_for(access, asked), asked.on)
    return ()
