"""The lists and the pages they lead to: what each shows to whom, and its files."""

from __future__ import annotations

import csv
import io
import re

import pytest

from schools.models import TrailEntry
from tests import factories as make
from tests.access.world import fill
from ui.tables import row_value

pytestmark = pytest.mark.django_db
HOME = "/s/ashgrove/"
MONEY = re.compile(r"£\d")


@pytest.fixture
def ours(school, year, cast):
    return fill(school, year, "Ours", cast["teacher"], cast["assistant"])


@pytest.fixture
def see(client_of):
    def opened(who, path):
        return client_of(who).get(HOME + path)

    return opened


def text(answer):
    assert answer.status_code == 200, answer.status_code
    html = answer.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.find('id="main"') :]))


def rows_of(answer):
    assert answer.status_code == 200, answer.status_code
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def more(ours, year, count):
    """More of everything that a list has a line for."""
    own = {"school": ours.school}
    line = ours.group.staffing.first()
    for _ in range(count):
        room = make.ClassFactory(**own, year=year)
        person = make.StaffFactory(**own)
        make.ClassStaffFactory(**own, school_class=room, staff=person)
        pupil = make.PupilFactory(**own)
        make.PupilYearFactory(**own, pupil=pupil, year=year, school_class=room)
        make.PupilNeedFactory(**own, pupil=pupil)
        group = make.GroupFactory(**own, year=year, provision=make.ProvisionFactory(**own), measure=ours.group.measure)
        make.StaffingFactory(**own, group=group, role=line.role, person=person)
        make.PlaceFactory(**own, group=group, pupil=pupil)


def test_a_file_has_the_rows_and_columns_of_the_page(see, ours, year):
    more(ours, year, 55)
    for path, first, col in (
        ("groups/", "title", "area"),
        ("pupils/", "name", "year"),
        ("provisions/", "name", "area"),
    ):
        query = f"{path}?sort=-{first}&columns={col}"
        table = see("senco", query).context["table"]
        path = next(column.at for column in table.listing.columns if column.name == first)
        shown = [row_value(row.record, path) for row in table.paginated_rows]
        head, *rows = rows_of(see("senco", f"{query}&export=csv"))
        assert [row[0] for row in rows[:50]] == shown
        assert len(rows) == len(table.rows) > 50
        assert [name for name in head if name not in {"Code", "Pupil groups", "Strand"}] == [
            column.header for column in table.columns
        ]


def test_what_is_filtered_is_what_is_sent_and_it_is_in_the_trail(see, ours):
    rows = rows_of(see("senco", "pupils/?q=near&export=csv"))
    assert [row[0] for row in rows[1:]] == ["Ourschild Oursnear"]
    told = TrailEntry.objects.get(verb="exported")
    assert (told.summary, told.by_name) == ("Pupils: 1 pupil, as csv", "Senco Person")
    answer = see("business_manager", "groups/?export=xlsx")
    assert 'filename="Groups - Ashgrove Primary - 2026-27.xlsx"' in answer["Content-Disposition"]
    assert see("senco", "groups/?export=pdf").status_code == 404


def test_each_list_is_filtered_by_what_it_holds(see, ours, year):
    """Rows that fit stay, with how many there are in all; the file has just them."""
    own = {"school": ours.school}
    make.StaffRoleFactory(**own, code="NEW", name="Helper yet without pay")
    make.WholeSchoolProvisionFactory(**own, year=year, description="Sensory room", kind="resources")
    ours.far.awards.update(status="refused")
    for path, query, found, said in (
        ("costs/roles/", "rate=Without+a+rate", ["Helper yet without pay"], "1 of 2 roles"),
        ("costs/whole-school/", "kind=Resources&stream=No+budget", ["Sensory room"], "1 of 2 costs"),
        ("costs/awards/", "status=Refused", ["Ourschild Oursfar"], "1 of 2 awards"),
    ):
        assert said in text(see("business_manager", f"{path}?{query}"))
        assert [row[0] for row in rows_of(see("business_manager", f"{path}?{query}&export=csv"))[1:]] == found


def test_findings_are_filtered_and_sent(see, ours):
    make.PlaceFactory(school=ours.school, group=ours.group, pupil=ours.far)  # with no outcome
    every = rows_of(see("senco", "attention/?export=csv"))[1:]
    some = rows_of(see("senco", "attention/?kind=sessions-disagree&todo=act&export=csv"))[1:]
    assert {row[1] for row in some} == {"Sessions and staffing disagree"}
    assert 0 < len(some) < len(every)
    assert f"{len(some)} of {len(every)} things" in text(see("senco", "attention/?kind=sessions-disagree&todo=act"))
    assert see("teacher", "attention/?export=csv").status_code == 403


def test_the_map_and_its_list_keep_the_filters_both_ways(see, ours):
    listed = see("senco", "groups/?area=SEMH&sort=-title&columns=area").content.decode()
    assert 'href="/s/ashgrove/map/?area=SEMH"' in listed
    assert 'href="/s/ashgrove/groups/?area=SEMH"' in see("senco", "map/?area=SEMH&by=tree").content.decode()


