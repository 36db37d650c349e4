"""The page on which each kind of finding is put right, for those who may; else the page of the thing it is about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from provisions.costs import CostedYear, GroupRow
from schools.roles import Permission
from ui.findings import Finding

if TYPE_CHECKING:
    from schools.access import Access

SESSIONS, STAFFING = ("group_sessions", "Change its sessions"), ("group_staffing", "Change its staffing")
PATTERN = ("group_edit", "Change the group")
IN_GROUP = {
    "over-capacity": PATTERN,
    "weeks-beyond-calendar": PATTERN,
    "sessions-disagree": SESSIONS,
    "no-timetable": SESSIONS,
    "days-without-sessions": SESSIONS,
    "outside-the-day": SESSIONS,
    "pupil-in-two-places": SESSIONS,
    "person-in-two-places": SESSIONS,
    "room-in-two-uses": SESSIONS,
    "no-staffing": STAFFING,
    "universal-costed": STAFFING,
    "not-trained": STAFFING,
    "no-pupils": ("group_places", "Add pupils"),
    "left-the-school": ("group_leave", "Let the pupil leave it"),
    "past-its-end": ("group_end", "End the group"),
}
"""Findings that are put right in the group: the page and the words of the link."""
AT_PUPIL = {
    "without-provision": (Permission.EDIT_PROVISION, "pupil_join", "Give a place"),
    "no-need": (Permission.EDIT_NEEDS, "pupil_needs", "Record the need"),
    "review-overdue": (Permission.EDIT_NEEDS, "review_new", "Write a review"),
    "many-interventions": (Permission.VIEW_OWN_PUPILS, "pupil_provision", "Look at the groups"),
}
"""Findings that are put right at the pupil: the right that the page asks for, the page and the words of the link."""


Way = tuple[str, int | str | None, str]


def way_of(access: Access, costed: CostedYear, finding: Finding) -> Way | None:
    """Where a finding is put right, else the pupil or the group it is about: the page, its part and the words."""
    return _mended(access, costed, finding) or _about(access, costed, finding)


def linked(access: Access, finding: Finding, way: Way | None) -> Finding:
    """The finding with its way as a link."""
    if way is None:
        return finding
    name, part, words = way
    link = access.url(name) if part is None else access.url(name, part)
    return replace(finding, link=link, link_text=words)


def _mended(access: Access, costed: CostedYear, finding: Finding) -> Way | None:
    group = costed.by_code.get(finding.group or "")
    if finding.code == "over-budget":
        return "costs_streams", None, "Open the budgets"
    if finding.code == "no-rate" and access.may(Permission.VIEW_COSTS):
        return _rate(costed, group)
    if finding.pupil and finding.code in AT_PUPIL:
        needed, page, words = AT_PUPIL[finding.code]
        return (page, int(finding.pupil), words) if access.may(needed) else None
    if group and finding.code in IN_GROUP and access.may(Permission.EDIT_PROVISION):
        page, words = IN_GROUP[finding.code]
        return page, group.id, words
    return None


def _rate(costed: CostedYear, group: GroupRow | None) -> Way | None:
    """The page with what a cost lacks: the calendar, a role's rate, or whole-school provision."""
    if not costed.calendar.half_terms:
        return "calendar", None, "Open the calendar"
    if group is None:
        return "costs_whole_school", None, "Open whole-school provision"
    for code in (line.role for line in group.staff):
        role = costed.roles.get(code)
        if role and not role.pay and role.la_rate is None:
            return "costs_role", code, "Give the role a rate"
    return None


def _about(access: Access, costed: CostedYear, finding: Finding) -> Way | None:
    group = costed.by_code.get(finding.group or "")
    if finding.pupil and access.may(Permission.VIEW_OWN_PUPILS):
        return "pupil", int(finding.pupil), "Open the pupil"
    return ("group", group.id, "Open the group") if group else None
