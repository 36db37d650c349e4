"""The page on which each kind of finding is put right, for those who may; else the page of the thing it is about."""

from __future__ import annotations

from dataclasses import replace

from provisions.costs import CostedYear, GroupRow
from provisions.groups.reading import may_edit
from reports.kinds import KINDS
from schools.access import Access
from schools.roles import Permission
from ui.findings import Finding

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


def may_mend(access: Access, costed: CostedYear, finding: Finding) -> bool:
    """Whether the person may put a finding right themself."""
    return _mended(access, costed, finding) is not None


def _mended(access: Access, costed: CostedYear, finding: Finding) -> Way | None:
    group = costed.by_code.get(finding.group or "")
    if finding.code == "over-budget":
        return "costs_streams", None, "Open the budgets"
    if finding.code == "no-rate" and access.may(Permission.VIEW_COSTS):
        return _rate(costed, group)
    kind = KINDS.get(finding.code)  # a paper has remarks of its own, which are no finding of the map
    if kind is None or not kind.page:
        return None
    own = kind.at == "group" and group is not None and may_edit(access, group.class_id)
    if not own and not access.may(kind.right):
        return None
    about = int(finding.pupil or 0) if kind.at == "pupil" else group.id if group else 0
    return (kind.page, about, kind.link_text) if about else None


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
