"""Why the same provision costs differently under two sets of rules, worked out by comparing both sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from costing.engine.facts import Group, Role, Rules
from costing.engine.quantities.expressions import Quantity
from costing.engine.results import MapLine
from costing.rules_files import BANDS
from ui.words import hours, money, number, plural, to_places

CENT = Fraction(1, 100)
ALWAYS = frozenset({"payer", "tier", "left-out"})
"""The reasons for leaving a line out that hold under any rules, so they explain no difference."""


@dataclass(frozen=True)
class Reason:
    """Why two costs differ: a code for programs and a sentence."""

    code: str
    sentence: str

    def json(self) -> dict[str, object]:
        """The contract's keys."""
        return {"code": self.code, "sentence": self.sentence}


@dataclass(frozen=True)
class ComparedCost:
    """One side of a comparison: the counted cost as printed and exact, its workings, and the lines left out.

    `fault` says why the cost could not be worked out; `printed` is then None.
    """

    printed: Decimal | None
    exact: Fraction = Fraction(0)
    workings: tuple[Quantity, ...] = ()
    left: tuple[MapLine, ...] = ()
    fault: str = ""


@dataclass(frozen=True)
class RulesPair:
    """The two sets of rules, and what the reasons name: roles, the group and the pupil's key, where there are any.

    `shared` says whether a pupil's part is compared; a whole group is neither divided nor rounded by session.
    """

    a: Rules
    b: Rules
    roles: Mapping[str, Role]
    group: Group | None = None
    pupil: str = ""
    shared: bool = True


def reasons_between(a: ComparedCost, b: ComparedCost, pair: RulesPair) -> tuple[Reason, ...]:
    """Each reason once, in the order of the steps of a sum; empty where nothing differs."""
    if a.fault or b.fault:
        faults = [(pair.a, a.fault), (pair.b, b.fault)]
        return tuple(Reason("fault", _fault(rules, said)) for rules, said in faults if said)
    found = [*_left_out(a, b, pair), *_rates(a, b, pair), *_weeks(a, b, pair), *_shares(a, b, pair)]
    found += _rounding(a, b, pair)
    if not found and a.printed != b.printed:
        found.append(Reason("working", f"The sums are {_sums(a)} and {_sums(b)}."))
    return tuple(dict.fromkeys(found))


def _fault(rules: Rules, said: str) -> str:
    """The sentence for a cost that cannot be worked out, with the page where a missing rate is entered."""
    missing, rate, _ = said.partition(": set one")
    where = ": set one in Costs › Staff roles." if rate else ""
    return f"Under {rules.name} it cannot be costed: {missing}{where}"


def total_reasons(a: Rules, b: Rules, by_line: Decimal, in_total: Decimal) -> tuple[Reason, ...]:
    """Why the difference of two totals is not the sum of their lines' differences."""
    if by_line == in_total:
        return ()
    names = " and ".join(rules.name for rules in (a, b) if rules.rounding_stage == "total")
    if not names:
        return ()
    rounds = "round" if " and " in names else "rounds"
    said = f"{names} {rounds} only the total, once, from the exact sum; the lines are shown to the penny and not added."
    return (Reason("rounding", said),)


def _left_out(a: ComparedCost, b: ComparedCost, pair: RulesPair) -> Iterator[Reason]:
    """What one set of rules counts and the other does not, or not as much of."""
    ours, theirs = _by_reason(a.left), _by_reason(b.left)
    for reason in dict.fromkeys([*ours, *theirs]):
        if reason in ALWAYS:
            continue
        mine, other = ours.get(reason), theirs.get(reason)
        if _same(mine, other):
            continue
        for rules, line in ((pair.a, mine), (pair.b, other)):
            if line is not None:
                yield Reason(f"not-counted-{reason}", _not_counted(rules, line, reason, pair))


def _by_reason(lines: Iterable[MapLine]) -> dict[str, MapLine]:
    return {line.reason or "": line for line in lines}


def _same(a: MapLine | None, b: MapLine | None) -> bool:
    if a is None or b is None:
        return a is b
    return (a.staff, a.weekly_hours) == (b.staff, b.weekly_hours)


