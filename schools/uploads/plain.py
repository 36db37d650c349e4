"""What was read from a file as JSON and back: texts, numbers, dates and the plain classes that an importer names."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

_TEXTS: dict[str, tuple[type, Callable[[Any], str], Callable[[str], Any]]] = {
    "moment": (datetime, datetime.isoformat, datetime.fromisoformat),  # before date, of which it is a kind
    "day": (date, date.isoformat, date.fromisoformat),
    "time": (time, time.isoformat, time.fromisoformat),
    "number": (Decimal, str, Decimal),
}


def to_json(data: Any) -> str:
    """The data as JSON. Raises TypeError for what is not plain."""
    return json.dumps(_out(data), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str, kinds: Iterable[type]) -> Any:
    """The data of `to_json`; `kinds` are the classes it may hold. Raises ValueError for anything else."""
    by_name = {kind.__name__: kind for kind in kinds}
    return _in(json.loads(text), by_name)


def _out(value: Any) -> Any:
    if value is None or isinstance(value, (str, bool, int)):
        return value
    for name, (kind, write, _) in _TEXTS.items():
        if isinstance(value, kind):
            return {"=": name, "": write(value)}
    if is_dataclass(value):
        return {"=": type(value).__name__, "": [_out(getattr(value, each.name)) for each in fields(value)]}
    return _of_many(value)


def _of_many(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_out(each) for each in value]
    if isinstance(value, Mapping):
        return {"=": "dict", "": [[_out(key), _out(held)] for key, held in value.items()]}
    if isinstance(value, (frozenset, list)):
        return {"=": "list" if isinstance(value, list) else "set", "": [_out(each) for each in value]}
    raise TypeError(f"{type(value).__name__} is not plain data.")


def _in(value: Any, kinds: Mapping[str, type]) -> Any:
    if isinstance(value, list):
        return tuple(_in(each, kinds) for each in value)
    if not isinstance(value, dict):
        return value
    name, held = value["="], value[""]
    if name in _TEXTS:
        return _TEXTS[name][2](held)
    if name == "dict":
        return {_in(key, kinds): _in(each, kinds) for key, each in held}
    if name in ("list", "set"):
        made = [_in(each, kinds) for each in held]
        return made if name == "list" else frozenset(made)
    if name not in kinds:
        raise ValueError(f"{name} is not among the data of this importer.")
    return kinds[name](*(_in(each, kinds) for each in held))
