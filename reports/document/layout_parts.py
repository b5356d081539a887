"""The pieces the bundled Word template is put together from: paragraphs, tables, cells."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph

EMU_PER_MILLIMETRE = 36_000


def write(place: "Document | _Cell", style: str, text: str) -> "Paragraph":
    """Add a paragraph with the style of this id."""
    paragraph = place.add_paragraph(text)
    _set_style(paragraph, style)
    return paragraph


def write_loop(document: "Document", style: str, field: str) -> None:
    """Add a paragraph for each line of a list field."""
    write(document, style, f"{{%p for line in {field} %}}")
    write(document, style, "{{ line }}")
    write(document, style, "{%p endfor %}")


def fill(cell: "_Cell", *lines: tuple[str, str]) -> None:
    """Put paragraphs of (style id, text) into an empty cell."""
    first, *others = lines
    paragraph = cell.paragraphs[0]
    _set_style(paragraph, first[0])
    paragraph.add_run(first[1])
    for style, text in others:
        write(cell, style, text)


def indent(paragraph: "Paragraph", millimetres: float) -> None:
    """Move both edges of a paragraph, and so the rule on it, inwards."""
    from docx.shared import Mm

    paragraph.paragraph_format.left_indent = Mm(millimetres)
    paragraph.paragraph_format.right_indent = Mm(millimetres)


def plain_table(document: "Document", rows: int, widths: tuple[float, ...]) -> tuple["_Row", ...]:
    """Add a table without borders, its columns `widths` millimetres wide; return its rows."""
    from docx.oxml.ns import qn
    from docx.shared import Mm

    table = document.add_table(rows, len(widths), "Normal Table")
    table.autofit = False
    # The style says so too, but LibreOffice does not look into a default style.
    margins = _element("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = _element(side)
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.find(qn("w:tblLayout")).addnext(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    table_rows = tuple(table.rows)
    for row in table_rows:
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table_rows


def tagged_cell(style: str, text: str) -> "BaseOxmlElement":
    """Return a table cell with one paragraph; its width is left to the table's grid."""
    from docx.oxml.ns import qn

    cell = _element("w:tc")
    if "{% colspan" in text:
        # docxtpl writes the span into this element, which must not be empty.
        properties = _element("w:tcPr")
        width = _element("w:tcW")
        width.set(qn("w:w"), "0")
        width.set(qn("w:type"), "auto")
        properties.append(width)
        cell.append(properties)
    paragraph = _element("w:p")
    layout = _element("w:pPr")
    style_of = _element("w:pStyle")
    style_of.set(qn("w:val"), style)
    layout.append(style_of)
    paragraph.append(layout)
    if text:
        run = _element("w:r")
        content = _element("w:t")
        content.text = text
        run.append(content)
        paragraph.append(run)
    cell.append(paragraph)
    return cell


def _set_style(paragraph: "Paragraph", style: str) -> None:
    paragraph._p.get_or_add_pPr().style = style


def _element(name: str) -> "BaseOxmlElement":
    from docx.oxml import OxmlElement

    return OxmlElement(name)


def text_width(section: "Section") -> float:
    """Return the millimetres between a section's margins."""
    page = section.page_width or 0
    return (page - (section.left_margin or 0) - (section.right_margin or 0)) / EMU_PER_MILLIMETRE
