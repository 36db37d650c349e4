"""Every paper by its name: who it is for, what it needs to be told, and how it is built."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from reports.documents import (
    costed_map,
    individual_map,
    threshold_list,
    weekly_timetable,
    whole_school_map,
    year_group_map,
)

if TYPE_CHECKING:
    from reports.documents.head import Asked
    from schools.access import Access

Format = Literal["json", "html", "pdf", "xlsx"]
ALL_FORMS: tuple[Format, ...] = ("json", "html", "pdf", "xlsx")


@dataclass(frozen=True)
class Paper:
    """A paper: `about` is "pupil", "year_group" or "" for the whole school; `audiences` whom it may be made for."""

    name: str
    title: str
    build: Callable[..., Any]
    about: Literal["pupil", "year_group", ""]
    audiences: tuple[str, ...]
    formats: tuple[Format, ...]

    def made(self, access: Access, asked: Asked, about: object = None) -> Any:
        """The paper's data. Raises as its builder does."""
        return self.build(access, asked, about) if self.about else self.build(access, asked)


PAPERS: dict[str, Paper] = {
    paper.name: paper
    for paper in (
        Paper("costed-map", "Individual costed map", costed_map.build, "pupil", ("staff",), ALL_FORMS),
        Paper("individual-map", "Map for the family", individual_map.build, "pupil", ("staff", "family"), ALL_FORMS),
        Paper("whole-school-map", "Whole-school map", whole_school_map.build, "", ("staff",), ALL_FORMS),
        Paper("weekly-timetable", "Weekly timetable", weekly_timetable.build, "pupil", ("staff",), ("json",)),
        Paper("year-group-map", "Year-group map", year_group_map.build, "year_group", ("staff",), ("json",)),
        Paper("threshold-list", "Threshold list", threshold_list.build, "", ("staff",), ("json",)),
    )
}
