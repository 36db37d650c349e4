"""Pages of one school in a database of many against the same pages in a database of their own."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.management import call_command

from benchmarks.kept import PAGES, School10or300
from schools.models import School


def run(schools: int) -> Iterator[tuple[str, float, float]]:
    """Name, how many times what it took before the others were there, and the goal."""
    school = School10or300("made-1")
    alone = {name: school.changed(page) / school.frame() for name, (page, _) in PAGES.items()}
    there = School.objects.count()
    call_command("make_school", verbosity=0, schools=max(0, schools - there), seed=2)
    for name, (page, _) in PAGES.items():
        among = school.changed(page) / school.frame()
        yield f"{name}, after a change, among {School.objects.count()} schools", among / alone[name], 1.1
