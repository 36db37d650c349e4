"""What happens at the door is in the trail of each school that the person belongs to."""

from __future__ import annotations

from allauth import app_settings as allauth
from allauth.core.internal.httpkit import get_client_ip
from django.core.cache import cache
from django.http import HttpRequest

from schools.access import Access, access_of
from schools.edits import trail
from schools.models import Membership, User

KIND = "sign-in"
LOCKED_FOR = 5 * 60  # seconds, in which a lock-out is one line


def note(user: User, verb: str, request: HttpRequest | None) -> None:
    """Add a line to the trail of each school of this person: what happened, and the address it came from."""
    for membership in Membership.objects.select_related("school", "user").filter(user=user):
        _line(membership, verb, request)


def failed(email: str, request: HttpRequest, verb: str = "typed a wrong password") -> None:
    """Note a sign-in that failed; an address nobody signs in with belongs to no school's trail."""
    for membership in _members(email):
        _line(membership, verb, request)


def locked_out(email: str, request: HttpRequest) -> None:
    """Note that an account takes no more attempts for now, once for as long as that lasts."""
    for membership in _members(email):
        if cache.add(f"locked-out:{membership.pk}", "noted", LOCKED_FOR):
            _line(membership, "was locked out for five minutes", request)


def refused(access: Access, request: HttpRequest) -> None:
    """Note that somebody asked for what their role does not open."""
    detail = {"from": client_address(request), "page": request.path}
    trail.record(access, "was refused a page", access.membership, detail, kind=KIND)


def _members(email: str) -> list[Membership]:
    return list(Membership.objects.select_related("school", "user").filter(user__email__iexact=email))


def client_address(request: HttpRequest) -> str:
    """The address that a request comes from, blank where it cannot be known: behind a proxy it is the one that the
    proxy names, never the proxy's own."""
    behind, named = allauth.TRUSTED_PROXY_COUNT, request.headers.get("X-Forwarded-For", "")
    if behind and named.count(",") + bool(named) < behind:
        return ""
    return get_client_ip(request) or ""


def _line(membership: Membership, verb: str, request: HttpRequest | None) -> None:
    detail = {"from": client_address(request) if request else ""}
    trail.record(access_of(membership, year=None), verb, membership, detail, kind=KIND)
