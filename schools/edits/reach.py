"""How far a right reaches: for the whole school, or for a person's own classes, groups and pupils.

A model names the links by which its rows are part of those (`reach`). Where such a link ends, at a class, a pupil or an
audit chart, the app that knows says which are whose: `@ends_at(SchoolClass)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Model

from schools.access import Access, NotAllowed, NotThere
from schools.roles import Permission

OWN = frozenset({Permission.EDIT_OWN_GROUPS, Permission.EDIT_AUDIT})
"""Rights that reach as far as the person does; each other holds for the whole school."""

Within = Callable[[Access, Sequence[Any], Any], bool]
"""Whether all of these rows are within a person's reach. The last is what the caller of the door looked up of it for
itself, None or of whatever kind: a tick is not to ask twice."""
_ends: dict[type[Model], Within] = {}


def ends_at(model: type[Model]) -> Callable[[Within], Within]:
    """Say that a function tells whether all of these rows of the model are within a person's reach."""

    def named(within: Within) -> Within:
        _ends[model] = within
        return within

    return named


class Reach:
    """Whose rows one person may change. What was looked up is known until the edit is closed."""

    def __init__(self, by: Access, looked: Any = None) -> None:
        self.by, self.looked = by, looked
        self._known: set[tuple[type[Model], Any]] = set()

    def need(self, model: type[Model], rows: Sequence[Model], links: Iterable[str] = ()) -> None:
        """Raise NotAllowed unless the person has a right to change such rows, and it reaches these and what they are to
        point to by any of the `links`. Raises NotThere for rows of another school."""
        if any(getattr(row, "school_id", row.pk) != self.by.school.pk for row in rows):
            raise NotThere("This belongs to another school.")
        editors: tuple[Permission, ...] = model.editors  # type: ignore[attr-defined]
        rights = self.by.permissions.intersection(editors)
        if rights and not rights <= OWN:
            return
        reach: tuple[str, ...] = model.reach  # type: ignore[attr-defined]
        further = [name for name in reach if {name, f"{name}_id"}.intersection(links)]
        if not rights or not self._hold(rows) or not all(self._may_link(rows, name) for name in further):
            raise NotAllowed(*editors)

    def _may_link(self, rows: Sequence[Any], name: str) -> bool:
        """Whether these rows may point to what they do; pointing to nothing takes a row out of reach only where the
        link is what it belongs by."""
        belongs = type(rows[0]) not in _ends and name == rows[0].reach[0]
        pointing = [row for row in rows if belongs or getattr(row, f"{name}_id") is not None]
        return not pointing or self._linked(pointing, name)

    def _hold(self, rows: Sequence[Any]) -> bool:
        """Whether these rows are within reach: by themselves, else by the first of their links."""
        new = [row for row in rows if row.pk is None or (type(row), row.pk) not in self._known]
        if not new:
            return True
        model = type(new[0])
        end = _ends.get(model)
        if not (end(self.by, new, self.looked) if end else bool(model.reach) and self._linked(new, model.reach[0])):
            return False
        self._known.update((model, row.pk) for row in new if row.pk)
        return True

    def _linked(self, rows: Sequence[Any], name: str) -> bool:
        """Whether what these rows point to is within reach; what they do not point to is nobody's own."""
        field = rows[0]._meta.get_field(name)
        target = field.related_model
        there = [getattr(row, name) for row in rows if field.is_cached(row) and getattr(row, field.attname)]
        numbers = {getattr(row, field.attname) for row in rows}
        missing = numbers - {row.pk for row in there} - {number for kind, number in self._known if kind is target}
        if missing:
            more = target._default_manager.filter(school=self.by.school, pk__in=missing)
            there += more
            if missing - {row.pk for row in more}:
                return False
        return self._hold(there)
