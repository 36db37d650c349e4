"""An installation of its own, whose commands run as processes that can be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Installation:
    """Its settings, and its commands."""

    environment: dict[str, str]

    def begun(self, *arguments: object) -> subprocess.Popen[bytes]:
        """A management command, just begun."""
        command = [sys.executable, str(ROOT / "manage.py"), *map(str, arguments)]
        return subprocess.Popen(
            command, env=self.environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )

    def manage(self, *arguments: object) -> str:
        """A management command, run to its end."""
        command = [sys.executable, str(ROOT / "manage.py"), *map(str, arguments)]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def asked(self, statements: str) -> Any:
        """What statements of Python leave in `answer`, run in a process of its own."""
        said = f"import json\n{statements}\nprint(json.dumps(answer))"
        told = self.manage("shell", "--no-imports", "--verbosity", "0", "--command", said)
        return json.loads(told.splitlines()[-1])


def killed(process: subprocess.Popen[bytes]) -> bool:
    """Kill a process as the system does it, without a word. False where it had ended already."""
    process.send_signal(signal.SIGKILL)
    _, _ = process.communicate(timeout=60)
    return process.returncode == -signal.SIGKILL


@pytest.fixture
def installation(databases, django_db_setup, django_db_blocker, tmp_path) -> Installation:
    """An installation with a migrated database and a data folder of its own."""
    with django_db_blocker.unblock():
        address = databases.another(tmp_path)
    return Installation(
        os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "provisionmap.settings",
            "DEMO": "yes",
            "DEBUG": "no",
            "ALLOWED_HOSTS": "127.0.0.1",
            "TODAY": "2026-11-23",
            "DATA_FOLDER": str(tmp_path / "data"),
            "DATABASE_URL": address,
        }
    )
