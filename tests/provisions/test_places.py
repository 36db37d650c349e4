"""Pupils in groups: who would fit, coming and going, and what cannot stand."""

from __future__ import annotations

from datetime import date, time

import pytest

from provisions.models import Place
from pupils.models import Outcome
from schools.models import TrailEntry
from schools.roles import Permission
from tests import factories as make
from tests.editing import opened, send

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _on_a_day_in_autumn(settings):
    settings.TODAY = TODAY


@pytest.fixture
def group(school, year):
    """A group of two for Year 3, on Mondays at 9.15."""
    made = make.GroupFactory(school=school, year=year, code="G1", name="Word detectives", size=2)
    make.SessionFactory(school=school, group=made)
    return made


@pytest.fixture
def child(school, year):
    """Make a pupil of the year: `child("Ada")`."""

    def made(forename, **more):
        pupil = make.PupilFactory(school=school, forename=forename, surname="Example")
        make.PupilYearFactory(school=school, pupil=pupil, year=year, **{"sen_status": "N"} | more)
        return pupil

    return made


@pytest.fixture
def senco(client_of):
    return client_of("senco")


def add(client, group, *pupils, **more):
    return send(client, f"/s/ashgrove/groups/{group.pk}/places/", pupils=[one.pk for one in pupils], **more)


def faults(answer):
    assert answer.status_code == 422, answer.content.decode()[:400]
    return " ".join(str(error) for errors in answer.context["form"].errors.values() for error in errors)


def test_pupils_get_their_places_in_one_go_and_it_can_be_taken_back(senco, group, child):
    ada, ben = child("Ada"), child("Ben")
    answer = add(senco, group, ada, ben, wording="Reads  five new words", days=["0"])
    assert answer.status_code == 302
    held = Place.objects.filter(group=group)
    assert {(one.pupil, one.joined, tuple(one.days), str(one.outcome)) for one in held} == {
        (ada, TODAY, (0,), "Reads five new words"), (ben, TODAY, (0,), "Reads five new words"),
    }  # fmt: skip
    page = senco.get(answer["Location"]).content.decode()
    assert "2 pupils have a place in Word detectives now." in page
    assert "Ada Example" in page
    senco.post(f"/s/ashgrove/undo/{TrailEntry.objects.latest('id').pk}/")
    assert not Place.objects.exists()
    assert not Outcome.objects.exists()


def test_who_would_fit_stands_first_and_says_why(senco, school, year, group, child):
    _plain, needy, busy, _older, gone = (
        child("Plain"), child("Needy", sen_status="K"), child("Busy", sen_status="E"),
        child("Older", year_group="6", sen_status="E"), child("Gone"),
    )  # fmt: skip
    make.PupilNeedFactory(school=school, pupil=needy, need="SPLD")
    gone.leaving_date = date(2026, 10, 1)
    gone.save()
    other = make.GroupFactory(school=school, year=year, code="G2", name="Talk time")
    make.SessionFactory(school=school, group=other, start=time(9, 45))
    make.PlaceFactory(school=school, group=other, pupil=busy)
    make.PlaceFactory(school=school, group=group, pupil=child("Inside"))
    form = senco.get(f"/s/ashgrove/groups/{group.pk}/places/").context["form"]
    lists = {head: [str(label) for _, label in found] for head, found in form.fields["pupils"].choices}
    assert list(lists) == ["Who would fit", "Others of Year 3", "Everybody else"]
    (fits,) = lists["Who would fit"]
    assert fits.startswith("Needy Example")
    assert "Main need: Specific Learning Difficulty · SEN support · nothing in Cognition and learning yet" in fits
    assert [label.split()[0] for label in lists["Others of Year 3"]] == ["Plain", "Busy"]
    assert "Has Talk time (G2) at the same time, Mon 9.45 am" in lists["Others of Year 3"][1]
    assert [label.split()[0] for label in lists["Everybody else"]] == ["Older"]


