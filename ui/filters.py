"""Filters that live in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ui.folding import finds

Choices = Iterable[tuple[object, str]]


class Pick(forms.Select):
    """A list of choices drawn without a template, which takes many times as long."""

    def render(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: object = None
    ) -> SafeString:
        """The list, with the value chosen."""
        chosen = mark_safe(" selected")
        options = ((key, chosen if str(key) == str(value or "") else "", words) for key, words in self.choices)
        drawn = format_html_join("\n", '<option value="{}"{}>{}</option>', options)
        return format_html('<select name="{}"{}>{}</select>', name, flatatt(dict(attrs or {})), drawn)


class Filters(forms.Form):
    """A GET form of choices. A value in the address that is none of its choices counts as not chosen."""

    def __init__(self, data: Mapping[str, Any], fields: Mapping[str, tuple[str, Choices]]) -> None:
        super().__init__(data, auto_id="filter-%s")
        for name, (label, choices) in fields.items():
            held = [(str(value), words) for value, words in choices]
            if held:
                picks = held if held[0][0] == "" else [("", "All"), *held]
                self.fields[name] = forms.ChoiceField(label=label, choices=picks, required=False, widget=Pick)

    def chosen(self, name: str) -> str:
        """The value chosen for the field, or blank."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")

    @property
    def any_set(self) -> bool:
        """Whether anything is chosen."""
        return any(self.chosen(name) for name in self.fields)


class ListFilters(Filters):
    """The filters of a list, led by a search."""

    def __init__(
        self, data: Mapping[str, Any], fields: Mapping[str, tuple[str, Choices]], search: str = "Name"
    ) -> None:
        super().__init__(data, fields)
        box = forms.CharField(label=search, required=False, widget=forms.TextInput(attrs={"type": "search"}))
        self.fields = {"q": box, **self.fields}

    def finds(self, *texts: str) -> bool:
        """Whether every word of the search is somewhere in these texts, folded."""
        return finds(self.chosen("q"), texts)
