"""Need against places, read for a school: exact figures, who sees which of them, and the ways from a gap to a place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.evidence import evidence_of
from audits.gaps.comparison import GapAnalysis, gap_analysis
from audits.gaps.waiting import waiting_counts
from provisions.models import InterventionGroup, Place
from reports.documents.head import PaperOptions
from reports.documents.registry import PAPERS
from tests import factories as make
from tests.editing import opened, send

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
STATUS = InterventionGroup.Status


@dataclass
class Set:
    """A school in which needs and places are set up in few words."""

    school: Any
    year: Any
    role: Any

    def provision(self, name: str, **more: Any) -> Any:
        return make.ProvisionFactory(school=self.school, name=name, **more)

    def pupil(self, name: str, year_group: str = "3", room: Any = None, **more: Any) -> Any:
        pupil = make.PupilFactory(school=self.school, surname=name, forename="Child", admission_number=name, **more)
        make.PupilYearFactory(school=self.school, pupil=pupil, year=self.year, year_group=year_group, school_class=room)
        return pupil

    def group(self, provision: Any, size: int, *pupils: Any, **more: Any) -> Any:
        more = {"year_groups": ["3"], **more}
        group = make.GroupFactory(school=self.school, year=self.year, provision=provision, size=size, **more)
        make.StaffingFactory(school=self.school, group=group, role=self.role)
        for pupil in pupils:
            make.PlaceFactory(school=self.school, group=group, pupil=pupil)
        return group

    def chart(self, **scope: Any) -> Any:
        return make.AuditChartFactory(school=self.school, year=self.year, **{"year_group": "", **scope})

    def tick(self, chart: Any, pupil: Any, band: str, *provisions: Any) -> None:
        whom = {"pupil": None, "name": pupil, "year_group": "3"} if isinstance(pupil, str) else {"pupil": pupil}
        row = make.AuditRowFactory(school=self.school, chart=chart, band=band, **whom)
        for provision in provisions:
            make.AuditTickFactory(school=self.school, row=row, provision=provision)


@pytest.fixture
def at(school, year, cast) -> Set:
    """The school, with an assistant's role at £17.50 an hour."""
    role = make.StaffRoleFactory(school=school, code="TA", name="Assistant")
    make.RolePayFactory(school=school, role=role, year=year)
    return Set(school, year, role)


@pytest.fixture(autouse=True)
def _on_the_day(settings):
    settings.TODAY = DAY


def rows(access: Any) -> dict[tuple[str, str], dict[str, Any]]:
    """The rows of the paper's JSON by scope and provision."""
    made = PAPERS["gap-analysis"].made(access("senco"), PaperOptions(on=DAY)).json()
    found = {(row.pop("scope"), row.pop("provision")): row for row in made["rows"]}
    assert len(found) == len(made["rows"])
    return found


def counted(must, should, could, placed, filled, places, gap, *unmet, cost="0.00") -> dict[str, Any]:
    figures = dict(must=must, should=should, could=could, placed=placed, filled=filled, places=places, gap=gap)
    return {name: str(figure) for name, figure in figures.items()} | {"unmet": list(unmet), "cost_to_close": cost}


def test_a_group_shared_by_two_year_groups(at, access):
    """Two places of four are empty: the first goes to the must of Year 4, the second to the should of Year 3."""
    reading = at.provision("Reading")
    a, c = at.pupil("A"), at.pupil("C")
    b, d, e = (at.pupil(name, "4") for name in "BDE")
    at.group(reading, 4, a, b, year_groups=["3", "4"])
    three, four = at.chart(year_group="3"), at.chart(year_group="4")
    for chart, pupil, band in ((three, a, "must"), (three, c, "should"), (four, d, "must"), (four, e, "could")):
        at.tick(chart, pupil, band, reading)
    found = rows(access)
    assert found["Year 3", "Reading"] == counted(1, 1, 0, 1, 1, 2, 0, "C")
    # One group more for the 29 school weeks from 23 November on: £17.50 × 29.
    assert found["Year 4", "Reading"] == counted(1, 0, 1, 0, 1, 2, 1, "D", "E", cost="507.50")


