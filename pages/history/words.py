"""The values of a history in words: names for links, labels for choices, money and dates as on other pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db.models import Field, ForeignKey, Model

from provisions.models import InterventionGroup, Session
from provisions.reading import reach
from pupils.models import Pupil, YearGroup
from schools.access import Access
from schools.edits.changes import ChangeStep
from ui.words import date_uk, minutes, money, number, time_uk

MONEY = frozenset({"amount", "annual_salary", "rate", "la_rate"})
LONGEST = 160
JOINED_FOR_NAMES: dict[type[Model], tuple[str, ...]] = {InterventionGroup: ("provision",)}


def label(model: type[Model], name: str) -> str:
    """The field's name in a sentence."""
    return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


@dataclass(frozen=True)
class Names:
    """The names of linked rows, by model and id; pupils out of the reader's reach have none."""

    known: Mapping[type[Model], Mapping[int, str]]
    within: set[int] | None

    def of(self, model: type[Model], pk: int) -> str:
        """The present name of a linked row; a stand-in for a pupil out of reach and for a row that is gone."""
        if model is Pupil and self.within is not None and pk not in self.within:
            return "a pupil of another class"
        return self.known.get(model, {}).get(pk, "one that is no longer there")


def names_for(access: Access, steps: Iterable[ChangeStep]) -> Names:
    """The names of everything that the steps link to. One query for each model linked to."""
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    for step in steps:
        for one in step.model._meta.concrete_fields:
            if isinstance(one, ForeignKey) and one.name != "school":
                held = (step.values[one.name], *step.fields.get(one.name, ()))
                wanted[one.related_model].update(pk for pk in held if pk is not None)  # type: ignore[index]
    return Names({model: _names(model, ids) for model, ids in wanted.items()}, reach(access))


def _names(model: type[Model], ids: set[int]) -> dict[int, str]:
    rows = model._default_manager.filter(pk__in=ids)
    if model in JOINED_FOR_NAMES:
        rows = rows.select_related(*JOINED_FOR_NAMES[model])
    return {row.pk: str(row) for row in rows}


def value_words(model: type[Model], name: str, value: Any, names: Names) -> str:
    """A field's value in words; blank for an empty one."""
    field: Any = model._meta.get_field(name)
    if value in (None, "", []):
        return ""
    if isinstance(field, ForeignKey):
        return names.of(field.related_model, value)  # type: ignore[arg-type]
    if isinstance(value, list):
        return _listed(name, value)
    return _chosen(field, value) or _plain(name, value)


def _chosen(field: Field[Any, Any], value: Any) -> str:
    choices = dict(field.flatchoices)
    return str(choices.get(value, "")) if choices else ""


def _listed(name: str, value: list[Any]) -> str:
    if name == "days":
        return ", ".join(Session.Day(day).label for day in value)
    return ", ".join(str(YearGroup(one).label) if one in YearGroup.values else str(one) for one in value)


def _plain(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return date_uk(value)
    if isinstance(value, time):
        return time_uk(value)
    if isinstance(value, str):
        return f"“{value if len(value) <= LONGEST else value[: LONGEST - 1].rstrip() + '…'}”"
    return _figure(name, value) if isinstance(value, (Decimal, int)) else ""


def _figure(name: str, value: Decimal | int) -> str:
    if name in MONEY:
        return money(value)
    if name == "minutes":
        return minutes(value)
    return f"{number(value)}{' %' if name == 'on_costs' else ''}"
