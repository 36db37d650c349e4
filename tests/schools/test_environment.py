"""Starting fails loudly where something is missing or unsafe."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from provisionmap.env import read_environment

KEY = "x7Qm2-long-and-random-enough-to-be-a-real-secret-key-0123456789"
SAFE = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "map.example.org"}
NAMES = (
    "DEBUG",
    "DEMO",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "EMAIL_URL",
    "TODAY",
    "DATA_FOLDER",
    "BEHIND_PROXY",
    "TRUSTED_PROXIES",
)


@pytest.fixture
def read(monkeypatch, tmp_path):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)

    def reading(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        return read_environment(tmp_path)

    return reading


def test_a_safe_installation(read, tmp_path):
    found = read(**SAFE)
    assert found.safe
    assert found.database["NAME"] == str(tmp_path / "var" / "provisionmap.sqlite3")
    assert found.database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert found.email["EMAIL_BACKEND"].endswith("smtp.EmailBackend")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "secret", "ALLOWED_HOSTS": "a.example.org"}, "too easy to guess"),
        ({"SECRET_KEY": KEY}, "ALLOWED_HOSTS is not set"),
        (SAFE | {"ALLOWED_HOSTS": "*"}, "may not be"),
        (SAFE | {"DEBUG": "perhaps"}, "DEBUG is 'perhaps'"),
        (SAFE | {"DEBUG": "yes"}, "for this machine only"),
        (SAFE | {"DEMO": "yes"}, "for this machine only"),
        (SAFE | {"TODAY": "tomorrow"}, "write a date"),
        (SAFE | {"BEHIND_PROXY": "yes", "TRUSTED_PROXIES": "none"}, "how many proxies"),
        (SAFE | {"DATABASE_URL": "mysql://a@b/c"}, "sqlite:/// or postgres://"),
        (SAFE | {"DATABASE_URL": "nonsense"}, "DATABASE_URL"),
    ],
)
def test_what_stops_it(read, values, message):
    with pytest.raises(ImproperlyConfigured, match=message):
        read(**values)


def test_the_demo_needs_no_secret_and_keeps_its_mail(read, tmp_path):
    found = read(DEMO="yes", EMAIL_URL="")
    assert not found.safe
    assert found.email["EMAIL_FILE_PATH"] == str(tmp_path / "var" / "mail")


def test_postgresql(read):
    assert read(**SAFE, DATABASE_URL="postgres://a:b@localhost:5432/map").database["CONN_HEALTH_CHECKS"]


def test_the_command_line_says_it_in_one_line(settings, tmp_path):
    environment = {name: value for name, value in os.environ.items() if name not in NAMES}
    environment |= {"DJANGO_SETTINGS_MODULE": "provisionmap.settings", "SECRET_KEY": "", "DEBUG": "no"}
    done = subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "check"],
        env=environment, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("Provision Map cannot start: SECRET_KEY is not set.")
    assert "Traceback" not in done.stderr


def test_a_proxy_is_trusted_only_where_it_is_said_to_be_there(read):
    assert read(**SAFE, TRUSTED_PROXIES="2").trusted_proxies == 0
    assert read(**SAFE, BEHIND_PROXY="yes", TRUSTED_PROXIES="").trusted_proxies == 1
    assert read(**SAFE, BEHIND_PROXY="yes", TRUSTED_PROXIES="2").trusted_proxies == 2
