"""Names as sentences of a report have them."""

import pytest

from domain.reports.names import in_sentence, without_number, written_out


@pytest.mark.parametrize(
    ("name", "alias", "written"),
    [
        ("Phòng Lao động - TBXH huyện", "Phòng Lao động - Thương binh và Xã hội huyện", True),
        ("Văn phòng HĐND và UBND", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", True),
        ("TT. Bồi dưỡng chính trị", "Trung tâm Bồi dưỡng chính trị", True),
        ("UBND huyện", "Ủy ban nhân dân huyện", True),
        ("BHXH huyện", "Bảo hiểm xã hội huyện", True),
        ("P. Tư pháp", "Phòng Tư pháp", True),
        ("Công an huyện", "CA huyện", False),
        ("UBND huyện", "Văn phòng huyện", False),
        ("Phòng VH-TT", "Trung tâm Văn hóa và Thể thao", False),
    ],
)
def test_an_alias_that_writes_a_name_out_stands_for_it(
    name: str, alias: str, written: bool
) -> None:
    assert written_out(name, (alias,)) == (alias if written else name)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("I. KHỐI PHÒNG BAN", "Khối phòng ban"),
        ("KHỐI ĐẢNG", "Khối Đảng"),
        ("KHỐI MTTQ VÀ CÁC ĐOÀN THỂ", "Khối MTTQ và các đoàn thể"),
        ("CÁC ĐƠN VỊ THUỘC BAN BIÊN TẬP", "Các đơn vị thuộc Ban Biên tập"),
        ("Các xã, phường", "Các xã, phường"),
    ],
)
def test_a_group_is_named_without_capitals_and_its_table_s_number(name: str, said: str) -> None:
    assert in_sentence(name, ()) == said


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("I. Các phòng, ban", "Các phòng, ban"),
        ("II) Các xã", "Các xã"),
        ("III - Các trường", "Các trường"),
        ("IV.Khối Đảng", "Khối Đảng"),
        ("A. Khối cơ quan", "Khối cơ quan"),
        ("2. Cấp xã", "Cấp xã"),
        ("I.1. Cấp huyện", "Cấp huyện"),
        ("V: Công ty", "Công ty"),
        ("Khối I", "Khối I"),
        ("IV", "IV"),
        ("P. Tư pháp", "P. Tư pháp"),
        ("TT. Phú Hòa", "TT. Phú Hòa"),
        ("17 xã, thị trấn", "17 xã, thị trấn"),
        ("Các phòng - ban", "Các phòng - ban"),
    ],
)
def test_a_table_s_number_before_a_group_s_name_is_no_part_of_it(name: str, bare: str) -> None:
    assert without_number(name) == bare
