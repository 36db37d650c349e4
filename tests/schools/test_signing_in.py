"""At the door: who is locked out and who is not, what is noted of it, and what it tells a stranger."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from provisionmap.settings import ACCOUNT_RATE_LIMITS
from schools.models import TrailEntry
from schools.roles import Role
from tests.factories.schools import PASSWORD

pytestmark = pytest.mark.django_db
SIGN_IN = "/sign-in/in/"


@pytest.fixture(autouse=True)
def _limits_hold(settings):
    """The limits are those of a running installation."""
    settings.ACCOUNT_RATE_LIMITS = ACCOUNT_RATE_LIMITS
    cache.clear()
    yield
    cache.clear()


def try_to(browser, email, password=PASSWORD, **of):
    return browser.post(SIGN_IN, {"login": email, "password": password}, **of)


def locked(answer):
    return answer.status_code == 200 and "Too many failed" in answer.content.decode()


@pytest.mark.parametrize("behind", [0, 1])
def test_wrong_passwords_of_one_account_lock_out_nobody_else(cast, settings, behind):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = behind
    for _ in range(10):
        assert not locked(try_to(Client(), cast["teacher"].email, "wrong"))
    assert locked(try_to(Client(), cast["teacher"].email))
    assert try_to(Client(), cast["assistant"].email).status_code == 302


def test_sixty_people_sign_in_from_one_address_within_minutes(school, join):
    people = [join(school, Role.TEACHER) for _ in range(60)]
    assert {try_to(Client(), one.email).status_code for one in people} == {302}


def test_an_address_that_tries_many_accounts_is_stopped_and_others_are_not(cast, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "10/5m/key,5/h/ip"}
    attacker = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "1.2.3.4, 203.0.113.9"}
    for number in range(5):
        try_to(Client(), f"nobody{number}@example.org", "wrong", **attacker)
    assert locked(
        try_to(Client(), cast["teacher"].email, **attacker | {"HTTP_X_FORWARDED_FOR": "9.9.9.9, 203.0.113.9"})
    )
    others = attacker | {"HTTP_X_FORWARDED_FOR": "203.0.113.10"}
    assert try_to(Client(), cast["teacher"].email, **others).status_code == 302


@pytest.mark.parametrize(
    ("behind", "of"),
    [(0, {"REMOTE_ADDR": ""}), (1, {"REMOTE_ADDR": "127.0.0.1"}), (2, {"HTTP_X_FORWARDED_FOR": "203.0.113.9"})],
    ids=["unix socket", "a proxy that names nobody", "fewer names than proxies"],
)
def test_whose_address_cannot_be_known_is_limited_by_account_alone(cast, settings, behind, of):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = behind
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "10/5m/key,3/h/ip"}
    for number in range(5):
        try_to(Client(), f"nobody{number}@example.org", "wrong", **of)
    assert try_to(Client(), cast["teacher"].email, **of).status_code == 302
    for _ in range(10):
        try_to(Client(), cast["assistant"].email, "wrong", **of)
    assert locked(try_to(Client(), cast["assistant"].email, **of))


def test_a_known_browser_is_not_locked_out_by_others(cast, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "10/5m/key,12/h/ip"}
    own, email = Client(), cast["teacher"].email
    assert try_to(own, email).status_code == 302
    assert own.cookies["known_browser"]["max-age"] == 180 * 24 * 60 * 60
    own.post("/sign-in/out/")
    for number in range(15):
        try_to(Client(), email if number < 10 else f"nobody{number}@example.org", "wrong")
    assert locked(try_to(Client(), email))
    assert try_to(own, email).status_code == 302
    own.post("/sign-in/out/")
    for _ in range(10):
        try_to(own, email, "wrong")
    assert locked(try_to(own, email)), "nor is it a way to guess without end"


def test_a_browser_known_for_one_is_not_known_for_another(cast):
    browser = Client()
    try_to(browser, cast["assistant"].email)
    browser.post("/sign-in/out/")
    for _ in range(10):
        try_to(Client(), cast["teacher"].email, "wrong")
    assert locked(try_to(browser, cast["teacher"].email))
    browser.cookies["known_browser"] = browser.cookies["known_browser"].value[:-3] + "abc"
    assert locked(try_to(browser, cast["teacher"].email))


def test_what_happens_at_the_door_is_in_the_trail(cast, client):
    email = cast["teacher"].email
    for _ in range(12):
        try_to(client, email, "wrong")
    cache.clear()
    try_to(client, email)
    client.get("/s/ashgrove/costs/")
    client.post("/sign-in/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    client.post("/sign-in/out/")
    lines = TrailEntry.objects.filter(kind="sign-in", by=cast["teacher"].user).order_by("id")
    assert [line.verb for line in lines] == [
        *["typed a wrong password"] * 10,
        "was locked out for five minutes",
        "signed in",
        "was refused a page",
        "changed their password",
        "signed out",
    ]
    assert {line.school for line in lines} == {cast["teacher"].school}
    assert {line.detail["from"] for line in lines} == {"127.0.0.1"}


NEW = "brackish walnut cupboard"
