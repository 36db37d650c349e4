"""How each paper of tables is laid out, by its name. A paper that is not here has templates and sheets of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reports.layout import Layout
from reports.layouts import threshold_list

LAYOUTS: dict[str, Callable[[Any], Layout]] = {
    "threshold-list": threshold_list.layout,
}
