"""Forms for pupils' places in groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.html import format_html

from provisions.groups.fit import Candidate, Chance
from provisions.models import Place, Session
from pupils.models import Outcome
from ui.edit_fields import Choices, Day, Pick, PickMany, Words, YesNo
from ui.edit_forms import EditForm
from ui.words import plural

DAYS = Session.Day.choices
REASON: int = Place._meta.get_field("reason").max_length or 0
WORDING: int = Outcome._meta.get_field("wording").max_length or 0
MONEY = ("charged_in_full", "reason")


class PlaceForm(EditForm):
    """When a pupil joins a group, the outcome, and how the place is charged.

    `outcomes` are the pupil's own to choose from; `writes` is whether a new one may be written, `money` whether this
    person sees the charge.
    """

    beside: ClassVar[tuple[tuple[str, ...], ...]] = (("joined", "left"),)

    joined = Day("First day", hint="Blank: from the group’s first day.")
    left = Day("Last day", hint="Blank: to the group’s end.")
    days = PickMany("Days", DAYS, inline=True, hint="Tick none if the pupil comes whenever the group meets.")
    outcome = Pick("Outcome it works towards", (), blank="None yet")
    wording = Words("Or a new outcome", longest=WORDING, hint="By the end of Year 3 I will …")
    charged_in_full = YesNo(
        "The pupil is charged in full", hint="The others share nothing of it. Say why: it is printed on the costed map."
    )
    reason = Words("Why in full", longest=REASON)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, outcomes: Sequence[tuple[int, str]] = (), writes: bool = False,
        money: bool = False, **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, **more)
        self.offer(outcome=outcomes)
        if not outcomes:
            del self.fields["outcome"]
            self.fields["wording"].label = "Outcome it works towards"
        if not writes:
            del self.fields["wording"]
        for name in () if money else MONEY:
            del self.fields[name]


def day_in(text: str) -> date | None:
    """The date in a field of an unsaved form; None while it cannot be read."""
    try:
        found: date | None = PlaceForm.base_fields["joined"].clean(text)
    except forms.ValidationError:
        return None
    return found


class JoinForm(PlaceForm):
    """A place, with a warning where the group would be fuller than its size; `known` is the number of pupils that the
    person was last warned about."""

    OURS: ClassVar[tuple[str, ...]] = ("seen", "ticket", "known")

    known = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def warned(self, count: int) -> bool:
        """Whether the person was warned about this number of pupils; records the number for the next time."""
        if self.cleaned_data.get("known") == count:
            return True
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("known")] = str(count)
        self.data = data
        return False


class AddPupilsForm(JoinForm):
    """Several pupils for one group."""

    pupils = PickMany(
        "Who comes", (), required=True, search="Find by name, class or need",
        error_messages={
            "required": "Tick at least one pupil.",
            "invalid_choice": "Somebody ticked is in the group already, or no longer on roll. Look at the list again.",
        },
    )  # fmt: skip
    field_order = ("pupils",)


class JoinGroupForm(JoinForm):
    """One group for a pupil."""

    group = Pick("Group", (), required=True)
    field_order = ("group",)


class LeavePlaceForm(EditForm):
    """The last day of one pupil in a group."""

    left = Day("Last day in the group", required=True)


class LeaveTogetherForm(LeavePlaceForm):
    """The last day of several."""

    places = PickMany("Who leaves", (), required=True, error_messages={"required": "Tick at least one pupil."})
    field_order = ("places",)


def candidate_choices(candidates: Iterable[Candidate], scope: str) -> Choices:
    """The pupils to tick: the best fits first, then the others of the group's class or year groups, then everybody
    else."""
    heads: dict[str, list[tuple[int, str]]] = {"Who would fit": [], f"Others of {scope}": [], "Everybody else": []}
    fits, others, rest = heads.values()
    for one in candidates:
        among = fits if one.fit.good else others if one.fit.near else rest
        where = f", {one.pupil.class_name}" if one.pupil.class_name else ""
        why = format_html('<span class="why">{}</span>', one.fit.words) if one.fit.words else ""
        among.append((one.pupil.id, format_html("{}{}{}", one.pupil.name, where, why)))
    return [(head, found) for head, found in heads.items() if found]


def chance_choices(chances: Iterable[Chance]) -> Choices:
    """The groups to choose from: those with an empty place that would fit first, the full ones last."""
    heads: dict[str, list[tuple[int, str]]] = {
        "With an empty place, would fit": [], "With an empty place": [], "For other classes or years": [], "Full": [],
    }  # fmt: skip
    fits, empty, others, full = heads.values()
    for one in chances:
        among = full if one.full else others if not one.fit.near else fits if one.fit.good else empty
        told = f"{one.title}: {one.filled} of {plural(one.size, 'place')} filled"
        among.append((one.id, f"{told} – {one.fit.words}" if one.fit.words else told))
    return [(head, found) for head, found in heads.items() if found]
