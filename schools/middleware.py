"""Resolves the school of an address once, with what the person may do there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from schools import reading
from schools.access import Access
from schools.edits.wall import walled
from schools.models import AcademicYear, Membership

LARGEST_NUMBER = 2**63 - 1  # no row has a larger one, and no database can be asked for it


class SchoolMiddleware:
    """Sets `request.access` for every address that names a school, before its view runs.

    No membership: 404, as if the school were not there. Suspended: 403. No second factor where the role asks for
    one: on to setting it up. `?year=` chooses the academic year, which then holds for the session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.access = None  # type: ignore[attr-defined]
        with walled():
            response = self.get_response(request)
        signed_out = response.status_code == 302 and response["Location"].startswith(reverse(settings.LOGIN_URL))
        if signed_out and request.headers.get("HX-Request") and request.method == "POST":
            return HttpResponse("Signed out", status=401)  # what was typed stays on the page
        if signed_out and request.headers.get("HX-Request"):
            # The answer would be put into a fragment of the page: send the whole page to sign in instead, and back.
            page = request.headers.get("HX-Current-URL", "/")
            query = QueryDict(mutable=True)
            query["next"] = urlsplit(page).path
            return HttpResponseClientRedirect(f"{reverse(settings.LOGIN_URL)}?{query.urlencode(safe='/')}")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Resolve the school named in the address; every such address asks for sign-in, so there is a person."""
        if "school" not in kwargs:
            return None
        if any(isinstance(part, int) and part > LARGEST_NUMBER for part in kwargs.values()):
            raise Http404
        membership = reading.membership_at(request.user, kwargs["school"])  # type: ignore[arg-type]
        if membership is None:
            raise Http404
        if membership.suspended:
            context = {"title": "Your access is paused", "school": membership.school}
            return render(request, "schools/suspended.html", context, status=403)
        access = _access(request, membership)
        if reading.lacks_second_factor(access):
            messages.info(request, f"Your role at {access.school} asks for a second step when you sign in.")
            return redirect("mfa_activate_totp")
        request.access = access  # type: ignore[attr-defined]
        return None


def _access(request: HttpRequest, membership: Membership) -> Access:
    key = f"year-{membership.school_id}"
    asked = request.GET.get("year")
    try:
        access = reading.access_for(membership, asked or request.session.get(key))
    except AcademicYear.DoesNotExist as error:
        request.session.pop(key, None)
        if asked:
            raise Http404("There is no such academic year at this school.") from error
        access = reading.access_for(membership)  # the one last looked at has been taken back
    if asked and access.year:
        request.session[key] = str(access.year.pk)
    return access
