"""The files that pages are made of come from here, complete, and build for production."""

from __future__ import annotations

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings


@pytest.mark.parametrize(
    "name",
    [
        "css/bootstrap.min.css",
        "fonts/AtkinsonHyperlegible-Regular.ttf",
        "fonts/AtkinsonHyperlegible-Bold.ttf",
        "django_htmx/htmx-2.min.js",
    ],
)
def test_a_package_brings_it(name):
    assert finders.find(name)


@pytest.mark.slow
def test_they_build_with_hashed_names(tmp_path):
    """Fails where a style sheet names a file that is not there."""
    storages = {"staticfiles": {"BACKEND": "provisionmap.storage.StaticStorage"}}
    as_they_are = ["css", "js", "map", "ttf", "svg"]  # squeezing them takes a minute and shows nothing
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages, WHITENOISE_SKIP_COMPRESS_EXTENSIONS=as_they_are):
        call_command("collectstatic", interactive=False, verbosity=0)
    assert list(tmp_path.glob("css/tokens.*.css"))
