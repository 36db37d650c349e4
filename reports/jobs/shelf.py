"""Drawn papers and finished bundles: kept for a week where nobody but the school's own pages reach them.

A drawn paper lies under a key worked out from the very page it was drawn from: the same page is not drawn again.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from typing import IO

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from reports.renderings.page import style

KEPT_FOR = timedelta(days=7)
ROOT = "papers"
LAST_OF_A_PDF = b"%%EOF"


def key_of(page: str) -> str:
    """What a drawn page is found by: the page, the style and whatever else its look depends on."""
    return sha256(_look() + page.encode()).hexdigest()


@lru_cache(maxsize=1)
def _look() -> bytes:
    return sha256(f"{version('weasyprint')} {version('fontpkg-atkinson-hyperlegible')} {style()}".encode()).digest()


def drawn_path(school: int, key: str) -> str:
    """Where the drawn paper with this key lies."""
    return f"{ROOT}/{school}/{key}.pdf"


def is_drawn(path: str) -> bool:
    """Whether a whole PDF lies there; one whose writing was broken off counts as none."""
    try:
        with default_storage.open(path, "rb") as file:
            file.seek(-min(file.size, 1024), 2)
            return LAST_OF_A_PDF in file.read()
    except FileNotFoundError:
        return False


def keep_drawn(path: str, drawn: bytes) -> None:
    """Keep a drawn paper, in place of one whose writing was broken off."""
    default_storage.delete(path)
    default_storage.save(path, ContentFile(drawn))


def keep_bundle(school: int, name: str, file: IO[bytes]) -> str:
    """Keep a finished bundle and say where it lies."""
    return default_storage.save(f"{ROOT}/{school}/{name}", File(file))


def content(path: str) -> bytes:
    """What lies there. Raises FileNotFoundError where it has been thrown away."""
    with default_storage.open(path, "rb") as file:
        return bytes(file.read())


def throw_away(path: str) -> None:
    """Throw away what lies there, if anything does."""
    default_storage.delete(path)


def throw_old_away() -> None:
    """Throw away what has lain for a week, at every school."""
    if not default_storage.exists(ROOT):
        return
    for school in default_storage.listdir(ROOT)[0]:
        for name in default_storage.listdir(f"{ROOT}/{school}")[1]:
            path = f"{ROOT}/{school}/{name}"
            with suppress(FileNotFoundError):  # another worker may throw the same away
                if timezone.now() - default_storage.get_modified_time(path) > KEPT_FOR:
                    default_storage.delete(path)
