"""Files sent in chat: what was understood is shown, what is unclear is asked, a tap stores it."""

from datetime import datetime
from io import BytesIO

import openpyxl
import pytest

from tests.fakes.messenger.messages import LocalMessage
from tests.flows.conftest import POLICE, SAMPLE, TAX, ZONE, World

pytestmark = pytest.mark.only(
    "telegram", "web", why="Zalo hands no files on; its people use their page"
)

TITLE = "THỐNG KÊ TIN BÀI 6 THÁNG CUỐI NĂM 2021"
HEAD = "STT,Đơn vị," + ",".join(f"Tháng {month}" for month in range(7, 13))
COUNTS = "SELECT count FROM opening_counts WHERE month >= '2021-07' ORDER BY month, unit_id"
OF_SECOND_HALF = "SELECT count(*) FROM opening_counts WHERE month >= '2021-07'"


def table(*rows: str, title: str = TITLE, head: str = HEAD) -> bytes:
    """Return a table as CSV; a row is a name and its counts."""
    lines = [title, head, *(f"{place},{row}" for place, row in enumerate(rows, start=1))]
    return "\n".join(lines).encode()


async def test_nothing_is_stored_before_the_tap_and_one_button_takes_it_back(world: World) -> None:
    editor = await world.join("editor")
    answer = await world.send_file(editor, "b.csv", table(f"{TAX},1,2,,,,"))
    assert "1 đơn vị trong 1 nhóm, tháng 7–12/2021, tổng 3 tin, bài" in answer
    assert "Chưa ghi gì" in answer
    assert world.rows(OF_SECOND_HALF) == [0]
    assert "Đã nhập (lần số 2)" in await world.press(editor, "Nhập bảng này")
    assert world.rows(COUNTS) == [1, 2]
    await world.at(datetime(2021, 8, 20, 9, 0, tzinfo=ZONE))
    assert "Đã hoàn tác lần nhập số 2" in await world.press(editor, "Hoàn tác lần nhập này")
    assert world.rows(OF_SECOND_HALF) == [0]


async def test_what_was_done_in_passing_does_not_stand_before_an_import(world: World) -> None:
    editor = await world.join("editor")
    await world.send_file(editor, "b.csv", table(f"{TAX},1,2,,,,"))
    await world.press(editor, "Nhập bảng này")
    await world.at(datetime(2021, 8, 20, 9, 0, tzinfo=ZONE))
    await world.say(editor, "/trang")
    assert "Đã hoàn tác lần nhập số 2" in await world.say(editor, "/hoantac")
    assert world.rows(OF_SECOND_HALF) == [0]


async def test_the_units_by_months_come_as_a_small_workbook(world: World) -> None:
    editor = await world.join("editor")
    messages = await world.stage.send_file(
        editor, "b.csv", table(f"{TAX},1,2,,,,", "Đội Cơ động,,0,,,,")
    )
    sent = next(message.document for message in messages if message.document)
    assert sent.name == "xem-truoc.xlsx"
    sheet = openpyxl.load_workbook(BytesIO(sent.content)).active
    assert sheet is not None
    rows = [
        [cell for cell in row if cell not in (None, "")]
        for row in sheet.iter_rows(values_only=True)
    ]
    assert rows[1] == [TAX, 1, 2, 3]
    assert rows[2] == ["Đội Cơ động", 0, 0, "đơn vị mới"]


async def test_undo_takes_an_import_back_days_later(world: World) -> None:
    editor = await world.join("editor")
    before = world.rows("SELECT name FROM units ORDER BY id")
    await world.send_file(editor, "b.csv", table("Đội Thông tin lưu động,1,2,,,,"))
    await world.press(editor, "Nhập bảng này")
    await world.at(datetime(2021, 6, 19, 9, 0, tzinfo=ZONE))
    assert "Đã hoàn tác lần nhập số 2" in await world.say(editor, "/hoantac")
    assert world.rows("SELECT name FROM units ORDER BY id") == before


async def test_an_older_import_is_taken_back_by_its_number(world: World) -> None:
    editor = await world.join("editor")
    for month, content in ((7, table(f"{TAX},1,,,,,")), (8, table(f"{TAX},,2,,,,"))):
        await world.send_file(editor, f"{month}.csv", content)
        await world.press(editor, "Nhập bảng này")
    assert world.rows(COUNTS) == [1, 2]
    answer = await world.say(editor, "/hoantac 2")
    assert "Lần nhập số 2: 7.csv" in answer
    assert world.rows(COUNTS) == [1, 2]
    assert "Đã hoàn tác lần nhập số 2" in await world.press(editor, "Hoàn tác lần nhập này")
    assert world.rows(COUNTS) == [2]
    assert "Lần nhập số 2 đã được hoàn tác" in await world.say(editor, "/undo lần nhập số 2")
    assert "Không có lần nhập số 9" in await world.say(editor, "/hoantac 9")
    assert world.rows(COUNTS) == [2]


