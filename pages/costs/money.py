"""Whole-school provision, funding streams with what is committed of each, and top-up awards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pages.costs.year import unpaid
from pages.filters import RowFilters
from provisions.money.awards import AwardLine, awards_of
from provisions.money.reading import whole_school_numbers
from provisions.reading import names_of
from reports.documents.head import PaperOptions
from reports.documents.maps import whole_school_map
from reports.documents.maps.whole_school_map import StreamLine, WholeSchoolMap
from schools.access import Access
from schools.roles import Permission
from ui.parts import Fact
from ui.tables import Col, Listing, Mark
from ui.words import money, plural

WHOLE_SCHOOL = Listing(
    "Whole-school provision",
    "cost",
    (
        Col("description", "What", href="edit", panel=True, why="working", why_head="How it was worked out"),
        Col("kind", "Kind"),
        Col("stream", "Paid from", missing="no budget"),
        Col("cost", "Cost this year", "money", total=True),
    ),
    foot="Whole-school costs shown",
)

AWARDS = Listing(
    "Top-up awards",
    "award",
    (
        Col("pupil", "Pupil", href="href", why="class_name", why_head="Class"),
        Col("kind", "Kind", shown=False),
        Col("status", "Status", href="edit", panel=True),
        Col("asked", "Applied for", "money", total=True),
        Col("refused", "Refused", "money", total=True, shown=False),
        Col("granted", "Granted for its dates", "money", total=True),
        Col("share", "Of it in this year", "money", total=True),
        Col("starts", "From", "date", "award.starts"),
        Col("ends", "To", "date", "award.ends"),
    ),
    foot="Awards shown",
)


@dataclass(frozen=True)
class WholeSchoolRow:
    """A whole-school cost. `cost` is in pounds, or a mark where it cannot be costed; `working` is the sum in words."""

    description: str
    kind: str
    stream: str
    cost: Decimal | Mark
    working: str
    edit: str = ""


@dataclass(frozen=True)
class CommittedLine:
    """A group or whole-school cost that a budget pays, in pounds. `cost` None: it cannot be costed."""

    title: str
    href: str
    description: str
    cost: Decimal | None


@dataclass(frozen=True)
class StreamPart:
    """A budget with what is committed of it, line by line."""

    stream: StreamLine
    groups: tuple[CommittedLine, ...]
    whole: tuple[CommittedLine, ...]

    @property
    def groups_cost(self) -> Decimal:
        """What groups commit."""
        return _added(self.groups)

    @property
    def whole_cost(self) -> Decimal:
        """What whole-school provision commits."""
        return _added(self.whole)


BUDGETS = Listing(
    "Budgets",
    "budget",
    (
        Col("name", "Budget", path="stream.name"),
        Col("amount", "Amount", "money", "stream.amount", total=True),
        Col("groups_cost", "Committed by groups", "money", total=True),
        Col("whole_cost", "Committed by the whole school", "money", total=True),
        Col("committed", "Committed", "money", "stream.committed", total=True),
        Col("left", "Left", "money", "stream.left", total=True),
    ),
    foot="All budgets",
)
"""The budgets as a file; on the page each stands with the lines that it pays."""


@dataclass(frozen=True)
class StreamsPage:
    """The budgets of the year. `loose` are the lines that no budget pays, `unpaid` their sum in pounds."""

    parts: tuple[StreamPart, ...]
    facts: tuple[Fact, ...]
    loose: tuple[CommittedLine, ...]
    unpaid: Decimal


@dataclass(frozen=True)
class AwardRow:
    """A top-up award in the list. Of `asked`, `refused` and `granted`, pounds for its dates, two are None; `share` is
    what a granted one gives in the year."""

    pupil: str
    href: str
    class_name: str
    kind: str
    status: str | Mark
    asked: Decimal | None
    refused: Decimal | None
    granted: Decimal | None
    share: Decimal | None
    award: AwardLine
    edit: str = ""

    @property
    def status_words(self) -> str:
        """The status in words."""
        return self.status.text if isinstance(self.status, Mark) else self.status


def build_whole_school(access: Access, params: Mapping[str, str]) -> RowFilters[WholeSchoolRow]:
    """The whole-school costs of the year with the list's filters."""
    made = whole_school_map.build(access, PaperOptions())
    names = {stream.id: stream.name for stream in made.streams}
    numbers = whole_school_numbers(access)
    rows = [
        WholeSchoolRow(
            line.description,
            line.kind.capitalize(),
            names.get(line.stream_id or 0, ""),
            Mark("not known", "warn") if line.cost is None else line.cost,
            line.working.text() if line.working and line.working.parts[0].op else "the amount entered",
            _form(access, "whole_school_edit", numbers.get(line.description)),
        )
        for line in made.whole_school
    ]
    return RowFilters(
        params,
        (*rows, *_not_costed(access, made, numbers)),
        {"kind": ("Kind", lambda row: row.kind), "stream": ("Paid from", lambda row: row.stream or "No budget")},
        lambda row: (row.description,),
        search="What",
    )


