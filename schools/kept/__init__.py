"""What was read once and is kept while nothing changed, in the memory of this process.

Within `while_unchanged` (every page that is read, every paper that is made) `kept` hands out what was made before for
the same school, tokens, day and knowledge, and else makes it. Nothing is kept within a transaction, and nothing kept is
handed out there: it may have written already. A token is read before the rows, so what is kept under it is never older
than it says. See docs/decisions/0010-read-once.md.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any, TypeVar

from cachetools import LRUCache
from cachetools.keys import hashkey
from django.db import connection

from schools.clock import today
from schools.history import worn
from schools.kept.tokens import Tokens, tokens_of

T = TypeVar("T")
LIMIT = 64 * 2**20  # bytes a process
PATIENCE = 5.0  # seconds
STAYS: tuple[int | None, ...] = (None, None, None, None)  # no token


class Scope:
    """A stretch of reading at one school; the tokens are read when first something is asked for."""

    def __init__(self, school_id: int) -> None:
        self.school_id = school_id
        self.found: dict[Hashable, Any] = {}
        self._tokens: Tokens | None = None

    @property
    def tokens(self) -> Tokens:
        """The school's tokens as they stood when the reading began."""
        if self._tokens is None:
            self._tokens = tokens_of(self.school_id)
        return self._tokens


_scope: ContextVar[Scope | None] = ContextVar("kept", default=None)
_lock = Lock()
_gates: dict[Hashable, Lock] = {}  # of what is being made just now
_store: LRUCache[Hashable, tuple[Any, int]] = LRUCache(LIMIT, getsizeof=lambda entry: entry[1])
_last: LRUCache[Hashable, Hashable] = LRUCache(1_000)  # under which tokens a key was kept last


@contextmanager
def while_unchanged(school_id: int) -> Iterator[None]:
    """Read at this school until the block ends, with what is kept; the tokens are asked for once."""
    before = _scope.set(Scope(school_id))
    try:
        yield
    finally:
        _scope.reset(before)


def kept(
    key: Hashable,
    make: Callable[[], T],
    *,
    weight: Callable[[T], int | None],
    groups: bool = True,
    records: bool = False,
    whatever_changed: bool = False,
) -> T:
    """What `make` gave for this key while nothing changed, or what it gives now.

    `key` names all that it depends on but the school, its rows, the day and the knowledge that is read from. `groups`:
    it rests on rows of the app provisions, `records`: on those of delivery and audits; `whatever_changed`: on no row,
    for the key itself holds all that it is made from. `weight` tells about how many bytes it takes, None for what is
    not to be kept.
    """
    place = place_of(key, groups=groups, records=records, whatever_changed=whatever_changed)
    found: T | None = find(place)
    if found is not None:
        return found
    with _alone(place) as waited:
        there: T | None = find(place) if waited else None
        if there is not None:
            return there
        made = make()
        put(place, made, weight(made))
        return made


@contextmanager
def _alone(place: Hashable | None) -> Iterator[bool]:
    """Let one thread make what goes in the place: after each change all of them ask for it at once. Yields whether
    another was at it; then it is there, as a rule. What is made rests only on what rests not on it, so that no two wait
    for each other; should they ever, each goes on by itself after some seconds."""
    if place is None:
        yield False
        return
    with _lock:
        gate = _gates.setdefault(place, Lock())
    waited = not gate.acquire(blocking=False)
    entered = not waited or gate.acquire(timeout=PATIENCE)
    try:
        yield waited
    finally:
        if entered:
            gate.release()
        with _lock:
            _gates.pop(place, None)


def once(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` gives, asked for once in this stretch of reading. Also within a transaction: a page that is read
    writes nothing of what it reads."""
    scope = _scope.get()
    if scope is None:
        return make()
    place = (worn(), key)
    if place not in scope.found:
        scope.found[place] = make()
    found: T = scope.found[place]
    return found


def keeping() -> bool:
    """Whether anything may be kept here and now."""
    return _scope.get() is not None and not connection.in_atomic_block


def place_of(
    key: Hashable, *, groups: bool = True, records: bool = False, whatever_changed: bool = False
) -> Hashable | None:
    """Where what rests on the key is kept while nothing changes; None where nothing may be kept. As for `kept`."""
    scope = _scope.get()
    if scope is None or connection.in_atomic_block:
        return None
    stand = STAYS
    if not whatever_changed:
        now = scope.tokens
        stand = now.map, now.published, now.groups if groups else None, now.records if records else None
    return hashkey(scope.school_id, stand, today(), worn(), key)  # long keys are hashed once


def find(place: Hashable | None) -> Any:
    """What is kept in the place, if anything."""
    if place is None:
        return None
    with _lock:
        entry = _store.get(place)
    return entry[0] if entry else None


def put(place: Hashable | None, made: object, size: int | None) -> None:
    """Keep it, unless nothing may be kept or it is out of all proportion; `size` is in bytes."""
    if not isinstance(place, tuple) or size is None or size > LIMIT // 4:
        return
    with _lock:
        if place[1] != STAYS:
            asked = (place[0], *place[2:])
            _store.pop(_last.pop(asked, None), None)  # what was kept under older tokens is never asked for again
            _last[asked] = place
        _store[place] = made, size


def last_kept(key: Hashable) -> Any:
    """What was kept last for the key, before whatever changed since; None where nothing is. Only to take over what is
    found to be equal."""
    scope = _scope.get()
    if scope is None or connection.in_atomic_block:
        return None
    with _lock:
        entry = _store.get(_last.get((scope.school_id, today(), worn(), key)))
    return entry[0] if entry else None


def forget() -> None:
    """Keep nothing any more: for tests, and where memory is measured."""
    with _lock:
        _store.clear()
        _last.clear()


def held_bytes() -> int:
    """About how much is kept now."""
    with _lock:
        return int(_store.currsize)
