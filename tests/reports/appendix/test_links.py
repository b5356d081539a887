"""Addresses of articles that stand in a formula instead of behind the cell."""

from collections.abc import Callable
from io import BytesIO

import pytest
import xlsxwriter

from reports.appendix.hyperlinks import read_hyperlink
from reports.appendix.reading import read_appendix
from tests.reports.appendix.test_kinds import as_ods
from tests.reports.appendix_files import csv_file, xlsx_file

HEADING = ("STT", "Ngày đăng", "Tiêu đề", "Đường link", "Đơn vị")
LINK = "https://x.vn/ra-quan"
TITLE = "Ra quân trồng cây, “đợt 1”"


def row(title: str, link: str) -> tuple[object, ...]:
    return (1, "05/01/2023", title, link, "UBND xã Glar")


def page(rows: list[tuple[object, ...]]) -> bytes:
    lines = ("<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in rows)
    return f"<html><table>{''.join(lines)}</table></html>".encode()


WRITERS: dict[str, Callable[[list[tuple[object, ...]]], bytes]] = {
    "a.xlsx": xlsx_file,
    "a.csv": csv_file,
    "a.xls": page,
}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize(
    ("title", "link"),
    [
        (f'=HYPERLINK("{LINK}","{TITLE}")', ""),
        (f'=hyperlink( "{LINK}" , "{TITLE}" )', "Xem"),
        (TITLE, f'=HYPERLINK("{LINK}","Xem")'),
        (TITLE, f'=HYPERLINK("{LINK}")'),
        (TITLE, f'=HYPERLINK("{LINK}"; "Xem")'),
    ],
)
def test_the_address_in_a_formula_without_a_result_is_read(
    name: str, title: str, link: str
) -> None:
    appendix = read_appendix(WRITERS[name]([HEADING, row(title, link)]), name)
    assert [(a.title, a.url) for a in appendix.articles] == [(TITLE, LINK)]


@pytest.mark.parametrize("value", ["", TITLE])
def test_the_address_in_a_formula_with_a_result_is_read(value: str) -> None:
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADING)
        sheet.write_row(1, 0, row("", ""))
        sheet.write_formula(1, 2, f'=HYPERLINK("{LINK}","{TITLE}")', value=value)
    appendix = read_appendix(file.getvalue(), "a.xlsx")
    assert [(a.title, a.url) for a in appendix.articles] == [(TITLE, LINK)]


@pytest.mark.parametrize("shown", ["", TITLE])
def test_the_address_in_a_formula_of_an_ods_is_read(shown: str) -> None:
    cell = f"<text:p>{shown}</text:p>"
    formula = f"of:=HYPERLINK(&quot;{LINK}&quot;;&quot;{TITLE}&quot;)"
    content = as_ods([HEADING, row("@", "")], formulas={"@": (formula, cell)})
    assert [(a.title, a.url) for a in read_appendix(content, "a.ods").articles] == [(TITLE, LINK)]


@pytest.mark.parametrize("formula", ["", "=SUM(A1:A3)", "=HYPERLINK(A2)", "=HYPERLINK("])
def test_other_formulas_are_no_addresses(formula: str) -> None:
    assert read_hyperlink(formula) is None


def test_quotes_are_doubled_in_a_formula_and_a_computed_text_is_the_address() -> None:
    assert read_hyperlink('HYPERLINK("https://x.vn/1","Hội ""xuân""")') == (
        "https://x.vn/1",
        'Hội "xuân"',
    )
    assert read_hyperlink('HYPERLINK("https://x.vn/1",A2)') == ("https://x.vn/1",) * 2
