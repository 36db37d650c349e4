"""Signed out means gone: what a browser was sent it does not keep, and nobody's name stands in an address."""

from __future__ import annotations

from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.urls import reverse

from reports.renderings import pdf
from tests.access.matrix import ROWS, SCHOOL, address
from tests.architecture.addresses import addresses
from tests.factories.schools import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
TYPED = {"text", "search", "email", "tel", None}


@pytest.fixture(autouse=True)
def _drawing_is_spared(monkeypatch):
    monkeypatch.setattr(pdf, "pdf_of", lambda page, watch=None: b"%PDF-1.7")


class Forms(HTMLParser):
    """The forms of a page that put what one types into the address."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.form = SimpleNamespace(method="post", action="")
        self.telling: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form":
            self.form = SimpleNamespace(method=said.get("method", "get"), action=said.get("action", "here"))
        if tag == "input" and said.get("type") in TYPED and said.get("name"):
            if self.form.method == "get":
                self.telling.append(f"{self.form.action}: {said['name']}")
            if "hx-get" in said:
                self.telling.append(f"{said['hx-get']}: {said['name']}")

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = SimpleNamespace(method="post", action="")


def test_no_browser_keeps_an_answer(client_of, client, ours):
    """Of every address of a school, and of those outside it, for whoever is signed in and for whoever is not."""
    paths = [address(pattern, row, ours) for pattern, row in ROWS] + list(outside())
    kept = [
        (path, answer.status_code, answer.get("Cache-Control"))
        for path in paths
        for browser in (client_of("senco"), client)
        for answer in [browser.get(path)]
        if answer.get("Cache-Control") != "no-store"
    ]
    assert kept == []


def outside():
    """The addresses outside any one school that need no further part, and one that is none."""
    for pattern in addresses():
        if not pattern.startswith(SCHOOL) and "<" not in pattern:
            yield f"/{pattern}"
    yield "/no/such/page/"


def test_static_files_may_be_kept(client):
    assert client.get(f"/{settings.STATIC_URL.lstrip('/')}css/tokens.css").get("Cache-Control") != "no-store"


@pytest.mark.parametrize("name", ["senco", "teacher", "business_manager", "system_manager"])
def test_no_search_puts_what_is_typed_into_the_address(name, client_of, ours):
    telling = {}
    for pattern, row in ROWS:
        if name in row.who:
            answer = client_of(name).get(address(pattern, row, ours))
            if "html" in answer.get("Content-Type", "") and not answer.streaming:
                telling[pattern] = Forms(answer.content.decode()).telling
    assert {pattern: fields for pattern, fields in telling.items() if fields} == {}


@pytest.mark.parametrize(
    "page",
    ["pupils/", "pupils/roll/", "people/", "classes/", "costs/awards/", "attention/", "provisions/", "search/"],
)
def test_a_search_by_name_finds_and_its_address_says_nothing(page, client_of, ours):
    words = ours.near.surname
    answer = client_of("senco").post(f"/s/ashgrove/{page}", {"search": "yes", "q": words, "sort": "name"})
    assert answer.status_code == 302, page
    assert words not in answer["Location"]
    assert "sort=name" in answer["Location"]
    there = client_of("senco").get(answer["Location"])
    assert there.status_code == 200
    assert f'value="{words}"' in there.content.decode()
    links = there.content.decode().split('href="')[1:]
    assert [link for link in links if words in link.split('"')[0]] == []
    stranger_s_session = client_of("head").get(answer["Location"])
    assert f'value="{words}"' not in stranger_s_session.content.decode()


def test_the_mark_of_who_is_signed_in_comes_and_goes(client, cast):
    client.post(reverse("account_login"), {"login": cast["teacher"].email, "password": PASSWORD})
    mark = client.cookies["signed_in"].value
    assert mark
    assert not client.cookies["signed_in"]["httponly"]
    answer = client.post(reverse("account_logout"))
    assert answer.cookies["signed_in"].value == ""
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    client.post(reverse("account_login"), {"login": cast["assistant"].email, "password": PASSWORD})
    assert client.cookies["signed_in"].value not in ("", mark)
