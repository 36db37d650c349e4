"""What is searched for never stands in an address, which histories and logs keep: the words are sent by POST and kept
with the session, and the address carries a sign for them that says nothing to anybody else."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect

SENT = "search"  # what a form that searches sends along
WORDS, SIGN = "q", "found"
_KEPT, _AT_MOST = "searches", 30


def on_to_what_is_found(request: HttpRequest) -> HttpResponseRedirect:
    """On to this page with the filters that were sent in its address, and the sign of the words."""
    query = QueryDict(mutable=True)
    for name, values in request.POST.lists():
        if name not in (SENT, WORDS, SIGN, "csrfmiddlewaretoken"):
            query.setlist(name, [value for value in values if value])
    if words := request.POST.get(WORDS, "").strip():
        query[SIGN] = _sign_of(request, words)
    return redirect(f"{request.path}?{query.urlencode()}" if any(query.values()) else request.path)


def with_words(request: HttpRequest) -> QueryDict:
    """The parts of the address, with the words that its sign stands for in this session."""
    if SIGN not in request.GET:
        return request.GET
    query = request.GET.copy()
    query[WORDS] = request.session.get(_KEPT, {}).get(query[SIGN], "")
    return query


def without_words(query: QueryDict) -> QueryDict:
    """A copy for an address: the words are left to their sign."""
    query = query.copy()
    if SIGN in query:
        query.pop(WORDS, None)
    return query


def _sign_of(request: HttpRequest, words: str) -> str:
    kept: dict[str, str] = request.session.get(_KEPT, {})
    for sign, those in kept.items():
        if those == words:
            return sign
    sign = secrets.token_urlsafe(6)
    request.session[_KEPT] = dict([*kept.items(), (sign, words)][-_AT_MOST:])
    return sign
