"""An installation: who else on the machine gets at its data, and what the daily task clears."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.utils import timezone

from tests.schools.test_environment import NAMES, SAFE


def manage(settings, folder, *arguments):
    environment = {name: value for name, value in os.environ.items() if name not in NAMES}
    environment |= SAFE | {
        "DJANGO_SETTINGS_MODULE": "provisionmap.settings",
        "DATA_FOLDER": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/map.sqlite3",
    }
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    return subprocess.run(
        command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False, umask=0o022
    )


def test_what_is_written_is_for_this_account_alone(settings, tmp_path):
    folder = tmp_path / "data"
    done = manage(settings, folder, "shell", "-c", "from django.db import connection as c; c.cursor()")
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "map.sqlite3").stat().st_mode) == 0o600
    assert manage(settings, folder, "check", "--deploy", "--fail-level", "ERROR").returncode == 0


@pytest.mark.parametrize(("place", "mode"), [("", 0o755), ("map.sqlite3", 0o644)])
def test_a_data_folder_that_others_can_read_is_refused(settings, tmp_path, place, mode):
    folder = tmp_path / "data"
    manage(settings, folder, "shell", "-c", "from django.db import connection as c; c.cursor()")
    (folder / place).chmod(mode)
    done = manage(settings, folder, "check", "--deploy", "--fail-level", "ERROR")
    assert done.returncode == 1
    assert "Other accounts of this machine get into" in done.stderr
    assert "chmod" in done.stderr


@pytest.mark.django_db
def test_the_daily_task_clears_old_papers_uploads_and_sign_ins(tmp_path, monkeypatch, client_of):
    storage = FileSystemStorage(tmp_path)
    for module in ("reports.jobs.shelf", "schools.uploads"):
        monkeypatch.setattr(f"{module}.default_storage", storage)
    kept = {"papers/1/new.pdf": 6.9, "pupil-lists/1/7/new.export": 0.9, "workbooks/2/8/new.xlsx": 0.9}
    gone = {"papers/1/old.pdf": 7.1, "pupil-lists/1/7/old.export": 1.1, "workbooks/2/8/old.xlsx": 1.1}
    for name, days in (kept | gone).items():
        storage.save(name, ContentFile(b"x"))
        then = (timezone.now() - timedelta(days=days)).timestamp()
        os.utime(tmp_path / name, (then, then))
    browsers = [client_of("head"), client_of("senco")]
    ended = browsers[0].session.session_key
    Session.objects.filter(pk=ended).update(expire_date=timezone.now() - timedelta(minutes=1))
    call_command("daily")
    assert {name for name in kept | gone if storage.exists(name)} == set(kept)
    assert not Session.objects.filter(pk=ended).exists()
    assert Session.objects.filter(pk=browsers[1].session.session_key).exists()
