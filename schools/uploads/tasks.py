"""Reading uploads in the background, and clearing what nobody confirmed."""

from __future__ import annotations

from django.utils.module_loading import import_string
from django_tasks import task

from schools.edits.wall import walled


@task()
@walled()
def read_upload(importer: str, path: str) -> None:
    """Read the upload that is kept at this path; `importer` is where its importer is declared."""
    import_string(importer).read_kept(path)
