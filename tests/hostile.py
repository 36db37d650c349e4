"""Files made to hurt: small to send, dear to read. And files spoilt at random."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from functools import cache

from ui.sheets import write_workbook

SHEET = "xl/worksheets/sheet1.xml"


def workbook(**parts: str) -> bytes:
    """A small workbook with these parts put in the place of its own; `__` in a name is a slash, `_` a dot."""
    plain = io.BytesIO()
    write_workbook(plain, [("Pupils", ["UPN", "Surname", "Forename"], [["1", "Bell", "Ann"]])])
    wanted = {name.replace("__", "/").replace("_", "."): text for name, text in parts.items()}
    made = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, wanted.pop(name, None) or old.read(name))
        for name, text in wanted.items():
            new.writestr(name, text)
    return made.getvalue()


def sheet(rows: str) -> bytes:
    """A workbook whose first sheet has these rows."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    names = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in ("UPN", "Surname"))
    head = f'<row r="1">{names}</row>'
    return workbook(
        xl__worksheets__sheet1_xml=f'<worksheet xmlns="{main}"><sheetData>{head}{rows}</sheetData></worksheet>'
    )


def far_row(number: int | str) -> bytes:
    """A workbook with one filled row far below."""
    return sheet(f'<row r="{number}"><c r="A{number}"><v>1</v></c><c r="B{number}"><v>2</v></c></row>')


@cache
def hostile() -> dict[str, bytes]:
    """Each kind of file that is small and dear, by its name."""
    return dict(_each())


def _each() -> Iterator[tuple[str, bytes]]:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    yield "row two thousand million", far_row(2_000_000_000)
    yield "the last row of a spreadsheet", far_row(1_048_576)
    yield "a row number of five thousand digits", far_row("9" * 5_000)
    yield (
        "1.7 million cells",
        sheet("".join(f'<row r="{row}">' + "<c><v>1</v></c>" * 85 + "</row>" for row in range(2, 20_002))),
    )
    yield "a million empty rows", sheet("".join(f'<row r="{row}"/>' for row in range(2, 1_000_002)))
    strings = "".join(f"<si><t>{number:0>40}</t></si>" for number in range(700_000))
    yield "45 MB of shared strings", workbook(xl__sharedStrings_xml=f"<sst {main}>{strings}</sst>")
    some = "".join(f"<si><t>{number}</t></si>" for number in range(600_000))
    yield "600,000 shared strings", workbook(xl__sharedStrings_xml=f"<sst {main}>{some}</sst>")
    style = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    for count in (700_000, 100_000):
        yield (
            f"{count:,} styles",
            workbook(
                xl__styles_xml=f'<styleSheet {main}><cellXfs count="{count}">{style * count}</cellXfs></styleSheet>'
            ),
        )
    name = "<definedName name='a'>" + "Pupils!$A$1," * 40 + "Pupils!$B$2</definedName>"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    for size in (1_100_000, 400_000):
        yield (
            f"{size:,} bytes of defined names",
            workbook(
                xl__workbook_xml=f'<workbook {main} xmlns:r="{relation}"><sheets>'
                f'<sheet name="Pupils" sheetId="1" r:id="rId1"/></sheets>'
                f"<definedNames>{name * (size // len(name))}</definedNames></workbook>"
            ),
        )
    yield (
        "200,000 nested pupils",
        b"<CTfile><CTFpupilData>" + b"<Pupil>" * 200_000 + b"</Pupil>" * 200_000 + (b"</CTFpupilData></CTfile>"),
    )
    yield "300,000 pupils", b"<CTfile><CTFpupilData>" + b"<Pupil/>" * 300_000 + b"</CTFpupilData></CTfile>"
    yield "a million elements", b"<CTfile>" + b"<a/>" * 1_000_000 + b"</CTfile>"
    yield (
        "a wide CSV",
        ("UPN,Surname,Forename," + ",".join(f"C{place}" for place in range(97)) + "\n").encode()
        + (b",".join([b"x"] * 100) + b"\n") * 20_000,
    )
    yield "one line of four million cells", b"UPN,Surname\n" + b"x," * 4_000_000
    yield (
        "20,000 faults",
        b"UPN,Surname,Forename,Year\n" + b"".join(b"X99,Bell,Ann%d,99\n" % number for number in range(20_000)),
    )
    digits = b"9" * 5_000
    pupil = (
        b"<Pupil><Surname>Bell</Surname><Forename>Ann</Forename>"
        b"<BasicDetails><NCyearActual>%s</NCyearActual></BasicDetails>"
    )
    needs = b"<SENneeds><SENneed><SENtypeRank>%s</SENtypeRank><SENtype>ASD</SENtype></SENneed></SENneeds></Pupil>"
    yield (
        "5,000 digits in a transfer file",
        (b"<CTfile><CTFpupilData>" + pupil % digits + needs % digits + b"</CTFpupilData></CTfile>"),
    )
    yield (
        "5,000 digits in a list",
        b"UPN,Adno,Surname,Forename,Year,DOB,Rank,PP\n"
        + b",".join([digits, digits, b"Bell", b"Ann", digits, digits, digits, digits]),
    )
    whole = workbook()
    yield "a workbook cut in half", whole[: len(whole) // 2]
    yield "a workbook with a damaged part", whole[:900] + b"\x00" * 40 + whole[940:]
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parcel:
        parcel.writestr("xl/workbook.xml", b" " * 60_000_000)
    yield "a zip bomb", bomb.getvalue()


def spoilt(content: bytes, dice: random.Random) -> bytes:
    """The content with some of it changed, doubled, cut out or cut off."""
    made = bytearray(content)
    for _ in range(dice.randint(1, 8)):
        place = dice.randrange(len(made) + 1)
        length = dice.randint(1, 60)
        how = dice.choice(("changed", "changed", "doubled", "cut out", "cut off"))
        if how == "changed":
            made[place : place + 3] = dice.randbytes(3)
        elif how == "doubled":
            made[place:place] = made[place : place + length]
        elif how == "cut out":
            del made[place : place + length]
        elif len(made) > 40:
            del made[max(place, 40) :]
    return bytes(made)


def spoilt_within(content: bytes, dice: random.Random) -> bytes:
    """A workbook with one of its parts spoilt and packed whole again, so that what is wrong is inside."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = dice.choice(old.namelist())
        for name in old.namelist():
            new.writestr(name, spoilt(old.read(name), dice) if name == chosen else old.read(name))
    return made.getvalue()
