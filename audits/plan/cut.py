"""Which proposals the money and the hours reach: plain facts in, a decision with its reason out.

Proposals are taken in order: must, then should, then could; within a band by pupils per pound, first those that cost
nothing, last those whose cost is not known. A proposal is funded where one budget covers all of its cost and every role
has the hours; where it does not fit it is deferred, and the next one is tried. Decisions made by hand stay, and are
paid for first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from audits.gaps.compare import BANDS
from ui.words import hours as hours_words
from ui.words import money as money_words

FUNDED, DEFERRED = "funded", "deferred"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A proposal. `cost` in pounds, None where it cannot be worked out (`missing` says what to enter); `hours` a week
    by role code; `place` is the sort key among otherwise equal proposals, by year group; `stream` the budget that
    somebody chose. `decision` and `reason` are the present ones; `by_hand` is whether a person decided."""

    key: int
    band: str
    pupils: int
    cost: Decimal | None
    hours: Mapping[str, Fraction] = field(default_factory=dict)
    provision: str = ""
    place: int = 0
    stream: int | None = None
    decision: str = ""
    by_hand: bool = False
    reason: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Pot:
    """A budget with the pounds left in it, or a role with the hours a week left; below zero where it is overdrawn."""

    name: str
    left: Fraction


@dataclass(frozen=True, slots=True)
class CutDecision:
    """The decision on a proposal, and the reason in a sentence."""

    key: int
    decision: str
    reason: str
    stream: int | None = None


def by_priority(lines: Iterable[PlanLine]) -> list[PlanLine]:
    """The proposals in the order in which they are tried."""
    return sorted(lines, key=_rank)


def _rank(line: PlanLine) -> tuple[int, int, Fraction, str, int, int]:
    if line.cost is None:
        worth: tuple[int, Fraction] = (2, Fraction(0))
    elif not line.cost:
        worth = (0, Fraction(0))
    else:
        worth = (1, -Fraction(line.pupils) / Fraction(line.cost))
    return BANDS.index(line.band), *worth, line.provision.casefold(), line.place, line.key


class Purse:
    """The budgets, in the order they are tried, and the roles, while proposals are paid from them. A role that is not
    in `hours` sets no limit."""

    def __init__(self, money: Mapping[int, Pot], hours: Mapping[str, Pot]) -> None:
        self.money = dict(money)
        self.hours = dict(hours)

    def stream_for(self, line: PlanLine) -> int | None:
        """The budget that pays for the line: the chosen one, else the first with enough; None where there is none."""
        asked = [line.stream] if line.stream in self.money else list(self.money)
        return next((one for one in asked if one is not None and self._bears(one, line)), None)

    def _bears(self, stream: int, line: PlanLine) -> bool:
        return line.cost is not None and (not line.cost or self.money[stream].left >= line.cost)

    def lacking(self, line: PlanLine) -> str:
        """What the line is short of, in sentences; "" where it fits."""
        if line.cost is None:
            return line.missing or "Its cost cannot be worked out yet."
        short = [self._hours_short(role, needed) for role, needed in sorted(line.hours.items())]
        return " ".join(said for said in (self._money_short(line), *short) if said)

    def _money_short(self, line: PlanLine) -> str:
        cost = line.cost or Decimal(0)
        if not cost or self.stream_for(line) is not None:
            return ""
        if not self.money:
            return f"It costs {money_words(cost)}, and no budget is entered for the year."
        asked = self.money.get(line.stream or 0)
        pot = asked or max(self.money.values(), key=lambda one: one.left)
        most = "" if asked or len(self.money) == 1 else ", more than any other budget"
        there = _there(pot, f"{money_words(pot.left)} is left")
        return (
            f"It costs {money_words(cost)} and {there} in {pot.name}{most}: "
            f"{money_words(Fraction(cost) - pot.left)} too little."
        )

    def _hours_short(self, role: str, needed: Fraction) -> str:
        pot = self.hours.get(role)
        if pot is None or not needed or needed <= pot.left:
            return ""
        there = _there(pot, f"{hours_words(pot.left)} are left")
        short = hours_words(needed - pot.left)
        return f"It takes {hours_words(needed)} a week of {pot.name} and {there}: {short} too few."

    def out_of(self, line: PlanLine) -> tuple[bool, bool]:
        """Whether there is too little money for the line, and whether there are too few hours."""
        return bool(self._money_short(line)), any(
            self._hours_short(role, needed) for role, needed in line.hours.items()
        )

    def take(self, line: PlanLine, stream: int | None) -> None:
        """Pay for the line, whether there is enough or not."""
        if stream in self.money and line.cost:
            self.money[stream] = _less(self.money[stream], Fraction(line.cost))
        for role, needed in line.hours.items():
            if role in self.hours:
                self.hours[role] = _less(self.hours[role], needed)


def _less(pot: Pot, amount: Fraction) -> Pot:
    return Pot(pot.name, pot.left - amount)


def _there(pot: Pot, left: str) -> str:
    return left if pot.left > 0 else "more is spoken for than there is" if pot.left < 0 else "nothing is left"


def fund_in_order(
    proposals: Iterable[PlanLine], money: Mapping[int, Pot], hours: Mapping[str, Pot]
) -> list[CutDecision]:
    """Fund in order until the money or the hours run out: a decision for every line, in order.

    `money` and `hours` are what is left before any of the lines is funded. Lines decided by hand are returned as they
    are.
    """
    lines = by_priority(proposals)
    purse = Purse(money, hours)
    for line in lines:
        if line.by_hand and line.decision == FUNDED:
            purse.take(line, line.stream)
    return [_kept(line) if line.by_hand and line.decision else _decided(line, purse) for line in lines]


def _kept(line: PlanLine) -> CutDecision:
    return CutDecision(line.key, line.decision, line.reason or "Decided by hand.", line.stream)


def _decided(line: PlanLine, purse: Purse) -> CutDecision:
    lacking = purse.lacking(line)
    if lacking:
        return CutDecision(line.key, DEFERRED, f"{_ran_out(line, purse)}{lacking}")
    stream = purse.stream_for(line)
    purse.take(line, stream)
    if stream is None:
        return CutDecision(line.key, FUNDED, "It costs nothing more, and there are the hours for it.")
    left = money_words(purse.money[stream].left)
    return CutDecision(line.key, FUNDED, f"{purse.money[stream].name} bears it, and has {left} left after it.", stream)


def _ran_out(line: PlanLine, purse: Purse) -> str:
    if line.cost is None:
        return ""
    no_money, no_hours = purse.out_of(line)
    if no_money and no_hours:
        return "The money and the hours ran out. "
    return "The money ran out. " if no_money else "The hours ran out. "
