"""Keeping people in chat: roles, absences, accounts, invitations."""

import re
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from storage.people import accounts
from tests.flows.conftest import (
    BOARD,
    ETHNIC,
    POLICE,
    TAX,
    ZONE,
    World,
    loaded,
    still_clock,
)
from tests.flows.shapes import stage

LINE = "https://a.vn/1 | Lễ hội mừng lúa mới | 14/6"
OTHER = "https://a.vn/2 | Tập huấn kế toán xã | 14/6"


def _code(text: str) -> str:
    found = re.search(r"\b[A-Z2-7]{10}\b", text)
    assert found is not None, text
    return found[0]


async def _press(world: World, user: int, data: str) -> str:
    """Press a forged button below the newest message; return what the bot then shows."""
    await world.messenger.press(user, world.last(user).id, data)
    await world.stage.settled()
    return world.last(user).alert or world.last(user).text


def _id(world: World, name: str) -> int:
    found: int = world.rows("SELECT id FROM people WHERE name = ?", name)[0]
    return found


async def test_the_list_goes_by_unit_and_tells_who_cannot_be_reached(world: World) -> None:
    editor = await world.join("editor", name="Nguyễn Thị Hạnh")
    await world.join("correspondent", TAX, "Lê Thị Lan")
    await world.join("correspondent", TAX, "Phạm Thị Hoà")
    await world.join("head", ETHNIC, "Rơ Châm Minh")
    account = world.rows("SELECT id FROM accounts WHERE person_id = ?", _id(world, "Lê Thị Lan"))[0]
    database = world.stage.runtime.base.database
    await database.write(lambda tx: accounts.deactivate_account(tx, account))
    answer = await world.say(editor, "/people")
    assert "Người của ban (4)" in answer
    assert "Nguyễn Thị Hạnh – thư ký" in answer
    assert f"{TAX}: Lê Thị Lan (⚠ không nhắn tin được), Phạm Thị Hoà" in answer
    assert f"{ETHNIC}: Rơ Châm Minh (lãnh đạo)" in answer
    assert "Chưa có ai (23 đơn vị)" in answer
    assert "Lê Thị Lan" in await world.say(editor, "/thanhvien lan")
    assert "Có 2 người" in await world.say(editor, f"/thanhvien {TAX}")
    assert "Không có ai tên “Bảo”" in await world.say(editor, "/thanhvien Bảo")


async def test_one_person_serves_several_units(world: World) -> None:
    editor = await world.join("editor")
    lan = await world.join("correspondent", TAX, "Lê Thị Lan")
    await world.say(editor, "/thanhvien Lan")
    await world.press(editor, "Thêm đơn vị")
    assert "Không có đơn vị “Phòng Y tá”" in await world.say(editor, "Phòng Y tá")
    answer = await world.say(editor, ETHNIC)
    assert f"cộng tác viên – {ETHNIC}" in answer
    assert "đơn vị nào" in await world.say(lan, f"/nop {LINE}")
    await world.press(lan, ETHNIC)
    await world.press(editor, f"Thôi: cộng tác viên – {TAX}")
    assert "Đã ghi bài #2" in await world.say(lan, f"/nop {OTHER}")
    assert world.rows(
        "SELECT DISTINCT units.name FROM articles JOIN units ON units.id=unit_id"
    ) == [ETHNIC]
    await world.press(editor, "Làm lãnh đạo đơn vị")
    await world.press(editor, "Phòng Tư pháp")
    assert "lãnh đạo đơn vị – Phòng Tư pháp" in world.last(editor).text


async def test_a_person_is_renamed(world: World) -> None:
    editor = await world.join("editor")
    await world.join("correspondent", TAX, "lan 99")
    await world.say(editor, "/thanhvien lan")
    await world.press(editor, "Đổi tên")
    assert "quá ngắn" in await world.say(editor, "!")
    assert "Đã đổi tên" in await world.say(editor, "Lê Thị\u202e Lan")
    assert _id(world, "Lê Thị Lan")


