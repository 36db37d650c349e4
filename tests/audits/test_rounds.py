"""Running the audit: opening charts, who stands in them, handing in, asking back, agreeing."""

from __future__ import annotations

from datetime import date

import pytest

from audits.models import AuditChart, AuditColumn, AuditQuestion, AuditRow, AuditTick, ProposalPupil
from pupils.models import ClassStaff
from schools.models import TrailEntry
from tests import factories as make
from tests.editing import opened, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(school):
    return lambda rest: f"/s/{school.slug}/{rest}"


@pytest.fixture
def room(school, year, cast):
    """The teacher's class: Ada on SEN support, Ben without any need."""
    room = make.ClassFactory(school=school, year=year, name="3B", year_groups=["3"])
    make.ClassStaffFactory(school=school, school_class=room, staff=cast["teacher"].staff_member)
    for forename, status in (("Ada", "K"), ("Ben", "N")):
        pupil_in(room, forename, status)
    return room


def pupil_in(room, forename, status="N", **more):
    pupil = make.PupilFactory(school=room.school, forename=forename, surname="Okafor")
    make.PupilYearFactory(
        school=room.school, pupil=pupil, year=room.year, year_group="3", school_class=room, sen_status=status, **more
    )
    return pupil


@pytest.fixture
def provisions(school):
    return {
        name: make.ProvisionFactory(school=school, name=name, tier=tier)
        for name, tier in (("Lego therapy", "targeted"), ("Reading", "targeted"), ("Quality teaching", "universal"))
    }


@pytest.fixture
def chart(room, provisions):
    return make.AuditChartFactory(school=room.school, year=room.year, school_class=room, year_group="")


@pytest.fixture
def moved(chart):
    """The chart in another state."""

    def to(state):
        chart.state = state
        chart.save()
        return chart

    return to


def row_of(chart, forename, **more):
    pupil = chart.school_class.pupil_years.get(pupil__forename=forename).pupil
    return make.AuditRowFactory(school=chart.school, chart=chart, pupil=pupil, **more)


def newcomer(chart, name="Zoe Zahn", **more):
    return make.AuditRowFactory(school=chart.school, chart=chart, pupil=None, name=name, year_group="3", **more)


def tick(row, provision):
    return make.AuditTickFactory(school=row.school, row=row, provision=provision)


def words(answer):
    return answer.content.decode()


def undo(client, at):
    entry = TrailEntry.objects.exclude(verb="signed in").first()
    return client.post(at(f"undo/{entry.pk}/"), follow=True)


# Opening


def test_opening_charts_offers_what_is_sensible(room, provisions, client_of, at):
    make.GroupFactory(school=room.school, year=room.year, provision=provisions["Reading"], year_groups=["3"])
    form = opened(client_of("senco"), at("audit/open/"))
    assert form["scopes"] == [f"class-{room.pk}"], "a first time every class is ticked"
    assert form["provisions"] == [provisions["Reading"].pk], "what runs is a column, the rest is there to be ticked"
    page = words(client_of("senco").get(at("audit/open/")))
    assert "Lego therapy" in page
    assert "Quality teaching" not in page, "what every pupil gets is no column"


def test_charts_open_with_columns_deadline_and_message(room, provisions, client_of, at):
    lego = provisions["Lego therapy"].pk
    send(
        client_of("senco"), at("audit/open/"), scopes=[f"class-{room.pk}"], provisions=[lego], due="2026-12-04",
        message="Think of the spring.",
    )  # fmt: skip
    chart = AuditChart.objects.get()
    assert (chart.due, chart.message, chart.state) == (date(2026, 12, 4), "Think of the spring.", "open")
    assert list(chart.columns.values_list("provision_id", flat=True)) == [lego]
    page = words(client_of("teacher").get(at(f"audit/{chart.pk}/")))
    assert "Think of the spring." in page
    assert "Reading" not in page


def test_a_chart_that_is_open_is_left_alone(chart, client_of, at):
    senco, page = client_of("senco"), at("audit/open/")
    assert "Open already, and left as it is: Class 3B" in words(senco.get(page))
    send(senco, page, scopes=[f"class-{chart.school_class_id}", "year-3"], due="")
    assert AuditChart.objects.count() == 2
    refused = send(senco, page, scopes=["year-3"], due="")
    assert "These charts are open already" in words(refused)


def test_opening_is_undone(room, provisions, client_of, at):
    senco = client_of("senco")
    send(senco, at("audit/open/"), scopes=[f"class-{room.pk}"])
    undo(senco, at)
    assert not AuditChart.objects.exists()
    assert not AuditColumn.objects.exists()


