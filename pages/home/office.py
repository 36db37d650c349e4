"""The system manager's home page: people, the calendar, and what still needs entering."""

from __future__ import annotations

from dataclasses import dataclass

from costing.engine.calendar import school_weeks
from schools.access import Access
from schools.clock import today
from schools.models import HalfTerm, Membership, StaffMember
from schools.roles import Role, read_roles
from ui.parts import Fact
from ui.words import dates_uk, plural


@dataclass(frozen=True)
class OfficePage:
    """People by role, and the half-terms of the year. Half-terms are (name, dates, whether it is now)."""

    facts: tuple[Fact, ...]
    roles: tuple[tuple[str, int], ...]
    half_terms: tuple[tuple[str, str, bool], ...]


def build(access: Access) -> OfficePage:
    """People and calendar of the school; no pupil, no need, no money."""
    held = list(Membership.objects.filter(school=access.school).values_list("roles", "user_id", "suspended"))
    counts = {role: sum(role in read_roles(roles) for roles, _, _ in held) for role in Role}
    terms = list(HalfTerm.objects.filter(year=access.year)) if access.year else []
    weeks = len(school_weeks(tuple((term.starts, term.ends) for term in terms))) if terms else 0
    waiting = sum(1 for _, user, _ in held if user is None)
    return OfficePage(
        facts=(
            Fact("People who may sign in", str(len(held)), f"{waiting} not signed in yet" if waiting else ""),
            Fact("Staff", str(StaffMember.objects.filter(school=access.school).count())),
            Fact("School weeks", str(weeks) if weeks else "not entered", plural(len(terms), "half-term")),
        ),
        roles=tuple((role.label, count) for role, count in counts.items() if count),
        half_terms=tuple(
            (term.name, dates_uk(term.starts, term.ends), term.starts <= today() <= term.ends) for term in terms
        ),
    )
