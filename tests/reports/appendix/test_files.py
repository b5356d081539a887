"""Files as strangers send them: other encodings, renamed, broken, too big, hostile."""

import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import InvalidFile
from reports.appendix.files import container
from reports.appendix.grid import MAX_ROWS
from reports.appendix.reading import read_appendix
from tests.reports.appendix_files import (
    TITLE,
    add_table,
    bare,
    counts,
    csv_file,
    docx_file,
    part_of,
    saved,
    with_part,
    xlsx_file,
)

DATA = Path(__file__).parents[2] / "data"
ROWS = [
    ("STT", "Đơn vị", "01/2023", "02/2023", "Tổng"),
    (1, "Phòng Tài chính, Kế hoạch", 1, 2, 3),
    (2, "Xã Hòa “Bình”", "", 0, 0),
]
EXPECTED = {"Phòng Tài chính, Kế hoạch": (1, 2), "Xã Hòa “Bình”": (None, 0)}
SHEET = "xl/worksheets/sheet1.xml"
DOCUMENT = "word/document.xml"


def fault(content: bytes, name: str, year: int | None = None) -> InvalidFile:
    """Return the error that reading the file raises."""
    with pytest.raises(InvalidFile) as caught:
        read_appendix(content, name, year)
    assert caught.value.values["place"]
    return caught.value


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_separators_and_encodings_of_csv(separator: str, encoding: str) -> None:
    text = csv_file(ROWS, separator).decode()
    assert counts(read_appendix(text.encode(encoding), "a.csv")) == EXPECTED
    unix = text.replace("\r\n", "\n")
    assert counts(read_appendix(unix.encode(encoding), "A.CSV")) == EXPECTED


def test_windows_1258_is_read_and_composed() -> None:
    # The code page writes ơ and a tone mark apart.
    text = "STT;Đơn vị;01/2023\r\n1;Xa\u0303 Hòa Sơn;5\r\n".replace("ị", "i\u0323")
    content = text.replace("ò", "o\u0300").encode("windows-1258")
    assert counts(read_appendix(content, "a.csv")) == {"Xã Hòa Sơn": (5,)}


def test_a_title_above_with_other_separators_does_not_mislead() -> None:
    text = "Danh sách tin, bài, ảnh, quý I năm 2023\nSTT;Đơn vị;T1;T2\n1;A;1;2\n"
    assert counts(read_appendix(text.encode(), "a.csv")) == {"A": (1, 2)}


def test_a_quote_that_never_ends_is_broken_not_swallowed() -> None:
    text = 'STT,Đơn vị,01/2023\n1,"Phòng A,5\n2,Phòng B,6\n'
    error = fault(text.encode(), "a.csv")
    assert (error.code, error.values["place"]) == ("broken_file", "dòng 2")


def test_names_over_two_lines_keep_their_line_number() -> None:
    text = 'STT,Đơn vị,01/2023\n1,"Phòng\nA",5\n2,Phòng B,x\n'
    error = fault(text.encode(), "a.csv")
    assert error.values["place"] == "dòng 4, cột 01/2023"


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.csv", "a.bin", "a", "a.zip", "a.doc"])
def test_the_content_decides_what_a_package_is(name: str) -> None:
    assert counts(read_appendix(xlsx_file(ROWS), name)) == EXPECTED
    assert counts(read_appendix(docx_file(ROWS), name)) == EXPECTED


