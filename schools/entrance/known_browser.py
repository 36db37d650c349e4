"""Browsers in which somebody has signed in before: a signed cookie says whose they are, for 180 days."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "known_browser"
FOR = timedelta(days=180)
_AT_MOST = 10  # people of one browser
_SALT = "schools.known_browser"


def sign_of(request: HttpRequest, email: str) -> str:
    """The browser's own sign where this person has signed in in it, else blank."""
    sign, people = _read(request)
    return sign if _print_of(email) in people else ""


def remember(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Have the browser known as one of this person's from now on."""
    sign, people = _read(request)
    own = _print_of(email)
    people = [*(each for each in people if each != own), own][-_AT_MOST:]
    value = signing.dumps([sign or secrets.token_urlsafe(12), people], salt=_SALT)
    response.set_cookie(
        COOKIE, value, max_age=FOR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        sign, people = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=FOR)
    except signing.BadSignature:
        return "", []
    return sign, people


def _print_of(email: str) -> str:
    return salted_hmac(_SALT, email.lower(), algorithm="sha256").hexdigest()[:16]
