"""What a column of an export can be: each field with the reader of its cells and its usual headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pupils.imports.files import cells
from pupils.models import SchoolClass
from pupils.upn import upn
from ui.folding import folded, in_order, spelt
from ui.sheets.cells import Parse

IGNORE = ""
GROUP = "group:"


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a column can fill. `spellings` are headings that mean it, the likeliest first."""

    name: str
    label: str
    parse: Parse
    spellings: tuple[str, ...]
    special: bool = False  # written for those alone who may write needs


def _split(text: str) -> tuple[str, ...]:
    return tuple(fold_heading(each) for each in text.split("|"))


def fold_heading(heading: str) -> str:
    """A heading for comparison: lower-case letters and digits only."""
    return "".join(re.findall(r"[a-z0-9]+", folded(heading)))


FIELDS = (
    Field("upn", "UPN", cells.number_or_none(upn), _split("UPN|Unique Pupil Number|Pupil UPN|UPN Number|Student UPN")),
    Field("admission_number", "Admission number", cells.words_for("admission_number"), _split(
        "Adno|Admission Number|Admission No|Adm No|Admno|Adm Number|Admissions Number|Pupil Number|Pupil No|Pupil ID|"
        "Student ID|MIS ID|Student Number"
    )),
    Field("surname", "Surname", cells.words_for("surname"), _split(
        "Surname|Legal Surname|Last Name|Family Name|Legal Last Name|Pupil Surname|Student Surname|Preferred Surname|"
        "Preferred Last Name|Lastname"
    )),
    Field("forename", "Forename", cells.words_for("forename"), _split(
        "Forename|Legal Forename|First Name|Legal First Name|Given Name|Pupil Forename|Student Forename|Firstname|"
        "Forenames|First Names"
    )),
    Field("preferred_name", "Preferred name", cells.words_for("preferred_name"), _split(
        "Preferred Name|Preferred Forename|Preferred First Name|Known As|Chosen Name|Goes By"
    )),
    Field("whole_name", "Whole name", cells.whole_name, _split(
        "Name|Full Name|Pupil Name|Student Name|Pupil|Student|Legal Name|Name of Pupil|Surname Forename|Legal Full Name"
    )),
    Field("sex", "Sex", cells.sex, _split("Sex|Gender|Legal Sex|M F|Sex M F|Gender M F")),
    Field("date_of_birth", "Date of birth", cells.date_of_birth, _split(
        "DOB|Date of Birth|D O B|Birth Date|Birthdate|Birthday|Born|Date Birth"
    )),
    Field("year_group", "Year group", cells.year_group, _split(
        "Year Group|Year|NC Year|NCyear|NC Year Actual|National Curriculum Year|Yr|Yr Group|Year Taught In|"
        "Curriculum Year|Current Year Group|Current NC Year|YearGrp|Year Grp|Y"
    )),
    Field("class_name", "Class", cells.words_for("name", SchoolClass), _split(
        "Class|Reg|Reg Group|Registration Group|Form|Tutor Group|Class Name|Registration|Form Group|Tutor|Reg Form|"
        "Registration Form|Current Class|Main Class|Reg Grp|Teaching Group"
    )),
    Field("leaving_date", "Leaving date", cells.day, _split(
        "Leaving Date|Date of Leaving|DOL|Leave Date|Date Left|Left|Leaver Date"
    )),
    Field("sen_status", "SEN status", cells.sen_status, _split(
        "SEN Status|SEN|SEND Status|SEN Provision|SEND|SEN Stage|SEN Code|SEN Provision Code|SEND Provision|SEN Level|"
        "Current SEN Status|SEN Type of Provision|SEN Support"
    ), special=True),
    Field("sen_since", "SEN since", cells.day, _split(
        "SEN Since|SEN Start Date|SEN Start|SEN Status Start Date|SEN Date|SEN Status Date|SEND Start Date"
    ), special=True),
    Field("primary_need", "Primary need", cells.listed(500), _split(
        "SEN Need Type|Primary Need|SEN Need|SEN Type|SEN Primary Need|Primary SEN Need|Main Need|SEN Needs|SEND Need|"
        "Primary SEN Type|SEN Need 1|SEN Type 1|Primary Area of Need|SEND Primary Need|Type of Need"
    ), special=True),
    Field("other_needs", "Other needs", cells.listed(500), _split(
        "Other Needs|Secondary Need|Secondary SEN Need|SEN Secondary Need|SEN Need 2|SEN Type 2|Additional Needs|"
        "Secondary SEN Type|Secondary Needs|SEND Secondary Need"
    ), special=True),
    Field("need_rank", "Rank of the need (a row for each need)", cells.rank, _split(
        "Rank|Need Rank|SEN Rank|SEN Need Rank|SEN Type Rank|Ranking|SEN Need Ranking|Priority"
    ), special=True),
)  # fmt: skip

