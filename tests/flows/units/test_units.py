"""Keeping units in chat."""

from datetime import date, datetime

from storage.units import rows as units
from tests.flows.conftest import ETHNIC, TAX, ZONE, World


async def test_the_list_shows_groups_and_opens_a_unit_by_button_name_or_place(
    world: World,
) -> None:
    editor = await world.join("editor")
    answer = await world.say(editor, "/units")
    assert "Đơn vị của ban (25)" in answer
    assert len([label for label in world.labels(editor) if label.startswith("Ph")]) > 3
    await world.press(editor, "Sau ›")
    await world.press(editor, "‹ Trước")
    assert "Nhóm:" in await world.press(editor, "Phòng Tư pháp")
    assert f"{ETHNIC}\n" in await world.say(editor, f"/donvi {ETHNIC.lower()}")
    assert "Nhóm:" in await world.say(editor, "/donvi 3")
    assert "Không có đơn vị “Phòng Y tá”" in await world.say(editor, "/donvi Phòng Y tá")


async def test_a_renamed_unit_is_still_found_by_its_old_name(world: World) -> None:
    editor = await world.join("editor")
    lan = await world.join("correspondent", ETHNIC)
    await world.say(editor, f"/donvi {ETHNIC}")
    assert "Tên mới" in await world.press(editor, "Đổi tên")
    assert f"đã là tên của {TAX}" in await world.say(editor, TAX)
    assert "quá ngắn" in await world.say(editor, "A")
    assert "Tên dài 300 ký tự" in await world.say(editor, "a" * 300)
    answer = await world.say(editor, "Phòng Dân tộc và Tôn giáo")
    assert "Đã đổi tên" in answer
    assert f"Tên gọi khác: {ETHNIC}" in answer
    assert "Phòng Dân tộc và Tôn giáo" in await world.say(editor, f"/donvi {ETHNIC}")
    assert "Phòng Dân tộc và Tôn giáo" in await world.say(
        lan, "/nop https://a.vn/1 | Lễ hội mừng lúa mới | 14/6"
    )
    assert world.rows(
        "SELECT action, before, after FROM audit_entries WHERE subject = 'unit' ORDER BY id"
    ) == [
        (
            "rename_unit",
            '{"name": "Ph\\u00f2ng D\\u00e2n t\\u1ed9c"}',
            '{"name": "Ph\\u00f2ng D\\u00e2n t\\u1ed9c v\\u00e0 T\\u00f4n gi\\u00e1o"}',
        )
    ]
    assert f"Đã đưa {ETHNIC} về như trước" in await world.say(editor, "/undo")
    assert world.rows("SELECT count(*) FROM unit_aliases WHERE name = ?", ETHNIC) == [0]


async def test_aliases_are_added_and_dropped(world: World) -> None:
    editor = await world.join("editor")
    await world.say(editor, f"/donvi {ETHNIC}")
    await world.press(editor, "Tên gọi khác")
    assert "Tên gọi khác: Tổ miền núi" in await world.say(editor, "Tổ miền núi")
    assert ETHNIC in await world.say(editor, "/donvi tổ miền núi")
    await world.press(editor, "Tên gọi khác")
    assert "Đã bỏ tên gọi khác" in await world.say(editor, "Tổ miền núi")
    assert "Không có đơn vị" in await world.say(editor, "/donvi tổ miền núi")


async def test_a_unit_moves_to_another_group_and_within_it(world: World) -> None:
    editor = await world.join("editor")
    await world.say(editor, f"/donvi {ETHNIC}")
    await world.press(editor, "Chuyển nhóm")
    group = world.labels(editor)[0]
    answer = await world.press(editor, group)
    assert f"Nhóm: {group}" in answer
    before = world.rows("SELECT name FROM units ORDER BY group_id, position")
    await world.press(editor, "▲ Lên")
    after = world.rows("SELECT name FROM units ORDER BY group_id, position")
    place = before.index(ETHNIC)
    assert after.index(ETHNIC) == place - 1
    assert sorted(after) == sorted(before)
    await world.press(editor, "▼ Xuống")
    assert world.rows("SELECT name FROM units ORDER BY group_id, position") == before


