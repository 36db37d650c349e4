"""What each page shows to whom, and what it says where there is nothing to show."""

from __future__ import annotations

import re

import pytest

from schools.models import TrailEntry
from tests.access.world import fill

pytestmark = pytest.mark.django_db
HOME = "/s/ashgrove/"
ROLES = ["head", "senco", "teacher", "assistant", "business_manager"]
MONEY = re.compile(r"£\d")


@pytest.fixture
def ours(school, year, cast):
    return fill(school, year, "Ours", cast["teacher"], cast["assistant"])


@pytest.fixture
def see(client_of):
    """A page as one of the cast sees it: `see("senco", "map/")`."""

    def opened(who, path=""):
        return client_of(who).get(HOME + path)

    return opened


def text(answer):
    assert answer.status_code == 200, answer.status_code
    html = answer.content.decode()
    body = html[html.index('id="main"') :]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


class TestHome:
    def test_the_senco_sees_where_the_school_stands(self, see, ours):
        seen = text(see("senco"))
        assert "What needs attention" in seen
        assert "The eight steps" in seen
        assert "Cost this year" in seen
        assert "Ours stream" in seen

    def test_the_teacher_sees_the_class_without_money(self, see, ours):
        seen = text(see("teacher"))
        assert "Class Ours class" in seen
        assert "Ourschild Oursnear" in seen
        assert "Oursfar" not in seen
        assert not MONEY.search(seen)

    def test_the_assistant_sees_today_without_money_or_needs(self, see, ours):
        seen = text(see("assistant"))
        assert "Monday, 23 Nov 2026" in seen
        assert "9.15 am" in seen
        assert "Ours group near" in seen
        assert "Ours outcome near" in seen, "the target of a child whom they teach"
        assert "Ours outcome far" not in seen
        assert "Ours needs" not in seen
        assert not MONEY.search(seen)

    def test_the_business_manager_sees_budgets(self, see, ours):
        seen = text(see("business_manager"))
        assert "Budgets" in seen
        assert "£30,000.00" in seen

    def test_the_governor_sees_totals_and_no_name(self, see, ours):
        seen = text(see("governor"))
        assert "nothing is told from which fewer than five pupils could be known" in seen
        assert "Ourschild" not in seen

    def test_the_system_manager_sees_people_and_calendar(self, see, ours):
        seen = text(see("system_manager"))
        assert "People who may sign in" in seen
        assert "Autumn 1" in seen
        assert not MONEY.search(seen)
        assert "Ourschild" not in seen

    @pytest.mark.parametrize("who", [*ROLES, "governor", "system_manager"])
    def test_a_school_without_a_year_is_told_what_to_do_first(self, client_of, cast, school, year, who):
        from schools.models import AcademicYear

        AcademicYear.objects.filter(school=school).delete()
        seen = text(client_of(who).get(HOME))
        first = {"senco": "Begin with the year", "system_manager": "Begin with the year"}
        first["business_manager"] = "Begin with the school workbook"
        assert first.get(who, "There is no academic year yet") in seen


class TestMap:
    def test_costs_are_for_those_who_see_costs(self, see, ours):
        assert MONEY.search(text(see("senco", "map/")))
        for who in ("teacher", "assistant"):
            assert not MONEY.search(text(see(who, "map/")))

    @pytest.mark.parametrize(
        "query", ["", "by=pupil", "per=week", "per=term", "stage=KS2", "area=C%26L", "on=2026-11-02"]
    )
    def test_every_shape_of_it_opens(self, see, ours, query):
        assert "Ours group near" in text(see("senco", f"map/?{query}"))

    @pytest.mark.parametrize("query", ["area=SEMH", "tier=specialist", "on=2026-08-01", "stage=KS2&tier=universal"])
    def test_filters_take_groups_away(self, see, ours, query):
        seen = text(see("senco", f"map/?{query}"))
        assert "Ours group near" not in seen
        assert "clear the filters" in seen

    def test_filters_by_class_and_by_pupil_group(self, see, ours):
        from pupils.models import PupilGroup, SchoolClass

        room = SchoolClass.objects.get(school=ours.school)
        seen = text(see("senco", f"map/?class={room.pk}"))
        assert "Ours group near" in seen
        assert "Ours group far" not in seen
        far = PupilGroup.objects.get(name="Ours pupil group far")
        assert "Ours group far" in text(see("senco", f"map/?pupilgroup={far.pk}"))

    def test_what_cannot_be_read_counts_as_not_asked(self, see, ours):
        assert "Ours group near" in text(see("senco", "map/?area=Nowhere&on=yesterday&per=decade&class=x"))

    def test_the_class_team_sees_only_its_own_names(self, see, ours):
        seen = text(see("teacher", "map/?by=pupil"))
        assert "Ourschild Oursnear" in seen
        assert "Oursfar" not in seen

    def test_the_panel_alone_comes_for_htmx(self, client_of, ours):
        answer = client_of("senco").get(
            f"{HOME}map/?group={ours.group.pk}", headers={"HX-Request": "true", "HX-Target": "panel"}
        )
        html = answer.content.decode()
        assert html.lstrip().startswith('<div class="panel-head">')
        assert "How this was worked out" in html

    def test_the_panel_stands_in_the_page_without_a_script(self, see, ours):
        assert "How this was worked out" in text(see("senco", f"map/?group={ours.group.pk}"))

    def test_a_group_without_a_rate_says_so_and_is_never_nought(self, see, ours):
        from costing.models import RolePay

        RolePay.objects.all().delete()
        seen = text(see("senco", "map/"))
        assert "no cost" in seen
        assert "£0 " not in seen
        assert see("senco", f"pupils/{ours.near.pk}/papers/costed-map/").status_code == 409
        assert "never" not in text(see("senco", f"pupils/{ours.near.pk}/costs/"))
        assert see("senco", f"groups/{ours.group.pk}/").status_code == 200


