"""What needs attention, under its kinds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.documents import whole_school_map
from reports.documents.head import Asked, read_for
from reports.findings import findings_of, map_findings
from schools.roles import Permission
from ui.findings import Finding

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


@dataclass(frozen=True)
class Kind:
    """The findings of one kind."""

    code: str
    name: str
    findings: tuple[Finding, ...]


def build(access: Access) -> tuple[Kind, ...]:
    """Every finding that concerns the person, the most pressing kinds first."""
    asked = Asked()
    if access.may(Permission.VIEW_COSTS):
        made = whole_school_map.build(access, asked)
        found = map_findings(access, made, asked.on)
    elif access.may(Permission.VIEW_NEEDS):
        found = findings_of(access, read_for(access, asked), asked.on)
    else:
        found = ()
    held: dict[str, list[Finding]] = {code: [] for code in KINDS}
    for finding in found:
        held.setdefault(finding.code, []).append(finding)
    return tuple(
        Kind(code, KINDS.get(code, code.replace("-", " ").capitalize()), tuple(findings))
        for code, findings in held.items()
        if findings
    )
