"""Names are compared in one way: for sorting, searching and matching."""

from __future__ import annotations

import unicodedata

import pytest

from ui.folding import finds, folded, in_order, seen


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("zoe", "Zoë Larkin"), ("ozturk", "Ayşe Öztürk"), ("lukasz", "Łukasz Łukasiewicz"), ("O’Neill", "Zoë O'Neill"),
        ("o'neill", "Zoë O’Neill"), ("Twinley, Jack", "Jack Twinley"), ("smith jones", "Anne‑Marie Smith‐Jones"),
        ("briain", "Seán Ó Briain"), ("nguyen", unicodedata.normalize("NFD", "Thảo Vy Nguyễn")),
        ("zhang", "\u200eYing Zh\u00adang\u200b"), ("strasse", "Straße"),
    ],
)  # fmt: skip
def test_a_search_finds_a_name_however_it_is_typed(query, name):
    assert finds(query, [name])
    assert not finds(query + " nobody", [name])


def test_accents_sort_with_their_letters():
    names = ["Zhang", "Ó Briain", "Brown", "Ángel", "O'Neill", "Öztürk", "de Souza", "Łukasiewicz"]
    assert sorted(names, key=in_order) == [
        "Ángel", "Brown", "de Souza", "Łukasiewicz", "Ó Briain", "O'Neill", "Öztürk", "Zhang",
    ]  # fmt: skip
    assert sorted(["10A", "3B", "3a"], key=in_order) == ["3a", "3B", "10A"]


def test_what_nobody_sees_is_not_stored_and_what_shapes_letters_is():
    assert seen("4W\u200b") == seen("\ufeff4W") == seen("\u200e4W\u202c") == "4W"
    assert seen("Lou\u200d") == "Lou"
    assert seen("Zoe\u0308") == "Zoë"
    assert seen("می\u200cخواهم") == "می\u200cخواهم"
    assert seen("👩\u200d🏫") == "👩\u200d🏫"


def test_digits_of_every_script_sort():
    assert in_order("²", "٣", "9" * 5000)
    assert folded("  A  B ") == "a b"
