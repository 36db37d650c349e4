"""The forms of classes and sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pupils.models import YearGroup
from ui.edit_fields import Day, PickMany, Words
from ui.edit_forms import EditForm

Choices = Iterable[tuple[Any, Any]]


class ClassForm(EditForm):
    """A class: its name, year groups, teachers and assistants. `staff` are those to choose from."""

    name = Words("Class", longest=60, required=True, hint="As it is called, such as Willow or 3B.")
    year_groups = PickMany(
        "Year groups", YearGroup.choices, required=True, inline=True, of=str, hint="One, or several in a mixed class."
    )
    teachers = PickMany("Teachers", (), hint="They see every pupil of the class.")
    assistants = PickMany("Assistants", (), hint="They see every pupil of the class, but no needs.")

    def __init__(self, data: Mapping[str, Any] | None = None, *, staff: Choices, **more: Any) -> None:
        super().__init__(data, **more)
        everybody = list(staff)
        for name in ("teachers", "assistants"):
            self.fields[name].choices = _held_first(everybody, self.initial.get(name))  # type: ignore[attr-defined]


class SetForm(EditForm):
    """A set or year team: whole year groups, pupils by name, or both. `pupils` None leaves the names out."""

    name = Words("Name", longest=60, required=True, hint="Such as Maths set 2, or Year 4 team.")
    staff = PickMany("Staff", (), hint="They see every pupil of the set until its last day.")
    year_groups = PickMany(
        "Year groups taken whole", YearGroup.choices, inline=True, of=str,
        hint="Every pupil of these years, also those who come later.",
    )  # fmt: skip
    pupils = PickMany("Pupils by name", ())
    ends = Day("Last day", hint="Blank: to the end of the year. After it, its staff see its pupils no more.")

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, staff: Choices, pupils: Choices | None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.fields["staff"].choices = _held_first(list(staff), self.initial.get("staff"))  # type: ignore[attr-defined]
        if pupils is None:
            del self.fields["pupils"]
        else:
            self.fields["pupils"].choices = list(pupils)  # type: ignore[attr-defined]


def _held_first(everybody: list[tuple[Any, Any]], held: Iterable[int] | None) -> list[tuple[Any, Any]]:
    """Move the chosen ones to the top, so that they are seen without searching."""
    chosen = set(held or ())
    if not chosen:
        return everybody
    now = [one for one in everybody if one[0] in chosen]
    return [("Chosen now", now), ("Everybody else", [one for one in everybody if one[0] not in chosen])]
