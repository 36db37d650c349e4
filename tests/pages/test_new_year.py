"""Opening the next academic year: step by step, all of it or nothing, once."""

from __future__ import annotations

from datetime import date
from time import monotonic
from typing import Any

import pytest

from costing.models import RolePay
from provisions.models import FundingStream, InterventionGroup, Place, Session, Staffing, WholeSchoolProvision
from provisions.years.reading import name_up
from pupils.models import ClassStaff, Pupil, PupilYear, SchoolClass
from schools.models import AcademicYear, HalfTerm, TrailEntry
from tests import factories as make
from tests.editing import held

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(school, year, cast):
    """A small school: 3W, a mixed class Oak of Years 4 and 5, 6W who leave, one pupil without a class, a group."""
    own = {"school": school}
    rooms = {
        name: make.ClassFactory(**own, year=year, name=name, year_groups=codes)
        for name, codes in (("3W", ["3"]), ("Oak", ["4", "5"]), ("6W", ["6"]))
    }
    make.ClassStaffFactory(**own, school_class=rooms["3W"], staff=cast["teacher"].staff_member)
    pupils = {}
    for name, code, room, more in (
        ("Ada", "3", "3W", {"sen_status": "K", "high_need": True}),
        ("Ben", "3", "3W", {}),
        ("Cy", "4", "Oak", {}),
        ("Dee", "5", "Oak", {}),
        ("Eve", "6", "6W", {}),
        ("Fay", "6", "6W", {}),
        ("Gus", "4", "", {}),
    ):
        pupils[name] = make.PupilFactory(**own, forename=name, preferred_name="", surname="Pupil")
        make.PupilYearFactory(
            **own, pupil=pupils[name], year=year, year_group=code, school_class=rooms.get(room), **more
        )
    gone = make.PupilFactory(**own, forename="Gone", leaving_date=date(2026, 10, 1))
    make.PupilYearFactory(**own, pupil=gone, year=year, year_group="3", school_class=rooms["3W"])
    role = make.StaffRoleFactory(**own)
    make.RolePayFactory(**own, role=role, year=year, from_date=None, rate="12.00")
    make.RolePayFactory(**own, role=role, year=year, from_date=date(2027, 1, 1), rate="13.00")
    stream = make.FundingStreamFactory(**own, year=year, name="Notional", amount=9000)
    make.WholeSchoolProvisionFactory(**own, year=year, funding_stream=stream)
    group = make.GroupFactory(
        **own, year=year, code="3-PHON", year_groups=["3"], school_class=rooms["3W"], funding_stream=stream,
        starts=date(2026, 9, 7), ends=date(2027, 7, 16),
    )  # fmt: skip
    make.StaffingFactory(**own, group=group, role=role)
    make.SessionFactory(**own, group=group)
    make.PlaceFactory(**own, group=group, pupil=pupils["Ada"])
    return {"pupils": pupils, "rooms": rooms, "group": group}


PATH = "/s/ashgrove/years/new/"


def sent(answer: Any) -> dict[str, Any]:
    """What a browser would send of this page, without the button."""
    data = {"step": answer.context["step"]}
    for name, value in answer.context["hidden"]:
        data.setdefault(name, []).append(value)
    return data | (held(answer.context) if answer.context["form"] else {})


def faults(answer: Any) -> list[Any]:
    """What a page finds wrong."""
    lines = [line.errors for part in answer.context["formsets"] for line in part.forms]
    whole = [part.non_form_errors() for part in answer.context["formsets"]]
    return [answer.context["step"], answer.context["form"].errors, *whole, *lines]


def walk(client: Any, **changes: Any) -> Any:
    """All steps up to the last page, with some fields changed where they stand."""
    answer = client.get(PATH)
    for _ in range(4):
        assert answer.status_code == 200, faults(answer)
        data = sent(answer)
        data |= {name: value for name, value in changes.items() if name in data or name.startswith(data["step"])}
        answer = client.post(PATH, data | {"go": "next"})
    return answer


def opened(client: Any, **changes: Any) -> Any:
    """The year opened."""
    answer = walk(client, **changes)
    assert answer.context["step"] == "check", faults(answer)
    return client.post(PATH, sent(answer) | {"go": "next"}, follow=True)


