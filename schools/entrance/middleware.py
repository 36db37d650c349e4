"""Signed out means gone: no browser keeps a page, and nobody stays signed in who has left.

No answer but static files is stored. A mark that scripts can read says whose pages these are; `static/js/signed_in.js`
takes a page away whose mark is another's or nobody's, also one that comes back from the browser's own memory.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from schools.entrance import known_browser

MARK = "signed_in"
UNASKED = "X-Unasked"  # sent along by what a page asks by itself, with nobody at it
STEP = 5 * 60  # seconds between two notes of when somebody was here
POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "bluetooth", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer",
        "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip

Answer = Callable[[HttpRequest], HttpResponse]


def nothing_is_kept(get_response: Answer) -> Answer:
    """Have no browser and no proxy keep an answer. Stands before all that may answer but the static files."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Cache-Control"] = "no-store"
        response["Permissions-Policy"] = POLICY
        return response

    return answer


def signed_in_while_here(get_response: Answer) -> Answer:
    """End the sign-in after an hour without a request (`SESSION_COOKIE_AGE`) and after a school day
    (`SIGNED_IN_AT_MOST`), and keep the mark of who is signed in."""

    def answer(request: HttpRequest) -> HttpResponse:
        was = request.user.is_authenticated
        if was:
            _note(request)
        response = get_response(request)
        _mark(request, response)
        if getattr(request, "just_signed_in", False) and request.user.is_authenticated:
            known_browser.remember(request, response, request.user.email)
        if was and not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"cache", "storage"'  # not "cookies": a browser stays a known one
        return response

    return answer


def _note(request: HttpRequest) -> None:
    session, now = request.session, int(time.time())
    if now - session.get("since", 0) > settings.SIGNED_IN_AT_MOST:
        logout(request)
    elif now - session.get("seen", 0) > STEP and UNASKED not in request.headers:
        session["seen"] = now  # saved, so that it lasts another SESSION_COOKIE_AGE


def _mark(request: HttpRequest, response: HttpResponse) -> None:
    sent = request.COOKIES.get(MARK)
    if not request.user.is_authenticated:
        if sent:
            response.delete_cookie(MARK, samesite="Lax")
        return
    mark = salted_hmac(MARK, str(request.user.pk), algorithm="sha256").hexdigest()[:20]
    if sent != mark:
        response.set_cookie(MARK, mark, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
