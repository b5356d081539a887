"""Whose a published article seems to be: the right unit, or nobody rather than a wrong one."""

from datetime import date

import pytest

from bench.portal import board_units, labelled, measure, read_portal
from domain.portal.whose import Published, by_author, guesses, likely_unit

DAY = date(2021, 6, 14)
UNITS = board_units()
NAMES = {unit.id: unit.name for unit in UNITS}
AUTHORS = by_author([("Hoàng Lan", 4, 3), ("Phóng viên", 1, 2), ("Phóng viên", 2, 2)])


@pytest.mark.parametrize("feed", [True, False])
def test_nine_of_ten_proposals_are_right_with_and_without_a_feed(feed: bool) -> None:
    articles = labelled()
    read = read_portal(articles, feed=feed)
    assert len(read) == len(articles) == 200
    assert measure(articles, read).precision >= 0.9
    never = [one for one in articles if one.unit_id is not None and one.unit_id > 12]
    assert len(never) == 30
    found = measure(never, read)
    assert found.precision >= 0.9
    assert found.recall >= 0.5


@pytest.mark.parametrize(
    ("title", "byline", "opening", "unit"),
    [
        ("Khai giảng lớp học", "Công an huyện", "", "Công an huyện"),
        ("Khai giảng lớp học", "HOÀNG LAN", "", "Phòng Dân tộc"),
        ("Khai giảng lớp học", "Phóng viên", "", None),
        ("Công an huyện tuyên truyền tại xã Ia Pal", "", "", "Công an huyện"),
        ("Trao bò giống cho Hội Nông dân huyện", "", "", None),
        ("Trường Tiểu học Nguyễn Du đón năm học mới", "", "", "Trường Tiểu học Nguyễn Du"),
        ("Khai giảng", "", "Sáng nay, TTYT tổ chức tập huấn.", "Trung tâm Y tế huyện"),
        ("Đời sống hoa bình yên", "", "Xã hoa binh nở rộ", None),
        ("Xã Hoà Bình ra quân", "", "", "Xã Hòa Bình"),
        ("Công an huyện và Phòng Dân tộc ký kết", "", "", None),
        ("", "", "", None),
    ],
)
def test_a_unit_is_guessed_by_what_names_it(
    title: str, byline: str, opening: str, unit: str | None
) -> None:
    found = likely_unit(guesses(Published(title, DAY, byline, opening), UNITS, AUTHORS))
    assert (NAMES[found] if found else None) == unit
