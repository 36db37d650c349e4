"""A tick in an audit chart against a bare Django view that writes one row, by the same person through the same
middleware."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count, cycle

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import path

from audits.models import AuditChart, AuditColumn, AuditRow
from benchmarks.pages import quickest, signed_in
from provisionmap.urls import urlpatterns as ours
from provisions.models import Provision
from pupils.models import PupilYear
from schools.models import School, TrailEntry

TIMES = 60


def bare(request: HttpRequest, school: str) -> HttpResponse:
    """What any Django view would do: one row, in one transaction."""
    with transaction.atomic():
        TrailEntry.objects.create(school=request.access.school, verb="ticked")  # type: ignore[attr-defined]
    return HttpResponse(status=204)


urlpatterns = [path("s/<slug:school>/bare/", bare), *ours]


def run() -> Iterator[tuple[str, float, float]]:
    """Name, how many times the bare view, and the goal; a tick set, and a tick taken away again."""
    school = School.objects.get(slug="made-1")
    with override_settings(ROOT_URLCONF="benchmarks.ticks"):
        client = signed_in(school)
        one_row = _seconds(client, "/s/made-1/bare/", lambda number: {})
        address, cells = chart_of(school)
        tick = _seconds(client, address, lambda number: {**cells[number % len(cells)], "value": "yes"})
        yield "a tick in an audit chart", tick / one_row, 2
        again = cycle(("no", "yes"))
        change = _seconds(client, address, lambda number: {**cells[0], "value": next(again)})
        yield "a tick taken away and set again", change / one_row, 2


def chart_of(school: School) -> tuple[str, list[dict[str, object]]]:
    """A chart of a year group, with every cell of its pupils and of all provisions to tick."""
    first = PupilYear.objects.filter(school=school, sen_status="K").select_related("year")[0]
    pupils = PupilYear.objects.filter(school=school, year=first.year, year_group=first.year_group).exclude(
        sen_status="N"
    )
    provisions = list(Provision.objects.filter(school=school))
    chart = AuditChart.objects.create(school=school, year=first.year, year_group=first.year_group)
    AuditColumn.objects.bulk_create([AuditColumn(school=school, chart=chart, provision=one) for one in provisions])
    rows = [AuditRow(school=school, chart=chart, pupil_id=one.pupil_id, band="should") for one in pupils]
    AuditRow.objects.bulk_create(rows)
    cells = [
        {"row": f"p{one.pupil_id}", "what": "tick", "provision": provision.pk}
        for one in rows
        for provision in provisions
    ]
    return f"/s/{school.slug}/audit/{chart.pk}/cell/", cells


def _seconds(client: Client, address: str, sent: Callable[[int], dict[str, object]]) -> float:
    """Server time of one of many writes, each of its own cell."""
    number = count()

    def write() -> None:
        if client.post(address, sent(next(number))).status_code != 204:
            raise SystemExit(f"{address} did not save.")

    return quickest(write, TIMES)
