"""The plan within the money, as the SENCO meets it: begun, decided, accepted, begun again."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import AuditRow, AuditTick, Plan, Proposal
from provisions.models import InterventionGroup
from reports.documents.head import PaperOptions
from reports.documents.registry import PAPERS
from schools.edits import Refused
from schools.edits.undo import undo
from schools.models import TrailEntry
from tests.editing import opened, send
from tests.factories import (
    AuditChartFactory,
    AuditRowFactory,
    AuditTickFactory,
    FundingStreamFactory,
    GroupFactory,
    PlaceFactory,
    ProvisionFactory,
    PupilFactory,
    PupilYearFactory,
    RolePayFactory,
    StaffRoleFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day(settings):
    """A Monday in the autumn."""
    settings.TODAY = date(2026, 11, 23)


@pytest.fixture
def at(school):
    return lambda rest="": f"/s/{school.slug}/plan/{rest}"


@pytest.fixture
def role(school, year):
    """A teaching assistant at £17.50 an hour, with ten hours a week to give."""
    found = StaffRoleFactory(school=school, code="TA", name="Teaching assistant", hours_available=Decimal(10))
    RolePayFactory(school=school, role=found, year=year)
    return found


@pytest.fixture
def stream(school, year):
    return FundingStreamFactory(school=school, year=year, name="Notional SEN", amount=Decimal(1000))


@pytest.fixture
def reading(school, role):
    """Reading in fours, an hour a week for ten weeks: £175 a group."""
    return provision(school, "Reading")


@pytest.fixture
def chart(school, year):
    return AuditChartFactory(school=school, year=year, year_group="3")


def provision(school, name, **more):
    usual = {"usual_size": 4, "usual_roles": "TA", "usual_sessions": Decimal(2), "usual_minutes": 30, "usual_weeks": 10}
    return ProvisionFactory(school=school, name=name, **(usual | more))


def child(chart, name, band, *provisions, leaves=None):
    pupil = PupilFactory(school=chart.school, forename=name, preferred_name="", surname="Okafor", leaving_date=leaves)
    PupilYearFactory(school=chart.school, pupil=pupil, year=chart.year, year_group="3", sen_status="K")
    row = AuditRowFactory(school=chart.school, chart=chart, pupil=pupil, band=band)
    for one in provisions:
        AuditTickFactory(school=chart.school, row=row, provision=one)
    return pupil


@pytest.fixture
def need(chart, reading, school):
    """Five who need Reading, two of them must; two who could do with Talk."""
    talk = provision(school, "Talk")
    return [
        *(child(chart, name, "must", reading) for name in ("Ada", "Ben")),
        *(child(chart, name, "should", reading) for name in ("Cleo", "Dan", "Eve")),
        *(child(chart, name, "could", talk) for name in ("Fay", "Gus")),
    ]


@pytest.fixture
def senco(client_of):
    return client_of("senco")


@pytest.fixture
def plan(need, stream, senco, at):
    send(senco, at("begin/"))
    return Plan.objects.get()


def standing():
    return {
        (one.provision.name, one.band): (one.decision, one.groups, one.pupils.count())
        for one in Proposal.objects.select_related("provision")
    }


def proposal(name, band):
    return Proposal.objects.get(provision__name=name, band=band)


def text(answer):
    return re.sub(r"\s+([,.;:])|\s+", r"\1 ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("  ", " ")


def test_a_plan_begins_with_need_that_has_no_place(plan, senco, at):
    assert standing() == {
        ("Reading", "must"): ("", 1, 4), ("Reading", "should"): ("", 1, 1), ("Talk", "could"): ("", 1, 2),
    }  # fmt: skip
    page = text(senco.get(at()))
    assert "Reading, Year 3 4 pupils: Ada Okafor, Ben Okafor, Cleo Okafor (should), Dan Okafor (should)" in page
    assert "Rest of the year £175.00" in page
    assert "A full year £665.00" in page
    assert "£1,000.00 left" in page
    assert "10 h left" in page


def test_an_empty_place_and_a_draft_are_no_gap(chart, need, reading, senco, stream, at):
    group = GroupFactory(school=chart.school, year=chart.year, provision=reading, year_groups=["3"], size=1)
    draft = GroupFactory(
        school=chart.school, year=chart.year, provision=reading, year_groups=["3"], size=4, status="draft"
    )
    PlaceFactory(school=chart.school, group=draft, pupil=need[1])
    send(senco, at("begin/"))
    assert group.size == 1
    assert standing()["Reading", "should"] == ("", 1, 3), "Ada takes the empty place, Ben's is drafted"


def test_universal_provision_proposes_nothing(chart, school, stream, senco, at):
    child(chart, "Ada", "must", provision(school, "Quality teaching", tier="universal"))
    assert "No need is without a place" in text(senco.get(at()))
    assert "nothing to plan" in text(senco.post(at("begin/"), opened(senco, at("begin/"))))
    assert not Plan.objects.exists()


def test_without_a_chart_or_a_budget_the_page_says_what_to_do(school, year, senco, at):
    assert "Nobody has said yet what is needed" in text(senco.get(at()))


def test_funding_in_order_stops_where_the_money_does(plan, stream, senco, at):
    stream.amount = Decimal(400)
    stream.save()
    answer = senco.post(at("in-order/"), opened(senco, at("in-order/")), follow=True)
    assert "2 funded for £350.00, 1 deferred. £50.00 left in all budgets." in text(answer)
    last = proposal("Talk", "could")
    assert (last.decision, last.deferred_to, last.by_cut) == ("deferred", "Spring 1", True)
    assert last.reason == "The money ran out. It costs £175.00 and £50.00 is left in Notional SEN: £125.00 too little."


def test_hours_bind_too_and_a_role_without_hours_sets_no_limit(plan, role, senco, at):
    role.hours_available = Decimal("1.5")
    role.save()
    send(senco, at("in-order/"))
    assert [one.decision for one in Proposal.objects.order_by("id")].count("funded") == 1
    assert "The hours ran out. It takes 1 h a week of Teaching assistant and 30 min are left: 30 min too few." in text(
        senco.get(at())
    )
    role.hours_available = None
    role.save()
    send(senco, at("in-order/"))
    assert {one.decision for one in Proposal.objects.all()} == {"funded"}
    assert "Nobody has entered the hours there are, so they set no limit" in text(senco.get(at()))


def test_what_is_decided_by_hand_stays_and_undo_takes_it_back(plan, stream, senco, access, at):
    stream.amount = Decimal(200)
    stream.save()
    talk, reading = proposal("Talk", "could"), proposal("Reading", "must")
    done = senco.post(at(f"proposals/{talk.pk}/fund/"), opened(senco, at(f"proposals/{talk.pk}/fund/")), follow=True)
    assert "Talk, Year 3 is funded. £25.00 left in Notional SEN, 9 h a week left of Teaching assistant." in text(done)
    send(senco, at(f"proposals/{reading.pk}/decline/"), reason="The class teacher does this now.")
    send(senco, at("in-order/"))
    assert standing()["Talk", "could"][0] == "funded"
    assert standing()["Reading", "must"][0] == "declined"
    assert standing()["Reading", "should"][0] == "deferred"
    entry = next(iter(done.context["messages"])).extra_tags.split()[1]
    undo(int(entry), by=access("senco"))
    assert standing()["Talk", "could"][0] == ""


def test_what_does_not_fit_is_refused_kindly(plan, stream, senco, at):
    stream.amount = Decimal(100)
    stream.save()
    path = at(f"proposals/{proposal('Reading', 'must').pk}/fund/")
    answer = send(senco, path)
    assert answer.status_code == 422
    assert "It costs £175.00 and £100.00 is left in Notional SEN: £75.00 too little." in text(answer)
    assert standing()["Reading", "must"][0] == ""


def test_two_people_cannot_spend_the_same_money(plan, stream, client_of, join, school, at):
    stream.amount = Decimal(200)
    stream.save()
    one, two = (at(f"proposals/{proposal(*key).pk}/fund/") for key in (("Talk", "could"), ("Reading", "must")))
    first, second = opened(client_of("senco"), one), opened(client_of("senco"), two)
    assert client_of("senco").post(one, first).status_code == 302
    assert client_of("senco").post(two, second).status_code == 422
    assert client_of("senco").post(one, first).status_code == 302, "sent twice is saved once"
    assert [line[0] for line in standing().values()].count("funded") == 1


def test_a_deferral_names_a_term_and_an_open_one_none(plan, senco, at):
    talk = proposal("Talk", "could")
    path = at(f"proposals/{talk.pk}/defer/")
    assert "Summer 2" in senco.get(path).content.decode()
    assert send(senco, path, term="").status_code == 422
    send(senco, path, term="2027/28", reason="After the new class is there.")
    assert "Deferred to 2027/28. After the new class is there." in text(senco.get(at()))
    send(senco, at(f"proposals/{talk.pk}/open-again/"))
    talk.refresh_from_db()
    assert (talk.decision, talk.deferred_to, talk.reason) == ("", "", "")


def test_another_way_changes_size_cost_and_groups(school, chart, reading, stream, senco, at):
    for name in "ABCDE":
        child(chart, name, "must", reading)
    StaffRoleFactory(school=school, code="HLTA", name="Higher level assistant")
    send(senco, at("begin/"))
    row = Proposal.objects.get()
    assert (row.groups, row.size) == (2, 4)
    page = text(senco.get(at()))
    assert "Groups of 5 instead of 4: 1 group instead of 2 £175.00, £175.00 less; 1 h a week" in page
    assert "5 weeks instead of 10 £175.00, £175.00 less" in page
    assert "Higher level assistant" not in page, "nobody says that they can take it"
    send(senco, at(f"proposals/{row.pk}/otherwise/size-5/"))
    row.refresh_from_db()
    assert (row.groups, row.size, row.decision) == (1, 5, "")
    assert "As usual: 2 groups of 4 for 10 weeks £350.00, £175.00 more" in text(senco.get(at()))


def test_an_unknown_cost_says_what_to_enter_and_cannot_be_funded(chart, school, role, stream, senco, at):
    child(chart, "Ada", "must", ProvisionFactory(school=school, name="Drama"))
    send(senco, at("begin/"))
    said = "Enter the usual group size and staff and time of Drama in the catalogue."
    assert said in text(senco.get(at()))
    assert said in text(send(senco, at(f"proposals/{Proposal.objects.get().pk}/fund/")))


def test_accepting_makes_the_draft_groups_once_and_can_be_taken_back(plan, need, stream, senco, access, at):
    send(senco, at("in-order/"))
    talk = proposal("Talk", "could")
    send(senco, at(f"proposals/{talk.pk}/defer/"), term="Spring 1")
    form = opened(senco, at("accept/"))
    before = text(senco.get(at()))
    assert "£350.00 funded here" in before
    for _ in "ab":
        done = senco.post(at("accept/"), form, follow=True)
    groups = InterventionGroup.objects.filter(status="draft").order_by("code")
    assert [(one.code, one.name, one.places.count()) for one in groups] == [
        ("3-READ", "Reading, Year 3", 4), ("3-READ2", "Reading, Year 3", 1),
    ]  # fmt: skip
    one = groups[0]
    line = one.staffing.get()
    assert (one.size, one.weeks, one.funding_stream, one.year_groups) == (4, 10, stream, ["3"])
    assert (line.role.code, line.staff, line.sessions, line.minutes) == ("TA", 1, 2, 30)
    after = text(senco.get(at()))
    assert "£350.00 planned already" in after, "drafts cost what the proposals did"
    assert "Deferred to Spring 1" in after
    assert "Begin the next plan" in after
    assert "Accepted on 23 Nov 2026" in after
    assert done.status_code == 200
    undo(TrailEntry.objects.filter(verb="accepted").get().pk, by=access("senco"))
    assert not InterventionGroup.objects.exists()
    assert Plan.objects.get().accepted_at is None


def test_the_next_plan_begins_with_what_is_left(plan, senco, access, at):
    for name, band in (("Reading", "must"), ("Reading", "should")):
        send(senco, at(f"proposals/{proposal(name, band).pk}/fund/"))
    send(senco, at("accept/"))
    send(senco, at("begin/"))
    second = Plan.objects.get(number=2)
    assert [str(one) for one in second.proposals.all()] == ["Talk, Year 3"]
    assert "Plan 1, accepted" in text(senco.get(at()))
    assert "Funded from Notional SEN" in text(senco.get(at("1/")))
    with pytest.raises(Refused):
        undo(TrailEntry.objects.filter(verb="accepted").get().pk, by=access("senco"))


def test_it_says_when_the_charts_have_changed_and_keeps_what_still_holds(plan, need, chart, reading, senco, at):
    send(senco, at("in-order/"))
    assert "have changed since" not in text(senco.get(at()))
    AuditTick.objects.get(row__pupil=need[6]).delete()
    assert "have changed since these proposals were made" in text(senco.get(at()))
    send(senco, at("up-to-date/"))
    assert standing()["Reading", "must"][0] == "funded"
    talk = proposal("Talk", "could")
    assert (talk.decision, talk.pupils.count()) == ("", 1)
    assert talk.reason == "Open again: its pupils or groups have changed since it was funded."
    assert "have changed since these" not in text(senco.get(at()))
    AuditRow.objects.filter(band="could").delete()
    send(senco, at("up-to-date/"))
    assert not Proposal.objects.filter(provision__name="Talk").exists()


def test_the_business_manager_reads_numbers_without_names(plan, client_of, at):
    page = text(client_of("business_manager").get(at()))
    assert "Reading, Year 3 4 pupils" in page
    assert "Okafor" not in page
    assert "Fund in order" not in page.split("How a plan is made")[0]
    assert client_of("business_manager").post(at("in-order/")).status_code == 403
    assert client_of("teacher").get(at()).status_code == 403


def test_the_paper_tells_what_the_page_does(plan, stream, senco, access, client_of, at):
    stream.amount = Decimal(400)
    stream.save()
    send(senco, at("in-order/"))
    made = PAPERS["plan"].made(access("senco"), PaperOptions()).json()
    (money,) = made["streams"]
    assert money == {
        "name": "Notional SEN", "amount": "400.00", "committed": "0.00", "planned": "0.00", "funded": "350.00",
        "left": "50.00",
    }  # fmt: skip
    assert made["roles"] == [
        {
            "role": "TA",
            "hours_available": "10",
            "busiest_hours": "0",
            "planned_hours": "0",
            "funded_hours": "2",
            "hours_left": "8",
        }
    ]
    first, *_, last = made["proposals"]
    assert (first["provision"], first["scope"], first["band"], len(first["pupils"])) == ("Reading", "Year 3", "must", 4)
    assert (first["cost"], first["full_year_cost"], first["weekly_hours"]) == ("175.00", "665.00", {"TA": "1"})
    assert (last["decision"], last["deferred_to"], last["stream"]) == ("deferred", "Spring 1", None)
    assert made["totals"] == {
        "proposals": 3, "funded": 2, "deferred": 1, "declined": 0, "open": 0, "cost": "525.00",
        "funded_cost": "350.00", "cost_unknown": 0,
    }  # fmt: skip
    numbers = PAPERS["plan"].made(access("business_manager"), PaperOptions()).json()
    assert [one["pupils"] for one in numbers["proposals"]] == [4, 1, 2]
    page = text(senco.get(at().replace("plan/", "papers/plan/")))
    assert "Deferred to Spring 1. The money ran out." in page
    assert "Okafor" not in text(client_of("business_manager").get(at().replace("plan/", "papers/plan/")))


def test_many_proposals_take_no_more_queries_than_one(
    chart, school, role, stream, senco, at, django_assert_max_num_queries
):
    kinds = [provision(school, f"Provision {number}") for number in range(20)]
    child(chart, "Ada", "must", kinds[0])
    send(senco, at("begin/"))
    with CaptureQueriesContext(connection) as few:
        senco.get(at())
    asked = len(few)
    for number, kind in enumerate(kinds):
        child(chart, f"Child {number}", "should", kind)
    send(senco, at("up-to-date/"))
    assert Proposal.objects.count() == 20
    with django_assert_max_num_queries(asked):
        senco.get(at())
