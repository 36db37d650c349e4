"""How many examples a property is tried with: a few each time, many more under `make prove`."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import settings

TIMES = int(os.environ.get("EXAMPLES", "1"))


def examples(usual: int, **more: Any) -> settings:
    """Settings for a property that is usually tried so many times."""
    return settings(max_examples=usual * TIMES, deadline=None, **more)
