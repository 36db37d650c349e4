"""The class page and the day's sessions: what a class team sees, and what it must not."""

from __future__ import annotations

import datetime
import re

import pytest

from costing.engine.facts import Calendar
from pages.classes.school_days import week_letter
from provisions.models import InterventionGroup
from pupils.models import PupilProfile
from schools.models import Membership
from tests import factories as make
from tests.access.world import fill
from tests.factories.schools import HALF_TERMS

pytestmark = pytest.mark.django_db
HOME = "/s/ashgrove/"
NEVER = ("£", "Ours needs", "Ours strengths", "Ours outcome", "Oursfar")


@pytest.fixture
def ours(school, year, cast):
    return fill(school, year, "Ours", cast["teacher"], cast["assistant"])


@pytest.fixture
def room(ours):
    return ours.near.years.get().school_class


@pytest.fixture
def see(client_of):
    def opened(who, path):
        answer = client_of(who).get(HOME + path)
        assert answer.status_code == 200, answer.status_code
        html = answer.content.decode()
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.index('id="main"') :]))

    return opened


class TestClass:
    def test_the_teacher_sees_what_each_child_gets_and_when(self, see, client_of, ours, room):
        seen = see("teacher", f"classes/{room.pk}/")
        for said in ("Ourschild Oursnear", "Ours group near", "Mon 9.15 am", "Ours room", "Assistant Person"):
            assert said in seen
        assert "Monday" in seen.split("The week")[1]
        assert not [word for word in NEVER if word in seen]
        assert f"/classes/{room.pk}/" in client_of("teacher").get(HOME).content.decode()

    def test_a_child_with_a_status_and_nothing_else_is_told_apart(self, see, cast, ours, room, year):
        own = {"school": ours.school}
        for name, status in (("Noted", "K"), ("Plain", "N")):
            pupil = make.PupilFactory(**own, forename=name, surname="Child")
            make.PupilYearFactory(**own, pupil=pupil, year=year, school_class=room, sen_status=status)
        seen = see("teacher", f"classes/{room.pk}/")
        noted, others = (
            seen.index("On the SEN register, with nothing"),
            seen.index("1 child gets what every child gets"),
        )
        assert noted < seen.index("Noted Child") < others < seen.index("Plain Child")
        make.ClassStaffFactory(**own, school_class=room, staff=cast["assistant"].staff_member, part="assistant")
        assert "On the SEN register" not in see("assistant", f"classes/{room.pk}/")

    def test_another_class_is_not_found_by_the_teacher(self, client_of, ours, year):
        other = make.ClassFactory(school=ours.school, year=year)
        assert client_of("teacher").get(f"{HOME}classes/{other.pk}/").status_code == 404
        assert client_of("assistant").get(f"{HOME}classes/{other.pk}/history/").status_code == 404
        for who in ("head", "senco", "business_manager", "system_manager"):
            assert client_of(who).get(f"{HOME}classes/{other.pk}/").status_code == 200

    def test_the_office_sees_who_works_there_and_no_pupil(self, see, ours, room):
        seen = see("system_manager", f"classes/{room.pk}/")
        assert "Teacher Person" in seen
        assert "1 pupil" in seen
        for never in ("Ourschild", "Ours group", "SEN support", "Ours pupil group", "9.15 am", *NEVER):
            assert never not in seen

    def test_the_week_names_only_those_who_come_on_the_day(self, see, ours, room, year):
        own = {"school": ours.school}
        pupil = make.PupilFactory(**own, forename="Tuesdays", surname="Only")
        make.PupilYearFactory(**own, pupil=pupil, year=year, school_class=room)
        make.PlaceFactory(**own, group=ours.group, pupil=pupil, days=[1])
        make.SessionFactory(**own, group=ours.group, day=1)
        week = see("senco", f"classes/{room.pk}/").split("The week")[1]
        assert "Tuesdays, Ourschild" in week
        assert week.count("Tuesdays") == 1


