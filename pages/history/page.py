"""The history of a thing in plain sentences: who did what to it, and when.

What the reader's role does not see elsewhere is left out here too: rows and fields of costs, needs and views take the
same rights as on other pages, and pupils out of reach are not named. One line says what is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Model
from django.utils import timezone

from pages.history.sources import HistorySource, Rights, may_put_back
from pages.history.words import Names, label, names_for, value_words
from pupils.models import PupilGroupMember
from pupils.reading import pupil_groups_of
from schools.access import Access
from schools.edits.changes import ChangeStep, steps_of
from schools.models import TrailEntry
from schools.roles import Permission
from ui.words import date_uk, plural, time_uk

PAGE = 50
TOGETHER = timedelta(seconds=60)
WORKBOOK = "School workbook"
HIDDEN = {
    Permission.VIEW_COSTS: "costs",
    Permission.VIEW_NEEDS: "needs and progress",
    Permission.VIEW_VOICES: "pupils’ and families’ views",
}


@dataclass(frozen=True)
class HistoryAction:
    """One thing done, in words. `put_back_href` leads to the form that restores the value before, for those who may."""

    words: str
    put_back_href: str = ""

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class HistoryEntry:
    """What one person did at one time. `head` (when and who) begins the sentence, each action can end it."""

    head: str
    doings: tuple[HistoryAction, ...]


@dataclass(frozen=True)
class HistoryPage:
    """A page of entries, newest first. `hidden` says what is left out for the reader's role; `openings`: the reader
    may ask who opened the record."""

    page: Page[HistoryEntry]
    hidden: str
    openings: bool
    show: str


def build(
    access: Access, thing: str, pk: int, sources: Sequence[HistorySource], params: Mapping[str, str], *, trail: str = ""
) -> HistoryPage:
    """The history of `thing` ("this group") with this id; the caller has checked that the person may see it.

    `trail` is the kind under which its openings are in the trail; they are shown to those who see every pupil's needs.
    """
    openings = bool(trail) and access.may(Permission.VIEW_PUPILS) and access.may(Permission.VIEW_NEEDS)
    show = "openings" if openings and params.get("show") == "openings" else ""
    entries = _openings(access, trail, pk) if show else _changes(access, thing, pk, sources)
    return HistoryPage(
        page=Paginator(entries, PAGE).get_page(params.get("page")),
        hidden="" if show else _hidden(access, sources),
        openings=openings,
        show=show,
    )


def _may(access: Access, rights: Rights) -> bool:
    return not rights or any(access.may(right) for right in rights)


def _hidden(access: Access, sources: Iterable[HistorySource]) -> str:
    """What this reader's role leaves out of such a history, in a sentence."""
    asked = [right for one in sources for right in (one.rights, *(one.rights_to(name) for name in one.shown_fields()))]
    lacking = [said for right, said in HIDDEN.items() if (right,) in asked and not access.may(right)]
    return f"Your role does not see {' or '.join(lacking)}, so the history leaves them out." if lacking else ""


def _changes(access: Access, thing: str, pk: int, sources: Sequence[HistorySource]) -> list[HistoryEntry]:
    open_to = {one.model: one for one in sources if _may(access, one.rights)}
    steps = [step for one in open_to.values() for step in steps_of(one.model, **{one.where: pk})]
    if PupilGroupMember in open_to:
        seen = pupil_groups_of(access)
        steps = [step for step in steps if step.model is not PupilGroupMember or step.values["group"] in seen]
    teller = HistoryWriter(access, thing, open_to, names_for(access, steps), own=sources[0].model)
    found = [teller.entry(bunch) for bunch in _bunches(steps)]
    return [entry for entry in reversed(found) if entry.doings]


def _bunches(steps: Iterable[ChangeStep]) -> Iterator[list[ChangeStep]]:
    """The steps in groups, oldest first: one person, one reason, each within a minute of the step before."""
    bunch: list[ChangeStep] = []
    for step in sorted(steps, key=lambda one: one.at):
        last = bunch[-1] if bunch else None
        if last and (step.by != last.by or step.why != last.why or step.at - last.at > TOGETHER):
            yield bunch
            bunch = []
        bunch.append(step)
    if bunch:
        yield bunch


