"""A pupil over two years: each with its own provision, rates and results, as far as the reader may see."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

import pytest

from costing.models import StaffRole
from pages.pupils import years as pupil_years
from pupils.models import PupilNeed
from tests import factories as make
from tests.access.world import fill

pytestmark = pytest.mark.django_db
D = datetime.date


@pytest.fixture
def ours(school, year, cast):
    """The pupil `near` with a year before this one: another class, a group till Easter, another rate of pay."""
    full = fill(school, year, "Ours", cast["teacher"], cast["assistant"])
    own = {"school": school}
    before = make.YearFactory(**own, name="2025/26", starts=D(2025, 9, 1), ends=D(2026, 7, 31))
    for first, last in (((2025, 9, 1), (2025, 10, 24)), ((2025, 11, 3), (2025, 12, 19)), ((2026, 1, 5), (2026, 3, 27))):
        make.HalfTermFactory(**own, year=before, name=str(first), starts=D(*first), ends=D(*last))
    room = make.ClassFactory(**own, year=before, name="Old class")
    make.PupilYearFactory(
        **own, pupil=full.near, year=before, school_class=room, year_group="2", sen_since=D(2025, 10, 1)
    )
    role = StaffRole.objects.get(school=school)
    make.RolePayFactory(**own, role=role, year=before, rate=Decimal("10.00"))
    group = make.GroupFactory(**own, year=before, name="Old group", weeks=27, size=1)
    make.StaffingFactory(**own, group=group, role=role)
    make.PlaceFactory(**own, group=group, pupil=full.near, left=D(2025, 12, 19))
    measure = make.MeasureFactory(**own, name="Old measure", better="lower")
    for day, value in ((D(2025, 9, 10), 30), (D(2026, 8, 20), 24)):
        make.ScoreFactory(**own, pupil=full.near, measure=measure, date=day, value=value)
    make.OutcomeFactory(**own, pupil=full.near, wording="Old outcome", by=D(2026, 7, 1), status="met")
    PupilNeed.history.filter(pupil_id=full.near.pk).update(
        history_date=datetime.datetime(2026, 1, 8, tzinfo=datetime.UTC)
    )
    return full


@pytest.fixture
def see(client_of, ours):
    def opened(who):
        html = client_of(who).get(f"/s/ashgrove/pupils/{ours.near.pk}/years/").content.decode()
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.index('id="main"') :]))

    return opened


def test_each_year_has_its_own_part(access, ours):
    page = pupil_years.build(access("senco"), ours.near.pk)
    now, then = page.years
    assert (now.name, then.name) == ("2026/27", "2025/26")
    assert then.place == "Year 2 · Class Old class"
    assert (then.status, then.since) == ("K", "1 Oct 2025")
    assert len(then.needs) == 1, "as it was known at the end of the year"
    (group,) = then.groups
    assert (group.title, group.dates, group.weeks, group.ratio) == ("Old group", "until 19 Dec 2025", "15", "1:1")
    assert then.cost.total == Decimal("150.00"), "15 weeks of an hour at that year's £10"
    assert now.cost.total != then.cost.total
    (measure,) = then.measures
    assert (measure.first, measure.last) == ("30 on 10 Sep 2025", "24 on 20 Aug 2026")
    assert measure.unit == "raw score", "whether that is progress is not said"
    assert [one.wording for one in then.outcomes] == ["Old outcome"]
    assert "Old group, 1 Sep – 19 Dec 2025" in page.message


def test_nobody_but_those_who_may_sees_costs_status_and_results(see):
    teacher = see("teacher")
    assert "Old outcome" in teacher
    assert "£" not in teacher
    assistant = see("assistant")
    assert "Old group" in assistant
    for never in ("£", "Old outcome", "Old measure", "SEN support", "Ours found"):
        assert never not in assistant
    manager = see("business_manager")
    assert "£150.00 counts towards the threshold" in manager
    assert "Old outcome" not in manager


def test_what_is_missing_for_a_sum_is_said(see, ours):
    StaffRole.objects.get(school=ours.school).pay.filter(year__name="2025/26").delete()
    assert "£0" not in see("senco")
    assert "£150.00" not in see("senco")
