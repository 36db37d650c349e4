"""How far the school is in each of the eight steps of the year, worked out from what is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from audits.gaps.waiting import WaitingCounts, waiting_counts
from audits.plan.reading import plan_words
from audits.progress import AuditProgress, audit_progress
from delivery.progress import Progress, progress_of
from pupils.reading import on_roll
from schools.access import Access
from schools.models import AcademicYear
from schools.roles import Permission
from ui.words import plural

State = Literal["done", "now", "next", "later"]
STATE_WORDS: dict[State, str] = {"done": "In place", "now": "Under way", "next": "To start", "later": "Not yet"}


@dataclass(frozen=True)
class YearStep:
    """One of the eight steps on the home page."""

    number: int
    name: str
    state: State
    line: str
    href: str = ""

    @property
    def state_words(self) -> str:
        """The state in words."""
        return STATE_WORDS[self.state]


@dataclass(frozen=True)
class StepFacts:
    """The facts that the steps are worked out from. `named` False leaves out every count of pupils, for governors."""

    audit: AuditProgress
    progress: Progress
    year_groups: frozenset[str]
    groups: int
    named: bool
    map_href: str
    groups_href: str
    pupils_href: str
    audit_href: str
    current_href: str
    evidence_href: str
    plan: str
    plan_href: str
    gaps_href: str
    waiting: WaitingCounts | None


def year_steps(access: Access, year: AcademicYear, groups: int) -> tuple[YearStep, ...]:
    """The eight steps; `groups` is how many groups the map holds. Steps link to the pages this person may open."""
    may_map = access.may(Permission.VIEW_MAP)
    standing = StepFacts(
        audit=audit_progress(year),
        progress=progress_of(year),
        year_groups=frozenset(on_roll(year)),
        groups=groups,
        named=access.may(Permission.VIEW_PUPILS),
        map_href=access.url("map"),
        groups_href=access.url("groups") if may_map else "",
        pupils_href=access.url("pupils") if access.may(Permission.VIEW_PUPILS) else "",
        audit_href=access.url("audit") if access.may(Permission.VIEW_NEEDS) else "",
        current_href=access.url("current") if may_map else "",
        evidence_href=access.url("provisions") if may_map else "",
        plan=plan_words(access),
        plan_href=access.url("plan") if access.may(Permission.VIEW_COSTS) else "",
        gaps_href=access.url("gaps") if access.may(Permission.VIEW_NEEDS) else "",
        waiting=waiting_counts(access),
    )
    return tuple(step(standing) for step in STEPS)


def _audit(at: StepFacts) -> YearStep:
    audit = at.audit
    if not audit.charts:
        line = "No must / should / could chart is filled in yet."
        return YearStep(1, "Audit the need of each year group", "next", line, at.audit_href)
    pupils = f", {plural(audit.pupils, 'pupil')} entered" if at.named else ""
    charts = plural(audit.charts, "must / should / could chart")
    line = f"{charts}{pupils}{_handed_in(audit)}. {_covered(at, audit.charted)}"
    state = _full(at, audit.charted) if audit.agreed == audit.charts else "now"
    return YearStep(1, "Audit the need of each year group", state, line, at.audit_href)


def _handed_in(audit: AuditProgress) -> str:
    """How many charts are handed in, and how many agreed."""
    counts = ((audit.handed_in, "handed in"), (audit.agreed, "agreed"))
    return "".join(f", {count} {words}" for count, words in counts if count)


def _capture(at: StepFacts) -> YearStep:
    name = "Capture what there is now"
    if not at.audit.current:
        return YearStep(2, name, "next", "Nothing is written down yet.", at.current_href)
    lines = plural(at.audit.current, "line")
    line = f"{lines} of current provision. {_covered(at, at.audit.captured)}"
    return YearStep(2, name, _full(at, at.audit.captured), line, at.current_href)


def _compare(at: StepFacts) -> YearStep:
    name = "Compare need with provision"
    if not at.audit.charts:
        return YearStep(3, name, "later", "Needs the charts of step 1.")
    if at.waiting is None or not at.waiting.needed:
        line = "The charts of step 1 are laid beside the places there are."
        return YearStep(3, name, "next", line, at.gaps_href)
    if not at.waiting.unmet:
        return YearStep(3, name, "done", "Everybody who is ticked has a place.", at.gaps_href)
    line = f"{at.waiting.unmet} of {plural(at.waiting.needed, 'need')} ticked have no place yet."
    return YearStep(3, name, "now", line, at.gaps_href)


def _evidence(at: StepFacts) -> YearStep:
    progress = at.progress
    line = (
        f"{progress.with_evidence} of {plural(progress.provisions, 'provision')} in the catalogue "
        f"{'names' if progress.with_evidence == 1 else 'name'} the evidence behind {_them(progress.with_evidence)}."
        if progress.provisions
        else "The catalogue of provisions is empty. The library of common provision is there to begin with."
    )
    return YearStep(
        4, "Consider the evidence", _part(progress.with_evidence, progress.provisions), line, at.evidence_href
    )


def _plan(at: StepFacts) -> YearStep:
    if not at.groups:
        line = "No group is on the map yet."
        return YearStep(5, "Plan and cost", "next", line, at.groups_href)
    line = f"{plural(at.groups, 'group')} on this year’s map."
    return YearStep(5, "Plan and cost", "now", f"{line} {at.plan}".strip(), at.plan_href or at.map_href)


def _outcomes(at: StepFacts) -> YearStep:
    progress, name = at.progress, "Evaluate through outcomes"
    state = _part(min(progress.with_outcome, progress.baselines), progress.places)
    if not at.named:
        return YearStep(6, name, state, "Outcomes, baselines and reviews are recorded for each pupil.")
    line = (
        f"{progress.with_outcome} of {plural(progress.places, 'place')} work towards an outcome; "
        f"{plural(progress.baselines, 'baseline')} and {plural(progress.reviews, 'review')} recorded."
    )
    return YearStep(6, name, state, line, at.pupils_href)


def _effect(at: StepFacts) -> YearStep:
    name = "Evaluate what works"
    if not at.progress.exits or not at.named:
        line = "Begins when groups end and exit scores stand beside the baselines."
        return YearStep(7, name, "now" if at.progress.exits else "later", line)
    line = f"{plural(at.progress.exits, 'exit score')} beside {plural(at.progress.baselines, 'baseline')} so far."
    return YearStep(7, name, "now", line, at.groups_href)


def _review(at: StepFacts) -> YearStep:
    name = "Review the map with pupils and families"
    heard = at.progress.with_views
    if not heard or not at.named:
        return YearStep(
            8,
            name,
            "now" if heard else "later",
            "Pupils’ and families’ views are written down with each review, on the pupil’s page.",
        )
    return YearStep(8, name, "now", f"{plural(heard, 'review holds,reviews hold')} a pupil’s or family’s view.")


STEPS = (_audit, _capture, _compare, _evidence, _plan, _outcomes, _effect, _review)


def _covered(at: StepFacts, covered: Iterable[str]) -> str:
    """How many of the year groups on roll are covered."""
    if not at.year_groups:
        return "No pupil is on roll yet."
    on_it = len(at.year_groups & set(covered))
    if on_it >= len(at.year_groups):
        return "Every year group is covered."
    return f"{on_it} of {plural(len(at.year_groups), 'year group')} covered."


def _full(at: StepFacts, covered: frozenset[str]) -> State:
    return "done" if at.year_groups and at.year_groups <= covered else "now"


def _part(some: int, every: int) -> State:
    if not every or not some:
        return "next"
    return "done" if some >= every else "now"


def _them(count: int) -> str:
    return "it" if count == 1 else "them"
