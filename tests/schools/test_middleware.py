"""From an address to who is asking, at which school, in which year."""

from __future__ import annotations

import datetime
import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.urls import include, path
from django.utils import timezone

from schools.roles import Permission, Role
from schools.views import SchoolView
from tests.factories import UserFactory, YearFactory
from tests.factories.schools import PASSWORD

pytestmark = pytest.mark.django_db


class YearPage(SchoolView):
    permission = Permission.HOME

    def get(self, request):
        return HttpResponse(str(self.access.year))


class CostPage(SchoolView):
    permission = Permission.VIEW_COSTS

    def get(self, request, code):
        return HttpResponse(code)


class ServicePage(SchoolView):
    permission = Permission.HOME

    def post(self, request):
        self.access.need(Permission.SIGN_OFF)
        return HttpResponse("signed")


urlpatterns = [
    path("s/<slug:school>/", YearPage.as_view(), name="home"),
    path("s/<slug:school>/map/", YearPage.as_view(), name="map"),
    path("s/<slug:school>/groups/", YearPage.as_view(), name="groups"),
    path("s/<slug:school>/pupils/", YearPage.as_view(), name="pupils"),
    path("s/<slug:school>/import/", YearPage.as_view(), name="import"),
    path("s/<slug:school>/costs/<str:code>/", CostPage.as_view()),
    path("s/<slug:school>/sign/", ServicePage.as_view()),
    path("sign-in/", include("schools.entrance.sign_in_urls")),
    path("", include("schools.urls")),
]


@pytest.fixture(autouse=True)
def _addresses(settings):
    settings.ROOT_URLCONF = __name__


def test_a_view_without_a_permission_cannot_be_written():
    with pytest.raises(TypeError, match="must name its permission"):

        class Open(SchoolView):
            pass


def test_the_year_is_the_one_that_holds_today(client_of):
    assert client_of("senco").get("/s/ashgrove/").content == b"2026/27"


def test_the_year_can_be_chosen_and_then_holds(client_of, school):
    last = YearFactory(school=school, name="2025/26", starts=datetime.date(2025, 9, 1), ends=datetime.date(2026, 7, 31))
    browser = client_of("senco")
    assert browser.get("/s/ashgrove/?year=2025/26").content == b"2025/26"
    assert browser.get("/s/ashgrove/").content == b"2025/26"
    assert browser.get(f"/s/ashgrove/?year={last.pk}").content == b"2025/26"


def test_another_schools_year_is_no_year_here(client_of, other_school):
    theirs = other_school
    year = YearFactory(school=theirs, name="2024/25")
    assert client_of("senco").get(f"/s/ashgrove/?year={year.pk}").status_code == 404


def test_between_years_the_last_one_holds(client_of, settings):
    settings.TODAY = datetime.date(2027, 8, 20)
    assert client_of("senco").get("/s/ashgrove/").content == b"2026/27"


def test_before_the_first_year_that_one_holds(client_of, settings):
    settings.TODAY = datetime.date(2026, 8, 20)
    assert client_of("senco").get("/s/ashgrove/").content == b"2026/27"


def test_a_school_without_a_year_has_none(client, join, other_school):
    client.force_login(join(other_school, Role.HEAD).user)
    assert client.get("/s/brook-lane/").content == b"None"


def test_nobody_comes_in_without_signing_in(client, school):
    answer = client.get("/s/ashgrove/")
    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in/in/?next=/s/ashgrove/"


def test_a_stranger_finds_no_school(client_of):
    assert client_of("stranger").get("/s/ashgrove/").status_code == 404
    assert client_of("stranger").get("/s/no-such-school/").status_code == 404


def test_a_suspended_member_is_told_so(client_of, cast):
    cast["teacher"].suspended = True
    cast["teacher"].save()
    answer = client_of("teacher").get("/s/ashgrove/")
    assert answer.status_code == 403
    assert "paused your access" in answer.content.decode()


def test_a_colleague_without_the_right_hears_whom_to_ask(client_of):
    answer = client_of("teacher").get("/s/ashgrove/costs/G1/")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Headteacher, SENCO, Business manager" in page
    assert "ask Senco Person or System Manager Person" in page
    assert client_of("senco").get("/s/ashgrove/costs/G1/").content == b"G1"


def test_without_a_system_manager_the_senco_is_named(client_of, cast):
    cast["system_manager"].delete()
    assert "ask Senco Person" in client_of("teacher").get("/s/ashgrove/costs/G1/").content.decode()


def test_a_service_that_refuses_becomes_the_same_page(client_of):
    assert client_of("teacher").post("/s/ashgrove/sign/").status_code == 403
    assert client_of("head").post("/s/ashgrove/sign/").content == b"signed"


