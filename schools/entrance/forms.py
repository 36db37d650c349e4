"""Forms of signing in."""

from __future__ import annotations

from typing import Any

from allauth.mfa import app_settings as mfa
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import QueryDict

from schools.models import User


class AcceptForm(forms.Form):
    """A new person's name and password."""

    name = forms.CharField(label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label="Choose a password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, email: str, data: QueryDict | None = None, *, name: str = "") -> None:
        super().__init__(data, initial={"name": name})
        self.email = email
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        """Hold the password against the rules, knowing the name and the e-mail it may not resemble."""
        cleaned: dict[str, Any] = super().clean() or {}
        try:
            validate_password(cleaned.get("password", ""), User(email=self.email, name=cleaned.get("name", "")))
        except ValidationError as error:
            self.add_error("password", error)
        return cleaned


class SetUpAppForm(ActivateTOTPForm):
    """The first code of an authenticator app, which then is used."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        use_once(self.user, code)
        return code


class SecondStepForm(AuthenticateForm):
    """A code of the second step when signing in."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            use_once(self.user, code)
        return code


class SecondStepAgainForm(ReauthenticateForm):
    """A code of the second step before something that matters."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            use_once(self.user, code)
        return code


def use_once(user: User, code: str) -> None:
    """Take the code of an authenticator app as used for as long as it would hold. Raises a validation error where it
    was used before; allauth itself forgets it after half a minute, and does not note the one that sets the app up."""
    holds = mfa.TOTP_PERIOD * (2 * mfa.TOTP_TOLERANCE + 1)
    if not cache.add(f"totp-used:{user.pk}:{''.join(code.split())}", "used", holds):
        raise get_adapter().validation_error("incorrect_code")
