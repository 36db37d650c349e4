"""Lines of current provision become groups, or turn out to be groups already."""

from __future__ import annotations

from decimal import Decimal

import pytest

from audits.current.drafts import usual_sessions
from audits.models import CurrentProvision
from provisions.models import InterventionGroup, Provision
from schools.models import TrailEntry
from tests.editing import opened, send
from tests.factories import ClassFactory, CurrentProvisionFactory, GroupFactory, ProvisionFactory, StaffRoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(school):
    return lambda rest: f"/s/{school.slug}/current-provision/{rest}"


@pytest.fixture
def room(school, year):
    for code, name in (("TA", "Teaching assistant"), ("SALT", "Speech and language therapist")):
        StaffRoleFactory(school=school, code=code, name=name)
    return ClassFactory(school=school, year=year, name="3B", year_groups=["3"])


@pytest.fixture
def written(school, year, room):
    """Write down a line for the class, or with `year_group` for that."""

    def line(name="", year_group="", **values):
        where = {"year_group": year_group} if year_group else {"year_group": "", "school_class": room}
        if name:
            values |= {"provision": None, "named": name}
        return CurrentProvisionFactory(school=school, year=year, **where, **values)

    return line


def staffing(group):
    rows = group.staffing.order_by("id").values_list("role__code", "staff", "sessions", "minutes")
    return [(code, *(float(figure) for figure in figures)) for code, *figures in rows]


def test_all_ticked_lines_become_drafts_once_and_are_taken_back(written, client_of, at, school):
    reading = ProvisionFactory(school=school, name="Reading Together", usual_sessions=3, usual_minutes=20)
    talk = ProvisionFactory(school=school, name="Talk", usual_size=2)
    senco, page = client_of("senco"), at("groups/")
    one = written(provision=reading, ratio="2:6", staff="TA", weekly_minutes=Decimal(90), weeks=Decimal(30))
    two = written(provision=talk, staff="Speech and language therapist, 2 x TA", weekly_minutes=Decimal(45))
    sent = opened(senco, page)
    assert sorted(sent["picked"]) == [one.pk, two.pk]
    assert senco.post(page, sent).status_code == 302
    assert "already" in senco.post(page, sent, follow=True).content.decode()
    groups = {group.provision.name: group for group in InterventionGroup.objects.all()}
    assert len(groups) == 2
    first, second = groups["Reading Together"], groups["Talk"]
    assert (first.code, first.status, first.size, first.weeks) == ("3-RT", "draft", 6, 30)
    assert (first.school_class.name, first.year_groups) == ("3B", ["3"])
    assert staffing(first) == [("TA", 2, 3, 30)]
    assert (second.size, staffing(second)) == (2, [("SALT", 1, 1, 45), ("TA", 2, 1, 45)])
    one.refresh_from_db()
    assert one.group == first
    entry = TrailEntry.objects.get(verb="made groups of")
    senco.post(f"/s/{school.slug}/undo/{entry.pk}/")
    assert not InterventionGroup.objects.exists()
    one.refresh_from_db()
    assert one.group is None


def test_what_cannot_be_read_is_left_to_be_filled_in(written, client_of, at, school):
    lego = ProvisionFactory(school=school, name="Lego")
    row = written(provision=lego, staff="Mrs Moss", weekly_minutes=Decimal(30), weeks=Decimal(53))
    senco = client_of("senco")
    shown = senco.get(at("groups/")).content.decode()
    for told in ("“Mrs Moss” is no staff role", "how many are taught together", "53 weeks are written"):
        assert told in shown
    send(senco, at("groups/"), only=row.pk, picked=[])
    group = InterventionGroup.objects.get()
    assert (group.size, staffing(group)) == (1, [])


def test_what_may_be_the_same_twice_is_pointed_out(written, client_of, at, school, year, room):
    reading = ProvisionFactory(school=school, name="Reading")
    running = GroupFactory(school=school, year=year, provision=reading, school_class=room, year_groups=["3"])
    line, of_year = written(provision=reading), written(provision=reading, year_group="3")
    senco = client_of("senco")
    shown = senco.get(at("groups/")).content.decode()
    assert f'value="{line.pk}-{running.pk}"' in shown
    assert "Stands on the sheet of Year 3 too" in shown
    assert not opened(senco, at("groups/")).get("picked"), "what may be there already is not ticked"
    send(senco, at("groups/"), join=f"{line.pk}-{running.pk}", picked=[])
    line.refresh_from_db()
    assert line.group == running
    assert "Stands on the sheet of" not in senco.get(at("groups/")).content.decode()
    assert senco.get(at(f"{line.pk}/group/")).status_code == 404
    assert of_year.group is None
    assert InterventionGroup.objects.count() == 1


def test_words_of_their_own_join_the_catalogue_first(written, client_of, at, school):
    own, other = written("Sensory corner"), written("sensory Corner", year_group="4")
    senco, page = client_of("senco"), at("groups/")
    answer = send(senco, page, picked=[own.pk])
    assert "Sensory corner” of Class 3B is not in the catalogue yet" in answer.content.decode()
    add = f"/s/{school.slug}/provisions/new/?name=Sensory%20corner&back={page}"
    assert add.replace("&", "&amp;") in senco.get(page).content.decode()
    assert opened(senco, add)["name"] == "Sensory corner"
    assert send(senco, add, area="S&P", tier="targeted").url == page
    send(senco, page, only=own.pk, picked=[])
    own.refresh_from_db()
    assert (own.provision.name, own.named) == ("Sensory corner", "")
    assert own.group.provision == own.provision
    send(senco, at(f"{other.pk}/group/"), group=own.group.pk)
    other.refresh_from_db()
    assert other.group == own.group


def test_words_are_another_name_of_an_entry(written, client_of, at, school):
    lego = ProvisionFactory(school=school, name="Lego therapy")
    rows = [written("Lego"), written("LEGO", year_group="4")]
    held = written(provision=lego)
    senco, page = client_of("senco"), at(f"{rows[0].pk}/entry/")
    assert "Lego therapy stands on the sheet of 3B already" in send(senco, page, provision=lego.pk).content.decode()
    held.delete()
    send(senco, page, provision=lego.pk)
    assert set(CurrentProvision.objects.values_list("provision__name", "named")) == {("Lego therapy", "")}


@pytest.mark.parametrize(
    ("weekly", "usual", "length", "found"),
    [
        (90, 3, None, (3, 30)),
        (100, 3, 25, (4, 25)),
        (100, 3, None, (1, 100)),
        (300, None, None, (5, 60)),
        (None, 3, 20, (3, 20)),
        (None, 3, None, None),
        (None, None, None, None),
    ],
)
def test_a_week_s_time_in_sessions(weekly, usual, length, found):
    entry = Provision(usual_sessions=Decimal(usual) if usual else None, usual_minutes=length)
    assert usual_sessions(Decimal(weekly) if weekly else None, entry) == found
