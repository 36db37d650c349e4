"""What Django and allauth tell of signing in, taken up here: when a sign-in began."""

from __future__ import annotations

import time
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest


@receiver(user_logged_in)
def begin(request: HttpRequest, **_: Any) -> None:
    """Note when the sign-in began, from which its end is counted."""
    request.session["since"] = request.session["seen"] = int(time.time())
