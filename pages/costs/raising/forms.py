"""The form of a pay award: from which day, by how many per cent, and the new figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.forms import BoundField

from costing.services.pay_awards import Raised
from ui.edit_fields import Amount, Day, PickMany, Words
from ui.edit_forms import EditForm
from ui.words import money

Data = Mapping[str, Any] | None


@dataclass(frozen=True)
class AwardRow:
    """A role or point in the form: what it is now, its box to tick (roles alone) and the field of its new figure."""

    raised: Raised
    field: BoundField
    ticked: bool = False

    @property
    def now(self) -> str:
        """What it is paid now, in words."""
        if self.raised.now is None:
            return "no amount"
        paid = f"{money(self.raised.now)} {self.raised.unit}"
        if not self.raised.scale:
            return paid
        return f"{self.raised.scale} {f'point {self.raised.point}' if self.raised.point else 'mid-point'}, {paid}"


class AwardForm(EditForm):
    """From a day on, by per cent. Each thing that may be raised has a field for its new figure."""

    beside: ClassVar[tuple[tuple[str, ...], ...]] = (("from_date", "percent"),)

    from_date = Day("From", required=True, hint="The first day of the new pay, past or to come.")
    percent = Amount("By, %", places=4, digits=8, above=True, most="100", hint="Blank if you type new figures.")

    def __init__(self, data: Data = None, *, things: Sequence[Raised] = (), **more: Any) -> None:
        super().__init__(data, **more)
        self.things = things
        for place, thing in enumerate(things):
            label = f"New figure: {thing.name}"
            field = Words(label, longest=20) if thing.scale else Amount(label, places=14, digits=24, above=True)
            field.widget.attrs["class"] = "form-control figure"
            self.fields[f"to_{place}"] = field

    @property
    def figures(self) -> dict[Any, Any]:
        """The new figures that were typed, by role or point."""
        typed = {thing.key: self.cleaned_data.get(f"to_{place}") for place, thing in enumerate(self.things)}
        return {key: figure for key, figure in typed.items() if figure not in (None, "")}

    @property
    def rows(self) -> Iterable[AwardRow]:
        """What may be raised, line by line."""
        ticked = {str(key) for key in self["roles"].value() or ()} if "roles" in self.fields else set()
        for place, thing in enumerate(self.things):
            yield AwardRow(thing, self[f"to_{place}"], str(thing.key) in ticked)

    @property
    def head(self) -> list[BoundField]:
        """The fields above the lines."""
        return [self["from_date"], self["percent"]]

    def clean(self) -> dict[str, Any]:
        """A per cent or a new figure, whichever."""
        if not self.errors and self.cleaned_data["percent"] is None and not self.figures:
            self.add_error("percent", "Say by how many per cent pay rises, or type new figures below.")
        return self.cleaned_data


class RolesForm(AwardForm):
    """The roles to raise are ticked; typing a new figure ticks its role too."""

    roles = PickMany("Roles", ())

    def __init__(self, data: Data = None, *, things: Sequence[Raised] = (), **more: Any) -> None:
        super().__init__(data, things=things, choices={"roles": [(one.key, one.name) for one in things]}, **more)

    def clean(self) -> dict[str, Any]:
        """At least one role."""
        if not self.errors and not self.cleaned_data["roles"] and not self.figures:
            self.add_error("roles", "Tick the roles that are raised.")
        return super().clean()


class ScaleAwardForm(AwardForm):
    """The whole scale rises."""

    source = Words("Source", longest=200, required=True, hint="The agreement or letter that the points are from.")

    @property
    def head(self) -> list[BoundField]:
        """The fields above the lines."""
        return [*super().head, self["source"]]
