"""What other funding rules would change in the totals of the school and of each pupil, before they are put in force."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from costing.engine.errors import CostingError
from costing.engine.facts import Rules
from costing.reading import rules_for
from reports.documents.head import PaperOptions
from reports.documents.rules import map_comparison
from reports.documents.rules.map_comparison import ComparedPupil
from reports.wording import rules_apart
from schools.access import Access
from schools.roles import Permission


@dataclass(frozen=True)
class PupilEffect:
    """What counts for a pupil by the rules in force and by the others; None: it cannot be worked out."""

    name: str
    href: str
    before: Decimal | None
    after: Decimal | None
    over_before: bool | None
    over_after: bool | None

    @property
    def threshold_change(self) -> str:
        """Whether the pupil crosses the threshold, in words; blank where nothing changes."""
        if self.over_before == self.over_after:
            return ""
        if self.over_after is None or self.over_before is None:
            return "cannot be told" if self.over_after is None else ""
        return "over the threshold" if self.over_after else "no longer over the threshold"

    @property
    def difference(self) -> Decimal | None:
        """What counts more, in pounds; negative where it is less."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class Effect:
    """The totals by the rules in force (`before`) and by others (`after`), in pounds; None where they have no total.

    `rules_differing` holds each rule that differs: its name and what both say. `no_longer_costed` is what only the
    rules in force can cost, `fault` why there are no figures at all.
    """

    name: str
    rules_differing: tuple[tuple[str, str, str], ...]
    before: Decimal | None = None
    after: Decimal | None = None
    over_before: int = 0
    over_after: int = 0
    pupils: tuple[PupilEffect, ...] = ()
    no_longer_costed: tuple[str, ...] = ()
    fault: str = ""

    @property
    def difference(self) -> Decimal | None:
        """What the whole school costs more, in pounds; negative where it is less."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def changed(self) -> tuple[PupilEffect, ...]:
        """The pupils whose figure changes, the largest change first."""
        found = [one for one in self.pupils if one.before != one.after or one.threshold_change]
        return tuple(sorted(found, key=lambda one: -abs(one.difference or Decimal(0))))

    @property
    def crossing(self) -> tuple[PupilEffect, ...]:
        """The pupils who go over the threshold, or are over it no longer."""
        return tuple(one for one in self.changed if one.threshold_change)


def effect(access: Access, rules: Rules) -> Effect:
    """What `rules` would do in place of those in force. Raises NotAllowed for whoever sees no costs."""
    access.need(Permission.VIEW_COSTS)
    own = rules_for(access.school)
    apart = rules_apart(own, rules)
    if access.year is None:
        return Effect(rules.name, apart, fault="There is no academic year yet, so there are no figures to show.")
    try:
        made = map_comparison.build(access, PaperOptions(rules=own, against=rules))
    except CostingError as fault:
        return Effect(rules.name, apart, fault=str(fault))
    before, after = made.totals
    pupils = tuple(_pupil(access, one) for one in made.pupils)
    lost = [f"{row.title}: {row.b.fault}" for row in made.rows if row.b.fault and not row.a.fault]
    return Effect(
        rules.name, apart, before, after, sum(bool(one.over_before) for one in pupils),
        sum(bool(one.over_after) for one in pupils), pupils, tuple(lost),
    )  # fmt: skip


def _pupil(access: Access, one: ComparedPupil) -> PupilEffect:
    href = access.url("pupil_costs", one.pupil.id)
    return PupilEffect(one.pupil.name, href, one.a, one.b, one.over_a, one.over_b)
