"""Who is supported: pupils, classes and sets."""

from pupils.models.pupils import (
    KEY_STAGES,
    NO_NUMBER,
    Area,
    ClassStaff,
    NeedType,
    Outcome,
    Pupil,
    PupilGroup,
    PupilGroupMember,
    PupilNeed,
    PupilProfile,
    PupilYear,
    SchoolClass,
    YearGroup,
    is_number,
)
from pupils.models.sets import ImportMapping, TeachingSet, TeachingSetPupil, TeachingSetStaff

__all__ = [
    "KEY_STAGES",
    "NO_NUMBER",
    "Area",
    "ClassStaff",
    "ImportMapping",
    "NeedType",
    "Outcome",
    "Pupil",
    "PupilGroup",
    "PupilGroupMember",
    "PupilNeed",
    "PupilProfile",
    "PupilYear",
    "SchoolClass",
    "TeachingSet",
    "TeachingSetPupil",
    "TeachingSetStaff",
    "YearGroup",
    "is_number",
]
