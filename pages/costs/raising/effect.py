"""What a pay award does to the year: each budget, each role's hourly cost and each pupil near the threshold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256

from costing.engine.errors import CostingError
from costing.engine.facts import Horizon, Role, Rules
from costing.engine.rates import hourly_cost
from pages.costs.year import NEAR, counted_for, unpaid
from provisions.costs import CostedYear
from provisions.reading import names_of
from reports.documents.head import PaperOptions
from reports.documents.maps import whole_school_map
from reports.documents.maps.costed_map import passes_threshold
from reports.documents.maps.whole_school_map import StreamLine
from reports.wording import whole_pounds
from schools.access import Access, as_recorded
from ui.words import date_uk, money, plural


@dataclass(frozen=True)
class PupilSum:
    """What counts for a pupil in the planned year, in pounds (None: cannot be costed), and whether it is over the
    threshold."""

    name: str
    href: str
    counted: Decimal | None
    over: bool


@dataclass(frozen=True)
class Standing:
    """The year's figures at one moment."""

    roles: Mapping[str, Role]
    rules: Rules
    streams: Mapping[int, StreamLine]
    unpaid: Decimal
    total: Decimal | None
    pupils: Mapping[int, PupilSum]


def standing(access: Access) -> Standing:
    """The year's figures as they are stored now."""
    with as_recorded(access):  # an earlier year is read as that year keeps its rows
        made = whole_school_map.build(access, PaperOptions())
        costed, costing = made.costed, made.costed.costing(Horizon.PLANNED)
        names = names_of(access, costed.pupil_ids)
        counted = {pupil: counted_for(costing, costed, pupil) for pupil in names}
        sums = {
            pupil: PupilSum(name.name, access.url("pupil_costs", pupil), counted[pupil], _over(costed, counted[pupil]))
            for pupil, name in names.items()
        }
        streams = {stream.id: stream for stream in made.streams}
        return Standing(costed.roles, costed.rules, streams, unpaid(made), made.total, sums)


def _over(costed: CostedYear, counted: Decimal | None) -> bool:
    return counted is not None and bool(passes_threshold(costed, Horizon.PLANNED, counted))


@dataclass(frozen=True)
class Compared:
    """A figure before and after, in pounds; None where it cannot be told. `words` say what it means."""

    name: str
    before: Decimal | Fraction | None
    after: Decimal | Fraction | None
    href: str = ""
    words: str = ""
    crosses: bool = False

    @property
    def difference(self) -> Fraction | None:
        """How much more it is; negative where less."""
        if self.before is None or self.after is None:
            return None
        return Fraction(self.after) - Fraction(self.before)


@dataclass(frozen=True)
class AwardPreview:
    """What the award would do to the hourly cost of roles, to budgets, and to pupils over the threshold or near it."""

    roles: tuple[Compared, ...]
    budgets: tuple[Compared, ...]
    total: Compared
    pupils: tuple[Compared, ...]
    threshold: str
    by_la_rates: bool

    @property
    def words(self) -> str:
        """What it comes to, in a line."""
        if self.by_la_rates:
            return "The funding rules in force cost by the LA’s rates, so no total changes while they are."
        more = self.total.difference
        if more is None:
            return "What the year costs cannot be told, because something is missing."
        told = f"The year costs {money(abs(more))} {'less' if more < 0 else 'more'}: {money(self.total.after)}."
        crossing = sum(one.crosses for one in self.pupils)
        if not crossing:
            return f"{told} No pupil crosses the threshold of {self.threshold}."
        return f"{told} {plural(crossing, 'pupil crosses,pupils cross')} the threshold of {self.threshold}."

    @property
    def mark(self) -> str:
        """A short hash of all that is shown."""
        return sha256(repr((self.roles, self.budgets, self.total, self.pupils)).encode()).hexdigest()[:20]


def compared(before: Standing, after: Standing, day: date) -> AwardPreview:
    """Both standings side by side: what differs of them from the day of the award on."""
    budgets = [
        Compared(stream.name, before.streams[key].committed, stream.committed, words=_left(stream.left))
        for key, stream in after.streams.items()
    ]
    if before.unpaid or after.unpaid:
        budgets.append(Compared("Paid by no budget", before.unpaid, after.unpaid))
    return AwardPreview(
        roles=tuple(_roles(before, after, day)),
        budgets=tuple(budgets),
        total=Compared("The whole year", before.total, after.total),
        pupils=tuple(_pupils(before, after)),
        threshold=whole_pounds(after.rules.threshold),
        by_la_rates=after.rules.rates == "la",
    )


def _left(left: Decimal) -> str:
    return f"{money(-left)} over budget" if left < 0 else f"{money(left)} left"


def _roles(before: Standing, after: Standing, day: date) -> Iterator[Compared]:
    """The hourly costs that differ: from the day, and from each later day on which a rate of the role begins."""
    for code, role in after.roles.items():
        was = before.roles[code]
        days = {pay.from_date for pay in (*was.pay, *role.pay) if pay.from_date and pay.from_date > day}
        for since in sorted({day, *days}):
            old, new = (_hour(one, after.rules, since) for one in (was, role))
            if old != new:
                yield Compared(f"{role.name} ({code})", old, new, words=f"from {date_uk(since)}")


def _hour(role: Role, rules: Rules, day: date) -> Fraction | None:
    try:
        return hourly_cost(role, replace(rules, rates="school"), day).value
    except CostingError:
        return None


def _pupils(before: Standing, after: Standing) -> list[Compared]:
    """The pupils over the threshold or near it, before or after, for whom more or less counts: who crosses it first,
    then by what counts."""
    near, found = after.rules.threshold * NEAR, []
    for pupil, now in after.pupils.items():
        was = before.pupils[pupil]
        if was.counted != now.counted and max(was.counted or 0, now.counted or 0) >= near:
            found.append(
                Compared(
                    now.name, was.counted, now.counted, now.href, _stands(now, was.over, after.rules),
                    was.over != now.over,
                )
            )  # fmt: skip
    return sorted(found, key=lambda one: (not one.crosses, -(one.after or Decimal(0))))


def _stands(now: PupilSum, was_over: bool, rules: Rules) -> str:
    if now.counted is None:
        return "cannot be told"
    if now.over != was_over:
        return "goes over it" if now.over else "no longer over it"
    below = rules.threshold - Fraction(now.counted)
    return "over it already" if now.over else f"{money(below)} below it"
