"""The words of an answer, whatever its form."""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import zipfile

import pytest
from django.http import HttpResponse


def words_of(answer: HttpResponse) -> str:
    """All text that an answer carries: page, PDF, Word file, workbook or JSON."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.get("Content-Type", "")
    if "pdf" in kind:
        return pdf_text(content)
    if "officedocument" in kind:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return html.unescape(" ".join(book.read(name).decode(errors="replace") for name in book.namelist()))
    return html.unescape(content.decode())


def pdf_text(content: bytes) -> str:
    """The words of a PDF."""
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext to read a PDF")
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    # A long word may be broken at the end of a line.
    return re.sub(r"-\n", "-", done.stdout.decode())
