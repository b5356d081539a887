"""The heading's columns and rules, and the signature block."""

import pytest
from docx.shared import Pt

from domain.boards import Signatory
from reports.document.docx import render_docx
from reports.document.shaping.widths import text_millimetres
from tests.reports.factory import sample_board, sample_report
from tests.reports.reading import Word, reopen


def word(**changes: object) -> Word:
    return reopen(render_docx(sample_report(board=sample_board(**changes))).content)


def posts(opened: Word) -> list[str]:
    return [paragraph.text for paragraph in opened.signature.rows[0].cells[1].paragraphs]


def test_a_one_line_post_stays_one_line_in_a_wider_column() -> None:
    post = "Phó Chánh Văn phòng Ủy ban nhân dân"
    opened = word(signatory=Signatory(post, "Nguyễn Văn Mẫu"))
    assert posts(opened) == [post.upper(), "Nguyễn Văn Mẫu"]
    column = opened.signature.rows[0].cells[1].width
    assert column is not None
    assert column.mm > text_millimetres(post.upper(), 14, "bold") > 84
    widths = [cell.width for cell in opened.signature.rows[0].cells]
    assert sum(width.mm for width in widths if width) == pytest.approx(164, abs=0.5)


def test_a_longer_post_is_set_in_13_points_and_the_longest_is_divided() -> None:
    longer = "Phó Chánh Văn phòng Ủy ban nhân dân huyện"
    opened = word(signatory=Signatory(longer, "Nguyễn Văn Mẫu"))
    assert posts(opened)[0] == longer.upper()
    sizes = {run.font.size for p in opened.signature.rows[0].cells[1].paragraphs for run in p.runs}
    assert sizes == {Pt(13)}
    longest = "Phó Giám đốc Sở Thông tin và Truyền thông tỉnh Bà Rịa - Vũng Tàu"
    first, second = posts(word(signatory=Signatory(longest, "A")))[0].split("\n")
    assert "BÀ RỊA - VŨNG TÀU" in second
    assert f"{first} {second}" == longest.upper()


def test_the_post_in_the_agency_stands_with_the_name() -> None:
    signatory = Signatory("Phó Trưởng ban", "Nguyễn Văn Mẫu", "KT. Trưởng ban", "Chánh Văn phòng")
    assert posts(word(signatory=signatory)) == [
        "KT. TRƯỞNG BAN",
        "PHÓ TRƯỞNG BAN",
        "CHÁNH VĂN PHÒNG\nNguyễn Văn Mẫu",
    ]


@pytest.mark.parametrize("text", ["Ban Biên tập\nCổng tin", "Ban Biên tập\\nCổng tin"])
def test_a_board_may_break_its_name_itself(text: str) -> None:
    opened = word(agency=text)
    assert opened.front.rows[0].cells[0].paragraphs[1].text == "BAN BIÊN TẬP\nCỔNG TIN"
    assert opened.document.core_properties.author.startswith("Ban Biên tập")


def test_a_long_place_keeps_the_date_on_one_line() -> None:
    opened = word(place="Thành phố Hồ Chí Minh")
    cell = opened.front.rows[1].cells[1]
    assert cell.text == "Thành phố Hồ Chí Minh, ngày 29 tháng 7 năm 2021"
    assert cell.width is not None
    assert cell.width.mm > text_millimetres(cell.text, 13, "italic") + 1


@pytest.mark.parametrize(
    "agency",
    ["Ban Biên tập", "Ban Biên tập Cổng thông tin điện tử", "Văn phòng\nHội đồng nhân dân tỉnh"],
)
def test_the_rule_is_a_third_to_a_half_of_the_line_above_it(agency: str) -> None:
    opened = word(agency=agency)
    cell = opened.front.rows[0].cells[0]
    line = cell.paragraphs[-2].text.split("\n")[-1]
    layout = cell.paragraphs[-1].paragraph_format
    assert cell.width is not None
    assert layout.left_indent is not None
    assert layout.left_indent == layout.right_indent
    rule = cell.width.mm - 2 * layout.left_indent.mm
    assert 1 / 3 <= rule / text_millimetres(line, 12, "bold") <= 1 / 2


def test_the_subject_s_lines_are_about_equally_long() -> None:
    opened = word()
    paragraph = next(
        p for p in opened.document.paragraphs if p.style and p.style.name == "Subtitle"
    )
    layout = paragraph.paragraph_format
    assert layout.left_indent == layout.right_indent
    assert layout.left_indent is not None
    # Wide enough for "… điện tử", so narrow that "huyện Mẫu" goes to the next line.
    assert 10 < layout.left_indent.mm < 30


def test_what_is_open_in_the_appendix_s_reference_does_not_break_its_lines() -> None:
    report = sample_report(number=None, signed_on=None)
    document = reopen(render_docx(report, mode="electronic").content).document
    line = next(each for each in document.paragraphs if "(Kèm theo" in each.text)
    section = document.sections[-1]
    width, left, right = section.page_width, section.left_margin, section.right_margin
    assert width is not None
    assert left is not None
    assert right is not None
    whole = width.mm - left.mm - right.mm
    indent = line.paragraph_format.left_indent
    assert indent is not None
    first, second = line.text.split(" của ")
    room = whole - 2 * indent.mm
    for text in (first, f"của {second}"):
        assert text_millimetres(text, 14, "italic") <= room
    assert text_millimetres(f"{first} của", 14, "italic") > room
