"""Checks of records: outcomes, baseline and exit scores, reviews."""

from __future__ import annotations

from collections.abc import Iterator

from provisions.checks.facts import UNIVERSAL, MapFacts, group_title
from provisions.costs import GroupRow, PlaceRow
from ui.findings import Finding
from ui.words import date_uk, plural


def no_outcome(facts: MapFacts) -> Iterator[Finding]:
    """Places without an outcome of the pupil."""
    for group, places in _open_places(facts):
        without = [place for place in places if not place.outcome]
        if without:
            yield Finding(
                "no-outcome",
                f"{group_title(group)}: {_of(len(without), len(places))} no outcome to work towards here.",
                severity="note",
                group=group.code,
            )


def no_baseline(facts: MapFacts) -> Iterator[Finding]:
    """Places in a group with a measure but without a baseline score, so that no progress can be measured."""
    for group, places in _open_places(facts):
        without = [place for place in places if (group.id, place.pupil_id) in facts.without_baseline]
        if without:
            yield Finding(
                "no-baseline",
                f"{group_title(group)}: {_of(len(without), len(places))} no baseline on {group.measure}.",
                severity="note",
                group=group.code,
            )


def no_exit(facts: MapFacts) -> Iterator[Finding]:
    """Ended groups without an exit score, so that their result cannot be measured."""
    for group in facts.groups:
        ended = group.status == "ended" or (group.facts.ends is not None and group.facts.ends < facts.on)
        without = {pupil for pupil in group.pupil_ids if (group.id, pupil) in facts.without_exit}
        if ended and without:
            who = _of(len(without), len(group.pupil_ids))
            sentence = f"{group_title(group)} has ended: {who} no exit score on {group.measure}."
            yield Finding("no-exit-score", sentence, severity="note", group=group.code)


def outcome_overdue(facts: MapFacts) -> Iterator[Finding]:
    """Pupils with an open outcome whose date is past."""
    for pupil, known in facts.pupils.items():
        if known.overdue:
            yield Finding(
                "outcome-overdue",
                f"{known.name} has an outcome that was due by {date_uk(known.overdue)} and is still open.",
                pupil=str(pupil),
            )


def review_overdue(facts: MapFacts) -> Iterator[Finding]:
    """Pupils with SEN on the map who have had no review for a term.

    Schools meet the parents of a child with SEN support at least three times a year to review progress (SEND Code of
    Practice 2015, 6.65).
    """
    if facts.reviews_since is None:
        return
    for pupil in facts.by_pupil:
        known = facts.pupils.get(pupil)
        if known and known.has_sen and (known.last_review is None or known.last_review < facts.reviews_since):
            when = f"since {date_uk(known.last_review)}" if known.last_review else "yet"
            sentence = f"{known.name} has had no review {when}."
            yield Finding("review-overdue", sentence, severity="note", pupil=str(pupil))


def _open_places(facts: MapFacts) -> Iterator[tuple[GroupRow, list[PlaceRow]]]:
    return ((group, places) for group, places in facts.by_group if group.tier != UNIVERSAL)


def _of(some: int, every: int) -> str:
    if some == every:
        return "the pupil has" if every == 1 else f"all {plural(every, 'pupil')} have"
    return f"{some} of {plural(every, 'pupil')} {'has' if some == 1 else 'have'}"
