"""How signing in behaves here."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """People are invited by their school; nobody makes an account of their own accord."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False
