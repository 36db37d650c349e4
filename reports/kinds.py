"""The kinds of finding, each declared once: its name, what several of it have in common, and where it is put right.

The order is that of the page *What needs attention*, the most pressing first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from schools.roles import Permission


@dataclass(frozen=True, slots=True)
class FindingKind:
    """A kind of finding. `many` goes on after the number of groups or pupils that have it; `page` and `link_text` are
    where it is put right, `at` whose page that is, and `right` what it takes to open it; without one, the link leads to
    the thing it is about."""

    code: str
    label: str
    many: str = ""
    page: str = ""
    link_text: str = ""
    at: Literal["group", "pupil"] = "group"
    right: Permission = Permission.EDIT_PROVISION


SESSIONS, STAFFING = ("group_sessions", "Change its sessions"), ("group_staffing", "Change its staffing")
PATTERN = ("group_edit", "Change the group")
K, NEEDS = FindingKind, Permission.EDIT_NEEDS

KINDS = {
    kind.code: kind
    for kind in (
        K("no-rate", "Cannot be costed", "cannot be costed, because something is missing"),
        K("over-budget", "Over budget"),
        K("pupil-in-two-places", "A pupil in two places at once", "", *SESSIONS),
        K("person-in-two-places", "A person in two places at once", "", *SESSIONS),
        K("over-capacity", "More pupils than planned",
          "have more pupils than they are planned for, so each cost is shared by all who come", *PATTERN),
        K("sessions-disagree", "Sessions and staffing disagree",
          "have sessions that come to other hours than their staffing; the staffing is costed", *SESSIONS),
        K("no-timetable", "No timetable", "have no sessions, and the funding rules ask for a timetable", *SESSIONS),
        K("no-staffing", "No staffing", "have no staffing, so no staff time is costed", *STAFFING),
        K("no-school-week", "No school week between its dates",
          "have no school week between their dates, so they cost nothing", *PATTERN),
        K("nobody-staffs", "Weeks that nobody staffs", "have weeks in which nobody staffs them", *STAFFING),
        K("staffing-outside-run", "Staffing outside the group’s dates",
          "have staffing that counts in no week of theirs", *STAFFING),
        K("other-cost-outside-year", "A cost dated outside the year",
          "have a cost that is dated outside the year, so it is in no total"),
        K("hours-beyond-the-week", "More hours than the school’s week",
          "ask more hours of one person than the school’s week has", *STAFFING),
        K("role-over-hours", "More hours asked than there are"),
        K("person-over-hours", "More hours than a person has"),
        K("figure-far-above", "A figure far above the others"),
        K("so-far-unknown", "So far cannot be told"),
        K("whole-school-weeks", "More whole-school weeks than the calendar has"),
        K("award-outside-year", "A top-up outside the year"),
        K("awards-overlap", "Top-up awards that overlap"),
        K("weeks-beyond-calendar", "More weeks than the calendar has",
          "have more weeks entered than there are school weeks between their dates", *PATTERN),
        K("universal-costed", "Universal, with staffing",
          "are universal and have staffing; universal provision is listed and never costed", *STAFFING),
        K("days-without-sessions", "Days without sessions", "", *SESSIONS),
        K("charged-in-full-with-others", "Charged in full beside others"),
        K("room-in-two-uses", "A room in two uses at once", "", *SESSIONS),
        K("outside-the-day", "Outside the school’s day", "meet outside the school’s day", *SESSIONS),
        K("left-the-school", "A place for a pupil who has left", "", "group_leave", "Let the pupil leave it"),
        K("no-pupils", "Running for nobody", "are running for nobody", "group_places", "Add pupils"),
        K("past-its-end", "Past its end", "are past their last day and still marked as running",
          "group_end", "End the group"),
        K("outcome-overdue", "Outcomes whose date is past", "have an outcome whose date is past"),
        K("no-need", "No need recorded", "have SEN and no primary need recorded",
          "pupil_needs", "Record the need", "pupil", NEEDS),
        K("no-number", "No number yet", "have no UPN or admission number yet",
          "pupil_edit", "Type the number", "pupil", Permission.EDIT_PUPILS),
        K("without-provision", "SEN and no place in a group", "have SEN and no place in any group now",
          "pupil_join", "Give a place", "pupil"),
        K("many-interventions", "Many groups at once", "",
          "pupil_provision", "Look at the groups", "pupil", Permission.VIEW_OWN_PUPILS),
        K("no-outcome", "No outcome", "have pupils with no outcome to work towards"),
        K("no-baseline", "No baseline", "have pupils with no baseline"),
        K("no-exit-score", "No exit score", "have ended and have pupils with no exit score"),
        K("review-overdue", "No review for a term", "have had no review for a term",
          "review_new", "Write a review", "pupil", NEEDS),
        K("person-of-another-role", "A person in another role’s line",
          "have somebody in the line of a role that is not their work", *STAFFING),
        K("not-trained", "Not yet trained", "have staff who are not yet trained for them", *STAFFING),
    )
}  # fmt: skip
PLACE_OF = {code: place for place, code in enumerate(KINDS)}


def kind_label(code: str) -> str:
    """The kind of finding in words."""
    return KINDS[code].label
