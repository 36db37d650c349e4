"""Findings that the SENCO has answered: gone from where one works, kept with their reason, back when they change."""

from __future__ import annotations

import pytest

from pages.findings.listing import findings_for
from provisions.models import Place
from reports.models import FindingSetAside
from schools.models import TrailEntry
from tests.editing import opened, send
from tests.factories import GroupFactory, PlaceFactory, PupilFactory, PupilYearFactory, StaffingFactory

pytestmark = pytest.mark.django_db
AT = "/s/ashgrove/attention/"
SAID = "Nurture corner (NC): all 2 pupils have no outcome to work towards here."


@pytest.fixture
def group(school, year):
    """A group whose two pupils have no outcome to work towards."""
    made = GroupFactory(school=school, year=year, code="NC", name="Nurture corner")
    StaffingFactory(school=school, group=made)
    for _ in range(2):
        pupil = PupilFactory(school=school)
        PupilYearFactory(school=school, pupil=pupil, year=year)
        PlaceFactory(school=school, group=made, pupil=pupil)
    return made


@pytest.fixture
def mark(group, access):
    return next(one.mark for one in findings_for(access("senco")) if one.sentence == SAID)


def text(answer):
    return answer.content.decode()


def counted(client):
    """How many findings the home page tells of."""
    return client.get("/s/ashgrove/").context["home"].all_findings


def test_set_aside_with_a_reason_and_shown_again(client_of, group, mark):
    senco = client_of("senco")
    beside, short = f"/s/ashgrove/groups/{group.pk}/", "no outcome to work towards"
    before = counted(senco)
    assert short in text(senco.get(beside))
    assert "Say why" in text(send(senco, f"{AT}set-aside/{mark}/", reason=" "))
    sent = opened(senco, f"{AT}set-aside/{mark}/") | {"reason": "Outcomes are set at the review in January."}
    for _ in range(2):
        assert senco.post(f"{AT}set-aside/{mark}/", sent)["Location"] == AT
    assert short not in text(senco.get(beside))
    assert counted(senco) == before - 1
    for who in ("senco", "head"):
        above, _, below = text(client_of(who).get(AT)).partition('<h2 id="aside">')
        assert SAID not in above
        for words in (SAID, "Outcomes are set at the review in January.", "Senco Person"):
            assert words in below
        assert ("Show it again" in below) == (who == "senco")
    assert "outcome" in TrailEntry.objects.get(verb="set aside").summary
    send(senco, f"{AT}show-again/{mark}/")
    assert short in text(senco.get(beside))


def test_it_comes_back_by_itself_when_it_says_something_else(client_of, group, mark):
    senco = client_of("senco")
    send(senco, f"{AT}set-aside/{mark}/", reason="Outcomes are set in January.")
    senco.get(AT)
    Place.objects.filter(group=group).first().delete()
    page = text(senco.get(AT))
    assert "Nurture corner (NC): the pupil has no outcome to work towards here." in page
    assert "Outcomes are set in January." not in page


def test_only_the_senco_sets_aside_and_what_is_gone_is_not_found(client_of, group, mark):
    for who in ("head", "teacher", "business_manager"):
        assert client_of(who).post(f"{AT}set-aside/{mark}/", {"reason": "No."}).status_code == 403
    assert "Set aside" not in text(client_of("head").get("/s/ashgrove/"))
    assert client_of("senco").get(f"{AT}set-aside/0123456789abcdef/").status_code == 404
    assert not FindingSetAside.objects.exists()


def test_findings_lead_to_where_they_are_put_right(access, group):
    ended = {one.code: one.link for one in findings_for(access("senco"))}
    assert ended["no-outcome"] == f"/s/ashgrove/groups/{group.pk}/"
    group.sessions.all().delete()
    group.places.all().delete()
    found = {one.code: (one.link, one.link_text) for one in findings_for(access("senco"))}
    assert found["no-pupils"] == (f"/s/ashgrove/groups/{group.pk}/places/", "Add pupils")
    head = {one.code: one.link for one in findings_for(access("head"))}
    assert head["no-pupils"] == f"/s/ashgrove/groups/{group.pk}/"
