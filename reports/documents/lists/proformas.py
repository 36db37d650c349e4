"""Blank forms in the columns of the provision-mapping guidance: printed to write on, or filled in as a workbook."""

from __future__ import annotations

from dataclasses import dataclass

from reports.documents.head import Head, Json, PaperOptions, plain_head
from schools.access import Access


@dataclass(frozen=True)
class FormTable:
    """A table to fill in: `columns` ("" = the heading is written by hand), and either `bands` (heading and number of
    rows) or `rows` plain rows; `total` adds a row for the sum."""

    title: str
    columns: tuple[str, ...]
    rows: int = 0
    bands: tuple[tuple[str, int], ...] = ()
    total: bool = False


@dataclass(frozen=True)
class Proforma:
    """A blank form: its purpose, the fields at its head, its tables, and `entries` (label and number of lines to write
    on); `key` leaves room for the meaning of staff codes."""

    name: str
    title: str
    purpose: str
    fields: tuple[str, ...]
    forms: tuple[FormTable, ...] = ()
    entries: tuple[tuple[str, int], ...] = ()
    key: bool = False


RATIO, STAFF, TIME = "Staff : pupils", "Staff involved (codes)", "Time a week"
# The bands of the audit chart (document 000, Figure 1): who is in each, and the rows a blank one has for them.
BANDS = {
    "must": ("Must", "EHC plan, School Support +*", 3),
    "should": ("Should", "SEN support, other additional needs", 4),
    "could": ("Could", "Would benefit", 3),
}
PLUS = "* School Support + denotes a very high level of need but no EHC plan."

PROFORMAS: dict[str, Proforma] = {
    one.name: one
    for one in (
        Proforma(
            "proforma-provision-map",
            "Provision map",
            "The provision of one year group, with its cost.",
            ("Year group", "Filled in by", "Date"),
            (
                FormTable(
                    "Provision map",
                    ("Provision or resource", RATIO, STAFF, TIME, "Cost: a week × weeks", "Assessment of progress"),
                    9,
                    total=True,
                ),
            ),
            key=True,
        ),
        Proforma(
            "proforma-individual-map",
            "Individual provision map",
            "What one pupil gets; the second sheet costs it.",
            ("Name", "Year group and class", "Date"),
            (
                FormTable("Individual map", ("Year group", "Provision or resource", RATIO, STAFF, TIME), 10),
                FormTable(
                    "Individual costed map",
                    ("Outcome and by when", "Provision", RATIO, "Staff", TIME, "Cost a week", "Cost a year"),
                    9,
                    total=True,
                ),
            ),
            key=True,
        ),
        Proforma(
            "proforma-audit-chart",
            "Audit of pupil need",
            "Step 1: who must, should and could have which provision. Write the provisions across the top and tick.",
            ("Year group or class", "Filled in by", "Date"),
            (
                FormTable(
                    "Audit of pupil need",
                    ("Name of pupil", *[""] * 8, "Other"),
                    bands=tuple((f"{word}: {who}", rows) for word, who, rows in BANDS.values()),
                ),
            ),
        ),
        Proforma(
            "proforma-current-provision",
            "Current provision",
            "Step 2: what is additional to or different from what every pupil gets, as the class team knows it.",
            ("Year group or class", "Filled in by", "Date"),
            (
                FormTable(
                    "Current provision",
                    ("Additional or different provision", RATIO, "Staff involved", TIME, "Number of weeks"),
                    10,
                ),
            ),
        ),
        Proforma(
            "proforma-intervention-record",
            "Intervention record",
            "One intervention from its focus to its review.",
            ("Year group or class", "Filled in by", "Date"),
            entries=(
                ("Name of pupil or pupils", 2),
                ("Provision", 1),
                ("Time", 1),
                ("Duration: weeks, from and to", 1),
                ("Supported by", 1),
                ("Class teacher", 1),
                ("Focus of support", 2),
                ("Expected outcomes", 3),
                ("Date of review and progress found", 3),
                ("Assessment tool, before and after", 2),
                ("How it is monitored", 2),
            ),
        ),
    )
}


@dataclass(frozen=True)
class BlankForm:
    """A blank form of a school."""

    head: Head
    proforma: Proforma

    def json(self) -> Json:
        """The common head and what there is to fill in."""
        return {
            **self.head.json(),
            "fields": list(self.proforma.fields),
            "forms": [
                {
                    "title": form.title,
                    "columns": [column or None for column in form.columns],
                    "bands": [{"band": band, "rows": rows} for band, rows in form.bands],
                    "rows": form.rows,
                }
                for form in self.proforma.forms
            ],
            "entries": [label for label, _ in self.proforma.entries],
        }


def build(name: str, access: Access, asked: PaperOptions) -> BlankForm:
    """The blank form with the name and year of the school; it holds nothing else of the school's."""
    form = PROFORMAS[name]
    return BlankForm(plain_head(access, asked, name, form.title), form)