@pytest.mark.real_second_factor
@pytest.mark.parametrize(
    ("name", "sent_on"),
    [
        ("head", True),
        ("senco", True),
        ("business_manager", True),
        ("system_manager", True),
        ("teacher", False),
        ("assistant", False),
        ("governor", False),
    ],
)
def test_who_needs_a_second_factor(client_of, settings, name, sent_on):
    answer = client_of(name).get("/s/ashgrove/")
    assert (answer.status_code == 302) == sent_on
    if sent_on:
        assert answer["Location"] == "/sign-in/second-step/app/"
    settings.DEMO = True
    assert client_of(name).get("/s/ashgrove/").status_code == 200


def test_the_only_school_is_not_asked_for(client_of, cast, other_school, join):
    assert client_of("teacher").get("/")["Location"] == "/s/ashgrove/"
    cast["teacher"].pk = None
    cast["teacher"].school = other_school
    cast["teacher"]._state.adding = True
    cast["teacher"].save()
    page = client_of("teacher").get("/").content.decode()
    assert "Ashgrove Primary" in page
    assert "Brook Lane Primary" in page


def test_who_belongs_nowhere_is_told_what_to_do(client):
    user = UserFactory()
    client.force_login(user)
    assert f"invite {user.email}" in client.get("/").content.decode()


def test_signing_in_by_email(client, cast):
    answer = client.post("/sign-in/in/", {"login": cast["teacher"].email.upper(), "password": PASSWORD})
    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert client.get("/")["Location"] == "/s/ashgrove/"


def test_a_wrong_password_says_so_once(client, cast):
    answer = client.post("/sign-in/in/", {"login": cast["teacher"].email, "password": "wrong"})
    assert answer.status_code == 200
    assert "not correct" in answer.content.decode()


def test_pages_carry_a_strict_content_policy(client_of):
    policy = client_of("senco").get("/s/ashgrove/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_fragment_asked_for_after_the_session_ended_sends_the_whole_page_to_sign_in(client, school):
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/s/ashgrove/map/?area=SEMH"}
    answer = client.get("/s/ashgrove/groups/", headers=asked)
    assert answer["HX-Redirect"] == "/sign-in/in/?next=/s/ashgrove/map/"


def test_guessing_a_password_is_stopped(client, cast, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/key"}
    guess = {"login": cast["teacher"].email, "password": "wrong"}
    for _ in range(3):
        client.post("/sign-in/in/", guess)
    page = client.post("/sign-in/in/", guess | {"password": PASSWORD}).content.decode()
    assert "Too many failed" in page


@pytest.mark.real_second_factor
def test_the_second_step_is_set_up_and_asked_for(client, client_of, cast):
    browser = client_of("senco")
    page = browser.get("/sign-in/second-step/app/")
    assert page.status_code == 302, "the password is asked for again first"
    browser.post("/sign-in/again/?next=/sign-in/second-step/app/", {"password": PASSWORD})
    form = browser.get("/sign-in/second-step/app/").context["form"]
    code = totp.format_hotp_value(totp.hotp_value(form.secret, totp.yield_hotp_counters_from_time().__next__()))
    assert browser.post("/sign-in/second-step/app/", {"code": code}).status_code == 302
    assert browser.get("/s/ashgrove/").status_code == 200
    answer = client.post("/sign-in/in/", {"login": cast["senco"].email, "password": PASSWORD})
    assert answer["Location"].startswith("/sign-in/second-step/enter/")
    assert client.get("/s/ashgrove/").status_code == 302


def test_an_hour_without_anybody_ends_the_sign_in_and_so_does_a_school_day(client_of, settings, monkeypatch):
    browser, now = client_of("senco"), time.time()
    begun = Session.objects.get(pk=browser.session.session_key).expire_date
    assert (begun - timezone.now()).total_seconds() <= 60 * 60

    def at(minutes, **headers):
        monkeypatch.setattr("schools.entrance.middleware.time.time", lambda: now + minutes * 60)
        return browser.get("/s/ashgrove/", headers=headers).status_code

    def ends():
        return Session.objects.get(pk=browser.session.session_key).expire_date

    assert at(20, **{"X-Unasked": "yes"}) == 200
    assert ends() == begun, "what a page asks by itself is nobody at it"
    assert at(20) == 200
    assert ends() > begun
    for hour in range(1, 10):
        assert at(hour * 60) == 200
    assert at(10 * 60 + 1) == 302
    assert browser.get("/s/ashgrove/").status_code == 302
