"""The pages of signing in: choose a school, take up an invitation."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from allauth.account.views import PasswordResetView
from allauth.core import ratelimit
from allauth.core.context import request_context
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.generic import View

from schools import reading
from schools.entrance import services
from schools.entrance.forms import AcceptForm

log = logging.getLogger(__name__)


class ChooseSchool(View):
    """After signing in: the schools this person belongs to; on to the only one if there is just one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        memberships = reading.memberships_of(request.user)  # type: ignore[arg-type]
        if len(memberships) == 1:
            return redirect("home", school=memberships[0].school.slug)
        return render(request, "schools/choose.html", {"title": "Choose a school", "memberships": memberships})


class StillSignedIn(View):
    """What an open page asks now and then: whoever is signed in no longer is sent to sign in, as by every page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=204)


class AnswerFirst(HttpResponseRedirect):
    """A redirect that does something once it has gone out. Whether that fails is for the log alone."""

    def __init__(self, to: str, then: Callable[[], object]) -> None:
        super().__init__(to)
        self.then = then

    def close(self) -> None:
        """What the server calls when the answer has been sent."""
        try:
            self.then()
        except Exception:
            log.exception("What was to be done after an answer has failed")
        finally:
            super().close()


class ForgottenPassword(PasswordResetView):
    """Asks for the address of who has forgotten their password. The mail is made and sent after the answer, so that
    neither the time it takes nor its failing tells whether there is such an account."""

    def form_valid(self, form: Any) -> HttpResponse:
        limited: HttpResponse | None = ratelimit.consume_or_429(
            self.request, action="reset_password", key=form.cleaned_data["email"].lower()
        )
        return limited or AnswerFirst(self.get_success_url(), partial(self._send, form))

    def _send(self, form: Any) -> None:
        with request_context(self.request):
            form.save(self.request)


@method_decorator(login_not_required, name="dispatch")
class AcceptInvitation(View):
    """Take up an invitation from its one-time link: choose a password, or sign in if there is one already."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Read the invitation; a link that is used, old or wrong gets a page that says so, as 410."""
        try:
            self.invitation = services.read_invitation(kwargs["token"])
        except services.InvitationError as error:
            context = {"title": "This invitation cannot be used", "message": str(error)}
            return render(request, "schools/invitation_gone.html", context, status=410)
        known = self.invitation.person
        if known and request.user != known:
            return redirect_to_login(request.get_full_path())
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """What the invitation is for, and the form to take it up."""
        return self.page(self.form())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Take it up and go to the school's home page."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        user = services.accept_invitation(token, **form.cleaned_data)
        if request.user != user:
            login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return redirect("home", school=self.invitation.school.slug)

    def form(self, data: QueryDict | None = None) -> Form:
        """A name and a password for a new person; nothing more to ask of one who is signed in."""
        invitation = self.invitation
        return Form(data) if invitation.person else AcceptForm(invitation.email, data, name=invitation.name)

    def page(self, form: Form, status: int = 200) -> HttpResponse:
        context = {"title": f"Join {self.invitation.school}", "form": form, "invitation": self.invitation}
        return render(self.request, "schools/accept.html", context, status=status)
