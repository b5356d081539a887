"""Tables written as files, for the tests that read them back."""

import csv
import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

import docx
import openpyxl
from docx.document import Document

from domain.imports.tables import Appendix, AppendixRow, AppendixWarning
from reports.appendix.reading import read_appendix

Rows = Sequence[Sequence[object]]
MONTHS = ("Tháng 1", "Tháng 2", "Tháng 3")
TITLE = "Danh sách các đơn vị có tin, bài quý I năm 2023"


def csv_file(rows: Rows, separator: str = ",") -> bytes:
    """Return the rows as UTF-8 text."""
    text = StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode()


def xlsx_file(rows: Rows, merged: Iterable[str] = (), sheet: str = "Sheet1") -> bytes:
    """Return the rows as a workbook of one sheet, with some ranges merged."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for place in merged:
        page.merge_cells(place)
    return saved(book)


def docx_file(rows: Rows, before: Sequence[str] = (TITLE,)) -> bytes:
    """Return the rows as a document's only table, below some paragraphs.

    None in a row carries the cell left of it on.
    """
    document = docx.Document()
    for text in before:
        document.add_paragraph(text)
    add_table(document, rows)
    return saved(document)


def add_table(document: Document, rows: Rows) -> None:
    """Write the rows as one more table."""
    table = document.add_table(len(rows), len(rows[0]))
    for row, values in zip(table.rows, rows, strict=True):
        cells = row.cells
        for index, value in enumerate(values):
            if value is not None:
                cells[index].text = str(value)
        start = 0
        for index in range(1, len(values) + 1):
            if index == len(values) or values[index] is not None:
                if index - start > 1:
                    cells[start].merge(cells[index - 1])
                start = index


def saved(file: "openpyxl.Workbook | Document") -> bytes:
    """Return the bytes of a workbook or document."""
    content = BytesIO()
    file.save(content)
    return content.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Return a package with one part replaced or added."""
    changed = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
        new.writestr(name, part)
    return changed.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    """Return one part of a package."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        return package.read(name)


def read_rows(
    *rows: Sequence[object],
    heading: Sequence[object] = ("STT", "Đơn vị", *MONTHS, "Tổng"),
    year: int | None = 2023,
) -> Appendix:
    """Read the rows under a usual heading, as a .csv."""
    return read_appendix(csv_file([heading, *rows]), "bang.csv", year)


def counts(appendix: Appendix) -> dict[str, tuple[int | None, ...]]:
    """Return each unit's counts."""
    return {row.unit: row.counts for row in appendix.rows}


def groups(appendix: Appendix) -> dict[str, list[str]]:
    """Return the units of each group, in order."""
    found: dict[str, list[str]] = {}
    for row in appendix.rows:
        found.setdefault(row.group, []).append(row.unit)
    return found


def bare(rows: Iterable[AppendixRow]) -> list[tuple[object, ...]]:
    """Return the rows without the places, which differ between kinds of files."""
    return [(row.group, row.unit, row.counts, row.printed_total) for row in rows]


def only(appendix: Appendix, code: str) -> AppendixWarning:
    """Return the only warning of a code."""
    (found,) = [warning for warning in appendix.warnings if warning.code == code]
    return found


def codes(appendix: Appendix) -> list[str]:
    """Return the codes of the warnings in order, without what the last month brings."""
    return [w.code for w in appendix.warnings if w.code != "last_month_incomplete"]
