"""The acts that add, change and remove scores and reviews of a pupil."""

from __future__ import annotations

from functools import partial
from typing import Any

from delivery.records import services
from delivery.records.forms import ReviewForm, ScoreForm
from schools.roles import Permission
from schools.views import Act, ActPage, Data
from ui.edit_forms import EditForm
from ui.words import date_uk


def _score_form(page: ActPage, data: Data, pupil: int, now: dict[str, Any] | None = None) -> EditForm:
    """The form with the school's measures and the pupil's groups to choose from."""
    measures, groups = services.measure_choices(page.access), services.groups_of(page.access, pupil)
    return ScoreForm(data, choices={"measure": measures, "group": groups}, now=now)


def _score_now(page: ActPage, data: Data) -> EditForm:
    score = page.about
    now = {
        "measure": score.measure_id, "date": score.date, "value": score.value, "point": score.point,
        "group": score.group_id,
    }  # fmt: skip
    return _score_form(page, data, score.pupil_id, now)


def _review_now(page: ActPage, data: Data) -> EditForm:
    now = {name: getattr(page.about, name) for name in services.REVIEW_FIELDS}
    return ReviewForm(data, now=now)


def _which_score(page: ActPage) -> str:
    return f"{page.about.measure}, {date_uk(page.about.date)}"


of_pupil = partial(Act, permission=Permission.EDIT_NEEDS, find=services.pupil_of, then=("pupil", "{about.pk}"))
of_score = partial(of_pupil, find=services.score_of, then=("pupil", "{about.pupil.pk}"))
ACTS = (
    of_pupil("pupils/<int:pk>/scores/new/", "score_new", "A score of {about}", "Add the score",
        form=lambda page, data: _score_form(page, data, page.about.pk),
        service=lambda page, **sent: services.save_score(pupil=page.about, **page.values, **sent),
        done="The score of {about} is saved."),
    of_score("scores/<int:pk>/edit/", "score_edit", _which_score, form=_score_now,
        more=(("Remove this score", "trash", "score_remove", "{about.pk}"),),
        service=lambda page, **sent: services.save_score(
            pupil=page.about.pupil, score=page.about, **page.values, **sent),
        done="The score of {about.pupil} is saved."),
    of_score("scores/<int:pk>/remove/", "score_remove", lambda page: f"Remove the score: {_which_score(page)}",
        "Remove the score", danger=True,
        intro="For a score that was entered by mistake. It can be put back from the pupil’s history.",
        service=lambda page, **sent: services.remove_score(score=page.about, **sent), done="The score is removed."),
    of_pupil("pupils/<int:pk>/reviews/new/", "review_new", "A review of {about}", "Add the review",
        form=lambda page, data: ReviewForm(data, choices={"group": services.groups_of(page.access, page.about.pk)}),
        service=lambda page, **sent: services.save_review(pupil=page.about, values=page.values, **sent),
        done="The review of {about} is saved."),
    of_score("reviews/<int:pk>/edit/", "review_edit", lambda page: f"The review of {date_uk(page.about.date)}",
        intro="What the review says already stands; here you write what it leaves blank. A new finding is a new "
        "review.",
        find=services.review_of, form=_review_now,
        service=lambda page, **sent: services.save_review(
            pupil=page.about.pupil, values=page.values, review=page.about, **sent),
        done="The review of {about.pupil} is saved."),
)  # fmt: skip
