"""The printed lines of a costed map: a pupil's share of a group, what of it counts, and the working."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from costing.engine.facts import Horizon, OtherCost
from costing.engine.groups.components import contact_hours, ratio_of
from costing.engine.groups.eligibility import REASONS, other_reason
from costing.engine.groups.group import Prepared, is_due
from costing.engine.groups.sharing import NOTHING, Share, Stretch, Vector
from costing.engine.quantities.expressions import ROUND, Quantity, given, total
from costing.engine.quantities.figures import exact_sum, in_pounds
from costing.engine.results import MapLine

Part = Literal["all", "within", "excess"]
NONE = Decimal("0.00")


class Bucket(NamedTuple):
    """Components, by number, that share a line: those that count, or those left out for one reason. `part` is the part
    of a capped role's hours: within the cap, or the excess."""

    numbers: tuple[int, ...]
    reason: str | None
    part: Part = "all"


@dataclass(frozen=True, slots=True)
class Stint:
    """School weeks in which a line's weekly sum is the same."""

    period: int
    vector: Vector
    count: int


def group_lines(prepared: Prepared, mine: Sequence[int], stretches: Sequence[Stretch]) -> tuple[MapLine, ...]:
    """The lines of the pupil who has places `mine`: one counted, one per reason, split by date where a rate changes.

    Pupils with the same places and days share the same lines, which are worked out once.
    """
    attended = prepared.attended(mine)
    key = (attended, tuple((s.period, s.vector, s.length) for s in stretches))
    if key not in prepared.lines:
        prepared.lines[key] = _lines(prepared, attended, stretches)
    return prepared.lines[key]


def _lines(prepared: Prepared, attended: tuple[int, ...], stretches: Sequence[Stretch]) -> tuple[MapLine, ...]:
    if prepared.universal or not attended:
        return (_bare_line(prepared, attended, stretches),)
    found: list[MapLine] = []
    for bucket in _buckets(prepared, attended, stretches):
        by_period: dict[int, list[Stint]] = {}
        for stint in _stints(prepared, bucket, stretches):
            by_period.setdefault(stint.period, []).append(stint)
        borne = {period: stints for period, stints in by_period.items() if any(_is_borne(one) for one in stints)}
        for period, stints in sorted((borne or by_period).items())[: None if borne else 1] or [(0, [])]:
            numbers = prepared.counts_in(bucket.numbers, period) if stints else bucket.numbers
            found.append(_line(prepared, bucket._replace(numbers=numbers), period, stints))
    return tuple(found)


def _is_borne(stint: Stint) -> bool:
    """Whether the pupil bears anything in these weeks; another pupil may be charged in full."""
    return any(share is not None and share.places for share in stint.vector)


def _buckets(prepared: Prepared, attended: tuple[int, ...], stretches: Sequence[Stretch]) -> list[Bucket]:
    over = {n for s in stretches for n in attended if (share := s.vector[n]) is not None and share.over is not None}
    found = []
    for reason in (None, *REASONS):
        numbers = tuple(n for n in attended if prepared.reasons[n] == reason)
        if numbers:
            found.append(Bucket(numbers, reason, "within" if reason is None and over else "all"))
    if over:
        found.append(Bucket(tuple(sorted(over)), "cap", "excess"))
    return found


def _stints(prepared: Prepared, bucket: Bucket, stretches: Sequence[Stretch]) -> list[Stint]:
    counts: Counter[tuple[int, Vector]] = Counter()
    for s in stretches:
        vector = tuple(s.vector[n] for n in prepared.counts_in(bucket.numbers, s.period))
        if any(share is not None for share in vector) and (bucket.part != "excess" or _is_over(vector)):
            counts[prepared.period_of(bucket.numbers, s.period), vector] += s.length
    return [Stint(period, vector, count) for (period, vector), count in counts.items()]


def _is_over(vector: Vector) -> bool:
    return any(share is not None and share.over is not None for share in vector)


def _line(prepared: Prepared, bucket: Bucket, period: int, stints: list[Stint]) -> MapLine:
    unit = prepared.rules.line_unit
    weekly_rounding = prepared.rules.rounding_stage == "week"
    exact = run_cost(prepared, bucket, period, stints, by_week=False)
    sum_ = run_cost(prepared, bucket, period, stints, by_week=True) if weekly_rounding else exact
    working = sum_.rounded(unit, _line_name(prepared, bucket))
    count = sum(stint.count for stint in stints)
    weeks = prepared.run.weeks_of(count)
    weekly = _weekly(prepared, bucket, stints, sum_, weeks)
    hours, contact = _hours(prepared, bucket, stints)
    delivered = prepared.horizon is Horizon.DELIVERED
    return MapLine(
        kind="group",
        group=prepared.group.code,
        description=prepared.group.provision,
        ratio=ratio_of(prepared.group, prepared.works[period].components) if stints else prepared.ratio,
        staff=tuple(prepared.by_role(bucket.numbers)),
        weekly_hours=hours,
        contact_hours=contact,
        weekly_cost=None if delivered else in_pounds(weekly.value) if weekly else NONE,
        weeks=weeks.value,
        cost=None if delivered else in_pounds(working.value),
        exact=None if delivered else exact.value,
        counted=bucket.reason is None,
        reason=bucket.reason,
        working=None if delivered else working,
        weekly_working=None if delivered else weekly,
        since=prepared.since(period),
    )


