"""The checks of the map: each finds what it is for, says it in a sentence, and is silent otherwise."""

from __future__ import annotations

import datetime

import pytest

from provisions.checks import CHECKS
from provisions.checks.facts import MapFacts, PupilFacts
from provisions.costs import read_year
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 23)


@pytest.fixture
def own(school):
    return {"school": school}


@pytest.fixture
def pupil(own, year):
    pupil = make.PupilFactory(**own, forename="Maya", surname="Lindqvist")
    make.PupilYearFactory(**own, pupil=pupil, year=year)
    return pupil


@pytest.fixture
def group(own, year):
    def made(code, pupil=None, *, start=None, week="", minutes=60, person=None, outcome=True, **more):
        group = make.GroupFactory(**own, year=year, code=code, name=f"Group {code}", **more)
        make.StaffingFactory(**own, group=group, person=person)
        if start:
            make.SessionFactory(**own, group=group, start=start, week=week, minutes=minutes)
        if pupil:
            aim = make.OutcomeFactory(**own, pupil=pupil) if outcome else None
            make.PlaceFactory(**own, group=group, pupil=pupil, outcome=aim)
        return group

    return made


def found(year, names=None, without_baseline=(), on=DAY, **more):
    facts = MapFacts(read_year(year, on=on).groups, on, names or {}, frozenset(without_baseline), **more)
    return [finding for check in CHECKS for finding in check(facts)]


def codes(findings):
    return [finding.code for finding in findings]


NINE, HALF_PAST = datetime.time(9, 0), datetime.time(9, 30)


def test_nothing_is_found_where_all_is_well(year, group, pupil):
    group("A", pupil, start=NINE, minutes=30)
    group("B", pupil, start=HALF_PAST, minutes=30)
    assert found(year) == []


def test_a_pupil_in_two_places_at_once(year, group, pupil):
    group("A", pupil, start=NINE)
    group("B", pupil, start=HALF_PAST)
    one = found(year, {pupil.pk: "Maya Lindqvist"})
    assert codes(one) == ["pupil-in-two-places"]
    assert one[0].sentence == "Maya Lindqvist has Group A (A) and Group B (B) at the same time: Mon 9.30 am."
    assert one[0].pupil == str(pupil.pk)


def test_weeks_a_and_b_do_not_clash(year, group, pupil):
    group("A", pupil, start=NINE, week="A")
    group("B", pupil, start=NINE, week="B")
    assert found(year) == []


def test_days_a_pupil_does_not_come_do_not_clash(year, own, group, pupil):
    group("A", pupil, start=NINE)
    other = group("B", start=NINE)
    aim = make.OutcomeFactory(**own, pupil=pupil)
    make.PlaceFactory(**own, group=other, pupil=pupil, days=[3], outcome=aim)
    assert found(year) == []


def test_a_person_in_two_places_at_once(year, own, group):
    joan = make.StaffFactory(**own, name="Joan Petrie")
    group("A", start=NINE, person=joan)
    group("B", start=NINE, person=joan)
    one = found(year)
    assert codes(one) == ["person-in-two-places", "no-pupils", "no-pupils"]
    assert one[0].sentence.startswith("Joan Petrie is to take Group A (A) and Group B (B)")


def test_groups_that_do_not_run_today_do_not_clash(year, group, pupil):
    group("A", pupil, start=NINE, ends=datetime.date(2026, 10, 23), status="ended")
    group("B", pupil, start=NINE, starts=datetime.date(2027, 1, 4))
    assert found(year) == []


@pytest.mark.parametrize(("how_many", "told"), [(5, False), (6, True)])
def test_many_at_once(year, group, pupil, how_many, told):
    for number in range(how_many):
        group(f"G{number}", pupil)
    assert ("many-interventions" in codes(found(year))) is told


def test_no_outcome(year, own, group, pupil):
    held = group("A", pupil, outcome=False)
    other = make.PupilFactory(**own)
    make.PlaceFactory(**own, group=held, pupil=other, outcome=make.OutcomeFactory(**own, pupil=other))
    assert [one.sentence for one in found(year)] == ["Group A (A): 1 of 2 pupils has no outcome to work towards here."]


