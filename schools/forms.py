"""Forms of signing in, and about the school itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.http import QueryDict

from schools.models import School, User
from ui.edit_fields import Pick, Words, YesNo
from ui.edit_forms import EditForm


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


class SchoolForm(EditForm):
    """What holds for the school as a whole."""

    name = Words("Name", longest=200, required=True)
    urn = Words("URN", longest=10, hint="Unique reference number, as in the register of schools.")
    local_authority = Words("Local authority", longest=100)
    phase = Pick("Phase", School.Phase.choices, of=str, blank="Not said")
    timetable_weeks = Pick("Timetable", [(1, "The same every week"), (2, "Weeks A and B")], required=True, initial=1)
    teachers_make_groups = YesNo(
        "Class teachers may set up groups for their own classes",
        hint="They see no money. The SENCO sees every change in the group's history.",
    )