def _line_name(prepared: Prepared, bucket: Bucket) -> str:
    return prepared.group.code if bucket.reason is None else f"{prepared.group.code}, not counted: {bucket.reason}"


def _weekly(
    prepared: Prepared, bucket: Bucket, stints: list[Stint], cost: Quantity, weeks: Quantity
) -> Quantity | None:
    """The weekly figure, for display: the week's sum, or the mean of the weeks where they differ."""
    if len(stints) == 1:
        by_week = prepared.rules.rounding_stage == "week"
        week = weekly_cost(prepared, bucket, stints[0], by_week=by_week)
        if week is None or week.op == ROUND:
            return week
        return week.rounded(prepared.rules.line_unit, "A week")
    return (cost / weeks).rounded(prepared.rules.line_unit, "A week, on average") if weeks.value else None


def _hours(prepared: Prepared, bucket: Bucket, stints: list[Stint]) -> tuple[Fraction, Fraction]:
    """Staff hours and the pupil's hours a week on a line; where a cap splits them, the part on this line."""
    parts = [prepared.components[n] for n in bucket.numbers]
    staff, contact = exact_sum(c.hours for c in parts), contact_hours(parts)
    weeks = sum(stint.count for stint in stints)
    if bucket.part == "all" or not staff or not weeks:
        return staff, contact
    part = Fraction(0)
    for stint in stints:
        for c, share in zip(parts, stint.vector, strict=True):
            if share is not None:
                part += c.hours * stint.count * _cap_factor(prepared, c.role, share, bucket.part)
    return part / weeks, contact * part / weeks / staff


def _cap_factor(prepared: Prepared, role: str, share: Share, part: Part) -> Fraction:
    if share.over is None:
        return Fraction(0 if part == "excess" else 1)
    within = prepared.rules.caps[role] / share.over
    return 1 - within if part == "excess" else within


def run_cost(prepared: Prepared, bucket: Bucket, period: int, stints: Iterable[Stint], *, by_week: bool) -> Quantity:
    """The cost of a line: Σ the week's sum × the weeks. `by_week` rounds each session in it (stage `week`)."""
    terms = []
    for stint in stints:
        week = weekly_cost(prepared, bucket, stint, by_week=by_week)
        if week is not None:
            terms.append(week * prepared.run.weeks_of(stint.count))
    if terms:
        return total(terms)
    whole = prepared.cost_of(bucket.numbers, period)
    return (whole or given(0, "£")) * given(0, "weeks", "Weeks charged")


def weekly_cost(prepared: Prepared, bucket: Bucket, stint: Stint, *, by_week: bool) -> Quantity | None:
    """The cost of the bucket's components in one week at these shares; None where the shares are none."""
    key = (bucket.numbers, bucket.part, stint.period, stint.vector, by_week)
    if key not in prepared.weekly:
        prepared.weekly[key] = _worked_week(prepared, bucket, stint, by_week=by_week)
    return prepared.weekly[key]


def _worked_week(prepared: Prepared, bucket: Bucket, stint: Stint, *, by_week: bool) -> Quantity | None:
    alike: dict[Share, list[int]] = {}
    for n, share in zip(bucket.numbers, stint.vector, strict=True):
        if share is not None and share.places and (bucket.part != "excess" or share.over is not None):
            alike.setdefault(share, []).append(n)
    divide = _session_by_session if by_week else _together
    terms = [
        _capped(prepared, divide(prepared, numbers, share, stint.period), numbers[0], share, bucket.part)
        for share, group in alike.items()
        for numbers in (prepared.by_role(group).values() if share.over is not None else [group])
    ]
    return total(terms) if terms else None


def _together(prepared: Prepared, numbers: list[int], share: Share, period: int) -> Quantity:
    whole = prepared.cost_of(numbers, period)
    return divided(prepared, whole or given(0, "£"), share)


def _session_by_session(prepared: Prepared, numbers: list[int], share: Share, period: int) -> Quantity:
    """Each session rounded per pupil; equal ones are multiplied, those of one week in two halved."""
    alike: dict[tuple[str, Fraction, bool], list[int]] = {}
    for n in numbers:
        c = prepared.components[n]
        alike.setdefault((c.role, c.once, c.fortnightly), []).append(n)
    terms = []
    for (role, _, fortnightly), same in alike.items():
        one = prepared.rates[period][role] * prepared.hours_of(same[:1], once=True)
        term = divided(prepared, one, share).rounded(prepared.rules.rounding_unit, f"{role}, a session")
        if len(same) > 1:
            term = term * given(len(same), "", "Such sessions")
        terms.append(term / given(2, "", "Every second week") if fortnightly else term)
    return total(terms)


