"""Papers for many pupils: asked for once, made once, and never lost half-way."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import InMemoryStorage
from django.utils import timezone

from pupils.models import PupilYear
from reports.jobs import batch, bundles, shelf
from reports.jobs import services as jobs
from reports.models import DocumentJob
from reports.renderings import pdf
from schools.models import TrailEntry
from tests import factories as make
from tests.access.world import fill
from tests.conftest import STRANGER
from tests.reports.reading import pdf_objects, pdf_words, word_words

pytestmark = pytest.mark.django_db
State = DocumentJob.State


@pytest.fixture(autouse=True)
def _empty_shelf(monkeypatch):
    monkeypatch.setattr(shelf, "default_storage", InMemoryStorage())


@pytest.fixture
def ours(cast, school, year):
    return fill(school, year, "Quillon", cast["teacher"], cast["assistant"])


@pytest.fixture
def drawn(monkeypatch):
    """Every page that is really drawn."""
    pages, real = [], pdf.pdf_of

    def counted(page, watch=None):
        pages.append(page)
        return real(page, watch)

    monkeypatch.setattr(pdf, "pdf_of", counted)
    return pages


@pytest.fixture
def quick(monkeypatch):
    """Pages that would be drawn: what a drawing looks like matters elsewhere."""
    pages = []

    def noted(page, watch=None):
        pages.append(page)
        return b"%PDF-1.7\n%%EOF\n"

    monkeypatch.setattr(pdf, "pdf_of", noted)
    return pages


@pytest.fixture
def queued(settings):
    """Turns at a job only stand in the queue: the test plays the worker."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def ask(access, ours):
    """Ask for both pupils' costed maps as the SENCO: `ask(form="print")`."""

    def asked(**more):
        order = {
            "paper": "costed-map", "audience": "staff", "whom": "Class 3W", "pupils": [ours.near.pk, ours.far.pk],
            "form": "zip", "rules": "", "horizon": "planned", "ticket": uuid4(),
        }  # fmt: skip
        return jobs.start(jobs.Order(**order | more), by=access("senco"))

    return asked


def state(job):
    job.refresh_from_db()
    return job.state


def in_zip(content):
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def test_the_whole_way(client_of, ours, drawn, access):
    browser, page = client_of("senco"), "/s/ashgrove/papers/many/"
    assert page in browser.get("/s/ashgrove/papers/").content.decode()
    form = browser.get(page).context["form"]
    sent = {"paper": "costed-map:staff", "whom": "year-3", "form": "zip", "rules": "", "horizon": "planned"}
    sent |= {"ticket": str(form["ticket"].value())}
    job = browser.post(page, sent)["Location"]
    assert browser.post(page, sent)["Location"] == job, "sent twice is asked once"
    answer = browser.get(f"{job}file/")
    assert answer["Content-Disposition"] == 'attachment; filename="Individual costed map - Year 3 - 2026-27.zip"'
    files = in_zip(answer.getvalue())
    assert sorted(files) == [f"Individual costed map - {pupil} - 2026-27.pdf" for pupil in (ours.far, ours.near)]
    for pupil in (ours.near, ours.far):
        assert str(pupil) in pdf_words(files[f"Individual costed map - {pupil} - 2026-27.pdf"])
    assert "2 of 2 papers made" in browser.get(job).content.decode()
    trail = TrailEntry.objects.filter(school=ours.school, verb="exported")
    assert trail.filter(kind="documentjob").count() == 1
    assert set(trail.filter(kind="pupil").values_list("thing", flat=True)) == {str(ours.near.pk), str(ours.far.pk)}

    browser.post(page, sent | {"ticket": str(uuid4())})
    assert len(drawn) == 2, "what has not changed is not drawn again"
    make.OtherCostFactory(school=ours.school, year=access("senco").year, group=None, pupil=ours.near)
    browser.post(page, sent | {"ticket": str(uuid4())})
    assert len(drawn) == 3, "what has changed is"
    assert str(ours.near) in drawn[-1]