GROUPS: dict[str, tuple[str, ...]] = {
    "pupil premium": _split(
        "PP|Pupil Premium|Pupil Premium Indicator|PP Indicator|Pupil Premium Eligible|PPI|Pupil Premium Status|PPG|"
        "Pupil Premium Flag|Disadvantaged"
    ),
    "free school meals": _split("FSM|Free School Meals|Free Meals|FSM Eligible|FSM Eligibility|Eligible for FSM"),
    "free school meals in the last six years": _split("FSM6|Ever 6|Ever6|FSM Ever 6|Ever 6 FSM|FSM Ever6|Ever6 FSM"),
    "EAL": _split(
        "EAL|EAL Status|English as an Additional Language|English Additional Language|EAL Indicator|EAL Flag"
    ),
    "looked-after child": _split(
        "LAC|Looked After|InCare|In Care|Looked After Child|CLA|Child Looked After|LAC Status|In LEA Care|In LA Care|"
        "Children Looked After|CiC"
    ),
    "previously looked-after": _split(
        "Previously Looked After|PLAC|Post LAC|Post Looked After|Previously LAC|Previously In Care|Post Looked After "
        "Arrangements|Adopted from Care"
    ),
    "service child": _split(
        "Service Child|Service Children|SC|Service Children in Education|Service Pupil|Service|SCE|Forces|"
        "Service Family"
    ),
    "young carer": _split("Young Carer|Young Carers|YC|Young Carer Indicator"),
    "medical need": _split("Medical Need|Medical Needs|Medical|Medical Flag"),
    "early help": _split("Early Help|EHA|Early Help Assessment"),
}  # fmt: skip

LOOKED_AFTER, PREVIOUSLY = "looked-after child", "previously looked-after"
KINDS: dict[str, Callable[[Iterable[str]], Parse]] = {  # groups whose columns say more than yes or no
    "EAL": cells.english_as_additional,
    LOOKED_AFTER: cells.looked_after,
}
BY_NAME = {field.name: field for field in FIELDS}
SPECIAL = frozenset(field.name for field in FIELDS if field.special)


def field_of(name: str) -> Field | None:
    """The field of this name, one of FIELDS or a pupil group's as `group:pupil premium`; None for none."""
    if name.startswith(GROUP):
        group = name.removeprefix(GROUP)
        spellings = GROUPS.get(group, ())
        kind = KINDS.get(group)
        parse = kind(spellings) if kind else cells.yes_no(group, spellings)
        return Field(name, group[:1].upper() + group[1:], parse, spellings)
    return BY_NAME.get(name)


def choices(groups: Iterable[str] = ()) -> list[tuple[str, list[tuple[str, str]]]]:
    """The choices for a column, under headings; `groups` are the school's own pupil groups."""
    known = {spelt(group) for group in groups}
    offered = sorted([*groups, *(group for group in GROUPS if spelt(group) not in known)], key=in_order)
    return [
        ("The pupil", [(field.name, field.label) for field in FIELDS if not field.special]),
        ("Special educational needs", [(field.name, field.label) for field in FIELDS if field.special]),
        ("Pupil groups (yes or no)", [(GROUP + group, group[:1].upper() + group[1:]) for group in offered]),
    ]
