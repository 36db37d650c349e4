"""Forms of signing in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
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
