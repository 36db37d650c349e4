"""A child's map for the family as a workbook: plain words, no money, no reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.wording import length_words
from ui.marks import area
from ui.sheets import Cell, Page
from ui.words import date_uk

if TYPE_CHECKING:
    from reports.documents.maps.individual_map import IndividualMap

HEAD = (
    "What we provide",
    "It helps with",
    "What it is",
    "What we hope for",
    "How long each week",
    "When",
    "Who helps",
    "How many together",
)
WIDTHS = (28, 24, 44, 40, 18, 40, 30, 22)


def pages(made: IndividualMap) -> list[Page]:
    """One sheet: what the child gets, whom to talk to, and room for what the child and the family think."""
    called = made.pupil.known_as
    rows: list[list[object]] = [
        [Cell(f"What we provide for {called}", "title")],
        [Cell(f"{made.pupil.name}, {made.pupil.year_name}. {made.head.school}, {date_uk(made.head.made_on)}", "note")],
        [Cell(name, "head") for name in HEAD],
    ]
    head = len(rows)
    rows += [
        [
            line.provision,
            area(line.area).name,
            line.what,
            line.outcome,
            length_words(line.weekly_hours),
            line.when,
            line.staff,
            line.together,
        ]
        for line in made.lines
    ]
    rows += [
        [],
        ["Who to talk to", made.contact or "The class teacher, or the school office"],
        ["We look at this together by", date_uk(made.next_review) or "We will agree a day with you"],
        [f"What {called} thinks"],
        ["What the family thinks"],
    ]
    return [Page("What we provide", rows, widths=WIDTHS, head=head)]
