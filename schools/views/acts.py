"""Acts as rows of a table: what a person confirms or fills in, the one service that does it, a sentence, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

from schools.edits import Edit
from schools.roles import Permission
from schools.views.editing import Data, EditPage
from ui.edit_forms import EditForm, Lines
from ui.parts import Choice, Crumb


class ActPage(EditPage):
    """The page of an act. The texts of its row may name `{about}`, what was found for the address; `{values[name]}`,
    what was filled in; `{change.about}` and `{change.summary}`, what was done; `{school}`. Its functions are given the
    page, which holds the same, and the `lines` that were sent."""

    permission = Permission.HOME  # each act names its own
    act: Act
    about: Any = None
    values: Mapping[str, Any] = {}
    lines: tuple[Any, ...] = ()
    change: Any = None

    def begin(self, *args: Any, **parts: Any) -> None:
        """Find what the act is about, with the parts of the address in their order, and say so."""
        act = self.act
        self.about = act.find(self.access, *parts.values()) if act.find else None
        self.title, self.intro, self.live = self.say(act.title), self.say(act.intro), self.say(act.live)
        self.crumbs = tuple(Crumb(self.say(words), self.to(*way)) for words, *way in act.crumbs)
        self.more = act.more(self) if callable(act.more) else tuple(self._link(*way) for way in act.more)

    def say(self, words: Words, **more: Any) -> str:
        """A text of the row with what it names filled in."""
        if callable(words):
            return words(self)
        school = self.access.school
        return words.format(about=self.about, values=self.values, change=self.change, school=school, **more)

    def to(self, name: str, *parts: str, **more: Any) -> str:
        """The address of a page that the row names."""
        return self.access.url(name, *(self.say(part, **more) for part in parts))

    def instead(self) -> HttpResponse | None:
        return self.act.instead(self) if self.act.instead else None

    def form(self, data: Data) -> EditForm:
        return self.act.form(self, data)

    def formsets(self, data: Data) -> tuple[Lines, ...]:
        return self.act.lines(self, data) if self.act.lines else ()

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        self.values, self.lines = form.values, formsets
        return self.act.service(self, by=self.access, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        self.change = change
        return self.say(self.act.done)

    def next_url(self, thing: str) -> str:
        then = self.act.then
        return then(self, thing) if callable(then) else self.to(*then, thing=thing)

    def _link(self, words: str, icon: str, *way: str) -> Choice:
        return Choice(self.say(words), self.to(*way), icon=icon)


Words = str | Callable[[Any], str]
Way = tuple[str, ...]


def _nothing_asked(page: ActPage, data: Data) -> EditForm:
    return EditForm(data)


def _by_its_page(page: ActPage, **sent: Any) -> Edit:
    raise NotImplementedError


@dataclass(frozen=True)
class Act:
    """An act as a row: its address, what its page says, what it is about, who may do it, and the service that does it.

    A way is the name of an address and what stands in it, as texts; `then` may name `{thing}`, the id of what the edit
    was about.
    """

    at: str
    name: str
    title: Words
    submit_label: str = "Save"
    _: KW_ONLY
    permission: Permission | tuple[Permission, ...]
    then: Way | Callable[[Any, str], str]
    service: Callable[..., Edit] = _by_its_page
    """Called with the page, `by` and `ticket`; a page with a `save` of its own needs none."""
    done: Words = "Saved."
    find: Callable[..., Any] | None = None
    form: Callable[[Any, Data], EditForm] = _nothing_asked
    lines: Callable[[Any, Data], tuple[Lines, ...]] | None = None
    instead: Callable[[Any], HttpResponse | None] | None = None
    intro: Words = ""
    crumbs: tuple[Way, ...] = ()
    """Steps to the page: each its words, then the way."""
    more: tuple[Way, ...] | Callable[[Any], tuple[Choice, ...]] = ()
    """Links at the foot: each its words and its icon, then the way."""
    live: Words = ""
    inside: str = ""
    danger: bool = False
    gone: bool = False
    whole: bool = False
    page: type[ActPage] = ActPage

    @property
    def pattern(self) -> URLPattern:
        """Its address, with its page. Raises TypeError where it names no permission, or nothing does it."""
        if self.service is _by_its_page and self.page.save is ActPage.save:
            raise TypeError(f"{self.name} must name its service.")
        shown = ("permission", "submit_label", "inside", "danger", "gone", "whole")
        page: type[ActPage] = type(
            self.name, (self.page,), {"act": self, **{name: getattr(self, name) for name in shown}}
        )
        return path(self.at, page.as_view(), name=self.name)
