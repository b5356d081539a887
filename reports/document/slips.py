"""A sheet of slips to print and cut, each with a QR code, as a Word document.

segno makes the codes: it is written in Python alone, follows ISO/IEC 18004 and is kept up.
"""

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from domain.people.slips import Sheet, Slip
from reports.document.docx import DOCX_TYPE
from reports.document.parts import Description, describe, replace_parts
from reports.rendered import Rendered

if TYPE_CHECKING:
    from docx.document import Document

COLUMNS = 2
_PAGE_MM = (210, 297)
_MARGIN_MM = 15
_SLIP_MM = (_PAGE_MM[0] - 2 * _MARGIN_MM) / COLUMNS
_CODE_MM = 32
_DOTS = 8  # of a module: sharp on any printer


def render_slips(sheet: Sheet, author: str, day: date) -> Rendered:
    """Return the sheet as a .docx file: two slips beside each other, none cut by a page's end."""
    from docx import Document
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Mm

    document = Document()
    replace_parts(document)
    document.core_properties.comments = ""
    describe(document, Description(sheet.title, author, day))
    _set_page(document)
    rows = -(-len(sheet.slips) // COLUMNS)
    table = document.add_table(rows, COLUMNS, "Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for place, slip in enumerate(sheet.slips):
        cell = table.cell(place // COLUMNS, place % COLUMNS)
        _fill(cell, slip)
    for row in table.rows:
        _keep_whole(row)
        for cell in row.cells:
            cell.width = Mm(_SLIP_MM)
    file = BytesIO()
    document.save(file)
    return Rendered(sheet.file_name, DOCX_TYPE, file.getvalue())


def qr_picture(text: str) -> bytes:
    """Return a text's QR code as a PNG picture that bears a crease or a stain."""
    import segno

    file = BytesIO()
    segno.make_qr(text, error="m").save(file, kind="png", scale=_DOTS, border=4)
    return file.getvalue()


def _set_page(document: "Document") -> None:
    from docx.shared import Mm, Pt

    from reports.document.styles import FONT

    section = document.sections[0]
    section.page_width, section.page_height = (Mm(size) for size in _PAGE_MM)
    section.left_margin = section.right_margin = Mm(_MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    normal.paragraph_format.space_after = Pt(2)


def _fill(cell: Any, slip: Slip) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    head = cell.paragraphs[0]
    head.paragraph_format.space_before = Pt(6)
    head.add_run(slip.head).bold = True
    picture = cell.add_paragraph()
    picture.add_run().add_picture(BytesIO(qr_picture(slip.scan)), Mm(_CODE_MM), Mm(_CODE_MM))
    lines = [cell.add_paragraph(line) for line in slip.lines]
    for paragraph in (head, picture, *lines):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _keep_whole(row: Any) -> None:
    """Let no page end within a slip."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