def test_classes_and_pupils_move_up_and_the_oldest_leave(filled, client_of, year):
    answer = opened(client_of("senco"))
    assert "2027/28 is open" in answer.content.decode()
    new = AcademicYear.objects.get(name="2027/28")
    assert (new.starts, new.ends) == (date(2027, 9, 1), date(2028, 7, 31))
    assert HalfTerm.objects.filter(year=new).count() == HalfTerm.objects.filter(year=year).count()
    assert all(term.starts.weekday() < 5 and term.ends.weekday() < 5 for term in HalfTerm.objects.filter(year=new))
    rooms = dict(SchoolClass.objects.filter(year=new).values_list("name", "year_groups"))
    assert rooms == {"3W": ["3"], "4W": ["4"], "Oak": ["4", "5"]}
    assert ClassStaff.objects.get(school_class__year=new, school_class__name="3W")
    where = {
        row.pupil.forename: (row.year_group, row.school_class.name if row.school_class else "")
        for row in PupilYear.objects.filter(year=new).select_related("pupil", "school_class")
    }
    assert where == {
        "Ada": ("4", "4W"), "Ben": ("4", "4W"), "Cy": ("5", "Oak"), "Dee": ("6", ""), "Gus": ("5", ""),
    }  # fmt: skip
    ada = PupilYear.objects.get(year=new, pupil__forename="Ada")
    assert ada.status_code == "K+"
    assert {one.leaving_date for one in Pupil.objects.filter(forename__in=("Eve", "Fay"))} == {year.ends}
    assert Pupil.objects.get(forename="Gone").leaving_date == date(2026, 10, 1)


def test_what_is_chosen_is_carried_over_as_drafts_at_the_new_days(filled, client_of):
    opened(client_of("senco"), **{"carry-with_pupils": "on"})
    new = AcademicYear.objects.get(name="2027/28")
    group = InterventionGroup.objects.get(year=new)
    assert (group.code, group.status, group.year_groups) == ("3-PHON", "draft", ["4"])
    assert (group.school_class.name, group.funding_stream.year) == ("4W", new)
    assert group.starts.weekday() == 0
    assert new.starts <= group.starts < group.ends <= new.ends
    assert (Staffing.objects.filter(group=group).count(), Session.objects.filter(group=group).count()) == (1, 1)
    assert Place.objects.get(group=group).pupil == filled["pupils"]["Ada"]
    assert RolePay.objects.get(year=new).rate == 13
    assert RolePay.objects.get(year=new).from_date is None
    assert FundingStream.objects.get(year=new).amount == 9000
    assert WholeSchoolProvision.objects.get(year=new).funding_stream.year == new


def test_a_class_is_split_a_leaver_stays_and_a_large_class_is_said(filled, client_of, school, year):
    for number in range(31):
        pupil = make.PupilFactory(school=school, forename=f"More {number}")
        make.PupilYearFactory(school=school, pupil=pupil, year=year, year_group="3", school_class=filled["rooms"]["3W"])
    key, ben = filled["rooms"]["3W"].pk, filled["pupils"]["Ben"].pk
    changes = {
        "classes-3-name": "4X", "classes-3-year_groups": ["4"], "classes-TOTAL_FORMS": "4",
        f"pupils-second-{key}-4": "classes-3", f"pupils-some-{key}-4": [str(ben)],
        "pupils-leaving": [str(filled["pupils"]["Eve"].pk)],
    }  # fmt: skip
    answer = walk(client_of("senco"), **changes)
    said = answer.content.decode()
    assert "4W would have 32 pupils." in said
    assert "1 from 3W" in said
    client_of("senco").post(PATH, sent(answer) | {"go": "next"})
    new = AcademicYear.objects.get(name="2027/28")
    assert PupilYear.objects.get(year=new, pupil_id=ben).school_class.name == "4X"
    fay = PupilYear.objects.get(year=new, pupil__forename="Fay")
    assert (fay.year_group, fay.school_class, fay.pupil.leaving_date) == ("6", None, None)


