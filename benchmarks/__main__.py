"""`make bench`: every row that exists, measured against its bare counterpart, with its goal. `python -m benchmarks kept
load` measures only those parts. DATABASE_URL names another database than a SQLite file of its own, which must be
empty."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

PARTS = ("engine", "pages", "kept", "load", "memory", "ticks", "workbook", "authority", "bulk", "crowd")
parser = argparse.ArgumentParser(prog="python -m benchmarks")
parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}; all of them where none is named")
parser.add_argument("--schools", type=int, default=100, help="schools in the database of a small authority")
parser.add_argument("--seconds", type=float, default=60, help="how long the crowd works, twice")
options = parser.parse_args()
if unknown := set(options.parts) - set(PARTS):
    parser.error(f"There is no part {', '.join(sorted(unknown))}.")

with tempfile.TemporaryDirectory() as folder:
    os.environ.setdefault("DATA_FOLDER", folder)
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

    import django

    django.setup()

    from django.core.management import call_command

    from benchmarks import authority, bulk, crowd, engine, kept, load, memory, pages, ticks, workbook

    runs = {
        part.__name__.rpartition(".")[2]: part for part in (engine, pages, kept, load, memory, ticks, workbook, bulk)
    }
    asked = {"authority": lambda: authority.run(options.schools), "crowd": lambda: crowd.run(options.seconds)}
    call_command("migrate", verbosity=0)
    call_command("make_school", verbosity=0)
    print(f"{'':82}{'measured':>10}{'goal':>8}")
    for part in options.parts or PARTS:
        rows = asked[part]() if part in asked else runs[part].run()
        for name, measured, goal in rows:
            missed = "" if measured <= goal else "   missed"
            print(f"{name:82}{measured:>8.2f} ×{goal:>6.4g} ×{missed}", flush=True)