async def test_a_closed_unit_has_a_last_day_and_a_successor(world: World) -> None:
    editor = await world.join("editor")
    lan = await world.join("correspondent", ETHNIC)
    await world.say(editor, f"/donvi {ETHNIC}")
    await world.press(editor, "Thôi hoạt động")
    assert "không đọc được" in await world.say(editor, "31/2/2021")
    assert "Đơn vị nào kế tục" in await world.say(editor, "10/6/2021")
    assert ETHNIC not in world.labels(editor)
    assert "không thể là đơn vị kế tục" in await world.say(editor, ETHNIC)
    assert "Không có đơn vị “Phòng Y tá”" in await world.say(editor, "Phòng Y tá")
    answer = await world.say(editor, TAX)
    assert "Hoạt động đến hết ngày 10/6/2021" in answer
    assert f"Đơn vị kế tục: {TAX}" in answer
    assert world.rows(
        "SELECT u.valid_to, s.name FROM units u JOIN units s ON s.id = u.successor_id"
    ) == [("2021-06-10", TAX)]
    await world.say(lan, "/nop https://a.vn/1 | Lễ hội mừng lúa mới | 14/6")
    answer = await world.press(lan, ETHNIC)
    assert "không hoạt động vào ngày 14/6/2021" in answer
    # A unit cannot be taken over by the one it takes over.
    await world.say(editor, f"/donvi {TAX}")
    await world.press(editor, "Thôi hoạt động")
    await world.press(editor, "Hôm nay")
    assert "không thể là đơn vị kế tục" in await world.say(editor, ETHNIC)
    await world.press(editor, "Thôi")
    await world.say(editor, f"/donvi {ETHNIC}")
    assert "hoạt động trở lại" in await world.press(editor, "Hoạt động trở lại")
    assert world.rows("SELECT count(*) FROM units WHERE valid_to IS NOT NULL") == [0]


async def test_a_new_unit_is_added_to_a_group(world: World) -> None:
    editor = await world.join("editor")
    group = world.rows("SELECT name FROM unit_groups ORDER BY position")[0]
    assert "Đã thêm đơn vị" in await world.say(editor, f"/donvi thêm Phòng Y tế | {group.lower()}")
    answer = await world.say(editor, "/donvi thêm Phòng Tư liệu")
    assert "cả tên đơn vị và tên nhóm" in answer
    assert f"có phải là “{group}”" in await world.say(
        editor, f"/donvi thêm Phòng Tư liệu | {group[:-1]}"
    )
    assert "Gửi tên đơn vị mới" in await world.say(editor, "/donvi thêm")
    assert "đã là tên của Phòng Y tế" in await world.say(editor, "Phòng Y tế | Nhóm nào đó")
    answer = await world.say(editor, f"Phòng Tư liệu | nhóm mới: {group[:-1]}")
    assert f"Nhóm: {group[:-1]}" in answer
    assert "Đơn vị của ban (27)" in await world.say(editor, "/donvi")


async def test_other_people_change_no_units(world: World) -> None:
    lan = await world.join("correspondent", ETHNIC)
    editor = await world.join("editor")
    assert "không có quyền" in await world.say(lan, "/units")
    assert "không có quyền" in await world.say(lan, "/donvi thêm Phòng X | Nhóm Y")
    unit_id = world.rows("SELECT id FROM units WHERE name = ?", ETHNIC)[0]
    for data in (
        "u:list:0",
        f"u:show:{unit_id}",
        f"u:rename:{unit_id}",
        "u:add:0",
        f"u:to:{unit_id}:2",
        f"u:day:{unit_id}:2021-06-10",
        f"u:heir:{unit_id}:0",
        f"u:up:{unit_id}",
        f"u:reopen:{unit_id}",
        f"i:correspondent:{unit_id}",
    ):
        await world.say(lan, "/mine")
        await world.messenger.press(lan, world.last(lan).id, data)
        await world.stage.settled()
        assert "không có quyền" in world.last(lan).text, data
    await world.say(editor, "/units")
    for data in ("u:show:99999", "u:to:1:999", "u:day:1:2021-02-31", "u:heir:1:5", "u:up:99999"):
        await world.messenger.press(editor, world.last(editor).id, data)
    await world.stage.settled()
    assert world.rows("SELECT count(*) FROM audit_entries WHERE subject = 'unit'") == [0]
    assert world.rows("SELECT count(*) FROM inbox WHERE state = 'dead'") == [0]
    await world.at(datetime(2021, 6, 15, 10, 0, tzinfo=ZONE))


