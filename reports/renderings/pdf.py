"""Papers as tagged PDF (PDF/UA-1). The only place that draws with WeasyPrint."""

from __future__ import annotations

import logging
import mimetypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from django.db import connection
from weasyprint import CSS, HTML
from weasyprint.logger import PROGRESS_LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

OURS = "https://static.invalid/"
FOLDERS = ("css", "fonts", "img")
_one_at_a_time = Lock()  # the font library underneath is not safe to share between threads


class OnlyOurs(URLFetcher):
    """Serves our own styles, fonts and pictures from disk and refuses every other address: text typed into a paper can
    neither send anything out nor read other files of the server."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """The static file at `url`. Raises ValueError for any other address."""
        path = unquote(urlsplit(url).path).lstrip("/")
        wanted = url.startswith(OURS) and path.partition("/")[0] in FOLDERS and ".." not in path
        found = finders.find(path) if wanted else None
        if not found:
            raise ValueError(f"A paper may not fetch {url}.")
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return URLFetcherResponse(url, Path(str(found)).read_bytes(), {"Content-Type": kind})


@lru_cache(maxsize=1)
def _style() -> tuple[CSS, FontConfiguration]:
    """The style sheet and fonts of papers, loaded once per process: loading takes far longer than drawing a page."""
    fonts = FontConfiguration()
    address = f"{OURS}css/paper.css"
    return CSS(url=address, base_url=address, font_config=fonts, url_fetcher=OnlyOurs()), fonts


class _Pages(logging.Handler):
    """Tells `watch` the number of each page that is laid out."""

    def __init__(self, watch: Callable[[int], None]) -> None:
        super().__init__(logging.INFO)
        self.watch, self.page = watch, 0

    def emit(self, record: logging.LogRecord) -> None:
        if record.args and isinstance(record.args, tuple) and isinstance(record.args[0], int):
            self.page = record.args[0]
        self.watch(self.page)


@contextmanager
def _watched(watch: Callable[[int], None] | None) -> Iterator[None]:
    """Within the block WeasyPrint's progress log goes to `watch` and to no other handler."""
    if watch is None:
        yield
        return
    handler, level = _Pages(watch), PROGRESS_LOGGER.level
    PROGRESS_LOGGER.addHandler(handler)
    PROGRESS_LOGGER.setLevel(logging.INFO)
    PROGRESS_LOGGER.propagate = False
    try:
        yield
    finally:
        PROGRESS_LOGGER.removeHandler(handler)
        PROGRESS_LOGGER.setLevel(level)
        PROGRESS_LOGGER.propagate = True


def pdf_of(page: str, watch: Callable[[int], None] | None = None) -> bytes:
    """A whole HTML page as PDF, tagged, with its title, language and author.

    `watch` is called with the number of each page as it is laid out; what it raises breaks the drawing off.
    Raises RuntimeError inside a transaction: drawing takes seconds, and the database would wait with it.
    """
    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise RuntimeError("Draw a paper before or after the transaction, never inside it.")
    with _one_at_a_time, _watched(watch):
        style, fonts = _style()
        drawing = HTML(string=page, base_url=OURS, url_fetcher=OnlyOurs())
        drawn: bytes = drawing.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")
    return drawn
