"""Reading a file in a process of its own, with limits on its time and memory: whatever is in the file, the worker that
reads it goes on."""

from __future__ import annotations

import json
import logging
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from schools.uploads.plain import to_json
from ui.sheets import MEGABYTE, SheetError

PROCESSOR = 5  # seconds
MEMORY = 512 * MEGABYTE  # beyond what the worker has itself
PATIENCE = 30  # seconds by the clock: a busy machine is no fault of the file
TOO_DEAR = (
    "This file takes more time or memory to read than a list of a school needs, so it was not read. Leave out sheets, "
    "columns and formats that are not needed, or save it as CSV."
)
BROKEN = "This file is damaged and cannot be read. Save it again from the program it comes from, and upload that."
logger = logging.getLogger(__name__)


def read_apart(read: Callable[[IO[bytes]], Any], content: bytes) -> str:
    """What `read` makes of the content, as JSON. Raises SheetError, in a sentence for the reader, for everything that
    keeps the file from being read."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        _read_and_leave(read, content, theirs)
    os.close(theirs)
    try:
        answer = _answer(ours)
    finally:
        os.close(ours)
        _end(child)
    return _told(answer)


def _read_and_leave(read: Callable[[IO[bytes]], Any], content: bytes, pipe: int) -> None:
    """What the process of its own does; it ends without tidying up, as the worker's connections are not its own."""
    status = 1
    try:
        _limit()
        with os.fdopen(pipe, "wb") as out:
            for piece in _pieces(read, content):
                out.write(piece)
        status = 0
    finally:
        os._exit(status)


def _pieces(read: Callable[[IO[bytes]], Any], content: bytes) -> tuple[bytes, bytes]:
    try:
        return b"+", to_json(read(BytesIO(content))).encode("utf-8", errors="surrogatepass")
    except SheetError as error:
        return b"-", str(error).encode()
    except MemoryError:
        return b"-", TOO_DEAR.encode()
    except BaseException:
        logger.exception("A file that no reader expected")
        return b"-", BROKEN.encode()


def _limit() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + PROCESSOR, int(used) + PROCESSOR + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sizes = Path("/proc/self/statm")
    if sizes.exists():
        now = int(sizes.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (now + MEMORY, now + MEMORY))
    sys.setrecursionlimit(1_000)


def _answer(pipe: int) -> bytes:
    """All that the process writes until it ends or the patience does."""
    until, pieces = time.monotonic() + PATIENCE, list[bytes]()
    while (left := until - time.monotonic()) > 0 and select.select([pipe], [], [], left)[0]:
        piece = os.read(pipe, MEGABYTE)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
    return b""


def _end(child: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _told(answer: bytes) -> str:
    said = answer[1:].decode("utf-8", errors="surrogatepass")
    if answer[:1] == b"+":
        try:
            json.loads(said)  # cut off where the process was ended while it wrote
        except ValueError:
            raise SheetError(TOO_DEAR) from None
        return said
    raise SheetError(said or TOO_DEAR)
