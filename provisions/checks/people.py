"""Checks of who is supported and by whom."""

from __future__ import annotations

from collections.abc import Iterator

from provisions.checks.facts import UNIVERSAL, MapFacts, group_title
from ui.findings import Finding
from ui.words import date_uk, plural


def without_provision(facts: MapFacts) -> Iterator[Finding]:
    """Pupils with SEN who are in no group: they have no provision, or it is missing on the map."""
    for pupil, known in facts.pupils.items():
        if known.has_sen and not known.left and pupil not in facts.by_pupil:
            sentence = f"{known.name} has SEN and no place in any group now."
            yield Finding("without-provision", sentence, severity="note", pupil=str(pupil))


def no_number(facts: MapFacts) -> Iterator[Finding]:
    """Pupils who have no UPN or admission number yet, by which files of other systems would know them."""
    for pupil, known in facts.pupils.items():
        if not known.numbered and not known.left:
            yield Finding("no-number", f"{known.name} has no UPN or admission number yet.", pupil=str(pupil))


def no_need(facts: MapFacts) -> Iterator[Finding]:
    """Pupils with SEN and no need recorded."""
    for pupil, known in facts.pupils.items():
        if known.has_sen and not known.left and not known.need_recorded:
            yield Finding("no-need", f"{known.name} has SEN and no primary need recorded.", pupil=str(pupil))


def left_with_place(facts: MapFacts) -> Iterator[Finding]:
    """Pupils who have left the school and still have a place, which is still costed."""
    for pupil, places in facts.by_pupil.items():
        known = facts.pupils.get(pupil)
        if known and known.left and known.left < facts.on:
            group = places[0][0]
            yield Finding(
                "left-the-school",
                f"{known.name} left the school on {date_uk(known.left)} and still has {_held(len(places))}.",
                group=group.code,
                pupil=str(pupil),
            )


def nobody_in_it(facts: MapFacts) -> Iterator[Finding]:
    """Running groups without a pupil."""
    for group in facts.running:
        if group.tier != UNIVERSAL and not group.pupils_on(facts.on):
            yield Finding(
                "no-pupils", f"{group_title(group)} is running and no pupil has a place in it.", group=group.code
            )


def past_its_end(facts: MapFacts) -> Iterator[Finding]:
    """Groups still marked as running after their last day."""
    for group in facts.groups:
        ends = group.facts.ends
        if group.status == "running" and ends is not None and ends < facts.on:
            yield Finding(
                "past-its-end",
                f"{group_title(group)} came to its end on {date_uk(ends)} and is still marked as running.",
                severity="note",
                group=group.code,
            )


def person_of_another_role(facts: MapFacts) -> Iterator[Finding]:
    """People who stand in the line of a role that is not their work; it is costed as the line says."""
    for group in facts.running:
        for staff in group.staff_on(facts.on):
            work = facts.works_as.get(staff.person_id or 0)
            if work and staff.role not in work:
                yield Finding(
                    "person-of-another-role",
                    f"{staff.person} works as {', '.join(sorted(work))} and is named for {staff.role} in "
                    f"{group_title(group)}, which is costed as {staff.role}.",
                    severity="note",
                    group=group.code,
                )


def not_trained(facts: MapFacts) -> Iterator[Finding]:
    """Staff marked as not trained for provision that asks for training."""
    for group in facts.running:
        for who in sorted(who for held, who in facts.untrained if held == group.id):
            sentence = f"{group_title(group)}: {who} is not yet trained for it."
            yield Finding("not-trained", sentence, severity="note", group=group.code)


def _held(places: int) -> str:
    return "a place" if places == 1 else plural(places, "place")
