"""Common Transfer Files (XML) between schools. Anything but plain elements is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from pupils.imports.fields import GROUP, LOOKED_AFTER
from pupils.imports.files import cells
from pupils.imports.records import FilePupil, Reader
from pupils.models import SchoolClass
from pupils.upn import upn
from schools.clock import today
from ui.sheets import LIMITS, SheetError, as_read
from ui.sheets.cells import WrongValue
from ui.words import date_uk

_BEGINS = re.compile(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x00]*<")
_LABELS = {
    "upn": "UPN", "former_upn": "FormerUPN", "surname": "Surname", "forename": "Forename", "sex": "Sex",
    "date_of_birth": "DOB", "preferred_name": "PreferredForename", "year_group": "NCyearActual",
    "class_name": "RegistrationGroup", "admission_number": "AdmissionNumber", "sen_status": "SENprovision",
    "sen_since": "StartDate", "needs": "SENtype", "group:EAL": "Language", "group:looked-after child": "InCare",
}  # fmt: skip
_ENGLISH = ("ENG", "ENGLISH", "ENB")  # the last: believed to be English
_NOT_SAID = ("REF", "NOT", "ZZZ", "")  # refused, not obtained, not yet sorted (source: DfE, CBDS language codes)
_FIRST_LANGUAGE = ("F", "M", "H")  # first, mother tongue, home: the likeliest first
NO_PUPIL = "There is no pupil in this file. A Common Transfer File lists them under CTFpupilData."
ATF = (
    "This is an Admissions Transfer File (ATF): it lists children who have applied, not pupils. Import the Common "
    "Transfer File (CTF) of those who join you, or a CSV file from your MIS."
)


def is_xml(content: bytes) -> bool:
    """Whether a file is XML, by its first bytes."""
    return bool(_BEGINS.match(content))


def read(content: bytes) -> tuple[tuple[FilePupil, ...], tuple[str, ...]]:
    """The pupils of the file, and notes on its reading. Raises ui.sheets.SheetError."""
    if content.count(b"<") > 2 * LIMITS.elements:  # each element opens and most close
        raise SheetError("This XML file has more elements than any Common Transfer File, so it was not read.")
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise SheetError(
            "This file holds instructions (a DTD or entities) that no Common Transfer File needs, so it was not read. "
            "Export it again from your MIS."
        ) from None
    except (ParseError, ValueError, LookupError):
        raise SheetError("This XML file is damaged and cannot be read. Export it again from your MIS.") from None
    _refuse_others(root)
    found = [element for parent in root.iter("CTFpupilData") for element in parent.findall("Pupil")]
    if not found:
        raise SheetError(NO_PUPIL)
    if len(found) > LIMITS.rows:
        raise SheetError(f"The file has more than {LIMITS.rows:,} pupils, the most that can be read.")
    return tuple(_record(number, element) for number, element in enumerate(found, 1)), ()


def _refuse_others(root: Element) -> None:
    """Raise SheetError for what is no Common Transfer File. Takes the namespaces off the names of the elements."""
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
    if root.tag.casefold() == "atfile":
        raise SheetError(ATF)
    if root.tag.casefold() != "ctfile":
        raise SheetError("This XML file is not a Common Transfer File. Export one, or a CSV file, from your MIS.")


def _record(number: int, pupil: Element) -> FilePupil:
    reader = Reader(number, _LABELS, unit="Pupil")
    for field, parse, paths in (
        ("upn", upn, ("UPN",)),
        ("former_upn", cells.words(13), ("BasicDetails/FormerUPN",)),
        ("surname", cells.words_for("surname"), ("Surname",)),
        ("forename", cells.words_for("forename"), ("Forename",)),
        ("date_of_birth", cells.date_of_birth, ("DOB",)),
        ("sex", cells.sex, ("Sex", "Gender")),
        ("preferred_name", cells.words_for("preferred_name"), ("BasicDetails/PreferredForename",)),
        ("year_group", cells.year_group, ("BasicDetails/NCyearActual", "NCyearActual")),
        ("admission_number", cells.words_for("admission_number"), ("AdmissionNumber", "BasicDetails/AdmissionNumber")),
        ("class_name", cells.words_for("name", SchoolClass), ("RegistrationGroup", "BasicDetails/RegistrationGroup")),
        (GROUP + LOOKED_AFTER, cells.yes_no(LOOKED_AFTER), ("LookedAfter/InCare",)),
    ):
        reader.take(field, _text(pupil, *paths), parse)
    _read_language(reader, pupil)
    _read_meals(reader, pupil)
    _read_status(reader, pupil)
    _read_needs(reader, pupil)
    return reader.record()


def _read_language(reader: Reader, pupil: Element) -> None:
    """A first language other than English means English as an additional language; where there is none, the mother
    tongue or the language at home says so."""
    spoken = {
        kind: language
        for each in _all(pupil, "BasicDetails/Languages/Type", "BasicDetails/Languages", "Languages/Type")
        if (kind := _text(each, "LanguageType").upper()) and (language := _text(each, "Language").upper())
    }
    language = next((spoken[kind] for kind in _FIRST_LANGUAGE if kind in spoken), "")
    if language not in _NOT_SAID:
        reader.put("group:EAL", language not in _ENGLISH)


def _read_meals(reader: Reader, pupil: Element) -> None:
    """Free school meals: whether a stretch of them holds today; nothing where there was none."""
    meals = list(_all(pupil, "FSMhistory/FSMinstance", "FSMhistory/FSM"))
    if meals:
        now = [meal for meal in meals if _holds(_day(meal, "FSMstartDate"), _day(meal, "FSMendDate"))]
        reader.put("group:free school meals", bool(now))


def _read_status(reader: Reader, pupil: Element) -> None:
    """The SEN status in force today: the one that began last, of several of one day the last in the file."""
    began: list[tuple[date, int, str]] = []
    for place, stage in enumerate(_all(pupil, "SENhistory/SEN")):
        started = reader.read("sen_since", _text(stage, "StartDate"), cells.day)
        status = _text(stage, "SENprovision")
        if not status:
            continue
        if started and started > today():
            reader.notes.append(f"the SEN status {status} begins on {date_uk(started)}, and was left out.")
        else:
            began.append((started or date.min, place, status))
    if not began:
        return
    started, _, status = max(began)
    if others := {said for day, _, said in began if day == started} - {status}:
        reader.notes.append(
            f"SEN status {status} was taken; the file also has {', '.join(sorted(others))} for that day."
        )
    reader.take("sen_status", status, cells.sen_status)
    if started != date.min:
        reader.put("sen_since", started)


def _read_needs(reader: Reader, pupil: Element) -> None:
    """The needs of today in order of rank."""
    ranked: list[tuple[int, int, str]] = []
    for place, each in enumerate(_all(pupil, "SENhistory/SENneeds/SENneed", "SENneeds/SENneed")):
        code, starts, ends = _text(each, "SENtype"), _day(each, "NeedStartDate"), _day(each, "NeedEndDate")
        if code and _holds(starts, ends):
            ranked.append((cells.rank(_text(each, "SENtypeRank")) or 99, place, code))
        elif code:
            when = f"begins on {date_uk(starts)}" if starts and starts > today() else f"ended on {date_uk(ends)}"
            reader.notes.append(f"the need {code} {when}, and was left out.")
    if ranked:
        reader.put("needs", [code for _, _, code in sorted(ranked)])


def _holds(starts: date | None, ends: date | None) -> bool:
    """Whether today is between two days; blank: without a first or last."""
    return (starts is None or starts <= today()) and (ends is None or ends >= today())


def _day(element: Element, path: str) -> date | None:
    try:
        return cells.day(text) if (text := _text(element, path)) else None
    except WrongValue:
        return None


def _text(element: Element, *paths: str) -> str:
    """The text at the first of these paths that has any."""
    texts = (as_read(element.findtext(path) or "") for path in paths)
    return next((text for text in texts if text), "")


def _all(element: Element, *paths: str) -> Iterator[Element]:
    for path in paths:
        yield from element.iterfind(path)