async def test_successors_come_in_pages_and_by_button(world: World) -> None:
    editor = await world.join("editor")
    await world.say(editor, f"/donvi {ETHNIC}")
    await world.press(editor, "Thôi hoạt động")
    await world.press(editor, "Hôm nay")
    await world.press(editor, "Sau ›")
    await world.press(editor, "‹ Trước")
    answer = await world.press(editor, "Phòng Tư pháp")
    assert "Đơn vị kế tục: Phòng Tư pháp" in answer
    unit = world.rows("SELECT id FROM units WHERE name = ?", ETHNIC)[0]
    for data in (f"u:close:{unit}", f"u:day:{unit}:2021-06-10", f"u:heir:{unit}:0"):
        await world.messenger.press(editor, world.last(editor).id, data)
        await world.stage.settled()
        assert "thôi hoạt động" in world.last(editor).text or "trả lời" in world.last(editor).text
    await world.say(editor, "/donvi Phòng Tư pháp")
    await world.press(editor, "Thôi hoạt động")
    await world.say(editor, "hôm nay")
    assert "Đơn vị kế tục" not in await world.press(editor, "Không có đơn vị kế tục")
    assert "thôi hoạt động sau ngày" not in await world.say(editor, "/units")
    await world.at(datetime(2021, 6, 16, 9, 0, tzinfo=ZONE))
    assert "thôi hoạt động sau ngày 15/6/2021" in await world.say(editor, "/units")


async def test_answers_are_typed_too(world: World) -> None:
    editor = await world.join("editor")
    await world.say(editor, f"/donvi {ETHNIC}")
    await world.press(editor, "Chuyển nhóm")
    group = world.labels(editor)[0]
    assert f"Nhóm: {group}" in await world.say(editor, "1")
    await world.press(editor, "Thôi hoạt động")
    await world.say(editor, "10/6/2021")
    assert "Hoạt động đến hết ngày 10/6/2021" in await world.say(editor, "-")
    await world.press(editor, "Hoạt động trở lại")
    await world.press(editor, "Thôi hoạt động")
    await world.say(editor, "10/6/2021")
    assert "Đơn vị kế tục" in await world.say(editor, "1")
    await world.say(editor, f"/donvi {TAX}")
    await world.press(editor, "Đổi tên")
    # A slip of capitals is mended without an alias.
    assert "Tên gọi khác" not in await world.say(editor, TAX.upper())
    await world.press(editor, "Đổi tên")
    assert "đã là tên của" in await world.say(editor, TAX.upper())


async def test_a_unit_stays_within_its_group_and_its_dates(world: World) -> None:
    editor = await world.join("editor")
    unit, first = world.rows("SELECT id, group_id FROM units ORDER BY group_id, position")[0]
    await world.say(editor, "/units")
    await world.messenger.press(editor, world.last(editor).id, f"u:up:{unit}")
    await world.stage.settled()
    assert "Nhóm:" in world.last(editor).text
    assert world.rows("SELECT group_id FROM units WHERE id = ?", unit) == [first]
    database = world.stage.runtime.base.database
    await database.write(lambda tx: units.update_unit(tx, unit, valid_from=date(2021, 1, 1)))
    await world.press(editor, "Thôi hoạt động")
    assert "hoạt động từ ngày 1/1/2021" in await world.say(editor, "1/12/2020")
    await world.messenger.press(editor, world.last(editor).id, "u:heirs:1:0")
    await world.stage.settled()
    assert world.rows("SELECT count(*) FROM units WHERE valid_to IS NOT NULL") == [0]
