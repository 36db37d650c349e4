"""Our offer on paper and on the school's website: a table for each area of need, by tier, in plain words."""

from __future__ import annotations

from reports.documents.lists.our_offer import OfferedProvision, OurOffer
from reports.layouts.parts import Layout, Prose, Table, TableColumn, TableLine, Terms
from ui.marks import area

COLUMNS = (
    TableColumn("What we offer", width=30),
    TableColumn("What it is", width=50),
    TableColumn("Who it helps", width=36),
    TableColumn("How it runs", width=44),
    TableColumn("How we know it works", width=44),
)
TIERS = {
    "universal": ("For every child", "Good teaching and help that every child can have in class."),
    "targeted": ("Extra help for some", "Added to that for children who need more, mostly in small groups."),
    "targeted plus": ("More help for some", "For children who need more than a small group for a while."),
    "specialist": ("Help made for one child or a few", "Planned for a child’s own needs, often with specialists."),
}


def layout(made: OurOffer) -> Layout:
    """What the words mean, then area by area."""
    used = {offer.tier for offer in made.offers}
    return Layout(
        line="What we provide for children who need something additional to or different from what every child gets.",
        size="a4-landscape",
        parts=(
            Terms("Kinds of help", tuple(words for tier, words in TIERS.items() if tier in used)),
            *(_area(code, offers) for code, offers in made.by_area.items()),
            Prose(
                "How help is decided and reviewed",
                (
                    "We look at what a child needs, agree what we want to reach, put help in place, and look again at "
                    "what it has done: assess, plan, do, review. Children and their families take part in each step.",
                    "Not every kind of help runs at all times. If you think that your child needs some of it, talk to "
                    "the class teacher or the SENCO.",
                ),
            ),
        ),
    )


def _area(code: str, offers: tuple[OfferedProvision, ...]) -> Table:
    rows: list[TableLine] = []
    tier = ""
    for offer in offers:
        if offer.tier != tier:
            tier = offer.tier
            rows.append(TableLine((TIERS[tier][0],), area=code, look="part"))
        rows.append(_line(offer))
    return Table(area(code).name, COLUMNS, tuple(rows), workings=False)


def _line(offer: OfferedProvision) -> TableLine:
    runs = _sentences(offer.pattern, offer.led_by and f"Led by: {offer.led_by}", offer.years)
    checked = _sentences(
        offer.measured and f"We measure: {offer.measured}", offer.ends and f"It ends when: {offer.ends}"
    )
    return TableLine((offer.name, offer.what, offer.helps, runs, checked))


def _sentences(*parts: str) -> str:
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts if part)
