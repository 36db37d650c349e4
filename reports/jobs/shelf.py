"""Stored papers and finished bundles, kept for a week and served only by the school's own pages.

The path of a paper contains a hash of the page it was drawn from, so that the same page is not drawn again.
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
LAST = {"pdf": b"%%EOF", "docx": b"PK\x05\x06"}  # near the end of a complete file


def key_of(page: str) -> str:
    """The key of a drawn page: a hash of the page, the style sheet and the versions of WeasyPrint and the typeface."""
    return sha256(_look() + page.encode()).hexdigest()


@lru_cache(maxsize=1)
def _look() -> bytes:
    return sha256(f"{version('weasyprint')} {version('fontpkg-atkinson-hyperlegible')} {style()}".encode()).digest()


def drawn_path(school: int, key: str, ending: str = "pdf") -> str:
    """The path of the drawn paper with this key."""
    return f"{ROOT}/{school}/{key}.{ending}"


def is_drawn(path: str) -> bool:
    """Whether a complete file is stored there: one that a killed worker left half written has no end mark."""
    try:
        with default_storage.open(path, "rb") as file:
            file.seek(-min(file.size, 1024), 2)
            return LAST[path.rpartition(".")[2]] in file.read()
    except FileNotFoundError:
        return False


def keep_drawn(path: str, drawn: bytes) -> None:
    """Store a drawn paper, replacing an incomplete file."""
    default_storage.delete(path)
    default_storage.save(path, ContentFile(drawn))


def keep_bundle(school: int, name: str, file: IO[bytes]) -> str:
    """Store a finished bundle and return its path."""
    return default_storage.save(f"{ROOT}/{school}/{name}", File(file))


def content(path: str) -> bytes:
    """The content of a stored file. Raises FileNotFoundError where it was deleted."""
    with default_storage.open(path, "rb") as file:
        return bytes(file.read())


def throw_away(path: str) -> None:
    """Delete a stored file, if it is there."""
    default_storage.delete(path)


def throw_old_away() -> None:
    """Delete the files of every school that are older than a week."""
    if not default_storage.exists(ROOT):
        return
    for school in default_storage.listdir(ROOT)[0]:
        for name in default_storage.listdir(f"{ROOT}/{school}")[1]:
            path = f"{ROOT}/{school}/{name}"
            with suppress(FileNotFoundError):  # another worker may throw the same away
                if timezone.now() - default_storage.get_modified_time(path) > KEPT_FOR:
                    default_storage.delete(path)