def test_as_word_files(client_of, ours, drawn):
    """Whoever wants Word gets a Word file for each pupil, drawn once like a PDF."""
    browser, page = client_of("senco"), "/s/ashgrove/papers/many/"
    sent = {"paper": "costed-map:staff", "whom": "year-3", "form": "word", "rules": "", "horizon": "planned"}
    job = browser.post(page, sent | {"ticket": str(browser.get(page).context["form"]["ticket"].value())})["Location"]
    files = in_zip(browser.get(f"{job}file/").getvalue())
    assert sorted(files) == [f"Individual costed map - {pupil} - 2026-27.docx" for pupil in (ours.far, ours.near)]
    assert str(ours.near) in word_words(files[f"Individual costed map - {ours.near} - 2026-27.docx"])


def test_one_print(ask, client_of, ours, drawn):
    job = ask(form="print")
    content = client_of("senco").get(f"/s/ashgrove/papers/many/{job.pk}/file/").getvalue()
    assert b"/StructTreeRoot" in pdf_objects(content), "tagged"
    words = pdf_words(content)
    assert str(ours.near) in words
    assert str(ours.far) in words
    assert len(re.findall(r"Page 1\b", words)) == 2, "each pupil's pages are counted from one"
    assert " of 4" not in words
    ask(form="print")
    assert len(drawn) == 1


def test_what_cannot_be_made_is_left_out_and_said(ask, client_of, ours, quick, queued):
    job = ask()
    PupilYear.objects.filter(pupil=ours.far).delete()
    batch.work_on(job.pk)
    assert state(job) == State.DONE
    page = client_of("senco").get(f"/s/ashgrove/papers/many/{job.pk}/")
    assert "The pupil is not on roll in 2026/27." in page.content.decode()
    files = in_zip(client_of("senco").get(f"/s/ashgrove/papers/many/{job.pk}/file/").getvalue())
    assert "not on roll" in files["Left out.txt"].decode()
    assert len(files) == 2


def test_none_made_is_no_file(ask, client_of, ours, quick, queued):
    job = ask()
    PupilYear.objects.all().delete()
    batch.work_on(job.pk)
    assert (state(job), job.file) == (State.FAILED, "")
    assert "None of these papers could be made." in client_of("senco").get(f"/s/ashgrove/papers/many/{job.pk}/").text


def test_cancelled_in_the_middle(ask, client_of, monkeypatch, queued):
    job, pages = ask(), []
    monkeypatch.setattr(batch, "CHUNK", 1)

    def drawn_and_cancelled(page, watch=None):
        pages.append(page)
        client_of("senco").post(f"/s/ashgrove/papers/many/{job.pk}/")
        return b"%%EOF"

    monkeypatch.setattr(pdf, "pdf_of", drawn_and_cancelled)
    batch.work_on(job.pk)
    assert (state(job), len(pages)) == (State.CANCELLED, 1)
    assert client_of("senco").get(f"/s/ashgrove/papers/many/{job.pk}/file/").status_code == 404
    assert not TrailEntry.objects.filter(verb="exported").exists()


def test_a_print_is_cancelled_while_it_is_drawn(ask, access, monkeypatch, queued):
    job = ask(form="print")

    def drawing(page, watch):
        jobs.cancel(job.pk, by=access("senco"))
        monkeypatch.setattr(batch, "monotonic", lambda: float("inf"))
        watch(1)
        pytest.fail("the drawing went on")

    monkeypatch.setattr(pdf, "pdf_of", drawing)
    batch.work_on(job.pk)
    assert state(job) == State.CANCELLED


def test_no_two_workers_take_the_same_paper(ask, quick, queued, monkeypatch):
    job = ask()
    monkeypatch.setattr(batch, "CHUNK", 1)
    first, second = batch._take(job), batch._take(job)
    assert {first[0].pupil_id, second[0].pupil_id} == set(job.items.values_list("pupil_id", flat=True))
    assert batch._take(job) == []


def test_what_a_killed_worker_took_is_taken_again(ask, quick, queued):
    job = ask()
    batch._begun(job.pk)
    batch._take(job)  # and here the worker is killed
    batch.work_on(job.pk)
    assert state(job) == State.RUNNING, "another might still be at it"
    assert not quick
    long_ago = timezone.now() - batch.LEASE - timedelta(seconds=1)
    job.items.update(taken=long_ago)
    batch.work_on(job.pk)
    assert (state(job), len(quick)) == (State.DONE, 2)


