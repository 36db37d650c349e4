"""Pages and papers of a large school against the barest thing that shows the same rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import weasyprint
from django.db import connection
from django.template import engines
from django.test import Client

from provisions.models import InterventionGroup
from pupils.models import Pupil
from reports.documents.head import PaperOptions
from reports.documents.registry import PAPERS
from reports.renderings.page import page_bytes, pdf_bytes
from reports.renderings.pdf import OURS, OnlyOurs
from schools.access import command_line_access
from schools.models import Membership, School
from schools.reading import current_year

ROWS_ONCE = """
select g.code, p.name, p.area, g.size, g.weeks, count(distinct pl.pupil_id), sum(s.sessions * s.minutes * r.rate)
from provisions_interventiongroup g
join provisions_provision p on p.id = g.provision_id
left join provisions_staffing s on s.group_id = g.id
left join costing_rolepay r on r.role_id = s.role_id
left join provisions_place pl on pl.group_id = g.id
where g.school_id = %s group by g.id, g.code, p.name, p.area, g.size, g.weeks order by g.code
"""
BARE = "<table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"


def quickest(work: Callable[[], object], times: int = 7) -> float:
    """Seconds of the quickest of several runs, after one to warm up."""
    work()
    taken = []
    for _ in range(times):
        before = time.perf_counter()
        work()
        taken.append(time.perf_counter() - before)
    return min(taken)


def run() -> Iterator[tuple[str, float, float]]:
    """Name, how many times the bare thing, and the goal."""
    school = School.objects.get(slug="made-1")
    client = signed_in(school)
    before = {page: seconds_of(client, f"/s/made-1/{page}/") for page in ("map", "pupils")}
    yield "whole-school map page, server time", before["map"] / quickest(lambda: bare_rows(school)), 2
    yield "pupils list page", before["pupils"] / quickest(lambda: bare_pupils(school)), 3
    yield "individual map as PDF, warm", pdf_ratio(school), 1.2


def signed_in(school: School) -> Client:
    """A browser in which the school's SENCO has signed in."""
    membership = Membership.objects.select_related("user").get(school=school)
    client = Client()
    client.force_login(membership.user)  # type: ignore[arg-type]
    return client


def seconds_of(client: Client, address: str) -> float:
    """Server time of a page that must be there."""
    if client.get(address).status_code != 200:
        raise SystemExit(f"{address} did not answer.")
    return quickest(lambda: client.get(address))


def bare_rows(school: School) -> str:
    """The map's rows by one query in a bare template."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS_ONCE, [school.pk])
        rows = cursor.fetchall()
    return str(engines["django"].from_string(BARE).render({"rows": rows}))


def bare_pupils(school: School) -> str:
    """One page of pupils in a bare template."""
    rows = Pupil.objects.filter(school=school).values_list("surname", "forename", "admission_number")[:50]
    return str(engines["django"].from_string(BARE).render({"rows": rows}))


def pdf_ratio(school: School) -> float:
    """A pupil's map as PDF against bare WeasyPrint on the same page."""
    access = command_line_access(school, current_year(school))
    paper = PAPERS["individual-map"]
    pupil = InterventionGroup.objects.filter(school=school, places__isnull=False).values_list("places__pupil").first()
    made = paper.made(access, PaperOptions(), pupil[0] if pupil else None)
    html = page_bytes(paper, made).decode()

    def sheet() -> weasyprint.HTML:
        return weasyprint.HTML(string=html, base_url=f"{OURS}css/", url_fetcher=OnlyOurs())

    bare = quickest(lambda: sheet().write_pdf(pdf_variant="pdf/ua-1"), times=3)
    return quickest(lambda: pdf_bytes(paper, made), times=3) / bare