def test_whoever_may_not_download_gets_no_file_and_no_button(see, ours):
    assert see("teacher", "pupils/?export=csv").status_code == 403
    assert "export=csv" not in see("teacher", "pupils/").content.decode()
    assert "export=csv" in see("head", "pupils/").content.decode()
    assert not TrailEntry.objects.filter(verb="exported").exists()


def test_pupils_are_sorted_over_all_pages(see, ours, year):
    own = {"school": ours.school}
    for surname, status in (("Aaronson", "E"), ("Zukowski", "K")):
        pupil = make.PupilFactory(**own, surname=surname, forename="Sam", preferred_name="")
        make.PupilYearFactory(**own, pupil=pupil, year=year, year_group="6", sen_status=status)

    def names(query):
        return [row[0] for row in rows_of(see("senco", f"pupils/?{query}&export=csv"))[1:]]

    assert names("sort=name")[0] == names("sort=status")[0] == "Sam Aaronson"
    assert names("sort=-name")[0] == "Sam Zukowski"
    assert names("sort=year")[-1] == "Sam Zukowski"
    assert names("sort=-year")[:2] == ["Sam Aaronson", "Sam Zukowski"]


def test_the_part_that_a_filter_changes_comes_alone_for_htmx(client_of, ours):
    answer = client_of("senco").get(f"{HOME}provisions/?q=near", headers={"HX-Request": "true", "HX-Target": "results"})
    html = answer.content.decode()
    assert html.lstrip().startswith('<div id="results">')
    assert "1 of 2 provisions" in html
    assert "HX-Target" in answer["Vary"], "the way back must not show the part for the page"


class TestProvisions:
    def test_an_entry_shows_what_is_known_and_what_runs(self, see, ours, year):
        one = ours.group.provision
        one.evidence_strand, one.entry_criteria, one.training_needed = "Phonics", "Ours entry", "Ours training"
        one.save()
        make.ScoreFactory(
            school=ours.school, pupil=ours.near, measure=one.measure, group=ours.group, value=99, date="2027-01-01"
        )
        seen = text(see("senco", f"provisions/{one.pk}/"))
        for said in ("Ours entry", "Ours training", "Ours group near", "+5 months", "1 pupil: first", "Cost this year"):
            assert said in seen
        assert "improved" not in seen, "whether it is progress, two figures cannot tell"
        taught = text(see("teacher", f"provisions/{one.pk}/"))
        assert "Ours group near" in taught
        assert "1 pupil: first" not in taught
        assert not MONEY.search(taught)

    def test_the_list_filters_and_totals(self, see, ours):
        assert "Ours provision near" in text(see("assistant", "provisions/?runs=yes&area=C%26L"))
        assert "No provision fits these filters" in text(see("senco", "provisions/?runs=no"))
        assert "All provisions shown" in text(see("business_manager", "provisions/"))
        assert not MONEY.search(text(see("teacher", "provisions/?columns=cost")))


class TestPeople:
    def test_a_person_s_groups_and_hours(self, see, ours):
        line = ours.group.staffing.get(person__isnull=False)
        seen = text(see("senco", f"people/{line.person_id}/"))
        assert "Ours group near" in seen
        assert "Ours assistant" in seen
        assert not MONEY.search(seen)

    def test_weeks_are_one_link_away(self, see, ours):
        line = ours.group.staffing.get(person__isnull=False)
        week = f'href="/s/ashgrove/papers/weekly-timetable/?person={line.person_id}"'
        assert week in see("senco", f"people/{line.person_id}/").content.decode()
        assert week not in see("system_manager", f"people/{line.person_id}/").content.decode()
        assert "weekly-timetable/?room=Ours%20room" in see("teacher", f"groups/{ours.group.pk}/").content.decode()

    def test_the_system_manager_sees_no_group_and_no_pupil(self, see, ours):
        line = ours.group.staffing.get(person__isnull=False)
        seen = text(see("system_manager", f"people/{line.person_id}/"))
        assert "Ours group near" not in seen
        assert "Hours with groups" in seen

    def test_people_and_classes_are_found(self, see, ours):
        assert "Assistant Person" in text(see("head", "people/?groups=yes&role=Teaching+assistant"))
        assert "No person fits these filters" in text(see("head", "people/?q=nobody"))
        assert "Teacher Person" in text(see("system_manager", "classes/?q=ours"))
        assert "With SEN" not in text(see("system_manager", "classes/"))


def test_the_calendar_counts_school_weeks(see, ours):
    make.DayBandFactory(school=ours.school)
    seen = text(see("governor", "calendar/"))
    assert "Half-terms" in seen
    assert "The year 39 192" in seen or re.search(r"The year \d+ \d+", seen)
    assert "The timetable is the same every week" in seen


def test_empty_lists_say_what_to_do(see, cast):
    assert "No provision in the catalogue yet" in text(see("senco", "provisions/"))
    assert "No classes yet" in text(see("head", "classes/"))
    assert "No half-terms are entered" not in text(see("teacher", "calendar/"))