def test_a_worker_killed_while_putting_together(ask, quick, queued, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(*_):
        raise Killed

    job = ask()
    with monkeypatch.context() as patched:
        patched.setattr(bundles, "zip_of", killed)
        with pytest.raises(Killed):
            batch.work_on(job.pk)
    batch.work_on(job.pk)
    assert state(job) == State.JOINING, "another might still be at it"
    DocumentJob.objects.update(seen=timezone.now() - batch.LEASE - timedelta(seconds=1))
    batch.work_on(job.pk)
    assert (state(job), len(quick)) == (State.DONE, 2)


def test_what_kills_three_workers_is_given_up(ask, quick, queued):
    job = ask()
    job.items.filter(pupil_id=job.items.first().pupil_id).update(tries=batch.TRIES)
    batch.work_on(job.pk)
    assert state(job) == State.DONE
    assert [item.problem for item in job.items.filter(state="left out")] == [batch.GAVE_UP]
    endless = ask()
    DocumentJob.objects.filter(pk=endless.pk).update(tries=batch.TRIES)
    batch.work_on(endless.pk)
    assert (state(endless), endless.message) == (State.FAILED, batch.TOO_MUCH)


def test_a_job_that_lies_still_is_taken_up_again_once(ask, client_of, quick, monkeypatch, queued):
    job, turns = ask(), []
    monkeypatch.setattr(jobs, "work", type("Work", (), {"enqueue": turns.append}))
    page = f"/s/ashgrove/papers/many/{job.pk}/"
    client_of("senco").get(page)
    assert turns == []
    DocumentJob.objects.update(seen=timezone.now() - batch.LEASE - timedelta(seconds=1))
    client_of("senco").get(page)
    client_of("senco").get(page)
    assert turns == [job.pk]
    jobs.look_again.call(job.pk)


@pytest.mark.parametrize("how", [{"suspended": True}, {"roles": ["class teacher"]}, {"roles": ["business manager"]}])
def test_rights_are_looked_at_again(ask, cast, client_of, quick, queued, how):
    """Also a lesser loss counts: a business manager's costed map says nothing of the child's needs."""
    made, job = ask(), ask()
    batch.work_on(made.pk)
    type(cast["senco"]).objects.filter(pk=cast["senco"].pk).update(**how)
    batch.work_on(job.pk)
    assert (state(job), job.message) == (State.FAILED, batch.RIGHTS)
    assert client_of("senco").get(f"/s/ashgrove/papers/many/{made.pk}/file/").status_code in {403, 404}


def test_nobody_else_s(ask, client_of, quick, ours):
    job = ask()
    for who in ("head", "business_manager", STRANGER):
        for path in ("", "file/"):
            assert client_of(who).get(f"/s/ashgrove/papers/many/{job.pk}/{path}").status_code == 404
            assert client_of(who).get(f"/s/brook-lane/papers/many/{job.pk}/{path}").status_code == 404
        assert client_of(who).post(f"/s/ashgrove/papers/many/{job.pk}/").status_code == 404
    assert "Asked for earlier" not in client_of("head").get("/s/ashgrove/papers/many/").text


def test_a_week_later_it_is_gone(ask, client_of, quick, monkeypatch):
    job = ask()
    assert client_of("senco").get(f"/s/ashgrove/papers/many/{job.pk}/file/").status_code == 200
    monkeypatch.setattr(shelf, "KEPT_FOR", timedelta(0))
    ask()
    assert client_of("senco").get(f"/s/ashgrove/papers/many/{job.pk}/file/").status_code == 404
    assert "thrown away" in client_of("senco").get(f"/s/ashgrove/papers/many/{job.pk}/").text


def test_a_drawing_broken_off_counts_as_none(ask, quick):
    job = ask()
    path = shelf.drawn_path(job.school_id, job.items.first().key)
    shelf.throw_away(path)
    shelf.keep_drawn(path, b"%PDF-1.7 and no end")
    ask()
    assert len(quick) == 3
    assert shelf.is_drawn(path)
