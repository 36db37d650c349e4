"""Questions about what was saved that can hardly be meant. The app whose rows they are asks: `@sense.asks`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schools.edits import Edit

Asks = Callable[["Edit"], Iterable[str]]
_asks: list[Asks] = []


def asks(question: Asks) -> Asks:
    """Have a function look at every edit made on a page, before it is kept; it gives a sentence for each doubt."""
    _asks.append(question)
    return question


def doubts(change: Edit) -> list[str]:
    """The sentences of what is doubtful in the edit, each once."""
    return list(dict.fromkeys(sentence for question in _asks for sentence in question(change)))


class Doubtful(Exception):
    """An edit that is asked about before it is kept."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences
        super().__init__(" ".join(sentences))