def _form(access: Access, name: str, number: int | None) -> str:
    """The address of a line's form; blank for a person who may not change costs."""
    keeps = number and access.may(Permission.EDIT_COSTS)
    return access.url(name, number) if keeps else ""


def _not_costed(access: Access, made: WholeSchoolMap, numbers: Mapping[str, int]) -> Iterator[WholeSchoolRow]:
    """The whole-school costs that cannot be worked out, with what is missing."""
    for note in made.notes:
        if note.code == "no-rate" and not note.group:
            name, _, said = note.message.partition(": ")
            form = _form(access, "whole_school_edit", numbers.get(name))
            yield WholeSchoolRow(name, "", "", Mark("no cost yet", "warn"), said, form)


def build_streams(access: Access, asked: PaperOptions) -> StreamsPage:
    """The budgets with the groups and whole-school costs that each pays. Raises as the whole-school map does."""
    made = whole_school_map.build(access, asked)
    parts = tuple(StreamPart(one, _groups(access, made, one.id), _whole(access, made, one.id)) for one in made.streams)
    facts = (
        Fact("There is", money(sum((one.amount for one in made.streams), Decimal(0)))),
        Fact("Committed", money(sum((one.committed for one in made.streams), Decimal(0)))),
        Fact("Left", money(sum((one.left for one in made.streams), Decimal(0)))),
    )
    loose = (*_groups(access, made, None), *_whole(access, made, None))
    return StreamsPage(parts, facts if parts else (), loose, unpaid(made))


def _groups(access: Access, made: WholeSchoolMap, stream: int | None) -> tuple[CommittedLine, ...]:
    return tuple(
        CommittedLine(
            row.group.title,
            access.url("group", row.group.id),
            f"{row.group.code}, {row.scope}",
            row.full_cost,
        )
        for row in made.rows
        if row.group.stream_id == stream and row.group.tier != "universal"
    )


def _whole(access: Access, made: WholeSchoolMap, stream: int | None) -> tuple[CommittedLine, ...]:
    href = access.url("costs_whole_school")
    lines = [line for line in made.whole_school if line.stream_id == stream]
    return tuple(CommittedLine(line.description, href, "for the whole school", line.cost) for line in lines)


def _added(lines: Iterable[CommittedLine]) -> Decimal:
    return sum((line.cost for line in lines if line.cost is not None), Decimal(0))


def build_awards(access: Access, params: Mapping[str, str]) -> RowFilters[AwardRow]:
    """The year's awards, with the filters. Raises NotAllowed for whoever sees no costs."""
    awards = awards_of(access)
    names = names_of(access, {award.pupil_id for award in awards})
    rows = []
    for award in awards:
        pupil = names.get(award.pupil_id)
        rows.append(
            AwardRow(
                pupil=pupil.name if pupil else "A pupil who is not on roll this year",
                href=access.url("pupil_costs", award.pupil_id) if pupil else "",
                class_name=pupil.class_name if pupil else "",
                kind=award.kind.capitalize(),
                status=_status(award),
                asked=award.amount if award.status == "applied" else None,
                refused=award.amount if award.status == "refused" else None,
                granted=award.amount if award.granted else None,
                share=award.share_cost if award.granted else None,
                award=award,
                edit=_form(access, "award_edit", award.id),
            )
        )
    return RowFilters(
        params,
        rows,
        {"status": ("Status", lambda row: row.status_words), "class": ("Class", lambda row: row.class_name)},
        lambda row: (row.pupil,),
        search="Pupil",
    )


def _status(award: AwardLine) -> str | Mark:
    refused = award.status == "refused"
    return Mark(award.status_words, "warn", award.status_words) if refused else award.status_words


def award_words(rows: Iterable[AwardRow]) -> str:
    """One line on what was granted in all."""
    granted = [row.share for row in rows if row.share is not None]
    if not granted:
        return "Top-up that the local authority was asked for. Nothing is granted yet."
    said = f"{money(sum(granted, Decimal(0)))} granted for this year, in {plural(len(granted), 'award')}"
    return f"Top-up that the local authority was asked for: {said}."
