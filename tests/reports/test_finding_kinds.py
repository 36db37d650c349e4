"""Each finding of the map has its kind: a name, its place on the page, and a way to where it is put right."""

from __future__ import annotations

import ast
from pathlib import Path

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from provisions.checks import CHECKS
from reports.findings import NOTES
from reports.kinds import KINDS

ENGINE = {
    *("over-capacity", "sessions-disagree", "no-timetable", "no-staffing", "universal-costed", "no-school-week"),
    *("staffing-outside-run", "nobody-staffs", "other-cost-outside-year", "whole-school-weeks", "so-far-unknown"),
    *("award-outside-year", "awards-overlap"),
}


def codes_of_checks() -> set[str]:
    """Every code with which a check makes a finding, read from the checks themselves."""
    found = set()
    for path in (Path(settings.BASE_DIR) / "provisions/checks").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding":
                first = node.args[0]
                found |= {first.value} if isinstance(first, ast.Constant) else set()
    return found


def test_every_finding_has_its_kind():
    codes = codes_of_checks()
    assert len(codes) >= len(CHECKS) - 3
    assert codes | NOTES | ENGINE <= KINDS.keys()


def test_every_way_leads_to_a_page():
    lost = []
    for kind in KINDS.values():
        try:
            if kind.page:
                reverse(kind.page, args=["ashgrove", 1])
        except NoReverseMatch:
            lost.append(kind.code)
    assert lost == []
    assert all(bool(kind.page) == bool(kind.link_text) for kind in KINDS.values())