def divided(prepared: Prepared, cost: Quantity, share: Share) -> Quantity:
    """A cost divided as a share says."""
    if share.places > 1:
        cost = cost * given(share.places, "", "Places of the pupil")
    if share.divisor == 1:
        return cost
    if share.divisor == prepared.group.size:
        return cost / given(share.divisor, "pupils", "Group size", key=f"group:{prepared.group.code}:size")
    return cost / given(share.divisor, "pupils", "Shared by", "Taught together, or places open")


def _capped(prepared: Prepared, cost: Quantity, number: int, share: Share, part: Part) -> Quantity:
    if share.over is None:
        return cost
    role = prepared.components[number].role
    rules = prepared.rules
    cap = given(rules.caps[role], "h", f"{role}, hours a week that count", rules.name, f"rules:caps:{role}")
    held = given(share.over, "h", f"{role}, the pupil's hours a week")
    return cost * (held - cap if part == "excess" else cap) / held


def _bare_line(prepared: Prepared, attended: tuple[int, ...], stretches: Sequence[Stretch]) -> MapLine:
    """The line of a group that is listed without a cost: universal, or no session of it attended."""
    parts = [prepared.components[n] for n in attended]
    weeks = prepared.run.weeks_of(sum(s.length for s in stretches))
    return MapLine(
        kind="group",
        group=prepared.group.code,
        description=prepared.group.provision,
        ratio=prepared.ratio,
        staff=tuple(role for role in prepared.by_role(attended) if role),
        weekly_hours=exact_sum(c.hours for c in parts),
        contact_hours=contact_hours(parts),
        weekly_cost=NONE,
        weeks=weeks.value,
        cost=NONE,
        exact=Fraction(0),
        counted=not prepared.universal,
        reason="tier" if prepared.universal else None,
        working=None,
        weekly_working=None,
    )


def other_lines(prepared: Prepared, mine: Sequence[int]) -> tuple[MapLine, ...]:
    """A pupil's lines for the group's other costs: shared like its weekly cost, each a line of its own (rule 6)."""
    due = [cost for cost in prepared.group.other_costs if is_due(cost, prepared.calendar, prepared.horizon)]
    return tuple(_shared_line(prepared, cost, tuple(mine)) for cost in due)


def _shared_line(prepared: Prepared, cost: OtherCost, mine: tuple[int, ...]) -> MapLine:
    reason = other_reason(cost, prepared.roles, prepared.rules, prepared.calendar, prepared.group.tier)
    shares = overall_shares(prepared, mine)
    key = (cost.key, tuple(shares.items()))
    if key not in prepared.lines:
        working = None
        if reason not in ("payer", "tier"):
            working = shared(prepared, cost, shares).rounded(prepared.rules.line_unit, cost.description)
        prepared.lines[key] = (other_line(cost, reason, working, prepared.group.code),)
    return prepared.lines[key][0]


def overall_shares(prepared: Prepared, mine: Sequence[int]) -> dict[Share, int]:
    """How many school weeks of the whole run places `mine` bear which share of the group."""
    shares: Counter[Share] = Counter()
    for span in prepared.planned.spans:
        here = [i for i in mine if i in span.open]
        if here:
            shares[prepared.sharing.overall(span.open, here)] += span.length
    return shares


def shared(prepared: Prepared, cost: OtherCost, shares: dict[Share, int]) -> Quantity:
    """What of a group's other cost falls to a pupil: the same divisor, weighted by place weeks."""
    amount, terms = prepared.amount_of(cost), []
    weeks = prepared.planned.total
    for share, count in shares.items():
        if share == NOTHING:
            continue
        term = divided(prepared, amount, share)
        if count != weeks:
            term = term * given(count, "", "School weeks open") / given(weeks, "", "School weeks of the group")
        terms.append(term)
    return total(terms) if terms else amount * given(0, "", "Share")


def other_line(cost: OtherCost, reason: str | None, working: Quantity | None, group: str = "") -> MapLine:
    """The printed line of an other cost; `working` None: shown at 0.00."""
    return MapLine(
        kind="other",
        group=group,
        description=cost.description,
        ratio="",
        staff=(cost.role,) if cost.role else (),
        weekly_hours=None,
        contact_hours=None,
        weekly_cost=None,
        weeks=None,
        cost=in_pounds(working.value) if working is not None else NONE,
        exact=working.parts[0].value if working is not None else Fraction(0),
        counted=reason is None,
        reason=reason,
        working=working,
        weekly_working=None,
    )
