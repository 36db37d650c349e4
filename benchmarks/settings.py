"""Settings for measuring: those of the tests, with sign-in by password alone, which is not what is measured, and with
files and tasks that several processes share."""

from tests.settings import *  # noqa: F403
from tests.settings import STORAGES as IN_MEMORY

DEMO = True
STORAGES = {**IN_MEMORY, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
