"""Telegram's updates that are no message and no press: what they change, and what they do not."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.flows.conftest import ETHNIC, TAX, World

pytestmark = pytest.mark.only("telegram", why="only Telegram has such updates")
LINK = "https://huyenmau.gov.vn/tin-tuc/bai-1.html"
GROUP = -100
ANONYMOUS = 1087968824


async def arrive(world: World, **content: Any) -> None:
    """Have an update come in, and everything happen that it makes."""
    await world.messenger.accept({"update_id": world.messenger.next_id(), **content})
    await world.stage.settled()


async def stand(world: World, chat: dict[str, Any], user: int, status: str) -> None:
    """Tell the bot what it is in a chat from now on."""
    bot = {"id": 1, "is_bot": True, "first_name": "tinbai"}
    extra = {"until_date": 0} if status == "kicked" else {}
    await arrive(
        world,
        my_chat_member={
            "chat": chat,
            "from": {"id": user, "is_bot": False, "first_name": "Lan"},
            "date": int(world.stage.clock().timestamp()),
            "old_chat_member": {"status": "member", "user": bot},
            "new_chat_member": {"status": status, "user": bot, **extra},
        },
    )


async def change(world: World, user: int, message_id: int, text: str | None) -> list[str]:
    """Have a person's message change (no text: a live place moves); return the answers."""
    before = len(world.messenger.messages(user))
    place = {"longitude": 105.0, "latitude": 21.0}
    content: dict[str, object] = {"location": place} if text is None else {"text": text}
    now = int(world.stage.clock().timestamp())
    await arrive(
        world,
        edited_message={
            "message_id": message_id,
            "from": {"id": user, "is_bot": False, "first_name": "Lan", "language_code": "vi"},
            "chat": world.messenger.chat_json(user),
            "date": now,
            "edit_date": now,
            **content,
        },
    )
    return [message.text for message in world.messenger.messages(user)[before:]]


def last_own(world: World, user: int) -> int:
    """Return the id of a person's newest message."""
    return [m for m in world.messenger.messages(user) if not m.from_bot][-1].id


def titles(world: World) -> list[Any]:
    return world.rows("SELECT title FROM articles ORDER BY number")


async def test_who_blocks_the_bot_is_shown_and_written_to_again_once_unblocked(
    world: World,
) -> None:
    chair = await world.join("chair")
    lan = await world.join("correspondent", ETHNIC, "Lan")
    private = world.messenger.chat_json(lan)
    await stand(world, private, lan, "kicked")
    assert "Không nhắn tin được cho: Lan" in await world.say(chair, "/tinhhinh")
    await stand(world, private, lan, "member")
    assert "Không nhắn tin được cho" not in await world.say(chair, "/tinhhinh")


async def test_unblocking_opens_no_account_that_was_replaced(world: World) -> None:
    editor = await world.join("editor")
    lan = await world.join("correspondent", ETHNIC, "Lan")
    await world.say(editor, "/thanhvien Lan")
    answer = await world.press(editor, "Chuyển tài khoản")
    phone = world.stranger("Lan mới")
    await world.say(
        phone, next(word for word in answer.split() if len(word) == 10 and word.isupper())
    )
    old = world.messenger.chat_json(lan)
    await stand(world, old, lan, "kicked")
    await stand(world, old, lan, "member")
    assert world.rows("SELECT chat_id FROM accounts WHERE active AND person_id = 2") == [phone]


async def test_a_group_that_puts_the_bot_out_gets_no_more_digests(world: World) -> None:
    chair = await world.join("chair")
    world.messenger.add_group(GROUP, "Ban Biên tập")
    await world.messenger.send_text(chair, "/bantin", chat_id=GROUP)
    await world.stage.settled()
    assert "Ban Biên tập" in await world.say(chair, "/bantin")
    await stand(world, world.messenger.chat_json(GROUP), chair, "kicked")
    assert world.rows("SELECT active FROM digest_groups") == [0]
    await stand(world, world.messenger.chat_json(GROUP), chair, "member")
    await world.messenger.send_text(chair, "/bantin", chat_id=GROUP)
    await world.stage.settled()
    assert world.rows("SELECT active FROM digest_groups") == [1]


