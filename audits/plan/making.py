"""A plan's proposals from today's need, in the usual way of running them, and which earlier decisions stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from audits.gaps.compare import compare
from audits.gaps.reading import Facts, read_facts, running
from audits.models import Plan, Proposal, ProposalPupil
from audits.patterns import Pattern, patterns_of, weeks_to_run
from audits.plan.proposing import WantedGroups, wanted_groups
from audits.plan.ways import RunningWay, other_ways, way_of
from provisions.checks.facts import UNIVERSAL
from schools.access import Access
from schools.edits import Edit

NO_SIZE_YET = 0
FOR_EVERYBODY = -1
UNDECIDED = {"decision": "", "reason": "", "by_cut": False, "deferred_to": "", "funding_stream_id": None}


@dataclass(frozen=True)
class NeedNow:
    """Today's need for a plan: the groups wanted, the usual patterns, and the number of charts."""

    facts: Facts
    wanted: tuple[WantedGroups, ...]
    patterns: Mapping[int, Pattern]

    @property
    def charts(self) -> int:
        """The number of charts of the year."""
        return self.facts.charts

    def way(self, one: WantedGroups) -> RunningWay:
        """The usual way to run these groups. At least one week, so that need in the year's last days can be planned
        too."""
        pattern = self.patterns[one.provision]
        weeks = max(weeks_to_run(self.facts.costed, pattern, self.facts.day), Fraction(1))
        return way_of(pattern, one.groups, one.size, weeks)


def need_now(access: Access, on: date) -> NeedNow:
    """Need that neither an empty place nor a draft meets. Raises NotThere where the school has no year."""
    facts = read_facts(access, on)
    patterns = patterns_of(access, facts.running)
    scopes = [scope.key for scope in facts.scopes("year")]
    scope_of = {key: who.year_group for key, who in facts.people.items()}
    rows = compare(facts.needs, [running(group, facts, "year") for group in facts.running], scope_of, scopes)
    planned = {(f"p{pupil}", group.provision_id) for group in facts.drafts for pupil in group.pupils_on(facts.day)}

    def size_of(provision: int) -> int:
        pattern = patterns[provision]
        return FOR_EVERYBODY if pattern.tier == UNIVERSAL else pattern.size or NO_SIZE_YET

    return NeedNow(facts, tuple(wanted_groups(rows, size_of, planned)), patterns)


def add_proposals(change: Edit, plan: Plan, now: NeedNow, which: Iterable[WantedGroups]) -> None:
    """Add these proposals to the plan, undecided."""
    asked = list(which)
    rows = [Proposal(plan=plan, **_values(one, now.way(one))) for one in asked]
    change.add_all(rows)
    change.add_all([pupil for row, one in zip(rows, asked, strict=True) for pupil in _pupils(row, one)])


def bring_up_to_date(change: Edit, plan: Plan, now: NeedNow) -> None:
    """Make the plan's proposals those of today's need. Decisions stay; where the pupils or the usual groups have
    changed, the proposal is undecided again, with the reason."""
    before = {(row.provision_id, row.year_group, row.band): row for row in Proposal.objects.filter(plan=plan)}
    held: dict[int, list[ProposalPupil]] = {row.pk: [] for row in before.values()}
    for pupil in ProposalPupil.objects.filter(proposal__plan=plan):
        held[pupil.proposal_id].append(pupil)
    fresh = {one.key: one for one in now.wanted}
    gone = [row for key, row in before.items() if key not in fresh]
    both = [(row, fresh[key]) for key, row in before.items() if key in fresh]
    differing = [(row, one) for row, one in both if not _same(row, held[row.pk], one, now)]
    for row in (*gone, *(row for row, _ in differing)):
        change.remove_all(held[row.pk])
    change.remove_all(gone)
    change.set_all([(row, {**_values(one, now.way(one)), **_reopened(row)}) for row, one in differing])
    change.add_all([pupil for row, one in differing for pupil in _pupils(row, one)])
    add_proposals(change, plan, now, (one for key, one in fresh.items() if key not in before))


def _same(row: Proposal, held: Iterable[ProposalPupil], one: WantedGroups, now: NeedNow) -> bool:
    """Whether a proposal is for the same pupils in the same bands, and is run as usual or in another way on offer."""
    mine = {(f"p{each.pupil_id}" if each.pupil_id else f"n{each.newcomer_id}", each.band) for each in held}
    if mine != {(need.pupil, need.band) for need in one.pupils}:
        return False
    usual = now.way(one)
    offered = other_ways(usual, now.patterns[one.provision], len(mine), usual.weeks, ())
    return row.size in {usual.size, *(other.way.size for other in offered)} and bool(row.roles) == bool(usual.roles)


def _reopened(row: Proposal) -> dict[str, Any]:
    was = row.get_decision_display().lower()
    said = f"Open again: its pupils or groups have changed since it was {was}." if row.decision else ""
    return {**UNDECIDED, "reason": said}


def _values(one: WantedGroups, way: RunningWay) -> dict[str, Any]:
    return {"provision_id": one.provision, "year_group": one.year_group, "band": one.band, **values_of_way(way)}


def values_of_way(way: RunningWay) -> dict[str, Any]:
    """A way's values in the fields of a proposal."""
    return {
        "groups": way.groups, "size": way.size, "roles": ",".join(way.roles), "weeks": two_places(way.weeks),
        "sessions": two_places(way.sessions), "minutes": two_places(way.minutes),
    }  # fmt: skip


def two_places(value: Fraction | None) -> Decimal | None:
    """A number to two decimal places, as the columns hold it; one that came from such a column stays exact."""
    return None if value is None else Decimal(value.numerator * 100 // value.denominator).scaleb(-2)


def _pupils(row: Proposal, one: WantedGroups) -> list[ProposalPupil]:
    return [
        ProposalPupil(
            proposal=row,
            pupil_id=int(need.pupil[1:]) if need.pupil.startswith("p") else None,
            newcomer_id=int(need.pupil[1:]) if need.pupil.startswith("n") else None,
            band=need.band,
        )
        for need in one.pupils
    ]