async def test_somebody_who_left_is_a_stranger_and_the_articles_stay(world: World) -> None:
    editor = await world.join("editor")
    lan = await world.join("correspondent", TAX, "Lê Thị Lan")
    await world.say(lan, f"/nop {LINE}")
    await world.say(editor, "/thanhvien Lan")
    assert "Cho Lê Thị Lan thôi mọi vai trò" in await world.press(editor, "Rời ban")
    assert f"– {TAX}" in await world.press(editor, "Giữ lại")
    await world.press(editor, "Rời ban")
    assert "không còn vai trò nào" in await world.press(editor, "Cho rời ban")
    assert "chỉ phục vụ người có mã mời" in await world.say(lan, "/status")
    assert world.rows("SELECT state FROM articles") == ["logged"]
    # Coming back is an invitation away.
    await world.say(lan, await world.code("correspondent", ETHNIC))
    assert "Đã ghi bài #2" in await world.say(lan, f"/nop {OTHER}")


async def test_a_stand_in_logs_and_is_reminded_until_the_absence_ends(world: World) -> None:
    editor = await world.join("editor")
    lan = await world.join("correspondent", TAX, "Lê Thị Lan")
    minh = await world.join("correspondent", ETHNIC, "Rơ Châm Minh")
    await world.say(editor, "/thanhvien Lan")
    await world.press(editor, "Vắng mặt")
    assert "14/6/2021 đã qua" in await world.say(editor, "14/6/2021")
    assert "Ai làm thay" in await world.say(editor, "30/6/2021")
    assert "không thể tự thay mình" in await world.say(editor, "Lê Thị Lan")
    assert "Vắng đến hết ngày 30/6/2021, Rơ Châm Minh làm thay" in await world.say(editor, "Minh")
    assert "đơn vị nào" in await world.say(minh, f"/nop {LINE}")
    assert world.labels(minh)[:2] == [TAX, ETHNIC]
    await world.press(minh, ETHNIC)
    preview = await world.say(editor, "/nhac")
    assert f"{TAX} – Rơ Châm Minh" in preview
    assert "Lê Thị Lan" not in preview
    await world.say(editor, "/thanhvien Minh")
    assert "làm thay Lê Thị Lan" in world.last(editor).text
    await world.at(datetime(2021, 7, 1, 0, 1, tzinfo=ZONE))
    answer = await world.say(minh, f"/nop {OTHER}")
    assert "Đã ghi bài #2" in answer
    assert ETHNIC in answer
    assert "Vắng" not in await world.say(editor, "/thanhvien Lan")
    assert lan


async def test_somebody_may_come_back_early(world: World) -> None:
    editor = await world.join("editor")
    await world.join("correspondent", TAX, "Lê Thị Lan")
    minh = await world.join("correspondent", ETHNIC, "Rơ Châm Minh")
    await world.say(editor, "/thanhvien Lan")
    await world.press(editor, "Vắng mặt")
    await world.say(editor, "30/6/2021")
    await world.press(editor, "Rơ Châm Minh")
    await world.press(editor, "Có mặt trở lại")
    assert "Vắng" not in await world.say(editor, "/thanhvien Lan")
    assert "Đã ghi bài #1" in await world.say(minh, f"/nop {LINE}")


async def test_a_code_moves_a_person_to_a_new_account(world: World) -> None:
    editor = await world.join("editor")
    lan = await world.join("correspondent", TAX, "Lê Thị Lan")
    await world.say(lan, "https://a.vn/1")
    await world.say(editor, "/thanhvien Lan")
    code = _code(await world.press(editor, "Chuyển tài khoản"))
    phone = world.stranger("Lan mới")
    answer = await world.say(phone, f"/start {code}")
    assert "Từ giờ đây là tài khoản của Lê Thị Lan" in answer
    assert "chỉ phục vụ người có mã mời" in await world.say(lan, "/mine")
    # The unfinished article came along.
    assert "Xin xem lại" in await world.say(phone, "Lễ hội mừng lúa mới")
    assert "đã được dùng" in await world.say(lan, code)
    assert world.rows("SELECT count(*) FROM people") == [2]


