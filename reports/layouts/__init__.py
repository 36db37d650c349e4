"""How each paper of tables is laid out, by its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reports.documents.lists.proformas import PROFORMAS
from reports.layouts.audit import audit_chart, current_provision, gap_analysis, plan
from reports.layouts.costs import costs_by_role, costs_by_stream, threshold_list, whole_school_costs
from reports.layouts.lists import our_offer, proformas, sen_register
from reports.layouts.maps import costed_map, governor_totals, individual_map, whole_school_map, year_group_map
from reports.layouts.parts import Layout
from reports.layouts.rules import rules_comparison
from reports.layouts.timetable import weekly_timetable

LAYOUTS: dict[str, Callable[[Any], Layout]] = {
    "individual-map": individual_map.layout,
    "costed-map": costed_map.layout,
    "whole-school-map": whole_school_map.layout,
    "audit-chart": audit_chart.layout,
    "whole-school-map/governor": governor_totals.layout,
    "threshold-list": threshold_list.layout,
    "whole-school-costs": whole_school_costs.layout,
    "costs-by-role": costs_by_role.layout,
    "costs-by-stream": costs_by_stream.layout,
    "gap-analysis": gap_analysis.layout,
    "sen-register": sen_register.layout,
    "current-provision": current_provision.layout,
    "our-offer": our_offer.layout,
    "plan": plan.layout,
    "rules-comparison": rules_comparison.pupil_layout,
    "map-comparison": rules_comparison.map_layout,
    "year-group-map": year_group_map.layout,
    "weekly-timetable": weekly_timetable.layout,
    **dict.fromkeys(PROFORMAS, proformas.layout),
}


def layout_of(name: str, made: Any) -> Layout:
    """The paper's layout; governors' copies may have one of their own under `name/governor`."""
    return (LAYOUTS.get(f"{name}/{made.head.audience}") or LAYOUTS[name])(made)