def test_two_charts_a_joiner_and_leavers(at, access):
    """The stronger band counts; who joins in December has no place yet; who left the school needs nothing more."""
    reading, room = at.provision("Reading"), make.ClassFactory(school=at.school, year=at.year, name="3A")
    a, b, d = at.pupil("A", room=room), at.pupil("B"), at.pupil("D")
    gone = at.pupil("Gone", leaving_date=date(2026, 10, 2))
    group = at.group(reading, 3, gone)
    make.PlaceFactory(school=at.school, group=group, pupil=b, joined=date(2026, 12, 1))
    make.PlaceFactory(school=at.school, group=group, pupil=d, left=date(2026, 10, 20))
    by_class, by_year = at.chart(school_class=room), at.chart(year_group="3")
    at.tick(by_class, a, "could", reading)
    for pupil, band in ((a, "must"), (b, "should"), (gone, "must"), (d, "should")):
        at.tick(by_year, pupil, band, reading)
    assert rows(access) == {("Year 3", "Reading"): counted(1, 2, 0, 0, 1, 3, 1, "A", "B", "D", cost="507.50")}


def test_too_full_here_places_elsewhere_and_a_child_to_come(at, access):
    """A group that holds more than its size has no empty place; a child not on roll counts once, by name."""
    reading, room = at.provision("Reading"), make.ClassFactory(school=at.school, year=at.year, name="3A")
    a, b, x, y = at.pupil("A"), at.pupil("B"), at.pupil("X"), at.pupil("Y", "4")
    at.group(reading, 2, a, b, x, code="G3")
    next_door = at.group(reading, 4, y, code="G4", year_groups=["4"])
    for chart, band in ((at.chart(school_class=room), "should"), (at.chart(name="Starters"), "must")):
        at.tick(chart, "Nia  New" if band == "should" else "nia new", band, reading)
    three = at.chart(year_group="3")
    at.tick(three, a, "must", reading)
    at.tick(three, b, "must", reading)
    at.tick(at.chart(year_group="4"), y, "must", reading)
    found = rows(access)
    assert found["Year 3", "Reading"] == counted(3, 0, 0, 2, 3, 3, 1, "Nia  New", cost="507.50")
    assert found["Year 4", "Reading"] == counted(1, 0, 0, 1, 1, 4, -3)
    line = gap_analysis(access("senco"), DAY).line("3", reading.pk)
    assert [(room.id, room.empty) for room in line.next_door] == [(next_door.pk, 3)]
    classes = gap_analysis(access("senco"), DAY, "class")
    assert classes.line(f"c{room.pk}", reading.pk).row.left_out
    assert figures(classes) == figures(gap_analysis(access("senco"), DAY))


def test_home_counts_the_same(short, client_of, access):
    make.PlaceFactory(school=short.at.school, group=short.group, pupil=short.must)
    sums, told = gap_analysis(access("senco"), DAY).sums, waiting_counts(access("senco"))
    assert (told.needed, told.unmet) == (sums.needed, sums.unmet) == (4, 3)
    assert waiting_counts(access("teacher")) is None
    home = client_of("senco").get(reverse("home", args=[short.at.school.slug])).content.decode()
    assert "3 of 4 needs ticked have no place yet." in home


def figures(found: GapAnalysis) -> tuple[int, ...]:
    sums = found.sums
    return sums.must, sums.should, sums.could, sums.placed, sums.filled, sums.places, sums.gap


@pytest.fixture
def short(at, cast):
    """Three pupils of Year 3 wait for a group with two empty places; one of them is in the teacher's class."""
    reading = at.provision("Reading", usual_size=3, training_needed="One day")
    room = make.ClassFactory(school=at.school, year=at.year, name="3A")
    make.ClassStaffFactory(school=at.school, school_class=room, staff=cast["teacher"].staff_member)
    could, must, should = at.pupil("Alder", room=room), at.pupil("Birch"), at.pupil("Cedar")
    group = at.group(reading, 2, code="G3")
    chart = at.chart(year_group="3")
    for pupil, band in ((could, "could"), (must, "must"), (should, "should")):
        at.tick(chart, pupil, band, reading)
    at.tick(chart, "Nia New", "could", reading)
    return SimpleNamespace(at=at, reading=reading, room=room, group=group, could=could, must=must, should=should)


def way(short, name: str, pk: int) -> str:
    return reverse(name, args=[short.at.school.slug, "year", "3", pk])


def test_the_strongest_need_takes_the_places(short, client_of):
    client, path = client_of("senco"), way(short, "gap_fill", short.group.pk)
    page = client.get(path)
    assert page.context["form"].initial["pupils"] == [short.must.pk, short.should.pk]
    assert "Not on roll yet, so not here: Nia New." in page.content.decode()
    sent = opened(client, path) | {"pupils": [short.could.pk, short.should.pk, short.must.pk]}
    answer = client.post(path, sent, follow=True).content.decode()
    assert "Child Birch and Child Cedar have a place" in answer
    assert "Child Alder stays without one" in answer
    client.post(path, sent)
    assert set(Place.objects.values_list("pupil_id", flat=True)) == {short.must.pk, short.should.pk}