async def test_a_second_account_is_linked_with_a_code_of_ones_own(world: World) -> None:
    lan = await world.join("correspondent", TAX, "Lê Thị Lan")
    code = _code(await world.say(lan, "/link"))
    newer = _code(await world.say(lan, "/lienket"))
    zalo = world.stranger()
    assert "đã bị thu hồi" in await world.say(zalo, code)
    assert "đã được nối với Lê Thị Lan" in await world.say(zalo, newer.lower())
    await world.say(zalo, f"/nop {LINE}")
    assert "Lễ hội mừng lúa mới" in await world.say(lan, "/mine")
    # The account of somebody else is not swallowed.
    minh = await world.join("correspondent", ETHNIC)
    code = _code(await world.say(lan, "/link"))
    assert "vai trò của một người khác" in await world.say(minh, code)
    await world.at(datetime(2021, 6, 19, 9, 0, tzinfo=ZONE))
    assert "đã hết hạn" in await world.say(world.stranger(), code)


async def test_editors_touch_neither_chairs_nor_editors(world: World) -> None:
    chair = await world.join("chair", name="Trần Văn Bình")
    editor = await world.join("editor", name="Nguyễn Thị Hạnh")
    await world.say(editor, "/thanhvien Bình")
    assert world.labels(editor) == ["‹ Danh sách"]
    person = _id(world, "Trần Văn Bình")
    for data in (f"h:move:{person}", f"h:left:{person}", f"h:rename:{person}", f"h:end:{person}:1"):
        assert "không có quyền" in await _press(world, editor, data), data
    await world.say(chair, "/thanhvien Bình")
    assert "trưởng ban duy nhất" in await world.press(chair, "Thôi: trưởng ban")
    await world.say(chair, "/thanhvien Hạnh")
    assert "không còn vai trò nào" in await world.press(chair, "Thôi: thư ký")
    assert "chỉ phục vụ người có mã mời" in await world.say(editor, "/people")


async def test_correspondents_keep_nobody(world: World) -> None:
    lan = await world.join("correspondent", TAX, "Lê Thị Lan")
    await world.join("correspondent", ETHNIC, "Rơ Châm Minh")
    other = _id(world, "Rơ Châm Minh")
    assert "không có quyền" in await world.say(lan, "/people")
    assert "không có quyền" in await world.say(lan, "/moi")
    await world.say(lan, "/mine")
    for data in (
        "h:list:0",
        f"h:show:{other}",
        f"h:left:{other}",
        f"h:end:{other}:2",
        f"h:move:{other}",
        f"h:unit:{other}:head:1",
        f"h:in:{other}:0",
        f"h:back:{other}",
        "i:editor",
        "i:correspondent:1",
        "i:open",
        "i:revoke:1",
    ):
        assert "không có quyền" in await _press(world, lan, data), data


async def test_invitations_are_made_by_buttons_or_words_and_revoked(world: World) -> None:
    chair = await world.join("chair")
    editor = await world.join("editor")
    await world.say(editor, "/invite")
    assert world.labels(editor) == [
        "cộng tác viên",
        "lãnh đạo đơn vị",
        "Mọi đơn vị chưa có ai",
        "Các mã đang mở",
    ]
    await world.press(editor, "lãnh đạo đơn vị")
    code = _code(await world.press(editor, "Phòng Tư pháp"))
    answer = await world.say(world.stranger(), code)
    assert "lãnh đạo đơn vị của Phòng Tư pháp" in answer
    assert f"lãnh đạo đơn vị – {POLICE}" in await world.say(editor, f"/moi lãnh đạo {POLICE}")
    assert f"cộng tác viên – {POLICE}" in await world.say(editor, f"/moi {POLICE}")
    assert "không có quyền" in await world.say(editor, "/moi thư ký")
    code = _code(await world.say(chair, "/moi thư ký"))
    await world.say(editor, "/moi")
    answer = await world.press(editor, "Các mã đang mở")
    assert "1. thư ký, dùng được đến 29/6/2021" in answer
    assert "không có quyền" in await world.press(editor, "Thu hồi 1")
    await world.say(chair, "/moi")
    await world.press(chair, "Các mã đang mở")
    assert "thư ký" not in await world.press(chair, "Thu hồi 1")
    assert "đã bị thu hồi" in await world.say(world.stranger(), code)


