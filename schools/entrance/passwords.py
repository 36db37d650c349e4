"""Which passwords are too easy to guess: those of few different letters, common ones that were only dressed up, and the
names of the school and the product."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from schools.models import Membership, User

DIFFERENT = 5  # letters, figures and signs
BESIDE = 8  # letters and figures beside the names
PRODUCT = ("provisionmap", "provision", "map", "senco", "send", "sen", "school", "primary", "secondary", "academy")
_DRESS = str.maketrans("013457@$!", "oieastasi")


class EnoughDifferent:
    """Refuses `aaaaaaaaaaaa` and its like."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password of few different signs, or of a short piece again and again."""
        if len(set(password.casefold())) < DIFFERENT or re.fullmatch(r"(.{1,4}?)\1+.{0,3}", password, re.DOTALL):
            raise ValidationError("The same few letters again and again are easy to guess. Choose three words instead.")

    def get_help_text(self) -> str:
        return ""


class NotCommon(CommonPasswordValidator):
    """Refuses the 20,000 most common passwords (Django ships the list), also where figures and signs were put around
    them or in the place of letters."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a common password."""
        plain = password.casefold().strip()
        bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
        for each in (plain, bare, re.sub(r"[\W_]", "", plain), bare.translate(_DRESS)):
            super().validate(each, user)


class NotOurNames:
    """Refuses what is hardly more than the names of the school, of the product, and of what schools are."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError where little is left of the password without those names."""
        left = re.sub(r"[\W_]", "", password.casefold())
        for name in sorted({*PRODUCT, *_names_of_schools(user)}, key=len, reverse=True):
            left = left.replace(name, "")
        if len(left) < BESIDE and left != re.sub(r"[\W_]", "", password.casefold()):
            raise ValidationError(
                "The name of your school or of Provision Map is easy to guess. Choose three words that mean something "
                "to you alone."
            )

    def get_help_text(self) -> str:
        return "Not the name of your school."


def _names_of_schools(user: Any) -> set[str]:
    if not isinstance(user, User):
        return set()
    members = Membership.objects.filter(email__iexact=user.email) | Membership.objects.filter(user=user.pk)
    names = members.values_list("school__name", "school__slug").distinct()
    return {word for both in names for name in both for word in re.findall(r"\w{3,}", name.casefold())}
