"""Papers for many pupils: two workers against one, and a second time with nothing changed against the first."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

PUPILS = 200
PAPER = "individual-map"


def run() -> Iterator[tuple[str, float, float]]:
    """Name, part of the time of one worker's first run, and the goal (1/1.6 and 1/20)."""
    with tempfile.TemporaryDirectory() as folder:
        _python(folder, "prepare")
        one = _seconds(folder, workers=1)
        again = _seconds(folder, workers=1)
        shutil.rmtree(Path(folder) / "files")
        two = _seconds(folder, workers=2)
    print(f"  {PUPILS} maps as PDF: one worker {one:.1f} s, two {two:.1f} s, again {again:.2f} s")
    yield f"{PUPILS} individual maps, two processes", two / one, 1 / 1.6
    yield f"{PUPILS} individual maps again, nothing changed", again / one, 1 / 20


def _seconds(folder: str, workers: int) -> float:
    """From the word "go" to warm workers until the last of them has ended."""
    job = _python(folder, "ask").strip()
    hands = [_start(folder, "work", job) for _ in range(workers)]
    for hand in hands:
        hand.stdout.readline()  # type: ignore[union-attr]
    before = time.perf_counter()
    for hand in hands:
        hand.stdin.close()  # type: ignore[union-attr]
    if any(hand.wait() for hand in hands):
        raise SystemExit("A worker failed.")
    return time.perf_counter() - before


def _python(folder: str, *what: str) -> str:
    done = _start(folder, *what)
    out, _ = done.communicate()
    if done.returncode:
        raise SystemExit(f"{what[0]} failed.")
    return out


def _start(folder: str, *what: str) -> subprocess.Popen[str]:
    """A process of its own, with files and tasks kept as a real installation keeps them."""
    ours = {
        "DJANGO_SETTINGS_MODULE": "provisionmap.settings",
        "DATABASE_URL": f"sqlite:///{folder}/bulk.sqlite3",
        "DATA_FOLDER": folder,
        "DEMO": "yes",
        "DEBUG": "no",
        "ALLOWED_HOSTS": "localhost",
        "SECRET_KEY": uuid4().hex * 2,
        "TODAY": "2026-11-23",
    }
    command = [sys.executable, "-m", "benchmarks.bulk", *what]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=os.environ | ours, stdin=pipe, stdout=pipe, text=True)


def _prepare() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("make_school", verbosity=0)


def _ask() -> None:
    from reports.documents.head import PaperOptions, read_for
    from reports.jobs import services as jobs
    from schools.models import Membership
    from schools.reading import access_for

    access = access_for(Membership.objects.select_related("school", "user").get(user__isnull=False))
    pupils = sorted(read_for(access, PaperOptions()).pupil_ids)[:PUPILS]
    order = jobs.Order(PAPER, "staff", "Everyone", pupils, "zip", "", "planned", uuid4())
    print(jobs.start(order, by=access).pk)


def _work(job: int) -> None:
    from reports.jobs.batch import JobWork, access_now, work_on
    from reports.models import DocumentJob
    from reports.renderings.page import page_of
    from reports.renderings.pdf import pdf_of

    bench = JobWork(DocumentJob.objects.get(pk=job), access_now(DocumentJob.objects.get(pk=job)))
    pdf_of(page_of(bench.paper, bench.made(bench.job.items.first().pupil_id)))  # warm, as a worker is that has begun
    print("ready", flush=True)
    sys.stdin.read()
    while work_on(job):
        pass
    held = DocumentJob.objects.get(pk=job)
    if held.state == DocumentJob.State.DONE and held.items.filter(state="made", tries=1).count() != PUPILS:
        raise SystemExit("Not every map was made once.")


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1:2] == ["prepare"]:
        _prepare()
    elif sys.argv[1:2] == ["ask"]:
        _ask()
    elif sys.argv[1:2] == ["work"]:
        _work(int(sys.argv[2]))
