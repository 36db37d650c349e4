"""E-mails of the audit: who is told, who is reminded, and that no pupil is ever named."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks import task_backends
from django_tasks_db.models import DBTaskResult

from audits.charts.round import tasks
from audits.models import AuditChart
from pupils.models import ClassStaff
from tests import factories as make
from tests.editing import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(school):
    return lambda rest: f"/s/{school.slug}/{rest}"


@pytest.fixture
def room(school, year, cast):
    """The teacher's class with an assistant and a pupil; one more teacher has not signed up."""
    room = make.ClassFactory(school=school, year=year, name="3B", year_groups=["3"])
    waits = make.StaffFactory(school=school, name="Wanda Waits", email="wanda@example.org")
    for staff, part in (
        (cast["teacher"].staff_member, ClassStaff.Part.TEACHER),
        (cast["assistant"].staff_member, ClassStaff.Part.ASSISTANT),
        (waits, ClassStaff.Part.TEACHER),
    ):
        make.ClassStaffFactory(school=school, school_class=room, staff=staff, part=part)
    pupil = make.PupilFactory(school=school, forename="Ada", surname="Okafor")
    make.PupilYearFactory(
        school=school, pupil=pupil, year=year, year_group="3", school_class=room, sen_status="K"
    )  # fmt: skip
    make.ProvisionFactory(school=school, name="Reading", tier="targeted")
    return room