def test_a_deadline_that_is_over_is_not_taken(room, provisions, client_of, at):
    answer = send(client_of("senco"), at("audit/open/"), scopes=[f"class-{room.pk}"], due="2026-11-20")
    assert "This day is over" in words(answer)
    assert not AuditChart.objects.exists()


def test_the_next_year_can_be_opened_before_it_has_pupils(room, provisions, client_of, at):
    later = make.YearFactory(school=room.school, name="2027/28", starts=date(2027, 9, 1), ends=date(2028, 8, 31))
    senco = client_of("senco")
    assert f"?year={later.pk}" in words(senco.get(at("audit/open/"))), "the way to the next year is there"
    assert "Year 3" in words(senco.get(at(f"audit/open/?year={later.pk}")))
    send(senco, at("audit/open/"), scopes=["year-3"], due="")
    assert AuditChart.objects.get().year == later


def test_a_cohort_of_pupils_from_anywhere(room, provisions, client_of, at):
    senco, ada = client_of("senco"), room.pupil_years.get(pupil__forename="Ada").pupil_id
    send(senco, at("audit/cohort/"), name="New arrivals", pupils=[ada])
    chart = AuditChart.objects.get()
    assert list(chart.rows.values_list("pupil_id", "band")) == [(ada, "should")]
    assert "New arrivals" in words(client_of("teacher").get(at("audit/")))
    assert "Not started" in words(senco.get(at("audit/"))), "that pupils are named is no start"
    again = send(senco, at("audit/cohort/"), name="new arrivals", pupils=[ada])
    assert "There is a cohort of this name already" in words(again)
    assert AuditChart.objects.count() == 1


def test_a_ticked_provision_stays_a_column(chart, provisions, client_of, at):
    tick(row_of(chart, "Ada"), provisions["Reading"])
    lego = provisions["Lego therapy"].pk
    senco = client_of("senco")
    said = send(senco, at(f"audit/{chart.pk}/change/"), provisions=[lego], due="2026-12-11")
    page = words(senco.get(said["Location"]))
    assert "Reading is ticked, so it stays a column" in page
    chart.refresh_from_db()
    assert chart.due == date(2026, 12, 11)
    assert {column.provision.name for column in chart.columns.all()} == {"Lego therapy", "Reading"}


def test_a_chart_opened_by_mistake_is_taken_away(chart, provisions, client_of, at):
    senco, page = client_of("senco"), at(f"audit/{chart.pk}/remove/")
    make.AuditColumnFactory(school=chart.school, chart=chart, provision=provisions["Reading"])
    row = row_of(chart, "Ada")
    ticked = tick(row, provisions["Reading"])
    assert "so it stays" in words(send(senco, page))
    ticked.delete()
    send(senco, page)
    assert not AuditChart.objects.exists()
    undo(senco, at)
    assert AuditChart.objects.get().columns.get().provision.name == "Reading"


# The list


def test_the_list_tells_how_far_each_chart_is(chart, provisions, client_of, at):
    tick(row_of(chart, "Ada"), provisions["Reading"])
    chart.due = date(2026, 11, 20)
    chart.save()
    make.AuditChartFactory(school=chart.school, year=chart.year, year_group="5", state="agreed")
    page = words(client_of("senco").get(at("audit/")))
    for said in ("Class 3B", "Teacher Person", "Started", "Overdue", "Agreed", "2 charts"):
        assert said in page
    only = words(client_of("senco").get(at("audit/?state=agreed")))
    assert "Year 5" in only
    assert "Class 3B" not in only


def test_a_class_team_sees_what_to_do_next(chart, client_of, at):
    make.AuditChartFactory(school=chart.school, year=chart.year, year_group="5")
    page = words(client_of("teacher").get(at("audit/")))
    assert "Fill in" in page
    assert "Year 5" not in page
    assert "Open charts" not in page
    chart.due = date(2026, 12, 4)
    chart.save()
    assert "Fill in the chart of Class 3B by 4 Dec" in words(client_of("teacher").get(at("")))


def test_the_list_counts_the_pupils_a_person_reaches(room, provisions, client_of, at):
    chart = make.AuditChartFactory(school=room.school, year=room.year, year_group="3")
    other = make.ClassFactory(school=room.school, year=room.year, name="3C", year_groups=["3"])
    for name, where in (("Near", room), ("Far", other)):
        row = make.AuditRowFactory(school=room.school, chart=chart, pupil=pupil_in(where, name))
        tick(row, provisions["Reading"])
    told = {who: client_of(who).get(at("audit/")).context["round"] for who in ("senco", "teacher")}
    assert {who: (one.pupils, one.ticks) for who, one in told.items()} == {"senco": (2, 2), "teacher": (1, 1)}


# Handing in, asking, agreeing


