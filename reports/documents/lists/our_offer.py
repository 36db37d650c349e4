"""Our offer: what the school provides, with no cost, no name and no count, for its website and the SEN information
report.

It is made from the catalogue. From the running groups it takes only their year groups, and only where at least five
pupils are in them, so that no child can be recognised.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from provisions.catalogue.reading import provisions_of
from provisions.costs import CostedYear, GroupRow
from provisions.models import Provision
from pupils.reading import YEAR_GROUP_ORDER
from reports.disclosure import LEAST
from reports.documents.head import Head, Json, PaperOptions, head_of, read_for
from reports.documents.maps.whole_school_map import year_groups_listed
from schools.access import Access
from schools.roles import Permission
from ui.marks import AREAS, TIERS
from ui.words import number, plural

WHEN_NEEDED = "Any year group, when a child needs it"
EVERYONE = "Every child"


@dataclass(frozen=True)
class OfferedProvision:
    """A provision in plain words; "" where the catalogue is blank."""

    name: str
    area: str
    tier: str
    what: str
    helps: str
    years: str
    pattern: str
    led_by: str
    measured: str
    ends: str

    def json(self) -> Json:
        """The provision for a program."""
        return {
            "provision": self.name,
            "area": self.area,
            "tier": self.tier,
            "what": self.what or None,
            "helps": self.helps or None,
            "years": self.years,
            "pattern": self.pattern or None,
            "led_by": self.led_by or None,
            "measured": self.measured or None,
            "ends": self.ends or None,
        }


@dataclass(frozen=True)
class OurOffer:
    """The offer by area of need and, within it, by tier."""

    head: Head
    offers: tuple[OfferedProvision, ...]

    @property
    def by_area(self) -> dict[str, tuple[OfferedProvision, ...]]:
        """The areas in their order, each with what is offered there."""
        held = {area.code: tuple(one for one in self.offers if one.area == area.code) for area in AREAS}
        return {area: offers for area, offers in held.items() if offers}

    def json(self) -> Json:
        """The common head without what is about money, and the provisions."""
        head = self.head.json()
        return {
            **{key: head[key] for key in ("document", "school", "year", "made_on")},
            "provisions": [offer.json() for offers in self.by_area.values() for offer in offers],
        }


def build(access: Access, asked: PaperOptions, costed: CostedYear | None = None) -> OurOffer:
    """What is offered this year: what has a group on the map, and what every child gets."""
    access.need(Permission.HOME)
    costed = costed or read_for(access, asked)
    groups: dict[int, list[GroupRow]] = {}
    for group in costed.groups:
        groups.setdefault(group.provision_id, []).append(group)
    roles = {code: role.name for code, role in costed.roles.items()}
    offers = [
        _offer(provision, groups.get(provision.pk, []), roles)
        for provision in provisions_of(access)
        if provision.pk in groups or provision.tier == "universal"
    ]
    return OurOffer(
        head_of(access, asked, costed, "our-offer", "What we offer"),
        tuple(sorted(offers, key=lambda one: (list(TIERS).index(one.tier), one.name.lower()))),
    )


def _offer(provision: Provision, groups: Iterable[GroupRow], roles: dict[str, str]) -> OfferedProvision:
    codes = [code.strip() for code in provision.usual_roles.split(",") if code.strip()]
    return OfferedProvision(
        name=provision.name,
        area=provision.area,
        tier=provision.tier,
        what=provision.description,
        helps=provision.entry_criteria,
        years=EVERYONE if provision.tier == "universal" else _years(groups),
        pattern=_pattern(provision),
        led_by=", ".join(dict.fromkeys(roles.get(code, code) for code in codes)),
        measured=provision.measure.name if provision.measure else "",
        ends=provision.exit_criteria,
    )


def _years(groups: Iterable[GroupRow]) -> str:
    """The year groups of the groups, where each has at least five pupils; otherwise that help is given when needed."""
    pupils: dict[str, set[int]] = {}
    for group in groups:
        for year in group.year_groups:
            pupils.setdefault(year, set()).update(place.pupil_id for place in group.places)
    told = tuple(year for year in YEAR_GROUP_ORDER if len(pupils.get(year, ())) >= LEAST)
    return year_groups_listed(told) if told and len(told) == len(pupils) else WHEN_NEEDED


def _pattern(provision: Provision) -> str:
    """In a group of 4, 4 times a week for 15 minutes, for 38 weeks: as far as the catalogue says."""
    size = provision.usual_size
    parts = [
        {None: "", 1: "One to one"}.get(size, f"In a group of {size}"),
        _often(provision),
        f"for {plural(provision.usual_weeks, 'week')}" if provision.usual_weeks else "",
    ]
    said = ", ".join(part for part in parts if part)
    return said[:1].upper() + said[1:]


def _often(provision: Provision) -> str:
    sessions, minutes = provision.usual_sessions, provision.usual_minutes
    if sessions is None:
        often = ""
    elif sessions < 1:
        often = "every other week"
    else:
        often = {"1": "once", "2": "twice"}.get(number(sessions), f"{number(sessions)} times") + " a week"
    return " ".join(part for part in (often, f"for {plural(minutes, 'minute')}" if minutes else "") if part)
