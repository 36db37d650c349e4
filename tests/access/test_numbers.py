"""Numbers of another school's rows, and of pupils out of reach, in everything that is sent.

That is each field and row key of each form, and each query parameter: taken from the forms and links themselves, so a
new one is tried too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import transaction
from django.db.models import Model

from provisions.models import InterventionGroup
from pupils.models import Pupil
from reports.renderings import pdf
from schools.guards import owned_models
from schools.kept.tokens import tokens_of
from tests.access.matrix import ROWS, address
from tests.access.reading import words_of
from tests.access.world import Full
from tests.editing import held

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
LINK = re.compile(r'(?:href|action|hx-get)="([^"]*\?[^"]*)"')
GET_FORM = re.compile(r"<form(?![^>]*method=\"post\")[^>]*>(.*?)</form>", re.DOTALL | re.IGNORECASE)
FIELD = re.compile(r'<(?:input|select)\b[^>]*\bname="([^"]+)"')
CHOICE = re.compile(r'<option[^>]*\bvalue="(\d+)"')
REFUSED = {403, 404, 405, 409, 422}


@pytest.fixture(autouse=True)
def _drawing_is_spared(monkeypatch):
    monkeypatch.setattr(pdf, "pdf_of", lambda page, watch=None: b"%PDF-1.7")


@dataclass
class Numbers:
    """The rows of both schools by kind, and what is sent in place of which."""

    ours: Full
    theirs: Full

    def __post_init__(self) -> None:
        self.own = {model: set(self.rows(model, self.ours)) for model in owned_models()}

    def rows(self, model: type[Model], full: Full) -> list[int]:
        return list(model._default_manager.filter(school=full.school).order_by("pk").values_list("pk", flat=True))

    def kind(self, numbers: set[int]) -> type[Model] | None:
        """What kind of rows these are the numbers of: no two tables of the tests count from the same."""
        return next((model for model, own in self.own.items() if numbers and numbers <= own), None)

    def instead(self, numbers: set[int], who: str) -> Iterator[int]:
        """What is sent where these numbers are offered, or, where none are, in their place."""
        kind = self.kind(numbers)
        for model in (kind,) if kind else (Pupil, InterventionGroup):
            yield from self.rows(model, self.theirs)[:1]
            if who == "teacher":
                yield from self.out_of_reach(model)

    def tells(self, answer: Any, who: str) -> bool:
        """Whether an answer has words of the other school's, or the name of the pupil out of the teacher's reach."""
        hidden = [self.theirs.mark, *([f"{self.ours.mark}far"] if who == "teacher" else [])]
        words = words_of(answer)
        return any(mark in words for mark in hidden)

    def out_of_reach(self, model: type[Model]) -> Iterator[int]:
        if model is Pupil:
            yield self.ours.far.pk
        elif model is InterventionGroup:
            yield self.ours.far_group.pk
        elif "pupil" in {field.name for field in model._meta.concrete_fields}:
            yield from model._default_manager.filter(pupil=self.ours.far).values_list("pk", flat=True)[:1]  # type: ignore[misc]


def number_fields(context: Any) -> Iterator[tuple[str, set[int]]]:
    """Each field of the form and its lines that holds the number of a row: its name, and the numbers offered."""
    forms = [context["form"], *(line for part in context["formsets"] or () for line in part.forms)]
    for form in forms:
        for bound in form:
            if bound.name == "row":
                yield bound.html_name, {bound.value()} - {None, ""}
                continue
            values = {str(key) for key, _ in _flat(getattr(bound.field, "choices", ()))}
            numbers = {int(value) for value in values if value.isdecimal()}
            if numbers and getattr(bound.field, "coerce", None) is int:
                yield bound.html_name, numbers


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield key, label


def state(numbers: Numbers, who: str) -> object:
    """What changes with any row that is not this person's: the other school's tokens, and for the teacher the lines of
    history of the pupil out of reach."""
    tokens = tokens_of(numbers.theirs.school.pk)
    theirs = tokens.map, tokens.records
    if who != "teacher":
        return theirs
    kinds = [model for model in numbers.own if "pupil" in {field.name for field in model._meta.concrete_fields}]
    far = [model.history.filter(pupil_id=numbers.ours.far.pk).count() for model in kinds]  # type: ignore[attr-defined]
    return theirs, *far, Pupil.history.filter(id=numbers.ours.far.pk).count()


def sent(client: Any, path: str, data: dict[str, Any], numbers: Numbers, who: str) -> str:
    """What is wrong with the answer to these data; nothing is kept of it."""
    before = state(numbers, who)
    with transaction.atomic():
        try:
            answer = client.post(path, data)
        except Exception as fault:
            return f"{type(fault).__name__}: {str(fault)[:120]}"
        finally:
            touched = not transaction.get_connection().needs_rollback and state(numbers, who) != before
            transaction.set_rollback(True)
    if touched:
        return "touched the other's rows"
    if answer.status_code not in REFUSED | {200, 204, 302}:
        return f"answered {answer.status_code}"
    return "told the other's words" if numbers.tells(answer, who) else ""


@pytest.mark.parametrize("who", ["senco", "teacher"])
def test_in_every_field_and_row_key_of_every_form(who, client_of, ours, theirs, school):
    school.teachers_make_groups = True
    school.save()
    ours.group.school_class = ours.near.years.get().school_class  # so that the teacher may change it too
    ours.group.save()
    numbers, client = Numbers(ours, theirs), client_of(who)
    faults, tried = [], set()
    for pattern, row in ROWS:
        if row.ok != 200 or (who == "senco" and who not in row.who):
            continue
        path = address(pattern, row, ours)
        context = client.get(path).context
        if not context or "form" not in context or "formsets" not in context:
            continue
        data = held(context)
        for name, offered in number_fields(context):
            if (alike := (pattern, re.sub(r"-\d+-", "-", name))) in tried:
                continue  # the lines of a form are read by the same code
            tried.add(alike)
            faults += [
                (pattern, name, number, fault)
                for number in numbers.instead(offered, who)
                if (fault := sent(client, path, data | {name: number}, numbers, who))
            ]
    assert faults == [], "\n".join(map(str, faults))
    assert len(tried) >= {"senco": 80, "teacher": 10}[who], tried


def parameters(path: str, page: str, numbers: Numbers) -> Iterator[tuple[str, str, set[int]]]:
    """Each query parameter that the page's links and filters send a row's number in: address, name, numbers seen."""
    for link in map(unescape, LINK.findall(page)):
        parts = urlsplit(link)
        for name, value in parse_qsl(parts.query):
            if value.isdecimal() and numbers.kind({int(value)}):
                yield parts.path or path, name, {int(value)}
    for form in GET_FORM.findall(page):
        for chunk in re.split(r"(?=<(?:select|input)\b)", form):
            offered = {int(value) for value in CHOICE.findall(chunk)}
            if (name := FIELD.search(chunk)) and numbers.kind(offered):
                yield path, name[1], offered


def all_parameters(client: Any, who: str, numbers: Numbers) -> dict[tuple[str, str], set[int]]:
    """The same of every page that the person may open: by address and name."""
    found: dict[tuple[str, str], set[int]] = {}
    for pattern, row in ROWS:
        if row.ok != 200 or who not in row.who or "<slug:form>" in pattern:
            continue
        path = address(pattern, row, numbers.ours)
        answer = client.get(path)
        if "text/html" in answer.get("Content-Type", ""):
            for to, name, seen in parameters(path, answer.content.decode(), numbers):
                found.setdefault((to, name), set()).update(seen)
    return found


@pytest.mark.parametrize("who", ["senco", "teacher"])
def test_in_every_query_parameter(who, client_of, ours, theirs):
    numbers, client = Numbers(ours, theirs), client_of(who)
    found = all_parameters(client, who, numbers)
    faults = []
    for (path, name), offered in found.items():
        for number in numbers.instead(offered, who):
            try:
                answer = client.get(path, {name: number})
            except Exception as fault:
                faults.append((path, name, number, f"{type(fault).__name__}: {str(fault)[:120]}"))
                continue
            if answer.status_code >= 500 or numbers.tells(answer, who):
                faults.append((path, name, number, answer.status_code))
    assert faults == [], "\n".join(map(str, faults))
    assert len(found) >= 5, found


@pytest.mark.parametrize("who", ["senco", "teacher"])
def test_in_every_cell_of_a_chart(who, client_of, ours, theirs):
    """A cell is not sent by a form, but by the page's script."""
    numbers = Numbers(ours, theirs)
    chart, their_row = ours.near.audit_rows.get().chart_id, theirs.near.audit_rows.get()
    path = f"/s/{ours.school.slug}/audit/{chart}/cell/"
    provision, their_provision = ours.group.provision_id, theirs.group.provision_id
    keys = [f"p{theirs.near.pk}", f"n{their_row.pk}", "n0", "p0", *([f"p{ours.far.pk}"] if who == "teacher" else [])]
    cells = [(key, provision) for key in keys] + [(f"p{ours.near.pk}", their_provision), (f"p{ours.near.pk}", 0)]
    for key, offer in cells:
        for what, value in (("tick", "yes"), ("band", "must"), ("other", "words")):
            data = {"row": key, "what": what, "value": value, "provision": offer}
            if what == "tick" or key != f"p{ours.near.pk}":
                assert client_of(who).post(path, data).status_code == 404, data
            assert sent(client_of(who), path, data, numbers, who) == "", data
