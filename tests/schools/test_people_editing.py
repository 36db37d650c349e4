"""People in the browser: adding, inviting, changing roles, keeping out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from schools.access import command_line_access
from schools.edits import all_locked
from schools.models import Membership, StaffMember, TrailEntry, User
from schools.people import services
from schools.roles import Role
from tests.editing import opened, send
from tests.factories import ClassFactory, ClassStaffFactory, MembershipFactory, StaffFactory, StaffRoleFactory
from workbook.planning import plan_import
from workbook.reading import from_mapping
from workbook.services import apply

pytestmark = pytest.mark.django_db
NEW = "/s/ashgrove/people/new/"
PASSWORD = {"name": "Ada New", "password": "a long and private sentence"}


def path(person, act):
    return f"/s/ashgrove/people/{person.pk}/{act}/"


def words(answer):
    return answer.content.decode()


def link_in(message):
    return "/" + next(line for line in message.body.splitlines() if "/invitation/" in line).split("/", 3)[3]


@pytest.fixture
def waiting(school):
    """Somebody who has roles and no invitation yet."""
    membership = MembershipFactory(school=school, user=None, email="ada@example.org", roles=["class teacher"])
    return StaffFactory(school=school, name="Ada New", email="ada@example.org", membership=membership)


@pytest.mark.parametrize("who", ["senco", "system_manager"])
def test_a_person_is_added_with_all_that_hangs_by_them_and_invited(
    who, client_of, client, school, year, django_capture_on_commit_callbacks
):
    room, role = ClassFactory(school=school, year=year, name="Willow"), StaffRoleFactory(school=school)
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(
            client_of(who), NEW, name="Ada New", email="Ada@Example.org", roles=["class teacher"], hours_a_week="27.5",
            staff_roles=[role.pk], teaches=[room.pk], invite="on",
        )  # fmt: skip
    staff = StaffMember.objects.get(email="ada@example.org")
    assert answer["Location"].endswith(f"/people/{staff.pk}/")
    assert staff.hours_a_week == 27.5
    assert staff.role_holdings.get().role == role
    assert (staff.classes.get().school_class, staff.classes.get().part) == (room, "teacher")
    (message,) = (each for each in mail.outbox if each.to == ["ada@example.org"])
    assert "Ashgrove Primary" in message.subject
    assert f"{who.title().replace('_', ' ')} Person invites you" in message.body
    assert "works once" in message.body
    assert client.post(link_in(message), PASSWORD).status_code == 302
    staff.refresh_from_db()
    assert staff.membership.user.email == "ada@example.org"


def test_somebody_who_does_not_sign_in_has_a_name_and_nothing_else(client_of):
    send(client_of("senco"), NEW, name="Kim Helper", invite="")
    assert StaffMember.objects.get(name="Kim Helper").membership is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "A", "roles": ["class teacher"], "invite": ""}, "nobody can sign in without one"),
        ({"name": "A", "email": "a@example.org"}, "Choose at least one role to invite somebody"),
        ({"name": "A", "email": "not an address", "invite": ""}, "Type the whole e-mail address"),
        ({"name": "A", "email": "taken@example.org", "invite": ""}, "Tom Taken has this e-mail address already"),
    ],
)
def test_what_cannot_be_is_said_in_words_and_nothing_is_sent(fields, sentence, client_of, school):
    StaffFactory(school=school, name="Tom Taken", email="taken@example.org")
    answer = send(client_of("senco"), NEW, **fields)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not mail.outbox


def test_an_invitation_is_sent_again_and_the_old_link_dies(
    client_of, client, waiting, django_capture_on_commit_callbacks
):
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            send(client_of("senco"), path(waiting, "invite"))
    first, second = map(link_in, mail.outbox)
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_mail_that_cannot_go_out_is_said(client_of, waiting, monkeypatch):
    def fail(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("schools.people.mail.send_mail", fail)
    monkeypatch.setattr("schools.people.views.transaction.on_commit", lambda send: send())
    senco = client_of("senco")
    send(senco, path(waiting, "invite"))
    assert "could not be sent" in words(senco.get(f"/s/ashgrove/people/{waiting.pk}/"))


def test_an_address_changes_until_somebody_has_joined(
    client_of, client, waiting, cast, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        send(client_of("senco"), path(waiting, "invite"))
    send(client_of("senco"), path(waiting, "edit"), email="ada.new@example.org")
    waiting.membership.refresh_from_db()
    assert (waiting.membership.email, waiting.membership.invited) == ("ada.new@example.org", None)
    assert client.get(link_in(mail.outbox[0])).status_code == 410
    assert "email" not in opened(client_of("senco"), path(cast["teacher"].staff_member, "edit"))


def test_a_senco_gives_no_right_that_she_lacks(client_of, cast):
    page = path(cast["teacher"].staff_member, "edit")
    assert opened(client_of("senco"), page)["roles"] == ["class teacher"]
    answer = send(client_of("senco"), page, roles=["class teacher", "head"])
    assert answer.status_code == 422
    head = send(client_of("senco"), path(cast["head"].staff_member, "edit"), roles=["class teacher"])
    assert "Only a system manager can give or take the role Headteacher" in words(head)
    for act in ("suspend", "return"):
        assert send(client_of("senco"), path(cast["head"].staff_member, act)).status_code == 422
    send(client_of("senco"), page, roles=["class teacher", "business manager"])
    send(client_of("system_manager"), page, roles=["class teacher", "head"])
    cast["teacher"].refresh_from_db()
    assert cast["teacher"].roles == ["head", "class teacher"]


def test_nobody_takes_the_last_one_away_who_looks_after_people(client_of, cast):
    cast["senco"].delete()
    page = path(cast["system_manager"].staff_member, "edit")
    answer = send(client_of("system_manager"), page, roles=["governor"])
    assert "Nobody else at the school may look after people" in words(answer)


def test_suspending_ends_what_is_open_at_once_and_can_be_taken_back(client_of, cast):
    teacher, senco, person = client_of("teacher"), client_of("senco"), cast["teacher"].staff_member
    assert teacher.get("/s/ashgrove/").status_code == 200
    send(senco, path(person, "suspend"))
    assert teacher.get("/s/ashgrove/").status_code == 403
    assert "suspended" in words(senco.get("/s/ashgrove/people/"))
    send(senco, path(person, "return"))
    assert teacher.get("/s/ashgrove/").status_code == 200


def test_nobody_suspends_themselves(client_of, cast):
    answer = send(client_of("system_manager"), path(cast["system_manager"].staff_member, "suspend"))
    assert "You cannot suspend yourself" in words(answer)


def test_the_list_says_how_far_everybody_has_come(client_of, waiting, school, settings):
    settings.TODAY = None
    page = words(client_of("senco").get("/s/ashgrove/people/"))
    assert "not invited yet" in page
    send(client_of("senco"), path(waiting, "invite"))
    assert "invited " in words(client_of("senco").get("/s/ashgrove/people/?signing=waiting"))
    waiting.membership.refresh_from_db()
    Membership.objects.filter(pk=waiting.membership.pk).update(invited=waiting.membership.invited - timedelta(days=20))
    assert "has run out" in words(client_of("senco").get("/s/ashgrove/people/"))


def test_classes_of_a_person_change_and_undo_brings_them_back(client_of, cast, school, year):
    willow, oak = (ClassFactory(school=school, year=year, name=name) for name in ("Willow", "Oak"))
    teacher = cast["teacher"].staff_member
    ClassStaffFactory(school=school, school_class=willow, staff=teacher, part="teacher")
    senco = client_of("senco")
    send(senco, path(teacher, "edit"), teaches=[oak.pk], assists=[])
    assert teacher.classes.get().school_class == oak
    number = words(senco.get("/s/ashgrove/people/")).split("/undo/")[1].split("/")[0]
    answer = send(senco, path(teacher, "edit"), teaches=[oak.pk], assists=[oak.pk])
    assert "Oak: choose whether" in words(answer)
    senco.post(f"/s/ashgrove/undo/{number}/")
    assert teacher.classes.get().school_class == willow


def test_the_first_person_of_a_school_stands_among_its_people(school, client):
    token = services.invite(by=command_line_access(school), email="first@example.org", roles=[Role.SENCO])
    client.post(f"/invitation/{token}/", PASSWORD)
    assert StaffMember.objects.get(school=school).name == "Ada New"


def test_another_school_is_one_click_away(client_of, cast, other_school):
    assert "Brook Lane Primary" not in words(client_of("teacher").get("/s/ashgrove/school/"))
    user = User.objects.get(pk=cast["teacher"].user_id)
    MembershipFactory(school=other_school, user=user, roles=["class teacher"])
    browser = Client()
    browser.force_login(user)
    assert '<a href="/s/brook-lane/">Brook Lane Primary</a>' in words(browser.get("/s/ashgrove/school/"))


@pytest.mark.parametrize(("who", "role"), [("system_manager", "SENCO"), ("senco", "business manager")])
def test_nobody_gives_themself_a_role(who, role, client_of, cast):
    own = path(cast[who].staff_member, "edit")
    answer = send(client_of(who), own, roles=[*cast[who].roles, role])
    assert answer.status_code == 422
    assert "Nobody gives themself a role" in words(answer)
    cast[who].refresh_from_db()
    assert role not in cast[who].roles


def test_head_and_senco_are_told_whose_roles_have_changed(client_of, cast, django_capture_on_commit_callbacks):
    manager = client_of("system_manager")
    with django_capture_on_commit_callbacks(execute=True):
        send(manager, path(cast["teacher"].staff_member, "edit"), roles=["class teacher", "head"])
    assert {each.to[0] for each in mail.outbox} == {cast["head"].user.email, cast["senco"].user.email}
    assert "System Manager Person has changed" in mail.outbox[0].body
    assert "Teacher Person: Headteacher, Class teacher (before: Class teacher)" in mail.outbox[0].body
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        send(manager, path(cast["head"].staff_member, "edit"), roles=["governor"])
    assert cast["head"].user.email in {each.to[0] for each in mail.outbox}, "also whom it is taken from"
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        send(manager, path(cast["teacher"].staff_member, "edit"), hours_a_week="20")
    assert mail.outbox == []


def test_undoing_a_change_of_roles_is_told_as_well(client_of, cast, django_capture_on_commit_callbacks):
    manager = client_of("system_manager")
    send(manager, path(cast["teacher"].staff_member, "edit"), roles=["class teacher", "head"])
    entry = TrailEntry.objects.filter(by=cast["system_manager"].user, ticket__isnull=False).latest("id")
    with django_capture_on_commit_callbacks(execute=True):
        manager.post(f"/s/ashgrove/undo/{entry.pk}/")
    assert "Teacher Person: Class teacher (before: Headteacher, Class teacher)" in mail.outbox[0].body


def test_a_workbook_is_no_way_to_a_role_of_ones_own_and_tells_of_roles_as_well(
    access, cast, school, django_capture_on_commit_callbacks
):
    by = access("system_manager")

    def people(who, roles):
        rows = {"People": [{"E-mail": cast[who].email, "Name": cast[who].staff_member.name, "Roles": roles}]}
        return plan_import(from_mapping(rows), school=school, by=by)

    own = people("system_manager", "system manager, SENCO")
    assert ["Nobody gives themself a role" in str(fault) for fault in own.faults] == [True]
    with django_capture_on_commit_callbacks(execute=True), all_locked(by):
        apply(people("teacher", "class teacher, head"), by=by)
    assert "Teacher Person: Headteacher, Class teacher (before: Class teacher)" in mail.outbox[0].body
