"""What a cell can hold of a text, and how text is kept text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import IO, BinaryIO

from ui.folding import seen

Target = Path | BinaryIO | IO[bytes]
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_read(text: str) -> str:
    """A text as it comes back out of a cell: without what a cell cannot hold and what nobody can see."""
    text = seen(ILLEGAL.sub("", text)).replace("\xa0", " ").replace("_x000D_", "")  # the mark of an old line end
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def put(target: Target, content: bytes) -> None:
    """Write the whole of a file at once."""
    if isinstance(target, Path):
        target.write_bytes(content)
    else:
        target.write(content)
