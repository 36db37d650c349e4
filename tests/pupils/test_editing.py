"""The roll, needs, profile, outcomes and pupil groups, changed on pages."""

from __future__ import annotations

import re
from datetime import date

import pytest

from pupils.models import Outcome, Pupil, PupilGroup, PupilGroupMember, PupilNeed, PupilYear, SchoolClass
from pupils.upn import check_letter
from schools.models import TrailEntry
from tests.editing import opened, send
from tests.factories import (
    ClassFactory,
    OutcomeFactory,
    PlaceFactory,
    PupilFactory,
    PupilGroupFactory,
    PupilGroupMemberFactory,
    PupilNeedFactory,
    PupilYearFactory,
)

pytestmark = pytest.mark.django_db
S = "/s/ashgrove/"
UPN = "201100018042"
UPN = check_letter("A" + UPN) + UPN


@pytest.fixture
def oak(school, year) -> SchoolClass:
    return ClassFactory(school=school, year=year, name="Oak", year_groups=["3", "4"])


@pytest.fixture
def birch(school, year) -> SchoolClass:
    return ClassFactory(school=school, year=year, name="Birch", year_groups=["5"])


@pytest.fixture
def ada(school, year, oak) -> Pupil:
    pupil = PupilFactory(school=school, surname="Okafor", forename="Ada", admission_number="A1")
    PupilYearFactory(school=school, year=year, pupil=pupil, school_class=oak)
    return pupil


@pytest.fixture
def ben(school, year, oak) -> Pupil:
    pupil = PupilFactory(school=school, surname="Hill", forename="Ben", admission_number="A2")
    PupilYearFactory(school=school, year=year, pupil=pupil, school_class=oak, year_group="4")
    return pupil


@pytest.fixture
def senco(client_of):
    return client_of("senco")


@pytest.fixture
def office(client_of):
    return client_of("system_manager")


def text_of(answer) -> str:
    """The page without forms' tokens, in which any three letters may come to stand."""
    return re.sub(r"[A-Za-z0-9]{32,}", "", answer.content.decode())


def undo_last(client) -> None:
    client.post(f"{S}undo/{TrailEntry.objects.latest('pk').pk}/")


NEW = {"surname": "Bell", "forename": "Cy", "year_group": "3", "date_of_birth": "2018-05-03"}


def test_the_system_manager_adds_a_pupil_and_comes_back_to_the_roll(office, oak):
    answer = send(office, f"{S}pupils/new/", **NEW, upn=UPN.lower(), school_class=oak.pk)
    assert (answer.status_code, answer["Location"]) == (302, f"{S}pupils/roll/")
    pupil = Pupil.objects.get()
    assert (pupil.upn, pupil.years.get().school_class, pupil.years.get().status_code) == (UPN, oak, "N")
    assert "Cy Bell is on the roll." in text_of(office.get(f"{S}pupils/roll/"))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"upn": "A" + UPN[1:]}, f"they call for {UPN[0]}"),
        ({"upn": UPN, "date_of_birth": "2031-01-01"}, "This day is still to come"),
        ({"admission_number": "a1"}, "This admission number is that of Ada Okafor, born 1 Dec 2018, Year 3, Oak."),
    ],
)
def test_what_cannot_be_added_says_why(senco, ada, given, sentence):
    answer = send(senco, f"{S}pupils/new/", **NEW | given)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert Pupil.objects.count() == 1


def test_a_class_takes_only_its_year_groups(senco, ada, birch):
    answer = send(senco, f"{S}pupils/{ada.pk}/edit/", school_class=birch.pk)
    assert "Birch takes Year 5; Ada Okafor is in Year 3." in text_of(answer)
    assert send(senco, f"{S}pupils/{ada.pk}/edit/", school_class=birch.pk, year_group="5").status_code == 302
    assert ada.years.get().school_class == birch


