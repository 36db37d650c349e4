"""Requests a second of each page against *School*: gunicorn with two processes of four threads, eight connections, and
one write a second going on. Only on this machine, for so many seconds a page."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

from django.db import connection, connections

from benchmarks.kept import FRAME, PAGES, School10or300

HOST = "127.0.0.1"
CONNECTIONS = 8
SECONDS = 4.0


def run() -> Iterator[tuple[str, float, float]]:
    """Name, how many requests of *School* are answered in the time of one (at most 1/0.6)."""
    school = School10or300("made-1")
    with server() as port, writing(school):
        cookie = f"sessionid={school.client.cookies['sessionid'].value}"
        for name, (page, _) in PAGES.items():
            paths = [f"/s/{school.school.slug}/{one.format(pupil=school.pupil.pk)}" for one in (FRAME, page)]
            frame, answered = (a_second(port, path, cookie) for path in paths)
            print(f"  {name}: {answered:.0f} requests a second, School {frame:.0f}")
            yield f"School's requests a second against those of {name}, one write a second", frame / answered, 1 / 0.6


@contextmanager
def server() -> Iterator[int]:
    """gunicorn on a free port of this machine."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "provisionmap.wsgi", "--bind", f"{HOST}:{port}"]
    command += ["--workers", "2", "--threads", "4", "--log-level", "warning"]
    started = subprocess.Popen(command, env=os.environ | {"DJANGO_SETTINGS_MODULE": "benchmarks.settings"})
    try:
        _wait(port)
        yield port
    finally:
        started.terminate()
        started.wait(20)


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection((HOST, port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("gunicorn did not start.")


@contextmanager
def writing(school: School10or300) -> Iterator[None]:
    """One change of a group a second until the block ends."""
    ended = threading.Event()

    def write() -> None:
        while not ended.wait(1):
            school.change()
        connections.close_all()

    hand = threading.Thread(target=write)
    hand.start()
    try:
        yield
    finally:
        ended.set()
        hand.join()
        connection.close()


def a_second(port: int, path: str, cookie: str) -> float:
    """Answers a second over several connections that are kept open."""
    until = time.monotonic() + SECONDS
    counts = [0] * CONNECTIONS

    def ask(place: int) -> None:
        line = HTTPConnection(HOST, port, timeout=30)
        while time.monotonic() < until:
            line.request("GET", path, headers={"Cookie": cookie})
            answer = line.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{path} answered {answer.status}.")
            counts[place] += 1
        line.close()

    hands = [threading.Thread(target=ask, args=(place,)) for place in range(CONNECTIONS)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    if not all(counts):
        raise SystemExit(f"{path} was not answered on every connection.")
    return sum(counts) / SECONDS
