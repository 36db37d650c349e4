"""Groups made and changed in the browser: what is saved, what cannot stand, who may."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages

from provisions.models import InterventionGroup, Place, Provision, Session, Staffing
from schools.models import TrailEntry
from tests import factories as make
from tests.editing import opened, send

pytestmark = pytest.mark.django_db
START = "/s/ashgrove/groups/"


@pytest.fixture(autouse=True)
def _in_october(settings):
    settings.TODAY = datetime.date(2026, 10, 5)


@pytest.fixture
def role(school, year):
    role = make.StaffRoleFactory(school=school, code="TA", name="Teaching assistant")
    make.RolePayFactory(school=school, role=role, year=year)
    return role


@pytest.fixture
def room(school, year, cast):
    room = make.ClassFactory(school=school, year=year, name="3H", year_groups=["3"])
    make.ClassStaffFactory(school=school, school_class=room, staff=cast["teacher"].staff_member)
    return room


@pytest.fixture
def pupils(school, year, room):
    found = [make.PupilFactory(school=school, surname=name) for name in ("Abbot", "Baker")]
    for pupil in found:
        make.PupilYearFactory(school=school, pupil=pupil, year=year, school_class=room, year_group="3")
    return found


@pytest.fixture
def provision(school, role):
    return make.ProvisionFactory(
        school=school, name="Reading Together", usual_roles="TA", usual_size=4, usual_sessions=Decimal(3),
        usual_minutes=20, usual_weeks=None,
    )  # fmt: skip


@pytest.fixture
def group(school, year, provision, role, room):
    """A group of four at one hour a week."""
    found = make.GroupFactory(
        school=school, year=year, code="3-RT", provision=provision, size=4, school_class=room,
        starts=datetime.date(2026, 9, 7),
    )  # fmt: skip
    make.StaffingFactory(school=school, group=found, role=role)
    return found


def faults(answer):
    assert answer.status_code == 422, answer.status_code
    form, lines = answer.context["form"], answer.context["formsets"]
    told = [text for errors in form.errors.values() for text in errors]
    return " ".join(
        told + [text for part in lines for line in part.errors for errors in line.values() for text in errors]
    )


def path_of(group, name):
    return f"{START}{group.pk}/{name}/"


def cost_of(client, data, more=""):
    answer = client.post(f"{START}cost/{more}", data)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_group_is_made_with_pupils_and_staff_in_one_save(client_of, provision, pupils, room, role):
    path = f"{START}new/?provision={provision.pk}&class={room.pk}"
    week = {"sessions-0-day": 0, "sessions-0-start": "09:15", "sessions-0-minutes": 20, "sessions-0-room": "The Nest"}
    answer = send(client_of("senco"), path, pupils=[one.pk for one in pupils], **week)
    assert answer.status_code == 302, answer.context["form"].errors
    made = InterventionGroup.objects.get()
    assert (made.code, made.size, made.year_groups, made.school_class) == ("3-RT", 4, ["3"], room)
    assert (made.starts, made.weeks > 0, made.status) == (datetime.date(2026, 10, 5), True, "running")
    assert [(one.role, one.sessions, one.minutes, one.staff) for one in made.staffing.all()] == [(role, 3, 20, 1)]
    assert made.sessions.get().room == "The Nest"
    assert {place.pupil for place in made.places.all()} == set(pupils)
    assert answer["Location"] == f"{START}{made.pk}/"


def test_without_a_provision_the_catalogue_is_offered(client_of, provision):
    assert provision.name in client_of("senco").get(f"{START}new/").content.decode()


def test_a_provision_without_a_usual_pattern_needs_no_staffing(client_of, provision):
    provision.usual_sessions = provision.usual_minutes = None
    provision.save()
    answer = send(client_of("senco"), f"{START}new/?provision={provision.pk}", weeks="6", size="30")
    assert answer.status_code == 302


def test_sent_twice_makes_one(client_of, provision, pupils):
    client, path = client_of("senco"), f"{START}new/?provision={provision.pk}"
    data = opened(client, path)
    client.post(path, data)
    client.post(path, data)
    assert InterventionGroup.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"code": "3-rt"}, "3-RT is the code of Reading Together. 3-rt2 is still free."),
        ({"starts": "2026-11-02", "ends": "2026-10-02"}, "before it starts on 2 Nov 2026"),
        ({"starts": "2026-09-07", "ends": "2026-09-18", "weeks": "6"}, "There are 2 school weeks between"),
        ({"year_groups": ["5"]}, "3H is a class of Year 3, and the group is for Year 5"),
        ({"size": "1"}, "2 pupils would have a place, and the group size is 1"),
        ({"weeks": ""}, "Write for how many weeks it runs"),
        ({"costs-0-description": "Books", "costs-0-kind": "equipment"}, "Write an amount in pounds, or choose a role"),
        (
            {"sessions-0-day": 0, "sessions-0-start": "18:00", "sessions-0-minutes": 30},
            "Monday 6.00 pm for 30 minutes lies outside the school day",
        ),
    ],
)
def test_what_cannot_stand_has_its_own_sentence(client_of, school, group, pupils, room, provision, values, told):
    make.ClassFactory(school=school, year=group.year, name="5C", year_groups=["5"])
    make.DayBandFactory(school=school, band="lesson", starts=datetime.time(9), ends=datetime.time(15))
    path = f"{START}new/?provision={provision.pk}&class={room.pk}"
    asked = {"run": "", "weeks": "10", "starts": "", "ends": "", "code": "3-NEW", "pupils": [one.pk for one in pupils]}
    answer = send(client_of("senco"), path, **(asked | values))
    assert told in faults(answer)
    assert InterventionGroup.objects.count() == 1


def test_one_person_cannot_take_two_sessions_at_once(client_of, group):
    make.SessionFactory(school=group.school, group=group, day=1, start=datetime.time(10), minutes=30)
    answer = send(
        client_of("senco"), path_of(group, "sessions"),
        **{"sessions-1-day": 1, "sessions-1-start": "10:15", "sessions-1-minutes": 30},
    )  # fmt: skip
    assert "are at the same time, and the staffing has 1 × Teaching assistant for both" in faults(answer)


def test_a_line_is_changed_added_and_ended_and_all_of_it_taken_back(client_of, group, role):
    client, line = client_of("senco"), group.staffing.get()
    send(client, path_of(group, "staffing"), **{"staffing-0-minutes": 45, "staffing-1-role": role.pk,
         "staffing-1-sessions": 2, "staffing-1-minutes": 15})  # fmt: skip
    assert sorted(group.staffing.values_list("minutes", flat=True)) == [15, 45]
    send(client, path_of(group, "staffing"), **{"staffing-0-DELETE": "on"})
    line.refresh_from_db()
    assert line.ended_at
    assert Staffing.objects.filter(group=group, ended_at=None).count() == 1
    client.post(f"/s/ashgrove/undo/{TrailEntry.objects.first().pk}/")
    line.refresh_from_db()
    assert line.ended_at is None


def test_the_whole_form_keeps_what_another_person_changed_meanwhile(client_of, group):
    client, path = client_of("senco"), path_of(group, "edit")
    data = opened(client, path)
    InterventionGroup.objects.filter(pk=group.pk).update(focus="Theirs")
    assert client.post(path, data | {"name": "Mine"}).status_code == 302
    group.refresh_from_db()
    assert (group.name, group.focus) == ("Mine", "Theirs")


def test_the_cost_as_it_is_typed_is_that_of_the_map(client_of, school, year, group, pupils, role):
    stream = make.FundingStreamFactory(school=school, year=year, name="Notional", amount=Decimal("30000"))
    client = client_of("senco")
    data = opened(client, path_of(group, "edit")) | {"funding_stream": stream.pk, "staffing-0-minutes": "120"}
    typed = cost_of(client, data, f"?group={group.pk}")
    client.post(path_of(group, "edit"), data)
    page = client.get(f"{START}{group.pk}/").content.decode()
    row = client.get(f"{START}{group.pk}/").context["group"].row
    assert "2 h" in typed
    for figure in (row.full_cost, row.cost_per_pupil, row.cost.weekly_cost):
        assert f"£{figure:,.2f}" in typed
        assert f"£{figure:,.2f}" in page
    assert "Left in Notional" in typed
    assert "Write the group size" in cost_of(client, data | {"size": ""}, f"?group={group.pk}")


def test_what_is_missing_for_the_cost_is_said(client_of, school, group):
    unpaid = make.StaffRoleFactory(school=school, code="COUN", name="Counsellor")
    data = {"staffing-TOTAL_FORMS": 1, "staffing-INITIAL_FORMS": 0, "staffing-0-role": unpaid.pk,
            "staffing-0-sessions": 1, "staffing-0-minutes": 30}  # fmt: skip
    assert "Counsellor (COUN) has no hourly cost for 2026/27" in cost_of(client_of("senco"), data, f"?group={group.pk}")


def test_clashes_are_said_before_saving(client_of, school, year, group, role, cast):
    person = cast["assistant"].staff_member
    other = make.GroupFactory(school=school, year=year, name="Phonics")
    make.StaffingFactory(school=school, group=other, role=role, person=person)
    make.SessionFactory(school=school, group=other, start=datetime.time(9, 30))
    client = client_of("senco")
    week = {"staffing-0-person": person.pk, "sessions-0-day": 0, "sessions-0-start": "09:45", "sessions-0-minutes": 20}
    data = opened(client, path_of(group, "edit")) | week
    clash = f"{person.name} is to take Reading Together"
    figures, _, beside_the_week = cost_of(client, data, f"?group={group.pk}").partition('id="week-clashes"')
    assert clash in beside_the_week
    assert clash not in figures
    # Saved all the same, the message says it again; without a clash it says nothing more.
    answer = client.post(path_of(group, "edit"), data)
    saved, told = list(get_messages(answer.wsgi_request))
    assert saved.message.endswith("is saved.")
    assert told.message.startswith(clash)
    answer = send(client, path_of(group, "sessions"), **{"sessions-0-start": "11:00"})
    assert [one.message for one in get_messages(answer.wsgi_request)][-1] == saved.message


def test_a_draft_is_found_and_started(client_of, school, year, group):
    make.GroupFactory(school=school, year=year, code="OLDER", year_groups=["5", "6"], status="draft")
    InterventionGroup.objects.filter(pk=group.pk).update(status="draft")
    senco = client_of("senco")
    assert "Drafts (2)" in senco.get(START).content.decode()
    drafts = senco.get(f"{START}?status=draft").content.decode()
    assert group.code in drafts
    assert "OLDER" in drafts
    assert "Year 5 and Year 6" in drafts
    assert senco.get(f"{START}{group.pk}/").status_code == 200
    assert client_of("head").get(f"{START}{group.pk}/").status_code == 404
    senco.post(path_of(group, "start"), {})
    assert client_of("head").get(f"{START}{group.pk}/").status_code == 200


def test_ending_closes_places_and_bringing_back_opens_them(client_of, group, pupils):
    places = [make.PlaceFactory(school=group.school, group=group, pupil=pupil) for pupil in pupils]
    later = make.PlaceFactory(school=group.school, group=group, joined=datetime.date(2027, 1, 4))
    client = client_of("senco")
    assert "cannot end on 1 Sep 2026" in faults(send(client, path_of(group, "end"), on="2026-09-01"))
    send(client, path_of(group, "end"), on="2026-10-02")
    group.refresh_from_db()
    assert (group.status, group.ends, group.weeks) == ("ended", datetime.date(2026, 10, 2), 4)
    assert {place.left for place in Place.objects.filter(group=group)} == {datetime.date(2026, 10, 2)}
    assert not Place.objects.filter(pk=later.pk).exists()
    client.post(f"/s/ashgrove/undo/{TrailEntry.objects.first().pk}/")
    assert Place.objects.filter(pk=later.pk).exists()
    send(client, path_of(group, "end"), on="2026-10-02")
    send(client, path_of(group, "restore"))
    group.refresh_from_db()
    assert (group.status, group.ends) == ("running", None)
    assert set(Place.objects.filter(pk__in=[one.pk for one in places]).values_list("left", flat=True)) == {None}


def test_bringing_back_gives_a_group_its_weeks_its_end_and_the_pupils_whom_its_ending_took(client_of, group, pupils):
    group.ends, group.weeks = datetime.date(2026, 12, 18), 12
    group.save()
    day = datetime.date(2026, 10, 2)
    gone, stays = (make.PlaceFactory(school=group.school, group=group, pupil=one) for one in pupils[:2])
    gone.left = day  # by themself, on the very day
    gone.save()
    later = make.PlaceFactory(school=group.school, group=group, joined=datetime.date(2026, 11, 4))
    client = client_of("senco")
    send(client, path_of(group, "end"), on="2026-10-02")
    group.refresh_from_db()
    assert (group.ends, group.weeks) == (day, 4)
    send(client, path_of(group, "restore"))
    group.refresh_from_db()
    assert (group.status, group.ends, group.weeks) == ("running", datetime.date(2026, 12, 18), 12)
    left = dict(Place.objects.filter(group=group).values_list("pk", "left"))
    assert left == {gone.pk: day, stays.pk: None, later.pk: None}


def test_the_archive_gives_a_group_back_as_it_was(client_of, group):
    client = client_of("senco")
    send(client, path_of(group, "edit"), status="draft")
    send(client, path_of(group, "archive"))
    group.refresh_from_db()
    assert group.status == "archived"
    send(client, path_of(group, "restore"))
    group.refresh_from_db()
    assert group.status == "draft"


def test_support_for_one_pupil(client_of, school, pupils, role):
    pupil = pupils[0]
    aim = make.OutcomeFactory(school=school, pupil=pupil)
    more = {"other": "Toileting plan", "area": "S&P", "role": role.pk, "hours": "2.5", "outcome": aim.pk}
    path = f"/s/ashgrove/pupils/{pupil.pk}/support/"
    assert send(client_of("senco"), path, **more).status_code == 302
    made = InterventionGroup.objects.get()
    line, place = made.staffing.get(), made.places.get()
    assert (made.size, made.provision.area, line.sessions, line.minutes) == (1, "S&P", 1, 150)
    assert (place.pupil, place.outcome) == (pupil, aim)
    assert pupil.surname not in made.code
    answer = send(client_of("senco"), path, provision=made.provision_id, role=role.pk, charged_in_full="on")
    assert "Write how many sessions a week" in faults(answer)
    assert "Write why the whole cost is charged" in faults(answer)


class TestTeacher:
    """A class teacher where the school lets them make groups for their own classes."""

    @pytest.fixture(autouse=True)
    def _allowed(self, school):
        school.teachers_make_groups = True
        school.save()

    def test_makes_one_for_the_own_class_and_sees_no_money(self, client_of, provision, pupils, room):
        client, path = client_of("teacher"), f"{START}new/?provision={provision.pk}&class={room.pk}"
        page = client.get(path).content.decode()
        assert "Paid from" not in page
        assert "Other costs" not in page
        data = opened(client, path) | {"pupils": [pupils[0].pk]}
        assert "£" not in cost_of(client, data)
        assert client.post(path, data).status_code == 302
        assert Place.objects.get().pupil == pupils[0]

    def test_not_for_others(self, client_of, school, year, group, provision):
        other = make.ClassFactory(school=school, year=year, name="4B", year_groups=["4"])
        theirs = make.GroupFactory(school=school, year=year, school_class=other)
        client = client_of("teacher")
        assert client.get(path_of(group, "edit")).status_code == 200
        for name in ("edit", "staffing", "end", "archive"):
            assert client.get(path_of(theirs, name)).status_code == 403
        assert client.get(path_of(group, "costs")).status_code == 403
        assert send(client, path_of(group, "edit"), school_class=other.pk).status_code == 422
        assert client.get(f"{START}new/?provision={provision.pk}&class={other.pk}").status_code == 403
        stranger = make.PupilFactory(school=school)
        make.PupilYearFactory(school=school, pupil=stranger, year=year, school_class=other)
        assert client.get(f"/s/ashgrove/pupils/{stranger.pk}/support/").status_code == 404


def test_other_costs_are_for_the_business_manager_too(client_of, group):
    more = {"costs-0-description": "Books", "costs-0-kind": "equipment", "costs-0-amount": "£1,020.50"}
    send(client_of("business_manager"), path_of(group, "costs"), **more)
    cost = group.other_costs.get()
    assert (cost.amount, cost.payer) == (Decimal("1020.50"), "school")
    more = {"costs-1-description": "Paper", "costs-1-kind": "equipment", "costs-1-amount": "8"}
    assert send(client_of("business_manager"), path_of(group, "costs"), **more).status_code == 302
    assert group.other_costs.count() == 2, "the line that was left alone stays"


def test_links_to_another_school_are_no_choice(client_of, group, other_school):
    theirs = make.ProvisionFactory(school=other_school)
    answer = send(client_of("senco"), path_of(group, "edit"), provision=theirs.pk)
    assert answer.status_code in (404, 422)
    assert Provision.objects.get(groups=group) == group.provision
    assert not Session.objects.exists()