@dataclass(frozen=True)
class HistoryWriter:
    """Puts steps into words for one reader."""

    access: Access
    thing: str
    sources: Mapping[type[Model], HistorySource]
    names: Names
    own: type[Model]

    def entry(self, bunch: list[ChangeStep]) -> HistoryEntry:
        """The entry for one group of steps. Where the thing itself was added, the rows added with it are only
        counted."""
        first, new = bunch[0], any(step.model is self.own and step.verb == "added" for step in bunch)
        came = [step for step in bunch if new and step.verb == "added" and step.model is not self.own]
        said = " from the school workbook" if first.why == WORKBOOK else ""
        doings = [HistoryAction(f"added {self.thing}{said}{self.with_it(came)}")] if new else []
        for step in bunch:
            if step not in came and not (step.model is self.own and step.verb == "added"):
                told = self.doings(step)
                doings += [
                    HistoryAction(f"{one}{said}", self.put_back_href(step) if one is told[-1] else "") for one in told
                ]
        return HistoryEntry(f"{_when(first.at)} {first.by or _nobody(first.why)}", tuple(doings))

    def with_it(self, came: Iterable[ChangeStep]) -> str:
        """What came together with the thing, counted."""
        counts: dict[str, int] = {}
        for step in came:
            noun = self.sources[step.model].noun
            counts[noun] = counts.get(noun, 0) + 1
        told = [plural(count, noun) for noun, count in counts.items()]
        return f", with {' and '.join([', '.join(told[:-1]), told[-1]] if len(told) > 1 else told)}" if told else ""

    def doings(self, step: ChangeStep) -> list[str]:
        """What one step did, in words, without fields that the reader may not see."""
        source = self.sources[step.model]
        called = self.filled(source.called, step) or self.thing
        if step.verb != "changed":
            return [f"{'added' if step.verb == 'added' else 'removed'} {called}"]
        told = [
            name for name in source.shown_fields() if name in step.fields and _may(self.access, source.rights_to(name))
        ]
        return [*self.ending(step, called), *(self.change(step, source, name) for name in told)]

    def put_back_href(self, step: ChangeStep) -> str:
        """The address of the form that restores the row as before the step; blank for those who may not, and for a row
        that the step added."""
        if step.back is None or not may_put_back(self.access, self.sources[step.model]):
            return ""
        return self.access.url("put_back", step.model._meta.label_lower, step.back)

    def ending(self, step: ChangeStep, called: str) -> list[str]:
        """That the row was ended, or taken up again, in words; such rows are never deleted."""
        if "ended_at" not in step.fields:
            return []
        return [f"ended {called}" if step.fields["ended_at"][1] else f"took up {called} again"]

    def change(self, step: ChangeStep, source: HistorySource, name: str) -> str:
        """One field, before and after."""
        before, after = (value_words(step.model, name, value, self.names) for value in step.fields[name])
        where = self.filled(source.within or (f"of {source.called}" if source.called else ""), step)
        what = f"the {label(step.model, name)}{f' {where}' if where else ''}"
        if not before:
            return f"set {what} to {after}"
        return f"changed {what} from {before} to {after}" if after else f"removed {what} ({before})"

    def filled(self, words: str, step: ChangeStep) -> str:
        """Words with the row's values in them."""
        return words.format_map(_Values(step, self.names))


class _Values(dict[str, str]):
    """The values of a row in words, worked out only for the names that a phrase uses."""

    def __init__(self, step: ChangeStep, names: Names) -> None:
        self.step, self.names = step, names

    def __missing__(self, name: str) -> str:
        return value_words(self.step.model, name, self.step.values[name], self.names) or "no one named"


def _when(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"On {date_uk(local.date())} at {time_uk(local)}"


def _nobody(why: str) -> str:
    return "an import on the server" if why == WORKBOOK else "somebody on the server"


def _openings(access: Access, kind: str, pk: int) -> list[HistoryEntry]:
    """Who opened the record and who exported papers of it, newest first."""
    entries = TrailEntry.objects.filter(school=access.school, kind=kind, thing=str(pk)).values_list(
        "at", "by_name", "verb", "summary"
    )
    return [
        HistoryEntry(f"{_when(at)} {by}", (HistoryAction(_opening(verb, summary)),))
        for at, by, verb, summary in entries
    ]


def _opening(verb: str, summary: str) -> str:
    return f"took out “{summary}”" if verb == "exported" else f"{verb} this record"
