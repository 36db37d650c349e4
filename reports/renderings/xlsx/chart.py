"""A chart to tick as a sheet: a row for each pupil, with the band in words, a column for each provision."""

from __future__ import annotations

from reports.documents.head import Head
from reports.layouts.parts import Layout, TickChart
from ui.sheets import Cell, Page
from ui.words import date_uk


def chart_sheet(head: Head, layout: Layout, chart: TickChart) -> Page:
    """The chart; a blank one has rows to fill in, each under its band."""
    marked = any(row.marks for band in chart.bands for row in band.rows)
    told = any(row.under for band in chart.bands for row in band.rows)
    heads = [
        "Need", chart.name, *(["Status and groups"] if marked else []), *(name for name, _ in chart.columns), "Other",
        *(["Why"] if told else []),
    ]  # fmt: skip
    rows: list[list[object]] = [
        [Cell(layout.title or head.title, "title")],
        [Cell(f"{head.school} · {head.year} · made {date_uk(head.made_on)}", "note")],
    ]
    rows += [[Cell(label, "total"), value or None] for label, value in chart.fields]
    rows.append([Cell(text, "head") for text in heads])
    first = len(rows)
    for band in chart.bands:
        for row in band.rows:
            cells = row.cells or ("",) * len(chart.columns)
            marks, why = [row.marks] if marked else [], [row.under] if told else []
            rows.append([f"{band.name}: {band.who}", row.name, *marks, *cells, row.other, *why])
    if chart.foot:
        rows.append([Cell(chart.foot, "note")])
    widths = (22, 30, *([18] if marked else []), *(14 for _ in chart.columns), 34, *([34] if told else []))
    return Page(head.title, rows, widths=widths, head=first)
