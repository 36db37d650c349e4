"""What counts towards an LA's threshold, and the reason why something does not (rule 9)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from costing.engine.calendar import is_outside
from costing.engine.facts import Calendar, Group, Horizon, OtherCost, Role, Rules
from costing.engine.groups.components import UNIVERSAL, Component

SCHOOL = "school"
REASONS = ("payer", "tier", "date", "role", "kind", "band", "left-out", "cap")


def session_reason(component: Component, kind: str, group: Group, rules: Rules) -> str | None:
    """The first reason why a session, or a staffing line as lesson time, does not count; None where it does. `kind` is
    the role's."""
    if group.tier == UNIVERSAL:
        return "tier"
    if kind in rules.roles_not_counted:
        return "role"
    if component.band in rules.bands_not_counted and not component.structured:
        return "band"
    return "left-out" if component.left_out else None


def other_reason(
    cost: OtherCost, roles: Mapping[str, Role], rules: Rules, calendar: Calendar, tier: str = ""
) -> str | None:
    """Why an other cost does not count; None where it does."""
    if cost.payer != SCHOOL:
        return "payer"
    if tier == UNIVERSAL:
        return "tier"
    if is_outside(cost, calendar):
        return "date"
    if cost.role and cost.role in roles and roles[cost.role].kind in rules.roles_not_counted:
        return "role"
    return None if cost.kind in rules.other_costs else "kind"


def is_compared(horizon: Horizon) -> bool:
    """Whether totals over a horizon are compared with a year's threshold (rule 7a)."""
    return horizon in (Horizon.PLANNED, Horizon.FULL_YEAR)


def meets_threshold(total_counted: Fraction, rules: Rules) -> bool:
    """Whether a printed total is over the threshold by the rules' own test ("more than" or "at least")."""
    if rules.threshold_test == "at least":
        return total_counted >= rules.threshold
    return total_counted > rules.threshold
