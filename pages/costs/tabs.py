"""The pages of the section Costs, as tabs above each of them."""

from __future__ import annotations

from schools.access import Access
from schools.roles import Permission
from ui.parts import Choice

TABS = (
    ("costs", "Overview"),
    ("costs_roles", "Staff roles"),
    ("costs_scales", "Pay scales"),
    ("costs_whole_school", "Whole school"),
    ("costs_other", "Other costs"),
    ("costs_streams", "Budgets"),
    ("costs_awards", "Top-up awards"),
    ("rules", "Funding rules"),
)


def cost_tabs(access: Access, current: str) -> tuple[Choice, ...]:
    """The tabs, the one of this page marked."""
    return tuple(Choice(label, access.url(name), name == current) for name, label in TABS)


def add_button(access: Access, name: str, label: str, *, panel: bool = True) -> tuple[Choice, ...]:
    """The button at the head that opens a form; none for a person who may not change costs."""
    if not access.may(Permission.EDIT_COSTS):
        return ()
    return (Choice(label, access.url(name), icon="plus-lg", main=True, panel=panel),)


def raise_button(access: Access) -> tuple[Choice, ...]:
    """The way to raise pay from a day, for whoever may change costs."""
    if not access.may(Permission.EDIT_COSTS):
        return ()
    return (Choice("Raise pay", access.url("pay_award"), icon="graph-up-arrow"),)
