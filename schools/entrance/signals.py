"""What Django and allauth tell of signing in: noted in the trail."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from schools.entrance.noted import failed, note
from schools.models import User

STEPS = {
    Authenticator.Type.TOTP: "an authenticator app as second step",
    Authenticator.Type.RECOVERY_CODES: "recovery codes",
}


@receiver(user_logged_in)
def begin(request: HttpRequest, user: User, **_: Any) -> None:
    """Note when the sign-in began, from which its end is counted."""
    request.session["since"] = request.session["seen"] = int(time.time())
    request.just_signed_in = True  # type: ignore[attr-defined]
    note(user, "signed in", request)


@receiver(user_logged_out)
def end(request: HttpRequest, user: User | None, **_: Any) -> None:
    """Note that somebody signed out."""
    if user is not None:
        note(user, "signed out", request)


@receiver(account.password_changed)
@receiver(account.password_set)
def changed(request: HttpRequest, user: User, **_: Any) -> None:
    """Note a password that its owner changed."""
    note(user, "changed their password", request)


@receiver(account.password_reset)
def reset(request: HttpRequest, user: User, **_: Any) -> None:
    """Note a password set by a link."""
    note(user, "set a new password by e-mail", request)


@receiver(mfa.authenticator_added)
@receiver(mfa.authenticator_reset)
def added(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """Note a second step."""
    note(user, f"set up {STEPS[authenticator.type]}", request)


@receiver(mfa.authenticator_removed)
def removed(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """Note a second step that is no more."""
    note(user, f"removed {STEPS[authenticator.type]}", request)


@receiver(mfa.authentication_failed)
def wrong_code(request: HttpRequest, user: User, **_: Any) -> None:
    """Note a wrong code of the second step."""
    failed(user.email, request, "typed a wrong code")
