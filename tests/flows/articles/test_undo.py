"""Taking back the last own action."""

from datetime import date

from storage.reports import issued
from storage.reports.issued import FrozenFile, NewIssue
from storage.units import rows as units
from tests.flows.conftest import ETHNIC, TAX, World

LINE = "/nop https://a.vn/1 | Khai mạc hội thao | 14/6 | Y tế"


async def test_a_confirmed_zero_is_taken_back(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/khongco Đơn vị tập trung kiểm tra")
    assert "Đã rút lại báo" in await world.say(lan, "/undo")
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]


async def test_withdrawing_and_restoring_are_taken_back(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINE)
    await world.say(lan, "#1")
    await world.press(lan, "Rút bài #1")
    await world.say(lan, "/undo")
    assert world.rows("SELECT state FROM articles") == ["logged"]
    await world.say(lan, "#1")
    await world.press(lan, "Rút bài #1")
    await world.press(lan, "Khôi phục bài #1")
    await world.say(lan, "/undo")
    assert world.rows("SELECT state FROM articles") == ["withdrawn"]


async def test_an_article_moved_to_another_day_and_unit_goes_back(world: World) -> None:
    editor = await world.join("editor")
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINE)
    await world.say(editor, "#1")
    await world.press(editor, "Sửa đơn vị")
    await world.say(editor, ETHNIC)
    assert "về như trước" in await world.say(editor, "/undo")
    await world.say(editor, "#1")
    await world.press(editor, "Sửa ngày đăng")
    await world.press(editor, "Hôm nay")
    await world.say(editor, "/undo")
    assert world.rows(
        "SELECT published_on, units.name FROM articles JOIN units ON units.id = unit_id"
    ) == [("2021-06-14", TAX)]


async def test_what_is_done_to_a_unit_is_taken_back(world: World) -> None:
    editor = await world.join("editor")
    query = "SELECT name, group_id, position, valid_to, successor_id FROM units ORDER BY id"
    before = world.rows(query)
    await world.say(editor, f"/donvi {ETHNIC}")
    await world.press(editor, "Chuyển nhóm")
    await world.press(editor, world.labels(editor)[0])
    assert f"Đã đưa {ETHNIC} về như trước" in await world.say(editor, "/undo")
    assert world.rows(query) == before
    await world.say(editor, f"/donvi {ETHNIC}")
    await world.press(editor, "Thôi hoạt động")
    await world.press(editor, "Hết tháng trước")
    await world.say(editor, TAX)
    await world.say(editor, "/undo")
    assert world.rows(query) == before
    await world.say(editor, f"/donvi {ETHNIC}")
    await world.press(editor, "Tên gọi khác")
    await world.say(editor, "PDT")
    await world.say(editor, "/undo")
    assert world.rows("SELECT count(*) FROM unit_aliases WHERE name = 'PDT'") == [0]


async def test_an_action_without_a_way_back_says_so(world: World) -> None:
    editor = await world.join("editor")
    group = world.rows("SELECT name FROM unit_groups ORDER BY position")[0]
    await world.say(editor, f"/donvi thêm Phòng Y tế | {group}")
    assert "không rút lại được" in await world.say(editor, "/undo")
    assert world.rows("SELECT count(*) FROM units WHERE name = 'Phòng Y tế'") == [1]


async def test_an_issued_article_is_not_taken_back_by_its_author(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINE)
    base = world.stage.runtime.base
    new = NewIssue(
        board_id=base.services.boards.named("huyen-mau").id,
        period="2021-H1",
        first=date(2021, 1, 1),
        last=date(2021, 6, 30),
        number=1,
        signed_on=date(2021, 6, 15),
        mode="electronic",
        corrects_id=None,
        dataset="{}",
        issued_by=1,
        issued_at=world.stage.clock(),
    )
    file = FrozenFile("bao-cao.docx", "application/msword", "0" * 64, b"")
    await base.database.write(lambda tx: issued.add_issue(tx, new, [file]))
    assert "đã ban hành báo cáo" in await world.say(lan, "/undo")
    assert world.rows("SELECT state FROM articles") == ["logged"]


async def test_a_name_taken_meanwhile_is_not_taken_back(world: World) -> None:
    editor = await world.join("editor")
    await world.say(editor, f"/donvi {ETHNIC}")
    await world.press(editor, "Đổi tên")
    await world.say(editor, "Phòng Tôn giáo")
    unit = world.rows("SELECT id FROM units WHERE name = 'Phòng Tôn giáo'")[0]
    other = world.rows("SELECT id FROM units WHERE name = ?", TAX)[0]
    database = world.stage.runtime.base.database
    await database.write(lambda tx: units.delete_alias(tx, unit, ETHNIC))
    await database.write(lambda tx: units.update_unit(tx, other, name=ETHNIC))
    assert "không rút lại được" in await world.say(editor, "/undo")
    assert world.rows("SELECT name FROM units WHERE id = ?", unit) == ["Phòng Tôn giáo"]


async def test_undoing_a_title_names_the_title_that_stands_again(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/nop https://a.vn/1 | Khám bệnh cho nhân dân")
    await world.say(lan, "#1")
    await world.press(lan, "Sửa tiêu đề")
    await world.say(lan, "Khám bệnh lưu động")
    answer = await world.say(lan, "/hoantac")
    assert "Khám bệnh cho nhân dân" in answer
    assert "lưu động" not in answer
    assert world.rows("SELECT title FROM articles") == ["Khám bệnh cho nhân dân"]


async def test_what_was_done_in_passing_is_no_step_back(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINE)
    await world.say(lan, "/trang")
    assert "Đã rút bài #1" in await world.say(lan, "/hoantac")
    assert "Không có việc nào" in await world.say(lan, "/hoantac")


async def test_who_says_that_something_is_wrong_is_told_how_to_correct_it(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/nop https://huyenmau.gov.vn/1 | Khai mạc hội thao | 14/6")
    for text in ("sai rồi", "sai ngày rồi ạ", "12/6", "sửa lại ngày thành 12/6", "em bấm nhầm"):
        answer = await world.say(lan, text)
        assert world.typed("/hoantac") in answer
        assert world.typed("/cuatoi") in answer
    assert "#1 Khai mạc hội thao" in await world.say(lan, "/suabai 1")
    assert "Khai mạc hội thao" in await world.say(lan, "/suabai")
    assert world.rows("SELECT state, published_on FROM articles") == [("logged", "2021-06-14")]
    await world.say(lan, "xoá bài vừa rồi")
    assert world.rows("SELECT state FROM articles") == ["withdrawn"]
