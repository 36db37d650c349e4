"""Saving scores and reviews."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from delivery.records.models import Review, Score
from provisions.models import InterventionGroup, Measure
from pupils.models import Pupil
from schools.access import Access, there
from schools.edits import Edit, Refused, edit
from ui.folding import by_name
from ui.words import date_uk

REVIEW_FIELDS = ("date", "group", "found", "result", "next_step", "pupils_view", "familys_view", "by")


def pupil_of(by: Access, pk: int) -> Pupil:
    """A pupil of the school. Raises NotThere where there is none with this number."""
    return there(Pupil.objects.filter(school=by.school, pk=pk).first(), "There is no such pupil.")


def groups_of(by: Access, pupil_id: int) -> list[tuple[int, str]]:
    """The groups that the pupil has or had a place in, this year's first, to choose from."""
    rows = InterventionGroup.objects.filter(school=by.school, places__pupil=pupil_id).select_related(
        "provision", "year"
    )
    ordered = sorted(by_name(rows.distinct().order_by("id"), "code"), key=lambda row: row.year.starts, reverse=True)
    return [(row.pk, f"{row}, {row.year}") for row in ordered]


def measure_choices(by: Access) -> list[tuple[int, str]]:
    """The school's measures to choose from."""
    return by_name(Measure.objects.filter(school=by.school).order_by("id").values_list("id", "name"), 1)


def score_of(by: Access, pk: int) -> Score:
    """A stored score. Raises NotThere where the school has none with this number."""
    found = Score.objects.filter(school=by.school, pk=pk).select_related("pupil", "measure").first()
    return there(found, "There is no such score.")


def review_of(by: Access, pk: int) -> Review:
    """A stored review. Raises NotThere where the school has none with this number."""
    found = Review.objects.filter(school=by.school, pk=pk).select_related("pupil").first()
    return there(found, "There is no such review.")


def save_score(
    *, by: Access, pupil: Pupil, score: Score | None = None, ticket: UUID | None = None, **values: Any
) -> Edit:
    """Save a score, or change a stored one. Raises Refused where that day has one on the same measure already."""
    with edit(by, "changed" if score else "added", pupil, ticket=ticket) as change:
        measure = _linked(by, Measure, values.pop("measure"), "measure")
        group = _linked(by, InterventionGroup, values.pop("group"), "group")
        taken = Score.objects.filter(pupil=pupil, measure=measure, date=values["date"])
        if (taken.exclude(pk=score.pk) if score else taken).exists():
            raise Refused(
                f"There is a result on {measure} for {date_uk(values['date'])} already. Change that one, or give the "
                "day of this one.", "date",
            )  # fmt: skip
        values |= {"measure": measure, "group": group}
        if score:
            change.set(score, **values)
        else:
            change.add(Score(pupil=pupil, **values))
    return change


def remove_score(*, by: Access, score: Score, ticket: UUID | None = None) -> Edit:
    """Remove a score that was entered by mistake."""
    with edit(by, "removed a score of", score.pupil, ticket=ticket) as change:
        change.remove(score)
    return change


def save_review(
    *, by: Access, pupil: Pupil, values: Mapping[str, Any], review: Review | None = None, ticket: UUID | None = None
) -> Edit:
    """Add a review, or fill in what a stored one leaves blank. Raises Refused where that day and group have one
    already."""
    with edit(by, "changed" if review else "added", pupil, ticket=ticket) as change:
        if review:
            change.set(review, **{name: value for name, value in values.items() if not getattr(review, name)})
            return change
        group = _linked(by, InterventionGroup, values["group"], "group")
        if Review.objects.filter(pupil=pupil, date=values["date"], group=group).exists():
            raise Refused(
                f"There is a review of {date_uk(values['date'])} already. Write what is missing into that one, or give "
                "this one its own day.", "date",
            )  # fmt: skip
        change.add(Review(pupil=pupil, **{**values, "group": group}))
    return change


def _linked(by: Access, model: Any, pk: int | None, field: str) -> Any:
    if pk is None:
        return None
    found = model.objects.filter(school=by.school, pk=pk).first()
    if found is None:
        raise Refused("This is no longer there. Choose another.", field)
    return found
