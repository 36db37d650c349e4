"""Pages of a large school against the barest page with the same frame (*School*): read a second time, under another
filter, and after one group was changed. Times are the processor's, so that a busy machine tells the same."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import count

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.pages import signed_in
from provisions.models import InterventionGroup
from pupils.models import Pupil
from schools import kept
from schools.models import School

Rows = Iterator[tuple[str, float, float]]
FRAME = "school/"
PAGES = {
    "map": ("map/", "?tier=targeted"),
    "home": ("", ""),
    "gaps": ("gaps/", "?by=class"),
    "plan": ("plan/", ""),
    "costs": ("costs/", "?horizon=to-date"),
    "groups": ("groups/", "?area=SEMH"),
    "pupils": ("pupils/", "?q=a"),
    "a pupil": ("pupils/{pupil}/", ""),
    "today": ("today/", ""),
    "findings": ("attention/", "?todo=act"),
}
SHAPES = {"map as a tree": ("map/", "?by=tree")}
TIMES = 7


class School10or300:
    """A school with the browser of its SENCO."""

    def __init__(self, slug: str) -> None:
        self.school = School.objects.get(slug=slug)
        self.client: Client = signed_in(self.school)
        self.pupil = Pupil.objects.filter(school=self.school, places__isnull=False).order_by("id")[0]
        self.group = InterventionGroup.objects.filter(school=self.school).order_by("id")[0]
        self._sizes = count(5)

    def get(self, page: str) -> float:
        """Seconds of processor time of a page, which must be there."""
        address = f"/s/{self.school.slug}/{page.format(pupil=self.pupil.pk)}"
        before = time.process_time()
        answer = self.client.get(address)
        taken = time.process_time() - before
        if answer.status_code != 200:
            raise SystemExit(f"{address} did not answer.")
        return taken

    def change(self) -> None:
        """Change one group, as any door might."""
        InterventionGroup.objects.filter(pk=self.group.pk).update(size=next(self._sizes))

    def queries(self, page: str) -> int:
        """How many queries a page asks."""
        with CaptureQueriesContext(connection) as found:
            self.get(page)
            return len(found)

    def frame(self) -> float:
        """The barest page, as it is now: measured beside each page, because machines change their pace."""
        return min(self.get(FRAME) for _ in range(TIMES + 2))

    def again(self, page: str) -> float:
        """A page that was read before."""
        self.get(page)
        return min(self.get(page) for _ in range(TIMES))

    def filtered(self, page: str, asked: str) -> float:
        """Under a filter that nobody asked for yet; the page without it was read."""
        self.get(page)
        self.get(f"{page}{asked}&z=0")
        kept.forget()
        self.get(page)
        return min(self.get(f"{page}{asked}&z={number}") for number in range(1, TIMES))

    def changed(self, page: str) -> float:
        """The first read after a change of one group."""
        found = []
        for _ in range(TIMES):
            self.get(page)
            self.change()
            found.append(self.get(page))
        return min(found[1:])

    def queries_changed(self, page: str) -> int:
        """How many queries that asks."""
        self.get(page)
        self.change()
        return self.queries(page)


def run() -> Rows:
    """Name, how many times the frame, and the goal."""
    first = School.objects.filter(slug__startswith="made-").count() + 1
    call_command("make_school", verbosity=0, pupils=10, groups=4, seed=3)
    large, small = School10or300("made-1"), School10or300(f"made-{first}")
    frame = large.queries(FRAME)
    for name, (page, asked) in {**PAGES, **SHAPES}.items():
        yield f"{name}, second read", large.again(page) / large.frame(), 1.5
        if asked:
            yield f"{name}, under another filter", large.filtered(page, asked) / large.frame(), 3
        if name in SHAPES:
            continue
        yield f"{name}, queries of the second read (frame + 4)", large.queries(page) / (frame + 4), 1
        yield f"{name}, after a change of one group", large.changed(page) / large.frame(), 6
        asked_of = large.queries_changed(page)
        yield f"{name}, queries then (20)", asked_of / 20, 1
        yield f"{name}, queries then, 300 pupils against 10", asked_of / small.queries_changed(page), 1
