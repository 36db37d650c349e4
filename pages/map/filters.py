"""Which groups a map shows, from the filters in its address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pages.filters import MapFilters
from provisions.checks.facts import runs_on
from provisions.costs import CostedYear, GroupRow
from pupils.models import KEY_STAGES
from pupils.reading import YEAR_GROUP_ORDER, classes_of, members_of, names_of_everyone, pupil_groups_of
from schools.access import Access
from schools.clock import today
from schools.roles import Permission


@dataclass(frozen=True)
class MapChoice:
    """What the filters choose. `pupils` None means any pupils."""

    form: MapFilters
    year_groups: frozenset[str]
    class_id: int | None
    area: str
    strand: str
    tier: str
    stream: int | None
    pupil_group: int | None
    pupils: frozenset[int] | None
    in_class: frozenset[int]
    only_on: date | None
    on: date
    since: date | None

    def wants_year(self, code: str) -> bool:
        """Whether the year group's row is shown."""
        return not self.year_groups or code in self.year_groups

    def wants(self, group: GroupRow) -> bool:
        """Whether the group is shown."""
        return (
            self.area in ("", group.area)
            and self.strand in ("", group.strand)
            and self.tier in ("", group.tier)
            and self.stream in (None, group.stream_id)
            and (not self.year_groups or bool(self.year_groups & set(group.year_groups)))
            and (self.only_on is None or runs_on(group, self.only_on))
            and self._has_the_pupils(group)
        )

    def wants_pupil(self, pupil: int, year_group: str, class_id: int | None) -> bool:
        """Whether the pupil is shown, in the view per pupil."""
        return (
            self.wants_year(year_group)
            and self.class_id in (None, class_id)
            and (self.pupils is None or pupil in self.pupils)
        )

    def _has_the_pupils(self, group: GroupRow) -> bool:
        inside = group.pupils_on(self.on)
        if self.class_id is not None and group.class_id != self.class_id and not inside & self.in_class:
            return False
        return self.pupils is None or bool(inside & self.pupils)


def filters_for(
    access: Access,
    params: Mapping[str, str],
    costed: CostedYear,
    streams: Mapping[int, str],
    roll: Mapping[str, tuple[int, int]],
    **shape: Iterable[tuple[str, str]],
) -> MapChoice:
    """The filters with the choices this school has, and what they choose.

    `streams` are the budgets to choose from, none for whoever sees no costs; `shape`: the form's `cuts` and `days`.
    """
    codes = {code for group in costed.groups for code in group.year_groups} | set(roll)
    form = MapFilters(
        params,
        year_groups=[code for code in YEAR_GROUP_ORDER if code in codes],
        classes=classes_of(access),
        strands=sorted({group.strand for group in costed.groups if group.strand}),
        pupil_groups=pupil_groups_of(access) if access.may(Permission.VIEW_PUPILS) else {},
        streams=streams,
        **shape,
    )
    class_id = _number(form.chosen("class"))
    held = names_of_everyone(access).values() if class_id else ()
    group = _number(form.chosen("pupilgroup"))
    return MapChoice(
        form=form,
        year_groups=_years(form.chosen("stage"), form.chosen("yeargroup")),
        class_id=class_id,
        area=form.chosen("area"),
        strand=form.chosen("strand"),
        tier=form.chosen("tier"),
        stream=_number(form.chosen("stream")),
        pupil_group=group,
        pupils=frozenset(members_of(access, group)) if group else None,
        in_class=frozenset(pupil.id for pupil in held if pupil.class_id == class_id),
        only_on=form.day,
        on=form.day or today(),
        since=form.date_of("since"),
    )


def _number(text: str) -> int | None:
    return int(text) if text else None


def _years(stage: str, year_group: str) -> frozenset[str]:
    """The year groups that fit both filters; empty where neither is chosen, which means all. Where the two contradict
    each other, a code that no group has, so that nothing fits."""
    if stage and year_group:
        return frozenset({year_group}) if year_group in KEY_STAGES[stage] else frozenset({"none"})
    return frozenset(KEY_STAGES[stage]) if stage else frozenset({year_group} if year_group else ())
