"""The board's notes for its reports, in chat."""

import json
from datetime import datetime

import pytest

from tests.flows.conftest import TAX, ZONE, World

JULY = datetime(2021, 7, 5, 9, 0, tzinfo=ZONE)


def kept(world: World, section: str) -> list[tuple[str, list[str]]]:
    """Return the stored paragraphs of a section by period."""
    rows = world.rows(
        "SELECT period, paragraphs FROM report_notes WHERE section = ? ORDER BY period", section
    )
    return [(period, json.loads(paragraphs)) for period, paragraphs in rows]


async def test_a_note_is_added_by_one_line_to_the_half_year(world: World) -> None:
    editor = await world.join("editor")
    answer = await world.say(editor, "/ghichu nhiệm vụ: Mở lớp tập huấn\n- Kiểm tra các trang")
    assert "Ghi chú cho báo cáo 6 tháng đầu năm 2021" in answer
    assert "1. Mở lớp tập huấn" in answer
    assert kept(world, "tasks") == [("2021-H1", ["Mở lớp tập huấn", "Kiểm tra các trang"])]
    assert "Nhiệm vụ: 2 đoạn" in await world.say(editor, "/note")


async def test_notes_are_kept_by_buttons(world: World) -> None:
    editor = await world.join("editor")
    assert "Ưu điểm: chưa có" in await world.say(editor, "/ghichu")
    await world.press(editor, "Ưu điểm")
    assert "mỗi dòng là một đoạn" in await world.press(editor, "Thêm đoạn")
    assert "1. Tin nhanh, đúng" in await world.say(editor, "Tin nhanh, đúng")
    assert "Tin nhanh, đúng" in await world.press(editor, "Sửa đoạn 1")
    assert "1. Tin nhanh và đúng" in await world.say(editor, "Tin nhanh và đúng")
    assert kept(world, "strengths") == [("2021-H1", ["Tin nhanh và đúng"])]
    assert "Không có đoạn nào" in await world.press(editor, "Xoá đoạn 1")
    assert kept(world, "strengths") == [("2021-H1", [])]
    assert world.rows("SELECT count(*) FROM audit_entries WHERE action = 'note'") == [3]


async def test_a_paragraph_is_replaced_by_its_number(world: World) -> None:
    editor = await world.join("editor")
    await world.say(editor, "/ghichu 2021-Q2 hạn chế: Thiếu ảnh\nThiếu bài")
    await world.say(editor, "/ghichu quý 2/2021 tồn tại 2: Thiếu bài về y tế")
    assert kept(world, "weaknesses") == [("2021-Q2", ["Thiếu ảnh", "Thiếu bài về y tế"])]
    assert "không có đoạn 9" in await world.say(editor, "/ghichu 2021-Q2 hạn chế 9: Gì đó")


async def test_an_answer_with_other_sections_stores_nothing(world: World) -> None:
    editor = await world.join("editor")
    await world.say(editor, "/ghichu")
    await world.press(editor, "Nhiệm vụ")
    await world.press(editor, "Thêm đoạn")
    assert "mỗi mục trong một tin" in await world.say(editor, "Mở lớp\nƯu điểm: Tin nhanh")
    assert kept(world, "tasks") == []
    await world.say(editor, "Mở lớp\nHọp quý")
    assert kept(world, "tasks") == [("2021-H1", ["Mở lớp", "Họp quý"])]


@pytest.mark.parametrize("none", ["không", "Không có.", "- không có gì", "kỳ này không có"])
async def test_none_is_no_paragraph_but_settles_a_section(world: World, none: str) -> None:
    editor = await world.join("editor")
    await world.say(editor, f"/ghichu hạn chế: {none}")
    assert kept(world, "weaknesses") == [("2021-H1", [])]
    assert "hạn chế: không có" in await world.say(editor, "/ghichu")
    await world.say(editor, "/ghichu ưu điểm: Tin nhanh\nTin đúng")
    assert "đã có 2 đoạn" in await world.say(editor, f"/ghichu ưu điểm: {none}")
    assert "Xin ghi số của câu" in await world.say(editor, f"/ghichu ưu điểm 2: {none}")
    assert kept(world, "strengths") == [("2021-H1", ["Tin nhanh", "Tin đúng"])]