def _not_counted(rules: Rules, line: MapLine, reason: str, pair: RulesPair) -> str:
    who = _names(line.staff, pair.roles)
    a_week = f" ({hours(line.weekly_hours)} a week)" if line.weekly_hours else ""
    if reason == "role":
        return f"{rules.name} does not count the time of the {who}{a_week}."
    if reason == "band":
        parts = ", ".join(band for band in BANDS if band in rules.bands_not_counted)
        return f"{rules.name} does not count unstructured time in these parts of the day: {parts}. Here: {who}{a_week}."
    if reason == "cap":
        caps = ", ".join(f"{hours(rules.caps[code])} of {_names([code], pair.roles)}" for code in line.staff)
        return f"{rules.name} counts at most {caps} a week for one pupil; the rest is left out."
    if reason == "kind":
        return f"{rules.name} does not count this kind of cost."
    return f"{rules.name} does not count all of it."


def _rates(a: ComparedCost, b: ComparedCost, pair: RulesPair) -> Iterator[Reason]:
    """Roles whose hour costs differently, with what makes it so."""
    ours, theirs = _hourly(a.workings), _hourly(b.workings)
    for code in ours:
        for mine, other in zip(ours[code], theirs.get(code, ()), strict=False):
            if mine.value != other.value:
                name = _names([code], pair.roles)
                said = f"{name}: an hour costs {_rate(mine)} under {pair.a.name} and {_rate(other)} under "
                yield Reason("rate", f"{said}{pair.b.name}{_because(mine, other, pair)}.")


def _hourly(workings: Iterable[Quantity]) -> dict[str, list[Quantity]]:
    """The hourly costs in a sum by role, in the order they come in, each value once."""
    found: dict[str, list[Quantity]] = {}
    for working in workings:
        for q in _parts(working):
            if _is_rate(q):
                held = found.setdefault(q.key.removeprefix("role:").rpartition(":")[0], [])
                if all(q.value != one.value for one in held):
                    held.append(q)
    return found


def _is_rate(q: Quantity) -> bool:
    return q.unit in ("£/h", "£/min") and q.key.startswith("role:")


def _rate(q: Quantity) -> str:
    return f"{money(q.value)} ({q.text().partition(' = ')[0]})" if q.op else money(q.value)


def _because(a: Quantity, b: Quantity, pair: RulesPair) -> str:
    kinds = tuple("la" if q.key.endswith(":la") else "school" for q in (a, b))
    if kinds[0] != kinds[1]:
        whose = {"la": "the LA’s rate", "school": "the school’s own rate"}
        return f", {whose[kinds[0]]} beside {whose[kinds[1]]}"
    apart = [unit for unit in ("weeks", "days", "hours") if _rule(a, unit) != _rule(b, unit)]
    if not apart:
        return ", each by its own table of rates" if kinds[0] == "la" else ""
    told = [f"{number(_rule(a, unit) or 0)} {unit} and by {number(_rule(b, unit) or 0)}" for unit in apart]
    return f". A year’s pay is divided by {', '.join(told)}"


def _rule(rate: Quantity, field: str) -> Fraction | None:
    return next((q.value for q in _parts(rate) if q.key == f"rules:{field}"), None)


def _weeks(a: ComparedCost, b: ComparedCost, pair: RulesPair) -> Iterator[Reason]:
    """Weeks that the rules themselves set: those of a full year, or of a cost with no weeks of its own."""
    mine, other = _leaves(a.workings, "weeks"), _leaves(b.workings, "weeks")
    if pair.a.weeks != pair.b.weeks and pair.a.weeks in mine and pair.b.weeks in other and mine != other:
        said = f"A full year is {plural(pair.a.weeks, 'week')} under {pair.a.name} and {plural(pair.b.weeks, 'week')} "
        yield Reason("weeks", f"{said}under {pair.b.name}.")


