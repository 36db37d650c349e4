"""Rows as they are now, as they were known on a day, or as an earlier year keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Max, Model, Q, QuerySet
from django.utils import timezone

from schools.models import AcademicYear


def as_known(model: type[Model], on: date | None = None) -> QuerySet[Any]:
    """The rows of `model` now, or, with a day, as they were known at the end of that day."""
    return Known(on).rows(model)


@dataclass(frozen=True, slots=True)
class Known:
    """From which knowledge a paper is written: that of a day (`on`), that of a year which others have followed
    (`before` is the first day of the year after it), or of now."""

    on: date | None = None
    before: date | None = None

    @property
    def live(self) -> bool:
        """Whether it is the knowledge of now."""
        return self.on is None and self.before is None

    def rows(self, model: type[Model]) -> QuerySet[Any]:
        """The rows of a model as known."""
        if self.live:
            return model._default_manager.all()
        lines: Any = model.history  # type: ignore[attr-defined]
        lines = lines.all()
        if self.on:
            lines = lines.filter(history_date__lte=timezone.make_aware(datetime.combine(self.on, time.max)))
        if self.before:
            lines = lines.filter(Q(holds_from__isnull=True) | Q(holds_from__lt=self.before))
        newest = lines.order_by().values("id").annotate(last=Max("history_id")).values("last")
        known: QuerySet[Any] = (
            model.history.filter(history_id__in=newest).exclude(history_type="-").as_instances()  # type: ignore[attr-defined]
        )
        return known

    def overlay(self, rows: Iterable[dict[str, Any]], model: type[Model], key: str, fields: Mapping[str, str]) -> None:
        """Put the words of linked rows, as known, into rows that were read with those of now.

        `key` is where a row names its link, `fields` leads from the row's own name to the field of `model`. No query
        where the knowledge is that of now, else one.
        """
        if self.live:
            return
        rows = list(rows)
        wanted = {row[key] for row in rows} - {None}
        found = {one["id"]: one for one in self.rows(model).filter(id__in=wanted).values("id", *fields.values())}
        for row in rows:
            if row[key] in found:
                row.update({name: found[row[key]][field] for name, field in fields.items()})


def known_in(year: AcademicYear, on: date | None = None) -> Known:
    """The knowledge that papers of a year are written from: where a later year has been opened, what was changed for
    that one does not show here. One query."""
    after = AcademicYear.objects.filter(school_id=year.school_id, starts__gt=year.starts).order_by("starts", "id")
    return Known(on, after.values_list("starts", flat=True).first())
