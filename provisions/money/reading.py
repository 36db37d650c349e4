"""Reading money for its forms: the stored lines, and the choices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from provisions.models import FundingStream, InterventionGroup, OtherCost, WholeSchoolProvision
from provisions.money.services import KINDS, find
from provisions.reading import group_names, names_of
from pupils.models import Pupil
from schools.access import Access
from ui.folding import by_name
from ui.words import number


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """A stored line: its name, and the values of its form."""

    id: int
    name: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OtherCostLine:
    """An other cost that has not ended."""

    id: int
    description: str
    kind: str
    payer: str
    payer_words: str
    group_id: int | None
    group: str
    pupil_id: int | None
    amount: Decimal | None
    role: str
    hours: Decimal | None
    date: date | None

    @property
    def hours_words(self) -> str:
        """The hours it is worked out from; "" where it is an amount."""
        return f"{number(self.hours)} hours of {self.role}" if self.amount is None and self.hours is not None else ""


def line(access: Access, kind: str, number: int, names: Iterable[str]) -> MoneyLine:
    """The line of this kind and number, of the access's year, with the values of these fields. Raises NotThere."""
    model, _ = KINDS[kind]
    row: Any = find(model, number, access)
    values = {name: getattr(row, model._meta.get_field(name).attname) for name in names}  # type: ignore[union-attr]
    return MoneyLine(row.pk, f"{str(row)[:1].upper()}{str(row)[1:]}", values)


def stream_choices(access: Access) -> list[tuple[int, str]]:
    """The budgets of the year as choices, by number."""
    rows = FundingStream.objects.filter(school=access.school, year=access.year).order_by("id")
    return by_name(rows.values_list("id", "name"), 1)


def group_choices(access: Access, also: int | None = None) -> list[tuple[int, str]]:
    """The groups on the map of the year as choices, with the group `also` even where it is off the map."""
    found = [(number, f"{title} ({code})") for number, code, title in group_names(access)]
    if also and also not in dict(found):
        row = InterventionGroup.objects.select_related("provision").filter(school=access.school, pk=also).first()
        found += [(also, f"{row} ({row.code})")] if row else []
    return found


def pupil_choices(access: Access, also: int | None = None) -> list[tuple[int, str]]:
    """The pupils of the year as choices, with the pupil `also` even where not on roll in it."""
    found = [(number, f"{pupil.name}, {pupil.class_name}".rstrip(", ")) for number, pupil in names_of(access).items()]
    if also and also not in dict(found):
        row = Pupil.objects.filter(school=access.school, pk=also).first()
        found += [(also, str(row))] if row else []
    return found


def other_cost_lines(access: Access, pupil: int | None = None) -> list[OtherCostLine]:
    """The other costs of the year that have not ended, of everybody or of one pupil."""
    rows = OtherCost.objects.filter(school=access.school, year=access.year, ended_at=None)
    rows = rows if pupil is None else rows.filter(pupil_id=pupil)
    rows = rows.select_related("group__provision", "role").order_by("description", "id")
    return [
        OtherCostLine(
            row.pk, row.description, row.get_kind_display(), row.payer, row.get_payer_display(), row.group_id,
            str(row.group) if row.group else "", row.pupil_id, row.amount, row.role.code if row.role else "",
            row.hours, row.date,
        )
        for row in rows
    ]  # fmt: skip


def whole_school_numbers(access: Access) -> dict[str, int]:
    """The numbers of the year's whole-school costs by what they are."""
    rows = WholeSchoolProvision.objects.filter(school=access.school, year=access.year).order_by()
    return dict(rows.values_list("description", "id"))