async def test_the_printed_total_and_months_to_come_are_told_first(world: World) -> None:
    editor = await world.join("editor")
    head = HEAD + ",Tổng"
    rows = (f"{TAX},1,2,,,,,3", "Tổng cộng,,,,,,,9")
    content = table(*rows, title="6 THÁNG CUỐI NĂM 2025", head=head)
    lines = (await world.send_file(editor, "b.csv", content)).strip().splitlines()
    assert lines[2] == "Số liệu lệch +6 so với dòng Tổng cộng của bảng."
    assert lines[3] == "Tháng 7–8/2025 chưa tới mà đã có số; xin xem lại năm của bảng."
    assert "Chưa ghi gì" in lines[-1]


async def test_the_bots_own_workbook_sent_back_doubles_nothing(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    chair = await world.join("chair")
    await world.at(datetime(2021, 7, 20, 9, 0, tzinfo=ZONE))
    await world.say(lan, "/nop https://a.vn/1 | Khai mạc hội thao | 14/7 | Y tế")
    await world.say(chair, "/baocao 2021-H2")
    own = world.last(chair).document
    assert own is not None
    answer = await world.send_file(chair, own.name, own.content)
    assert f"{TAX}, tháng 7/2021: bảng ghi 1, trong sổ đã có 1 bài" in answer
    assert "Tệp này do tinbai xuất ra, nên bảng là tổng số." in answer
    assert world.labels(chair)[0] == "✓ Bảng là tổng số"
    assert "không có gì thay đổi" in await world.press(chair, "✓ Bảng là tổng số")
    assert world.rows(COUNTS) == []


async def test_another_year_in_the_caption_is_told(world: World) -> None:
    editor = await world.join("editor")
    answer = await world.send_file(editor, "b.csv", table(f"{TAX},1,2,,,,"), "năm 2020")
    assert "tệp ghi năm 2021, không phải 2020; hãy bỏ năm 2020 (ở chú thích" in answer


async def test_an_english_reader_learns_the_place_in_english(world: World) -> None:
    editor = await world.join("editor")
    await world.say(editor, "/ngonngu en")
    answer = await world.send_file(editor, "b.csv", table(f"{TAX},1,hai,,,,"))
    assert f"row 3, column Tháng 8, {TAX}: “hai” is not a whole number" in answer


async def test_a_near_name_is_asked_and_the_choice_becomes_another_name(world: World) -> None:
    editor = await world.join("editor")
    content = table("Công an,1,,,,,", f"{TAX},,1,,,,")
    answer = await world.send_file(editor, "b.csv", content)
    assert f"“Công an” gần giống “{POLICE}”" in answer
    assert world.labels(editor) == [POLICE, "Đơn vị mới", "Không nhập"]
    assert "Chưa ghi gì" in await world.press(editor, POLICE)
    await world.press(editor, "Nhập bảng này")
    assert world.rows("SELECT name FROM unit_aliases") == ["Công an"]
    assert len(world.rows("SELECT id FROM units")) == 25
    await world.press(editor, "Hoàn tác lần nhập này")
    assert world.rows("SELECT name FROM unit_aliases") == []


async def test_a_name_called_new_becomes_a_unit(world: World) -> None:
    editor = await world.join("editor")
    await world.send_file(editor, "b.csv", table("Công an,1,,,,,"))
    assert "Đơn vị mới (1): Công an" in await world.press(editor, "Đơn vị mới")
    await world.press(editor, "Nhập bảng này")
    assert len(world.rows("SELECT id FROM units")) == 26


async def test_other_spellings_are_the_same_unit_without_a_question(world: World) -> None:
    editor = await world.join("editor")
    content = table("Phòng Tài chính- Kế hoạch,1,,,,,", "P. GD & Đào tạo,1,,,,,", "CA huyện,1,,,,,")
    assert "đổi 3 ô" in await world.send_file(editor, "b.csv", content)
    await world.press(editor, "Nhập bảng này")
    assert len(world.rows("SELECT id FROM units")) == 25


async def test_a_missing_year_is_asked_and_a_caption_gives_it(world: World) -> None:
    editor = await world.join("editor")
    content = table(f"{TAX},1,2,,,,", title="THỐNG KÊ TIN BÀI")
    assert "bảng này là của năm nào" in await world.send_file(editor, "b.csv", content)
    assert world.labels(editor)[:2] == ["2021", "2020"]
    assert "tháng 7–12/2020" in await world.press(editor, "2020")
    assert "tháng 7–12/2019" in await world.send_file(editor, "b.csv", content, "bảng năm 2019")


async def test_a_choice_may_be_typed(world: World) -> None:
    editor = await world.join("editor")
    await world.send_file(editor, "b.csv", table("Công an,1,,,,,"))
    await world.say(editor, "cong an huyen")
    assert "Đã nhập" in await world.say(editor, "nhập bảng này")
    assert world.rows(COUNTS) == [1]


async def test_a_file_is_answered_in_other_words_than_its_buttons(world: World) -> None:
    editor = await world.join("editor")
    content = table("Công an,1,,,,,", title="THỐNG KÊ TIN BÀI")
    await world.send_file(editor, "b.csv", content)
    assert "“Công an” gần giống" in await world.say(editor, "năm ngoái")
    assert "Tên viết khác: “Công an”" in await world.say(editor, "cùng một đơn vị ạ")
    assert "Chưa ghi gì; muốn ghi thì chọn “Nhập bảng này”" in await world.say(editor, "ok")
    assert world.rows("SELECT count(*) FROM opening_counts WHERE month = '2020-07'") == [0]
    assert "Đã nhập" in await world.say(editor, "ok nhập đi em")
    assert world.rows("SELECT count FROM opening_counts WHERE month = '2020-07'") == [1]
    assert "Đã hoàn tác" in await world.say(editor, "nhập nhầm bảng rồi")
    assert world.rows("SELECT count(*) FROM opening_counts WHERE month = '2020-07'") == [0]
    await world.send_file(editor, "b.csv", content, "năm 2020")
    assert "không có gì thay đổi" in await world.say(editor, "nhầm file")
    assert world.rows("SELECT count(*) FROM uploads WHERE import_id IS NULL") == [0]


async def test_months_with_logged_articles_are_asked_about(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    editor = await world.join("editor")
    await world.at(datetime(2021, 7, 20, 9, 0, tzinfo=ZONE))
    await world.say(lan, "/nop https://a.vn/1 | Khai mạc hội thao | 14/7 | Y tế")
    answer = await world.send_file(editor, "b.csv", table(f"{TAX},3,2,,,,"))
    assert f"{TAX}, tháng 7/2021: bảng ghi 3, trong sổ đã có 1 bài" in answer
    await world.press(editor, "Bảng là tổng số")
    await world.press(editor, "Nhập bảng này")
    assert world.rows(COUNTS) == [2, 2]
    chair = await world.join("chair")
    answer = await world.say(chair, "/baocao 2021-Q3")
    assert f"Có cả số liệu nhập từ bảng và bài đã ghi trong cùng tháng: {TAX} (7/2021)" in answer


async def test_a_second_tap_changes_nothing(world: World) -> None:
    editor = await world.join("editor")
    await world.send_file(editor, "b.csv", table(f"{TAX},1,2,,,,"))
    shown = world.last(editor)
    await world.press(editor, "Nhập bảng này")
    await world.messenger.press(editor, shown.id, _data(shown, "Nhập bảng này"))
    await world.stage.settled()
    assert world.rows("SELECT count(*) FROM imports") == [2]


async def test_a_second_table_says_what_the_first_had(world: World) -> None:
    editor = await world.join("editor")
    answer = await world.send_file(
        editor,
        "a.csv",
        table(
            f"{POLICE},5,6",
            title="6 THÁNG ĐẦU NĂM 2021",
            head="STT,Đơn vị,Tháng 1,Tháng 2",
        ),
    )
    assert "Lần nhập số 1 có “Phòng Tư pháp” (tháng 2/2021) mà bảng này không có" in answer


async def test_who_may_not_import_learns_nothing(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.send_file(lan, SAMPLE.name, SAMPLE.read_bytes())
    assert world.labels(lan) == []
    assert world.rows("SELECT count(*) FROM uploads") == [0]


async def test_a_file_without_a_table_offers_the_sample_which_can_be_read(world: World) -> None:
    editor = await world.join("editor")
    await world.send_file(editor, "b.csv", b"a,b\n1,2\n")
    await world.press(editor, "Gửi tôi bảng mẫu")
    sent = world.last(editor).document
    assert sent is not None
    assert "5 đơn vị trong 2 nhóm" in await world.send_file(editor, sent.name, sent.content)


async def test_a_dropped_file_is_forgotten(world: World) -> None:
    editor = await world.join("editor")
    await world.send_file(editor, "b.csv", table(f"{TAX},1,2,,,,"))
    assert "không có gì thay đổi" in await world.press(editor, "Không nhập")
    assert world.rows("SELECT count(*) FROM uploads") == [0]


@pytest.mark.only("telegram", why="the page keeps a message for 90 days")
async def test_what_an_issued_report_counts_is_not_taken_back(world: World) -> None:
    chair = await world.join("chair")
    await world.send_file(chair, "b.csv", table(f"{TAX},1,2,,,,"))
    await world.press(chair, "Nhập bảng này")
    shown = world.last(chair)
    await world.at(datetime(2022, 1, 5, 9, 0, tzinfo=ZONE))
    await world.say(chair, "/banhanh 2021-H2")
    await world.press(chair, "Ban hành bản giấy")
    await world.messenger.press(chair, shown.id, _data(shown, "Hoàn tác lần nhập này"))
    await world.stage.settled()
    assert "đã ban hành" in world.last(chair).text
    assert world.rows(COUNTS) == [1, 2]


def _data(message: LocalMessage, label: str) -> str:
    found = (each.data for row in message.buttons for each in row if each.label == label)
    return next(data for data in found if data is not None)
