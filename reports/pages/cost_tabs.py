"""The pages of the section Costs, as tabs above each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from ui.parts import Choice

if TYPE_CHECKING:
    from schools.access import Access

TABS = (
    ("costs", "Overview"),
    ("costs_roles", "Roles and rates"),
    ("costs_scales", "Pay scales"),
    ("costs_whole_school", "Whole school"),
    ("costs_streams", "Budgets"),
    ("costs_awards", "Top-up awards"),
    ("rules", "Funding rules"),
)


def cost_tabs(access: Access, current: str) -> tuple[Choice, ...]:
    """The tabs, the one of this page marked."""
    return tuple(Choice(label, reverse(name, args=[access.school.slug]), name == current) for name, label in TABS)