@pytest.fixture
async def two_boards(tmp_path: Path) -> AsyncIterator[World]:
    """Two boards in one database."""
    other = BOARD.model_copy(update={"slug": "huyen-khac", "name": "Ban Biên tập huyện Khác"})
    async with stage(loaded(tmp_path, BOARD, other), still_clock()) as running:
        world = World(running, tmp_path / "tinbai.db")
        await world.load_sample()
        yield world


async def test_another_boards_things_are_refused(two_boards: World) -> None:
    world = two_boards
    lan = await world.join("correspondent", TAX, "Lê Thị Lan")
    await world.say(lan, f"/nop {LINE}")
    stranger = world.stranger("Trưởng ban khác")
    await world.say(stranger, await world.code("chair", board="huyen-khac"))
    person = _id(world, "Lê Thị Lan")
    unit = world.rows("SELECT id FROM units WHERE name = ?", TAX)[0]
    membership = world.rows("SELECT id FROM memberships WHERE person_id = ?", person)[0]
    await world.say(stranger, "/people")
    assert "Lê Thị Lan" not in world.last(stranger).text
    assert TAX not in await world.say(stranger, "/units")
    assert "Không tìm thấy" in await world.say(stranger, "/tim le hoi")
    for data in (
        f"h:show:{person}",
        f"h:left:{person}",
        f"h:move:{person}",
        f"h:end:{person}:{membership}",
        f"h:unit:{person}:head:{unit}",
        f"u:show:{unit}",
        f"u:rename:{unit}",
        f"u:close:{unit}",
        f"u:to:{unit}:1",
        f"u:up:{unit}",
        f"u:reopen:{unit}",
        f"i:correspondent:{unit}",
        "i:revoke:1",
        "a:show:1",
        "a:withdraw:1",
        "a:history:1",
        "e:1:title",
        "e:1:kind:anh",
        "v:ok:1",
        "v:no:1",
    ):
        before = world.messenger.messages(stranger)[-1].id
        text = await _press(world, stranger, data)
        assert "Không có" in text or "đã được dùng" in text, (data, text)
        assert TAX not in text
        assert before
    assert world.rows("SELECT state, title FROM articles") == [("logged", "Lễ hội mừng lúa mới")]
    assert world.rows("SELECT count(*) FROM memberships WHERE ended_at IS NOT NULL") == [0]


async def test_a_code_for_a_person_of_two_boards_needs_a_keeper_of_both(two_boards: World) -> None:
    world = two_boards
    editor = await world.join("editor")
    lan = await world.join("correspondent", TAX, "Lê Thị Lan")
    await world.say(lan, await world.code("chair", board="huyen-khac"))
    await world.say(editor, "/thanhvien Lan")
    assert "còn làm việc ở ban khác" in await world.press(editor, "Chuyển tài khoản")
    assert world.rows("SELECT count(*) FROM account_codes") == [0]