def _shares(a: ComparedCost, b: ComparedCost, pair: RulesPair) -> Iterator[Reason]:
    """Differences in sharing: divided by the pupils planned for or by those who come, shared or charged in full."""
    ours, theirs = _every(a), _every(b)
    mine, other = _leaves(ours, "pupils"), _leaves(theirs, "pupils")
    if not pair.shared or pair.group is None or (mine == other and _charged(ours) == _charged(theirs)):
        return
    if pair.a.charge_in_full != pair.b.charge_in_full:
        yield from _in_full(pair)
    if pair.a.divide_by != pair.b.divide_by and mine != other:
        planned, actual = (pair.a, pair.b) if pair.a.divide_by == "planned" else (pair.b, pair.a)
        counts = other if actual is pair.b else mine
        open_ = _either([number(count) for count in counts]) if counts else "1"
        said = f"{planned.name} divides by the {plural(pair.group.size, 'pupil')} the group is planned for, "
        yield Reason("divisor", f"{said}{actual.name} by those who have a place in the week ({open_}).")


def _in_full(pair: RulesPair) -> Iterator[Reason]:
    places = pair.group.places if pair.group else ()
    full = [place for place in places if place.charged_in_full]
    if not full:
        return
    allows, forbids = (pair.a, pair.b) if pair.a.charge_in_full else (pair.b, pair.a)
    mine = next((place for place in full if place.pupil == pair.pupil), None)
    if mine:
        told = f"lets this pupil be charged the group’s whole cost ({mine.reason.rstrip('.')})"
    else:
        told = "charges the group’s whole cost to another pupil in the weeks when that pupil comes"
    yield Reason("charged-in-full", f"{allows.name} {told}; {forbids.name} charges no pupil in full, so it is shared.")


def _rounding(a: ComparedCost, b: ComparedCost, pair: RulesPair) -> Iterator[Reason]:
    """The pennies that come of rounding at another stage, where the rules round differently."""
    unit, stage = pair.a.rounding_unit != pair.b.rounding_unit, pair.a.rounding_stage != pair.b.rounding_stage
    if not (unit or (stage and pair.shared)) or a.printed is None or b.printed is None:
        return
    apart = (Fraction(b.printed) - b.exact) - (Fraction(a.printed) - a.exact)
    if abs(apart) < CENT / 2 or a.printed == b.printed:
        return
    more = "more" if apart > 0 else "less"
    said = f"Rounding makes it {money(to_places(abs(apart), 2))} {more} under {pair.b.name}: "
    yield Reason("rounding", f"{said}{pair.a.name} rounds {_stage(pair.a)}, {pair.b.name} {_stage(pair.b)}.")


def _stage(rules: Rules) -> str:
    unit = f"to the {rules.rounding_unit}"
    return {
        "line": f"each line once {unit}",
        "week": f"each session {unit} for each pupil and multiplies the week",
        "total": f"only the total {unit}",
    }[rules.rounding_stage]


def _every(side: ComparedCost) -> tuple[Quantity, ...]:
    """The workings of all lines, counted or not."""
    return (*side.workings, *(line.working for line in side.left if line.working is not None))


def _charged(workings: Iterable[Quantity]) -> bool:
    """Whether the pupil is charged in any week: where not, the engine puts a zero named "Weeks charged" into the
    sum."""
    return not any(q.name == "Weeks charged" for working in workings for q in _parts(working))


def _leaves(workings: Iterable[Quantity], unit: str) -> tuple[Fraction, ...]:
    """The inputs of a unit that are not part of an hourly cost, sorted, each once."""
    found = (q for working in workings for q in _parts(working, inside=False))
    return tuple(sorted({q.value for q in found if q.unit == unit and not q.op}))


def _parts(working: Quantity, *, inside: bool = True) -> Iterator[Quantity]:
    """A sum's quantities; those inside an hourly cost only if asked."""
    yield working
    if inside or not _is_rate(working):
        for part in working.parts:
            yield from _parts(part, inside=inside)


def _names(codes: Iterable[str], roles: Mapping[str, Role]) -> str:
    return " and ".join(roles[code].name if code in roles and roles[code].name else code for code in codes)


def _either(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}" if words else ""


def _sums(side: ComparedCost) -> str:
    return "; ".join(working.text() for working in side.workings) or money(side.printed)
