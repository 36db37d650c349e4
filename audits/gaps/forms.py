"""The forms that fill places or start a draft group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.utils.html import format_html

from provisions.models import InterventionGroup
from ui.edit_fields import Count, Day, PickMany, Words
from ui.edit_forms import EditForm

CODE: int = InterventionGroup._meta.get_field("code").max_length or 0
NOBODY = {
    "required": "Tick at least one pupil.",
    "invalid_choice": "Somebody ticked has a place by now, or is no longer on roll. Look at the list again.",
}


class WhoForm(EditForm):
    """Pupils who are ticked and have no place, the strongest need first."""

    pupils = PickMany("Who comes", (), required=True, error_messages=NOBODY)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, people: Iterable[tuple[int, str, str]], **more: Any
    ) -> None:
        super().__init__(data, **more)
        why_too = '{}<span class="why">{}</span>'
        self.offer(pupils=[(pk, format_html(why_too, name, why) if why else name) for pk, name, why in people])


class FillForm(WhoForm):
    """The pupils who get a place in a group with empty places."""

    joined = Day("First day", hint="Blank: from the group’s first day.")


class DraftForm(WhoForm):
    """The pupils and the code and size of a new draft group."""

    field_order = ("pupils", "code", "size")
    beside: ClassVar[tuple[tuple[str, ...], ...]] = (("code", "size"),)

    code = Words("Code", longest=CODE, required=True, hint="Short, and once in the year.")
    size = Count("Group size", required=True, hint="Pupils taught together.")
