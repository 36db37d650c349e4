"""The preview of a change to several groups: each group before and after, field by field, and its cost."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from provisions.costed import costed_group
from provisions.costs import ON_THE_MAP, read_year
from provisions.groups.fields import in_words
from provisions.models import InterventionGroup, Place, Session, Staffing
from schools.access import Access
from schools.clock import today
from schools.roles import Permission
from ui.folding import in_order
from ui.words import dates_uk, minutes, money, number, plural, time_uk

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """A group's fields in words (several lines each, where there are lines), and its cost for the year. `cost` is None
    where it is not worked out; `counted` is whether the group is on the map."""

    title: str
    code: str
    fields: Mapping[str, Lines]
    cost: Decimal | None
    counted: bool

    @property
    def cost_words(self) -> str:
        """The cost, and whether it counts."""
        told = money(self.cost) if self.cost is not None else "no cost yet"
        return told if self.counted else f"not on the map ({told})" if self.cost is not None else "not on the map"


@dataclass(frozen=True, slots=True)
class GroupFieldChange:
    """A field before and after: only the lines that differ."""

    label: str
    before: Lines
    after: Lines


@dataclass(frozen=True, slots=True)
class GroupChange:
    """A group that would change, or be made (`then` is None)."""

    then: Stand | None
    now: Stand
    fields: tuple[GroupFieldChange, ...]


@dataclass(frozen=True)
class BulkPreview:
    """All changes, and what is to be looked at before they are made. `mark` is equal for equal changes."""

    groups: tuple[GroupChange, ...]
    unchanged: tuple[str, ...]
    costs: bool
    warnings: tuple[str, ...] = ()

    @property
    def before(self) -> Decimal:
        """The cost of these groups on the map now, in pounds."""
        return _together(change.then for change in self.groups)

    @property
    def after(self) -> Decimal:
        """Their cost after the change, in pounds."""
        return _together(change.now for change in self.groups)

    @property
    def words(self) -> str:
        """The number of changes, in a line."""
        made = sum(change.then is None for change in self.groups)
        parts = [plural(made, "new group")] if made else []
        if len(self.groups) > made:
            parts.append(plural(len(self.groups) - made, "group changes,groups change"))
        told = " and ".join(parts)
        if not self.costs:
            return f"{told}."
        return f"{told}. Together they cost {money(self.before)} on the map now, and {money(self.after)} afterwards."

    @property
    def mark(self) -> str:
        """A short hash of all changes."""
        said = [
            (change.now.code, change.fields, change.then and change.then.cost_words, change.now.cost_words)
            for change in self.groups
        ]
        return sha256(repr((said, self.unchanged, self.warnings)).encode()).hexdigest()[:20]


def _together(stands: Iterable[Stand | None]) -> Decimal:
    return sum((stand.cost for stand in stands if stand and stand.counted and stand.cost is not None), Decimal(0))


def stands_of(access: Access, ids: Iterable[int]) -> dict[int, Stand]:
    """These groups as they are now, in a number of queries that does not grow with them; costs for those who see
    them."""
    wanted = list(ids)
    rows = InterventionGroup.objects.filter(pk__in=wanted).select_related(
        "provision", "school_class", "funding_stream", "measure"
    )
    staffing = Staffing.objects.filter(group__in=wanted, ended_at=None).select_related("role", "person").order_by("id")
    sessions = Session.objects.filter(group__in=wanted, ended_at=None).select_related("role")
    places = Place.objects.filter(group__in=wanted).select_related("pupil")
    by_name = sorted(
        places.order_by("joined", "id"), key=lambda place: in_order(place.pupil.surname, place.pupil.forename)
    )
    lines = {
        "Staffing": _lines(staffing, _staffing), "Sessions": _lines(sessions, _session),
        "Pupils": _lines(by_name, _place),
    }  # fmt: skip
    costs = _costs(access, wanted)
    return {
        row.pk: Stand(
            title=str(row),
            code=row.code,
            fields={label: (text,) if text else () for label, text in in_words(row).items()}
            | {label: told[row.pk] for label, told in lines.items()},
            cost=costs.get(row.pk),
            counted=row.status in ON_THE_MAP,
        )
        for row in rows.order_by("code", "id")
    }


def changes_between(
    access: Access, before: Mapping[int, Stand], after: Mapping[int, Stand], warnings: tuple[str, ...] = ()
) -> BulkPreview:
    """The differences between two readings of the same groups; a group only in the second is new."""
    pairs = [(before.get(pk), now) for pk, now in after.items()]
    changes = [
        GroupChange(then, now, tuple(_differing(then.fields if then else {}, now.fields))) for then, now in pairs
    ]
    same = tuple(f"{change.now.title} ({change.now.code})" for change in changes if not change.fields)
    changed = tuple(change for change in changes if change.fields)
    return BulkPreview(changed, same, access.may(Permission.VIEW_COSTS), warnings)


def _differing(then: Mapping[str, Lines], now: Mapping[str, Lines]) -> Iterable[GroupFieldChange]:
    for label, lines in now.items():
        was, became = Counter(then.get(label, ())), Counter(lines)
        if was != became:
            yield GroupFieldChange(label, tuple((was - became).elements()), tuple((became - was).elements()))


def _lines(rows: Iterable[Any], words: Callable[[Any], str]) -> Mapping[int, Lines]:
    """The rows in words, by group."""
    found: dict[int, Lines] = defaultdict(tuple)
    for row in rows:
        found[row.group_id] += (words(row),)
    return found


def _staffing(row: Staffing) -> str:
    many = f"{number(row.staff)} × " if row.staff != 1 else ""
    person = f" – {row.person}" if row.person else ""
    trained = "" if row.trained is None else ", trained" if row.trained else ", not trained yet"
    return f"{many}{row.role.name}{person}, {number(row.sessions)} × {minutes(row.minutes)} a week{trained}"


def _session(row: Session) -> str:
    week = f" (week {row.week})" if row.week else ""
    time = f"{row.get_day_display()} {time_uk(row.start)}{week}, {minutes(row.minutes)}"
    return ", ".join(filter(None, [time, row.role.name if row.role else "", row.room, row.left_out]))


def _place(row: Place) -> str:
    charged = "charged in full" if row.charged_in_full else ""
    return ", ".join(filter(None, [str(row.pupil), dates_uk(row.joined, row.left), charged]))


def _costs(access: Access, ids: Sequence[int]) -> dict[int, Decimal]:
    """The printed cost of each group as on the map, drafts included; empty for those who see no costs."""
    if not access.may(Permission.VIEW_COSTS) or access.year is None or not ids:
        return {}
    costed = read_year(access.year, on=today(), groups=ids, statuses=[*ON_THE_MAP, InterventionGroup.Status.DRAFT])
    costing = costed.costing()
    found: dict[int, Any] = {group.id: costed_group(costing, group, today()).full_cost for group in costed.groups}
    return {pk: cost for pk, cost in found.items() if cost is not None}
