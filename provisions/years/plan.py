"""The next year as planned in the steps, and its findings before it is opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from provisions.years.reading import LatestYear
from pupils.models import YearGroup
from ui.findings import Finding
from ui.words import and_words, plural

LARGE_CLASS = 30


@dataclass(frozen=True, slots=True)
class PlannedClass:
    """A class to be made: `key` is what pupils refer to it by, `staff` the present class whose staff it gets."""

    key: str
    name: str
    year_groups: tuple[str, ...]
    staff: int | None


@dataclass(frozen=True)
class YearPlan:
    """A year to be opened. `ways` gives each pupil who stays a year group and the key of a class, "" for none yet. What
    is carried over is listed by number."""

    name: str
    starts: date
    ends: date
    half_terms: Sequence[Mapping[str, Any]]
    classes: tuple[PlannedClass, ...] = ()
    ways: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    leaving: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()
    with_pattern: bool = True
    with_pupils: bool = False
    sets: frozenset[int] = frozenset()
    streams: frozenset[int] = frozenset()
    whole: frozenset[int] = frozenset()
    rates: bool = False

    @property
    def sizes(self) -> Counter[str]:
        """How many pupils go into each class, by its key."""
        return Counter(key for _, key in self.ways.values())


@dataclass(frozen=True, slots=True)
class PreviewClass:
    """A class of the preview: the number of its pupils, and the classes they come from."""

    name: str
    years: str
    pupils: int
    origin: str


def class_lines(now: LatestYear, plan: YearPlan) -> list[PreviewClass]:
    """The classes of the next year with their pupils."""
    held = {pupil.id: pupil for pupil in now.pupils}
    names = {one.id: one.name for one in now.classes}
    origins: dict[str, Counter[str]] = {}
    for pupil, (_, key) in plan.ways.items():
        came = names.get(held[pupil].class_id or 0, "no class")
        origins.setdefault(key, Counter())[came] += 1
    return [
        PreviewClass(
            one.name,
            and_words([str(YearGroup(code).label) for code in one.year_groups]),
            plan.sizes[one.key],
            ", ".join(f"{count} from {name}" for name, count in sorted(origins.get(one.key, Counter()).items())),
        )
        for one in plan.classes
    ]


def without_class(now: LatestYear, plan: YearPlan) -> list[str]:
    """The names of pupils who stay and have no class yet."""
    return [pupil.name for pupil in now.pupils if plan.ways.get(pupil.id, ("", "-"))[1] == ""]


def findings(now: LatestYear, plan: YearPlan) -> list[Finding]:
    """Findings to look at before the year is opened; none of them prevents it."""
    found = [
        Finding("class-large", f"{one.name} would have {plural(plan.sizes[one.key], 'pupil')}.")
        for one in plan.classes
        if plan.sizes[one.key] > LARGE_CLASS
    ]
    strangers = {one.key: set(one.year_groups) for one in plan.classes}
    odd = Counter(
        (key, code) for code, key in plan.ways.values() if key and strangers[key] and code not in strangers[key]
    )
    names = {one.key: one.name for one in plan.classes}
    found += [
        Finding("class-year-group", f"{plural(count, 'pupil')} of {YearGroup(code).label} would be in {names[key]}.")
        for (key, code), count in odd.items()
    ]
    bare = [one.name for one in plan.classes if one.staff is None]
    if bare:
        found.append(Finding("class-no-teacher", f"Nobody is set to teach {and_words(bare)} yet.", severity="note"))
    alone = without_class(now, plan)
    if alone:
        found.append(Finding("pupil-no-class", f"{plural(len(alone), 'pupil')} would be in no class yet."))
    return found