async def test_units_and_stand_ins_come_in_pages(world: World) -> None:
    editor = await world.join("editor", name="Nguyễn Thị Hạnh")
    await world.join("correspondent", TAX, "Lê Thị Lan")
    for number in range(11):
        await world.join("correspondent", ETHNIC, f"Cộng tác viên {chr(65 + number)}")
    await world.say(editor, "/people")
    await world.press(editor, "Sau ›")
    await world.press(editor, "Lê Thị Lan")
    await world.press(editor, "Thêm đơn vị")
    await world.press(editor, "Sau ›")
    await world.press(editor, "‹ Trước")
    assert "cộng tác viên – Phòng Tư pháp" in await world.press(editor, "Phòng Tư pháp")
    await world.press(editor, "Vắng mặt")
    await world.say(editor, "20/6/2021")
    await world.press(editor, "Sau ›")
    await world.press(editor, "‹ Trước")
    assert "Cộng tác viên A làm thay" in await world.press(editor, "Cộng tác viên A")
    assert "(vắng đến 20/6/2021)" in await world.say(editor, "/people")
    roles = world.rows("SELECT role, unit_id FROM memberships WHERE stands_in_for IS NOT NULL")
    assert len(roles) == 2
    # The stand-in goes too: what was held for another ends with it.
    await world.say(editor, "/thanhvien Cộng tác viên A")
    await world.press(editor, "Rời ban")
    await world.press(editor, "Cho rời ban")
    assert "không có người làm thay" in await world.say(editor, "/thanhvien Lan")


async def test_a_stand_in_is_named_exactly_or_nobody(world: World) -> None:
    editor = await world.join("editor", name="Nguyễn Thị Hạnh")
    await world.join("correspondent", TAX, "Lê Thị Lan")
    await world.join("correspondent", ETHNIC, "Trần Thị Mai")
    await world.join("correspondent", ETHNIC, "Trần Thị Hoa")
    await world.say(editor, "/thanhvien Lan")
    await world.press(editor, "Vắng mặt")
    await world.say(editor, "20/6/2021")
    assert "Có nhiều người như vậy" in await world.say(editor, "Trần")
    assert "Không có ai tên “Bảo”" in await world.say(editor, "Bảo")
    assert "không có người làm thay" in await world.say(editor, "-")
    preview = await world.say(editor, "/nhac")
    assert f"{TAX} – không có ai để nhắc" in preview


async def test_old_and_forged_buttons_of_people_change_nothing(world: World) -> None:
    editor = await world.join("editor", name="Nguyễn Thị Hạnh")
    await world.join("correspondent", TAX, "Lê Thị Lan")
    lan = _id(world, "Lê Thị Lan")
    await world.say(editor, "/thanhvien Lan")
    for data, sentence in (
        (f"h:end:{lan}:999", "đã thôi từ trước"),
        (f"h:in:{lan}:0", "đã được trả lời"),
        (f"h:ins:{lan}:0", "đã được trả lời"),
        (f"h:unit:{lan}:head:999", "Không có đơn vị"),
        ("h:show:999", "Không có ai"),
    ):
        assert sentence in await _press(world, editor, data) + world.toasts(editor), data
    await world.press(editor, "Vắng mặt")
    await world.say(editor, "20/6/2021")
    for data, sentence in (
        (f"h:in:{lan}:{lan}", "không thể tự thay"),
        (f"h:in:{lan}:999", "Không có ai"),
        (f"h:in:{_id(world, 'Nguyễn Thị Hạnh')}:{lan}", "đã được trả lời"),
    ):
        assert sentence in await _press(world, editor, data) + world.toasts(editor), data
    assert world.rows("SELECT count(*) FROM absences") == [0]
    assert world.rows("SELECT count(*) FROM inbox WHERE state = 'dead'") == [0]


async def test_a_changed_role_leaves_alone_which_account_was_used_last(world: World) -> None:
    editor = await world.join("editor")
    lan = await world.join("correspondent", TAX, "Lê Thị Lan")
    before = world.rows("SELECT last_used_at FROM accounts WHERE chat_id = ?", lan)
    await world.at(datetime(2021, 6, 19, 9, 0, tzinfo=ZONE))
    await world.say(editor, "/thanhvien Lan")
    await world.press(editor, f"Thôi: cộng tác viên – {TAX}")
    assert world.rows("SELECT last_used_at FROM accounts WHERE chat_id = ?", lan) == before
