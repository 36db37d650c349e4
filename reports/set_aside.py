"""Findings that somebody set aside: they are not shown again while their sentence stays the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from uuid import UUID

from reports.models import FindingSetAside
from schools.access import Access, NotThere
from schools.edits import Edit, edit
from ui.findings import Finding

KEPT = "_findings_set_aside"


def with_mark(finding: Finding) -> Finding:
    """The finding with its mark: a short hash that reveals nothing and changes with the finding's sentence."""
    said = "|".join((finding.code, finding.group or "", finding.pupil or "", finding.sentence))
    return replace(finding, mark=sha256(said.encode()).hexdigest()[:16])


def answers_of(access: Access) -> Mapping[str, FindingSetAside]:
    """The findings set aside in the year, by mark. One query per request: the result is kept on the access."""
    held = vars(access)
    if KEPT not in held:
        rows = FindingSetAside.objects.filter(school=access.school, year=access.year)
        held[KEPT] = {row.mark: row for row in rows}
    found: Mapping[str, FindingSetAside] = held[KEPT]
    return found


def set_finding_aside(finding: Finding, kind: str, reason: str, *, by: Access, ticket: UUID | None = None) -> Edit:
    """Set a finding aside with a reason, or change the reason. `kind` names it in the trail, whose summaries name no
    pupil."""
    with edit(by, "set aside", summary=f"a finding: {kind}", ticket=ticket) as change:
        row = FindingSetAside.objects.filter(school=by.school, year=by.year, mark=finding.mark).first()
        if row:
            change.set(row, reason=reason, by=by.name[:150])
        else:
            change.add(
                FindingSetAside(
                    year=by.year,
                    code=finding.code,
                    mark=finding.mark,
                    sentence=finding.sentence[:500],
                    reason=reason,
                    by=by.name[:150],
                )
            )
    vars(by).pop(KEPT, None)
    return change


def show_finding_again(mark: str, kind: str, *, by: Access, ticket: UUID | None = None) -> Edit:
    """Let a finding be shown again. Raises NotThere where it is not set aside."""
    with edit(by, "showed again", summary=f"a finding: {kind}", ticket=ticket) as change:
        row = FindingSetAside.objects.filter(school=by.school, year=by.year, mark=mark).first()
        if row is None:
            raise NotThere("This is not set aside.")
        change.remove(row)
    vars(by).pop(KEPT, None)
    return change
