"""Workbooks between upload and confirmation: kept for a day at most, within reach of the uploader alone."""

from __future__ import annotations

from datetime import timedelta
from typing import IO
from uuid import UUID, uuid4

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone

from schools.access import Access
from workbook.reading import Data, from_file

KEPT_FOR = timedelta(days=1)


class UploadGone(Exception):
    """The upload is no longer kept: confirmed, discarded, or older than a day."""

    def __init__(self) -> None:
        super().__init__("This upload is no longer kept. Upload the workbook again.")


def keep(file: IO[bytes], *, by: Access) -> UUID:
    """Keep an uploaded workbook until it is confirmed; what has lain for a day is thrown away."""
    _throw_old_away(by)
    number = uuid4()
    file.seek(0)
    default_storage.save(_path(number, by), File(file))
    return number


def read(number: UUID, *, by: Access) -> Data:
    """The sheets of this person's upload. Raises UploadGone, or ui.sheets.SheetError."""
    try:
        with default_storage.open(_path(number, by), "rb") as file:
            return from_file(file)
    except FileNotFoundError:
        raise UploadGone from None


def forget(number: UUID, *, by: Access) -> None:
    """Throw the upload away."""
    default_storage.delete(_path(number, by))


def _folder(by: Access) -> str:
    if by.person is None:
        raise UploadGone
    return f"workbooks/{by.school.pk}/{by.person.pk}"


def _path(number: UUID, by: Access) -> str:
    return f"{_folder(by)}/{number}.xlsx"


def _throw_old_away(by: Access) -> None:
    folder = _folder(by)
    if not default_storage.exists(folder):
        return
    for name in default_storage.listdir(folder)[1]:
        path = f"{folder}/{name}"
        if timezone.now() - default_storage.get_modified_time(path) > KEPT_FOR:
            default_storage.delete(path)
