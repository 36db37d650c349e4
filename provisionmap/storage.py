"""Static files with hashed, compressed names, for long caching."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage, which leaves scripts as they are: Bootstrap's name source maps that it does not ship."""

    patterns = tuple(each for each in CompressedManifestStaticFilesStorage.patterns if each[0] == "*.css")
