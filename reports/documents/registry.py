"""Every paper by its name: what it is for, whom it may be made for, what it needs to be told, and how it is built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from reports.documents import (
    costed_map,
    governor_totals,
    individual_map,
    map_comparison,
    rules_comparison,
    threshold_list,
    weekly_timetable,
    whole_school_map,
    year_group_map,
)
from schools.roles import Permission

if TYPE_CHECKING:
    from reports.documents.head import Asked, Audience
    from schools.access import Access

Format = Literal["json", "html", "pdf", "xlsx"]
ALL_FORMS: tuple[Format, ...] = ("json", "html", "pdf", "xlsx")
COSTS: dict[Audience, tuple[Permission, ...]] = {"staff": (Permission.VIEW_COSTS,)}
FAMILY = (Permission.VIEW_NEEDS, Permission.EXPORT)


@dataclass(frozen=True)
class Paper:
    """A paper. `about` is what it must be told ("" = the whole school); `audiences` whom a copy may be made for, each
    with the rights of which a reader needs one; `says` what it is for, in a sentence or two. `for_governors` builds
    their copy where it holds something else."""

    name: str
    title: str
    says: str
    build: Callable[..., Any]
    about: Literal["pupil", "year_group", "class", "group", ""] = ""
    audiences: Mapping[Audience, tuple[Permission, ...]] = field(default_factory=lambda: COSTS)
    formats: tuple[Format, ...] = ALL_FORMS
    for_governors: Callable[..., Any] | None = None

    @property
    def differs(self) -> bool:
        """Whether the copies for its audiences are not the same."""
        return "governor" in self.audiences and len(self.audiences) > 1

    def made(self, access: Access, asked: Asked, about: object = None) -> Any:
        """The paper's data. Raises NotAllowed where the person may not read that copy, else as its builder does."""
        access.need(*self.audiences[asked.audience])
        build = self.for_governors if self.for_governors and asked.audience == "governor" else self.build
        return build(access, asked, about) if self.about else build(access, asked)

    def audience_for(self, access: Access) -> Audience | None:
        """The first audience whose copy this person may read."""
        found = (name for name, rights in self.audiences.items() if access.permissions.intersection(rights))
        return next(found, None)


PAPERS: dict[str, Paper] = {
    paper.name: paper
    for paper in (
        Paper(
            "individual-map",
            "Map for the family",
            "For the child and the family: what we provide, when, with whom and what for, in plain words. No cost and "
            "no code, with room for what they think.",
            individual_map.build,
            "pupil",
            {"staff": FAMILY, "family": FAMILY},
        ),
        Paper(
            "costed-map",
            "Individual costed map",
            "For the local authority, with advice or a request for funding: every line with its sum, what counts "
            "towards the threshold, what was left out and why, and the rules.",
            costed_map.build,
            "pupil",
        ),
        Paper(
            "weekly-timetable",
            "Weekly timetable",
            "The child’s week, session by session: who takes it, how many share it, for how long, and what it costs.",
            weekly_timetable.build,
            "pupil",
            formats=("json",),
        ),
        Paper(
            "whole-school-map",
            "Whole-school map",
            "All that is additional to and different from what every pupil gets, at a glance on A3, with each group’s "
            "cost, whole-school costs and budgets.",
            whole_school_map.build,
            audiences=COSTS | {"governor": (Permission.VIEW_TOTALS,)},
            for_governors=governor_totals.build,
        ),
        Paper(
            "year-group-map",
            "Year-group map",
            "What one year group gets: each provision with its pattern, ratio, staff, time, cost and assessment.",
            year_group_map.build,
            "year_group",
            formats=("json",),
        ),
        Paper(
            "threshold-list",
            "Threshold list",
            "Every pupil on the map with what counts towards the threshold, highest first.",
            threshold_list.build,
        ),
        Paper(
            "rules-comparison",
            "Costed map under two sets of rules",
            "What counts under one set of funding rules beside another, or the school’s own cost beside the LA’s rate: "
            "line by line, with the reason for each difference.",
            rules_comparison.build,
            "pupil",
        ),
        Paper(
            "map-comparison",
            "Whole-school map under two sets of rules",
            "Each group, whole-school cost and pupil’s total under one set of funding rules beside another, with the "
            "reason for each difference.",
            map_comparison.build,
        ),
    )
}
