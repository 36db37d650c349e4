"""Joining a school by a one-time link."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from schools.access import NotAllowed, command_line_access
from schools.entrance.services import InvitationError
from schools.models import Membership, StaffMember, TrailEntry, User
from schools.people.services import invite
from schools.roles import Role
from tests.factories import MembershipFactory, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
NEW = {"name": "New Person", "password": "a long and private sentence"}


@pytest.fixture
def token(access):
    return invite(by=access("system_manager"), email="New@Example.org", roles=[Role.TEACHER])


def link(token):
    return f"/invitation/{token}/"


def test_the_page_says_who_invites_to_what(client, token):
    page = client.get(link(token)).content.decode()
    assert "Join Ashgrove Primary" in page
    assert "class teacher" in page
    assert "new@example.org" in page


def test_taking_it_up_makes_the_person_and_signs_them_in(client, token, school):
    answer = client.post(link(token), NEW)
    assert answer.status_code == 302
    membership = Membership.objects.get(email="new@example.org")
    assert membership.user.name == "New Person"
    assert membership.user.check_password(NEW["password"])
    assert client.session["_auth_user_id"] == str(membership.user.pk)
    assert list(TrailEntry.objects.filter(school=school).values_list("verb", "by_name")) == [
        ("signed in", "New Person"),
        ("joined", "New Person"),
        ("invited", "System Manager Person"),
    ]


def test_it_works_once(client, token):
    client.post(link(token), NEW)
    client.logout()
    answer = client.post(link(token), NEW | {"password": "another long sentence here"})
    assert answer.status_code == 410
    assert "has been used" in answer.content.decode()
    assert User.objects.get(email="new@example.org").check_password(NEW["password"])


def test_a_newer_invitation_replaces_it(client, token, access):
    newer = invite(by=access("system_manager"), email="new@example.org")
    assert client.get(link(token)).status_code == 410
    assert client.get(link(newer)).status_code == 200


def test_it_grows_old(client, token, monkeypatch):
    monkeypatch.setattr("schools.entrance.services.INVITATION_DAYS", -1)
    answer = client.get(link(token))
    assert answer.status_code == 410
    assert "Ask your school for a new one" in answer.content.decode()


def test_a_torn_link(client, token):
    answer = client.get(link(token[:-3]))
    assert answer.status_code == 410
    assert "not complete" in answer.content.decode()


@pytest.mark.parametrize("password", ["short", "password1234", "new@example.org", "123456789012345"])
def test_a_weak_password_is_refused(client, token, password):
    answer = client.post(link(token), NEW | {"password": password})
    assert answer.status_code == 422
    assert not User.objects.filter(email="new@example.org").exists()


def test_somebody_with_an_account_signs_in_to_take_it_up(client, access, school):
    known = UserFactory(email="known@example.org")
    token = invite(by=access("system_manager"), email="known@example.org", roles=[Role.GOVERNOR])
    assert client.get(link(token))["Location"].startswith("/sign-in/in/?next=/invitation/")
    client.force_login(UserFactory())
    assert client.get(link(token)).status_code == 302
    client.force_login(known)
    assert "password" not in client.get(link(token)).content.decode().lower()
    assert client.post(link(token)).status_code == 302
    assert Membership.objects.get(school=school, user=known).roles == ["governor"]


def test_the_staff_record_that_waits_is_joined_to_it(client, access, school):
    staff = StaffFactory(school=school, name="Known To The School", email="new@example.org")
    membership = MembershipFactory(school=school, user=None, email="new@example.org", roles=["class teacher"])
    staff.membership = membership
    staff.save()
    token = invite(by=access("system_manager"), email="new@example.org")
    assert 'value="Known To The School"' in client.get(link(token)).content.decode()
    client.post(link(token), NEW)
    assert StaffMember.objects.get(pk=staff.pk).membership.user.email == "new@example.org"


def test_who_may_not_manage_people_may_not_invite(access):
    with pytest.raises(NotAllowed):
        invite(by=access("head"), email="new@example.org", roles=[Role.TEACHER])


def test_who_has_joined_is_not_invited_again(access, cast):
    with pytest.raises(InvitationError, match="has joined"):
        invite(by=access("system_manager"), email=cast["teacher"].email)


def test_an_invitation_gives_a_role(access):
    with pytest.raises(InvitationError, match="at least one role"):
        invite(by=access("system_manager"), email="new@example.org")


def test_a_suspended_membership_cannot_be_taken_up(client, token):
    Membership.objects.filter(email="new@example.org").update(suspended=True)
    assert client.get(link(token)).status_code == 410


def test_the_command_prints_a_link(client, school, capsys):
    call_command("invite", "first@example.org", "--school", "ashgrove", "--role", "SENCO")
    printed = capsys.readouterr().out.strip()
    assert client.get("/" + printed.split("/", 3)[3]).status_code == 200
    assert TrailEntry.objects.get().by_name == "command line"


def test_the_command_begins_a_school_that_is_new(client, db, capsys):
    call_command("invite", "first@example.org", "--school", "elm-row", "--name", "Elm Row Primary", "--role", "SENCO")
    answer = client.get("/" + capsys.readouterr().out.strip().split("/", 3)[3])
    assert "Join Elm Row Primary" in answer.content.decode()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a@example.org", "--school", "Elm Row", "--name", "Elm Row", "--role", "head"], "cannot stand in addresses"),
        (["a@example.org", "--school", "nowhere", "--role", "head"], "no school “nowhere”"),
        (["a@example.org", "--school", "ashgrove", "--role", "caretaker"], "not a role"),
    ],
)
def test_the_command_says_what_is_wrong(school, arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("invite", *arguments)


def test_invitations_carry_the_time(school):
    invite(by=command_line_access(school), email="a@example.org", roles=[Role.HEAD])
    invited = Membership.objects.get(email="a@example.org").invited
    assert timezone.now() - invited < datetime.timedelta(minutes=1)
