"""Current provision: what each class and year group has now, as its staff wrote it down. It has no costs."""

from __future__ import annotations

from dataclasses import dataclass

from audits.current.reading import CurrentRow, CurrentScope, current_scopes
from pupils.models import YearGroup
from reports.documents.head import Head, Json, PaperOptions, number_text, plain_head
from schools.access import Access, NotThere
from schools.roles import Permission


@dataclass(frozen=True)
class CurrentProvisionPaper:
    """The sheets, youngest first. `about` names the class or year group that the paper is narrowed to ("" = all);
    `whole` is False where it holds only the reader's own classes."""

    head: Head
    scopes: tuple[CurrentScope, ...]
    about: str
    whole: bool

    @property
    def rows(self) -> tuple[tuple[CurrentScope, CurrentRow], ...]:
        """Every line with its class or year group."""
        return tuple((scope, row) for scope in self.scopes for row in scope.rows)

    def json(self) -> Json:
        """The common head and the lines."""
        return {
            **self.head.json(),
            "rows": [_json(scope, row) for scope, row in self.rows],
        }


def _json(scope: CurrentScope, row: CurrentRow) -> Json:
    return {
        "scope": scope.name,
        "provision": row.provision,
        "area": row.area or None,
        "ratio": row.ratio or None,
        "staff": row.staff or None,
        "weekly_minutes": number_text(row.minutes),
        "weeks": number_text(row.weeks),
        "group": row.group or None,
    }


def build(access: Access, asked: PaperOptions, kind: str = "", about: object = None) -> CurrentProvisionPaper:
    """The sheets as far as the reader's reach goes: all, those for a class (its number; its year groups' too), or those
    that a year group (its code) has a part in. Raises NotThere for a class that is not there or out of reach."""
    access.need(Permission.VIEW_MAP)
    every = current_scopes(access)
    room = next((scope for scope in every if scope.class_id is not None and scope.class_id == about), None)
    if kind == "class" and room is None:
        raise NotThere("There is no such class this year.")
    kept = [scope for scope in every if _is_about(scope, kind, about, room)]
    return CurrentProvisionPaper(
        head=plain_head(access, asked, "current-provision", "Current provision"),
        scopes=tuple(kept),
        about=room.name if room and kind == "class" else str(YearGroup(str(about)).label) if kind else "",
        whole=access.may(Permission.VIEW_PUPILS),
    )


def _is_about(scope: CurrentScope, kind: str, about: object, room: CurrentScope | None) -> bool:
    if kind == "class" and room is not None:
        return scope == room or (scope.class_id is None and scope.touches(room))
    return not kind or about in scope.year_groups
