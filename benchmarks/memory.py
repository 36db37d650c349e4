"""What is kept, in bytes as Python counts them, against the limit and against what its weights claim."""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Iterator
from datetime import date
from types import FunctionType, ModuleType

from benchmarks.kept import PAGES, SHAPES, School10or300
from costing.engine.facts import Horizon
from provisions.costs import CostedYear, read_year, weight_of
from schools import kept
from schools.reading import current_year

SHARED = (type, ModuleType, FunctionType)


def run() -> Iterator[tuple[str, float, float]]:
    """Name, the part of what is allowed, and the goal: all of it at most."""
    school = School10or300("made-1")
    kept.forget()
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    year = current_year(school.school)
    assert year is not None
    with kept.while_unchanged(school.school.pk):
        costed = read_year(year, on=date(2026, 11, 23))
        _work_out(costed)
    gc.collect()
    taken = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    places = sum(len(group.places) for group in costed.groups)
    print(f"  a year of {len(costed.groups)} groups and {places} places with its sums: {taken / 2**20:.1f} MB")
    yield "a costed year, measured against its weight", taken / weight_of(costed), 1
    kept.forget()
    for number in range(12):  # more than fits, so that the limit is reached
        for page, asked in (*PAGES.values(), *SHAPES.values()):
            school.get(page)
            school.get(f"{page}{asked or '?'}&z={number}")
    stored = deep_size(list(kept._store.values()))
    print(f"  kept: {kept.held_bytes() / 2**20:.1f} MB by weight, {stored / 2**20:.1f} MB by its objects")
    yield "kept in a process (against 64 MB)", stored / kept.LIMIT, 1


def _work_out(costed: CostedYear) -> None:
    costing = costed.costing(Horizon.PLANNED)
    for group in costed.groups:
        costing.group(group.facts)
    for pupil in costed.pupil_ids:
        costing.pupil(str(pupil), [group.facts for group in costed.by_pupil.get(pupil, ())])


def deep_size(thing: object) -> int:
    """The bytes of an object and of all that it leads to, each once; classes, modules and functions are everybody's."""
    seen: set[int] = set()
    waiting, total = [thing], 0
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, SHARED):
            continue
        seen.add(id(one))
        total += sys.getsizeof(one)
        waiting.extend(gc.get_referents(one))
    return total