def test_a_group_filled_meanwhile_is_said(short, client_of):
    client, path = client_of("senco"), way(short, "gap_fill", short.group.pk)
    sent = opened(client, path)
    for name in ("Elm", "Fir"):
        make.PlaceFactory(school=short.at.school, group=short.group, pupil=short.at.pupil(name))
    answer = client.post(path, sent)
    assert answer.status_code == 422
    assert "is full by now: 2 of 2 places are filled" in answer.content.decode()
    assert Place.objects.count() == 2


def test_a_draft_group_is_started_for_them(short, client_of, access):
    client, path = client_of("senco"), way(short, "gap_draft", short.reading.pk)
    held = opened(client, path)
    assert (held["code"], held["size"]) == ("3-READ", 3)
    assert "Another group of the year has the code G3." in client.post(path, held | {"code": "G3"}).content.decode()
    client.post(path, held)
    draft = InterventionGroup.objects.get(code="3-READ")
    assert (draft.status, draft.starts, draft.weeks) == (STATUS.DRAFT, DAY, Decimal(29))
    assert draft.places.count() == 3
    assert [(line.role.code, line.minutes) for line in draft.staffing.all()] == [("TA", Decimal(60))]
    line = gap_analysis(access("senco"), DAY).line("3", short.reading.pk)
    assert len(line.row.unmet) == 4  # a draft places nobody
    too_many = send(client, path, code="3-X", size=1)
    assert "3 pupils are ticked for 1 place" in too_many.content.decode()


def test_a_teacher_sees_their_own_pupils_and_no_money(short, client_of, access):
    page = (
        client_of("teacher").get(reverse("gaps", args=[short.at.school.slug]) + "?by=class&show=all").content.decode()
    )
    assert "Alder" in page
    assert not any(word in page for word in ("Birch", "Cedar", "£", "Put into", "Start a draft"))
    paper = PAPERS["gap-analysis"].made(access("teacher"), PaperOptions(on=DAY)).json()
    (row,) = paper["rows"]
    assert (row["could"], row["must"], row["cost_to_close"]) == ("2", "0", None)  # and the child to come


def test_the_page_says_what_stands_beside(short, client_of):
    social = short.at.provision("Social", area="C&L")
    short.at.group(social, 4, short.must)
    make.PlaceFactory(school=short.at.school, group=short.group, pupil=short.must)
    page = client_of("head").get(reverse("gaps", args=[short.at.school.slug])).content.decode()
    assert "1 pupil is in several provisions of one area" in page
    assert "Nobody is marked as trained; 1 group runs." in page
    assert "Put into" not in page
    assert "£507.50" in page
    empty = client_of("senco").get(reverse("gaps", args=[short.at.school.slug]) + "?area=SEMH&provision=x&by=moon")
    assert empty.status_code == 200


def test_before_there_is_a_chart(at, client_of):
    page = client_of("senco").get(reverse("gaps", args=[at.school.slug])).content.decode()
    assert "No chart yet" in page


def test_what_speaks_for_a_provision(short, access):
    measure = make.MeasureFactory(school=short.at.school, name="Slips", better="lower")
    for pupil, first, last in ((short.must, "10", "6"), (short.should, "8", "8")):
        of = {"school": short.at.school, "pupil": pupil, "measure": measure, "group": short.group}
        make.ScoreFactory(**of, value=Decimal(first), date=date(2026, 9, 14), point="baseline")
        make.ScoreFactory(**of, value=Decimal(last), date=date(2026, 11, 14), point="exit")
    make.ReviewFactory(school=short.at.school, pupil=short.must, group=short.group, result="met")
    found = gap_analysis(access("senco"), DAY)
    known = evidence_of(access("senco"), found.costed)[short.reading.pk]
    assert known.results_words == (
        "Slips, raw score, 2 pupils: first on average 9 (14 Sep 2026), last on average 7 (14 Nov 2026).",
        "Reviews: 1 met.",
    )
    assert known.cost_words == "£332.50 a pupil, in 1 group this year"  # 38 weeks of £17.50, shared by two
    told = evidence_of(access("teacher"), found.costed)[short.reading.pk]
    assert (told.results_words, told.cost_words) == ((), "")


def test_queries_do_not_grow(short, access):
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            analysis = gap_analysis(access("senco"), DAY, "class")
            evidence_of(access("senco"), analysis.costed)
        return len(found)

    few = asked()
    chart = short.at.chart(year_group="4")
    for number in range(6):
        more = short.at.provision(f"More {number}", usual_size=2)
        pupil = short.at.pupil(f"P{number}", "4")
        short.at.group(more, 2, pupil, year_groups=["4"])
        short.at.tick(chart, pupil, "must", short.reading, more)
    assert asked() == few
