"""The individual map for a family: what their child gets, in plain words, with no money anywhere and no UPN."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction

from costing.engine.facts import Session
from costing.engine.groups.components import components_of, contact_hours, ratio_of
from provisions.costs import CostedYear, GroupRow
from pupils.reading import PupilRow, open_outcomes
from reports.documents.head import Head, Json, PaperOptions, head_of, number_text, read_for
from reports.documents.maps.costed_map import group_ids_of, outcome_of, pupil_row
from schools.access import Access
from schools.reading import people_with_role
from schools.roles import Role
from ui.words import dates_uk, hours, plural, time_uk

DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays")


@dataclass(frozen=True)
class FamilyLine:
    """One thing the child gets."""

    group_id: int
    provision: str
    area: str
    what: str
    ratio: str
    staff: str
    weekly_hours: Fraction
    when: str
    outcome: str

    @property
    def together(self) -> str:
        """The ratio in words: one to one, or with how many others."""
        staff, _, pupils = self.ratio.partition(":")
        if self.ratio == "1:1":
            return "One to one"
        return f"{plural(staff, 'adult')} with {plural(pupils, 'child,children')}"

    @property
    def weekly_time(self) -> str:
        """How long each week, as people say it."""
        return hours(self.weekly_hours)

    def json(self) -> Json:
        """The contract's keys of a line."""
        return {
            "provision": self.provision,
            "what": self.what or None,
            "ratio": self.ratio,
            "staff": self.staff,
            "weekly_time": number_text(self.weekly_hours),
            "when": self.when or None,
            "outcome": self.outcome or None,
        }


@dataclass(frozen=True)
class IndividualMap:
    """A child's map for the family."""

    head: Head
    pupil: PupilRow
    lines: tuple[FamilyLine, ...]
    contact: str
    next_review: date | None
    telephone: str = ""
    email: str = ""

    def json(self) -> Json:
        """The contract's keys; no money anywhere, so the head's rules come without their threshold."""
        rules = {"key": self.head.rules.key, "weeks": number_text(self.head.rules.weeks)}
        return {
            **self.head.json(),
            "rules": rules,
            "pupil": {"name": self.pupil.name, "year_group": self.pupil.year_group},
            "lines": [line.json() for line in self.lines],
            "contact": self.contact or None,
            "next_review": self.next_review.isoformat() if self.next_review else None,
        }


def build(access: Access, asked: PaperOptions, pupil_id: int, costed: CostedYear | None = None) -> IndividualMap:
    """A child's map: what they get now or still this year. Raises NotForThem outside the person's reach and
    NotThere where the pupil is not in the year."""
    pupil = pupil_row(access, asked, pupil_id)
    costed = costed or read_for(access, asked, groups=group_ids_of(pupil_id))
    groups = [group for group in costed.by_pupil.get(pupil_id, ()) if still_on(group, pupil_id, asked.on)]
    return IndividualMap(
        head=head_of(access, asked, costed, "individual-map", "What we provide"),
        pupil=pupil,
        lines=tuple(_line(costed, group, pupil_id) for group in groups),
        contact=_contact(access),
        next_review=_next_review(access, pupil_id, asked.on),
        telephone=access.school.telephone,
        email=access.school.email,
    )


def still_on(group: GroupRow, pupil_id: int, day: date) -> bool:
    """Whether the pupil has the place on the day, or will have."""
    if group.status != "running" or (group.facts.ends and group.facts.ends < day):
        return False
    return any(place.pupil_id == pupil_id and (place.left is None or place.left >= day) for place in group.places)


def _line(costed: CostedYear, group: GroupRow, pupil_id: int) -> FamilyLine:
    work = components_of(group.facts, costed.rules, costed.day_in(group))
    held = [place.days for place in group.facts.places if place.pupil == str(pupil_id)]
    days = set().union(*held) if all(held) else set()
    attended = [one for one in work.components if not days or one.day is None or one.day in days]
    return FamilyLine(
        group_id=group.id,
        provision=group.title,
        area=group.area,
        what=group.description,
        ratio=ratio_of(group.facts, work.components),
        staff=_staff(costed, group),
        weekly_hours=contact_hours(attended),
        when=_when(group, days),
        outcome=outcome_of(group, pupil_id),
    )


def _staff(costed: CostedYear, group: GroupRow) -> str:
    """Roles in words, with the person's name where one is set."""
    names: dict[str, list[str]] = {}
    for line in group.staff:
        people = names.setdefault(costed.roles[line.role].name, [])
        if line.person and line.person not in people:
            people.append(line.person)
    return ", ".join(f"{role} ({' and '.join(people)})" if people else role for role, people in names.items())


def _when(group: GroupRow, days: set[int]) -> str:
    """The days and times the child comes (all, where no days are named), and the stretch of the year."""
    sessions = tuple(one for one in group.facts.sessions if not days or one.day in days)
    parts = [_times(sessions), dates_uk(group.facts.starts, group.facts.ends)]
    return ", ".join(part for part in parts if part)


def _times(sessions: tuple[Session, ...]) -> str:
    """Every day at 9.00 am and 10.45 am; Mondays and Fridays at 1.30 pm (week A)."""
    days: dict[tuple[str, int], list[time]] = {}
    for one in sessions:
        starts = days.setdefault((one.week, one.day), []) if not one.left_out else []
        if one.start not in starts:
            starts.append(one.start)
    alike: dict[tuple[str, tuple[time, ...]], list[int]] = {}
    for (week, day), starts in sorted(days.items(), key=lambda found: found[0][1]):
        alike.setdefault((week, tuple(sorted(starts))), []).append(day)
    return "; ".join(
        f"{_days(held)} at {_listed([time_uk(start) for start in starts])}{f' (week {week})' if week else ''}"
        for (week, starts), held in alike.items()
    )


def _days(days: list[int]) -> str:
    """Days in words, for a sentence that may begin with them."""
    return "Every day" if len(days) == len(DAYS) else _listed([DAYS[day] for day in days])


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _contact(access: Access) -> str:
    people = people_with_role(access.school, Role.SENCO)
    return _listed([f"{person}, SENCO" for person in people]) if people else ""


def _next_review(access: Access, pupil_id: int, day: date) -> date | None:
    """The day the next outcome is due to be looked at."""
    due = [outcome.by for outcome in open_outcomes(access, pupil_id) if outcome.by and outcome.status == "open"]
    return min((found for found in due if found >= day), default=None)