def test_from_handing_in_to_agreeing(chart, client_of, at):
    senco, teacher, here = client_of("senco"), client_of("teacher"), f"audit/{chart.pk}/"
    assert "Nothing is ticked or noted for Ada Okafor" in words(teacher.get(at(f"{here}hand-in/")))
    send(teacher, at(f"{here}hand-in/"))
    assert state(chart) == "handed in"
    ada = f"pupil-{chart.school_class.pupil_years.get(pupil__forename='Ada').pupil_id}"
    lines = {"question-0-about": ada, "question-0-question": "Is reading enough?"}
    send(senco, at(f"{here}ask/"), **lines)
    assert state(chart) == "questions"
    assert "Is reading enough?" in words(teacher.get(at(here)))
    question = AuditQuestion.objects.get()
    assert question.row.pupil.forename == "Ada"
    send(teacher, at(f"{here}answer/"), **{f"answer-{question.pk}": "For now.", "hand_in": "on"})
    assert state(chart) == "handed in"
    assert "For now." in words(senco.get(at(here)))
    send(senco, at(f"{here}agree/"))
    assert state(chart) == "agreed"
    send(senco, at(f"{here}open-again/"))
    assert state(chart) == "open"


def state(chart):
    return AuditChart.objects.get(pk=chart.pk).state


def test_each_step_can_be_taken_back(chart, client_of, at):
    teacher = client_of("teacher")
    send(teacher, at(f"audit/{chart.pk}/hand-in/"))
    undo(teacher, at)
    assert state(chart) == "open"


def test_what_somebody_else_did_meanwhile_is_said_kindly(chart, client_of, at):
    senco, page = client_of("senco"), at(f"audit/{chart.pk}/hand-in/")
    mine = opened(client_of("teacher"), page)
    send(senco, page)
    late = client_of("teacher").post(page, mine)
    assert late.status_code == 422
    assert "is handed in by now" in words(late)
    assert "is now: <b>handed in</b>" in words(client_of("teacher").get(page))


def test_only_the_senco_asks_and_agrees(moved, client_of, at):
    chart = moved("handed in")
    for act in ("ask", "agree", "open-again", "change"):
        assert client_of("teacher").get(at(f"audit/{chart.pk}/{act}/")).status_code == 403
    assert "Agree" not in words(client_of("teacher").get(at(f"audit/{chart.pk}/")))


def test_no_question_is_no_asking(moved, client_of, at):
    chart = moved("handed in")
    answer = send(client_of("senco"), at(f"audit/{chart.pk}/ask/"))
    assert "Write at least one question." in words(answer)
    assert state(chart) == "handed in"


def test_a_question_about_a_pupil_out_of_reach_is_not_shown(room, client_of, at):
    chart = make.AuditChartFactory(school=room.school, year=room.year, year_group="3", state="questions")
    other = make.ClassFactory(school=room.school, year=room.year, name="3C", year_groups=["3"])
    row = make.AuditRowFactory(school=room.school, chart=chart, pupil=pupil_in(other, "Secret"))
    for about, said in ((row, "About one child"), (None, "About all of them")):
        make.AuditQuestionFactory(school=room.school, chart=chart, row=about, question=said)
    page = words(client_of("teacher").get(at(f"audit/{chart.pk}/")))
    assert "About all of them" in page
    assert "About one child" not in page
    assert "About one child" not in words(client_of("teacher").get(at(f"audit/{chart.pk}/answer/")))


# Who stands in a chart


def test_a_teacher_adds_a_pupil_with_band_and_reason(chart, client_of, at):
    teacher, ben = client_of("teacher"), chart.school_class.pupil_years.get(pupil__forename="Ben").pupil_id
    answer = send(teacher, at(f"audit/{chart.pk}/pupils/"), pupils=[ben], band="should", why="Lost a parent")
    assert AuditRow.objects.values_list("pupil_id", "band", "why").get() == (ben, "should", "Lost a parent")
    assert "Ben Okafor stands in the chart of Class 3B" in words(teacher.get(answer["Location"]))


def test_a_teacher_adds_only_pupils_they_work_with(chart, client_of, at):
    other = make.ClassFactory(school=chart.school, year=chart.year, name="3C")
    far = pupil_in(other, "Far")
    page = at(f"audit/{chart.pk}/pupils/")
    assert "Far Okafor" not in words(client_of("teacher").get(page))
    send(client_of("teacher"), page, pupils=[far.pk])
    assert not AuditRow.objects.exists()
    send(client_of("senco"), page, pupils=[far.pk])
    assert AuditRow.objects.get().pupil == far