def _package(**parts: str) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return content.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (OLE, "a.doc", "old_format"),
        (OLE, "a.xlsx", "old_format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "protected"),
        (b"<html>", "a.xls", "no_table"),
        (b"%PDF-1.7", "a.pdf", "pdf"),
        (b"\x89PNG", "anh", "picture"),
        (b"\x81\x8d\x8f", "a.csv", "unknown_type"),
        (b"\0a\0", "a.csv", "unknown_type"),
        (_package(mimetype="application/vnd.oasis.opendocument"), "a.ods", "unknown_type"),
        (b"khong phai zip", "a.xlsx", "broken_file"),
        (b"khong phai zip", "a.docx", "broken_file"),
        (b"PK\x03\x04 dut doan", "a.docx", "broken_file"),
        (xlsx_file(ROWS)[:-300], "a.xlsx", "broken_file"),
        (_package(**{"xl/workbook.xml": "<workbook/>"}), "a.xlsx", "broken_file"),
        (_package(**{"word/document.xml": "<document/>"}), "a.docx", "broken_file"),
        (with_part(xlsx_file(ROWS), SHEET, b"<worksheet>"), "a.xlsx", "broken_file"),
        (with_part(docx_file(ROWS), DOCUMENT, b"<w:document"), "a.docx", "broken_file"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_read_say_why(content: bytes, name: str, code: str) -> None:
    assert fault(content, name).code == code


def test_an_encrypted_zip_is_protected() -> None:
    content = bytearray(xlsx_file(ROWS))
    # The flag stands 8 bytes into each entry of the central directory.
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1
    assert fault(bytes(content), "a.xlsx").code == "protected"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("markup", ["<!DOCTYPE a>", "<!ENTITY b 'c'>"])
def test_document_types_and_entities_are_refused(markup: str, encoding: str) -> None:
    part = ("<a>" + " " * container._CHUNK + markup).encode(encoding)
    for content, name in (
        (with_part(xlsx_file(ROWS), "xl/sharedStrings.xml", part), "a.xlsx"),
        (with_part(docx_file(ROWS), "word/settings.xml", part), "a.docx"),
    ):
        assert fault(content, name).code == "broken_file"


def test_an_encoding_that_could_hide_an_entity_is_refused() -> None:
    part = b'<?xml version="1.0" encoding="UTF-7"?><a/>'
    assert fault(with_part(docx_file(ROWS), "word/settings.xml", part), "a.docx").code == (
        "broken_file"
    )


def test_a_file_over_20_megabytes_is_refused() -> None:
    error = fault(b"a" * (container.MAX_BYTES + 1), "a.csv")
    assert (error.code, error.values["limit_mb"]) == ("too_large", 20)


def test_zip_bombs_are_refused_before_they_unpack() -> None:
    zeros = bytes(11 * 1024 * 1024)
    assert (
        fault(with_part(docx_file(ROWS), "word/media/a.bin", zeros), "a.docx").code == "too_large"
    )
    many = BytesIO(docx_file(ROWS))
    with zipfile.ZipFile(many, "a") as package:
        for index in range(5_001):
            package.writestr(f"word/media/{index}", b"")
    assert fault(many.getvalue(), "a.docx").code == "too_large"


def test_a_package_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MAX_UNPACKED", 1000)
    assert fault(docx_file(ROWS), "a.docx").code == "too_large"


def _sheet(inside: str) -> bytes:
    sheet = part_of(xlsx_file(ROWS), SHEET).decode()
    return with_part(
        xlsx_file(ROWS), SHEET, sheet.replace("</sheetData>", f"</sheetData>{inside}").encode()
    )


@pytest.mark.parametrize(
    ("reference", "code"),
    # Excel calls a merged range without rows or columns a damaged file, too.
    [("A1:XFD1048576", "too_large"), ("A:XFD", "broken_file"), ("1:1048576", "broken_file")],
)
def test_a_merged_range_as_large_as_the_sheet_is_refused(reference: str, code: str) -> None:
    content = _sheet(f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>')
    assert fault(content, "a.xlsx").code == code


def test_more_rows_than_a_table_has_are_refused() -> None:
    many = [*ROWS, *([(3, "C", 1, 1, 2)] * MAX_ROWS)]
    assert fault(csv_file(many), "a.csv").code == "too_many_rows"
    book = openpyxl.Workbook()
    book.worksheets[0].cell(MAX_ROWS + 1, 1, "xa")
    assert fault(saved(book), "a.xlsx").code == "too_many_rows"


def test_more_cells_than_a_table_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.appendix.files.from_xlsx._MAX_CELLS", 5)
    assert fault(xlsx_file(ROWS), "a.xlsx").code == "too_large"


def test_more_rows_than_a_document_may_have_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.appendix.files.from_docx.MAX_ROWS", 2)
    assert fault(docx_file(ROWS), "a.docx").code == "too_many_rows"


def test_empty_formatted_rows_far_below_do_not_count() -> None:
    sheet = part_of(xlsx_file(ROWS), SHEET).decode()
    far = '<row r="1048576"><c r="A1048576" s="0"/></row><row><c s="0"/></row></sheetData>'
    content = with_part(xlsx_file(ROWS), SHEET, sheet.replace("</sheetData>", far).encode())
    assert counts(read_appendix(content, "a.xlsx")) == EXPECTED


def test_formulas_give_their_cached_values() -> None:
    rows = [*ROWS[:2], (2, "B", 1, "=C2+1", "=C3+D3")]
    content = xlsx_file(rows)
    sheet = part_of(content, SHEET).decode()
    valued = sheet.replace("<f>C2+1</f><v></v>", "<f>C2+1</f><v>4</v>")
    valued = valued.replace("<f>C2+1</f><v />", "<f>C2+1</f><v>4</v>")
    appendix = read_appendix(with_part(content, SHEET, valued.encode()), "a.xlsx")
    # The sum without a value is passed over, the count with one is read.
    assert bare(appendix.rows)[1] == ("", "B", (1, 4), None)
    error = fault(content, "a.xlsx")
    assert error.code == "formula_without_value"
    assert error.values == {"place": "Sheet1, dòng 3, cột 02/2023", "unit": "B"}


def test_merged_ranges_beside_the_table_do_no_harm() -> None:
    content = xlsx_file(ROWS, ["H40:J41", "A10:B11", "GA1:GB2"])
    assert counts(read_appendix(content, "a.xlsx")) == EXPECTED


def test_a_chart_sheet_is_passed_over() -> None:
    content = BytesIO()
    book = xlsxwriter.Workbook(content)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Sheet1!$C$2:$C$3"})
    book.add_chartsheet("Biểu đồ").set_chart(chart)
    page = book.add_worksheet("Sheet1")
    for index, row in enumerate(ROWS):
        page.write_row(index, 0, row)
    book.close()
    assert counts(read_appendix(content.getvalue(), "a.xlsx")) == EXPECTED


def _edited(old: str, new: str) -> bytes:
    """Return the document of ROWS with a piece of its XML replaced."""
    document = part_of(docx_file(ROWS), DOCUMENT).decode()
    assert old in document
    return with_part(docx_file(ROWS), DOCUMENT, document.replace(old, new).encode())


def _run(text: str, tag: str = "t") -> str:
    return f"<w:r><w:{tag}>{text}</w:{tag}></w:r>"


@pytest.mark.parametrize(
    "shown",
    [
        f"<w:del>{_run('9', 'delText')}</w:del><w:ins>{_run('7')}</w:ins>",
        f"<w:moveFrom>{_run('9')}</w:moveFrom><w:moveTo>{_run('7')}</w:moveTo>",
        f"<w:sdt><w:sdtContent>{_run('7')}</w:sdtContent></w:sdt>",
        "<w:r><w:br/><w:t>7</w:t><w:tab/></w:r>",
    ],
)
def test_tracked_changes_and_content_controls_are_read_as_they_show(shown: str) -> None:
    # The 2 stands in the row number of the second unit too.
    appendix = read_appendix(_edited(_run("2"), shown), "a.docx")
    assert counts(appendix)["Phòng Tài chính, Kế hoạch"] == (1, 7)


def test_hyphens_of_word_are_blank_cells() -> None:
    appendix = read_appendix(_edited(_run("1"), "<w:r><w:noBreakHyphen/></w:r>"), "a.docx")
    assert counts(appendix)["Phòng Tài chính, Kế hoạch"] == (None, 2)


def test_rows_in_content_controls_are_read_and_deleted_ones_are_not() -> None:
    document = part_of(docx_file(ROWS), DOCUMENT).decode()
    start = document.rindex("<w:tr>")
    end = document.rindex("</w:tr>") + len("</w:tr>")
    row = document[start:end]
    control = f"<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt>"
    assert counts(read_appendix(_edited(row, control), "a.docx")) == EXPECTED
    deleted = row.replace("<w:tr>", "<w:tr><w:trPr><w:del w:id='1' w:author='x'/></w:trPr>")
    assert len(read_appendix(_edited(row, deleted), "a.docx").rows) == 1


def _cell(text: str, properties: str = "") -> str:
    width = '<w:tcW w:type="dxa" w:w="1728"/>'
    return f"<w:tc><w:tcPr>{width}{properties}</w:tcPr><w:p>{_run(text)}</w:p></w:tc>"


def test_a_row_that_begins_late_keeps_its_columns() -> None:
    late = '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>'
    appendix = read_appendix(_edited(f"<w:tr>{_cell('2')}", late), "a.docx")
    assert counts(appendix) == EXPECTED


def test_cells_merged_the_old_way_are_one() -> None:
    merged = _cell("Tổng cộng", '<w:hMerge w:val="restart"/>') + _cell("", "<w:hMerge/>")
    error = fault(_edited(_cell("2") + _cell("Xã Hòa “Bình”"), merged), "a.docx")
    assert error.code == "grand_total_differs"
    assert (error.values["unit"], error.values["printed"], error.values["counted"]) == (
        "Tổng cộng",
        0,
        2,
    )


def test_a_cell_that_carries_on_nothing_is_blank() -> None:
    for merge in ("<w:hMerge/>", "<w:vMerge/>"):
        assert (
            counts(read_appendix(_edited(_cell("STT"), _cell("STT", merge)), "a.docx")) == EXPECTED
        )


def test_a_count_merged_over_two_units_of_a_document_is_refused() -> None:
    document = docx.Document()
    add_table(document, [("Đơn vị", "01/2023"), ("Xã A", 5), ("Xã B", "")])
    table = document.tables[0]
    table.cell(1, 1).merge(table.cell(2, 1))
    error = fault(saved(document), "a.docx")
    assert (error.code, error.values["unit"]) == ("merged_cell", "Xã B")


def test_a_table_in_a_content_control_is_found() -> None:
    document = part_of(docx_file(ROWS), DOCUMENT).decode()
    table = document[document.index("<w:tbl>") : document.index("</w:tbl>") + len("</w:tbl>")]
    content = _edited(table, f"<w:sdt><w:sdtContent>{table}</w:sdtContent></w:sdt>")
    assert counts(read_appendix(content, "a.docx")) == EXPECTED


def test_a_name_merged_down_thousands_of_rows_is_read_in_one_pass() -> None:
    document = docx.Document()
    add_table(document, [("Nhóm", "Đơn vị", "01/2023")])
    table = document.tables[0]._tbl.xml
    row = table[table.index("<w:tr>") : table.index("</w:tr>") + 7]
    cells = row.split("<w:tc>")
    rows = []
    for index in range(3_000):
        merge = '<w:vMerge w:val="restart"/>' if index == 0 else "<w:vMerge/>"
        name = cells[1].replace("</w:tcPr>", f"{merge}</w:tcPr>")
        if index:
            name = name.replace("Nhóm", "")
        values = (name, cells[2].replace("Đơn vị", f"Xã {index}"), cells[3].replace("01/2023", "1"))
        rows.append(cells[0] + "".join(f"<w:tc>{value}" for value in values))
    whole = part_of(saved(document), DOCUMENT).decode()
    content = with_part(
        saved(document), DOCUMENT, whole.replace("</w:tbl>", "".join(rows) + "</w:tbl>").encode()
    )
    appendix = read_appendix(content, "a.docx")
    assert appendix.total == len(appendix.rows) == 3_000
    assert {row.group for row in appendix.rows} == {"Nhóm"}


@pytest.mark.parametrize("span", ["999999999", "x"])
def test_a_cell_wider_than_any_table_is_broken(span: str) -> None:
    content = _edited("<w:tcPr>", f'<w:tcPr><w:gridSpan w:val="{span}"/>')
    assert fault(content, "a.docx").code == "broken_file"


def test_borders_that_do_not_line_up_give_the_same_columns() -> None:
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(3, 4)
    for row, values in zip(
        table.rows,
        [("Đơn vị", "T1", "", "T2"), ("Xã A", "1", "", "2"), ("Xã B", "", "3", "4")],
        strict=True,
    ):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 1).merge(table.cell(1, 2))
    assert counts(read_appendix(saved(document), "a.docx")) == {"Xã A": (1, 2), "Xã B": (3, 4)}
    table.cell(2, 1).text = "5"
    assert fault(saved(document), "a.docx").code == "merged_cell"


def test_a_table_inside_a_layout_table_is_found() -> None:
    document = docx.Document()
    outer = document.add_table(1, 1)
    inner = outer.cell(0, 0).add_table(2, 3)
    for row, values in zip(inner.rows, [ROWS[0][:3], (1, "A", 5)], strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = str(value)
    assert counts(read_appendix(saved(document), "a.docx")) == {"A": (5,)}


@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=150, deadline=None)
@given(data=st.data(), suffix=st.sampled_from(["csv", "xlsx", "docx"]))
def test_damaged_files_are_read_or_refused_and_nothing_else(
    data: st.DataObject, suffix: str
) -> None:
    content = bytearray((DATA / f"appendix-2021-h1.{suffix}").read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(InvalidFile):
        read_appendix(bytes(content), f"a.{suffix}", 2021)


# openpyxl warns of parts that it leaves out.
@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_damaged_parts_are_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    suffix, name = data.draw(
        st.sampled_from([
            ("xlsx", SHEET), ("xlsx", "xl/workbook.xml"), ("xlsx", "xl/styles.xml"),
            ("docx", DOCUMENT), ("docx", "word/styles.xml"), ("docx", "[Content_Types].xml"),
        ])
    )  # fmt: skip
    content = (DATA / f"appendix-2021-h1.{suffix}").read_bytes()
    part = bytearray(part_of(content, name))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(part) - 1))
        part[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    with suppress(InvalidFile):
        read_appendix(with_part(content, name, bytes(part)), f"a.{suffix}", 2021)
