"""Marks and pictures: told in words as well as in colour, drawn with attributes alone."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from ui import charts, marks
from ui.parts import Bar


@pytest.mark.parametrize("code", [area.code for area in marks.AREAS])
def test_every_area_has_a_name_an_icon_and_a_hue(code: str) -> None:
    drawn = marks.area_tag(code)
    assert marks.area(code).name in drawn
    assert "<svg" in drawn
    assert f'class="tag area {marks.area(code).hue}"' in drawn


def test_an_unknown_area_is_other() -> None:
    assert marks.area("").name == "Other"
    assert "Cognition and learning" in marks.area_tag("C&L", full=True)


@pytest.mark.parametrize(
    ("tier", "filled"), [("universal", 1), ("targeted", 2), ("targeted plus", 2), ("specialist", 3)]
)
def test_a_tier_is_dots_with_its_name(tier: str, filled: int) -> None:
    drawn = marks.tier_mark(tier)
    assert f"<title>{tier.capitalize()}</title>" in drawn
    assert drawn.count("<circle") == 3
    assert drawn.count('r="4.75"') == filled
    assert ("<path" in drawn) is (tier == "targeted plus")


def test_a_status_is_told_in_words() -> None:
    assert "EHC plan" in marks.status_tag("E")
    assert "SEN support" in marks.status_tag("K")
    assert "high need" in marks.status_tag("K+")


def test_icons_are_hidden_from_screen_readers() -> None:
    assert 'aria-hidden="true"' in marks.icon("house")


@pytest.mark.parametrize(
    ("cost", "words"),
    [
        ("6984.47", "£6,984.47 counted, £984.47 above the £6,000.00 threshold"),
        ("5865.67", "£5,865.67 counted, £134.33 below the £6,000.00 threshold"),
        ("6000", "£6,000.00 counted, exactly the £6,000.00 threshold"),
    ],
)
def test_the_threshold_meter_says_what_it_shows(cost: str, words: str) -> None:
    drawn = charts.threshold_meter(cost, 6000)
    assert f"<title>{words}</title>" in drawn
    ElementTree.fromstring(drawn)


@pytest.mark.parametrize(
    ("cost", "bar", "mark"), [("6000", "75%", "75%"), ("0", "0%", "75%"), ("60000", "95.24%", "9.52%")]
)
def test_the_threshold_meter_is_to_scale(cost: str, bar: str, mark: str) -> None:
    lengths = [part.get("width") for part in ElementTree.fromstring(charts.threshold_meter(cost, 6000))]
    places = [part.get("x") for part in ElementTree.fromstring(charts.threshold_meter(cost, 6000))]
    assert lengths[2] == bar
    assert mark in places


def test_bars_share_one_scale_and_escape_their_labels() -> None:
    rows = [Bar("Reading & writing", "50", "£50.00", "C&L"), Bar("<b>", "100", "£100.00")]
    drawn = charts.bars(rows, "Spending by area")
    widths = [part.get("width") for part in ElementTree.fromstring(drawn).iter("rect")]
    assert widths == ["50%", "100%"]
    assert "<b>" not in drawn
    assert "Reading &amp; writing" in drawn


def test_pictures_without_figures_draw_nothing() -> None:
    assert charts.percent(1, 0) == "0%"
    ElementTree.fromstring(charts.bars([], "Nothing yet"))
    ElementTree.fromstring(charts.bar("3", "4", "3 of 4"))
