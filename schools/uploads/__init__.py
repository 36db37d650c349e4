"""Files that are looked at before they are imported: upload → preview → confirm, for every importer.

An importer has three steps of its own. `read` makes plain data of a file and knows no database; it runs once, in a
process of its own with limits, started by a worker. `plan` works out what the data would do; `apply` writes a plan.
Between upload and confirmation what was read is kept for a day at most, and only for whoever uploaded it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import IO, Any, Generic, TypeVar, cast
from uuid import UUID, uuid4

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from schools.access import Access
from schools.edits import refuse_repeat, school_locked
from schools.history import Known, reading
from schools.kept.tokens import Tokens, tokens_of
from schools.models import TrailEntry
from schools.roles import Permission
from schools.uploads.apart import read_apart
from schools.uploads.plain import from_json, to_json
from schools.uploads.tasks import read_upload
from ui.sheets import SheetError

KEPT_FOR = timedelta(days=1)


PATIENCE = timedelta(seconds=10)  # after which somebody who waits is told that no worker is there
LOST = timedelta(minutes=2)  # after which a file that was begun is no longer being read
UNDONE_FOR = timedelta(days=7)
TRIES = 3
BEGUN, READ, REFUSED = ".begun", ".read", ".refused"  # what stands beside a file, or in its place

D = TypeVar("D")
P = TypeVar("P")


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


class StillReading(Exception):
    """The upload is waiting for a worker, or being read. `late`: no worker has begun it for `PATIENCE`."""

    def __init__(self, *, late: bool) -> None:
        self.late = late
        super().__init__("The file is being read.")


@dataclass(frozen=True, kw_only=True)
class Importer(Generic[D]):
    """What is an importer's own. Its uploads are kept in `folder`, with a folder in it for each school and person: the
    file until it is read, by a worker and apart from it, then what was read of it as plain data."""

    name: str  # where it is declared, as a dotted path
    folder: str
    suffix: str  # how the kept files' names end
    what: str  # the kind of file in words
    kinds: str  # the formats in words
    accept: str  # the formats as the upload field's endings
    permission: Permission
    read: Callable[[IO[bytes]], D]  # raises ui.sheets.SheetError
    data_kinds: tuple[type, ...]  # the classes that `read` makes, plain dataclasses
    plan: Callable[[Access, D], Any]  # its `faults` and its `fingerprint`: equal for plans that would do the same
    apply: Callable[..., Any]
    lock: Callable[[Access], AbstractContextManager[None]] = school_locked  # on what it writes

    def keep(self, file: IO[bytes], *, by: Access) -> UUID:
        """Store an uploaded file, have it read, and return its number. Everybody's uploads older than a day are
        deleted."""
        by.need(self.permission)
        self.throw_old_away()
        number = uuid4()
        file.seek(0)
        path = self._path(number, by)
        default_storage.save(path, File(file))
        read_upload.enqueue(self.name, path)
        return number

    def read_kept(self, path: str) -> None:
        """Read the file at this path, apart from this process; what was read takes its place."""
        if not default_storage.exists(path) or default_storage.exists(path + BEGUN):
            return
        self._put(path + BEGUN, "")
        with default_storage.open(path, "rb") as file:
            content = file.read()
        try:
            self._put(path + READ, read_apart(self.read, content))
        except SheetError as error:
            self._put(path + REFUSED, str(error))
        default_storage.delete(path)
        default_storage.delete(path + BEGUN)

    def data(self, upload: UUID, *, by: Access) -> D:
        """This person's upload as read. Raises UploadGone, StillReading and ui.sheets.SheetError."""
        by.need(self.permission)
        path = self._path(upload, by)
        if (read := self._held(path + READ)) is not None:
            return cast("D", from_json(read, self.data_kinds))
        if (refused := self._held(path + REFUSED)) is not None:
            raise SheetError(refused)
        begun = default_storage.exists(path + BEGUN)
        try:
            since = default_storage.get_modified_time(path + BEGUN if begun else path)
        except FileNotFoundError:
            raise UploadGone(self.what) from None
        if begun and timezone.now() - since > LOST:
            raise SheetError(f"Reading {self.what} was broken off. Upload it again.")
        raise StillReading(late=not begun and timezone.now() - since > PATIENCE)

    def replace(self, upload: UUID, data: D, *, by: Access) -> None:
        """Put other data in the place of what was read: the part of it that is wanted."""
        by.need(self.permission)
        self._put(self._path(upload, by) + READ, to_json(data))

    def preview(self, upload: UUID, *, by: Access) -> Any:
        """What importing this person's upload would do. Raises what `data` and the importer's `plan` raise."""
        return planned(partial(self.plan, by, self.data(upload, by=by)), by)[0]

    def confirm(
        self, upload: UUID, *, seen: str, by: Access, choose: Callable[[Any], Mapping[str, Any]] = lambda plan: {}
    ) -> Any:
        """Write what was previewed, known by its fingerprint, and delete the upload. `apply` is given what `choose`
        makes of the plan; returns what it returns.

        It is planned before the school is locked, so that nobody waits for it; under the lock it is only seen that
        nothing has changed meanwhile. Where others save without pause, it is planned a last time under the lock: nobody
        is told of changes that do not concern the file.

        Raises schools.edits.DoneAlready where it was confirmed before, and Outdated, writing nothing, where it would
        now do something else; else as `preview`.
        """
        refuse_repeat(by, upload)
        data = self.data(upload, by=by)
        for _ in range(TRIES):
            plan, stands = planned(partial(self.plan, by, data), by)
            self._still(plan, seen)
            with self.lock(by):
                refuse_repeat(by, upload)
                if tokens_of(by.school.pk) == stands:
                    return self._write(plan, upload, by=by, **choose(plan))
        with self.lock(by):
            refuse_repeat(by, upload)
            plan = self.plan(by, data)
            self._still(plan, seen)
            return self._write(plan, upload, by=by, **choose(plan))

    def _still(self, plan: Any, seen: str) -> None:
        """Raise Outdated where the plan is not the one that was seen."""
        if plan.faults or plan.fingerprint != seen:
            raise Outdated(plan)

    def _write(self, plan: Any, upload: UUID, *, by: Access, **chosen: Any) -> Any:
        """Write the plan, under the lock, and delete the upload."""
        done = self.apply(plan, by=by, ticket=upload, **chosen)
        # Only after the commit: after a rollback the file is still wanted.
        transaction.on_commit(partial(self.forget, upload, by=by))
        return done

    def was_imported(self, upload: UUID, *, by: Access) -> bool:
        """Whether this upload has been confirmed."""
        return TrailEntry.objects.filter(school=by.school, ticket=upload).exists()

    def lately(self, *, by: Access) -> list[TrailEntry]:
        """This person's imports of the last week that can be undone, the newest first."""
        found = TrailEntry.objects.filter(
            school=by.school, by=by.person, verb="imported", at__gte=timezone.now() - UNDONE_FOR
        ).order_by("-at")
        made = [entry for entry in found if "steps" in entry.detail and entry.detail.get("importer") == self.folder]
        undone = TrailEntry.objects.filter(school=by.school, verb="took back", at__gte=timezone.now() - UNDONE_FOR)
        gone = set(undone.values_list("detail__undoes", flat=True))
        return [entry for entry in made if entry.pk not in gone]

    def forget(self, upload: UUID, *, by: Access) -> None:
        """Delete the upload."""
        for end in ("", BEGUN, READ, REFUSED):
            default_storage.delete(self._path(upload, by) + end)

    def throw_old_away(self) -> None:
        """Delete every upload older than a day, whoever's it is."""
        for school in _folders(self.folder):
            for person in _folders(f"{self.folder}/{school}"):
                folder = f"{self.folder}/{school}/{person}"
                for name in default_storage.listdir(folder)[1]:
                    path = f"{folder}/{name}"
                    with suppress(FileNotFoundError):  # confirmed at this moment
                        if timezone.now() - default_storage.get_modified_time(path) > KEPT_FOR:
                            default_storage.delete(path)

    def _put(self, path: str, text: str) -> None:
        default_storage.delete(path)
        default_storage.save(path, ContentFile(text.encode("utf-8", errors="surrogatepass")))

    def _held(self, path: str) -> str | None:
        try:
            with default_storage.open(path, "rb") as file:
                return str(file.read().decode("utf-8", errors="surrogatepass"))
        except FileNotFoundError:
            return None

    def _path(self, number: UUID, by: Access) -> str:
        if by.person is None:
            raise UploadGone(self.what)
        return f"{self.folder}/{by.school.pk}/{by.person.pk}/{number}{self.suffix}"


def planned(plan: Callable[[], P], by: Access) -> tuple[P, Tokens]:
    """A plan, and what the school stood at before it was made. Rows are read as they are stored now, also where the
    page being answered looks at an earlier day."""
    with reading(Known()):
        stands = tokens_of(by.school.pk)
        return plan(), stands


def _folders(folder: str) -> list[str]:
    return list(default_storage.listdir(folder)[0]) if default_storage.exists(folder) else []
