"""At the door: who is locked out and who is not, what is noted of it, and what it tells a stranger."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import identify_hasher
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpResponseRedirect
from django.test import Client
from django.test.client import ClientHandler

from provisionmap.settings import ACCOUNT_RATE_LIMITS, PASSWORD_HASHERS
from schools.models import TrailEntry
from schools.roles import Role
from tests.factories.schools import PASSWORD

pytestmark = pytest.mark.django_db
SIGN_IN = "/sign-in/in/"
NEW = "brackish walnut cupboard"
FORGOTTEN = "/sign-in/password/forgotten/"


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


def test_whoever_looks_after_people_reads_what_happened_at_the_door(cast, client_of, ours_signs_in):
    for who in ("senco", "system_manager"):
        page = client_of(who).get("/s/ashgrove/people/signing-in/").content.decode()
        assert "typed a wrong password" in page
        assert "Teacher Person" in page
        assert "127.0.0.1" in page
    assert client_of("head").get("/s/ashgrove/people/signing-in/").status_code == 403
    assert "Teacher Person" not in client_of("stranger").get("/s/brook-lane/people/signing-in/").content.decode()


@pytest.fixture
def ours_signs_in(cast):
    try_to(Client(), cast["teacher"].email, "wrong")


def test_a_forgotten_password_says_the_same_to_everybody(cast, client):
    answers = [client.post(FORGOTTEN, {"email": email}) for email in (cast["teacher"].email, "nobody@example.org")]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/sign-in/password/sent/")}
    pages = {client.get(answer["Location"]).content for answer in answers}
    assert len({re.sub(rb'X-CSRFToken":"\w+"', b"", page) for page in pages}) == 1
    (message,) = mail.outbox
    assert message.to == [cast["teacher"].email]
    assert message.subject == "A new password for Provision Map"
    assert "Hello from" not in message.body
    assert "example.com" not in message.body
    link = next(line for line in message.body.splitlines() if line.startswith("http"))
    form = client.get("/" + link.split("/", 3)[3], follow=True)
    done = client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert done.status_code == 302
    assert try_to(Client(), cast["teacher"].email, NEW).status_code == 302
    assert [each.subject for each in mail.outbox[1:]] == ["Your password was changed"]
    assert "If it was not, set a new password at once" in mail.outbox[1].body


def test_the_mail_about_a_forgotten_password_goes_after_the_answer(cast, client, monkeypatch):
    """Neither how long it takes nor that it cannot be sent tells who has an account."""
    when = []
    close = HttpResponseRedirect.close
    monkeypatch.setattr(EmailMessage, "send", lambda self: when.append("mail") or 1 / 0)
    monkeypatch.setattr(HttpResponseRedirect, "close", lambda self: when.append("closed") or close(self))
    answered = ClientHandler.get_response
    monkeypatch.setattr(
        ClientHandler, "get_response", lambda self, request: (answered(self, request), when.append("answered"))[0]
    )
    answers = [client.post(FORGOTTEN, {"email": email}) for email in (cast["teacher"].email, "nobody@example.org")]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/sign-in/password/sent/")}
    assert when == ["answered", "mail", "closed", "answered", "closed"]


def code_of(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, list(totp.yield_hotp_counters_from_time())[1]))


@pytest.mark.real_second_factor
def test_a_code_of_the_second_step_holds_once_also_the_one_that_set_it_up(cast, client_of, monkeypatch):
    browser = client_of("senco")
    browser.post("/sign-in/again/?next=/sign-in/second-step/app/", {"password": PASSWORD})
    secret = browser.get("/sign-in/second-step/app/").context["form"].secret
    now = totp.time.time() // 30 * 30
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: now)
    monkeypatch.setattr("django.db.transaction.on_commit", lambda do, **_: do())
    assert browser.post("/sign-in/second-step/app/", {"code": code_of(secret)}).status_code == 302
    assert [each.subject for each in mail.outbox] == ["Your second step was set up"]
    used = code_of(secret)

    def enter(code):
        other = Client()
        try_to(other, cast["senco"].email)
        return other.post("/sign-in/second-step/enter/", {"code": code}).status_code

    assert enter(used) == 200, "the code that set it up does not work a second time"
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: now + 60)
    assert enter(code_of(secret)) == 302
    assert enter(code_of(secret)) == 200
    verbs = list(TrailEntry.objects.filter(kind="sign-in").values_list("verb", flat=True).order_by("id"))
    assert "set up an authenticator app as second step" in verbs
    assert "typed a wrong code" in verbs


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaa", "abcabcabcabcabc", "12121212121212", "ashgroveprimary", "Ashgrove2027!", "provisionmap1",
        "Provision-Map-27", "password1234", "P4ssw0rd!!!!", "qwertyuiop123",
    ],
)  # fmt: skip
def test_a_password_that_is_easy_to_guess_is_refused(password, cast):
    with pytest.raises(ValidationError):
        validate_password(password, cast["teacher"].user)


@pytest.mark.parametrize(
    "password", [NEW, "provision-map-demo", "ashgrove heron bicycle kettle", "7 grey herons at noon"]
)
def test_three_words_are_a_good_password(password, cast):
    if password != "provision-map-demo":  # the demo's own, which nobody may choose
        validate_password(password, cast["teacher"].user)
    else:
        with pytest.raises(ValidationError):
            validate_password(password, cast["teacher"].user)


def test_passwords_are_kept_as_argon2_and_old_ones_become_it(cast, settings, client):
    user = cast["teacher"].user
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS[1:]
    user.set_password(PASSWORD)
    user.save()
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS
    assert try_to(client, user.email).status_code == 302
    user.refresh_from_db()
    assert identify_hasher(user.password).algorithm == "argon2"


def test_pages_forbid_what_they_never_use(client):
    assert "camera=()" in client.get(SIGN_IN)["Permissions-Policy"]


@pytest.mark.parametrize("path", ["/s/ashgrove/people/new/", "/s/ashgrove/school/edit/"])
def test_without_any_cookie_the_sign_in_is_said_to_be_gone_not_the_role(path, cast):
    browser = Client(enforce_csrf_checks=True)
    part = browser.post(path, {"name": "A"}, headers={"HX-Request": "true"})
    assert (part.status_code, part.content) == (401, b"Signed out")
    script = browser.post(path, {"name": "A"}, headers={"Sec-Fetch-Dest": "empty"})
    assert script.status_code == 401
    whole = browser.post(path, {"name": "A"}, follow=True)
    assert whole.redirect_chain[0][0] == f"/sign-in/in/?next={path}"
    assert "You have been signed out, so nothing was saved." in whole.content.decode()
