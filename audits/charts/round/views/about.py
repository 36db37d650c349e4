"""What the pages about a chart find, and the page in the place of what cannot be done to it now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render

from audits.charts.reading import find_chart, scope_words
from audits.charts.round.reading import standing
from schools.access import Access
from schools.views import ActPage


class AboutChart(NamedTuple):
    """A stored chart and, in words, whom it is of."""

    stored: Any
    scope: str

    @property
    def chart(self) -> int:
        """The chart's number."""
        return int(self.stored.pk)


def about_chart(access: Access, pk: int) -> AboutChart:
    """A chart that the person may open. Raises NotThere."""
    stored = find_chart(access, pk)
    return AboutChart(stored, scope_words(stored))


def unless(ready: Callable[[ActPage], bool]) -> Callable[[ActPage], HttpResponse | None]:
    """How the chart stands, in the place of a form for which it is not ready."""

    def not_now(page: ActPage) -> HttpResponse | None:
        if ready(page):
            return None
        now = standing(page.access, page.about.chart)
        context = {"title": page.title, "crumbs": page.crumbs, "standing": now, "scope": page.about.scope}
        return render(page.request, "audits/round_not_now.html", context)

    return not_now


def unless_in(*states: str) -> Callable[[ActPage], HttpResponse | None]:
    """The same where it is in none of these states."""
    return unless(lambda page: page.about.stored.state in states)
