"""The colours of the theme against the grounds they stand on, by day and by night: 4.5 to 1 at the least (WCAG AA)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).resolve().parents[2] / "static/css/tokens.css").read_text()
PLAIN, _, REST = TOKENS.partition("@media screen and (prefers-color-scheme:dark)")
DARK = REST.partition("\n}\n")[0]
GROUNDS = ("paper", "sheet", "rail", "wash")
PAIRS = [
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in GROUNDS),
    *((ink, ground) for ink in ("brand", "bad", "good") for ground in ("paper", "sheet")),
    *((area, f"{area}-soft") for area in ("ci", "cl", "semh", "sp", "oth", "warn", "bad")),
    *((area, "sheet") for area in ("ci", "cl", "semh", "sp", "oth")),
    *((ink, f"{area}-soft") for ink in ("ink", "ink-2") for area in ("ci", "cl", "semh", "sp", "oth", "warn", "bad")),
    *(("warn", f"{area}-soft") for area in ("ci", "cl", "semh", "sp", "oth")),
    ("on-fill", "fill"),
    ("on-fill", "fill-2"),
    ("brand-2", "brand-soft"),
    ("ink", "brand-soft"),
]


def values(source: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", source))


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("time", ["day", "night"])
def test_words_stand_out_from_their_ground(time: str) -> None:
    colours = values(PLAIN) | (values(DARK) if time == "night" else {})
    found = {(ink, ground): contrast(colours[ink], colours[ground]) for ink, ground in PAIRS}
    assert {pair: ratio for pair, ratio in found.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("time", ["day", "night"])
def test_the_edges_of_fields_can_be_seen(time: str) -> None:
    colours = values(PLAIN) | (values(DARK) if time == "night" else {})
    assert contrast(colours["line-3"], colours["sheet"]) >= 3
    assert contrast(colours["line-3"], colours["paper"]) >= 3
