"""Classes and sets in the browser, and whom their staff see."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from provisions.models import Session
from provisions.reading import reach
from pupils.models import SchoolClass, TeachingSet
from schools.clock import today
from tests.editing import opened, send
from tests.factories import ClassFactory, ClassStaffFactory, GroupFactory, PupilYearFactory, SessionFactory, SetFactory

pytestmark = pytest.mark.django_db
CLASSES, SETS = "/s/ashgrove/classes/", "/s/ashgrove/sets/"


def words(answer):
    return answer.content.decode()


@pytest.fixture
def willow(school, year, cast):
    room = ClassFactory(school=school, year=year, name="Willow", year_groups=["3"])
    ClassStaffFactory(school=school, school_class=room, staff=cast["teacher"].staff_member, part="teacher")
    return room


def test_a_mixed_class_is_added_with_its_people(client_of, cast, year):
    teacher, assistant = cast["teacher"].staff_member, cast["assistant"].staff_member
    send(client_of("system_manager"), f"{CLASSES}new/", name=" Oak  tree", year_groups=["4", "3"],
         teachers=[teacher.pk], assistants=[assistant.pk])  # fmt: skip
    room = SchoolClass.objects.get(name="Oak tree")
    assert (room.year, room.year_groups) == (year, ["3", "4"])
    assert set(room.class_staff.values_list("staff_id", "part")) == {
        (teacher.pk, "teacher"), (assistant.pk, "assistant")
    }  # fmt: skip


def test_faults_of_a_class_have_their_own_sentences(client_of, cast, willow):
    senco, teacher = client_of("senco"), cast["teacher"].staff_member.pk
    page = f"{CLASSES}new/"
    assert "There is a class willow already" in words(send(senco, page, name="willow", year_groups=["3"]))
    twice = send(senco, page, name="Oak", year_groups=["3"], teachers=[teacher], assistants=[teacher])
    assert "Teacher Person: choose whether they teach the class or assist in it" in words(twice)
    assert send(senco, page, name="Oak").status_code == 422


def test_two_people_who_change_one_class_are_asked(client_of, willow):
    senco, office, page = client_of("senco"), client_of("system_manager"), f"{CLASSES}{willow.pk}/edit/"
    mine, theirs = opened(senco, page), opened(office, page)
    senco.post(page, mine | {"name": "Willow tree"})
    answer = office.post(page, theirs | {"name": "Willows", "year_groups": ["3", "4"]})
    assert "Two people changed this at once" in words(answer)
    assert SchoolClass.objects.get().name == "Willow tree"


def test_a_class_is_removed_only_when_nothing_stands_in_it_and_undo_brings_all_of_it_back(
    client_of, school, year, willow
):
    senco, page = client_of("senco"), f"{CLASSES}{willow.pk}/remove/"
    pupil = PupilYearFactory(school=school, year=year, school_class=willow)
    assert "1 pupil is in Willow. Move them" in words(send(senco, page))
    pupil.delete()
    group = GroupFactory(school=school, year=year, school_class=willow)
    assert "Willow is named by 1 intervention group" in words(send(senco, page))
    group.delete()
    assert send(senco, page)["Location"] == CLASSES
    assert not SchoolClass.objects.exists()
    number = words(senco.get(CLASSES)).split("/undo/")[1].split("/")[0]
    senco.post(f"/s/ashgrove/undo/{number}/")
    assert SchoolClass.objects.get().class_staff.count() == 1


def test_a_set_is_added_changed_and_removed(client_of, cast, school, year):
    senco, teacher = client_of("senco"), cast["teacher"].staff_member.pk
    pupil = PupilYearFactory(school=school, year=year, year_group="5").pupil
    assert "Choose the pupils of the set" in words(send(senco, f"{SETS}new/", name="Maths 1", staff=[teacher]))
    late = send(senco, f"{SETS}new/", name="Maths 1", year_groups=["3"], ends="2030-01-01")
    assert "The last day is outside the year 2026/27" in words(late)
    send(senco, f"{SETS}new/", name="Maths 1", staff=[teacher], pupils=[pupil.pk], ends="2027-03-01")
    made = TeachingSet.objects.get()
    assert (made.ends, made.set_pupils.get().pupil, made.set_staff.count()) == (date(2027, 3, 1), pupil, 1)
    send(senco, f"{SETS}{made.pk}/edit/", year_groups=["4"], pupils=[], ends="")
    assert "Year 4" in words(senco.get(SETS))
    send(senco, f"{SETS}{made.pk}/remove/")
    assert not TeachingSet.objects.exists()


def test_staff_of_a_set_see_its_pupils_until_its_last_day_and_nobody_else_does(client_of, access, cast, school, year):
    named, whole, other = (
        PupilYearFactory(school=school, year=year, year_group=group).pupil for group in ("2", "3", "13")
    )
    made = SetFactory(
        school=school, year=year, year_groups=["3"], ends=today(), pupils=[named],
        staff=[cast["assistant"].staff_member],
    )  # fmt: skip
    assert reach(access("assistant")) == {named.pk, whole.pk}
    assert reach(access("teacher")) == set()
    assert client_of("assistant").get(f"/s/ashgrove/pupils/{whole.pk}/").status_code == 200
    assert client_of("assistant").get(f"/s/ashgrove/pupils/{other.pk}/").status_code == 404
    assert whole.surname in words(client_of("assistant").get("/s/ashgrove/pupils/"))
    TeachingSet.objects.filter(pk=made.pk).update(ends=today() - timedelta(days=1))
    assert reach(access("assistant")) == set()
    assert client_of("assistant").get(f"/s/ashgrove/pupils/{whole.pk}/").status_code == 404


def test_rooms_are_renamed_with_a_preview_and_undo(client_of, school, year):
    group = GroupFactory(school=school, year=year)
    for number, room in enumerate(("Hall", "hall", "hall")):
        SessionFactory(school=school, group=group, day=number, room=room)
    office = client_of("system_manager")
    page = words(office.get("/s/ashgrove/rooms/"))
    assert "/s/ashgrove/rooms/rename/hall/" in page
    told = office.post("/s/ashgrove/rooms/preview/hall/", {"name": "Hall"})
    assert "the two are one room" in words(told)
    send(office, "/s/ashgrove/rooms/rename/hall/", name="Hall")
    assert set(Session.objects.values_list("room", flat=True)) == {"Hall"}
    number = words(office.get("/s/ashgrove/rooms/")).split("/undo/")[1].split("/")[0]
    office.post(f"/s/ashgrove/undo/{number}/")
    assert sorted(Session.objects.values_list("room", flat=True)) == ["Hall", "hall", "hall"]
    assert office.get("/s/ashgrove/rooms/rename/nowhere/").status_code == 404
    assert client_of("head").get("/s/ashgrove/rooms/rename/Hall/").status_code == 403
