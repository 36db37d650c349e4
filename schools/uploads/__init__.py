"""Files that are looked at before they are imported: upload → preview → confirm, for every importer.

An importer has three steps of its own. `read` makes plain data of a file and knows no database; `plan` works out what
the data would do; `apply` writes a plan. Between upload and confirmation the file is kept for a day at most, and only
for whoever uploaded it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import IO, Any, Generic, TypeVar
from uuid import UUID, uuid4

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from schools.access import Access
from schools.edits import refuse_repeat, school_locked
from schools.models import TrailEntry
from schools.roles import Permission

KEPT_FOR = timedelta(days=1)


D = TypeVar("D")


class UploadGone(Exception):
    """The upload is no longer kept: confirmed, discarded, or older than a day. `what` was uploaded."""

    def __init__(self, what: str) -> None:
        super().__init__(f"This upload is no longer kept. Upload {what} again.")


class Faulty(Exception):
    """A plan with faults was asked to be written; nothing was. `plan.faults` has them all."""

    def __init__(self, plan: Any) -> None:
        self.plan = plan
        super().__init__("\n".join(str(fault) for fault in plan.faults))


class Outdated(Exception):
    """The import would no longer do what was previewed; `plan` is what it would do now."""

    def __init__(self, plan: Any) -> None:
        self.plan = plan
        super().__init__("The school has changed since this preview was made.")


@dataclass(frozen=True, kw_only=True)
class Importer(Generic[D]):
    """What is an importer's own. Its uploads are kept in `folder`, with a folder in it for each school and person."""

    folder: str
    suffix: str  # how the kept files' names end
    what: str  # the kind of file in words
    kinds: str  # the formats in words
    accept: str  # the formats as the upload field's endings
    permission: Permission
    read: Callable[[IO[bytes]], D]  # raises ui.sheets.SheetError
    plan: Callable[[Access, D], Any]  # its `faults` and its `fingerprint`: equal for plans that would do the same
    apply: Callable[..., Any]
    lock: Callable[[Access], AbstractContextManager[None]] = school_locked  # on what a plan reads

    def keep(self, file: IO[bytes], *, by: Access) -> UUID:
        """Store an uploaded file and return its number; this person's uploads older than a day are deleted."""
        by.need(self.permission)
        _throw_old_away(self._of(by))
        number = uuid4()
        file.seek(0)
        default_storage.save(self._path(number, by), File(file))
        return number

    def data(self, upload: UUID, *, by: Access) -> D:
        """This person's upload as read. Raises UploadGone and ui.sheets.SheetError."""
        by.need(self.permission)
        try:
            file = default_storage.open(self._path(upload, by), "rb")
        except FileNotFoundError:
            raise UploadGone(self.what) from None
        with file:
            return self.read(file)

    def preview(self, upload: UUID, *, by: Access) -> Any:
        """What importing this person's upload would do. Raises what `data` and the importer's `plan` raise."""
        return self.plan(by, self.data(upload, by=by))

    def confirm(
        self, upload: UUID, *, seen: str, by: Access, choose: Callable[[Any], Mapping[str, Any]] = lambda plan: {}
    ) -> Any:
        """Write what was previewed, known by its fingerprint, and delete the upload. `apply` is given what `choose`
        makes of the plan; returns what it returns.

        Raises schools.edits.DoneAlready where it was confirmed before, and Outdated, writing nothing, where it would
        now do something else; else as `preview`.
        """
        data = self.data(upload, by=by)
        with self.lock(by):
            refuse_repeat(by, upload)
            # Planned again under the school's lock: what is written must be what was previewed.
            plan = self.plan(by, data)
            if plan.faults or plan.fingerprint != seen:
                raise Outdated(plan)
            done = self.apply(plan, by=by, ticket=upload, **choose(plan))
            # Only after the commit: after a rollback the file is still wanted.
            transaction.on_commit(lambda: self.forget(upload, by=by))
        return done

    def was_imported(self, upload: UUID, *, by: Access) -> bool:
        """Whether this upload has been confirmed."""
        return TrailEntry.objects.filter(school=by.school, ticket=upload).exists()

    def forget(self, upload: UUID, *, by: Access) -> None:
        """Delete the upload."""
        default_storage.delete(self._path(upload, by))

    def _of(self, by: Access) -> str:
        if by.person is None:
            raise UploadGone(self.what)
        return f"{self.folder}/{by.school.pk}/{by.person.pk}"

    def _path(self, number: UUID, by: Access) -> str:
        return f"{self._of(by)}/{number}{self.suffix}"

    def throw_all_old_away(self) -> None:
        """Delete the uploads older than a day, whoever they are of."""
        if default_storage.exists(self.folder):
            for school in default_storage.listdir(self.folder)[0]:
                for person in default_storage.listdir(f"{self.folder}/{school}")[0]:
                    _throw_old_away(f"{self.folder}/{school}/{person}")


def _throw_old_away(folder: str) -> None:
    if not default_storage.exists(folder):
        return
    for name in default_storage.listdir(folder)[1]:
        path = f"{folder}/{name}"
        with suppress(FileNotFoundError):  # confirmed at this moment
            if timezone.now() - default_storage.get_modified_time(path) > KEPT_FOR:
                default_storage.delete(path)
