"""Every paper by its name: its purpose, its audiences, what it can be about, and the function that builds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from reports.documents.audit import audit_chart, current_provision, gap_analysis, plan
from reports.documents.costs import costs_by_role, costs_by_stream, threshold_list, whole_school_costs
from reports.documents.head import Audience, PaperOptions
from reports.documents.lists import our_offer, proformas, sen_register
from reports.documents.maps import costed_map, governor_totals, individual_map, whole_school_map, year_group_map
from reports.documents.rules import map_comparison, rules_comparison
from reports.documents.timetable import weekly_timetable
from schools.access import Access, as_recorded
from schools.roles import Permission

Format = Literal["json", "html", "pdf", "docx", "xlsx"]
ALL_FORMS: tuple[Format, ...] = ("json", "html", "pdf", "docx", "xlsx")
COSTS: dict[Audience, tuple[Permission, ...]] = {"staff": (Permission.VIEW_COSTS,)}
FAMILY = (Permission.VIEW_NEEDS, Permission.EXPORT)


@dataclass(frozen=True)
class Paper:
    """A paper.

    `about` is the kind of thing it is about ("" = the whole school), and `also` further kinds, each with its builder.
    `narrows` are kinds to which a paper about the whole school can be narrowed; its builder is given the kind ("" = the
    whole school) and the thing. `audiences` are those a copy can be made for, each with the rights of which a reader
    needs one; `for_governors` builds the governors' copy where it differs, and `same` means that the copies do not
    differ. `purpose` is a sentence or two for the reader. `blank`: it holds no data, so everybody may download it.
    `printed_by_teams`: a class team may print it for the children within its reach, without a right to take away data.
    `by_year`: it can show academic or financial years. `web`: it is public, and comes as a web page too.
    """

    name: str
    title: str
    purpose: str
    build: Callable[..., Any]
    about: Literal["pupil", "year_group", "class", "group", "chart", ""] = ""
    audiences: Mapping[Audience, tuple[Permission, ...]] = field(default_factory=lambda: COSTS)
    formats: tuple[Format, ...] = ALL_FORMS
    for_governors: Callable[..., Any] | None = None
    also: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    narrows: tuple[str, ...] = ()
    blank: bool = False
    same: bool = False
    printed_by_teams: bool = False
    by_year: bool = False
    web: bool = False

    @property
    def subjects(self) -> tuple[str, ...]:
        """The kinds of thing it can be about; none for a paper about the whole school alone."""
        return (self.about, *self.also) if self.about else self.narrows

    @property
    def differs(self) -> bool:
        """Whether the copies for its audiences are not the same."""
        return len(self.audiences) > 1 and not self.same

    @property
    def files(self) -> tuple[Format, ...]:
        """The formats to download; the page itself only where it is for a website."""
        return tuple(form for form in self.formats if form != "html" or self.web)

    @property
    def public(self) -> bool:
        """Whether everybody may take it away."""
        return self.blank or self.web

    def made(self, access: Access, asked: PaperOptions, about: object = None, kind: str = "") -> Any:
        """The paper's document. `kind` is the kind of thing it is about, where that is one of `also`. Raises
        NotAllowed where the person may not read that copy, else as its builder does."""
        access.need(*self.audiences[asked.audience])
        build = self.for_governors if self.for_governors and asked.audience == "governor" else self.build
        build = self.also.get(kind, build)
        with as_recorded(access, asked.as_recorded) as access:
            if self.narrows:
                return build(access, asked, kind, about)
            return build(access, asked, about) if self.about else build(access, asked)

    def audience_for(self, access: Access) -> Audience | None:
        """The first audience whose copy this person may read; None where there is none."""
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
            same=True,
            printed_by_teams=True,
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
            "The week, session by session: who takes it, how many share it, for how long, and what it costs. For a "
            "pupil, a group, a member of staff or a room.",
            weekly_timetable.build,
            "pupil",
            {"staff": (Permission.VIEW_OWN_PUPILS,), "family": FAMILY},
            also={
                "group": weekly_timetable.build_group,
                "person": weekly_timetable.build_person,
                "room": weekly_timetable.build_room,
            },
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
        ),
        Paper(
            "threshold-list",
            "Threshold list",
            "Every pupil on the map with what counts towards the threshold, highest first.",
            threshold_list.build,
        ),
        Paper(
            "whole-school-costs",
            "Whole-school costs",
            "What is provided for pupils with special needs and cannot be tracked to one of them: by kind and line by "
            "line, with every sum. The governors’ copy holds totals alone.",
            whole_school_costs.build,
            audiences=COSTS | {"governor": (Permission.VIEW_TOTALS,)},
        ),
        Paper(
            "costs-by-role",
            "Costs by role",
            "The hours that the map asks of each staff role in the busiest week and on average, what they cost, and "
            "whether there are enough.",
            costs_by_role.build,
        ),
        Paper(
            "costs-by-stream",
            "Costs by funding stream",
            "Each budget, what the map commits of it and what is left, by academic year and by financial year, with "
            "every line parted at 1 April.",
            costs_by_stream.build,
            by_year=True,
        ),
        Paper(
            "plan",
            "The plan within the money",
            "Need without a place as proposals in order of need: what each takes in staff and money, what was decided "
            "and why, and what is left of each budget and of the hours.",
            plan.build,
        ),
        Paper(
            "sen-register",
            "SEN register",
            "Every pupil with special educational needs: status, since when, needs, pupil groups and what they get "
            "now. Class teachers see the pupils of their classes and groups.",
            sen_register.build,
            audiences={"staff": (Permission.VIEW_NEEDS,)},
        ),
        Paper(
            "audit-chart",
            "Audit of pupil need",
            "Step 1: who must, should and could have which provision, as the class team ticked it. For a class, a year "
            "group or a cohort.",
            audit_chart.build,
            "chart",
            {"staff": (Permission.VIEW_NEEDS,)},
            printed_by_teams=True,
        ),
        Paper(
            "gap-analysis",
            "Need against places",
            "What the charts ask for beside the places there are, by year group: who has no place, what stands empty, "
            "what closing each gap would cost, overlaps and training. Class teachers see their own pupils, no cost.",
            gap_analysis.build,
            audiences={"staff": (Permission.VIEW_NEEDS,)},
            narrows=("class", "year_group"),
        ),
        Paper(
            "current-provision",
            "Current provision",
            "Step 2: what each class and year group has now, as its staff wrote it down: ratio, staff, time a week and "
            "weeks. Class teams see their own classes. No money stands on it.",
            current_provision.build,
            audiences={"staff": (Permission.VIEW_MAP,)},
            narrows=("class", "year_group"),
        ),
        Paper(
            "our-offer",
            "What we offer",
            "The school’s provision in plain words, with no cost, no name and no number of children: for families, and "
            "for the SEN information report on the school’s website.",
            our_offer.build,
            audiences=dict.fromkeys(("governor", "staff", "family"), (Permission.HOME,)),
            same=True,
            web=True,
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
        *(
            Paper(
                name,
                f"{form.title} (blank)",
                form.purpose,
                partial(proformas.build, name),
                audiences={"staff": (Permission.HOME,)},
                blank=True,
            )
            for name, form in proformas.PROFORMAS.items()
        ),
    )
}
