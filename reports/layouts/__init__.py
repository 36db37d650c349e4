"""How each paper of tables is laid out, by its name. A paper that is not here has templates and sheets of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reports.layout import Layout
from reports.layouts import governor_totals, rules_comparison, threshold_list

LAYOUTS: dict[str, Callable[[Any], Layout]] = {
    "whole-school-map/governor": governor_totals.layout,
    "threshold-list": threshold_list.layout,
    "rules-comparison": rules_comparison.pupil_layout,
    "map-comparison": rules_comparison.map_layout,
}


def layout_of(name: str, made: Any) -> Layout | None:
    """The paper's layout; governors' copies may have one of their own under `name/governor`."""
    laid_out = LAYOUTS.get(f"{name}/{made.head.audience}") or LAYOUTS.get(name)
    return laid_out(made) if laid_out else None