def test_a_fault_is_named_at_its_step_and_keeps_what_was_typed(filled, client_of):
    client = client_of("senco")
    first = sent(client.get(PATH))
    wrong = client.post(PATH, first | {"year-starts": "2027-07-15", "go": "next"})
    assert wrong.status_code == 422
    assert "share days" in wrong.content.decode()
    assert "2027-07-15" in wrong.content.decode()
    second = client.post(PATH, first | {"go": "next"})
    twice = client.post(PATH, sent(second) | {"classes-1-name": "3w", "go": "next"})
    assert twice.status_code == 422
    assert "Give one another name." in twice.content.decode()
    back = client.post(PATH, sent(second) | {"go": "back"})
    assert back.context["step"] == "year"


def test_sent_twice_counts_once_and_the_latest_year_alone_is_followed(filled, client_of, year):
    client = client_of("senco")
    last = sent(walk(client)) | {"go": "next"}
    client.post(PATH, last)
    again = client.post(PATH, last | {}, follow=True)
    assert AcademicYear.objects.filter(name="2027/28").count() == 1
    assert again.status_code in (200, 422)
    followed = client.get(f"{PATH}?year={year.pk}")
    assert "2027/28 is the school’s latest year" in followed.content.decode()


def test_opening_can_be_taken_back_until_somebody_builds_on_it(filled, client_of, school):
    client = client_of("senco")
    opened(client)
    entry = entry_of(school)
    new = AcademicYear.objects.get(name="2027/28")
    late = make.ClassFactory(school=school, year=new, name="Late")
    client.post(f"/s/ashgrove/undo/{entry.pk}/")
    assert AcademicYear.objects.filter(name="2027/28").exists()
    late.delete()
    client.get(f"/s/ashgrove/?year={filled['group'].year_id}")  # from whichever year one looks at
    client.post(f"/s/ashgrove/undo/{entry.pk}/")
    assert not AcademicYear.objects.filter(name="2027/28").exists()
    assert Pupil.objects.get(forename="Eve").leaving_date is None
    assert client.get("/s/ashgrove/").status_code == 200


def entry_of(school: Any) -> Any:
    """The line of the opening in the trail."""
    return TrailEntry.objects.get(school=school, verb="opened", summary="the year 2027/28")


def test_the_system_manager_opens_the_year_without_money_and_provision(filled, client_of):
    client = client_of("system_manager")
    answer = client.get(PATH)
    pages = [answer.content.decode()]
    for _ in range(4):
        answer = client.post(PATH, sent(answer) | {"go": "next", "carry-groups": [str(filled["group"].pk)]})
        pages.append(answer.content.decode())
    assert "Notional" not in "".join(pages)
    assert "3-PHON" not in "".join(pages)
    assert "left to them" in pages[3]
    client.post(PATH, sent(answer) | {"go": "next"})
    new = AcademicYear.objects.get(name="2027/28")
    assert PupilYear.objects.filter(year=new).count() == 5
    assert PupilYear.objects.get(year=new, pupil__forename="Ada").sen_status == "K"
    assert not InterventionGroup.objects.filter(year=new).exists()
    assert not FundingStream.objects.filter(year=new).exists()


def test_four_hundred_and_twenty_pupils_take_less_than_five_seconds(filled, client_of, school, year):
    pupils = Pupil.objects.bulk_create(
        Pupil(school=school, surname=f"Many {n}", forename="A", admission_number=f"M{n}") for n in range(420)
    )
    PupilYear.objects.bulk_create(
        PupilYear(school=school, pupil=one, year=year, year_group="3", school_class=filled["rooms"]["3W"])
        for one in pupils
    )
    last = walk(client_of("senco"))
    data, began = sent(last), monotonic()
    client_of("senco").post(PATH, data | {"go": "next"})
    assert monotonic() - began < 5
    assert PupilYear.objects.filter(year__name="2027/28").count() == 425


@pytest.mark.parametrize(
    ("name", "code", "after"),
    [
        ("3W", "3", "4W"),
        ("RW", "R", "1W"),
        ("Rowan", "R", "Rowan"),
        ("Year 10 B", "10", "Year 11 B"),
        ("Oak", "3", "Oak"),
    ],
)
def test_a_class_is_called_by_its_year_group_a_year_on(name, code, after):
    assert name_up(name, code) == after
