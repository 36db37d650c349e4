"""Every page of a school goes through SchoolView; everything else is on a short list."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.conf import settings

from schools.roles import Permission
from schools.views import SchoolView
from tests.architecture.addresses import addresses, view_class

SCHOOL = "s/<slug:school>/"
# Addresses outside any school. Public: reached without signing in; what is behind each guards itself.
PUBLIC = {
    "invitation/<str:token>/",
    "sign-in/in/",
    "sign-in/inactive/",
    "sign-in/out/",
    "sign-in/password/forgotten/",
    "sign-in/password/sent/",
    r"sign-in/^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
    "sign-in/password/changed/",
    "sign-in/second-step/enter/",
}
SIGNED_IN = {
    "",
    "sign-in/again/",
    "sign-in/password/",
    "sign-in/second-step/",
    "sign-in/second-step/again/",
    "sign-in/second-step/app/",
    "sign-in/second-step/app/remove/",
    "sign-in/second-step/codes/",
    "sign-in/second-step/codes/new/",
    "sign-in/second-step/codes/download/",
}


def test_every_address_is_a_page_of_a_school_or_on_the_list():
    outside = {address for address in addresses() if not address.startswith(SCHOOL)}
    assert outside == PUBLIC | SIGNED_IN


@pytest.mark.parametrize("address", [address for address in addresses() if address.startswith(SCHOOL)])
def test_every_page_of_a_school_is_a_school_view(address):
    view = view_class(addresses()[address])
    assert view is not None
    assert issubclass(view, SchoolView)
    assert all(isinstance(permission, Permission) for permission in view.needs())


@pytest.mark.django_db
@pytest.mark.parametrize("address", sorted(SIGNED_IN))
def test_signing_in_is_asked_for(client, address):
    answer = client.get(f"/{address}")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/in/")


@pytest.mark.django_db
@pytest.mark.parametrize("address", sorted(address for address in PUBLIC if "<" not in address))
def test_the_public_ones_open(client, address):
    answer = client.get(f"/{address}")
    assert answer.status_code in {200, 302}


def ours():
    names = "provisionmap ui schools costing pupils provisions delivery audits workbook reports"
    return [
        path
        for app in names.split()
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py")
        if "migrations" not in path.parts
    ]


@pytest.mark.parametrize("path", ours(), ids=lambda path: "/".join(path.parts[-2:]))
def test_files_stay_small_and_public_things_are_explained(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400, "a question whether it holds one thing"
    tree = ast.parse(text)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            if node.name in {"Meta", "Command"} or node.name.endswith("Config"):
                continue
            assert ast.get_docstring(node), f"{node.name} has no docstring"


@pytest.mark.parametrize(
    "path", [path for path in ours() if "views" in path.as_posix()], ids=lambda path: str(path.parts[-2:])
)
def test_a_view_handler_is_short(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 25, f"{node.name} does more than one thing"


@pytest.mark.parametrize(
    "path", sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html")), ids=lambda path: "/".join(path.parts[-2:])
)
def test_templates_stay_small_and_plain(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 80
    for never in ("style=", "<style", "onclick=", "hx-on", "javascript:"):
        if "documents" not in path.parts:
            assert never not in text, "the content policy forbids it"
