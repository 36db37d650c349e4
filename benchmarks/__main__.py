"""`make bench`: every row that exists, measured against its bare counterpart, with its goal."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

parser = argparse.ArgumentParser(prog="python -m benchmarks")
parser.add_argument("--schools", type=int, default=20, help="schools beside the one that is measured")
options = parser.parse_args()

with tempfile.TemporaryDirectory() as folder:
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

    import django

    django.setup()

    from benchmarks import bulk, engine, pages, ticks, workbook

    print(f"{'':66}{'measured':>10}{'goal':>8}")
    for name, measured, goal in [
        *engine.run(),
        *pages.run(options.schools),
        *ticks.run(),
        *workbook.run(),
        *bulk.run(),
    ]:
        print(f"{name:66}{measured:>8.2f} ×{goal:>6} ×{'' if measured <= goal else '   missed'}", flush=True)
