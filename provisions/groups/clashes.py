"""Whom groups would have in two places at once: told while their form is filled in, before several are changed, and
when they are saved."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from provisions.checks.clashes import person_in_two_places, pupil_in_two_places
from provisions.checks.facts import MapFacts
from provisions.costs import GroupRow, read_year
from provisions.reading import names_of
from schools.access import Access
from schools.clock import today


def clashes_of(access: Access, groups: Collection[int]) -> tuple[str, ...]:
    """The same of groups as they are stored, on the map."""
    if access.year is None:
        return ()
    every = read_year(access.year, on=today()).groups
    return clashes_between(
        access, [row for row in every if row.id in groups], [row for row in every if row.id not in groups]
    )


def clashes_between(access: Access, ours: Sequence[GroupRow], others: Sequence[GroupRow]) -> tuple[str, ...]:
    """The people and pupils whom any of `ours` has in two places at once, each in a sentence; pupils are named within
    reach."""
    names = names_of(access, {pupil for group in ours for pupil in group.pupil_ids})
    known = {pupil: one.name for pupil, one in names.items()}
    codes = {group.code for group in ours}
    found: list[str] = []
    for day in dict.fromkeys(group.day_within(today()) for group in ours):
        facts = MapFacts((*ours, *others), day, known)  # a clash is found under the code of the first of the two
        both = (*person_in_two_places(facts), *pupil_in_two_places(facts))
        found += [finding.sentence for finding in both if finding.group in codes]
    return tuple(dict.fromkeys(found))