def test_what_the_audit_says_counts_most(senco, school, year, group, child):
    needy, named = child("Needy", sen_status="E"), child("Named")
    row = make.AuditRowFactory(school=school, chart__year=year, pupil=named)
    make.AuditTickFactory(school=school, row=row, provision=group.provision)
    (head, found), *_ = senco.get(f"/s/ashgrove/groups/{group.pk}/places/").context["form"].fields["pupils"].choices
    assert [(head, pk) for pk, _ in found] == [("Who would fit", named.pk), ("Who would fit", needy.pk)]
    assert "Must have this, says the audit" in found[0][1]


def test_one_too_many_is_said_before_it_is_saved(senco, group, child):
    pupils = [child(name) for name in ("Ada", "Ben", "Cleo")]
    path = f"/s/ashgrove/groups/{group.pk}/places/"
    told = senco.post(f"{path}?count", {"pupils": [one.pk for one in pupils]}).content.decode()
    assert "With 3 more, 3 of 2 places would be filled. That is 1 pupil more than are taught together." in told
    answer = add(senco, group, *pupils)
    assert "1 pupil more than are taught together. If that is meant, save once more." in faults(answer)
    assert not Place.objects.exists()
    data = opened(senco, path) | {
        "pupils": [one.pk for one in pupils],
        "known": answer.context["form"]["known"].value(),
    }
    assert senco.post(path, data).status_code == 302
    assert Place.objects.count() == 3


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"joined": "2026-09-01"}, "cannot join Word detectives on 1 Sep 2026: it begins on 7 Sep 2026"),
        ({"joined": "2026-12-20"}, "cannot join Word detectives on 20 Dec 2026: its last day is 18 Dec 2026"),
        ({"left": "2027-01-08"}, "cannot leave Word detectives on 8 Jan 2027: its last day is 18 Dec 2026"),
        ({"joined": "2026-11-09", "left": "2026-11-02"}, "2 Nov 2026, which is before the first, 9 Nov 2026"),
        ({"days": ["0", "1"]}, "Word detectives never meets on Tuesday. It meets on Monday"),
        ({"charged_in_full": "on"}, "A place charged in full needs its reason in writing"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_said(senco, group, child, given, sentence):
    group.starts, group.ends = date(2026, 9, 7), date(2026, 12, 18)
    group.save()
    assert sentence in faults(add(senco, group, child("Ada"), **given))
    assert not Place.objects.exists()


def test_nobody_is_in_a_group_twice_at_one_time_but_may_come_back(senco, school, group, child):
    ada = child("Ada")
    place = make.PlaceFactory(school=school, group=group, pupil=ada, left=date(2026, 11, 27))
    path = f"/s/ashgrove/groups/{group.pk}/places/?pupil={ada.pk}"
    data = opened(senco, path)
    assert "pupils" in data
    changes = {"pupils": [ada.pk], "joined": "2026-11-27"}
    assert senco.post(path, data | changes).status_code == 422
    place.left = date(2026, 11, 20)
    place.save()
    assert add(senco, group, ada, joined="2026-11-16").status_code == 422
    assert "Ada Example has a place in Word detectives from its beginning until 20 Nov 2026." in faults(
        add(senco, group, ada, joined="2026-11-16")
    )
    assert add(senco, group, ada, joined="2026-11-23").status_code == 302
    assert [one.left for one in Place.objects.filter(pupil=ada).order_by("id")] == [date(2026, 11, 20), None]


def test_a_place_is_changed_and_the_outcome_is_the_pupils_own(senco, school, group, child):
    ada, ben = child("Ada"), child("Ben")
    place = make.PlaceFactory(school=school, group=group, pupil=ada)
    own, others = make.OutcomeFactory(school=school, pupil=ada), make.OutcomeFactory(school=school, pupil=ben)
    path = f"/s/ashgrove/places/{place.pk}/edit/"
    assert send(senco, path, outcome=others.pk).status_code == 422
    answer = send(senco, path, outcome=own.pk, charged_in_full="on", reason="Needs one to one")
    assert answer.status_code == 302
    place.refresh_from_db()
    assert (place.outcome, place.charged_in_full, place.reason) == (own, True, "Needs one to one")


def test_what_a_colleague_changed_meanwhile_is_shown(senco, school, group, child):
    place = make.PlaceFactory(school=school, group=group, pupil=child("Ada"))
    path = f"/s/ashgrove/places/{place.pk}/edit/"
    mine = opened(senco, path) | {"left": "2026-12-04"}
    send(senco, path, left="2026-11-27")
    answer = senco.post(path, mine)
    assert answer.status_code == 422
    assert "27 Nov 2026" in answer.content.decode()
    place.refresh_from_db()
    assert place.left == date(2026, 11, 27)


def test_several_leave_at_once(senco, school, group, child):
    places = [make.PlaceFactory(school=school, group=group, pupil=child(name)) for name in ("Ada", "Ben")]
    path = f"/s/ashgrove/groups/{group.pk}/leave/"
    assert send(senco, path, places=[one.pk for one in places], left="2026-11-20").status_code == 302
    assert set(Place.objects.values_list("left", flat=True)) == {date(2026, 11, 20)}


def test_a_pupil_who_left_the_school_can_leave_the_group_too(senco, school, group, child):
    ada = child("Ada")
    place = make.PlaceFactory(school=school, group=group, pupil=ada)
    ada.leaving_date = date(2026, 10, 1)
    ada.save()
    answer = send(senco, f"/s/ashgrove/places/{place.pk}/leave/", left="2026-10-01")
    assert answer.status_code == 302
    assert "Ada Example left the school on 1 Oct 2026" in faults(
        senco.post(
            f"/s/ashgrove/pupils/{ada.pk}/join/",
            opened(senco, f"/s/ashgrove/pupils/{ada.pk}/join/") | {"group": group.pk, "joined": "2026-11-02"},
        )
    )


def test_only_a_place_by_mistake_is_taken_out(senco, school, group, child):
    ada = child("Ada")
    place = make.PlaceFactory(school=school, group=group, pupil=ada)
    make.ScoreFactory(school=school, pupil=ada, measure=make.MeasureFactory(school=school), group=group)
    path = f"/s/ashgrove/places/{place.pk}/remove/"
    assert "Ada Example has 1 score from this group, so the place was no mistake." in faults(send(senco, path))
    ada.scores.all().delete()
    assert send(senco, path).status_code == 302
    assert not Place.objects.exists()
    senco.post(f"/s/ashgrove/undo/{TrailEntry.objects.latest('id').pk}/")
    assert Place.objects.get().pk == place.pk


def test_a_group_for_a_pupil_those_with_room_first(senco, school, year, group, child):
    ada = child("Ada", sen_status="K")
    full = make.GroupFactory(school=school, year=year, code="G2", name="Full house", size=1)
    make.PlaceFactory(school=school, group=full, pupil=child("Ben"))
    path = f"/s/ashgrove/pupils/{ada.pk}/join/"
    choices = senco.get(path).context["form"].fields["group"].choices
    lists = {head: [str(label) for _, label in found] for head, found in choices[1:]}
    assert lists["Full"][0].startswith("Full house (G2): 1 of 1 place filled")
    assert lists["With an empty place, would fit"][0].startswith("Word detectives (G1): 0 of 2 places filled")
    assert send(senco, path, group=group.pk).status_code == 302
    assert ada.places.get().group == group


def test_a_teacher_fills_the_groups_of_their_own_class_and_sees_no_money(client_of, cast, school, year, group, child):
    school.teachers_make_groups = True
    school.save()
    room = make.ClassFactory(school=school, year=year)
    make.ClassStaffFactory(school=school, school_class=room, staff=cast["teacher"].staff_member)
    ada, ben = child("Ada", school_class=room), child("Ben")
    teacher = client_of("teacher")
    path = f"/s/ashgrove/groups/{group.pk}/places/"
    assert teacher.get(path).status_code == 404
    group.school_class = room
    group.save()
    form = teacher.get(path).context["form"]
    assert [pk for _, found in form.fields["pupils"].choices for pk, _ in found] == [ada.pk]
    assert not {"charged_in_full", "reason", "wording"} & set(form.fields)
    assert add(teacher, group, ben).status_code == 422
    assert add(teacher, group, ada).status_code == 302
    assert teacher.get(f"/s/ashgrove/pupils/{ben.pk}/join/").status_code == 404
    assert Permission.EDIT_OWN_GROUPS in Place.editors