async def test_none_for_another_period_settles_it_when_that_is_meant(world: World) -> None:
    editor = await world.join("editor")
    await world.say(editor, "/ghichu hạn chế quý 1/2021: không")
    assert kept(world, "weaknesses") == []
    await world.say(editor, "vâng")
    assert kept(world, "weaknesses") == [("2021-Q1", [])]


async def test_topics_are_picked_from_a_pasted_list(world: World) -> None:
    editor = await world.join("editor")
    await world.at(JULY)
    await world.say(editor, "/ghichu 2021-H1 lĩnh vực:\n1. Y tế\n2) Giáo dục")
    answer = await world.say(editor, "/ghichu 2021-H1 hạn chế")
    assert "02 lĩnh vực chưa được phản ánh: Y tế; Giáo dục." in answer


async def test_notes_are_carried_over_as_a_draft_that_the_board_confirms(world: World) -> None:
    chair = await world.join("chair")
    await world.say(chair, "/ghichu nhiệm vụ: Mở lớp tập huấn")
    await world.say(chair, "/ghichu ưu điểm: Tin nhanh")
    await world.at(datetime(2021, 12, 1, 9, 0, tzinfo=ZONE))
    answer = await world.say(chair, "/ghichu")
    assert "6 tháng cuối năm 2021" in answer
    assert "Nhiệm vụ: chưa xác nhận 1 đoạn lấy từ kỳ trước" in answer
    report = await world.say(chair, "/baocao 2021-H2")
    assert "chưa được xác nhận" in report
    assert "Mở lớp tập huấn" not in report
    await world.say(chair, "/ghichu 2021-H2")
    assert "Bản nháp lấy từ kỳ trước" in await world.press(chair, "Nhiệm vụ")
    await world.press(chair, "Dùng các đoạn của kỳ trước")
    assert kept(world, "tasks")[1] == ("2021-H2", ["Mở lớp tập huấn"])
    await world.press(chair, "‹ Các mục")
    await world.press(chair, "Ưu điểm")
    await world.press(chair, "Kỳ này không có")
    assert kept(world, "strengths")[1] == ("2021-H2", [])
    assert "chưa được xác nhận" not in await world.say(chair, "/baocao 2021-H2")


async def test_in_july_the_notes_are_those_of_the_half_year_just_over(world: World) -> None:
    editor = await world.join("editor")
    await world.at(JULY)
    assert "6 tháng đầu năm 2021" in await world.say(editor, "/ghichu")
    await world.say(editor, "/baocao 2021-Q1")
    assert "quý I năm 2021" in await world.say(editor, "/ghichu")


async def test_a_button_of_a_paragraph_that_has_changed_removes_nothing(world: World) -> None:
    editor = await world.join("editor")
    await world.say(editor, "/ghichu khác: Một")
    old = world.last(editor)
    await world.say(editor, "/ghichu khác 1: Hai")
    data = next(b.data for row in old.buttons for b in row if b.label == "Xoá đoạn 1")
    await world.messenger.press(editor, old.id, str(data))
    await world.stage.settled()
    assert "đã thay đổi" in world.last(editor).text
    assert kept(world, "other") == [("2021-H1", ["Hai"])]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("/ghichu linh tinh: abc", "Không có mục “linh tinh”"),
        ("/ghichu nhiệm vụ:", "đang trống"),
        ("/ghichu nhiệm vụ: " + "x" * 2001, "dài 2001 ký tự"),
        ("/ghichu nhiệm vụ: " + "\n".join("abc" for _ in range(31)), "tối đa 30 đoạn"),
        (
            "/ghichu nhiệm vụ: Mở lớp\nưu điểm: Tin nhanh\nhạn chế: Thiếu ảnh",
            "mỗi mục trong một tin",
        ),
        ("/ghichu kỳ nào đó", "Không hiểu kỳ"),
        ("/ghichu 2021-H9 nhiệm vụ: abc", "Không hiểu kỳ “2021-H9”"),
    ],
)
async def test_a_wrong_note_is_answered_with_one_sentence(
    world: World, line: str, sentence: str
) -> None:
    editor = await world.join("editor")
    assert sentence in await world.say(editor, line)
    assert world.rows("SELECT count(*) FROM report_notes") == [0]


