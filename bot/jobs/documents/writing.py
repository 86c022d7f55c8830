"""A document as PDF, on A4. The only module that knows fpdf2.

The letters are DejaVu's, which come with matplotlib: they have every accent of Europe, and nothing of the machine's changes how a
page looks.
"""

from typing import Final

from fpdf import FPDF
from fpdf.enums import Align, TableBordersLayout, WrapMode
from fpdf.fonts import FontFace

from bot.jobs.charts.lettering import font_file, legible
from handlers.kit.documents import Document

FAMILY: Final = "DejaVu"
MARGIN: Final = 18.0
"""Millimetres."""
INK: Final = (26, 29, 33)
FAINT: Final = (89, 97, 107)
LINE: Final = (205, 211, 218)


class _Page(FPDF):
    """A4 with a foot that counts its pages."""

    def __init__(self) -> None:
        super().__init__(format="A4")
        for style in ("", "B"):
            self.add_font(FAMILY, style, font_file(bold=style == "B"))
        self.set_margin(MARGIN)
        self.set_auto_page_break(auto=True, margin=MARGIN + 6)

    def footer(self) -> None:
        """Below every page."""
        self.set_y(-MARGIN)
        self.set_font(FAMILY, "", 8)
        self.set_text_color(*FAINT)
        self.cell(0, 5, f"{self.page_no()} / {{nb}}", align=Align.R)


def pdf(document: Document) -> bytes:
    """The document as a PDF."""
    page = _Page()
    page.set_title(legible(document.title))
    page.set_author(legible(document.sender))
    page.set_lang(document.language)
    page.add_page()
    _head(page, document)
    _lines(page, document)
    _totals(page, document)
    page.set_font(FAMILY, "", 9)
    page.set_text_color(*FAINT)
    for note in document.notes:
        page.multi_cell(0, 5, legible(note), new_x="LMARGIN", new_y="NEXT")
    return bytes(page.output())


def _head(page: FPDF, document: Document) -> None:
    page.set_text_color(*FAINT)
    page.set_font(FAMILY, "", 11)
    page.multi_cell(0, 6, legible(document.sender), new_x="LMARGIN", new_y="NEXT", wrapmode=WrapMode.WORD)
    page.set_text_color(*INK)
    page.set_font(FAMILY, "B", 20)
    page.multi_cell(0, 11, legible(document.title, bold=True), new_x="LMARGIN", new_y="NEXT")
    page.ln(3)
    for label, value in document.facts:
        page.set_font(FAMILY, "", 10)
        page.set_text_color(*FAINT)
        page.cell(34, 6, legible(label))
        page.set_text_color(*INK)
        page.set_font(FAMILY, "B", 10)
        page.multi_cell(0, 6, legible(value, bold=True), new_x="LMARGIN", new_y="NEXT")
    page.ln(5)


def _lines(page: FPDF, document: Document) -> None:
    """The table; a line that is too long is broken, and its head stands again on every page."""
    page.set_font(FAMILY, "", 9.5)
    page.set_draw_color(*LINE)
    with page.table(
        col_widths=tuple(column.share for column in document.columns),
        text_align=tuple(Align.R if column.align == "right" else Align.L for column in document.columns),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=FontFace(emphasis="BOLD", color=INK),
        line_height=6,
        padding=1,
    ) as table:
        head = table.row()
        for column in document.columns:
            head.cell(legible(column.title, bold=True))
        for cells in document.rows:
            row = table.row()
            for text in cells:
                row.cell(legible(text))


def _totals(page: FPDF, document: Document) -> None:
    """On the right, the last one larger; never alone on a page with nothing above it."""
    if page.will_page_break(8.0 * len(document.totals) + 4):
        page.add_page()
    page.ln(4)
    for number, (label, amount) in enumerate(document.totals, 1):
        last = number == len(document.totals)
        page.set_font(FAMILY, "B" if last else "", 12 if last else 10)
        page.cell(page.epw - 45, 7, legible(label, bold=last), align=Align.R)
        page.cell(45, 7, legible(amount, bold=last), align=Align.R, new_x="LMARGIN", new_y="NEXT")
    page.ln(6)