def test_no_baseline(year, own, group, pupil):
    held = group("A", pupil, measure=make.MeasureFactory(**own, name="Spelling age"))
    told = [one.sentence for one in found(year, without_baseline={(held.pk, pupil.pk)})]
    assert told == ["Group A (A): the pupil has no baseline on Spelling age."]


def test_universal_provision_needs_neither_outcome_nor_baseline(year, own, group, pupil):
    every = make.ProvisionFactory(**own, tier="universal")
    held = group("A", pupil, outcome=False, provision=every)
    assert found(year, without_baseline={(held.pk, pupil.pk)}) == []


def test_a_room_in_two_uses_at_once(year, own, group, pupil):
    for code in ("A", "B"):
        held = group(code, make.PupilFactory(**own))
        make.SessionFactory(**own, group=held, start=NINE, room="Library")
    assert [one.sentence for one in found(year)] == [
        "Library is to hold Group A (A) and Group B (B) at the same time: Mon 9.00 am."
    ]


def test_outside_the_school_s_day(year, group, pupil):
    group("A", pupil, start=datetime.time(15, 0), minutes=45)
    day = (datetime.time(8, 45), datetime.time(15, 30))
    assert [one.sentence for one in found(year, school_day=day)] == [
        "Group A (A) meets outside the school’s day, 8.45 am to 3.30 pm: Mon 3.00 pm."
    ]
    assert found(year, school_day=(datetime.time(8, 45), datetime.time(16, 0))) == []


def test_groups_past_their_end_and_for_nobody(year, group, pupil):
    group("A", pupil, ends=datetime.date(2026, 10, 23))
    group("B")
    assert [one.sentence for one in found(year)] == [
        "Group B (B) is running and no pupil has a place in it.",
        "Group A (A) came to its end on 23 Oct 2026 and is still marked as running.",
    ]


KNOWN = PupilFacts("Maya Lindqvist", has_sen=True, last_review=DAY)


@pytest.mark.parametrize(
    ("known", "code"),
    [
        (KNOWN, None),
        (PupilFacts("Maya Lindqvist", has_sen=True), "review-overdue"),
        (PupilFacts("Maya Lindqvist", has_sen=True, last_review=datetime.date(2026, 9, 4)), "review-overdue"),
        (PupilFacts("Maya Lindqvist", has_sen=True, last_review=DAY, need_recorded=False), "no-need"),
        (PupilFacts("Maya Lindqvist", overdue=datetime.date(2026, 10, 1)), "outcome-overdue"),
        (PupilFacts("Maya Lindqvist", numbered=False), "no-number"),
        (PupilFacts("Maya Lindqvist", left=datetime.date(2026, 10, 1)), "left-the-school"),
    ],
)
def test_what_is_known_of_a_pupil(year, group, pupil, known, code):
    group("A", pupil)
    told = found(year, pupils={pupil.pk: known}, reviews_since=datetime.date(2026, 9, 7))
    assert codes(told) == ([code] if code else [])
    assert all("Maya Lindqvist" in one.sentence for one in told)


def test_sen_and_no_place(year):
    assert codes(found(year, pupils={1: KNOWN, 2: PupilFacts("No SEN")})) == ["without-provision"]


def test_an_ended_group_without_exit_scores_and_staff_not_trained(year, own, group, pupil):
    ended = group("A", pupil, ends=datetime.date(2026, 10, 23), status="ended", measure=make.MeasureFactory(**own))
    running = group("B", pupil)
    told = found(year, without_exit={(ended.pk, pupil.pk)}, untrained={(running.pk, "Joan Petrie")})
    assert [one.sentence for one in told] == [
        f"Group A (A) has ended: the pupil has no exit score on {ended.measure}.",
        "Group B (B): Joan Petrie is not yet trained for it.",
    ]


def test_a_person_in_the_line_of_another_role(school, year, group):
    person = make.StaffFactory(school=school, name="Sam Person")
    made = group("A", person=person)
    (line,) = made.staffing.all()
    at_home = {person.pk: frozenset({line.role.code, "LM"})}
    assert found(year, works_as=at_home) == found(year)
    one = [one for one in found(year, works_as={person.pk: frozenset({"LM"})}) if one.code == "person-of-another-role"]
    assert [finding.sentence for finding in one] == [
        f"Sam Person works as LM and is named for {line.role.code} in Group A (A), which is costed as {line.role.code}."
    ]
