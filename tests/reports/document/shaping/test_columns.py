"""The appendix's columns, in the bundled template and in ones that a clerk changed."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from domain.boards import PeriodRule
from domain.reports.dataset import GroupRows, UnitRow
from reports.document.docx import render_docx
from reports.document.layout_parts import text_width
from reports.document.shaping.widths import text_millimetres
from reports.document.template import bundled_template, check_template
from tests.reports.factory import calendar_period, sample_report
from tests.reports.ooxml import faults
from tests.reports.reading import Word, reopen
from tests.reports.test_valid_files import report_of

LONG = "Trung tâm Văn hóa, Thông tin và Thể thao"


def edited(edit: Callable[[Any], object]) -> bytes:
    """Return the bundled template with its appendix table edited."""
    document: Document = docx.Document(BytesIO(bundled_template()))
    edit(document.tables[2]._tbl)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def year(name: str) -> Word:
    period = calendar_period("2021", 2021, range(1, 13))
    groups = (GroupRows("Nhóm", (UnitRow(1, name, (25,) * 12),)),)
    return reopen(render_docx(sample_report(period=period, groups=groups)).content)


def sound(opened: Word) -> list[int]:
    """Return the width of each row in columns, having seen that the table is one."""
    grid = len(opened.appendix._tbl.tblGrid.gridCol_lst)
    widths = [sum(int(cell.grid_span) for cell in row._tr.tc_lst) for row in opened.appendix.rows]
    assert set(widths) == {grid}
    assert "tinbai-role" not in opened.xml()
    return widths


def test_twelve_months_are_turned_where_a_name_would_break_and_only_there() -> None:
    wide, narrow = year(LONG), year("Phòng Tư pháp")
    assert wide.document.sections[-1].orientation == WD_ORIENT.LANDSCAPE
    assert narrow.document.sections[-1].orientation == WD_ORIENT.PORTRAIT
    assert wide.document.sections[0].orientation == WD_ORIENT.PORTRAIT
    [_number, names, *_rest] = [column.width for column in wide.appendix.columns]
    assert names is not None
    assert names.mm > text_millimetres(LONG, 12)


@pytest.mark.parametrize("months", [6, 9, 12, 24])
@pytest.mark.parametrize("rule", PeriodRule)
def test_columns_are_as_wide_as_their_numbers_and_fill_the_page(
    months: int, rule: PeriodRule
) -> None:
    opened = reopen(render_docx(report_of(26, months, rule)).content)
    sound(opened)
    widths = [column.width.mm for column in opened.appendix.columns if column.width is not None]
    assert len(widths) == months + 3
    room = text_width(opened.document.sections[-1])
    assert room - 2 < sum(widths) <= room
    month = widths[2]
    assert all(width == pytest.approx(month, abs=0.1) for width in widths[2:-1])
    assert month <= 14
    assert widths[1] > 35


def test_a_deleted_column_of_numbers_leaves_a_sound_table(tmp_path: Path) -> None:
    def delete(table: Any) -> None:
        for row in table.tr_lst:
            if len(row.tc_lst) == 6:
                row.remove(row.tc_lst[0])
        table.tblGrid.remove(table.tblGrid.gridCol_lst[0])

    template = edited(delete)
    assert check_template(template) == ()
    content = render_docx(sample_report(), template).content
    opened = reopen(content)
    sound(opened)
    assert faults(tmp_path, "a.docx", content) == []
    assert opened.rows[0] == ["Đơn vị", *(f"Tháng {month}" for month in range(1, 7)), "Tổng"]
    assert opened.rows[2][0] == LONG
    assert opened.rows[2][-1] == "80"
    names, *others = [column.width.mm for column in opened.appendix.columns if column.width]
    assert names > 3 * max(others)


def test_an_added_column_stays_where_the_clerk_put_it() -> None:
    def add(table: Any) -> None:
        for row in table.tr_lst:
            if len(row.tc_lst) == 6:
                cell = OxmlElement("w:tc")
                paragraph = OxmlElement("w:p")
                run = OxmlElement("w:r")
                text = OxmlElement("w:t")
                text.text = "Ghi chú" if row is table.tr_lst[0] else ""
                run.append(text)
                paragraph.append(run)
                cell.append(paragraph)
                row.append(cell)

    opened = reopen(render_docx(sample_report(), edited(add)).content)
    sound(opened)
    assert opened.rows[0][-2:] == ["Tổng", "Ghi chú"]
    assert opened.rows[-1][-2:] == ["242", ""]


def test_columns_in_another_order_keep_their_widths() -> None:
    def swap(table: Any) -> None:
        for row in table.tr_lst:
            if len(row.tc_lst) == 6:
                row.tc_lst[0].addprevious(row.tc_lst[1])

    opened = reopen(render_docx(sample_report(), edited(swap)).content)
    sound(opened)
    names, number, *_rest = [column.width.mm for column in opened.appendix.columns if column.width]
    assert names > 4 * number


def test_widths_that_word_wrote_into_the_cells_are_set_anew() -> None:
    def widen(table: Any) -> None:
        for cell in table.iter(qn("w:tc")):
            width = cell.get_or_add_tcPr().get_or_add_tcW()
            width.set(qn("w:w"), "5000")
            width.set(qn("w:type"), "dxa")

    opened = reopen(render_docx(sample_report(), edited(widen)).content)
    assert 'w:w="5000"' not in opened.xml()


def test_a_template_of_one_section_is_not_turned() -> None:
    def one_section(document: Document) -> None:
        for mark in list(document.element.body.iter(qn("w:sectPr")))[:1]:
            mark.getparent().remove(mark)

    document: Document = docx.Document(BytesIO(bundled_template()))
    one_section(document)
    file = BytesIO()
    document.save(file)
    period = calendar_period("2021", 2021, range(1, 13))
    groups = (GroupRows("Nhóm", (UnitRow(1, LONG, (25,) * 12),)),)
    opened = reopen(
        render_docx(sample_report(period=period, groups=groups), file.getvalue()).content
    )
    assert [section.orientation for section in opened.document.sections] == [WD_ORIENT.PORTRAIT]


def test_large_numbers_have_room() -> None:
    units = tuple(UnitRow(n, f"Đơn vị {n}", (12_345,) * 12) for n in range(1, 4))
    period = calendar_period("2021", 2021, range(1, 13))
    opened = reopen(
        render_docx(sample_report(period=period, groups=(GroupRows("", units),))).content
    )
    sound(opened)
    size = next(s.font.size.pt for s in opened.document.styles if s.style_id == "CellNumber")
    widths = [column.width.mm for column in opened.appendix.columns if column.width is not None]
    assert widths[2] >= text_millimetres("37.035", size, "bold") + 2
