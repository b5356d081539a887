"""What boards do to their tables by hand, and the kinds of files they keep them in."""

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.run import Run
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from domain.errors import InvalidFile
from domain.imports.tables import Appendix
from reports.appendix.reading import read_appendix
from tests.reports.appendix_files import (
    TITLE,
    add_table,
    counts,
    csv_file,
    docx_file,
    groups,
    saved,
    xlsx_file,
)

HEADING = ("STT", "Đơn vị", "Tháng 1", "Tháng 2", "Tháng 3")
ROWS: list[tuple[object, ...]] = [
    (TITLE,),
    HEADING,
    (1, "Phòng Nội vụ", 1, 2, 3),
    (2, "UBND xã Glar", 4, 5, 6),
]
EXPECTED = {"Phòng Nội vụ": (1, 2, 3), "UBND xã Glar": (4, 5, 6)}


def said(appendix: Appendix) -> set[str]:
    return {left.code for left in appendix.left_out}


def book_of(rows: list[tuple[object, ...]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    return book


def test_hidden_rows_columns_and_sheets_are_left_out_and_said() -> None:
    book = book_of([(*row, 9) for row in ROWS] + [(3, "Đài Truyền thanh", 9, 9, 9, 9)])
    sheet = book.worksheets[0]
    sheet.cell(2, 6).value = "Tháng 4"
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["F"].hidden = True
    book.create_sheet("Cũ").append(["x"])
    book["Cũ"].sheet_state = "hidden"
    appendix = read_appendix(saved(book), "a.xlsx")
    assert counts(appendix) == EXPECTED
    assert said(appendix) == {"hidden_rows", "hidden_columns", "hidden_sheet"}


def test_struck_and_raised_characters_are_left_out_and_said() -> None:
    book = book_of(ROWS)
    sheet = book.worksheets[0]
    struck = TextBlock(InlineFont(strike=True), "7")
    raised = TextBlock(InlineFont(vertAlign="superscript"), "1")
    sheet["C3"] = CellRichText(struck, "1")
    sheet["D3"] = CellRichText("2", raised)
    sheet["F3"] = 5
    sheet["F3"].font = Font(strike=True)
    appendix = read_appendix(saved(book), "a.xlsx")
    assert counts(appendix) == EXPECTED
    assert said(appendix) == {"struck", "superscript"}


def test_a_footnote_mark_typed_behind_a_number_is_no_digit() -> None:
    rows = [*ROWS[:2], (1, "Phòng Nội vụ", "1¹", "2²", 3), ROWS[3], ("¹ Gồm tin đăng lại.",)]
    appendix = read_appendix(csv_file(rows), "a.csv")
    assert counts(appendix) == EXPECTED
    assert [w.code for w in appendix.warnings] == ["footnote_mark", "footnote_mark"]


@pytest.mark.parametrize(
    ("name", "code"),
    [("Phßng Néi vô", "TCVN3"), ("Phoøng Noäi vuï", "VNI"), ("PhÃ²ng Ná»™i vá»¥", "UTF-8")],
)
def test_letters_of_old_fonts_are_converted_and_said(name: str, code: str) -> None:
    appendix = read_appendix(xlsx_file([*ROWS[:2], (1, name, 1, 2, 3), ROWS[3]]), "a.xlsx")
    assert counts(appendix) == EXPECTED
    assert [left.values["code"] for left in appendix.left_out] == [code]


def test_lost_letters_never_become_names() -> None:
    with pytest.raises(InvalidFile, match="lost_letters"):
        read_appendix(csv_file([*ROWS[:2], (1, "Ph?ng N?i v?", 1, 2, 3)]), "a.csv")


@pytest.mark.parametrize(
    "rows",
    [
        [("BẢNG KÊ NHUẬN BÚT NĂM 2023",), *ROWS[1:]],
        [*ROWS[:1], ("Đơn vị tính: đồng",), *ROWS[1:]],
        [*ROWS[:2], (1, "Phòng Nội vụ", 150000, 50000, 100000), (2, "Xã A", 50000, 0, 50000)],
    ],
)
def test_money_by_month_is_refused(rows: list[tuple[object, ...]]) -> None:
    with pytest.raises(InvalidFile, match="money"):
        read_appendix(csv_file(rows), "a.csv")


def test_rows_of_tin_and_bai_below_each_unit_are_parts_of_it() -> None:
    rows = [*ROWS[:3], ("", "- Tin", 1, 1, 1), ("", "- Bài", 0, 1, 2), ROWS[3]]
    assert counts(read_appendix(csv_file(rows), "a.csv")) == EXPECTED
    rows[4] = ("", "- Bài", 5, 1, 2)
    with pytest.raises(InvalidFile, match="parts_differ"):
        read_appendix(csv_file(rows), "a.csv")


def test_groups_merged_downward_at_the_left_are_groups_whatever_their_heading() -> None:
    rows = [
        (TITLE,), ("Lĩnh vực", "STT", "Đơn vị", "T1", "T2", "T3"),
        ("Phòng, ban", 1, "Phòng Nội vụ", 1, 2, 3), (None, 2, "Công an", 1, 1, 1),
        ("Xã", 3, "UBND xã Glar", 4, 5, 6), (None, 4, "UBND xã B", 1, 1, 1),
    ]  # fmt: skip
    appendix = read_appendix(xlsx_file(rows, ["A3:A4", "A5:A6"]), "a.xlsx")
    assert groups(appendix) == {
        "Phòng, ban": ["Phòng Nội vụ", "Công an"],
        "Xã": ["UBND xã Glar", "UBND xã B"],
    }


def test_months_below_each_other_and_a_row_a_month_are_read() -> None:
    lines: list[tuple[object, ...]] = [
        (TITLE,),
        ("Tháng", *EXPECTED),
        *[(f"Tháng {m}", m, m + 3) for m in (1, 2, 3)],
    ]
    assert counts(read_appendix(csv_file(lines), "a.csv")) == EXPECTED
    long: list[tuple[object, ...]] = [(TITLE,), ("STT", "Đơn vị", "Tháng", "Số tin, bài")]
    long += [(1, unit, m, n) for unit, cells in EXPECTED.items() for m, n in enumerate(cells, 1)]
    assert counts(read_appendix(csv_file(long), "a.csv")) == EXPECTED


def test_a_sheet_a_month_and_a_sheet_a_group_go_together() -> None:
    book = openpyxl.Workbook()
    for month in (1, 2, 3):
        sheet = book.create_sheet(f"Tháng {month}")
        sheet.append([f"TIN, BÀI THÁNG {month} NĂM 2023"])
        sheet.append(["STT", "Đơn vị", "Số tin", "Số bài", "Tổng"])
        for number, (unit, cells) in enumerate(EXPECTED.items(), 1):
            sheet.append([number, unit, cells[month - 1], 0, cells[month - 1]])
    appendix = read_appendix(saved(book), "a.xlsx")
    assert counts(appendix) == EXPECTED
    assert appendix.sheets == ("Tháng 1", "Tháng 2", "Tháng 3")
    book = openpyxl.Workbook()
    for place, name in enumerate(("Phòng ban", "Xã, thị trấn")):
        sheet = book.create_sheet(name)
        for row in (*ROWS[:2], ROWS[2 + place]):
            sheet.append(list(row))
    appendix = read_appendix(saved(book), "a.xlsx")
    assert groups(appendix) == {"Phòng ban": ["Phòng Nội vụ"], "Xã, thị trấn": ["UBND xã Glar"]}


def test_the_same_counts_by_author_are_not_counted_twice() -> None:
    book = book_of(ROWS)
    sheet = book.create_sheet("Theo tác giả")
    for row in (ROWS[0], ("STT", "Họ và tên", *HEADING[2:]), (1, "Nguyễn Thị Hoa", 5, 7, 9)):
        sheet.append(list(row))
    appendix = read_appendix(saved(book), "a.xlsx")
    assert counts(appendix) == EXPECTED
    assert said(appendix) == {"table_by_author"}


LIST = [
    ("DANH SÁCH TIN, BÀI NĂM 2023",),
    ("STT", "Ngày đăng", "Tiêu đề", "Đường link", "Đơn vị", "Tác giả", "Thể loại"),
    (1, "05/01/2023", "Ra quân trồng cây", "https://x.vn/1", "UBND xã Glar", "Rơ Châm Lan", "Tin"),
    (2, "2023-02-07 08:30:00", "Hội xuân", "https://x.vn/2", "Phòng Nội vụ", "Lê A", "Bài"),
    ("", "Tổng cộng: 2 tin, bài", "", "", "", "", ""),
]


def test_a_list_with_an_article_a_row_gives_articles_and_its_summary_is_left_out() -> None:
    book = book_of([tuple(row) for row in LIST])
    for row in ROWS:
        (book["Tổng hợp"] if "Tổng hợp" in book else book.create_sheet("Tổng hợp")).append(
            list(row)
        )
    appendix = read_appendix(saved(book), "a.xlsx")
    assert [
        (a.published_on.isoformat(), a.title, a.url, a.unit, a.author, a.kind)
        for a in appendix.articles
    ] == [
        ("2023-01-05", "Ra quân trồng cây", "https://x.vn/1", "UBND xã Glar", "Rơ Châm Lan", "Tin"),
        ("2023-02-07", "Hội xuân", "https://x.vn/2", "Phòng Nội vụ", "Lê A", "Bài"),
    ]
    assert (appendix.rows, said(appendix)) == ((), {"table_beside_list"})


def test_a_list_says_which_row_has_no_date() -> None:
    with pytest.raises(InvalidFile) as caught:
        read_appendix(csv_file([*LIST[:3], (2, "hôm qua", "Hội xuân", "", "", "", "")]), "a.csv")
    assert (caught.value.code, caught.value.values["text"]) == ("article_without_date", "hôm qua")
    bare = [("STT", "Tiêu đề", "Đường link"), (1, "Hội xuân", "https://x.vn/2")]
    with pytest.raises(InvalidFile, match="no_table_list"):
        read_appendix(csv_file(bare), "a.csv")


ODS = """<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="Bảng">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def as_ods(
    rows: list[tuple[object, ...]],
    hidden: int | None = None,
    formulas: Mapping[object, tuple[str, str]] = {},
) -> bytes:
    body = ""
    for number, row in enumerate(rows):
        mark = ' table:visibility="collapse"' if number == hidden else ""
        body += f"<table:table-row{mark}>"
        for value in row:
            kind = 'float" office:value="' + str(value) if isinstance(value, int) else "string"
            formula, shown = formulas.get(value, ("", f"<text:p>{value}</text:p>"))
            body += f'<table:table-cell office:value-type="{kind}"'
            body += f' table:formula="{formula}">{shown}' if formula else f">{shown}"
            body += "</table:table-cell>"
        body += '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
    body += '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/>'
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", ODS.format(rows=body + "</table:table-row>"))
    return file.getvalue()


def test_an_ods_is_read_without_its_hidden_rows() -> None:
    appendix = read_appendix(as_ods(ROWS), "a.ods")
    assert counts(appendix) == EXPECTED
    appendix = read_appendix(as_ods([*ROWS, (3, "Đài", 9, 9, 9)], hidden=4), "a.ods")
    assert (counts(appendix), said(appendix)) == (EXPECTED, {"hidden_rows"})


def test_a_table_cut_by_a_page_number_is_joined_or_refused_and_never_cut() -> None:
    import docx

    from tests.reports.appendix_files import add_table

    for between, number, code in (
        ("2", 2, ""),
        ("Ghi chú thêm", 2, ""),
        ("Ghi chú", 7, "table_cut"),
    ):
        document = docx.Document()
        document.add_paragraph(TITLE)
        add_table(document, [HEADING, ROWS[2]])
        document.add_paragraph(between)
        add_table(document, [(number, *ROWS[3][1:])])
        if code:
            with pytest.raises(InvalidFile, match=code):
                read_appendix(saved(document), "a.docx")
        else:
            assert counts(read_appendix(saved(document), "a.docx")) == EXPECTED


def test_a_document_numbered_by_word_and_a_workbook_under_another_name_are_read() -> None:
    assert counts(read_appendix(docx_file(ROWS[1:]), "a.xlsx")) == EXPECTED
    text = "\r\n".join("\t".join(map(str, row)) for row in ROWS)
    assert counts(read_appendix(text.encode(), "a.txt")) == EXPECTED
    assert counts(read_appendix(text.encode("utf-16"), "a.xls")) == EXPECTED


@pytest.mark.parametrize(
    ("total", "difference"),
    [
        (("", "Tổng cộng", "", "", "", 26), 5),
        (("", "Tổng cộng", "-", "-", "-", 26), 5),
        (("", "", "", "", "", 26), 5),
        (("", "Tổng cộng: 26 tin, bài", "", "", "", ""), 5),
        (("", "Tổng số tin, bài: 1.021", "", "", "", ""), 1000),
        (("", "Tổng cộng", "", "", "", 21), 0),
        (("", "Tổng cộng: 21", "", "", "", ""), 0),
        (("", "Tổng cộng", 5, 7, 10, 21), 0),
    ],
)
def test_a_grand_total_is_compared_wherever_it_is_printed(
    total: tuple[object, ...], difference: int
) -> None:
    rows = [(*row, last) for row, last in zip(ROWS[1:], ("Tổng", 6, 15), strict=True)]
    appendix = read_appendix(xlsx_file([ROWS[0], *rows, total]), "a.xlsx")
    assert counts(appendix) == EXPECTED
    assert appendix.total_difference == difference
    assert appendix.total_matches is (not difference and total[4] != 10)
    differs = [warning for warning in appendix.warnings if warning.code == "total_differs"]
    assert bool(differs) is not appendix.total_matches


@pytest.mark.parametrize(
    "heading", ["T3 (ước)", "Ước tháng 3", "Tháng 3 (ước thực hiện)", "Tháng 3 (dự kiến)"]
)
def test_a_month_that_is_only_guessed_is_left_out_and_said(heading: str) -> None:
    rows = [ROWS[0], (*HEADING[:4], heading), *ROWS[2:]]
    appendix = read_appendix(xlsx_file(rows), "a.xlsx")
    assert counts(appendix) == {unit: row[:2] for unit, row in EXPECTED.items()}
    assert [left.values for left in appendix.left_out] == [{"why": "plan", "columns": heading}]


def html_table(style: str, cell: str) -> bytes:
    months = "".join(f"<td>Tháng {number}</td>" for number in (1, 2, 3))
    return (
        f"<html><head><meta charset='utf-8'><style>{style}</style></head><body><p>{TITLE}</p>"
        f"<table><tr><td>STT</td><td>Đơn vị</td>{months}</tr>"
        f"<tr><td>1</td><td>Phòng Nội vụ</td>{cell}<td>2</td><td>3</td></tr>"
        "<tr><td>2</td><td>UBND xã Glar</td><td>4</td><td>5</td><td>6</td></tr></table></body>"
    ).encode()


@pytest.mark.parametrize(
    ("style", "cell", "code"),
    [
        (".h{display:none}", "<td>1<span class=h>7</span></td>", "hidden_text"),
        ("<!--table {x:y}\n.font5, td.h\n\t{display: none;}-->", "<td>1<b class='a h'>7</b></td>",
         "hidden_text"),
        (".f{text-decoration:line-through}", "<td>1<font class=f>7</font></td>", "struck"),
        (".f{vertical-align:super}", "<td>1<font class=f>7</font></td>", "superscript"),
        ("", "<td>1<span style='text-decoration: line-through'>7</span></td>", "struck"),
        ("", "<td>1<span style='vertical-align:super'>7</span></td>", "superscript"),
        ("", "<td>1<span style='visibility:hidden'>7</span></td>", "hidden_text"),
    ],
)  # fmt: skip
def test_what_a_page_hides_or_strikes_by_its_styles_is_left_out_and_said(
    style: str, cell: str, code: str
) -> None:
    appendix = read_appendix(html_table(style, cell), "a.html")
    assert counts(appendix) == EXPECTED
    assert said(appendix) == {code}


@pytest.mark.parametrize(
    "style",
    [
        "@media print {.h{display:none}}",
        "@media print {.x{color:red} .h{display:none} }",
        ".menu .h{display:none}",
        ".h:hover{display:none}",
        ".h{display:none} .h{display:inline}",
        "/* .h{display:none} */",
    ],
)
def test_what_a_page_shows_is_read(style: str) -> None:
    appendix = read_appendix(html_table(style, "<td><span class=h>1</span></td>"), "a.html")
    assert counts(appendix) == EXPECTED
    assert said(appendix) == set()


def word_table(make: Callable[[Document, Run], None]) -> Appendix:
    document = docx.Document()
    document.add_paragraph(TITLE)
    add_table(document, ROWS[1:])
    run = document.tables[0].cell(1, 2).paragraphs[0].add_run("7")
    make(document, run)
    return read_appendix(saved(document), "a.docx")


def struck_style(document: Document, name: str, kind: WD_STYLE_TYPE, base: Any = None) -> Any:
    style = document.styles.add_style(name, kind)
    if base is None:
        style.font.strike = True
    else:
        style.base_style = base
    return style


def by_style(document: Document, run: Run) -> None:
    run.style = struck_style(document, "Bỏ", WD_STYLE_TYPE.CHARACTER)


def by_style_above(document: Document, run: Run) -> None:
    base = struck_style(document, "Bỏ", WD_STYLE_TYPE.CHARACTER)
    run.style = struck_style(document, "Bỏ đậm", WD_STYLE_TYPE.CHARACTER, base)


def raised(document: Document, run: Run) -> None:
    position = OxmlElement("w:position")
    position.set(qn("w:val"), "6")
    run._r.get_or_add_rPr().append(position)


@pytest.mark.parametrize(
    ("make", "code"), [(by_style, "struck"), (by_style_above, "struck"), (raised, "superscript")]
)
def test_characters_left_out_by_a_style_of_word(
    make: Callable[[Document, Run], None], code: str
) -> None:
    appendix = word_table(make)
    assert counts(appendix) == EXPECTED
    assert said(appendix) == {code}


def test_a_whole_cell_may_be_raised_and_a_run_may_undo_its_style() -> None:
    def all_raised(document: Document, run: Run) -> None:
        cell: Any = run._parent
        for each in cell.runs:
            raised(document, each)

    def undone(document: Document, run: Run) -> None:
        by_style(document, run)
        run.font.strike = False

    for make in (all_raised, undone):
        assert counts(word_table(make))["Phòng Nội vụ"] == (17, 2, 3)
