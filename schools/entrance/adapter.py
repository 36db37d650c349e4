"""How allauth signs people in here: whose address counts, who is locked out, and what stays behind of it."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.http import HttpRequest

from schools.entrance import known_browser, noted

TOO_MANY = (
    "Too many failed attempts, so this account takes none for five minutes. Wait, or set a new password with "
    "“Forgotten your password?”."
)


class Adapter(DefaultAccountAdapter):
    """Signing in by e-mail. Wrong passwords are counted for each account, so that nobody locks out others, then, far
    more generously, for each address, because a school has one. A browser in which somebody has signed in before is
    counted by itself for them: whatever others try, they are not locked out of it."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address a request comes from. Where none can be known (a unix socket, or a proxy that names none), one
        that is nobody else's, so that the limits for addresses do not hold and those for accounts do."""
        return noted.client_address(request) or f"unknown-{secrets.token_hex(8)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt. Raises a validation error where there have been too many."""
        email = credentials.get("email", "").lower()
        known = known_browser.sign_of(request, email)
        action = "login_failed_known" if known else "login_failed"
        self._login_failed_rl_usage = ratelimit.consume(
            request, app="allauth.account", action=action, key=f"{known}:{email}"
        )
        if not self._login_failed_rl_usage:
            noted.locked_out(email, request)
            raise self.validation_error("too_many_login_attempts")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """The count that a reset password clears."""
        return f":{credentials.get('email', '').lower()}"

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave a line in the trail."""
        noted.failed(credentials.get("email", ""), request)
