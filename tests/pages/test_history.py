"""The history of things in plain sentences, and what each reader does not get to read."""

from __future__ import annotations

import datetime
import html as markup
import re
from decimal import Decimal

import pytest
from simple_history.utils import bulk_create_with_history

from provisions.models import Staffing
from tests import factories as make
from tests.access.world import fill

pytestmark = pytest.mark.django_db
HOME = "/s/ashgrove/"
NINE_FIFTEEN = datetime.datetime(2027, 3, 3, 9, 15, tzinfo=datetime.UTC)


@pytest.fixture
def ours(school, year, cast):
    return fill(school, year, "Ours", cast["teacher"], cast["assistant"])


@pytest.fixture
def change(cast):
    """Change a row as the SENCO, at a quarter past nine on 3 March: `change(group, weeks=12)`."""

    def changed(row, **values):
        for name, value in values.items():
            setattr(row, name, value)
        row._history_user, row._history_date = cast["senco"].user, NINE_FIFTEEN
        row.save()

    return changed


@pytest.fixture
def see(client_of):
    def opened(who, path):
        answer = client_of(who).get(HOME + path)
        assert answer.status_code == 200, answer.status_code
        html = answer.content.decode()
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.index('id="main"') :]))
        return markup.unescape(text)

    return opened


def test_one_change_is_one_sentence(see, client_of, ours, change):
    change(ours.group, weeks=Decimal(12))
    page = f"groups/{ours.group.pk}/"
    assert "On 3 Mar 2027 at 9.15 am Senco Person changed the weeks from 38 to 12." in see("senco", f"{page}history/")
    assert f"{page}history/" in client_of("senco").get(HOME + page).content.decode()


def test_links_are_named_and_what_hangs_below_belongs_to_it(see, ours, change):
    role = make.StaffRoleFactory(school=ours.school, code="HLTA", name="Higher level TA")
    staffing = ours.group.staffing.first()
    change(staffing, role=role, ended_at=NINE_FIFTEEN)
    change(ours.group.sessions.get(), room="", minutes=Decimal(45), day=2)
    change(ours.group.places.get(), left=datetime.date(2027, 3, 5), days=[0, 2])
    seen = see("senco", f"groups/{ours.group.pk}/history/")
    for said in (
        "changed the role of the staffing by Higher level TA from Ours assistant to Higher level TA",
        "ended the staffing by Higher level TA",
        "changed the length of the session on Wednesday at 9.15 am from 1 h to 45 min",
        "removed the room of the session on Wednesday at 9.15 am (“Ours room”)",
        "set the last day of the place of Ourschild Oursnear to 5 Mar 2027",
        "set the days attended of the place of Ourschild Oursnear to Monday, Wednesday",
    ):
        assert said in seen


def test_what_comes_from_the_workbook_says_so_and_is_counted(see, ours, cast, year, school):
    group = make.GroupFactory(school=school, year=year)
    line = Staffing(school=school, group=group, role=ours.group.staffing.first().role, sessions=1, minutes=30)
    history = {"default_user": cast["senco"].user, "default_change_reason": "School workbook"}
    group.history.update(history_user=cast["senco"].user, history_change_reason="School workbook")
    bulk_create_with_history([line], Staffing, **history)
    seen = see("senco", f"groups/{group.pk}/history/")
    assert "Senco Person added this group from the school workbook, with 1 line of staffing." in seen


def test_costs_are_for_those_who_see_costs(see, ours, change):
    stream = make.FundingStreamFactory(school=ours.school, year=ours.group.year, name="Secret stream")
    change(ours.group, funding_stream=stream)
    cost = ours.group.other_costs.get()
    change(cost, amount=Decimal("75.50"))
    change(ours.group.places.get(), charged_in_full=True, reason="Needs it alone")
    path = f"groups/{ours.group.pk}/history/"
    for said in ("Secret stream", "from £60.00 to £75.50", "Needs it alone"):
        assert said in see("business_manager", path)
    seen = see("teacher", path)
    for never in ("Secret stream", "£", "Ours books", "Needs it alone", "charge"):
        assert never not in seen
    assert "Your role does not see costs, so the history leaves them out." in seen


def test_needs_and_views_are_for_those_who_read_them(see, ours, change):
    change(ours.near.profile, needs="Changed needs")
    change(ours.near.outcomes.get(), status="met")
    change(ours.near.reviews.get(), pupils_view="I like it", next_step="Carry on")
    change(ours.near.years.get(), sen_status="E")
    path = f"pupils/{ours.near.pk}/history/"
    seen = see("teacher", path)
    for said in ("Changed needs", "from Open to Met", "I like it", "from SEN support to EHC plan"):
        assert said in seen
    manager = see("business_manager", path)
    assert "from SEN support to EHC plan" in manager
    assistant = see("assistant", path)
    assert "EHC plan" not in assistant
    for never in ("Changed needs", "Met", "I like it", "Carry on", "profile", "outcome", "review"):
        assert never not in manager.split("Your role")[1]
        assert never not in assistant.split("Your role")[1]


def test_pupils_out_of_reach_have_no_name_in_a_group_s_history(see, ours, change):
    make.PlaceFactory(school=ours.school, group=ours.group, pupil=ours.far)
    change(ours.group.places.get(pupil=ours.far), left=datetime.date(2027, 3, 5))
    assert "the place of Ourschild Oursfar" in see("senco", f"groups/{ours.group.pk}/history/")
    seen = see("teacher", f"groups/{ours.group.pk}/history/")
    assert "Oursfar" not in seen
    assert "set the last day of the place of a pupil of another class to 5 Mar 2027" in seen


def test_a_pupil_group_for_leaders_alone_is_not_told_to_the_teacher(see, ours):
    hidden = make.PupilGroupFactory(school=ours.school, name="Secret group", visibility="senior")
    member = make.PupilGroupMemberFactory(school=ours.school, pupil=ours.near, group=hidden)
    member.delete()
    path = f"pupils/{ours.near.pk}/history/"
    assert "removed the pupil group Secret group" in see("senco", path)
    assert "Secret group" not in see("teacher", path)


def test_who_opened_a_record_is_for_those_who_read_every_pupil_s_needs(see, ours):
    see("teacher", f"pupils/{ours.near.pk}/")
    path = f"pupils/{ours.near.pk}/history/?show=openings"
    assert "Teacher Person opened this record" in see("senco", path)
    for who in ("teacher", "business_manager"):
        assert "opened this record" not in see(who, path)


def test_a_role_a_provision_and_a_class(see, ours, change):
    role = ours.group.staffing.first().role
    change(role.pay.get(), rate=Decimal("18.25"))
    change(ours.group.provision, usual_minutes=20)
    room = ours.near.years.get().school_class
    change(room, year_groups=["3", "4"])
    assert "changed the rate of the pay in 2026/27 from £17.50 to £18.25" in see("senco", f"roles/{role.pk}/history/")
    provision = see("teacher", f"provisions/{ours.group.provision_id}/history/")
    assert "set the usual minutes a session to 20" in provision
    assert "changed the year groups from Year 3 to Year 3, Year 4" in see(
        "system_manager", f"classes/{room.pk}/history/"
    )
