"""The papers that can be made, and their files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import cast

from django.http import QueryDict

from audits.charts.reading import charts_of
from pages.shared import options_of
from provisions.reading import groups_by_pupil, names_of
from provisions.weeks import groups_with_weeks, people_with_weeks, rooms_with_weeks
from pupils.models import Pupil, SchoolClass, YearGroup
from pupils.reading import YEAR_GROUP_ORDER, PupilName, class_ids, classes_of, on_roll
from reports.documents.head import Audience, PaperOptions, year_of
from reports.documents.registry import PAPERS, Paper
from reports.renderings.rendering import file_name, rendered
from schools.access import Access, NotAllowed, NotThere
from schools.clock import today
from schools.edits.trail import record
from schools.roles import Permission
from ui.parts import Choice

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "html": "text/html; charset=utf-8",
}
LABELS = {
    "pdf": ("PDF", "file-earmark-pdf"),
    "docx": ("Word", "file-earmark-word"),
    "xlsx": ("Workbook", "file-earmark-spreadsheet"),
    "json": ("Data", "file-earmark-code"),
    "html": ("Web page", "globe"),
}
BY_YEAR = (("academic", "Academic year"), ("financial", "Financial years"))
AUDIENCES: dict[Audience, str] = {"staff": "For staff", "family": "For the family", "governor": "For governors"}


@dataclass(frozen=True)
class PaperCard:
    """A paper on offer: its purpose, its address and its files."""

    name: str
    title: str
    purpose: str
    href: str
    files: tuple[Choice, ...]


@dataclass(frozen=True)
class PapersPage:
    """The papers of the school; those about a pupil begin with choosing one; `forms` are blank, to write on."""

    school: tuple[PaperCard, ...]
    forms: tuple[PaperCard, ...]
    pupil: tuple[PaperCard, ...]
    pupils: tuple[tuple[PupilName, str], ...]


@dataclass(frozen=True)
class Copy:
    """One copy of a paper, as an address asks for it: of what, for whom. `choices` are what else it could be about,
    under the name of the address part that chooses; `kind` is what it is about where the paper can be about several
    `kinds` of thing."""

    paper: Paper
    asked: PaperOptions
    about: object
    words: str
    field: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    kinds: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class File:
    """A paper as a file to download."""

    name: str
    kind: str
    content: bytes


def build(access: Access) -> PapersPage:
    """The papers this person may make."""
    mine = [paper for paper in PAPERS.values() if "html" in paper.formats and paper.audience_for(access)]
    about_pupils = [paper for paper in mine if paper.about == "pupil"]
    on_map = groups_by_pupil(access, today()) if about_pupils else {}
    people = [(one, access.url("pupil_papers", one.id)) for one in names_of(access, on_map).values()]
    return PapersPage(
        school=tuple(_offered(access, one) for one in mine if not one.blank and (one.about != "pupil" or one.also)),
        forms=tuple(card(access, paper) for paper in mine if paper.blank),
        pupil=tuple(
            PaperCard(paper.name, paper.title, paper.purpose, "", ()) for paper in about_pupils if not paper.also
        ),
        pupils=tuple(people),
    )


def _offered(access: Access, paper: Paper) -> PaperCard:
    """The card of a paper of the school; without an address, and saying what is missing, where there is nothing yet
    that it could be about."""
    kinds = [kind for kind in paper.subjects if kind != "pupil"]
    if not kinds or paper.narrows or any(SUBJECTS[kind](access)[1] for kind in kinds):
        return card(access, paper)
    return PaperCard(paper.name, paper.title, f"{paper.purpose} {LACKS[kinds[0]]}", "", ())


def card(access: Access, paper: Paper, pk: int | None = None, query: str = "") -> PaperCard:
    """A paper with its page and, for those who may download, its files. `query` carries rules, horizon and more."""
    about = [] if pk is None else [pk]
    page, file = ("paper", "file") if pk is None else ("pupil_paper", "pupil_file")
    tail = f"?{query}" if query else ""
    audience = QueryDict(query).get("audience") or paper.audience_for(access)
    files = [
        Choice(words, access.url(file, *about, paper.name, form) + tail, icon=icon)
        for form, (words, icon) in LABELS.items()
        if form in paper.files and may_download(access, paper, audience, form)
    ]
    return PaperCard(
        name=paper.name,
        title=paper.title,
        purpose=paper.purpose,
        href=access.url(page, *about, paper.name) + tail,
        files=tuple(files),
    )


def may_download(access: Access, paper: Paper, audience: str | None, form: str) -> bool:
    """Whether this person may take such a copy away, of what is within their reach. Governors may take theirs, which
    names nobody."""
    return (
        access.may(Permission.EXPORT)
        or paper.public
        or (audience == "governor" and access.may(Permission.VIEW_TOTALS))
        or (paper.printed_by_teams and form == "pdf" and access.may(Permission.VIEW_NEEDS))
    )


def pupil_cards(access: Access, pk: int) -> tuple[PaperCard, ...]:
    """The papers about a pupil that this person may open."""
    held = [paper for paper in PAPERS.values() if paper.about == "pupil" and "html" in paper.formats]
    return tuple(card(access, paper, pk) for paper in held if paper.audience_for(access))


def audience_choices(access: Access, paper: Paper) -> tuple[tuple[str, str], ...]:
    """The audiences whose copies this person may read, where they differ and there is a choice: value and words."""
    may = [name for name, rights in paper.audiences.items() if access.permissions.intersection(rights)]
    return tuple((name, AUDIENCES[name]) for name in may) if len(may) > 1 and paper.differs else ()


def copy_of(access: Access, name: str, params: Mapping[str, str], pk: int | None = None) -> Copy:
    """The copy that an address asks for. Raises NotThere where there is no such paper, audience or subject."""
    paper = PAPERS.get(name)
    if paper and paper.narrows:
        return _narrowed(paper, access, params, pk)
    kind = kind_of(paper, params) if paper and pk is None else "pupil"
    if paper is None or (pk is None) == (kind == "pupil") or (pk is not None and paper.about != "pupil"):
        raise NotThere(f"There is no paper called {name}.")
    asked = _asked(paper, access, params)
    access.need(*paper.audiences[asked.audience])
    if kind in ("", "pupil"):
        return Copy(paper, asked, pk, "", kind=kind)
    field, choices = SUBJECTS[kind](access)
    wanted = params.get(field) or next(iter(choices), "")
    if wanted not in choices:
        raise NotThere(f"{paper.title} cannot be made for that.")
    about = int(wanted) if kind in ("class", "group", "person", "chart") else wanted
    kinds = tuple((one, KINDS[one]) for one in paper.also if SUBJECTS[one](access)[1])
    return Copy(paper, asked, about, choices[wanted], field, tuple(choices.items()), kind, kinds)


def _narrowed(paper: Paper, access: Access, params: Mapping[str, str], pk: int | None) -> Copy:
    """A paper about the whole school, or about what the address part `about` names, as `class-12` or `year_group-3`.
    Raises NotThere for what it cannot be about."""
    choices = {"": "The whole school" if access.may(Permission.VIEW_PUPILS) else "All of yours"}
    for kind in paper.narrows:
        choices |= {f"{kind}-{value}": words for value, words in _within(access, kind).items()}
    wanted = params.get("about", "")
    if pk is not None or wanted not in choices:
        raise NotThere(f"{paper.title} cannot be made for that.")
    kind, _, value = wanted.partition("-")
    about = int(value) if kind == "class" else value or None
    asked = _asked(paper, access, params)
    return Copy(paper, asked, about, choices[wanted] if wanted else "", "about", tuple(choices.items()), kind)


def _within(access: Access, kind: str) -> dict[str, str]:
    """What a paper can be narrowed to; of classes and year groups, those that the person teaches or sees all of."""
    lead = "Class " if kind == "class" else ""
    found = {value: lead + words for value, words in SUBJECTS[kind](access)[1].items()}
    if access.may(Permission.VIEW_PUPILS) or kind not in ("class", "year_group"):
        return found
    own = class_ids(access)
    years = SchoolClass.objects.filter(pk__in=own).values_list("year_groups", flat=True)
    held = {str(pk) for pk in own} if kind == "class" else {code for codes in years for code in codes}
    return {value: words for value, words in found.items() if value in held}


def _asked(paper: Paper, access: Access, params: Mapping[str, str]) -> PaperOptions:
    """What is asked, for the audience that the address names. Raises NotThere for one it is not made for."""
    audience = params.get("audience") or paper.audience_for(access) or next(iter(paper.audiences))
    if audience not in paper.audiences:
        raise NotThere(f"{paper.title} is not made for {audience}.")
    asked = replace(options_of(access, params), audience=cast("Audience", audience))
    return replace(asked, by="financial" if params.get("by") == "financial" else "academic") if paper.by_year else asked


def kind_of(paper: Paper, params: Mapping[str, str]) -> str:
    """What a paper of the school is to be about: as `of` says, else as the address names one, else its first kind."""
    kinds = [kind for kind in paper.subjects if kind != "pupil"]
    named = [kind for kind in kinds if kind in params]
    return next((kind for kind in (params.get("of"), *named, *kinds) if kind in kinds), paper.about)


def _year_groups(access: Access) -> tuple[str, dict[str, str]]:
    held = on_roll(year_of(access))
    return "yeargroup", {code: str(YearGroup(code).label) for code in YEAR_GROUP_ORDER if code in held}


def _classes(access: Access) -> tuple[str, dict[str, str]]:
    return "class", {str(pk): name for pk, name in classes_of(access).items()}


def _groups(access: Access) -> tuple[str, dict[str, str]]:
    return "group", {str(pk): words for pk, words in groups_with_weeks(access).items()}


def _charts(access: Access) -> tuple[str, dict[str, str]]:
    return "chart", {str(line.id): line.scope for line in charts_of(access)}


def _people(access: Access) -> tuple[str, dict[str, str]]:
    return "person", {str(pk): name for pk, name in people_with_weeks(access).items()}


def _rooms(access: Access) -> tuple[str, dict[str, str]]:
    return "room", rooms_with_weeks(access)


SUBJECTS: dict[str, Callable[[Access], tuple[str, dict[str, str]]]] = {
    "year_group": _year_groups,
    "class": _classes,
    "group": _groups,
    "chart": _charts,
    "person": _people,
    "room": _rooms,
}
LACKS = {
    "year_group": "No pupil is on roll yet.",
    "class": "There is no class yet.",
    "group": "No session stands in the week yet.",
    "chart": "No chart is open yet: the SENCO opens them under Audit.",
}
KINDS = {"group": "A group", "person": "A member of staff", "room": "A room"}


def file_of(access: Access, copy: Copy, form: str) -> File:
    """The copy as a file, noted in the trail. Raises NotThere where it does not come in that form."""
    paper = copy.paper
    if form not in paper.files:
        raise NotThere(f"{paper.title} does not come as {form}.")
    if not may_download(access, paper, copy.asked.audience, form):
        raise NotAllowed(Permission.EXPORT)
    made = paper.made(access, copy.asked, copy.about, copy.kind)
    content = rendered(paper, made, form)
    data = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False, indent=2).encode()
    about = made.pupil.name if copy.kind == "pupil" else copy.words or access.school.name
    thing = Pupil.objects.get(school=access.school, pk=cast("int", copy.about)) if copy.kind == "pupil" else None
    record(access, "exported", thing, {"paper": paper.name, "form": form}, summary=f"{paper.title}: {about}, as {form}")
    return File(f"{file_name(paper.title, about, made.head.year)}.{form}", TYPES[form], data)