class TestGroup:
    def test_the_senco_sees_the_whole_sum(self, see, ours):
        seen = text(see("senco", f"groups/{ours.group.pk}/"))
        for said in (
            "Ours focus",
            "Ourschild Oursnear",
            "Ours books near",
            "How this was worked out",
            "Share of the cost",
        ):
            assert said in seen

    @pytest.mark.parametrize("who", ["teacher", "assistant"])
    def test_the_class_team_sees_no_money(self, see, ours, who):
        seen = text(see(who, f"groups/{ours.group.pk}/"))
        assert "Ourschild Oursnear" in seen
        assert not MONEY.search(seen)
        assert "Ours stream" not in seen

    def test_names_out_of_reach_are_counted(self, see, ours):
        seen = text(see("teacher", f"groups/{ours.far_group.pk}/"))
        assert "Oursfar" not in seen
        assert "1 pupil of another class has a place too" in seen

    def test_the_list(self, see, ours):
        assert "Ours group far" in text(see("assistant", "groups/"))
        assert "All groups shown" in text(see("business_manager", "groups/?per=week"))


class TestPupil:
    def test_the_overview_by_role(self, see, ours):
        path = f"pupils/{ours.near.pk}/"
        assert "Ours needs" in text(see("senco", path))
        assert "Ours view" in text(see("teacher", path))
        for who in ("assistant", "business_manager"):
            seen = text(see(who, path))
            for never in ("Ours needs", "Ours strengths", "Ours found", "Ours view", "Ours outcome far"):
                assert never not in seen
            # The assistant teaches the child, so the target is theirs to know; who keeps the money has no use for it.
            assert ("Ours outcome near" in seen) == (who == "assistant")

    def test_provision_shows_the_week(self, see, ours):
        assert "9.15 am" in text(see("assistant", f"pupils/{ours.near.pk}/provision/"))

    @pytest.mark.parametrize(
        "query", ["", "?rules=39-week-timetable", "?horizon=to-date", "?horizon=full-year", "?horizon=delivered"]
    )
    def test_costs_under_any_rules_and_horizon(self, see, ours, query):
        seen = text(see("business_manager", f"pupils/{ours.near.pk}/costs/{query}"))
        assert "Counts towards the threshold" in seen

    def test_rules_there_are_not(self, see, ours):
        assert see("senco", f"pupils/{ours.near.pk}/costs/?rules=nowhere").status_code == 404
        assert see("senco", f"pupils/{ours.near.pk}/costs/?horizon=never").status_code == 404

    def test_opening_a_record_is_in_the_trail_once_a_day(self, see, ours):
        for path in ("", "provision/", "papers/"):
            see("teacher", f"pupils/{ours.near.pk}/{path}")
        see("senco", f"pupils/{ours.near.pk}/")
        opened = TrailEntry.objects.filter(verb="opened", thing=str(ours.near.pk))
        assert sorted(opened.values_list("by_name", flat=True)) == ["Senco Person", "Teacher Person"]

    def test_the_list_finds_by_name_and_filters(self, see, ours):
        assert "Oursnear" in text(see("senco", "pupils/?q=child+near"))
        assert "Oursfar" not in text(see("senco", "pupils/?q=near"))
        assert "No pupil fits" in text(see("senco", "pupils/?status=E"))
        assert "Oursnear" in text(see("senco", "pupils/?status=K&map=yes&yeargroup=3"))
        assert "Oursfar" not in text(see("teacher", "pupils/"))


class TestPapers:
    def test_a_file_comes_under_a_name_that_says_what_it_is(self, see, ours):
        answer = see("senco", f"pupils/{ours.near.pk}/papers/individual-map.xlsx")
        assert answer.status_code == 200
        assert 'filename="Map for the family - Ourschild Oursnear - 2026-27.xlsx"' in answer["Content-Disposition"]
        assert answer["Content-Disposition"].startswith("attachment")
        told = TrailEntry.objects.get(verb="exported")
        assert told.summary == "Map for the family: Ourschild Oursnear, as xlsx"

    def test_a_form_it_does_not_come_in(self, see, ours):
        assert see("senco", "papers/whole-school-map.odt").status_code == 404
        assert see("senco", "papers/threshold-list/?audience=family").status_code == 404
        assert see("senco", "papers/costed-map/").status_code == 404
        assert see("senco", "papers/nothing/").status_code == 404

    def test_the_family_s_map_holds_no_money(self, see, ours):
        assert not MONEY.search(text(see("teacher", f"pupils/{ours.near.pk}/papers/individual-map/")))

    def test_the_teacher_gets_no_costed_map(self, see, ours):
        assert see("teacher", f"pupils/{ours.near.pk}/papers/costed-map/").status_code == 403
        seen = text(see("teacher", f"pupils/{ours.near.pk}/papers/"))
        assert "costed" not in seen.lower()


def test_the_map_of_a_school_without_groups_says_what_to_do(see, cast):
    assert "No group is on the map yet" in text(see("senco", "map/"))
    assert "There are no groups yet" in text(see("teacher", "groups/"))
    assert "No pupils yet" in text(see("senco", "pupils/"))
    assert "No children here yet" in text(see("teacher", "pupils/"))
    assert "Nothing needs attention" in text(see("senco", "attention/"))
    assert "No pupil to show" in text(see("senco", "map/?by=pupil"))
