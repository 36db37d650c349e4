"""What once misled: links to another year, exports of what is not chosen, steps and sums that are not so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from audits.gaps.comparison import GapSums
from audits.models import AuditChart
from tests import factories as make

pytestmark = pytest.mark.django_db
SHOW = 'hx-trigger="change'


@pytest.fixture
def last_year(school, year):
    return make.YearFactory(school=school, name="2025/26", starts=date(2025, 9, 1), ends=date(2026, 8, 31))


@pytest.mark.parametrize("what", ["group", "audit_chart", "class"])
def test_a_link_to_last_years_thing_opens_in_its_own_year(what, school, last_year, client_of):
    made = {
        "group": lambda: ("groups", make.GroupFactory(school=school, year=last_year)),
        "audit_chart": lambda: ("audit", make.AuditChartFactory(school=school, year=last_year)),
        "class": lambda: ("classes", make.ClassFactory(school=school, year=last_year)),
    }
    place, thing = made[what]()
    answer = client_of("senco").get(f"/s/ashgrove/{place}/{thing.pk}/", follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[0][0].endswith(f"?year={last_year.pk}")
    assert "This belongs to 2025/26" in answer.content.decode()


@pytest.mark.parametrize("place", ["groups", "audit", "classes"])
def test_a_number_of_no_year_is_still_not_there(place, school, year, last_year, client_of):
    assert client_of("senco").get(f"/s/ashgrove/{place}/999999/").status_code == 404


def test_a_form_sent_to_another_years_chart_is_not_led_on(school, last_year, client_of):
    chart = make.AuditChartFactory(school=school, year=last_year)
    answer = client_of("senco").post(f"/s/ashgrove/audit/{chart.pk}/", {})
    assert answer.status_code == 404


def test_a_paper_shows_what_is_chosen_at_once_so_that_its_files_are_that(school, year, client_of):
    for code in ("3", "4"):
        make.PupilYearFactory(school=school, year=year, pupil__school=school, year_group=code)
    page = client_of("senco").get("/s/ashgrove/papers/year-group-map/?yeargroup=4").content.decode()
    about = page[page.index('aria-label="What the paper is about"') :]
    assert about[: about.index(">")].count(SHOW) == 1
    assert "year-group-map.pdf?yeargroup=4" in page.replace("/pdf/?", ".pdf?") or "yeargroup=4" in page.split("PDF")[0]


@pytest.mark.parametrize("agreed", [1, 2])
def test_step_1_is_in_place_only_when_every_chart_is_agreed(agreed, school, year, client_of):
    make.PupilYearFactory(school=school, year=year, pupil__school=school, year_group="3")
    states = [AuditChart.State.AGREED] * agreed + [AuditChart.State.HANDED_IN] * (2 - agreed)
    for code, state in zip(("3", "4"), states, strict=True):
        make.AuditChartFactory(school=school, year=year, year_group=code, state=state)
    page = client_of("senco").get("/s/ashgrove/").content.decode()
    step = page[page.index("Audit the need of each year group") :][:600]
    assert ("In place" in step) == (agreed == 2), step


def sums(*lines):
    """Gap lines as the sums see them: (gap, cost)."""

    class Line:
        def __init__(self, gap, cost):
            self.row, self.cost, self.cost_to_close = type("Row", (), {"gap": gap}), cost, cost

    return GapSums(tuple(Line(*each) for each in lines))


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([(2, None), (1, None)], "no gap can be costed yet"),
        ([(2, Decimal("10.5")), (1, None)], "£10.50 to close 1 gap; 1 more not costed"),
        ([(2, Decimal("10.5"))], "£10.50 to close 1 gap"),
        ([(0, None)], "no gap to close"),
    ],
)
def test_what_is_not_costed_is_never_said_to_cost_nothing(lines, words):
    assert sums(*lines).cost_words == words
