"""Every page of a school goes through SchoolView; everything else is on a short list."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from django.conf import settings
from django.test import Client

from schools.roles import Permission
from schools.views import Act, SchoolView
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
    "sign-in/still/",
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


def test_every_page_of_a_school_is_a_school_view():
    of_schools = {address: view_class(view) for address, view in addresses().items() if address.startswith(SCHOOL)}
    assert len(of_schools) > 100
    faults = {address: view for address, view in of_schools.items() if not (view and issubclass(view, SchoolView))}
    assert faults == {}
    needs = {address: view.needs() for address, view in of_schools.items()}
    assert {at: needed for at, needed in needs.items() if not all(isinstance(one, Permission) for one in needed)} == {}


def test_an_act_without_a_permission_or_a_service_is_refused():
    with pytest.raises(TypeError, match="permission"):
        Act("wave/", "wave", "Wave", then=("home",), service=print)
    with pytest.raises(TypeError, match="must name its permission"):
        _ = Act("wave/", "wave", "Wave", then=("home",), service=print, permission=()).pattern
    with pytest.raises(TypeError, match="must name its service"):
        _ = Act("wave/", "wave", "Wave", then=("home",), permission=Permission.HOME).pattern


def test_the_texts_of_acts_name_what_their_page_knows():
    acts = [found.act for view in addresses().values() if hasattr(found := view_class(view), "act")]
    assert len(acts) > 100
    texts = {(act.name, text) for act in acts for text in (act.title, act.intro, act.done, act.live)}
    names = {(act, part[1]) for act, text in texts if isinstance(text, str) for part in Formatter().parse(text)}
    known = {"about", "values", "change", "school"}
    assert {(act, name) for act, name in names if name and re.split(r"[.\[]", name)[0] not in known} == set()


@pytest.mark.django_db
def test_signing_in_is_asked_for(client):
    answers = {address: client.get(f"/{address}") for address in SIGNED_IN}
    assert {address: answer.status_code for address, answer in answers.items()} == dict.fromkeys(SIGNED_IN, 302)
    led_to = {address: answer["Location"] for address, answer in answers.items()}
    assert {address: path for address, path in led_to.items() if not path.startswith("/sign-in/in/")} == {}


@pytest.mark.django_db
def test_the_public_ones_open():
    plain = {address for address in PUBLIC if "<" not in address}
    opened = {address: Client().get(f"/{address}").status_code for address in plain}
    assert {address: status for address, status in opened.items() if status not in {200, 302}} == {}


@cache
def ours():
    apps = ("provisionmap", "ui", "schools", "costing", "pupils", "provisions", "delivery", "audits", "workbook")
    apps += ("reports", "pages")
    base = Path(settings.BASE_DIR)
    paths = [path.relative_to(base) for app in apps for path in (base / app).rglob("*.py")]
    return {path: ast.parse((base / path).read_text("utf-8")) for path in paths if "migrations" not in path.parts}


def test_public_things_are_explained():
    faults = [
        f"{path}: {node.name} has no docstring"
        for path, tree in ours().items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and node.name not in {"Meta", "Command"}
        and not node.name.endswith("Config")
        and not ast.get_docstring(node)
    ]
    assert faults == []


def test_a_view_handler_is_short():
    faults = [
        f"{path}: {node.name} does more than one thing"
        for path, tree in ours().items()
        if "views" in path.as_posix()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 25
    ]
    assert faults == []


def test_templates_keep_to_the_content_policy():
    """A paper saved as a file of its own carries its style within; every other template leaves style and scripts to
    the files that the policy allows."""
    templates = Path(settings.BASE_DIR) / "templates"
    never = re.compile(r"style=|onclick=|\son\w+=|hx-on|<style|<script(?![^>]*\ssrc=)|javascript:")
    paths = sorted(set(templates.rglob("*.html")) - {templates / "documents/base.html"})
    assert len(paths) > 100
    faults = {str(path.relative_to(templates)): never.findall(path.read_text("utf-8")) for path in paths}
    assert {path: meets for path, meets in faults.items() if meets} == {}
