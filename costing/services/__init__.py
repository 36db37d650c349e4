"""Changing what roles cost, the school's own pay scales and its funding rules."""

from costing.services.roles import (
    NEEDED,
    add_pay,
    add_role,
    change_pay,
    change_role,
    remove_pay,
    remove_role,
)
from costing.services.rules import remove_rules, save_rules, use_rules
from costing.services.scales import save_scale

__all__ = [
    "NEEDED",
    "add_pay",
    "add_role",
    "change_pay",
    "change_role",
    "remove_pay",
    "remove_role",
    "remove_rules",
    "save_rules",
    "save_scale",
    "use_rules",
]
