"""The steps of opening the next year, as forms. Nothing is stored between them: each form carries the earlier
choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from provisions.years.plan import PlannedClass
from provisions.years.reading import YEAR_GROUPS, LatestYear, classes_after, name_up
from pupils.models import YearGroup
from pupils.reading import YEAR_GROUP_ORDER
from ui.edit_fields import Pick, PickMany, Words, YesNo
from ui.edit_forms import EditForm, LineForm
from ui.words import money, plural

Data = Mapping[str, Any] | None


class ClassesForm(EditForm):
    """The classes step, which has only lines."""


class NextClassLine(LineForm):
    """A class of the next year: its year groups, and the present class whose staff it gets."""

    name = Words("Class", longest=60, required=True)
    year_groups = PickMany("Year groups", (), of=str, inline=True, required=True)
    staff = Pick("Teachers and assistants of", (), blank="Nobody yet")

    def __init__(self, data: Data = None, *, there: LatestYear, **more: Any) -> None:
        super().__init__(data, **more)
        years: Any = self.fields["year_groups"]
        years.choices = [(code, YearGroup(code).label) for code in _year_groups(there)]
        staff: Any = self.fields["staff"]
        staff.choices = [("", "Nobody yet"), *((held.id, held.name) for held in there.classes)]


def _year_groups(now: LatestYear) -> list[str]:
    """The year groups of the school, and the next ones above and below."""
    held = {code for one in now.classes for code in one.year_groups} | {pupil.year_group for pupil in now.pupils}
    places = [YEAR_GROUP_ORDER[code] for code in held] or [0]
    return list(YEAR_GROUPS[max(min(places) - 1, 0) : max(places) + 2])


def class_rows(now: LatestYear) -> list[dict[str, Any]]:
    """The proposed classes as lines of the form."""
    return [{"name": one.name, "year_groups": list(one.year_groups), "staff": one.staff} for one in classes_after(now)]


def planned(lines: Any) -> tuple[PlannedClass, ...]:
    """The classes in valid lines; a class is known by its line, whatever its name."""
    return tuple(
        PlannedClass(line.prefix, held["name"], tuple(held["year_groups"]), held["staff"])
        for line in lines.forms
        if (held := line.cleaned_data).get("name") and not held.get("DELETE")
    )


def refuse_twice(lines: Any) -> bool:
    """Add an error to each class whose name is taken by another; returns whether there was one."""
    seen: set[str] = set()
    twice = False
    for line in lines.forms:
        name = (line.cleaned_data.get("name") or "").casefold() if not line.cleaned_data.get("DELETE") else ""
        if name and name in seen:
            line.add_error("name", f"Two classes are called {line.cleaned_data['name']}. Give one another name.")
            twice = True
        seen.add(name)
    return twice


@dataclass(frozen=True)
class ClassWay:
    """The pupils of a class who move into a year group: where they go, and where some of them go instead."""

    words: str
    to: forms.BoundField
    second: forms.BoundField
    some: forms.BoundField


class PupilsForm(EditForm):
    """Where pupils go, by their class and the year group they move into, and who leaves."""

    def __init__(self, data: Data = None, *, now: LatestYear, classes: Sequence[PlannedClass], **more: Any) -> None:
        super().__init__(data, **more)
        self.there, self.classes = now, classes
        choices = [(one.key, one.name) for one in classes]
        for (held, code), pupils in now.moving.items():
            name, said = _way(held, code), self._words(held, code, len(pupils))
            there = [(pupil.id, pupil.name) for pupil in pupils]
            to, blank = self._usual(held, code), "No class yet"
            self.fields[f"to-{name}"] = Pick(said, choices, of=str, blank=blank, initial=to)
            self.fields[f"second-{name}"] = Pick("Some of them go to", choices, of=str, blank="Choose …")
            self.fields[f"some-{name}"] = PickMany("These pupils", there)
        if now.leaving:
            everybody = [(pupil.id, pupil.name) for pupil in now.leaving]
            self.fields["leaving"] = PickMany(
                f"Pupils of {YearGroup(now.last_year_group).label} who leave", everybody,
                initial=[pk for pk, _ in everybody], hint="Their leaving date is the last day of the year that ends. "
                "Who is not ticked stays on the roll, in the same year group and without a class.",
            )  # fmt: skip

    @property
    def ways(self) -> list[ClassWay]:
        """Each way with its three fields."""
        names = [_way(*key) for key in self.there.moving]
        return [
            ClassWay(str(self[f"to-{name}"].label), self[f"to-{name}"], self[f"second-{name}"], self[f"some-{name}"])
            for name in names
        ]

    def clean(self) -> dict[str, Any]:
        """Require a class for those who go elsewhere."""
        cleaned: dict[str, Any] = super().clean() or {}
        for key in self.there.moving:
            name = _way(*key)
            if cleaned.get(f"some-{name}") and not cleaned.get(f"second-{name}"):
                self.add_error(f"second-{name}", "Choose the class that the ticked pupils go to.")
        return cleaned

    @property
    def leaving_field(self) -> forms.BoundField | None:
        """The list of leavers; None where nobody can leave."""
        return self["leaving"] if "leaving" in self.fields else None

    @property
    def going(self) -> dict[int, tuple[str, str]]:
        """Each pupil who stays, with the year group and the key of the class they move into."""
        found: dict[int, tuple[str, str]] = {}
        for (held, code), pupils in self.there.moving.items():
            name = _way(held, code)
            some = set(self.cleaned_data[f"some-{name}"])
            for pupil in pupils:
                found[pupil.id] = code, self.cleaned_data[f"{'second' if pupil.id in some else 'to'}-{name}"]
        stay = {pupil.id: (pupil.year_group, "") for pupil in self.there.leaving if pupil.id not in self.leaving}
        return found | stay

    @property
    def leaving(self) -> frozenset[int]:
        """The pupils who leave."""
        return frozenset(self.cleaned_data.get("leaving", ()))

    def _words(self, held: int | None, code: str, count: int) -> str:
        came = self.there.by_id[held].name if held else "No class now"
        return f"{came}, into {YearGroup(code).label}: {plural(count, 'pupil')}"

    def _usual(self, held: int | None, code: str) -> str:
        """The class that pupils are expected to move to: the one with the name of theirs a year on, or their own, else
        the only one of the year group."""
        fit = [one for one in self.classes if code in one.year_groups]
        if held is None:
            return ""
        now = self.there.by_id[held]
        names = [*(name_up(now.name, old) for old in now.year_groups), now.name]
        for name in names:
            if found := next((one for one in fit if one.name == name), None):
                return found.key
        return fit[0].key if len(fit) == 1 else ""


def _way(held: int | None, code: str) -> str:
    return f"{held or 0}-{code}"


class CarryForm(EditForm):
    """What is carried over into the next year, within the person's rights."""

    def __init__(self, data: Data = None, *, now: LatestYear, **more: Any) -> None:
        super().__init__(data, **more)
        if now.groups:
            self._ticked("groups", "Groups to carry over as drafts", now.groups, "They count for nothing until begun.")
            self.fields["with_pattern"] = YesNo("With their staffing and sessions", initial=True)
            self.fields["with_pupils"] = YesNo(
                "With the pupils who have a place now and stay",
                hint="The groups then go up a year with them. Else they stay for the year group they are for.",
            )
        if now.sets:
            self._ticked("sets", "Sets to carry over", now.sets, "With those who teach them; without pupils.")
        if now.rates:
            self.fields["rates"] = YesNo(
                f"Pay of {plural(now.rates, 'staff role')} from the first day of the year", initial=True,
                hint="What is paid by a scale takes the newest points of the scale by itself.",
            )  # fmt: skip
        if now.streams:
            said = [(pk, f"{name}, {money(amount)}") for pk, name, amount in now.streams]
            self._ticked("streams", "Budgets to carry over", said, "With the amounts of now: confirm them when known.")
        if now.whole:
            self._ticked("whole", "Whole-school costs to carry over", now.whole, "")

    def _ticked(self, name: str, label: str, choices: Sequence[tuple[int, str]], hint: str) -> None:
        self.fields[name] = PickMany(label, choices, initial=[pk for pk, _ in choices], hint=hint)

    @property
    def carried(self) -> dict[str, Any]:
        """The choices, for a plan."""
        many = {name: frozenset(self.cleaned_data.get(name, ())) for name in ("groups", "sets", "streams", "whole")}
        return many | {name: bool(self.cleaned_data.get(name)) for name in ("with_pattern", "with_pupils", "rates")}
