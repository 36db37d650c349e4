"""Papers in bulk: a job that makes many papers, and the pupils it makes them for."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from pupils.models import Pupil
from schools.models import AcademicYear, SchoolOwned
from schools.privacy import Classified, Kept
from schools.roles import Permission


class DocumentJob(SchoolOwned):
    """One paper for many pupils, asked for by a person and made in the background.

    `seen` is when a worker last worked on it. `rights` are those that whoever asked had then: the papers may need any
    of them. `ticket` comes with the form, so that sending it twice starts one job.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for its turn"
        RUNNING = "running", "Being made"
        JOINING = "joining", "Being put together"
        DONE = "done", "Ready"
        CANCELLED = "cancelled", "Cancelled"
        FAILED = "failed", "Not made"

    class Form(models.TextChoices):
        ZIP = "zip", "One ZIP with a PDF for each pupil"
        WORD = "word", "One ZIP with a Word file for each pupil"
        PRINT = "print", "One PDF to print, each pupil on a new page"

    OPEN = (State.WAITING, State.RUNNING, State.JOINING)

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ticket = models.UUIDField()
    year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="+")
    paper = models.CharField(max_length=60)
    audience = models.CharField(max_length=20)
    rules = models.CharField(max_length=60, blank=True)
    horizon = models.CharField(max_length=20)
    on = models.DateField()
    whom = models.CharField(max_length=100)
    form = models.CharField(max_length=10, choices=Form.choices)
    rights = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    message = models.CharField(max_length=300, blank=True)
    pages = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    created = models.DateTimeField(auto_now_add=True)
    seen = models.DateTimeField(default=timezone.now)
    finished = models.DateTimeField(null=True, blank=True)
    file = models.CharField(max_length=200, blank=True)

    class Privacy(Classified):
        kept = Kept.STAFF
        ordinary = (
            "id school asked_by ticket year paper audience rules horizon on whom form rights state message pages tries "
            "created seen finished file"
        )

    class Meta:
        ordering: ClassVar = ["-created", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "asked_by", "ticket"], name="document_job_asked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.paper}, {self.whom}"

    @property
    def zipped(self) -> bool:
        """Whether each pupil has a file of their own in one ZIP."""
        return self.form != self.Form.PRINT

    @property
    def ending(self) -> str:
        """How the name of a pupil's paper ends."""
        return "docx" if self.form == self.Form.WORD else "pdf"


class DocumentJobItem(SchoolOwned):
    """A pupil in a job. `key` names the drawn paper among those kept; `problem` says why there is none."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        TAKEN = "taken", "Being made"
        MADE = "made", "Made"
        LEFT_OUT = "left out", "Left out"

    job = models.ForeignKey(DocumentJob, on_delete=models.CASCADE, related_name="items")
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    taken = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=64, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Privacy(Classified):
        kept = Kept.SEN
        ordinary = "id school job pupil state taken tries key"
        personal = "problem"

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["job", "state"], name="document_job_item_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "pupil"], name="document_job_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.job}: {self.pupil_id}"


class FindingSetAside(SchoolOwned):
    """A finding that somebody has answered: it is not shown again while its sentence stays the same.

    `mark` stands for the code and the sentence, `concerning` says in words what it was about.
    """

    year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=60)
    mark = models.CharField(max_length=64)
    sentence = models.CharField(max_length=500)
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    editors: ClassVar[tuple[Permission, ...]] = (Permission.EDIT_PROVISION,)

    class Privacy(Classified):
        kept = Kept.SEN
        ordinary = "id school year code mark at"
        personal = "sentence reason by"

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["year", "mark"], name="finding_set_aside_once")]

    def __str__(self) -> str:
        return self.sentence
