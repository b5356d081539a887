"""The appendix of the bundled Word template: its headings and its table with docxtpl's row tags."""

from typing import TYPE_CHECKING

from reports.document.layout_parts import tagged_cell, write, write_loop
from reports.document.styles import APPENDIX_TABLE_NAME

if TYPE_CHECKING:
    from docx.document import Document

# As many as the cells of the template's widest row; the real columns depend on the period.
_TEMPLATE_COLUMNS = 6


def add_appendix(document: "Document") -> None:
    """Add headings, table and notes."""
    write(document, "AppendixHead", "Phụ lục")
    write(document, "AppendixTitle", "{{ appendix_title }}")
    write(document, "AppendixReference", "{{ appendix_reference }}")
    _add_table(document)
    write_loop(document, "AppendixNote", "appendix_notes")


def _add_table(document: "Document") -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.oxml import OxmlElement

    table = document.add_table(0, _TEMPLATE_COLUMNS, APPENDIX_TABLE_NAME)
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    rows = (
        _counted("CellHead", "STT", "CellHead", "Đơn vị", "months", "Tổng"),
        _tag("for group in groups"),
        _tag("if group.name"),
        (
            ("CellGroup", "{{ group.number }}"),
            ("CellGroupName", "{% colspan column_count - 1 %}{{ group.name }}"),
        ),
        _tag("endif"),
        _tag("for unit in group.units"),
        _counted(
            "CellNumber",
            "{{ unit.number }}",
            "CellText",
            "{{ unit.name }}",
            "unit.months",
            "{{ unit.total }}",
        ),
        _tag("endfor"),
        _tag("if groups | length > 1"),
        _counted(
            "CellNumberBold",
            "",
            "CellTextBold",
            "Cộng nhóm {{ group.number }}",
            "group.months",
            "{{ group.total }}",
        ),
        _tag("endif"),
        _tag("endfor"),
        _counted("CellNumberBold", "", "CellTextBold", "Tổng cộng", "month_totals", "{{ total }}"),
    )
    for place, cells in enumerate(rows):
        row = OxmlElement("w:tr")
        properties = OxmlElement("w:trPr")
        properties.append(OxmlElement("w:cantSplit"))
        if place == 0:
            properties.append(OxmlElement("w:tblHeader"))
        row.append(properties)
        for style, text in cells:
            row.append(tagged_cell(style, text))
        table._tbl.append(row)


def _counted(
    number_style: str, number: str, text_style: str, text: str, months: str, total: str
) -> tuple[tuple[str, str], ...]:
    """Return the cells of a row with a column for each month."""
    return (
        (number_style, number),
        (text_style, text),
        (number_style, f"{{%tc for cell in {months} %}}"),
        (number_style, "{{ cell }}"),
        (number_style, "{%tc endfor %}"),
        ("CellNumberBold" if number_style == "CellNumber" else number_style, total),
    )


def _tag(words: str) -> tuple[tuple[str, str], ...]:
    return (("CellText", f"{{%tr {words} %}}"),)
