"""The answers to requests that cannot be read."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form without its token. Where the sign-in is gone, as after all cookies were deleted, it says so:
    401 to a part of a page, on which what was typed stays, and else the page of signing in."""
    if request.user.is_authenticated:
        return render(request, "403_csrf.html", status=403)
    if request.headers.get("HX-Request") or request.headers.get("Sec-Fetch-Dest") == "empty":
        return HttpResponse("Signed out", status=401)
    messages.info(request, "You have been signed out, so nothing was saved. Sign in, and send it once more.")
    return redirect_to_login(request.path)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """413, with what to do, for a request with more data or fields than are accepted; else 400."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent)):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)
