"""A made-up MIS export of as many pupils as one likes, the same each time."""

from __future__ import annotations

from datetime import date, timedelta

from pupils.upn import check_letter

FORENAMES = (
    "Bramble",
    "Clover",
    "Fern",
    "Hazel",
    "Ivy",
    "Juniper",
    "Linden",
    "Maple",
    "Olive",
    "Rowan",
    "Sorrel",
    "Teasel",
)
SURNAMES = (
    "Acornsby",
    "Birchwood",
    "Cobnutt",
    "Dandelow",
    "Elderby",
    "Foxgloveton",
    "Gorsehill",
    "Heatherby",
    "Ivyleaf",
)
YEARS = ("R", "1", "2", "3", "4", "5", "6")
HEADINGS = (
    "Legal Surname,Legal Forename,Preferred Name,UPN,Adno,DOB,Gender,Year Group,Reg Group,SEN Status,"
    "Pupil Premium Indicator,EAL Status"
)


def upn_of(number: int) -> str:
    """A UPN with the right letter, of a school that there is not."""
    rest = f"9999{number // 1000 % 1000:03}26{number % 1000:03}"
    return check_letter(f"?{rest}") + rest


def mis_csv(count: int) -> bytes:
    """An export of `count` pupils in two classes a year group, with a title above and a total below."""
    lines = ["Pupil list for provision mapping,,,,,,,,,,,", ",,,,,,,,,,,", HEADINGS]
    for number in range(count):
        year = number * len(YEARS) // count
        born = date(2022 - year, 9, 1) - timedelta(days=number * 7 % 365)
        forename = (
            f"{FORENAMES[number % 12]} {FORENAMES[number // 12 % 12]}" if number >= 108 else FORENAMES[number % 12]
        )
        cells = [
            SURNAMES[number % 9], forename, FORENAMES[number % 12], upn_of(number), f"{1000 + number:06}",
            f"{born:%d/%m/%Y}", "FM"[number % 2], YEARS[year], f"{YEARS[year]}{'AB'[number % 2]}",
            "K" if number % 7 == 0 else "N", "Y" if number % 4 == 0 else "N", "Yes" if number % 9 == 0 else "",
        ]  # fmt: skip
        lines.append(",".join(cells))
    lines.append(f"Total: {count},,,,,,,,,,,")
    return "\r\n".join(lines).encode("utf-8-sig")