async def test_a_group_that_becomes_a_supergroup_keeps_its_digests(world: World) -> None:
    chair = await world.join("chair")
    world.messenger.add_group(GROUP, "Ban Biên tập")
    await world.messenger.send_text(chair, "/bantin", chat_id=GROUP)
    await world.stage.settled()
    moved = {
        "message_id": 5,
        "date": int(world.stage.clock().timestamp()),
        "chat": world.messenger.chat_json(GROUP),
        "from": {"id": chair, "is_bot": False, "first_name": "Bình"},
        "migrate_to_chat_id": -1009,
    }
    await arrive(world, message=moved)
    assert world.rows("SELECT chat_id FROM accounts WHERE chat_id < 0") == [-1009]
    await arrive(world, message=moved)  # told twice
    assert world.rows("SELECT chat_id FROM accounts WHERE chat_id < 0") == [-1009]


async def test_an_anonymous_administrator_is_told_how(world: World) -> None:
    world.messenger.add_group(GROUP, "Ban Biên tập")
    chat = world.messenger.chat_json(GROUP)
    await arrive(
        world,
        message={
            "message_id": 5,
            "date": int(world.stage.clock().timestamp()),
            "chat": chat,
            "from": {"id": ANONYMOUS, "is_bot": True, "first_name": "Group"},
            "sender_chat": chat,
            "text": "/bantin",
            "entities": [{"type": "bot_command", "offset": 0, "length": 7}],
        },
    )
    assert "ẩn danh" in world.messenger.messages(GROUP)[-1].text
    assert world.rows("SELECT count(*) FROM digest_groups") == [0]


async def test_a_reaction_or_a_moving_place_is_no_change(world: World) -> None:
    lan = await world.join("correspondent", ETHNIC, "Lan")
    await world.say(lan, "xin chào")
    assert await change(world, lan, last_own(world, lan), "xin chào") == []
    assert await change(world, lan, last_own(world, lan), None) == []
    stranger = world.stranger()
    assert await change(world, stranger, 77, "chào") == []


async def test_a_changed_title_is_offered_for_the_article_at_hand(world: World) -> None:
    lan = await world.join("correspondent", TAX, "Lan")
    await world.say(lan, LINK)
    await world.say(lan, "Khai mạc hội thảo huyện")
    answers = await change(world, lan, last_own(world, lan), "Khai mạc hội thao huyện Mẫu")
    assert "Đổi tiêu đề của bài đang ghi thành “Khai mạc hội thao huyện Mẫu”" in answers[0]
    assert "“Khai mạc hội thao huyện Mẫu”" in await world.press(lan, "Đổi tiêu đề")
    await world.say(lan, "hôm nay")
    await world.say(lan, "-")
    await world.say(lan, "ghi nhận")
    assert titles(world) == ["Khai mạc hội thao huyện Mẫu"]


async def test_a_changed_command_is_read_anew(world: World) -> None:
    lan = await world.join("correspondent", TAX, "Lan")
    await world.say(lan, "/lichsu x")
    answers = await change(world, lan, last_own(world, lan), "/tim hội thao")
    assert "Dùng tin đã sửa" in world.labels(lan)
    assert "/tim hội thao" in answers[0]
    assert "hội thao" in await world.press(lan, "Dùng tin đã sửa")


async def test_a_change_can_be_left(world: World) -> None:
    lan = await world.join("correspondent", TAX, "Lan")
    await world.say(lan, f"/nop {LINK} | Khai mạc hội thao | 14/6/2021")
    await change(world, lan, last_own(world, lan), f"/nop {LINK} | Khai mạc | 13/6/2021")
    assert "không có gì thay đổi" in await world.press(lan, "Giữ như cũ")
    assert titles(world) == ["Khai mạc hội thao"]


async def test_a_change_of_something_older_is_told_not_to_be_read(world: World) -> None:
    lan = await world.join("correspondent", TAX, "Lan")
    await world.say(lan, "/tinhhinh")
    first = last_own(world, lan)
    await world.say(lan, "xin chào")
    answers = await change(world, lan, first, "/baocao")
    assert answers == [
        "Tin nhắn sửa lại không được đọc; xin gửi một tin nhắn mới, hoặc gõ /cuatoi để sửa."
    ]


async def test_an_album_is_answered_once(world: World) -> None:
    lan = await world.join("correspondent", TAX, "Lan")
    before = len(world.messenger.messages(lan))
    for message_id in range(900, 904):
        photo = {"file_id": f"p{message_id}", "file_unique_id": "p", "width": 1, "height": 1}
        await arrive(
            world,
            message={
                "message_id": message_id,
                "from": {"id": lan, "is_bot": False, "first_name": "Lan", "language_code": "vi"},
                "chat": world.messenger.chat_json(lan),
                "date": int(datetime.now(UTC).timestamp()),
                "media_group_id": "album-1",
                "photo": [photo],
            },
        )
    assert len(world.messenger.messages(lan)) == before + 1
