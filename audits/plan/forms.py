"""Forms that decide on a proposal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ui.edit_fields import Choices, Pick, Words
from ui.edit_forms import EditForm

Data = Mapping[str, Any] | None


class FundForm(EditForm):
    """The budget that pays, and an optional reason."""

    stream = Pick("Paid from", (), blank="The first budget that can bear it")
    reason = Words("Why", longest=300, hint="Where somebody may ask later.")

    def __init__(self, data: Data = None, *, streams: Choices = (), **more: Any) -> None:
        super().__init__(data, **more)
        fields: Any = self.fields
        fields["stream"].choices = [("", "The first budget that can bear it"), *streams]


class DeferForm(EditForm):
    """The term it is deferred to, and an optional reason."""

    term = Pick("Deferred to", (), of=str, required=True)
    reason = Words("Why", longest=300)

    def __init__(self, data: Data = None, *, terms: Iterable[str] = (), **more: Any) -> None:
        super().__init__(data, **more)
        fields: Any = self.fields
        fields["term"].choices = [("", "Choose …"), *((term, term) for term in terms)]


class DeclineForm(EditForm):
    """The reason."""

    reason = Words("Why", longest=300, required=True, hint="For whoever asks later.")
