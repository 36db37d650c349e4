"""Need against places as plain rows: what always adds up, and who comes first."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from audits.gaps.compare import BANDS, Need, NeedRow, Running, compare
from tests.drawing import examples

YEARS = ["R", "1", "2", "3"]
PROVISIONS = [1, 2]
PUPILS = [f"p{number}" for number in range(8)]
MANY = examples(80, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine


@st.composite
def schools(draw):
    """Ticks in several charts, groups for some year groups or for all, some of them too full, and who is where."""
    scope_of = draw(st.dictionaries(st.sampled_from(PUPILS), st.sampled_from(YEARS)))
    ticks = st.builds(Need, st.sampled_from(PUPILS), st.sampled_from(PROVISIONS), st.sampled_from(BANDS))
    needs = draw(st.lists(ticks, max_size=20))
    group = st.tuples(
        st.sampled_from(PROVISIONS),
        st.integers(1, 4),
        st.lists(st.sampled_from(YEARS), unique=True, max_size=3),
        st.lists(st.sampled_from(PUPILS), unique=True, max_size=6),
    )
    groups = [
        Running(number, provision, size, tuple(scopes), tuple(pupils))
        for number, (provision, size, scopes, pupils) in enumerate(draw(st.lists(group, max_size=5)))
    ]
    return needs, groups, scope_of


@MANY
@given(schools())
def test_every_row_adds_up(school):
    needs, groups, scope_of = school
    for row in compare(needs, groups, scope_of, YEARS):
        assert len(row.needs) == len(row.placed) + len(row.unmet) == sum(map(row.of_band, BANDS))
        assert row.places == row.filled + row.empty
        assert row.gap == len(row.unmet) - row.empty
        assert len(row.left_out) == max(0, row.gap)


@MANY
@given(schools())
def test_year_groups_add_up_to_the_school(school):
    needs, groups, scope_of = school
    whole = [Running(one.id, one.provision, one.size, ("all",), one.pupils) for one in groups]
    by_year = compare(needs, groups, scope_of, YEARS)
    for row in compare(needs, whole, dict.fromkeys(scope_of, "all"), ["all"]):
        parts = [part for part in by_year if part.provision == row.provision]
        assert figures(row) == sum_of(parts)
        assert Counter(need for part in parts for need in part.needs) == Counter(row.needs)


def figures(row: NeedRow) -> list[int]:
    return [
        *map(row.of_band, BANDS), len(row.needs), len(row.placed), len(row.unmet), len(row.unticked), row.filled,
        row.empty, row.places, row.gap,
    ]  # fmt: skip


def sum_of(rows: list[NeedRow]) -> list[int]:
    return [sum(column) for column in zip(*map(figures, rows), strict=True)]


@MANY
@given(schools())
def test_each_need_and_each_empty_place_is_counted_once(school):
    needs, groups, scope_of = school
    rows = compare(needs, groups, scope_of, YEARS)
    asked = {(need.pupil, need.provision) for need in needs if need.pupil in scope_of}
    found = [(need.pupil, need.provision) for row in rows for need in row.needs]
    assert sorted(found) == sorted(asked)
    for provision in PROVISIONS:
        empty = sum(row.empty for row in rows if row.provision == provision)
        assert empty == sum(group.empty for group in groups if group.provision == provision)


@MANY
@given(schools())
def test_the_weakest_need_is_left_out(school):
    needs, groups, scope_of = school
    for row in compare(needs, groups, scope_of, YEARS):
        served, left = row.unmet[: row.empty], row.left_out
        assert all(BANDS.index(one.band) <= BANDS.index(two.band) for one in served for two in left)
        for need in row.needs:
            told = [one.band for one in needs if (one.pupil, one.provision) == (need.pupil, need.provision)]
            assert need.band == min(told, key=BANDS.index)


def test_a_shared_place_goes_where_the_need_is_strongest():
    needs = [Need("a", 1, "could"), Need("b", 1, "must"), Need("c", 1, "should")]
    shared = Running(1, 1, size=2, scopes=("1", "2"))
    one, two = compare(needs, [shared], {"a": "1", "b": "2", "c": "2"}, ["1", "2"])
    assert (one.empty, one.gap) == (0, 1)
    assert (two.empty, two.gap) == (2, 0)