class TestToday:
    def test_the_assistant_s_day(self, see, ours):
        seen = see("assistant", "today/")
        for said in (
            "Monday, 23 Nov 2026",
            "9.15 am",
            "Ours group near",
            "Ours focus",
            "Ours room",
            "Ourschild Oursnear",
        ):
            assert said in seen
        assert not [word for word in NEVER if word in seen and word != "Ours outcome"]

    def test_an_assistant_sees_targets_and_what_helps_of_those_they_teach_and_of_no_other(self, see, ours, room, cast):
        """Where they look: today, the group, the child. Not of a child whom they only know from a class."""
        own = {"school": ours.school}
        for pupil in (ours.near, ours.far):
            PupilProfile.objects.filter(pupil=pupil).update(high_quality_teaching=f"Sits near {pupil.surname}")
        other = make.PupilFactory(**own, forename="Only", surname="Class")
        make.PupilYearFactory(**own, pupil=other, year=ours.near.years.get().year, school_class=room)
        make.PupilProfileFactory(**own, pupil=other, high_quality_teaching="Not theirs to read")
        make.OutcomeFactory(**own, pupil=other, wording="Nor this one")
        make.PlaceFactory(**own, group=ours.far_group, pupil=other)
        make.ClassStaffFactory(**own, school_class=room, staff=cast["assistant"].staff_member, part="assistant")
        for path in ("today/", "", f"groups/{ours.group.pk}/", f"pupils/{ours.near.pk}/"):
            seen = see("assistant", path)
            assert "Ours outcome near" in seen, path
            assert "Sits near Oursnear" in seen, path
        for path in ("today/", f"groups/{ours.far_group.pk}/", f"pupils/{other.pk}/", f"pupils/{other.pk}/provision/"):
            seen = see("assistant", path)
            for never in ("Not theirs", "Nor this one", "Ours outcome far", "Sits near Oursfar", "Ours needs", "£"):
                assert never not in seen, path
        # A week after the group has ended they are no longer theirs to read.
        InterventionGroup.objects.filter(pk=ours.group.pk).update(ends=datetime.date(2026, 11, 13))
        assert "Sits near" not in see("assistant", f"pupils/{ours.near.pk}/")

    def test_who_keeps_the_money_reads_no_targets(self, see, ours, cast):
        PupilProfile.objects.update(high_quality_teaching="Sits near")
        staff = cast["business_manager"].staff_member or make.StaffMemberFactory(school=ours.school)
        Membership.objects.filter(pk=cast["business_manager"].pk).update(email=staff.email)
        make.StaffingFactory(school=ours.school, group=ours.group, person=staff)
        for path in ("today/", f"groups/{ours.group.pk}/", f"pupils/{ours.near.pk}/"):
            seen = see("business_manager", path)
            assert "Ours outcome" not in seen
            assert "Sits near" not in seen

    def test_names_out_of_reach_are_counted(self, see, ours, year):
        colleague = make.StaffRoleFactory(school=ours.school, code="T2")
        make.StaffingFactory(school=ours.school, group=ours.far_group, role=colleague)
        make.SessionFactory(school=ours.school, group=ours.far_group, role=colleague)
        make.PlaceFactory(school=ours.school, group=ours.far_group, pupil=ours.near)
        seen = see("assistant", "today/")
        own, others = seen.split("What colleagues take with the same children (1)")
        assert "Ours group far" not in own
        assert "Ours group far" in others
        assert "Ourschild Oursnear and 1 pupil of another class" in others
        assert "Oursfar" not in seen

    @pytest.mark.parametrize(
        ("day", "said"),
        [
            ("2026-11-28", "It is the weekend. Your next session: Monday, 30 Nov 2026, at 9.15 am: Ours group near"),
            ("2026-12-21", "It is a holiday. Your next session: Monday, 4 Jan 2027, at 9.15 am: Ours group near"),
            ("2026-11-24", "None of your groups meets on this day. Your next session: Monday, 30 Nov 2026"),
            ("2027-07-21", "None of your groups meets on this day."),
            ("2028-01-01", "This day lies outside the school year."),
        ],
    )
    def test_a_day_without_a_session_says_why_and_when_the_next_is(self, see, ours, day, said):
        assert said in see("assistant", f"today/?on={day}")

    def test_a_day_that_is_none(self, client_of, ours):
        assert client_of("assistant").get(f"{HOME}today/?on=tomorrow").status_code == 404

    def test_weeks_a_and_b_take_turns_over_holidays(self, see, ours):
        terms = tuple((datetime.date.fromisoformat(a), datetime.date.fromisoformat(b)) for _, a, b in HALF_TERMS)
        calendar = Calendar(datetime.date(2026, 9, 1), datetime.date(2027, 7, 31), terms, None)
        days = ("2026-09-02", "2026-09-07", "2026-10-19", "2026-11-02", "2026-10-28")
        assert [week_letter(calendar, datetime.date.fromisoformat(day)) for day in days] == ["A", "B", "B", "A", ""]
        make.SessionFactory(school=ours.school, group=ours.group, week="A", start=datetime.time(14, 0))
        assert "2.00 pm" not in see("assistant", "today/?on=2026-11-23")
        week_a = see("assistant", "today/?on=2026-11-30")
        assert "Week A" in week_a
        assert "2.00 pm" in week_a


class TestHome:
    def test_a_teacher_is_shown_the_work_they_may_do_and_where_the_rest_is(self, see, ours, room, year):
        own = {"school": ours.school}
        pupil = make.PupilFactory(**own, forename="Needs", surname="Place")
        make.PupilYearFactory(**own, pupil=pupil, year=year, school_class=room, sen_status="K")
        sentence, place = "Needs Place has SEN and no place in any group now.", "Give a place"
        assert sentence in see("senco", "attention/?kind=without-provision")
        seen = see("teacher", "")
        assert sentence not in seen
        assert place not in seen
        assert "What needs attention" in seen
        assert sentence in see("teacher", "attention/")
