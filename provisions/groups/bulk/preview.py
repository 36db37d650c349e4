"""The preview of a change to several groups: each group before and after, field by field, and its cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from provisions.costed import costed_group
from provisions.costs import ON_THE_MAP, read_year
from provisions.models import InterventionGroup, Place, Session, Staffing
from pupils.models import YearGroup
from schools.clock import today
from schools.roles import Permission
from ui.words import date_uk, dates_uk, minutes, money, number, plural, time_uk

if TYPE_CHECKING:
    from schools.access import Access

Lines = tuple[str, ...]
DAYS = dict(Session.Day.choices)


@dataclass(frozen=True, slots=True)
class Stand:
    """A group's fields in words (several lines each, where there are lines), and its cost for the year. `cost` is None
    where it is not worked out; `counted` is whether the group is on the map."""

    title: str
    code: str
    fields: Mapping[str, Lines]
    cost: Decimal | None
    counted: bool


@dataclass(frozen=True, slots=True)
class GroupFieldChange:
    """A field before and after: only the lines that differ."""

    label: str
    before: Lines
    after: Lines


@dataclass(frozen=True, slots=True)
class GroupChange:
    """A group that would change, or be made (`new`)."""

    title: str
    code: str
    new: bool
    fields: tuple[GroupFieldChange, ...]
    before: Decimal | None
    after: Decimal | None
    before_words: str
    after_words: str


@dataclass(frozen=True)
class BulkPreview:
    """All changes. `mark` is equal for equal changes."""

    groups: tuple[GroupChange, ...]
    unchanged: tuple[str, ...]
    costs: bool

    @property
    def before(self) -> Decimal:
        """The cost of these groups on the map now, in pounds."""
        return sum((group.before for group in self.groups if group.before is not None), Decimal(0))

    @property
    def after(self) -> Decimal:
        """Their cost after the change, in pounds."""
        return sum((group.after for group in self.groups if group.after is not None), Decimal(0))

    @property
    def words(self) -> str:
        """The number of changes, in a line."""
        made = sum(group.new for group in self.groups)
        parts = [plural(made, "new group")] if made else []
        if len(self.groups) > made:
            parts.append(plural(len(self.groups) - made, "group changes,groups change"))
        told = " and ".join(parts) or "Nothing would change"
        if not self.costs or not self.groups:
            return f"{told}."
        return f"{told}. Together they cost {money(self.before)} on the map now, and {money(self.after)} afterwards."

    @property
    def mark(self) -> str:
        """A short hash of all changes."""
        return sha256(repr((self.groups, self.unchanged)).encode()).hexdigest()[:20]


def stands_of(access: Access, ids: Iterable[int]) -> dict[int, Stand]:
    """These groups as they are now, in a number of queries that does not grow with them; costs for those who see
    them."""
    wanted = list(ids)
    rows = InterventionGroup.objects.filter(pk__in=wanted).select_related(
        "provision", "school_class", "funding_stream", "measure"
    )
    staffing, sessions, places = _staffing(wanted), _sessions(wanted), _places(wanted)
    costs = _costs(access, wanted)
    return {
        row.pk: Stand(
            title=str(row),
            code=row.code,
            fields=_fields(row) | {
                "Staffing": staffing[row.pk], "Sessions": sessions[row.pk], "Pupils": places[row.pk],
            },
            cost=costs.get(row.pk),
            counted=row.status in ON_THE_MAP,
        )
        for row in rows.order_by("code", "id")
    }  # fmt: skip


def changes_between(access: Access, before: Mapping[int, Stand], after: Mapping[int, Stand]) -> BulkPreview:
    """The differences between two readings of the same groups; a group only in the second is new."""
    changes, same = [], []
    for pk, now in after.items():
        then = before.get(pk)
        fields = tuple(_differing(then.fields if then else {}, now.fields))
        if fields:
            changes.append(_change(then, now, fields))
        else:
            same.append(f"{now.title} ({now.code})")
    return BulkPreview(tuple(changes), tuple(same), access.may(Permission.VIEW_COSTS))


def _change(then: Stand | None, now: Stand, fields: tuple[GroupFieldChange, ...]) -> GroupChange:
    return GroupChange(
        title=now.title, code=now.code, new=then is None, fields=fields,
        before=then.cost if then and then.counted else None, after=now.cost if now.counted else None,
        before_words=_cost_words(then), after_words=_cost_words(now),
    )  # fmt: skip


def _cost_words(stand: Stand | None) -> str:
    if stand is None:
        return ""
    told = money(stand.cost) if stand.cost is not None else "no cost yet"
    return told if stand.counted else f"not on the map ({told})" if stand.cost is not None else "not on the map"


def _differing(then: Mapping[str, Lines], now: Mapping[str, Lines]) -> Iterable[GroupFieldChange]:
    for label, lines in now.items():
        was = then.get(label, ())
        if sorted(was) != sorted(lines):
            yield GroupFieldChange(label, _without(was, lines), _without(lines, was))


def _without(lines: Lines, others: Lines) -> Lines:
    rest = list(others)
    kept = []
    for line in lines:
        if line in rest:
            rest.remove(line)
        else:
            kept.append(line)
    return tuple(kept)


def _fields(row: InterventionGroup) -> dict[str, Lines]:
    found = {
        "Status": row.get_status_display(),
        "Class": str(row.school_class or ""),
        "Year groups": ", ".join(str(YearGroup(code).label) for code in row.year_groups),
        "First day": date_uk(row.starts),
        "Last day": date_uk(row.ends),
        "Weeks": number(row.weeks),
        "Group size": number(row.size),
        "Setting": row.get_setting_display(),
        "Paid from": str(row.funding_stream or ""),
        "Measure": str(row.measure or ""),
        "Focus": row.focus,
        "Expected outcomes": row.expected_outcomes,
        "Monitoring": row.monitoring,
    }
    return {label: (text,) if text else () for label, text in found.items()}


def _staffing(ids: Sequence[int]) -> dict[int, Lines]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Staffing.objects.filter(group__in=ids, ended_at=None).select_related("role", "person").order_by("id")
    for row in rows:
        many = f"{number(row.staff)} × " if row.staff != 1 else ""
        person = f" – {row.person}" if row.person else ""
        found[row.group_id].append(
            f"{many}{row.role.name}{person}, {number(row.sessions)} × {minutes(row.minutes)} a week"
        )
    return _tuples(found)


def _sessions(ids: Sequence[int]) -> dict[int, Lines]:
    found: dict[int, list[str]] = defaultdict(list)
    for row in Session.objects.filter(group__in=ids, ended_at=None).select_related("role"):
        week = f" (week {row.week})" if row.week else ""
        more = [row.role.name if row.role else "", row.room, row.left_out]
        told = [f"{DAYS[row.day]} {time_uk(row.start)}{week}, {minutes(row.minutes)}", *(one for one in more if one)]
        found[row.group_id].append(", ".join(told))
    return _tuples(found)


def _places(ids: Sequence[int]) -> dict[int, Lines]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Place.objects.filter(group__in=ids).select_related("pupil")
    for row in rows.order_by("pupil__surname", "pupil__forename", "joined", "id"):
        more = [dates_uk(row.joined, row.left), "charged in full" if row.charged_in_full else ""]
        found[row.group_id].append(", ".join([str(row.pupil), *(one for one in more if one)]))
    return _tuples(found)


def _tuples(found: Mapping[int, list[str]]) -> dict[int, Lines]:
    return defaultdict(tuple, {pk: tuple(lines) for pk, lines in found.items()})


def _costs(access: Access, ids: Sequence[int]) -> dict[int, Decimal]:
    """The printed cost of each group as on the map, drafts included; empty for those who see no costs."""
    if not access.may(Permission.VIEW_COSTS) or access.year is None or not ids:
        return {}
    costed = read_year(access.year, on=today(), groups=ids, statuses=[*ON_THE_MAP, InterventionGroup.Status.DRAFT])
    costing = costed.costing()
    found: dict[int, Any] = {group.id: costed_group(costing, group, today()).full_cost for group in costed.groups}
    return {pk: cost for pk, cost in found.items() if cost is not None}
