"""A child's map as a letter to the family: plain words, the name they go by, no money and no reference."""

from __future__ import annotations

from reports.documents.maps.individual_map import FamilyLine, IndividualMap
from reports.layouts.parts import Blocks, Layout, Prose, Slip, TableColumn, TableLine
from reports.wording import length_words, pupil_and_class
from ui.marks import area
from ui.words import date_uk

COLUMNS = (
    TableColumn("What we provide", width=28),
    TableColumn("It helps with", width=24, only="sheet"),
    TableColumn("What it is", width=44),
    TableColumn("What we hope for", width=40),
    TableColumn("When", width=44),
    TableColumn("Who helps", width=44),
)


def layout(made: IndividualMap) -> Layout:
    """What the child gets, whom to talk to, and a slip for what the child and the family think."""
    called = made.pupil.known_as
    return Layout(
        title=f"What we provide for {called}",
        line=pupil_and_class(made.pupil),
        about=made.pupil.name,
        letter=True,
        parts=(
            Prose("", ("Dear parent or carer,", _opening(made))),
            Blocks("", COLUMNS, tuple(_line(line) for line in made.lines), sheet="What we provide"),
            Prose("Talk to us", _talk(made), strong=date_uk(made.next_review)),
            Prose("", ("\n".join(part for part in ("With best wishes,", made.contact, made.head.school) if part),)),
            Slip(
                "What we think about it",
                "Fill this in together and send it back, or come and tell us.",
                (f"{called} says: what helps me, what is hard, what I would like", "The family says"),
                ("From", "Date"),
            ),
        ),
    )


def _opening(made: IndividualMap) -> str:
    called = made.pupil.known_as
    if made.lines:
        return (
            f"This is what we are doing to help {called} at school, on top of what every child in the class gets. "
            f"Please read it together, and tell us what you both think. Nobody knows {called} as well as you do."
        )
    return (
        f"At the moment {called} gets the good teaching that every child in the class gets, and nothing on top of it. "
        "If you are worried about anything, please tell us."
    )


def _line(line: FamilyLine) -> TableLine:
    length = f"{length_words(line.weekly_hours).capitalize()} each week."
    when = " ".join(part for part in (length, line.when) if part) if line.weekly_hours else ""
    helps = f"{line.staff}. {line.together}" if line.staff else line.together
    return TableLine((line.provision, area(line.area).name, line.what, line.outcome, when, helps), area=line.area)


def _ring(made: IndividualMap) -> str:
    """How a family reaches the school."""
    ways = [f"Ring {made.telephone}"] if made.telephone else ["Ring or call in at the school office"]
    ways += [f"write to {made.email}"] if made.email else []
    return " or ".join(ways)


def _talk(made: IndividualMap) -> tuple[str, ...]:
    contact, day = made.contact, date_uk(made.next_review)
    who = (
        f"{contact}, is happy to talk about any of this. The SENCO is the teacher who looks after the extra help that "
        f"children get. {_ring(made)}, or speak to the class teacher."
        if contact
        else f"Speak to the class teacher. {_ring(made)}."
    )
    next_time = (
        f"We will look together at how things are going by {day}."
        if day
        else "We will agree with you when to look at this together again."
    )
    return who, next_time
