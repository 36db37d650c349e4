"""Changing what stands at the beginning: who works here, the calendar and the school itself."""

from schools.services.calendar import add_year, begin_year, change_day_bands, change_year, check_new_year
from schools.services.entrance import (
    INVITATION_DAYS,
    Invitation,
    InvitationError,
    accept_invitation,
    read_invitation,
    token_of,
)
from schools.services.people import invite, invite_again, let_in, put_person, suspend
from schools.services.school import SCHOOL_FIELDS, begin_school, change_school

__all__ = [
    "INVITATION_DAYS",
    "SCHOOL_FIELDS",
    "Invitation",
    "InvitationError",
    "accept_invitation",
    "add_year",
    "begin_school",
    "begin_year",
    "change_day_bands",
    "change_school",
    "change_year",
    "check_new_year",
    "invite",
    "invite_again",
    "let_in",
    "put_person",
    "read_invitation",
    "suspend",
    "token_of",
]
