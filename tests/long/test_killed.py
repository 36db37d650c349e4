"""A process that is killed without warning leaves nothing half-done, and the work goes on."""

from __future__ import annotations

import time

import pytest

from provisionmap.demo.build import write
from tests.long.conftest import killed

pytestmark = pytest.mark.long
ROWS = """
from django.apps import apps
from schools.models import SchoolOwned
owned = [model for model in apps.get_models() if issubclass(model, SchoolOwned)]
owned += [model.history.model for model in owned if hasattr(model, "history")]
counts = {{model.__name__: model.objects.filter(school__slug="{slug}").count() for model in owned}}
answer = {{name: count for name, count in counts.items() if count}}
"""
ASK = """
from uuid import UUID
from pupils.models import PupilYear
from reports.jobs import services
from schools.models import User
from schools.reading import access_for, membership_at
person = User.objects.get(email="senco@ashgrove.example")
access = access_for(membership_at(person, "demo"))
supported = PupilYear.objects.filter(school=access.school, year=access.year).exclude(sen_status="N")
pupils = list(supported.order_by("pupil_id").values_list("pupil_id", flat=True)[:40])
order = services.Order("individual-map", "family", "Forty", pupils, "zip", "", "planned", UUID(int=1))
answer = services.start(order, by=access).pk
"""
LOOK = """
from collections import Counter
from reports.models import DocumentJob, DocumentJobItem
job = DocumentJob.objects.get(pk={job})
items = DocumentJobItem.objects.filter(job=job)
answer = {{"state": job.state, "items": Counter(items.values_list("state", flat=True)), "file": job.file}}
"""
LEFT_LYING = """
from datetime import timedelta
from django.utils import timezone
from reports.jobs import batch, services
from reports.models import DocumentJob, DocumentJobItem
long_ago = timezone.now() - batch.LEASE - timedelta(seconds=1)
DocumentJobItem.objects.filter(job={job}, state="taken").update(taken=long_ago)
DocumentJob.objects.filter(pk={job}).update(seen=long_ago)
answer = services.take_up({job})
"""
HANDED_OVER = """
import io, zipfile
from django.core.files.storage import default_storage
from reports.models import DocumentJob
from schools.models import TrailEntry
with default_storage.open(DocumentJob.objects.get(pk={job}).file) as file:
    bundle = zipfile.ZipFile(io.BytesIO(file.read()))
    whole = [bundle.read(name)[-6:].strip() == b"%%EOF" for name in bundle.namelist()]
told = TrailEntry.objects.filter(verb="exported")
answer = [len(whole), all(whole), told.filter(kind="documentjob").count(), told.filter(kind="pupil").count()]
"""


def test_an_import_killed_at_any_moment_is_there_wholly_or_not_at_all(installation, tmp_path):
    path = tmp_path / "school.xlsx"
    write("demo", path)
    began = time.monotonic()
    installation.manage("import_workbook", path, "--school", "whole", "--create")
    takes, whole = time.monotonic() - began, installation.asked(ROWS.format(slug="whole"))
    assert sum(whole.values()) > 2000
    cut_off = 0
    for part in range(1, 16):
        process = installation.begun("import_workbook", path, "--school", f"part-{part}", "--create")
        time.sleep(takes * part / 15)
        if not killed(process):
            continue
        cut_off += 1
        assert installation.asked(ROWS.format(slug=f"part-{part}")) in ({}, whole), f"killed after {part} fifteenths"
    assert cut_off > 5
    installation.manage("import_workbook", path, "--school", "part-1", "--create")
    assert installation.asked(ROWS.format(slug="part-1")) == whole


def test_papers_whose_workers_are_killed_are_all_made_and_handed_over_once(installation):
    installation.manage("demo", "--verbosity", "0")
    job = installation.asked(ASK)
    deaths = 0
    for enough in (1, 11, 21):
        worker = installation.begun("db_worker", "--verbosity", "0")
        _wait_for(lambda: installation.asked(LOOK.format(job=job))["items"].get("made", 0) >= enough)  # noqa: B023
        deaths += killed(worker)
        installation.asked(LEFT_LYING.format(job=job))
    assert deaths == 3
    installation.manage("db_worker", "--batch", "--verbosity", "0")
    installation.asked(LEFT_LYING.format(job=job))
    installation.manage("db_worker", "--batch", "--verbosity", "0")
    after = installation.asked(LOOK.format(job=job))
    assert (after["state"], after["items"]) == ("done", {"made": 40})
    assert installation.asked(HANDED_OVER.format(job=job)) == [40, True, 1, 40]


def _wait_for(condition, seconds=120):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come so far"