async def test_a_correspondent_may_not_keep_notes(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    assert "không có quyền" in await world.say(lan, "/ghichu nhiệm vụ: abc")
    await world.say(lan, "/cuatoi")
    await world.say(lan, "/tinhhinh")
    await world.messenger.press(lan, world.last(lan).id, "nt:clear:tasks:::2021-H1")
    await world.stage.settled()
    assert world.rows("SELECT count(*) FROM report_notes") == [0]


async def test_each_generated_sentence_is_listed_edited_dropped_and_restored(world: World) -> None:
    editor = await world.join("editor")
    await world.at(JULY)
    listed = await world.say(editor, "/ghichu 2021-H1")
    assert "1. Còn 05 đơn vị chưa có tin, bài:" in listed
    assert "(câu tự động)" in listed
    await world.say(editor, "/ghichu 2021-H1 hạn chế: Ảnh còn ít.")
    answer = await world.say(editor, "/ghichu 2021-H1 hạn chế 2: Năm đơn vị chưa gửi bài.")
    assert "1. Ảnh còn ít.\n2. Năm đơn vị chưa gửi bài. (ban đã sửa)" in answer
    answer = await world.say(editor, "/ghichu chuyển hạn chế 2 lên 1")
    assert "1. Năm đơn vị chưa gửi bài. (ban đã sửa)\n2. Ảnh còn ít." in answer
    assert "(đã bỏ)" in await world.say(editor, "/ghichu bỏ 2021-H1 hạn chế 1")
    answer = await world.say(editor, "/ghichu khôi phục hạn chế 2")
    assert "1. Năm đơn vị chưa gửi bài. (ban đã sửa)" in answer
    assert "1. Còn 05 đơn vị" in await world.press(editor, "Trả lời gốc đoạn 1")
    assert "(đã bỏ)" in await world.press(editor, "Bỏ đoạn 1")
    assert "Còn 05 đơn vị" in await world.press(editor, "Khôi phục đoạn 2")
    await world.press(editor, "Đổi thứ tự")
    assert "1. Ảnh còn ít." in await world.say(editor, "2 1")


async def test_every_section_takes_text(world: World) -> None:
    editor = await world.join("editor")
    await world.at(JULY)
    for section in ("chỉ đạo", "tin bài", "văn bản", "trang thành phần", "kinh phí", "khác"):
        assert "Lời riêng" in await world.say(editor, f"/ghichu 2021-H1 {section}: Lời riêng.")
    whole = await world.say(editor, "/baocao 2021-H1")
    assert "Tổng số: 242" in whole
    text = await world.press(editor, "Xem toàn văn")
    assert text.count("Lời riêng.") == 6


async def test_topics_not_covered_are_picked_from_the_list(world: World) -> None:
    editor = await world.join("editor")
    await world.at(JULY)
    await world.say(editor, "/ghichu 2021-H1")
    await world.press(editor, "Tồn tại, hạn chế")
    assert "nêu 0 trong 4" in await world.press(editor, "Chọn lĩnh vực chưa phản ánh")
    assert "nêu 1 trong 4" in await world.press(editor, "☐ Y tế")
    answer = await world.press(editor, "‹ Tồn tại, hạn chế")
    assert "01 lĩnh vực chưa được phản ánh: Y tế." in answer
    answer = await world.say(editor, "/ghichu lĩnh vực: y tế; giao duc")
    assert "02 lĩnh vực chưa được phản ánh: Y tế; Giáo dục." in answer
    assert "không phải là lĩnh vực" in await world.say(editor, "/ghichu lĩnh vực: Bóng đá")
    assert "chưa được phản ánh" not in await world.say(editor, "/ghichu lĩnh vực: không")


async def test_an_own_paragraph_that_was_dropped_is_taken_back_in_where_it_stood(
    world: World,
) -> None:
    editor = await world.join("editor")
    await world.say(editor, "/ghichu nhiệm vụ: Mở lớp tập huấn\nKiểm tra các trang\nHọp quý")
    answer = await world.say(editor, "/ghichu bỏ nhiệm vụ 2")
    assert "Kiểm tra các trang</s> (đã bỏ)" in answer or "Kiểm tra các trang (đã bỏ)" in answer
    assert kept(world, "tasks") == [("2021-H1", ["Mở lớp tập huấn", "Họp quý"])]
    place = next(line.split(".")[0] for line in answer.splitlines() if "Kiểm tra các trang" in line)
    await world.say(editor, f"/ghichu khôi phục nhiệm vụ {place}")
    before = ["Mở lớp tập huấn", "Kiểm tra các trang", "Họp quý"]
    assert kept(world, "tasks") == [("2021-H1", before)]
    await world.say(editor, "/ghichu nhiệm vụ")
    await world.press(editor, "Xoá đoạn 1")
    assert kept(world, "tasks") == [("2021-H1", before[1:])]
    label = next(
        button.label
        for row in world.last(editor).buttons
        for button in row
        if button.label.startswith("Khôi phục đoạn")
    )
    await world.press(editor, label)
    assert kept(world, "tasks") == [("2021-H1", before)]
    await world.press(editor, "Xoá đoạn 3")
    assert kept(world, "tasks") == [("2021-H1", before[:2])]
    assert "mục Nhiệm vụ của báo cáo về như trước" in await world.say(editor, "/hoantac")
    assert kept(world, "tasks") == [("2021-H1", before)]


async def test_what_another_wrote_since_is_not_taken_back(world: World) -> None:
    editor = await world.join("editor")
    chair = await world.join("chair")
    await world.say(editor, "/ghichu khác: Một")
    await world.say(chair, "/ghichu khác: Hai")
    await world.say(editor, "/hoantac")
    assert kept(world, "other") == [("2021-H1", ["Một", "Hai"])]


async def test_a_period_that_is_not_being_written_is_told_before_anything_is_stored(
    world: World,
) -> None:
    editor = await world.join("editor")
    await world.say(editor, "/ghichu nhiệm vụ 6 tháng cuối năm 2021: Mở lớp tập huấn")
    assert kept(world, "tasks") == [("2021-H1", ["Mở lớp tập huấn"])]
    answer = await world.say(editor, "/ghichu nhiệm vụ năm 2022: Mua máy ảnh")
    assert "mục Nhiệm vụ của báo cáo năm 2022, không phải báo cáo 6 tháng đầu năm 2021" in answer
    assert kept(world, "tasks") == [("2021-H1", ["Mở lớp tập huấn"])]
    await world.press(editor, "Vào báo cáo 6 tháng đầu năm 2021")
    assert kept(world, "tasks") == [("2021-H1", ["Mở lớp tập huấn", "Mua máy ảnh"])]
    await world.say(editor, "/ghichu ưu điểm quý 1/2021: Tin nhanh")
    assert "quý I năm 2021" in await world.say(editor, "vâng")
    assert kept(world, "strengths") == [("2021-Q1", ["Tin nhanh"])]
    await world.say(editor, "/ghichu ưu điểm năm 2020: Tin chậm")
    assert "không có gì thay đổi" in await world.say(editor, "thôi")
    assert kept(world, "strengths") == [("2021-Q1", ["Tin nhanh"])]


async def test_two_sentences_change_places_in_the_report(world: World) -> None:
    chair = await world.join("chair")
    await world.say(chair, "/ghichu 2021-H1 nhiệm vụ: Một\nHai\nBa")
    answer = await world.say(chair, "/ghichu đổi chỗ nhiệm vụ 1 và 3")
    places = [answer.index(line) for line in ("1. Ba", "2. Hai", "3. Một")]
    assert places == sorted(places)
