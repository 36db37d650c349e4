"""Reads the environment (and `.env`) into typed settings; refuses what is missing or unsafe, and is safe by default.

Nothing here is on unless the environment says so: no debug, no demo, no guessed secret.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

DEVELOPMENT_KEY = "for-development-on-this-machine-only"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "testserver"})
SQLITE_OPTIONS = {
    # Without IMMEDIATE most concurrent writes fail at once instead of waiting their turn.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


@dataclass(frozen=True)
class Environment:
    """What the machine says about this installation, checked."""

    debug: bool
    demo: bool
    secret_key: str
    allowed_hosts: list[str]
    trusted_origins: list[str]
    behind_proxy: bool
    trusted_proxies: int
    database: dict[str, Any]
    email: dict[str, Any]
    email_from: str
    data_folder: Path
    today: datetime.date | None

    @property
    def safe(self) -> bool:
        """True where real data may live: neither debugging nor the demo."""
        return not (self.debug or self.demo)


def read_environment(base: Path) -> Environment:
    """Read and check the environment; `base` is the project's folder, whose `.env` is read if there.

    Raises ImproperlyConfigured, naming the variable and what to do, for anything missing or unsafe.
    """
    env = environ.Env()
    env.read_env(base / ".env", overwrite=False)
    debug, demo = _flag(env, "DEBUG"), _flag(env, "DEMO")
    relaxed = debug or demo
    data_folder = Path(env.str("DATA_FOLDER", default=str(base / "var")))
    return Environment(
        debug=debug,
        demo=demo,
        secret_key=_secret_key(env, relaxed),
        allowed_hosts=_allowed_hosts(env, relaxed),
        trusted_origins=env.list("CSRF_TRUSTED_ORIGINS", default=[]),
        behind_proxy=_flag(env, "BEHIND_PROXY"),
        trusted_proxies=_proxies(env) if _flag(env, "BEHIND_PROXY") else 0,
        database=_database(env, data_folder),
        email=_email(env, relaxed, data_folder),
        email_from=env.str("EMAIL_FROM", default="Provision Map <provision-map@localhost>"),
        data_folder=data_folder,
        today=_date(env, "TODAY"),
    )


def _flag(env: environ.Env, name: str) -> bool:
    value = env.str(name, default="no").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"", "0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; write yes or no.")


def _proxies(env: environ.Env) -> int:
    """How many proxies of one's own a request comes through, each of which adds the address that it came from."""
    text = env.str("TRUSTED_PROXIES", default="").strip() or "1"
    if not text.isdecimal() or not 1 <= int(text) <= 9:
        raise ImproperlyConfigured(
            f"TRUSTED_PROXIES is {text!r}; write how many proxies of yours stand in front, from 1."
        )
    return int(text)


def _secret_key(env: environ.Env, relaxed: bool) -> str:
    key = env.str("SECRET_KEY", default="")
    if not key and relaxed:
        return DEVELOPMENT_KEY
    if not key:
        raise ImproperlyConfigured("SECRET_KEY is not set. Put a long random text into .env (see .env.example).")
    if not relaxed and (len(key) < 50 or len(set(key)) < 5):
        raise ImproperlyConfigured("SECRET_KEY is too easy to guess. Use at least 50 random characters.")
    return key


def _allowed_hosts(env: environ.Env, relaxed: bool) -> list[str]:
    hosts: list[str] = env.list("ALLOWED_HOSTS", default=sorted(LOOPBACK) if relaxed else [])
    if not hosts:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS is not set. Put the address people use into .env, like map.example.org."
        )
    if relaxed and not set(hosts) <= LOOPBACK:
        raise ImproperlyConfigured(
            "DEBUG and DEMO are for this machine only. Turn them off, or leave ALLOWED_HOSTS out."
        )
    if "*" in hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS may not be *. Name the addresses people use.")
    return hosts


def _database(env: environ.Env, data_folder: Path) -> dict[str, Any]:
    address = env.str("DATABASE_URL", default="") or f"sqlite:///{data_folder / 'provisionmap.sqlite3'}"
    if not address.startswith(("sqlite:///", "postgres://", "postgresql://")):
        raise ImproperlyConfigured("DATABASE_URL must start with sqlite:/// or postgres://.")
    config: dict[str, Any] = env.db_url_config(address)
    if config["ENGINE"].endswith("sqlite3"):
        Path(config["NAME"]).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        config["OPTIONS"] = SQLITE_OPTIONS | config.get("OPTIONS", {})
    else:
        config |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    return config


def _email(env: environ.Env, relaxed: bool, data_folder: Path) -> dict[str, Any]:
    address = env.str("EMAIL_URL", default="")
    if relaxed and not address:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(data_folder / "mail"),
        }
    config: dict[str, Any] = env.email_url_config(address or "smtp://localhost:25")
    return config


def _date(env: environ.Env, name: str) -> datetime.date | None:
    text = env.str(name, default="").strip()
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {text!r}; write a date like 2026-11-22.") from error
