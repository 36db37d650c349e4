"""Files between upload and confirmation: kept for a day at most, and only for whoever uploaded them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import IO
from uuid import UUID, uuid4

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone

from schools.access import Access

KEPT_FOR = timedelta(days=1)


class UploadGone(Exception):
    """The upload is no longer kept: confirmed, discarded, or older than a day. `what` was uploaded."""

    def __init__(self, what: str) -> None:
        super().__init__(f"This upload is no longer kept. Upload {what} again.")


@dataclass(frozen=True, slots=True)
class UploadFolder:
    """The folder for uploads of one kind, with a folder in it for each school and person.

    `what` is the kind of file in words, `suffix` how the files' names end.
    """

    folder: str
    suffix: str
    what: str

    def keep(self, file: IO[bytes], *, by: Access) -> UUID:
        """Store an uploaded file and return its number; this person's uploads older than a day are deleted."""
        self._throw_old_away(by)
        number = uuid4()
        file.seek(0)
        default_storage.save(self._path(number, by), File(file))
        return number

    def open(self, number: UUID, *, by: Access) -> IO[bytes]:
        """This person's upload, to read and to close. Raises UploadGone."""
        try:
            return default_storage.open(self._path(number, by), "rb")
        except FileNotFoundError:
            raise UploadGone(self.what) from None

    def forget(self, number: UUID, *, by: Access) -> None:
        """Delete the upload."""
        default_storage.delete(self._path(number, by))

    def _of(self, by: Access) -> str:
        if by.person is None:
            raise UploadGone(self.what)
        return f"{self.folder}/{by.school.pk}/{by.person.pk}"

    def _path(self, number: UUID, by: Access) -> str:
        return f"{self._of(by)}/{number}{self.suffix}"

    def _throw_old_away(self, by: Access) -> None:
        folder = self._of(by)
        if not default_storage.exists(folder):
            return
        for name in default_storage.listdir(folder)[1]:
            path = f"{folder}/{name}"
            if timezone.now() - default_storage.get_modified_time(path) > KEPT_FOR:
                default_storage.delete(path)