def test_nobody_is_added_once_it_is_handed_in(moved, client_of, at):
    chart = moved("handed in")
    page, ben = at(f"audit/{chart.pk}/pupils/"), chart.school_class.pupil_years.get(pupil__forename="Ben").pupil_id
    assert "is now: <b>handed in</b>" in words(client_of("teacher").get(page))
    refused = client_of("teacher").post(page, {"pupils": [ben]})
    assert "Ask the SENCO to open it again" in words(refused)
    send(client_of("senco"), page, pupils=[ben])
    assert AuditRow.objects.get().pupil_id == ben


def test_a_child_to_come_is_written_in_changed_and_known(chart, provisions, client_of, at):
    teacher = client_of("teacher")
    form = opened(teacher, at(f"audit/{chart.pk}/newcomer/"))
    assert form["year_group"] == "3", "the chart's year group is filled in"
    send(teacher, at(f"audit/{chart.pk}/newcomer/"), name="Zoe Zahn")
    row = AuditRow.objects.get()
    assert (row.name, row.year_group, row.band) == ("Zoe Zahn", "3", "should")
    again = send(teacher, at(f"audit/{chart.pk}/newcomer/"), name="zoe zahn")
    assert "A child of this name stands in the chart already" in words(again)
    send(teacher, at(f"audit/rows/{row.pk}/change/"), name="Zoë Zahn", why="Moves here in May")
    pupil = pupil_in(chart.school_class, "Zoë")
    tick(row, provisions["Reading"])
    send(teacher, at(f"audit/rows/{row.pk}/on-roll/"), pupil=pupil.pk)
    row.refresh_from_db()
    assert (row.pupil, row.name, row.year_group, row.why) == (pupil, "", "", "Moves here in May")
    assert client_of("teacher").get(at(f"audit/rows/{row.pk}/on-roll/")).status_code == 404


def test_a_child_who_stands_there_twice_becomes_one(chart, provisions, client_of, at):
    here, came = row_of(chart, "Ada", band="should", other="Chess"), newcomer(chart, band="must", other="Lunch club")
    tick(here, provisions["Reading"])
    for name in ("Reading", "Lego therapy"):
        tick(came, provisions[name])
    question = make.AuditQuestionFactory(school=chart.school, chart=chart, row=came)
    plan = make.ProposalPupilFactory(
        school=chart.school, pupil=None, newcomer=came, proposal=make.ProposalFactory(school=chart.school)
    )
    join = at(f"audit/rows/{came.pk}/on-roll/")
    refused = send(client_of("teacher"), join, pupil=here.pupil_id)
    assert "The plan counts on this child already. Ask the SENCO" in words(refused)
    send(client_of("senco"), join, pupil=here.pupil_id)
    row = AuditRow.objects.get()
    assert (row.pk, row.band, row.other) == (here.pk, "must", "Chess; Lunch club")
    assert set(row.ticks.values_list("provision__name", flat=True)) == {"Reading", "Lego therapy"}
    question.refresh_from_db()
    assert question.row == row
    assert ProposalPupil.objects.values_list("pk", "pupil", "newcomer").get() == (plan.pk, here.pupil_id, None)
    undo(client_of("senco"), at)
    assert AuditRow.objects.get(pk=came.pk).name == "Zoe Zahn"
    assert AuditTick.objects.filter(row=came).count() == 2
    assert AuditQuestion.objects.get().row_id == came.pk
    assert ProposalPupil.objects.get().newcomer_id == came.pk


def test_taking_somebody_out_says_what_goes_and_brings_it_back(chart, provisions, client_of, at):
    row = row_of(chart, "Ben", why="New sister")
    tick(row, provisions["Reading"])
    teacher, page = client_of("teacher"), at(f"audit/rows/{row.pk}/remove/")
    asked = words(teacher.get(page))
    assert "the ticks for Reading and the note “New sister”" in asked
    send(teacher, page)
    assert not AuditRow.objects.exists()
    undo(teacher, at)
    back = AuditRow.objects.get()
    assert (back.why, back.ticks.get().provision.name) == ("New sister", "Reading")


def test_a_row_of_another_class_is_not_found(chart, client_of, at):
    row = row_of(chart, "Ada")
    ClassStaff.objects.all().delete()
    assert client_of("teacher").get(at(f"audit/rows/{row.pk}/remove/")).status_code == 404


def test_assistants_fill_in_charts_where_the_school_lets_them(chart, cast, client_of, at):
    make.ClassStaffFactory(
        school=chart.school, school_class=chart.school_class, staff=cast["assistant"].staff_member,
        part=ClassStaff.Part.ASSISTANT,
    )  # fmt: skip
    page = at(f"audit/{chart.pk}/hand-in/")
    assert client_of("assistant").get(page).status_code == 403
    send(client_of("system_manager"), at("school/edit/"), assistants_fill_audits="on")
    assert "Class 3B" in words(client_of("assistant").get(at("audit/")))
    send(client_of("assistant"), page)
    assert state(chart) == "handed in"
