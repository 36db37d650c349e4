"""Short ways to say a group, a place, a role."""

from dataclasses import replace
from datetime import date, time
from fractions import Fraction

from costing.engine.facts import Calendar, Group, Pay, Place, RateBasis, Role, Session, StaffingLine
from costing.rules_files import load_rules

HALF_TERMS = (
    (date(2026, 9, 7), date(2026, 10, 23)),
    (date(2026, 11, 2), date(2026, 12, 18)),
    (date(2027, 1, 4), date(2027, 2, 12)),
    (date(2027, 2, 22), date(2027, 3, 26)),
    (date(2027, 4, 12), date(2027, 5, 28)),
    (date(2027, 6, 7), date(2027, 7, 20)),
)
YEAR = Calendar(date(2026, 9, 1), date(2027, 8, 31), HALF_TERMS)
BARE_YEAR = Calendar(date(2026, 9, 1), date(2027, 8, 31))
GUIDANCE = load_rules("38-week-guidance")
TIMETABLE = load_rules("39-week-timetable")
AUTUMN = {"starts": date(2026, 9, 7), "ends": date(2026, 12, 18)}


def role(code="TA", rate="20", kind="other", **more):
    return Role(code, more.pop("name", code), kind, (Pay(RateBasis.HOURLY, Fraction(rate)),), **more)


ROLES = {
    "TA": role("TA", "20"),
    "LM": role("LM", "23.5"),
    "T": role("T", "31.05"),
    "SENCO": role("SENCO", "35", "SENCO"),
}


def staffing(code="TA", sessions="1", minutes="60", staff="1"):
    return StaffingLine(code, Fraction(sessions), Fraction(minutes), Fraction(staff))


def session(day=0, minutes="60", start=9, **more):
    if "staff" in more:
        more["staff"] = Fraction(more["staff"])
    return Session(day, time(start, 30), Fraction(minutes), **more)


def places(*pupils, **more):
    return tuple(Place(str(n), pupil, **more) for n, pupil in enumerate(pupils))


def group(code="G", size=6, weeks="38", **more):
    more.setdefault("staffing", (staffing(),))
    more.setdefault("places", places("P1"))
    more.setdefault("tier", "targeted")
    return Group(code=code, provision="Provision", size=size, weeks=Fraction(weeks), **more)


def rules(base=GUIDANCE, **changes):
    return replace(base, **changes)


def codes(remarks):
    return [remark.code for remark in remarks]
