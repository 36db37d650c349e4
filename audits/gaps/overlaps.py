"""Two lists beside the gap analysis: pupils in several provisions of one area, and training that is needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from audits.gaps.reading import Facts, GapProvision, Who
from provisions.models import Staffing, Tier
from schools.access import Access
from ui.folding import by_name
from ui.words import plural


@dataclass(frozen=True, slots=True)
class Overlap:
    """A pupil with places in several running provisions of one area of need; each with its groups."""

    who: Who
    area: str
    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Untrained:
    """A member of staff (or, unnamed, a role) who takes a group without the training its provision asks for."""

    who: str
    group: int
    title: str


@dataclass(frozen=True, slots=True)
class Training:
    """A provision that asks for training: who has not had it, and how many staff are trained for how many groups."""

    kind: GapProvision
    groups: int
    trained: int
    gap: bool
    untrained: tuple[Untrained, ...] = ()

    @property
    def too_few(self) -> bool:
        """Whether there are fewer trained staff than running groups; or none where there is a gap."""
        return self.trained < self.groups or (self.gap and not self.trained)

    @property
    def words(self) -> str:
        """Trained staff and groups in a sentence."""
        people = plural(self.trained, "person is,people are") if self.trained else "Nobody is"
        groups = plural(self.groups, "group runs,groups run") if self.groups else "no group runs yet"
        return f"{people} marked as trained; {groups}."


def overlaps_of(facts: Facts) -> tuple[Overlap, ...]:
    """The pupils within reach who are in more than one provision of an area, universal provision not counted."""
    found: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(dict)
    for group in facts.running:
        if group.tier != Tier.UNIVERSAL:
            for pupil in group.pupils_on(facts.day):
                found[f"p{pupil}", group.area].setdefault(group.provision, []).append(group.code)
    place = {key: number for number, key in enumerate(facts.people)}
    seen = [
        Overlap(facts.people[key], area, tuple(f"{name} ({', '.join(codes)})" for name, codes in held.items()))
        for (key, area), held in found.items()
        if len(held) > 1 and key in facts.people and (facts.within is None or key in facts.within)
    ]
    return tuple(sorted(seen, key=lambda one: (one.area, place[one.who.key])))


def training_of(access: Access, facts: Facts, short: Iterable[int]) -> tuple[Training, ...]:
    """The provisions with groups or a gap (`short`) that ask for training, where somebody has not had it or too few
    have. A person counts once, however many groups they take; a line without a name counts as one more."""
    groups = {group.id: group for group in facts.running}
    rows = Staffing.objects.filter(group__in=groups, ended_at=None).exclude(group__provision__training_needed="")
    trained: dict[int, set[str]] = defaultdict(set)
    lacking: dict[int, list[Untrained]] = defaultdict(list)
    fields = ("id", "group_id", "person_id", "person__name", "role__name", "trained")
    for pk, number, person, name, role, told in by_name(rows.order_by("id").values_list(*fields), 3):
        group = groups[number]
        if told:
            trained[group.provision_id].add(f"person {person}" if person else f"line {pk}")
        elif told is False:
            lacking[group.provision_id].append(Untrained(name or role, number, f"{group.title} ({group.code})"))
    wanted, run = set(short), [group.provision_id for group in facts.running]
    kinds = sorted(facts.kinds.values(), key=lambda kind: kind.name.casefold())
    found = (
        Training(kind, run.count(kind.id), len(trained[kind.id]), kind.id in wanted, tuple(lacking[kind.id]))
        for kind in kinds
        if kind.training and (kind.id in wanted or kind.id in run)
    )
    return tuple(one for one in found if one.too_few or one.untrained)
