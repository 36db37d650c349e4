"""The SEN register: every pupil with special educational needs, since when, which needs, and what they get now.

A reader who sees only their own classes and groups gets only those pupils. It has no costs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from provisions.costs import CostedYear, GroupRow, read_year
from provisions.reading import reach
from pupils.reading import YEAR_GROUP_ORDER, PupilRow, all_pupils_in_year
from pupils.records.needs import areas_of_needs
from reports.documents.head import Head, Json, PaperOptions, head_of, year_of
from schools.access import Access
from schools.roles import Permission

NO_NEED = "No need recorded"


@dataclass(frozen=True)
class RegisterRow:
    """A pupil with the area of the primary need and the titles of the groups they are in on the day."""

    pupil: PupilRow
    area: str
    places: tuple[str, ...]

    @property
    def primary(self) -> str:
        """The primary need; "" where none is recorded."""
        return self.pupil.needs[0] if self.pupil.needs else ""

    @property
    def others(self) -> tuple[str, ...]:
        """The other needs, in order of rank."""
        return self.pupil.needs[1:]

    def json(self) -> Json:
        """The pupil for a program."""
        pupil = self.pupil
        return {
            "reference": pupil.reference,
            "name": pupil.name,
            "year_group": pupil.year_group,
            "class": pupil.class_name or None,
            "status": pupil.status,
            "since": pupil.since.isoformat() if pupil.since else None,
            "primary_need": self.primary or None,
            "other_needs": list(self.others),
            "area": self.area or None,
            "pupil_groups": list(pupil.groups),
            "places": list(self.places),
        }


@dataclass(frozen=True)
class SenRegister:
    """The register in order of year group, class and name. `whole` is False where it holds the reader's reach alone."""

    head: Head
    rows: tuple[RegisterRow, ...]
    whole: bool

    @property
    def statuses(self) -> dict[str, int]:
        """Pupils by status in words."""
        return dict(Counter(row.pupil.status_words for row in self.rows))

    @property
    def needs(self) -> dict[str, int]:
        """Pupils by primary need, most first."""
        counted = Counter(row.primary or NO_NEED for row in self.rows)
        return dict(sorted(counted.items(), key=lambda found: (-found[1], found[0])))

    @property
    def years(self) -> dict[str, int]:
        """Pupils by year group code, in order of age."""
        counted = Counter(row.pupil.year_group for row in self.rows)
        return {code: counted[code] for code in YEAR_GROUP_ORDER if code in counted}

    def json(self) -> Json:
        """The common head without rules and horizon, which are about money; the counts and the pupils."""
        head = self.head.json()
        return {
            **{key: head[key] for key in ("document", "school", "year", "made_on")},
            "counts": {
                "pupils": len(self.rows),
                "status": self.statuses,
                "primary_need": self.needs,
                "year": self.years,
            },
            "pupils": [row.json() for row in self.rows],
        }


def build(access: Access, asked: PaperOptions, costed: CostedYear | None = None) -> SenRegister:
    """The register as far as the reader's reach goes. Raises NotAllowed for whoever may not read needs."""
    access.need(Permission.VIEW_NEEDS)
    year = year_of(access)
    costed = costed or read_year(year, rules=asked.rules, on=asked.on)
    here = Q(pupil__leaving_date__isnull=True) | Q(pupil__leaving_date__gte=asked.on)
    within = reach(access)
    pupils = all_pupils_in_year(access, year, ids=within, within=~Q(sen_status="N") & here)
    areas = areas_of_needs()
    rows = tuple(
        RegisterRow(
            pupil,
            areas.get(pupil.needs[0], "") if pupil.needs else "",
            tuple(_now(costed.by_pupil.get(pupil.id, ()), pupil.id, asked)),
        )
        for pupil in pupils
    )
    return SenRegister(head_of(access, asked, costed, "sen-register", "SEN register"), rows, within is None)


def _now(groups: Iterable[GroupRow], pupil: int, asked: PaperOptions) -> Iterable[str]:
    """The groups that run on the day and in which the pupil has an open place."""
    for group in groups:
        runs = group.status == "running" and group.day_within(asked.on) == asked.on
        if runs and pupil in group.pupils_on(asked.on):
            yield group.title
