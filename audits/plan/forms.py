"""Forms that decide on a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ui.edit_fields import Pick, Words
from ui.edit_forms import EditForm

Data = Mapping[str, Any] | None


class FundForm(EditForm):
    """The budget that pays, and an optional reason."""

    stream = Pick("Paid from", (), blank="The first budget that can bear it")
    reason = Words("Why", longest=300, hint="Where somebody may ask later.")


class DeferForm(EditForm):
    """The term it is deferred to, and an optional reason."""

    term = Pick("Deferred to", (), of=str, required=True)
    reason = Words("Why", longest=300)


class DeclineForm(EditForm):
    """The reason."""

    reason = Words("Why", longest=300, required=True, hint="For whoever asks later.")
