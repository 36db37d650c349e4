"""What each person must never meet, looked for in the files they can take away: lists, papers, papers in bulk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django.core.files.storage import InMemoryStorage

from reports.documents.registry import PAPERS
from reports.jobs import services as jobs
from reports.jobs import shelf
from tests.access.matrix import OFFICE
from tests.access.reading import pdf_text, words_of
from tests.access.test_leaks import NEEDS_AND_VIEWS
from tests.access.world import Full

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
LISTS = [
    "groups/", "provisions/", "pupils/", "people/", "classes/", "attention/",
    "costs/roles/", "costs/whole-school/", "costs/awards/",
]  # fmt: skip
SUBJECTS: dict[str, Callable[[Full], str]] = {
    "group": lambda full: str(full.group.pk),
    "person": lambda full: str(full.group.staffing.get(person__isnull=False).person_id),
    "room": lambda full: f"{full.mark}%20room",
    "year_group": lambda full: "3",
    "chart": lambda full: str(full.near.audit_rows.earliest("pk").chart_id),
}
OF_PUPILS = {"individual-map", "costed-map", "weekly-timetable", "rules-comparison"}


def addresses(full: Full) -> Iterator[str]:
    """Every list as rows and as a workbook, every copy of every paper as data, Word file and workbook."""
    for path in LISTS:
        yield from (f"{path}?export={form}" for form in ("csv", "xlsx"))
    for paper in PAPERS.values():
        for audience in paper.audiences if paper.differs else list(paper.audiences)[:1]:
            for form in {"json", "xlsx", "docx"}.intersection(paper.files):
                asked = f"papers/{paper.name}.{form}?audience={audience}"
                if paper.about == "pupil":
                    yield f"pupils/{full.near.pk}/{asked}"
                for kind in {*paper.subjects} & {*SUBJECTS} if audience == "staff" else ():
                    yield f"{asked}&{kind.replace('_', '')}={SUBJECTS[kind](full)}"
                if not paper.about:
                    yield asked


@pytest.fixture
def files(client_of, ours):
    """The files that a member of the cast gets: address → words."""

    def found(name: str) -> dict[str, str]:
        browser, start = client_of(name), f"/s/{ours.school.slug}/"
        answers = {path: browser.get(start + path) for path in addresses(ours)}
        assert {answer.status_code for answer in answers.values()} <= {200, 403, 404}
        return {path: words_of(answer) for path, answer in answers.items() if answer.status_code == 200}

    return found


def papers_in(found: dict[str, str]) -> set[str]:
    """The papers among the files."""
    return {path.rpartition("papers/")[2].partition(".")[0] for path in found if "papers/" in path}


@pytest.mark.parametrize("name", ["senco", "business_manager", "governor", "system_manager"])
def test_no_file_tells_what_it_must_not(name, files, ours, theirs):
    found = files(name)
    lists = {path.partition("?")[0] for path in found} & {*LISTS}
    assert lists == ({*LISTS} if name in OFFICE - {"system_manager"} else set())
    shut = [theirs.mark, theirs.school.name]
    if name != "senco":
        shut += [f"{ours.mark} {kind}" for kind in NEEDS_AND_VIEWS]
    if name in ("governor", "system_manager"):
        shut += [person for pupil in (ours.near, ours.far) for person in (pupil.surname, pupil.forename)]
        shut += [f"{ours.mark} group", f"{ours.mark} focus", f"{ours.mark} outcome"]
    for path, words in found.items():
        assert [word for word in shut if word in words] == [], path
        if name == "system_manager" and "proforma" not in path:
            assert "£" not in words, path
        if "audience=family" in path:
            assert not [word for word in ("£", ours.far.surname, ours.near.admission_number) if word in words], path


def test_each_kind_of_file_is_among_them(files, ours):
    """That nothing was found says something only where something was there."""
    seen, totals = files("senco"), files("governor")
    assert papers_in(seen) == set(PAPERS)
    assert {"whole-school-map", "whole-school-costs"} <= papers_in(totals)
    assert any("£" in words for words in totals.values())
    bare = [path for path, words in seen.items() if ours.mark not in words and "proforma" not in path]
    assert len(bare) < len(seen) // 4, bare


def test_papers_in_bulk_hold_the_pupils_asked_for_alone(access, client_of, ours, theirs, monkeypatch):
    monkeypatch.setattr(shelf, "default_storage", InMemoryStorage())
    order = jobs.Order(
        paper="individual-map", audience="family", whom="Class 3W", pupils=[ours.near.pk], form="zip",
        rules="", horizon="planned", ticket=uuid4(),
    )  # fmt: skip
    job = jobs.start(order, by=access("senco"))
    answer = client_of("senco").get(f"/s/{ours.school.slug}/papers/many/{job.pk}/file/")
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as bundle:
        (name,) = bundle.namelist()
        words = pdf_text(bundle.read(name))
    assert ours.near.forename in words
    for word in (theirs.mark, ours.far.surname, ours.near.admission_number, "£"):
        assert word not in name + words
