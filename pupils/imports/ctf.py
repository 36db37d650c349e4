"""Common Transfer Files (XML) between schools. Anything but plain elements is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from pupils.imports import cells
from pupils.imports.records import FilePupil, Reader
from pupils.models import SchoolClass
from pupils.upn import upn
from ui.sheets import SheetError

_BEGINS = re.compile(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x00]*<")
_LABELS = {
    "upn": "UPN", "former_upn": "FormerUPN", "surname": "Surname", "forename": "Forename", "sex": "Sex",
    "date_of_birth": "DOB", "preferred_name": "PreferredForename", "year_group": "NCyearActual",
    "class_name": "RegistrationGroup", "admission_number": "AdmissionNumber", "sen_status": "SENprovision",
    "sen_since": "StartDate", "needs": "SENtype", "group:EAL": "Language", "group:looked-after child": "InCare",
}  # fmt: skip
NO_PUPIL = "There is no pupil in this file. A Common Transfer File lists them under CTFpupilData."


def is_xml(content: bytes) -> bool:
    """Whether a file is XML, by its first bytes."""
    return bool(_BEGINS.match(content))


def read(content: bytes) -> tuple[tuple[FilePupil, ...], tuple[str, ...]]:
    """The pupils of the file, and notes on its reading. Raises ui.sheets.SheetError."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise SheetError(
            "This file holds instructions (a DTD or entities) that no Common Transfer File needs, so it was not read. "
            "Export it again from your MIS."
        ) from None
    except (ParseError, ValueError, LookupError):
        raise SheetError("This XML file is damaged and cannot be read. Export it again from your MIS.") from None
    if root.tag.casefold() != "ctfile":
        raise SheetError("This XML file is not a Common Transfer File. Export one, or a CSV file, from your MIS.")
    found = [element for element in root.iter("Pupil")]
    if not found:
        raise SheetError(NO_PUPIL)
    return tuple(_record(number, element) for number, element in enumerate(found, 1)), ()


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
        ("group:looked-after child", cells.yes_no("looked-after child"), ("LookedAfter/InCare",)),
    ):
        reader.take(field, _text(pupil, *paths), parse)
    _read_language(reader, pupil)
    if any(not _text(meal, "FSMendDate") for meal in _all(pupil, "FSMhistory/FSMinstance", "FSMhistory/FSM")):
        reader.put("group:free school meals", True)
    _read_sen(reader, pupil)
    return reader.record()


def _read_language(reader: Reader, pupil: Element) -> None:
    """A first or home language other than English means English as an additional language."""
    for spoken in _all(pupil, "BasicDetails/Languages/Type", "BasicDetails/Languages", "Languages/Type"):
        language = _text(spoken, "Language").upper()
        if language and _text(spoken, "LanguageType").upper() in ("F", "H", "M"):
            reader.put("group:EAL", language not in ("ENG", "ENGLISH", "ENB"))
            return


def _read_sen(reader: Reader, pupil: Element) -> None:
    """The status with the latest start; the needs in order of rank."""
    history: list[tuple[Any, str]] = []
    for stage in _all(pupil, "SENhistory/SEN"):
        started = reader.read("sen_since", _text(stage, "StartDate"), cells.day)
        if status := _text(stage, "SENprovision"):
            history.append((started, status))
    if history:
        started, status = max(history, key=lambda each: (each[0] is not None, each[0] or 0))
        reader.take("sen_status", status, cells.sen_status)
        if started:
            reader.put("sen_since", started)
    needs = [(_text(each, "SENtypeRank"), _text(each, "SENtype")) for each in _all(pupil, "SENhistory/SENneeds/SENneed",
             "SENneeds/SENneed")]  # fmt: skip
    ranked = sorted((int(rank) if rank.isdecimal() else 99, place, code) for place, (rank, code) in enumerate(needs))
    if codes := [code for _, _, code in ranked if code]:
        reader.put("needs", codes)


def _text(element: Element, *paths: str) -> str:
    """The text at the first of these paths that has any."""
    texts = ((element.findtext(path) or "").strip() for path in paths)
    return next((text for text in texts if text), "")


def _all(element: Element, *paths: str) -> Iterator[Element]:
    for path in paths:
        yield from element.iterfind(path)
