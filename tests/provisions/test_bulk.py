"""Several groups at once: what will change is shown, and then just that is done."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provisions.models import InterventionGroup, Place, Provision, Session, Staffing
from schools.models import HalfTerm, TrailEntry
from tests import factories as make
from tests.editing import opened

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _on_a_day_in_autumn(settings):
    settings.TODAY = TODAY


@pytest.fixture
def role(school, year):
    made = make.StaffRoleFactory(school=school, code="TA", name="Teaching assistant")
    make.RolePayFactory(school=school, role=made, year=year)
    return made


@pytest.fixture
def groups(school, year, role):
    """Two groups of Year 3 with an hour of a teaching assistant a week."""
    made = [
        make.GroupFactory(school=school, year=year, code=f"G{number}", name=name)
        for number, name in ((1, "Word detectives"), (2, "Talk time"))
    ]
    for group in made:
        make.StaffingFactory(school=school, group=group, role=role)
    return made


@pytest.fixture
def ada(school, year, groups):
    """A pupil with a place in the first group."""
    pupil = make.PupilFactory(school=school, forename="Ada", surname="Example")
    make.PupilYearFactory(school=school, pupil=pupil, year=year)
    make.PlaceFactory(school=school, group=groups[0], pupil=pupil)
    return pupil


@pytest.fixture
def senco(client_of):
    return client_of("senco")


def ask(client, act, groups, **asked):
    """What will change, as the page shows it, and what its button sends."""
    query = "&".join(f"group={one.pk}" for one in groups)
    path = f"/s/ashgrove/groups/bulk/{act}/?{query}"
    data = opened(client, path) | asked
    answer = client.post(path, data)
    if answer.status_code == 200:
        data |= {"sure": answer.context["preview"].mark}
    return answer, lambda **more: client.post(path, data | more)


def fields(preview):
    return {(one.now.code, field.label, field.before, field.after) for one in preview.groups for field in one.fields}


def test_what_will_change_is_shown_with_its_cost_and_then_done_as_one(senco, groups, ada):
    answer, do = ask(senco, "end", groups, on="2026-11-20")
    preview = answer.context["preview"]
    assert ("G1", "Last day", (), ("20 Nov 2026",)) in fields(preview)
    assert ("G1", "Pupils", ("Ada Example",), ("Ada Example, until 20 Nov 2026",)) in fields(preview)
    assert ("G2", "Weeks", ("38",), ("11",)) in fields(preview)
    assert (preview.before, preview.after) == (Decimal("1330"), Decimal("385"))
    assert "2 groups change. Together they cost £1,330.00 on the map now, and £385.00 afterwards." in preview.words
    assert not InterventionGroup.objects.filter(status="ended").exists()
    assert not TrailEntry.objects.exclude(verb="signed in").exists()
    assert do().status_code == 302
    assert set(InterventionGroup.objects.values_list("status", "ends")) == {("ended", date(2026, 11, 20))}
    assert ada.places.get().left == date(2026, 11, 20)
    entry = TrailEntry.objects.exclude(verb="signed in").get()
    assert (entry.verb, entry.summary) == ("ended", "2 groups: G1, G2")
    senco.post(f"/s/ashgrove/undo/{entry.pk}/")
    assert set(InterventionGroup.objects.values_list("status", "ends", "weeks")) == {("running", None, Decimal(38))}
    assert ada.places.get().left is None


def test_what_changed_meanwhile_is_shown_anew(senco, groups):
    _, do = ask(senco, "end", groups, on="2026-11-20")
    groups[1].weeks = 20
    groups[1].save()
    answer = do()
    assert answer.status_code == 200
    assert "Something has changed since you looked." in answer.content.decode()
    assert not InterventionGroup.objects.filter(status="ended").exists()
    assert do(sure=answer.context["preview"].mark).status_code == 302


def test_a_group_that_ends_before_is_not_made_longer(senco, groups):
    InterventionGroup.objects.filter(code="G1").update(ends=date(2026, 11, 27))
    answer, _ = ask(senco, "end", groups, on="2026-12-18")
    assert [one.now.code for one in answer.context["preview"].groups] == ["G2"]
    assert answer.context["preview"].unchanged == ("Word detectives (G1)",)


def test_done_once_however_often_it_is_sent(senco, school, year, groups):
    room = make.ClassFactory(school=school, year=year, name="3W")
    _, do = ask(senco, "copy-classes", groups, classes=[room.pk])
    do()
    do()
    assert InterventionGroup.objects.count() == 4


def test_copies_for_other_classes(senco, cast, school, year, groups, ada):
    Staffing.objects.update(person=cast["assistant"].staff_member)
    make.SessionFactory(school=school, group=groups[0])
    rooms = [make.ClassFactory(school=school, year=year, name=name, year_groups=["4"]) for name in ("4A", "4B")]
    make.GroupFactory(school=school, year=year, code="g2-4a", status="archived")
    answer, do = ask(senco, "copy-classes", groups, classes=[one.pk for one in rooms], status="running")
    assert answer.context["preview"].words.startswith("4 new groups and 0") is False
    assert answer.context["preview"].words.startswith("4 new groups.")
    assert answer.context["preview"].after == Decimal("2660")
    do()
    copy = InterventionGroup.objects.get(code="G1-4A")
    assert (copy.name, copy.school_class, copy.year_groups, copy.status) == (
        "Word detectives", rooms[0], ["4"], "running",
    )  # fmt: skip
    assert [(one.day, one.start) for one in copy.sessions.all()] == [(0, time(9, 15))]
    assert [(one.role.code, one.person) for one in copy.staffing.all()] == [("TA", None)]
    assert not copy.places.exists()
    assert InterventionGroup.objects.filter(code="G2-4A-2").exists()


def test_copies_for_the_next_term_with_those_who_are_there(senco, year, groups, ada):
    halves = HalfTerm.objects.filter(year=year)
    spring = {"first": halves.get(name="Spring 1").pk, "last": halves.get(name="Spring 2").pk}
    answer, _ = ask(senco, "copy-term", groups[:1], **spring)
    assert answer.status_code == 422
    assert "runs to the end of the year, so a copy from 4 Jan 2027 would run beside it." in answer.content.decode()
    InterventionGroup.objects.update(ends=date(2026, 12, 18))
    _, do = ask(senco, "copy-term", groups[:1], pupils="on", **spring)
    assert do().status_code == 302
    copy = InterventionGroup.objects.get(code="G1-Sp1")
    assert (copy.starts, copy.ends, copy.weeks, copy.status) == (date(2027, 1, 4), date(2027, 3, 25), 11, "draft")
    assert [one.pupil for one in copy.places.all()] == [ada]


def test_pupils_move_and_their_history_stays(senco, groups, ada):
    place = ada.places.get()
    answer, do = ask(senco, "move", groups, places=[place.pk], to=groups[1].pk, on="2026-11-30")
    assert ("G2", "Pupils", (), ("Ada Example, from 30 Nov 2026",)) in fields(answer.context["preview"])
    do()
    assert set(Place.objects.values_list("group__code", "joined", "left")) == {
        ("G1", None, date(2026, 11, 29)), ("G2", date(2026, 11, 30), None),
    }  # fmt: skip


def test_roles_people_money_and_pattern(senco, cast, school, year, role, groups):
    other = make.StaffRoleFactory(school=school, code="HLTA", name="Higher level assistant")
    make.RolePayFactory(school=school, role=other, year=year, rate=Decimal("21.00"))
    make.SessionFactory(school=school, group=groups[0], role=role)
    stream = make.FundingStreamFactory(school=school, year=year, name="Pupil premium")
    person = cast["assistant"].staff_member
    answer, do = ask(senco, "role", groups, role=role.pk, new_role=other.pk)
    assert answer.context["preview"].after == Decimal("1596")
    do()
    assert {one.role for one in [*Staffing.objects.all(), *Session.objects.all()]} == {other}
    ask(senco, "person", groups, person=0, new_person=person.pk)[1]()
    assert {one.person for one in Staffing.objects.all()} == {person}
    ask(senco, "stream", groups, stream=stream.pk)[1]()
    assert {one.funding_stream for one in InterventionGroup.objects.all()} == {stream}
    refused, _ = ask(senco, "pattern", groups, sessions="2")
    assert "The week of Word detectives (G1) is entered with its times" in refused.content.decode()
    ask(senco, "pattern", groups, size="4", minutes="30")[1]()
    assert set(Staffing.objects.values_list("minutes", "group__size")) == {(Decimal(30), 4)}
    assert Session.objects.get().minutes == 30
    same, _ = ask(senco, "pattern", groups, size="4")
    assert "Nothing would change" in same.content.decode()


def test_a_size_below_those_who_are_in_it_is_refused(senco, school, year, groups, ada):
    ben = make.PupilFactory(school=school)
    make.PlaceFactory(school=school, group=groups[0], pupil=ben)
    answer, _ = ask(senco, "pattern", groups, size="1")
    assert answer.status_code == 422
    assert "G1: 2 pupils would have a place, and the group size is 1." in answer.content.decode()


def test_all_groups_that_refuse_are_named_and_none_is_changed(senco, groups):
    InterventionGroup.objects.filter(code="G2").update(starts=date(2026, 11, 30))
    late, _ = ask(senco, "end", groups, on="2026-11-20")
    assert "G2: Talk time starts on 30 Nov 2026" in late.content.decode()
    beyond, _ = ask(senco, "end", groups, on="2029-11-20")
    assert "G1, G2: 20 Nov 2029 lies after the end of" in beyond.content.decode()
    assert set(InterventionGroup.objects.values_list("status", "ends")) == {("running", None)}


def test_longer_sessions_keep_the_rules_of_one_group(senco, school, groups):
    make.DayBandFactory(school=school, starts=time(9), ends=time(10, 30))
    make.SessionFactory(school=school, group=groups[0], start=time(10), minutes=30)
    answer, _ = ask(senco, "pattern", groups, minutes="40")
    assert "G1: Monday 10.00 am for 40 minutes lies outside the school day" in answer.content.decode()


def test_the_form_comes_back_as_it_was_asked(senco, groups):
    _, do = ask(senco, "end", groups, on="2026-11-20")
    answer = do(again="yes")
    assert answer.status_code == 200
    assert 'value="2026-11-20"' in answer.content.decode()


def test_only_who_changes_provision_ticks_groups(senco, client_of, groups):
    page = senco.get("/s/ashgrove/groups/").content.decode()
    assert f'name="group" value="{groups[0].pk}"' in page
    assert 'name="group"' not in client_of("head").get("/s/ashgrove/groups/").content.decode()


@pytest.mark.parametrize("act", ["end", "copy-classes", "archive", "pattern"])
def test_many_groups_ask_no_more_of_the_database_than_few(senco, school, year, role, groups, act):
    room = make.ClassFactory(school=school, year=year, name="3W")
    asked = {
        "end": {"on": "2026-11-20"},
        "copy-classes": {"classes": [room.pk]},
        "archive": {},
        "pattern": {"size": 5, "minutes": 25},
    }[act]

    def queries(some):
        with CaptureQueriesContext(connection) as counted:
            answer, _ = ask(senco, act, some, **asked)
        assert answer.status_code == 200
        return len(counted)

    for group in groups:
        make.SessionFactory(school=school, group=group)
    queries(groups)
    few = queries(groups)
    more = [make.GroupFactory(school=school, year=year) for _ in range(12)]
    for group in more:
        make.StaffingFactory(school=school, group=group, role=role)
        make.SessionFactory(school=school, group=group)
    assert queries([*groups, *more]) == few


def test_a_copy_has_every_field_but_its_code_and_status():
    """Whatever is stored of a group is either copied, or said here not to be."""
    from provisions.groups.fields import copied_values

    stored = {field.attname for field in InterventionGroup._meta.concrete_fields}
    assert stored - copied_values(InterventionGroup()).keys() == {"id", "school_id", "year_id", "code", "status"}


def test_whoever_takes_over_is_looked_at_before_and_after(senco, cast, school, year, role, groups):
    """Their own week, and whether they are trained for it: said before it is done, and in the message."""
    person = cast["assistant"].staff_member
    Provision.objects.update(training_needed="Two days")
    Staffing.objects.update(trained=True, person=cast["teacher"].staff_member)
    make.SessionFactory(school=school, group=groups[0], start=time(9, 15))
    busy = make.GroupFactory(school=school, year=year, code="BUSY")
    make.StaffingFactory(school=school, group=busy, role=role, person=person)
    make.SessionFactory(school=school, group=busy, start=time(9, 15))
    clash = f"{person.name} is to take Word detectives (G1) and {busy} (BUSY) at the same time: Mon 9.15 am."
    answer, do = ask(senco, "person", groups, new_person=person.pk)
    page = answer.content.decode()
    names = sorted({group.provision.name for group in groups})
    told = [f"{person.name} is not marked as trained for {name}." for name in names]
    assert clash in page
    assert all(sentence in page for sentence in told)
    _, warned = list(get_messages(do().wsgi_request))
    assert warned.message.startswith(clash)
    assert told[0] in warned.message
    assert set(Staffing.objects.filter(group__in=groups).values_list("trained", flat=True)) == {None}


def test_the_mark_of_whoever_takes_over_is_kept_or_given(senco, cast, school, year, role, groups):
    person = cast["assistant"].staff_member
    Provision.objects.update(training_needed="Two days")
    other = make.GroupFactory(school=school, year=year, code="ELSE", provision=groups[0].provision)
    make.StaffingFactory(school=school, group=other, role=role, person=person, trained=True)
    answer, do = ask(senco, "person", groups[:1], new_person=person.pk)
    assert answer.context["preview"].warnings == ()
    do()
    assert Staffing.objects.get(group=groups[0]).trained is True
    answer, do = ask(senco, "person", groups[1:], new_person=person.pk, trained="yes")
    assert answer.context["preview"].warnings == ()
    do()
    assert Staffing.objects.get(group=groups[1]).trained is True
