"""A chart as class teams and the SENCO meet it: who sees it, who fills it in, and what a cell does when it is set."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audits.charts.cells import Changed, ChartCell, set_cell
from audits.charts.help import help_of
from audits.charts.reading import chart_of, may_change, standing_of
from audits.models import AuditChart, AuditRow, AuditTick
from pupils.models import ClassStaff
from schools.access import NotAllowed, NotThere
from schools.edits import Refused, mark
from schools.models import TrailEntry
from tests.editing import opened
from tests.factories import (
    AuditChartFactory,
    AuditColumnFactory,
    AuditRowFactory,
    AuditTickFactory,
    ClassFactory,
    ClassStaffFactory,
    GroupFactory,
    PlaceFactory,
    ProvisionFactory,
    PupilFactory,
    PupilGroupFactory,
    PupilGroupMemberFactory,
    PupilYearFactory,
    ReviewFactory,
    YearFactory,
)

pytestmark = pytest.mark.django_db


def child(school, year, room, forename, status="K", **more):
    pupil = PupilFactory(school=school, forename=forename, surname="Okafor")
    PupilYearFactory(
        school=school, pupil=pupil, year=year, year_group="3", school_class=room, sen_status=status, **more
    )
    return pupil


@pytest.fixture
def room(school, year, cast):
    """The class of teacher and assistant."""
    room = ClassFactory(school=school, year=year, name="3B", year_groups=["3"])
    for who, part in (("teacher", ClassStaff.Part.TEACHER), ("assistant", ClassStaff.Part.ASSISTANT)):
        ClassStaffFactory(school=school, school_class=room, staff=cast[who].staff_member, part=part)
    return room


@pytest.fixture
def ada(room):
    return child(room.school, room.year, room, "Ada")


@pytest.fixture
def lego(school):
    return ProvisionFactory(school=school, name="Lego therapy", tier="targeted")


@pytest.fixture
def chart(room, ada, lego):
    """A chart of the class that offers one provision."""
    chart = AuditChartFactory(school=room.school, year=room.year, year_group="", school_class=room)
    AuditColumnFactory(school=room.school, chart=chart, provision=lego)
    return chart


def tick(by, chart, pupil, provision, value=True):
    set_cell(by=by, chart=chart.pk, cell=ChartCell(f"p{pupil.pk}", "tick", value, provision.pk))


def note(by, chart, pupil, value, was="", what="other"):
    set_cell(by=by, chart=chart.pk, cell=ChartCell(f"p{pupil.pk}", what, value, was=was))


def test_a_pupil_stands_there_as_proposed_until_something_is_said(chart, ada, lego, access):
    teacher = access("teacher")
    (row,) = chart_of(teacher, chart.pk).rows
    assert (row.key, row.band, row.entered) == (f"p{ada.pk}", "should", False)
    tick(teacher, chart, ada, lego)
    (row,) = chart_of(teacher, chart.pk).rows
    assert (row.band, row.ticked, row.entered) == ("should", {lego.pk}, True)


def test_setting_twice_is_setting_once_and_leaves_one_line_in_the_trail(chart, ada, lego, access):
    teacher = access("teacher")
    for _ in range(2):
        tick(teacher, chart, ada, lego)
    assert AuditTick.objects.count() == AuditRow.objects.count() == 1
    assert AuditTick.history.get().history_user == teacher.person
    for _ in range(2):
        tick(teacher, chart, ada, lego, value=False)
    assert AuditTick.objects.count() == 0
    (line,) = TrailEntry.objects.all()
    assert (line.by, line.verb, line.kind, line.thing) == (teacher.person, "filled in", "auditchart", str(chart.pk))


def test_each_person_has_one_line_in_the_trail_for_a_chart_and_a_day(chart, ada, lego, access):
    for who in ("teacher", "senco", "teacher"):
        tick(access(who), chart, ada, lego, value=not AuditTick.objects.exists())
    assert TrailEntry.objects.count() == 2
    TrailEntry.objects.update(at=timezone.now() - timedelta(days=1))
    tick(access("teacher"), chart, ada, lego, value=False)
    assert TrailEntry.objects.count() == 3


def test_only_records_are_marked(ada, access):
    with pytest.raises(TypeError, match="only records"), mark(access("senco"), "changed") as change:
        change.set(ada, surname="Smithson")


def test_a_band_moves_with_its_reason(chart, ada, access):
    teacher = access("teacher")
    set_cell(by=teacher, chart=chart.pk, cell=ChartCell(f"p{ada.pk}", "band", "must"))
    note(teacher, chart, ada, "A hard year at home", what="why")
    row = AuditRow.objects.get()
    assert (row.band, row.why) == ("must", "A hard year at home")
    with pytest.raises(Refused):
        set_cell(by=teacher, chart=chart.pk, cell=ChartCell(f"p{ada.pk}", "band", "never"))


def test_a_note_that_two_people_write_is_not_lost(chart, ada, access):
    teacher, senco = access("teacher"), access("senco")
    note(teacher, chart, ada, "Lunchtime club")
    with pytest.raises(Changed) as caught:
        note(senco, chart, ada, "Circle of Friends")
    assert caught.value.now == "Lunchtime club"
    note(senco, chart, ada, "Lunchtime club")  # the same words are no change
    note(senco, chart, ada, "Circle of Friends", was="Lunchtime club")
    assert AuditRow.objects.get().other == "Circle of Friends"
    with pytest.raises(Refused, match="at most 300"):
        note(senco, chart, ada, "x" * 301, was="Circle of Friends")


@pytest.mark.parametrize("key", ["p0", "n0", "x1", "n1", "p1 OR 1", ""])
def test_a_row_that_is_none_is_not_found(chart, lego, access, key):
    AuditRowFactory(
        school=chart.school, chart=chart, pupil=None, name="Cy New", year_group="3"
    )  # nobody's cell but theirs
    with pytest.raises(NotThere):
        set_cell(by=access("senco"), chart=chart.pk, cell=ChartCell(key, "tick", True, lego.pk))


def test_what_the_chart_does_not_offer_is_not_ticked(chart, ada, school, other_school, access):
    for provision in (ProvisionFactory(school=school), ProvisionFactory(school=other_school)):
        with pytest.raises(NotThere):
            tick(access("senco"), chart, ada, provision)
    assert not AuditRow.objects.exists()


def test_a_pupil_who_does_not_stand_in_the_chart_is_not_found(chart, room, lego, access):
    with pytest.raises(NotThere):
        tick(access("senco"), chart, child(room.school, room.year, room, "Ben", status="N"), lego)


def test_a_teacher_reaches_their_own_pupils_alone(chart, room, year, lego, access, join):
    far = child(room.school, year, None, "Far")
    AuditRowFactory(school=room.school, chart=chart, pupil=far)
    teacher = access("teacher")
    assert [row.name for row in chart_of(teacher, chart.pk).rows] == ["Ada Okafor"]
    assert len(chart_of(access("senco"), chart.pk).rows) == 2
    assert set(standing_of(teacher, chart.pk)["rows"]) == {row.key for row in chart_of(teacher, chart.pk).rows}
    with pytest.raises(NotThere):
        tick(teacher, chart, far, lego)
    ClassStaff.objects.all().delete()
    with pytest.raises(NotThere):
        chart_of(teacher, chart.pk)


def test_assistants_tick_where_the_school_lets_them(chart, ada, lego, school, access):
    with pytest.raises(NotAllowed):
        tick(access("assistant"), chart, ada, lego)
    school.assistants_fill_audits = True
    school.save()
    tick(access("assistant"), chart, ada, lego)
    assert AuditTick.objects.count() == 1


def test_a_chart_that_is_handed_in_is_the_senco_s(chart, ada, lego, access):
    teacher, senco = access("teacher"), access("senco")
    for state, theirs in (("open", True), ("handed in", False), ("questions", True), ("agreed", False)):
        AuditChart.objects.update(state=state)
        held = chart_of(teacher, chart.pk)
        assert (may_change(teacher, held), may_change(senco, held)) == (theirs, True)
    with pytest.raises(Refused, match="with the SENCO"):
        tick(teacher, chart, ada, lego)
    tick(senco, chart, ada, lego)
    assert not may_change(access("head"), chart_of(access("head"), chart.pk))


def test_a_child_who_is_not_on_roll_yet(chart, lego, access):
    teacher = access("teacher")
    row = AuditRowFactory(
        school=chart.school, chart=chart, pupil=None, name="Noor Haddad", year_group="3", band="should"
    )
    set_cell(by=teacher, chart=chart.pk, cell=ChartCell(f"n{row.pk}", "tick", True, lego.pk))
    shown = chart_of(teacher, chart.pk).rows[-1]
    assert (shown.key, shown.name, shown.status, shown.ticked) == (f"n{row.pk}", "Noor Haddad", "", {lego.pk})


def test_a_cohort_holds_whom_the_senco_picked(school, year, room, ada, access):
    cohort = AuditChartFactory(school=school, year=year, year_group="", name="Forces families")
    child(school, year, room, "Cleo", status="E")
    assert chart_of(access("senco"), cohort.pk).rows == ()
    with pytest.raises(NotThere):
        chart_of(access("teacher"), cohort.pk)
    AuditRowFactory(school=school, chart=cohort, pupil=ada, band="must")
    far = child(school, year, None, "Far")
    AuditRowFactory(school=school, chart=cohort, pupil=far)
    assert [row.name for row in chart_of(access("teacher"), cohort.pk).rows] == ["Ada Okafor"]
    assert len(chart_of(access("senco"), cohort.pk).rows) == 2


def test_help_is_last_year_places_and_the_last_review(chart, ada, lego, school, year, access):
    before = YearFactory(school=school, name="2025/26", starts=date(2025, 9, 1), ends=date(2026, 8, 31))
    old = AuditChartFactory(school=school, year=before, year_group="2")
    AuditTickFactory(school=school, row=AuditRowFactory(school=school, chart=old, pupil=ada), provision=lego)
    reading = ProvisionFactory(school=school)
    PlaceFactory(school=school, pupil=ada, group=GroupFactory(school=school, year=year, provision=reading))
    for day, result in ((date(2026, 7, 1), "met"), (date(2026, 10, 1), "partly met")):
        ReviewFactory(school=school, pupil=ada, date=day, result=result)
    senco = access("senco")
    known = help_of(senco, chart_of(senco, chart.pk))
    assert (known.ticked, known.places) == ({ada.pk: {lego.pk}}, {ada.pk: {reading.pk}})
    assert (known.reviews[ada.pk].date, known.reviews[ada.pk].result) == (date(2026, 10, 1), "Partly met")
    school.assistants_fill_audits = True
    school.save()
    assistant = access("assistant")
    assert not help_of(assistant, chart_of(assistant, chart.pk)).any


def test_the_page_marks_pupil_groups_and_help(chart, ada, lego, client_of, school, year):
    PupilGroupMemberFactory(school=school, pupil=ada, group=PupilGroupFactory(school=school, name="PP"))
    PlaceFactory(school=school, pupil=ada, group=GroupFactory(school=school, year=year, provision=lego))
    senco, page = client_of("senco"), f"/s/{school.slug}/audit/{chart.pk}/"
    shown = senco.get(page).content.decode()
    assert '<span class="tag">PP</span>' in shown
    assert "has a place now" in shown
    assert "tick-marks" not in senco.get(page + "?help=no").content.decode()


def test_the_form_without_a_script(chart, ada, lego, client_of, school):
    teacher, page = client_of("teacher"), f"/s/{school.slug}/audit/{chart.pk}/"
    row = AuditRowFactory(school=school, chart=chart, pupil=None, name="Noor Haddad", year_group="3", band="should")
    data = opened(teacher, page)
    set_by_others = f"tick-n{row.pk}-{lego.pk}"
    client_of("senco").post(page, opened(client_of("senco"), page) | {set_by_others: "on"})
    data |= {f"tick-p{ada.pk}-{lego.pk}": "on", f"why-n{row.pk}": "Comes with a plan", f"band-n{row.pk}": "must"}
    assert teacher.post(page, data).status_code == 302
    assert AuditTick.objects.count() == 2, "what somebody else ticked meanwhile stays"
    row.refresh_from_db()
    assert (row.band, row.why) == ("must", "Comes with a plan")
    data = opened(teacher, page) | {f"band-n{row.pk}": "could"}
    AuditChart.objects.update(state="agreed")
    answer = teacher.post(page, data)
    assert answer.status_code == 422
    assert "with the SENCO" in answer.content.decode()


def test_the_head_reads_and_does_not_tick(chart, client_of, school):
    head, page = client_of("head"), f"/s/{school.slug}/audit/{chart.pk}/"
    shown = head.get(page).content.decode()
    assert "Ada Okafor" in shown
    assert "Save the chart" not in shown
    assert head.post(page, opened(head, page)).status_code == 403
    assert head.post(f"{page}cell/", {}).status_code == 403


def test_what_an_open_page_sends_and_asks_for(chart, ada, lego, client_of, school, other_school):
    teacher, at = client_of("teacher"), f"/s/{school.slug}/audit/{chart.pk}/"
    sent = {"row": f"p{ada.pk}", "what": "tick", "provision": lego.pk, "value": "yes"}
    assert teacher.post(at + "cell/", sent).status_code == 204
    told = teacher.get(at + "state/")
    assert told.json()["rows"] == {f"p{ada.pk}": {"band": "should", "why": "", "other": "", "ticked": [lego.pk]}}
    assert teacher.get(at + "state/", headers={"If-None-Match": told["ETag"]}).status_code == 304
    assert teacher.post(at + "cell/", sent | {"row": "p0"}).status_code == 404
    note = {"row": f"p{ada.pk}", "what": "other", "value": "Club", "was": "Something else"}
    AuditRow.objects.update(other="Circle of Friends")
    assert teacher.post(at + "cell/", note).json()["now"] == "Circle of Friends"
    AuditChart.objects.update(state="handed in")
    refused = teacher.post(at + "cell/", sent)
    assert (refused.status_code, "with the SENCO" in refused.json()["sentence"]) == (409, True)
    theirs = AuditChartFactory(school=other_school)
    assert client_of("senco").post(f"/s/{school.slug}/audit/{theirs.pk}/cell/", sent).status_code == 404


def test_another_year_chosen_in_another_tab_does_not_matter(chart, ada, lego, client_of, school, year):
    later = YearFactory(school=school, name="2027/28", starts=date(2027, 9, 1), ends=date(2028, 8, 31))
    senco, at = client_of("senco"), f"/s/{school.slug}/audit/{chart.pk}/"
    senco.get(f"/s/{school.slug}/?year={later.pk}")
    sent = {"row": f"p{ada.pk}", "what": "tick", "provision": lego.pk, "value": "yes"}
    assert senco.post(at + "cell/", sent).status_code == 404
    assert senco.post(f"{at}cell/?of={year.pk}", sent).status_code == 204


def test_a_large_chart_takes_no_more_queries(chart, room, access):
    teacher = access("teacher")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            held = chart_of(teacher, chart.pk)
            help_of(teacher, held)
            standing_of(teacher, chart.pk)
        return len(queries)

    few = asked()
    for number in range(5):
        pupil = child(room.school, room.year, room, f"More {number}")
        AuditTickFactory(school=room.school, row=AuditRowFactory(school=room.school, chart=chart, pupil=pupil))
    assert asked() == few
    with CaptureQueriesContext(connection) as queries:
        standing_of(teacher, chart.pk)
    assert len(queries) <= 7


def test_a_tick_takes_few_queries(chart, ada, lego, access):
    AuditRowFactory(school=chart.school, chart=chart, pupil=ada, band="should")
    locks = connection.features.has_select_for_update  # the token, where rows can be locked
    for who, most in (("senco", 5), ("teacher", 6)):
        by = access(who)
        note(by, chart, ada, f"The day's first mark of the {who}", was=AuditRow.objects.get().other)
        with CaptureQueriesContext(connection) as queries:
            tick(by, chart, ada, lego)
        asked = [one["sql"] for one in queries if "SAVEPOINT" not in one["sql"]]
        assert len(asked) <= most + locks, asked
        AuditTick.objects.all().delete()