def test_one_who_may_be_there_already_is_asked_about(senco, ada):
    same = NEW | {"surname": "okafor", "forename": "ADA", "date_of_birth": "2018-12-01", "admission_number": "A9"}
    answer = send(senco, f"{S}pupils/new/", **same)
    assert "This may be Ada Okafor, born 1 Dec 2018, Year 3, Oak." in text_of(answer)
    assert 'name="another"' in text_of(answer)
    assert send(senco, f"{S}pupils/new/", **same, another="on").status_code == 302
    assert Pupil.objects.count() == 2


def test_several_move_at_once_or_none_and_undo_puts_all_back(office, ada, ben, oak, birch, school, year):
    elm = ClassFactory(school=school, year=year, name="Elm", year_groups=["3", "4"])
    ticked = {"pupils": [ada.pk, ben.pk], "back": f"{S}pupils/roll/?class={oak.pk}"}
    answer = office.post(f"{S}pupils/roll/move/", ticked | {"school_class": birch.pk})
    assert "Ben Hill and Ada Okafor are in Year 3 and Year 4" in text_of(answer)
    answer = office.post(f"{S}pupils/roll/move/", ticked | {"school_class": elm.pk})
    assert answer["Location"] == ticked["back"]
    assert set(PupilYear.objects.values_list("school_class", flat=True)) == {elm.pk}
    undo_last(office)
    assert set(PupilYear.objects.values_list("school_class", flat=True)) == {oak.pk}


def test_leavers_are_under_their_filter_and_come_back(office, ada, ben):
    office.post(f"{S}pupils/roll/leavers/", {"pupils": [ada.pk], "leaving_date": "2026-09-04"})
    assert "4 Sep 2026" in text_of(office.get(f"{S}pupils/roll/?show=left"))
    assert "Ada Okafor" not in text_of(office.get(f"{S}pupils/roll/?q=ada"))
    send(office, f"{S}pupils/{ada.pk}/back/")
    assert Pupil.objects.get(pk=ada.pk).leaving_date is None


def test_who_comes_back_in_another_year_is_asked_for_the_year_group(office, school, oak):
    gone = PupilFactory(school=school, leaving_date=date(2025, 7, 20), surname="Away")
    answer = office.post(f"{S}pupils/roll/back/", {"pupils": [gone.pk]})
    assert "has no year group in 2026/27 yet" in text_of(answer)
    send(office, f"{S}pupils/{gone.pk}/back/", year_group="4", school_class=oak.pk)
    assert gone.years.get().school_class == oak


def test_the_roll_tells_nothing_of_needs(office, ada):
    PupilNeedFactory(school=ada.school, pupil=ada)
    roll = text_of(office.get(f"{S}pupils/roll/"))
    assert "Ada Okafor" in roll
    assert not any(word in roll for word in ("SEN support", "Speech", "EHC"))
    assert "status" not in opened(office, f"{S}pupils/{ada.pk}/edit/")


def ranks(pupil) -> list[str]:
    return [need.need_type.code for need in PupilNeed.objects.filter(pupil=pupil).order_by("rank")]


def test_needs_are_ranked_and_moved(senco, ada):
    for rank, code in enumerate(("SLCN", "ASD", "HI"), 1):
        PupilNeedFactory(school=ada.school, pupil=ada, need=code, rank=rank)
    path = f"{S}pupils/{ada.pk}/needs/"
    send(senco, path, **{"needs-2-rank": 1, "status": "K+", "sen_since": "2025-09-01"})
    assert ranks(ada) == ["HI", "SLCN", "ASD"]
    assert ada.years.get().status_code == "K+"
    send(senco, path, **{"needs-0-rank": 3})
    assert ranks(ada) == ["SLCN", "ASD", "HI"]
    send(senco, path, **{"needs-1-DELETE": "on"})
    assert ranks(ada) == ["SLCN", "HI"]
    undo_last(senco)
    assert ranks(ada) == ["SLCN", "ASD", "HI"]


