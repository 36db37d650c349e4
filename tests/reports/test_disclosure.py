"""Governors' figures: whatever is added and taken away, nothing about fewer than five pupils comes out."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.disclosure import LEAST, Figure, disclosable
from reports.documents.maps.governor_totals import _Figures
from tests.drawing import examples
from tests.reports.conftest import PapersOf


def reckoned(figures: list[frozenset[Any]], wanted: frozenset[Any], items: list[Any]) -> bool:
    """Whether adding and taking away multiples of the figures gives just the wanted items: exact elimination."""
    rows = [[Fraction(item in figure) for item in items] for figure in figures]
    target = [Fraction(item in wanted) for item in items]
    for place in range(len(items)):
        lead = next((row for row in rows if row[place] and not any(row[:place])), None)
        if lead is None:
            continue
        for row in [*(row for row in rows if row is not lead), target]:
            times = row[place] / lead[place]
            for n in range(len(items)):
                row[n] -= times * lead[n]
    return not any(target)


def few(people: dict[Any, frozenset[int]], most: int = 3) -> list[frozenset[Any]]:
    """Every choice of a few items that together tell of one to four pupils."""
    return [
        frozenset(chosen)
        for size in range(1, most + 1)
        for chosen in combinations(people, size)
        if 0 < len(frozenset().union(*(people[item] for item in chosen))) < LEAST
    ]


@examples(120)
@given(
    people=st.lists(st.frozensets(st.integers(0, 12), max_size=7), min_size=2, max_size=7),
    cuts=st.lists(st.frozensets(st.integers(0, 6)), min_size=1, max_size=8),
)
def test_nothing_about_a_few_can_be_reckoned(people: list[frozenset[int]], cuts: list[frozenset[int]]) -> None:
    """For any items and any figures over them: from those told, no small set of items can be worked out."""
    behind = dict(enumerate(people))
    figures = [Figure(number, frozenset(one for one in cut if one in behind)) for number, cut in enumerate(cuts)]
    told = [figure.items for figure in figures if figure.name in disclosable(figures, behind)]
    known = [frozenset([item]) for item, pupils in behind.items() if not pupils]
    for small in few(behind, most=7):
        assert not reckoned(told + known, small, list(behind))


def test_the_whole_and_all_but_one_part_are_not_told_together() -> None:
    """Two pupils are in the second area alone: its figure, or the whole, is kept back."""
    people = {pupil: frozenset([pupil]) for pupil in range(12)}
    whole, first = Figure("all", frozenset(range(12))), Figure("first", frozenset(range(10)))
    assert disclosable([whole, first], people) == {"all"}
    assert disclosable(
        [Figure("all", frozenset(range(20))), first], people | {n: frozenset([n]) for n in range(12, 20)}
    ) == {
        "all",
        "first",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["demo", "demo-secondary"])
@pytest.mark.parametrize("measure", ["pupils", "cost"])
def test_of_the_demo_schools(demo: dict[str, PapersOf], slug: str, measure: Any) -> None:
    """Over areas, tiers, budgets and days together: no pupil, no pair, and no small group or pair of them."""
    figures = _Figures(demo[slug].costed, demo[slug].asked)
    told = [frozenset(figures._items(measure, cut, day)) for cut, day in figures.may[measure]]
    assert told
    items = sorted({item for figure in told for item in figure}, key=str)
    people = (
        {item: frozenset([item]) for item in items}
        if measure == "pupils"
        else {item: frozenset(figures.groups[str(item)].pupil_ids) for item in items}
    )
    small = few(people, most=1 if measure == "pupils" else 2)
    assert small, "the test has something to look for"
    for wanted in small[:: max(1, len(small) // 40)]:
        assert not reckoned(told, wanted, items)
