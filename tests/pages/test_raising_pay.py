"""Pay raised from a day: what it does is shown first, and then just that is done, as one change."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.apps import apps
from django.utils import timezone

from costing.models import OwnPayPoint, PayPoint, RolePay
from reports.documents.head import PaperOptions
from reports.documents.maps import whole_school_map
from schools.access import as_recorded, command_line_access
from schools.models import TrailEntry
from tests import factories as make
from tests.editing import opened

pytestmark = pytest.mark.django_db
ROLES = "/s/ashgrove/costs/pay/raise/"
NJC = f"{ROLES}england/NJC/"
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _on_a_day_in_autumn(settings):
    settings.TODAY = TODAY


@pytest.fixture
def business(client_of):
    return client_of("business_manager")


@pytest.fixture
def budget(school, year):
    return make.FundingStreamFactory(school=school, year=year, name="Core", amount=Decimal(8000))


@pytest.fixture
def roles(school, year):
    """A teaching assistant by the hour, and a learning mentor on the national scale."""
    found = []
    for code, name, pay in (
        ("TA", "Teaching assistant", {"rate": Decimal(20)}),
        ("LM", "Learning mentor", {"basis": "contract hours", "rate": None, "scale": "NJC", "point": "5",
                                   "on_costs": Decimal(20), "contract_hours": Decimal(30)}),
    ):  # fmt: skip
        role = make.StaffRoleFactory(school=school, code=code, name=name)
        make.RolePayFactory(school=school, role=role, year=year, **pay)
        found.append(role)
    return found


@pytest.fixture
def groups(school, year, roles, budget):
    """A pupil’s own group of eight hours a week with each role, 38 weeks: £6,080 of the assistant."""
    pupil = make.PupilFactory(school=school, forename="Ada", surname="Example")
    make.PupilYearFactory(school=school, pupil=pupil, year=year)
    made = []
    for role in roles:
        group = make.GroupFactory(
            school=school, year=year, code=role.code, size=1, weeks=Decimal(38), funding_stream=budget
        )
        make.StaffingFactory(school=school, group=group, role=role, sessions=Decimal(8), minutes=Decimal(60))
        made.append(group)
    make.PlaceFactory(school=school, group=made[0], pupil=pupil)
    return made


def ask(client, path, **typed):
    """The preview, and what its button sends."""
    answer = client.post(path, opened(client, path) | typed)
    assert answer.status_code == 200, answer.context["form"].errors
    return answer, {**dict(answer.context["sent"]), "sure": answer.context["preview"].mark}


def costs(school, year, **asked):
    made = whole_school_map.build(command_line_access(school, year), PaperOptions(**asked))
    return {row.group.code: row.full_cost for row in made.rows}


def test_roles_rise_by_per_cent_and_what_it_does_is_shown_before(business, school, year, roles, groups):
    before = costs(school, year)
    answer, sent = ask(business, ROLES, roles=[roles[0].pk], percent="5", from_date="2027-01-04")
    preview = answer.context["preview"]
    assert [(row.name, row.before, row.after) for row in preview.roles] == [("Teaching assistant (TA)", 20, 21)]
    assert costs(school, year) == before  # nothing is saved yet
    after, later = Decimal(6080), 6080 * Decimal("0.05") * 25 / 40  # 25 of the year's 40 school weeks
    assert [(row.name, row.after - row.before) for row in preview.budgets] == [("Core", later)]
    (ada,) = preview.pupils
    assert (ada.name, ada.before, ada.after) == ("Ada Example", after, after + later)
    assert "over it already" in answer.content.decode()
    done = business.post(ROLES, sent)
    assert done.status_code == 302
    assert costs(school, year) == before | {"TA": after + later}
    assert list(RolePay.objects.filter(role=roles[0]).order_by("id").values_list("from_date", "rate")) == [
        (None, Decimal(20)), (date(2027, 1, 4), Decimal(21)),
    ]  # fmt: skip


def test_a_pupil_who_crosses_the_threshold_stands_first(business, school, year, roles, groups):
    RolePay.objects.filter(role=roles[0]).update(rate=Decimal("19.50"))  # 19.50 × 8 × 38 = 5,928
    answer, _ = ask(business, ROLES, roles=[roles[0].pk], percent="5", from_date="2026-09-01")
    (ada,) = answer.context["preview"].pupils
    assert ada.crosses
    words = answer.content.decode()
    assert "goes over it" in words
    assert "1 pupil crosses the threshold of £6,000" in words


def test_several_roles_to_new_figures(business, school, year, roles, groups):
    data = opened(business, ROLES)
    form = business.get(ROLES).context["form"]
    place = {thing.key: number for number, thing in enumerate(form.things)}
    typed = {f"to_{place[roles[0].pk]}": "£22.40", f"to_{place[roles[1].pk]}": "9", "from_date": "2026-11-02"}
    answer = business.post(ROLES, data | typed)
    business.post(ROLES, {**dict(answer.context["sent"]), "sure": answer.context["preview"].mark})
    rows = RolePay.objects.filter(from_date=date(2026, 11, 2)).order_by("id")
    assert {(row.role.code, row.rate, row.point) for row in rows} == {("TA", Decimal("22.40"), ""), ("LM", None, "9")}
    unknown = business.post(ROLES, opened(business, ROLES) | typed | {f"to_{place[roles[1].pk]}": "999"})
    assert "NJC has no point 999" in unknown.content.decode()


def test_a_scale_rises_inside_the_year(business, school, year, roles, groups):
    before = costs(school, year)
    typed = {"percent": "3", "from_date": "2027-04-12", "source": "NJC circular"}
    answer, sent = ask(business, NJC, **typed)
    (role,) = answer.context["preview"].roles
    assert role.name == "Learning mentor (LM)"
    assert Decimal("1.029") < Decimal(float(role.after / role.before)) < Decimal("1.031")  # points are to the penny
    assert business.post(NJC, sent).status_code == 302
    raised = OwnPayPoint.objects.filter(school=school, scale="NJC", starts=date(2027, 4, 12))
    national = PayPoint.objects.filter(scale="NJC", starts=date(2026, 4, 1)).values_list("point", "annual")
    assert dict(raised.values_list("point", "annual")) == {
        point: (annual * Decimal("1.03")).quantize(Decimal("0.01"), ROUND_HALF_UP) for point, annual in national
    }
    rise = costs(school, year)["LM"] / before["LM"] - 1
    assert Decimal("0.009") < rise < Decimal("0.013")  # 3 % of the 15 weeks of 40 that lie after the day
    assert costs(school, year)["TA"] == before["TA"]
    page = business.get("/s/ashgrove/costs/scales/").content.decode()
    assert "NJC, England, from 12 Apr 2027" in page


def test_the_whole_award_is_taken_back_at_once(business, school, year, roles, groups):
    before = costs(school, year)
    _, sent = ask(business, NJC, percent="3", from_date="2026-11-02", source="NJC")
    business.post(NJC, sent)
    assert costs(school, year) != before
    business.post(f"/s/ashgrove/undo/{TrailEntry.objects.latest('pk').pk}/")
    assert costs(school, year) == before
    assert not OwnPayPoint.objects.exists()
    assert RolePay.objects.count() == 2


def test_papers_as_known_the_day_before_stay_as_they_were(business, school, year, roles, groups):
    for model in [model for model in apps.get_models() if hasattr(model, "history")]:
        model.history.update(history_date="2026-10-01T12:00:00Z")

    def known(day):
        with as_recorded(command_line_access(school, year), day):
            return costs(school, year)

    was = costs(school, year)
    for path, more in ((NJC, {"source": "NJC"}), (ROLES, {"roles": [roles[0].pk]})):
        _, sent = ask(business, path, percent="3", from_date="2026-09-01", **more)  # back to the first day
        business.post(path, sent)
    now = costs(school, year)
    assert all(now[code] > was[code] for code in ("TA", "LM"))
    made = timezone.localdate()
    assert known(made - timedelta(days=1)) == was
    assert known(made) == now


def test_what_changed_since_it_was_looked_at_is_shown_again(business, school, year, roles, groups):
    _, sent = ask(business, ROLES, roles=[roles[0].pk], percent="5", from_date="2027-01-04")
    RolePay.objects.filter(role=roles[0]).update(rate=Decimal(30))
    again = business.post(ROLES, sent)
    assert "look again before you do it" in again.content.decode()
    assert RolePay.objects.filter(role=roles[0]).count() == 1


def test_what_is_missing_is_asked_for(business, school, year, roles):
    answer = business.post(ROLES, opened(business, ROLES) | {"percent": "5", "from_date": "2027-01-04"})
    assert "Tick the roles that are raised." in answer.content.decode()
    nothing = business.post(ROLES, opened(business, ROLES) | {"roles": [roles[0].pk], "from_date": "2027-01-04"})
    assert "Say by how many per cent" in nothing.content.decode()
    far = {"roles": [roles[0].pk], "percent": "5", "from_date": "2030-01-04"}
    assert "Choose a day from 1 Sep 2026 to" in business.post(ROLES, opened(business, ROLES) | far).content.decode()
    assert business.get(f"{ROLES}england/Nowhere/").status_code == 404
