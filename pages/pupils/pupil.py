"""A pupil's page: overview, provision, costs and papers, each as far as the person may see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from costing.engine.errors import CostingError
from costing.engine.groups.components import components_of, contact_hours
from delivery.models import Review
from delivery.records.reading import reviews_of, scores_of
from pages.shared import Week, ratio_words, slots_of, weeks_of, when_words, who_words
from provisions.costs import CostedYear, GroupRow
from provisions.reading import helps_in_class, targets_within
from pupils.models import Outcome, PupilProfile
from pupils.reading import PupilRow, open_outcomes, profile_of
from reports.documents.head import NotForThem, PaperOptions, read_for
from reports.documents.maps.costed_map import group_ids_of, outcome_of, pupil_row
from reports.documents.maps.individual_map import still_on
from reports.findings import findings_of
from reports.mending import linked, way_of
from schools.access import Access, NotThere
from schools.clock import today
from schools.roles import Permission
from ui.findings import Finding
from ui.parts import Choice
from ui.words import date_uk, dates_uk, hours, number


@dataclass(frozen=True)
class PupilHead:
    """The head of every tab."""

    row: PupilRow
    line: str
    tabs: tuple[Choice, ...]
    status: str


@dataclass(frozen=True)
class ProvidedGroup:
    """A group that the pupil has or had a place in, in words for the tabs."""

    title: str
    href: str
    area: str
    tier: str
    ratio: str
    weekly: str
    when: str
    who: str
    dates: str
    outcome: str
    focus: str
    place: int = 0  # the newest place, for who may change it
    left: bool = False


@dataclass(frozen=True)
class ScoreLine:
    """A score, in words."""

    id: int
    date: str
    measure: str
    point: str
    value: str
    group: str


@dataclass(frozen=True)
class OutcomeLine:
    """An open outcome, in words."""

    id: int
    wording: str
    area: str
    by: str
    status: str


@dataclass(frozen=True)
class ReviewLine:
    """A review; the views only for those who may read them."""

    id: int
    date: str
    group: str
    found: str
    result: str
    next_step: str
    pupils_view: str
    familys_view: str


@dataclass(frozen=True)
class PupilOverviewPage:
    """Needs, outcomes and groups, and how it goes. `profile` is for those who may read needs; `outcomes` and what
    `helps` in class are also for those who take a group that the pupil is in."""

    head: PupilHead
    profile: PupilProfile | None
    texts: bool
    helps: str
    outcomes: tuple[OutcomeLine, ...]
    groups: tuple[ProvidedGroup, ...]
    reviews: tuple[ReviewLine, ...]
    scores: tuple[ScoreLine, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class PupilProvisionPage:
    """What, when and with whom: now, later this year, and what has ended. `day` is None for today."""

    head: PupilHead
    groups: tuple[ProvidedGroup, ...]
    ended: tuple[ProvidedGroup, ...]
    timetable: tuple[Week, ...]
    day: date | None


def pupil_in_reach(access: Access, asked: PaperOptions, pk: int) -> PupilRow:
    """The pupil. Raises NotThere where they are not in the year or out of this person's reach; the page is then
    404, so that it does not tell whether such a pupil exists."""
    try:
        return pupil_row(access, asked, pk)
    except NotForThem as outside:
        raise NotThere(str(outside)) from outside


def pupil_head(access: Access, row: PupilRow, current: str) -> PupilHead:
    """Name, where the pupil is, and the tabs this person may open."""
    tabs = [("pupil", "Overview"), ("pupil_provision", "Provision")]
    if access.may(Permission.VIEW_COSTS):
        tabs.append(("pupil_costs", "Costs"))
    tabs += [("pupil_papers", "Papers"), ("pupil_years", "Over the years"), ("pupil_history", "History")]
    sees_status = access.permissions & {Permission.VIEW_NEEDS, Permission.VIEW_PUPILS}
    left = f"last day {date_uk(row.leaves)}" if row.leaves else ""
    comes = f"first day {date_uk(row.arrives)}" if row.arrives and row.arrives > today() else ""
    parts = [
        comes,
        left,
        row.year_name,
        f"Class {row.class_name}" if row.class_name else "",
        *row.needs[:2],
        *row.groups,
    ]
    return PupilHead(
        row=row,
        line=" · ".join(part for part in parts if part),
        tabs=tuple(Choice(label, access.url(name, row.id), name == current) for name, label in tabs),
        status=row.status if sees_status else "",
    )


def overview_tab(access: Access, asked: PaperOptions, pk: int) -> PupilOverviewPage:
    """The first tab."""
    row = pupil_in_reach(access, asked, pk)
    costed = read_for(access, asked, groups=group_ids_of(pk))
    texts, targets = access.may(Permission.VIEW_NEEDS), targets_within(access)
    taught = targets is None or pk in targets
    now = [group for group in costed.by_pupil.get(pk, ()) if still_on(group, pk, asked.on)]
    return PupilOverviewPage(
        head=pupil_head(access, row, "pupil"),
        profile=profile_of(access, pk),
        texts=texts,
        helps="" if texts else helps_in_class(access, [pk]).get(pk, ""),
        outcomes=tuple(
            OutcomeLine(one.pk, one.wording, one.area, date_uk(one.by), one.get_status_display())
            for one in (open_outcomes(access, pk) if taught else ())
            if texts or one.status == Outcome.Status.OPEN
        ),
        groups=tuple(_given(access, costed, group, pk) for group in now),
        reviews=tuple(_review(access, one) for one in (reviews_of(access, pk)[:5] if texts else ())),
        scores=tuple(_scores(access, pk)) if texts else (),
        findings=tuple(
            _elsewhere(access, costed, one)
            for one in (findings_of(access, costed, asked.on) if texts else ())
            if one.pupil == str(pk)
        ),
    )


def _elsewhere(access: Access, costed: CostedYear, finding: Finding) -> Finding:
    """The finding with a link that leads elsewhere, where it would lead to this very page."""
    here = access.url("pupil", finding.pupil)
    bare = replace(finding, pupil=None, link=None)
    return linked(access, bare, way_of(access, costed, bare)) if finding.link == here else finding


def provision_tab(access: Access, asked: PaperOptions, pk: int) -> PupilProvisionPage:
    """The tab of what, when and who."""
    row = pupil_in_reach(access, asked, pk)
    costed = read_for(access, asked, groups=group_ids_of(pk))
    every = costed.by_pupil.get(pk, ())
    now = [group for group in every if still_on(group, pk, asked.on) or _had(group, pk, asked.on)]
    slots = [
        pair
        for group in now
        for pair in slots_of(group, costed.roles, access.url("group", group.id), days=_days(group, pk))
    ]
    return PupilProvisionPage(
        head=pupil_head(access, row, "pupil_provision"),
        groups=tuple(_given(access, costed, group, pk) for group in now),
        ended=tuple(_given(access, costed, group, pk) for group in every if group not in now),
        timetable=weeks_of(slots),
        day=asked.on if asked.on != today() else None,
    )


def _had(group: GroupRow, pk: int, day: date) -> bool:
    """Whether the pupil had a place in the group on a day that is over, whatever became of the group."""
    return group.ran_on(day) and any(place.pupil_id == pk and place.open_on(day) for place in group.places)


def _days(group: GroupRow, pk: int) -> frozenset[int]:
    return frozenset(day for place in group.facts.places if place.pupil == str(pk) for day in place.days)


def _given(access: Access, costed: CostedYear, group: GroupRow, pk: int) -> ProvidedGroup:
    mine = [place for place in group.places if place.pupil_id == pk]
    dates = [dates_uk(place.joined, place.left) for place in mine]
    targets = targets_within(access)
    return ProvidedGroup(
        title=group.title,
        href=access.url("group", group.id),
        area=group.area,
        tier=group.tier,
        ratio=ratio_words(group, costed),
        weekly=_weekly(costed, group, _days(group, pk)),
        when=when_words(group),
        who=who_words(group, costed.roles),
        dates=", then ".join(date for date in dates if date) or dates_uk(group.facts.starts, group.facts.ends),
        outcome=outcome_of(group, pk) if targets is None or pk in targets else "",
        focus=group.focus,
        place=mine[-1].id if mine and access.may(Permission.EDIT_PROVISION) else 0,
        left=bool(mine) and mine[-1].left is not None,
    )


def _weekly(costed: CostedYear, group: GroupRow, days: frozenset[int]) -> str:
    """The pupil's own time in the group each week; blank where it cannot be worked out."""
    try:
        work = components_of(group.facts, costed.rules, costed.day_in(group))
    except CostingError:
        return ""
    return hours(contact_hours([one for one in work.components if not days or one.day is None or one.day in days]))


def _review(access: Access, review: Review) -> ReviewLine:
    voices = access.may(Permission.VIEW_VOICES)
    return ReviewLine(
        id=review.pk,
        date=date_uk(review.date),
        group=str(review.group) if review.group else "",
        found=review.found,
        result=review.get_result_display() if review.result else "",
        next_step=review.next_step,
        pupils_view=review.pupils_view if voices else "",
        familys_view=review.familys_view if voices else "",
    )


def _scores(access: Access, pk: int) -> list[ScoreLine]:
    return [
        ScoreLine(
            score.pk,
            date_uk(score.date),
            score.measure.name,
            score.get_point_display() if score.point else "",
            number(score.value),
            str(score.group) if score.group else "",
        )
        for score in scores_of(access, pk)
    ]
