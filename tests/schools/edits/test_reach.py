"""The door asks at the row for right and reach, of everybody, whatever page or service the write came by."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db.models import ForeignKey

import tests.factories as make
from audits.models import AuditRow, AuditTick, CurrentProvision
from provisions.models import InterventionGroup, Place
from schools.access import NotAllowed, NotThere
from schools.edits import edit, reach
from schools.guards import owned_models
from schools.roles import Permission

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(cast, school, year):
    """The teacher's class."""
    room = make.ClassFactory(school=school, year=year, name="3A", year_groups=["3"])
    make.ClassStaffFactory(school=school, school_class=room, staff=cast["teacher"].staff_member)
    return room


@pytest.fixture
def other(school, year):
    """Somebody else's class."""
    return make.ClassFactory(school=school, year=year, name="5C", year_groups=["5"])


@pytest.fixture
def teacher(school, access):
    school.teachers_make_groups = True
    school.save()
    return access("teacher")


def pupil_of(room):
    pupil = make.PupilFactory(school=room.school)
    make.PupilYearFactory(school=room.school, pupil=pupil, year=room.year, school_class=room, year_group="3")
    return pupil


def group_of(room):
    return make.GroupFactory(school=room.school, year=room.year, school_class=room)


def does(by, act):
    with edit(by, "did") as change:
        act(change)


def refused(by, act):
    with pytest.raises(NotAllowed):
        does(by, act)


def test_groups_and_their_lines_are_changed_within_the_own_classes(teacher, room, other):
    own, far = group_of(room), group_of(other)
    staffing, their_staffing = (
        make.StaffingFactory(school=own.school, group=own),
        make.StaffingFactory(school=far.school, group=far),
    )
    does(teacher, lambda change: change.set(own, size=4))
    does(teacher, lambda change: change.set(staffing, minutes=15))
    does(teacher, lambda change: change.remove(staffing))
    refused(teacher, lambda change: change.set(far, size=4))
    refused(teacher, lambda change: change.set(their_staffing, minutes=15))
    refused(teacher, lambda change: change.remove(their_staffing))


@pytest.mark.parametrize("beyond", ["another class", "no class"])
def test_no_group_is_moved_or_made_out_of_the_own_classes(beyond, teacher, room, other):
    to = other if beyond == "another class" else None
    own = group_of(room)
    refused(teacher, lambda change: change.set(own, school_class=to))
    own.refresh_from_db()
    line = make.StaffingFactory(school=own.school, group=own)
    refused(teacher, lambda change: change.set(line, group_id=group_of(other).pk))
    made = InterventionGroup(year=room.year, provision=own.provision, code="X", size=2, weeks=3, school_class=to)
    refused(teacher, lambda change: change.add(made))


def test_places_are_for_pupils_within_reach(teacher, room, other):
    own, near, far = group_of(room), pupil_of(room), pupil_of(other)
    does(teacher, lambda change: change.add(Place(group=own, pupil=near)))
    refused(teacher, lambda change: change.add(Place(group=own, pupil=far)))
    refused(teacher, lambda change: change.add(Place(group=group_of(other), pupil=near)))


def test_seeing_every_pupil_makes_no_other_class_one_s_own(teacher, room, other):
    """A head who teaches, in a school whose teachers set up groups."""
    head = replace(teacher, permissions=teacher.permissions | {Permission.VIEW_PUPILS})
    does(head, lambda change: change.set(group_of(room), size=4))
    refused(head, lambda change: change.set(group_of(other), size=4))


def test_charts_are_filled_in_for_the_own_pupils(teacher, access, room, other):
    chart = make.AuditChartFactory(school=room.school, year=room.year, year_group="", school_class=room)
    far_chart = make.AuditChartFactory(school=room.school, year=room.year, year_group="", school_class=other)
    near, far = pupil_of(room), pupil_of(other)
    theirs = make.AuditRowFactory(school=room.school, chart=far_chart, pupil=far)
    provision = make.ProvisionFactory(school=room.school)
    does(teacher, lambda change: change.add(AuditRow(chart=chart, pupil=near, band="must")))
    refused(teacher, lambda change: change.add(AuditRow(chart=chart, pupil=far, band="must")))
    refused(teacher, lambda change: change.add(AuditRow(chart=far_chart, pupil=pupil_of(room), band="must")))
    refused(teacher, lambda change: change.set(theirs, band="could"))
    refused(teacher, lambda change: change.add(AuditTick(row=theirs, provision=provision)))
    refused(teacher, lambda change: change.set(far_chart, state="handed in"))
    does(access("senco"), lambda change: change.set(theirs, band="could"))


def test_current_provision_is_written_for_the_own_classes(teacher, room, other):
    for scope, own in (
        ({"school_class": room}, True),
        ({"year_group": "3"}, True),
        ({"school_class": other}, False),
        ({"year_group": "5"}, False),
    ):
        line = CurrentProvision(year=room.year, named="Reading", **scope)
        (does if own else refused)(teacher, lambda change, line=line: change.add(line))


def test_another_school_s_rows_are_not_there(access, other_school):
    theirs, senco = make.PupilFactory(school=other_school), access("senco")
    for act in (lambda change: change.set(theirs, surname="X"), lambda change: change.remove(theirs)):
        with pytest.raises(NotThere):
            does(senco, act)
    with pytest.raises(NotThere):
        does(senco, lambda change: change.set(other_school, name="X"))


def test_every_right_that_reaches_no_further_than_the_person_knows_how_far_that_is():
    narrow = [model for model in owned_models() if reach.OWN.intersection(model.editors)]
    assert len(narrow) >= 8
    assert [model.__name__ for model in narrow if not model.reach and model not in reach._ends] == []
    links = {(model, name) for model in owned_models() for name in model.reach}
    assert [link for link in links if not isinstance(link[0]._meta.get_field(link[1]), ForeignKey)] == []
    assert [(model, name) for model, name in links if not leads_home(model, name)] == []


def leads_home(model, name):
    target = model._meta.get_field(name).related_model
    return target in reach._ends or (bool(target.reach) and leads_home(target, target.reach[0]))
