"""The demo schools, loaded once for all tests of papers in a file, and taken out again after them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from pupils.models import Pupil
from reports.documents.head import PaperOptions, read_for
from reports.documents.registry import PAPERS
from reports.renderings.rendering import rendered
from schools.access import Access, command_line_access
from schools.models import School
from schools.reading import current_year
from tests.databases import Databases


@dataclass
class PapersOf:
    """Papers of one demo school, its year read once."""

    access: Access
    asked: PaperOptions
    costed: Any

    def made(self, name: str, pupil: str = "") -> Any:
        """A paper's data; `pupil` is an admission number or UPN."""
        build = PAPERS[name].build
        if not pupil:
            return build(self.access, self.asked, self.costed)
        return build(self.access, self.asked, self.pupil(pupil).pk, self.costed)

    def pupil(self, reference: str) -> Pupil:
        held = Pupil.objects.filter(school=self.access.school)
        return held.filter(upn=reference).first() or held.get(admission_number=reference)


def drawn(name: str, made: Any, form: str) -> Any:
    """One rendering of a paper."""
    return rendered(PAPERS[name], made, form)


@pytest.fixture(scope="module")
def demo(databases: Databases, django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, PapersOf]]:
    """Both demo schools by their short names."""
    with django_db_blocker.unblock(), databases.with_demo():
        yield {school.slug: papers_of(school) for school in School.objects.all()}


def papers_of(school: School) -> PapersOf:
    """The papers of a school, as the command line makes them."""
    access, asked = command_line_access(school, current_year(school)), PaperOptions()
    return PapersOf(access, asked, read_for(access, asked))
