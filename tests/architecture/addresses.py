"""Every address of the product, walked from the URL resolver."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def addresses() -> dict[str, Any]:
    """Every address as a pattern (`s/<slug:school>/map/`) with the view behind it."""
    return dict(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, here)
        else:
            yield here, pattern.callback


def view_class(callback: Any) -> type | None:
    """The class behind a view, if it is one."""
    return getattr(callback, "view_class", None)
