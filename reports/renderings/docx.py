"""A paper as a Word file: the layout of page and PDF, with real headings, lists and table heads, and no pictures."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from docx import Document
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from reports.documents.maps.grid import GridChip
from reports.documents.registry import Paper
from reports.layouts.parts import (
    Against,
    Blocks,
    Fields,
    Glance,
    Part,
    Picture,
    PrintedLine,
    Prose,
    Slip,
    Space,
    Table,
    Terms,
    TickChart,
    WeekGrid,
)
from reports.renderings.page import Frame, context_of
from ui import marks
from ui.words import pounds

SIZES = {"a4": (210, 297), "a4-landscape": (297, 210), "a3-landscape": (420, 297)}
MARGIN, BESIDE = 18, 70  # millimetres
FONT = "Arial"  # ours may not be on the reader's machine
MUTED = RGBColor(0x55, 0x5B, 0x66)
RULE, SHADE = "B4BAC4", "EEF1F5"
SIGNED = ("Head teacher or SENCO", "Name", "Date")


def word_bytes(paper: Paper, made: Any) -> bytes:
    """The paper as a Word file."""
    context = context_of(paper, made)
    layout, frame = context["layout"], context["paper"]
    word = Word(frame, letter=layout.letter)
    word.title()
    word.figures((fact.label, fact.value) for fact in context["facts"])
    for part in layout.parts:
        word.draw(part)
    if context["findings"]:
        word.heading(layout.look_at)
        word.bullets(finding.sentence for finding in context["findings"])
    if layout.rules:
        rules = made.head.rules
        word.heading("The rules this was costed under")
        word.say(" ".join(text for text in (f"{rules.name}.", rules.source and f"Source: {rules.source}.") if text))
        word.figures((rule.name, rule.sentence) for rule in context["rules"])
    if layout.signed:
        word.lines_for(SIGNED)
    return word.bytes()


class Word:
    """A Word file as it is drawn, from top to bottom."""

    def __init__(self, frame: Frame, *, letter: bool) -> None:
        self.frame, self.file = frame, Document()
        self.wide, self.high = SIZES[frame.size]
        self._page()
        self._styles(12 if letter else 10)
        self._head_and_foot()
        about = self.file.core_properties
        about.title = f"{frame.title}: {frame.about}" if frame.about else frame.title
        about.author, about.language, about.comments = frame.school, "en-GB", ""
        about.subject = f"{frame.title}, {frame.school}, {frame.year}"

    def bytes(self) -> bytes:
        """The file."""
        target = io.BytesIO()
        self.file.save(target)
        return target.getvalue()

    def draw(self, part: Part) -> None:
        """One part of the layout, as `templates/documents/` draws it on the page."""
        DRAWN[type(part)](self, part)

    # What a paper is made of.

    def title(self) -> None:
        """The paper's title and the line below it."""
        self.file.add_heading(self.frame.title, 0)
        if self.frame.line:
            self.say(self.frame.line, muted=True)

    def heading(self, text: str, level: int = 1) -> None:
        """A heading, where there is one."""
        if text:
            self.file.add_heading(text, level)

    def say(self, text: str, *, muted: bool = False) -> Paragraph:
        """A paragraph."""
        said = self.file.add_paragraph()
        write(said, text, muted=muted)
        return said

    def note(self, text: str) -> None:
        """A small paragraph, where there is one."""
        if text:
            self.say(text, muted=True)

    def bullets(self, texts: Iterable[str]) -> None:
        """A list."""
        for text in texts:
            self.file.add_paragraph(text, style="List Bullet")

    def figures(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Names, each with what stands beside it."""
        said = None
        for name, text in pairs:
            said = self.file.add_paragraph(style="Figures")
            said.add_run(name).bold = True
            write(said, f"\t{text}")
        if said:
            said.paragraph_format.space_after = Pt(10)

    def lines_for(self, labels: Iterable[str]) -> None:
        """Lines to write on, each with its label."""
        for label in labels:
            said = self.file.add_paragraph(style="Figures")
            said.add_run(f"{label}\t")
            ruled(said)

    def room(self, lines: int) -> None:
        """Empty lines to write on."""
        for _ in range(lines):
            said = self.file.add_paragraph()
            said.paragraph_format.space_before, said.paragraph_format.space_after = Pt(14), Pt(0)
            ruled(said)

    def new_page(self) -> None:
        """What follows begins a page."""
        self.file.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def table(self, heads: Sequence[str], widths: Sequence[float], right: Iterable[int] = ()) -> Rows:
        """A table with its heads, which come again on each page, as wide as the page; `widths` are in proportion."""
        each = [(self.wide - 2 * MARGIN) * width / sum(widths) for width in widths]
        return Rows(self.file, heads, each, frozenset(right))

    # The page.

    def _page(self) -> None:
        page = self.file.sections[0]
        page.page_width, page.page_height = Mm(self.wide), Mm(self.high)
        page.orientation = WD_ORIENT.LANDSCAPE if self.wide > self.high else WD_ORIENT.PORTRAIT
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(MARGIN)

    def _styles(self, size: int) -> None:
        styles = self.file.styles
        for name, points in (("Normal", size), ("Title", size + 10), ("Heading 1", size + 3), ("Heading 2", size + 1)):
            style = styles[name]
            style.font.name, style.font.size = FONT, Pt(points)
            style.font.color.rgb = RGBColor(0, 0, 0)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for which in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(which), None)
        styles["Normal"].paragraph_format.space_after = Pt(6)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-GB")
        styles["Normal"].element.get_or_add_rPr().append(language)
        lines = styles.add_style("Lines", WD_STYLE_TYPE.TABLE)
        lines.base_style = styles["Table Grid"]
        lines.element.append(_edges())
        figures = styles.add_style("Figures", WD_STYLE_TYPE.PARAGRAPH).paragraph_format
        styles["Figures"].base_style = styles["Normal"]
        figures.left_indent, figures.first_line_indent, figures.space_after = Mm(BESIDE), Mm(-BESIDE), Pt(3)
        figures.tab_stops.add_tab_stop(Mm(BESIDE))

    def _head_and_foot(self) -> None:
        page, frame = self.file.sections[0], self.frame
        foot = f"{frame.title} · {frame.note}" if frame.note else frame.title
        for part, left in ((page.header, f"{frame.school} · {frame.year}"), (page.footer, foot)):
            said = part.paragraphs[0]
            said.style = self.file.styles["Normal"]  # the others' tab stops lie elsewhere
            said.paragraph_format.tab_stops.add_tab_stop(Mm(self.wide - 2 * MARGIN), WD_TAB_ALIGNMENT.RIGHT)
            write(said, f"{left}\t{frame.date if part is page.header else ''}", muted=True)
        said = page.footer.paragraphs[0]
        write(said, "Page ", muted=True)
        counted(said, "PAGE")
        write(said, " of ", muted=True)
        counted(said, "NUMPAGES")


class Rows:
    """A table as it is written, row by row."""

    def __init__(self, file: WordFile, heads: Sequence[str], widths: Sequence[float], right: frozenset[int]) -> None:
        self.widths, self.right = widths, right
        self.table: WordTable = file.add_table(1, len(heads), "Lines")
        self.table.autofit = False
        for column, width in zip(self.table.columns, widths, strict=True):
            column.width = Mm(width)
        head = self.table.rows[0]
        for cell in self._fill(head, heads, bold=True):
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), SHADE)
            cell._tc.get_or_add_tcPr().append(shade)
        head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def add(self, texts: Sequence[str], *, bold: bool = False, muted: bool = False) -> list[_Cell]:
        """A row; its cells."""
        return self._fill(self.table.add_row(), texts, bold=bold, muted=muted)

    def across(self, text: str, *, bold: bool = False) -> None:
        """A row of one cell."""
        cells = self.table.add_row().cells
        said = cells[0].merge(cells[-1]).paragraphs[0]
        said.paragraph_format.space_after = Pt(2)
        write(said, text, bold=bold, muted=not bold)

    def _fill(self, row: _Row, texts: Sequence[str], *, bold: bool, muted: bool = False) -> list[_Cell]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        cells = list(row.cells)
        for place, text in enumerate(texts):
            cells[place].width = Mm(self.widths[place])
            said = cells[place].paragraphs[0]
            said.paragraph_format.space_after = Pt(2)
            if place in self.right:
                said.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            write(said, text, bold=bold, muted=muted)
        return cells


def write(said: Paragraph, text: str, *, bold: bool = False, muted: bool = False) -> None:
    """Add a text, its lines below one another."""
    for place, line in enumerate(text.split("\n")):
        run = said.add_run()
        if place:
            run.add_break()
        run.add_text(line) if "\t" not in line else _tabbed(run, line)
        run.bold = bold or None
        if muted:
            run.font.color.rgb, run.font.size = MUTED, Pt(9)


def _tabbed(run: Any, line: str) -> None:
    for place, piece in enumerate(line.split("\t")):
        if place:
            run.add_tab()
        run.add_text(piece)


def ruled(said: Paragraph) -> None:
    """Draw a line below a paragraph."""
    edges, below = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", RULE)):
        below.set(qn(f"w:{name}"), value)
    edges.append(below)
    said._p.get_or_add_pPr().insert_element_before(edges, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _edges() -> Any:
    """Fine grey lines around and between the cells of a table."""
    about, edges = OxmlElement("w:tblPr"), OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", RULE)):
            edge.set(qn(f"w:{name}"), value)
        edges.append(edge)
    about.append(edges)
    return about


def counted(said: Paragraph, what: str) -> None:
    """Add a number that Word keeps: of this page, or of all."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), what)
    said._p.append(field)
    write(said, "1", muted=True)
    field.append(said.runs[-1]._r)


def _table(word: Word, part: Table) -> None:
    if part.only == "sheet":
        return
    if part.page_break:
        word.new_page()
    word.heading(part.title)
    word.note(part.note)
    if not (part.lines or part.blank or part.feet):
        word.note(part.empty)
        return
    heads = part.heads
    rows = word.table([one.label for one in heads], _widths(part), [n for n, one in enumerate(heads) if one.right])
    for shown in part.shown:
        _line(rows, shown)
    if not part.lines and not part.blank:
        rows.across(part.empty)
    for _ in part.blanks:
        rows.add([""] * len(heads))
    for shown in part.shown_feet:
        rows.add([shown.first, *[""] * (shown.span - 1), *(text for text, _, _ in shown.cells)], bold=True)


def _widths(part: Table) -> list[float]:
    """The columns' widths in the workbook; the first is wider where more stands below its text."""
    first, *others = (float(column.width) for column in part.heads)
    return [first * 1.6 if any(line.under for line in part.lines) else first, *others]


def _line(rows: Rows, shown: PrintedLine) -> None:
    """A row of a table, and the sums below it."""
    line = shown.line
    first = f"{marks.area(line.area).code} {shown.first}" if line.area else shown.first
    if line.look == "part":
        rows.across(first, bold=True)
        return
    texts = [first, *(text for text, _, _ in shown.cells)]
    cells = rows.add(texts, bold=line.look == "total", muted=line.look == "not")
    if line.under:
        write(cells[0].add_paragraph(), line.under, muted=True)
    if shown.workings:
        rows.across("\n".join(shown.workings))


def _blocks(word: Word, part: Blocks) -> None:
    for shown in part.shown:
        word.heading(shown.first)
        word.note(marks.area(shown.line.area).name)
        (first, _, _), *others = shown.cells
        if first:
            word.say(first)
        word.figures((label, text) for text, _, label in others if text)


def _prose(word: Word, part: Prose) -> None:
    word.heading(part.title)
    word.note(part.note)
    for before, strong, after in part.parted:
        said = word.say(before)
        write(said, strong, bold=True)
        write(said, after)


def _against(word: Word, part: Against) -> None:
    word.heading(part.title)
    word.figures((fact.label, fact.value) for fact in part.facts)
    for text in part.paragraphs:
        word.say(text)
    word.note(part.note)


def _glance(word: Word, part: Glance) -> None:
    """The map as a table of words: year groups down, areas across."""
    grid = part.grid
    heads = ["", *(marks.area(area).name for area in grid.areas), "Together"]
    rows = word.table(heads, [2, *[4] * len(grid.areas), 2], [len(heads) - 1])
    for row in grid.rows:
        rows.add([row.scope, *("\n".join(map(_chip, chips)) for chips in row.cells), pounds(row.cost)])
    rows.add(["All years", *map(pounds, grid.costs), pounds(grid.total)], bold=True)


def _chip(chip: GridChip) -> str:
    group, row = chip.row.group, chip.row
    everyone = group.tier == "universal" and not row.filled
    filled = "everyone" if everyone else f"{row.filled}/{group.facts.size}"
    cost = "not costed" if group.tier == "universal" else pounds(row.full_cost)
    ratio = (row.cost.ratio, chip.pattern) if chip.pattern and row.cost else ()
    return " · ".join((group.title, *ratio, filled, cost))


def _slip(word: Word, part: Slip) -> None:
    word.new_page()
    word.heading(part.title)
    word.say(part.hint)
    for question in part.questions:
        word.heading(question, 2)
        word.room(4)
    word.lines_for(part.labels)


def _terms(word: Word, part: Terms) -> None:
    word.heading(part.title)
    word.figures(part.rows)


def _space(word: Word, part: Space) -> None:
    word.heading(part.title)
    word.note(part.hint)
    word.room(part.lines)


def _fields(word: Word, part: Fields) -> None:
    word.lines_for(part.labels)


def _week(word: Word, part: WeekGrid) -> None:
    """A week as a table by day."""
    if part.page_break:
        word.new_page()
    word.heading(part.title)
    rows = word.table(["Day", "Starts", "Session", "How long, who and where"], [3, 3, 7, 10])
    for place, day in enumerate(part.days):
        for start, cells in part.rows:
            for slot in cells[place]:
                rows.add([day, start, slot.title, "\n".join((*slot.lines, *slot.marks))], muted=not slot.counted)
        if part.below and part.below[place]:
            rows.add([day, "In all", part.below[place], ""], bold=True)


def _chart(word: Word, part: TickChart) -> None:
    word.figures(part.fields)
    names = [name for name, _ in part.columns]
    rows = word.table(["Need", part.name, *names, "Other"], [24, 34, *[144 / len(names)] * len(names), 24])
    head = rows.table.rows[0]
    head.height = Mm(60)
    for cell in head.cells[2:-1]:
        upright(cell)
    for band in part.bands:
        for row in band.rows:
            who = f"{row.name} {row.marks}".strip()
            cells = rows.add([f"{band.name}\n{band.who}", who, *(row.cells or [""] * len(names)), row.other])
            if row.under:
                write(cells[1].add_paragraph(), row.under, muted=True)
    word.note(part.foot)


def upright(cell: _Cell) -> None:
    """Set a cell's text upright, for heads of narrow columns."""
    turned = OxmlElement("w:textDirection")
    turned.set(qn("w:val"), "btLr")
    cell._tc.get_or_add_tcPr().append(turned)
    for run in cell.paragraphs[0].runs:
        run.font.size = Pt(8)


def _picture(word: Word, part: Picture) -> None:
    """What a picture shows, as a list: its tables have the same figures."""
    if part.rows:
        word.heading(part.title)
        word.note(part.note)
        word.bullets(f"{row.label}: {row.printed}" for row in part.rows)


DRAWN: dict[type[Part], Callable[[Word, Any], None]] = {
    Table: _table,
    Blocks: _blocks,
    Prose: _prose,
    Against: _against,
    Glance: _glance,
    Slip: _slip,
    Terms: _terms,
    Space: _space,
    Fields: _fields,
    WeekGrid: _week,
    TickChart: _chart,
    Picture: _picture,
}
