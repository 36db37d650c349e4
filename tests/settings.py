"""Settings for tests: the real ones, on plain static files, quick passwords and a database of their own."""

import os

os.environ |= {
    "DEBUG": "no",
    "DEMO": "no",
    "SECRET_KEY": "for-tests-only-" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2,
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "TODAY": "2026-11-23",
    "EMAIL_URL": "",
}
os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")

from provisionmap.settings import *  # noqa: F403

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    # Hashed names would need a build before each run; without it pages would be unstyled and falsely accessible.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
ACCOUNT_RATE_LIMITS = False