def test_needs_that_do_not_go_together_are_refused(senco, ada):
    need = PupilNeedFactory(school=ada.school, pupil=ada, need="NSA").need_type_id
    path = f"{S}pupils/{ada.pk}/needs/"
    assert "goes only with SEN support" in text_of(send(senco, path, status="E"))
    assert "is there twice" in text_of(send(senco, path, **{"needs-1-need_type": need}))
    assert ranks(ada) == ["NSA"]


def test_the_profile_is_begun_and_changed(senco, ada):
    path = f"{S}pupils/{ada.pk}/profile/"
    send(senco, path, strengths="Draws.\nSings.")
    send(senco, path, needs="Loud rooms.")
    assert (ada.profile.strengths.split(), ada.profile.needs) == (["Draws.", "Sings."], "Loud rooms.")


def test_an_outcome_is_added_and_goes_only_while_nothing_stands_on_it(senco, ada, school, year):
    send(senco, f"{S}pupils/{ada.pk}/outcomes/new/", wording="I will\nread ten words.", area="C&L", by="2027-03-25")
    outcome = Outcome.objects.get()
    assert (outcome.wording, outcome.status) == ("I will read ten words.", "open")
    again = send(senco, f"{S}pupils/{ada.pk}/outcomes/new/", wording="I will read TEN words.")
    assert "has an outcome in these words already" in text_of(again)
    path = f"{S}pupils/{ada.pk}/outcomes/{outcome.pk}/"
    send(senco, f"{path}edit/", status="met")
    PlaceFactory(school=school, pupil=ada, outcome=outcome)
    assert "A place in a group works towards this outcome" in text_of(send(senco, f"{path}remove/"))
    other = OutcomeFactory(school=school, pupil=ada)
    send(senco, f"{S}pupils/{ada.pk}/outcomes/{other.pk}/remove/")
    assert Outcome.objects.get().status == "met"
    undo_last(senco)
    assert Outcome.objects.count() == 2


def test_a_group_goes_with_its_pupils_and_comes_back_with_them(office, ada, ben):
    send(office, f"{S}pupil-groups/new/", name="Pupil premium", members=[ada.pk, ben.pk])
    group = PupilGroup.objects.get()
    assert "There is a pupil group “PUPIL premium” already" in text_of(
        send(office, f"{S}pupil-groups/new/", name="PUPIL premium")
    )
    send(office, f"{S}pupil-groups/{group.pk}/edit/", members=[ben.pk], name="PP")
    assert list(group.members.values_list("pupil", flat=True)) == [ben.pk]
    send(office, f"{S}pupil-groups/{group.pk}/remove/")
    assert not PupilGroup.objects.exists()
    undo_last(office)
    assert PupilGroupMember.objects.get().group.name == "PP"


def test_groups_for_senior_leaders_are_not_the_system_managers(office, senco, ada):
    group = PupilGroupFactory(school=ada.school, name="Looked after", visibility="senior")
    open_to_all = PupilGroupFactory(school=ada.school, name="EAL")
    PupilGroupMemberFactory(school=ada.school, group=group, pupil=ada)
    assert "Looked after" not in text_of(office.get(f"{S}pupil-groups/"))
    assert office.get(f"{S}pupil-groups/{group.pk}/edit/").status_code == 404
    send(office, f"{S}pupils/{ada.pk}/groups/", groups=[open_to_all.pk])
    assert set(ada.group_memberships.values_list("group__name", flat=True)) == {"EAL", "Looked after"}
    assert "Looked after" in text_of(senco.get(f"{S}pupil-groups/"))


def test_the_pupils_page_offers_changes_to_who_may_make_them(client_of, senco, cast, ada, oak):
    oak.class_staff.create(school=ada.school, staff=cast["teacher"].staff_member, part="teacher")
    links = [f"/pupils/{ada.pk}/{part}/" for part in ("edit", "needs", "profile", "groups", "outcomes/new")]
    shown = {name: text_of(client_of(name).get(f"{S}pupils/{ada.pk}/")) for name in ("senco", "teacher")}
    assert [link in shown["senco"] for link in links] == [True] * 5
    assert [link in shown["teacher"] for link in links] == [False] * 5