@pytest.fixture
def chart(room):
    due = date(2026, 12, 4)
    return make.AuditChartFactory(school=room.school, year=room.year, school_class=room, year_group="", due=due)


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    """Send a form, and give the answer once what follows it is done."""

    def sending(client, path, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return send(client, path, **fields)

    return sending


def to_whom():
    return sorted(address for one in mail.outbox for address in one.to)


def no_name():
    return all("Ada" not in text and "Okafor" not in text for one in mail.outbox for text in (one.subject, one.body))


def test_the_class_team_is_told_when_its_chart_opens(room, cast, client_of, at, sent):
    senco = client_of("senco")
    answer = sent(
        senco, at("audit/open/"), scopes=[f"class-{room.pk}"], due="2026-12-04", message="Think of the spring."
    )
    (told,) = mail.outbox
    chart = AuditChart.objects.get()
    assert told.to == [cast["teacher"].user.email], "assistants fill in charts only where the school lets them"
    assert told.subject == "The chart of Class 3B: what does each pupil need?"
    for said in (f"/audit/{chart.pk}/?year={room.year_id}", "Friday 4 December 2026", "Think of the spring."):
        assert said in told.body
    assert no_name()
    page = senco.get(answer["Location"]).content.decode()
    assert "An e-mail goes to Teacher Person. Not reached, so tell them yourself: Wanda Waits." in page


def test_assistants_are_told_where_they_fill_in_charts(room, cast, client_of, at, sent):
    room.school.assistants_fill_audits = True
    room.school.save()
    sent(client_of("senco"), at("audit/open/"), scopes=["year-3"])
    assert to_whom() == sorted(cast[name].user.email for name in ("teacher", "assistant"))


def test_one_mail_for_all_of_a_teacher_s_charts(room, client_of, at, sent):
    other = make.ClassFactory(school=room.school, year=room.year, name="3C")
    teacher = room.class_staff.filter(part=ClassStaff.Part.TEACHER).earliest("pk").staff
    make.ClassStaffFactory(school=room.school, school_class=other, staff=teacher)
    sent(client_of("senco"), at("audit/open/"), scopes=[f"class-{room.pk}", f"class-{other.pk}"])
    (told,) = mail.outbox
    assert "Class 3B" in told.body
    assert "Class 3C" in told.body


def test_who_is_kept_out_is_not_written_to(room, cast, client_of, at, sent):
    membership = cast["teacher"]
    membership.suspended = True
    membership.save()
    sent(client_of("senco"), at("audit/open/"), scopes=[f"class-{room.pk}"])
    assert mail.outbox == []


def test_a_mail_that_fails_loses_neither_the_charts_nor_the_others(room, client_of, at, sent, monkeypatch):
    def fails(*args, **kwargs):
        raise OSError("No mail today")

    monkeypatch.setattr("audits.charts.round.mail.send_mail", fails)
    assert sent(client_of("senco"), at("audit/open/"), scopes=[f"class-{room.pk}"]).status_code == 302
    assert AuditChart.objects.exists()


def test_reminding_those_who_have_not_handed_in(chart, cast, client_of, at, sent):
    make.AuditChartFactory(school=chart.school, year=chart.year, year_group="3", state="handed in")
    senco, page = client_of("senco"), at("audit/remind/")
    shown = senco.get(page).content.decode()
    assert "Class 3B, due 4 Dec" in shown
    assert "Year 3" not in shown, "it is handed in"
    sent(senco, page)
    assert to_whom() == [cast["teacher"].user.email]
    assert "not handed in yet" in mail.outbox[0].body
    assert no_name()
    again = sent(senco, page)
    assert "A reminder went out less than a minute ago" in again.content.decode()
    assert "last reminded" in senco.get(page).content.decode()
    assert len(mail.outbox) == 1
    AuditChart.objects.filter(pk=chart.pk).update(reminded_at=timezone.now() - timedelta(minutes=2))
    sent(senco, page)
    assert len(mail.outbox) == 2


def test_there_may_be_nobody_to_remind(room, client_of, at):
    assert "there is nobody to remind" in client_of("senco").get(at("audit/remind/")).content.decode()


def test_questions_are_announced_without_saying_them(chart, cast, client_of, at, sent):
    AuditChart.objects.filter(pk=chart.pk).update(state="handed in")
    line = {"question-0-about": "", "question-0-question": "Is Ada Okafor well?"}
    sent(client_of("senco"), at(f"audit/{chart.pk}/ask/"), **line)
    assert to_whom() == [cast["teacher"].user.email]
    assert no_name()


# The reminder before the deadline


@pytest.mark.parametrize(
    ("due", "on"),
    [
        (date(2099, 12, 4), date(2099, 12, 2)),  # a Friday
        (date(2099, 11, 2), date(2099, 10, 22)),  # the first Monday after a holiday
    ],
)
def test_it_goes_out_two_school_days_before_at_half_past_seven(room, access, due, on):
    make.HalfTermFactory(
        school=room.school, year=room.year, name="Far", starts=date(2099, 9, 1), ends=date(2099, 10, 23)
    )
    make.HalfTermFactory(
        school=room.school, year=room.year, name="Farther", starts=date(2099, 11, 2), ends=date(2099, 12, 18)
    )
    at = tasks.reminder_at(access("senco"), due)
    assert timezone.localtime(at).replace(tzinfo=None) == datetime.combine(on, time(7, 30))


def test_none_for_a_deadline_so_near_that_it_is_over(room, access):
    assert tasks.reminder_at(access("senco"), date(2020, 1, 10)) is None


def test_it_waits_in_the_queue_that_the_school_runs(room, client_of, at, sent, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    assert task_backends["default"].supports_defer
    sent(client_of("senco"), at("audit/open/"), scopes=[f"class-{room.pk}"], due="2099-12-04")
    queued = DBTaskResult.objects.get(task_path="audits.charts.round.tasks.remind_before")
    assert timezone.localtime(queued.run_after).date() == date(2099, 12, 2)
    assert queued.args_kwargs["args"][:2] == [[AuditChart.objects.get().pk], "2099-12-04"]


def test_it_reminds_whoever_has_not_handed_in(chart, cast):
    tasks.remind_before.call([chart.pk], "2026-12-04", "https://map.example.org")
    (told,) = mail.outbox
    assert told.to == [cast["teacher"].user.email]
    assert f"https://map.example.org/s/ashgrove/audit/{chart.pk}/" in told.body
    assert no_name()
    chart.refresh_from_db()
    assert chart.reminded_at


@pytest.mark.parametrize("change", [{"state": "handed in"}, {"state": "agreed"}, {"due": date(2026, 12, 11)}])
def test_it_stays_silent_where_things_have_moved_on(chart, change):
    AuditChart.objects.filter(pk=chart.pk).update(**change)
    tasks.remind_before.call([chart.pk], "2026-12-04", "https://map.example.org")
    assert mail.outbox == []
