"""The pages that add, change and remove scores and reviews of a pupil."""

from __future__ import annotations

from typing import Any

from delivery.records import services
from delivery.records.forms import ReviewForm, ScoreForm
from schools.edits import Edit
from schools.roles import Permission
from schools.views import Data, EditPage
from ui.edit_forms import EditForm
from ui.parts import Choice
from ui.words import date_uk


class RecordPage(EditPage):
    """A page about one record of a pupil."""

    permission = Permission.EDIT_NEEDS
    pupil: Any
    noun = ""

    def groups(self) -> list[tuple[int, str]]:
        """The pupil's groups to choose from."""
        return services.groups_of(self.access, self.pupil.pk)

    def success(self, change: Edit) -> str:
        return f"The {self.noun} of {self.pupil} is saved."

    def next_url(self, thing: str) -> str:
        return self.access.url("pupil", self.pupil.pk)


class NewScore(RecordPage):
    """Add a score."""

    noun = "score"
    submit_label = "Add the score"

    def begin(self, pk: int) -> None:
        self.pupil = services.pupil_of(self.access, pk)
        self.title = f"A score of {self.pupil}"

    def form(self, data: Data) -> EditForm:
        return ScoreForm(data, measures=services.measure_choices(self.access), groups=self.groups())

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return services.save_score(by=self.access, pupil=self.pupil, ticket=form.ticket, **form.values)


class EditScore(RecordPage):
    """Change a score."""

    noun = "score"

    def begin(self, pk: int) -> None:
        self.score = services.score_of(self.access, pk)
        self.pupil = self.score.pupil
        self.title = f"{self.score.measure}, {date_uk(self.score.date)}"
        href = self.access.url("score_remove", pk)
        self.more = (Choice("Remove this score", href, icon="trash"),)

    def form(self, data: Data) -> EditForm:
        row = self.score
        now = {
            "measure": row.measure_id, "date": row.date, "value": row.value, "point": row.point, "group": row.group_id,
        }  # fmt: skip
        return ScoreForm(data, measures=services.measure_choices(self.access), groups=self.groups(), now=now)

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return services.save_score(
            by=self.access, pupil=self.pupil, score=self.score, ticket=form.ticket, **form.values
        )


class RemoveScore(EditScore):
    """Remove a score that was entered by mistake."""

    intro = "For a score that was entered by mistake. It can be put back from the pupil’s history."
    submit_label = "Remove the score"
    danger = True

    def begin(self, pk: int) -> None:
        super().begin(pk)
        self.title, self.more = f"Remove the score: {self.title}", ()

    def form(self, data: Data) -> EditForm:
        return EditForm(data)

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return services.remove_score(by=self.access, score=self.score, ticket=form.ticket)

    def success(self, change: Edit) -> str:
        return "The score is removed."


class NewReview(RecordPage):
    """Add a review."""

    noun = "review"
    submit_label = "Add the review"

    def begin(self, pk: int) -> None:
        self.pupil = services.pupil_of(self.access, pk)
        self.title = f"A review of {self.pupil}"

    def form(self, data: Data) -> EditForm:
        return ReviewForm(data, groups=self.groups())

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return services.save_review(by=self.access, pupil=self.pupil, values=form.values, ticket=form.ticket)


class EditReview(RecordPage):
    """Fill in what a stored review leaves blank."""

    noun = "review"
    intro = "What the review says already stands; here you write what it leaves blank. A new finding is a new review."

    def begin(self, pk: int) -> None:
        self.review = services.review_of(self.access, pk)
        self.pupil = self.review.pupil
        self.title = f"The review of {date_uk(self.review.date)}"

    def form(self, data: Data) -> EditForm:
        now = {name: getattr(self.review, name) for name in services.REVIEW_FIELDS}
        return ReviewForm(data, groups=[], now=now)

    def save(self, form: EditForm, *formsets: Any) -> Edit:
        return services.save_review(
            by=self.access, pupil=self.pupil, values=form.values, review=self.review, ticket=form.ticket
        )
