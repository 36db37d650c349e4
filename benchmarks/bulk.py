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
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from schools.access import Access

PUPILS = 200
FAMILIES = 420
PAPER = "individual-map"  # the map for the family


def run() -> Iterator[tuple[str, float, float]]:
    """Name, part of the time of one worker's first run, or of bare WeasyPrint in one process, and the goal."""
    with tempfile.TemporaryDirectory() as folder:
        _python(folder, "prepare", str(FAMILIES))
        one = _seconds(folder, PUPILS, workers=1)
        again = _seconds(folder, PUPILS, workers=1)
        shutil.rmtree(Path(folder) / "files")
        two = _seconds(folder, PUPILS, workers=2)
        print(f"  {PUPILS} maps as PDF: one worker {one:.1f} s, two {two:.1f} s, again {again:.2f} s")
        yield f"{PUPILS} individual maps, two processes", two / one, 1 / 1.6
        yield f"{PUPILS} individual maps again, nothing changed", again / one, 1 / 20
        shutil.rmtree(Path(folder) / "files")
        bare = float(_python(folder, "bare", str(FAMILIES)))
        made = _seconds(folder, FAMILIES, workers=2)
        again = _seconds(folder, FAMILIES, workers=2)
        print(f"  {FAMILIES} family maps as PDF: bare {bare:.1f} s, two workers {made:.1f} s, again {again:.2f} s")
        yield f"{FAMILIES} family maps, two processes, against bare WeasyPrint in one", made / bare, 0.55
        yield f"{FAMILIES} family maps again, nothing changed, against that", again / bare, 0.03


def _seconds(folder: str, count: int, workers: int) -> float:
    """From the word "go" to warm workers until the last of them has ended."""
    job = _python(folder, "ask", str(count)).strip()
    hands = [_start(folder, "work", job, str(count)) for _ in range(workers)]
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
        "DATABASE_URL": os.environ.get("DATABASE_URL", f"sqlite:///{folder}/bulk.sqlite3"),
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


def _prepare(pupils: int) -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("make_school", verbosity=0, pupils=pupils)


def _access() -> Access:
    from schools.models import Membership
    from schools.reading import access_for

    memberships = Membership.objects.select_related("school", "user").filter(user__isnull=False)
    return access_for(memberships.latest("pk"))  # of the school that was made for this


def _pupils(access: Access, count: int) -> list[int]:
    from reports.documents.head import PaperOptions, read_for

    return sorted(read_for(access, PaperOptions()).pupil_ids)[:count]


def _ask(count: int) -> None:
    from reports.jobs import services as jobs

    access = _access()
    order = jobs.Order(PAPER, "staff", "Everyone", _pupils(access, count), "zip", "", "planned", uuid4())
    print(jobs.start(order, by=access).pk)


def _bare(count: int) -> None:
    """Seconds that WeasyPrint alone takes for the same HTML, warm."""
    import weasyprint

    from reports.documents.head import PaperOptions
    from reports.documents.registry import PAPERS
    from reports.renderings.page import page_bytes
    from reports.renderings.pdf import OURS, OnlyOurs

    access, paper = _access(), PAPERS[PAPER]
    pages = [page_bytes(paper, paper.made(access, PaperOptions(), pupil)).decode() for pupil in _pupils(access, count)]

    def draw(html: str) -> None:
        sheet = weasyprint.HTML(string=html, base_url=f"{OURS}css/", url_fetcher=OnlyOurs())
        sheet.write_pdf(pdf_variant="pdf/ua-1")

    draw(pages[0])
    before = time.perf_counter()
    for html in pages:
        draw(html)
    print(time.perf_counter() - before)


def _work(job: int, count: int) -> None:
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
    if held.state == DocumentJob.State.DONE and held.items.filter(state="made", tries=1).count() != count:
        raise SystemExit("Not every map was made once.")


if __name__ == "__main__":
    import django

    django.setup()
    act, *said = sys.argv[1:]
    if act == "prepare":
        _prepare(int(said[0]))
    elif act == "ask":
        _ask(int(said[0]))
    elif act == "bare":
        _bare(int(said[0]))
    elif act == "work":
        _work(int(said[0]), int(said[1]))
