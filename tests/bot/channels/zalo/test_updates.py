"""What python-telegram-bot reads of what people do on Zalo."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from telegram import Bot, Message, Update
from telegram.ext import filters

from bot.channels.outbound import Button
from bot.channels.zalo.api import ZaloApi
from bot.channels.zalo.menus import Choice
from bot.channels.zalo.outbound import ZaloOutbound
from bot.channels.zalo.speech import ZaloSpeech
from bot.channels.zalo.updates import UNMATCHED_CHOICE, update_from_zalo
from tests.fakes.zalo_store import MemoryZaloStore

LAN = "6ede9afa66b88fe6d6a9"
NOW = datetime(2021, 6, 10, 9, 30, tzinfo=UTC)
BOT = Bot("1:zalo")
CARD = (Choice("Ghi nhận", "log"), Choice("Sửa ngày", "date"), Choice("Huỷ", "cancel"))


def event(
    text: str | None = None, message_id: str = "2d758cb5e222177a4e35", **changes: Any
) -> dict[str, Any]:
    message: dict[str, Any] = {
        "from": {"id": LAN, "display_name": "Ted", "is_bot": False},
        "chat": {"id": LAN, "chat_type": "PRIVATE"},
        "message_id": message_id,
        "date": 1750316131602,
    }
    if text is not None:
        message["text"] = text
    if "sender" in changes:
        message["from"] = changes.pop("sender")
    name = changes.pop("event_name", "message.text.received")
    return {"message": message | changes, "event_name": name}


class Chat:
    """One person's chat: what they type, and the lists they were sent."""

    def __init__(self) -> None:
        self.store = MemoryZaloStore()
        self._message = 0
        api = ZaloApi("1:zalo", "https://zalo.invalid", httpx.MockTransport(self._answer))
        self.speech = ZaloSpeech(api, self.store, lambda: NOW)
        self.outbound = ZaloOutbound(self.speech)
        self.shown: list[str] = []

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self._message += 1
        self.shown.append(request.content.decode())
        result = {"message_id": f"bot{self._message}", "date": 1750316131602}
        return httpx.Response(200, json={"ok": True, "result": result})

    async def offer(self, choices: Sequence[Choice] = CARD) -> int:
        """Send the conversation's list and return its message."""
        return (await self.speech.say(await self.id(), "Chọn:", choices)).message_id

    async def remind(self, *data: str) -> int:
        """Send a reminder with buttons and return its message."""
        buttons = [[Button(one, one)] for one in data]
        return (await self.outbound.send(await self.id(), "Nhắc", buttons)).message_id

    async def id(self) -> int:
        return await self.store.map_id("user", LAN)

    async def types(self, text: str, message_id: str = "") -> str | Message:
        """Return the data of the press that a text means, or the message it stays."""
        self._message += 1
        update = await self.read(event(text, message_id or f"lan{self._message}"))
        if update.callback_query is not None:
            assert update.callback_query.data is not None
            return update.callback_query.data
        assert update.message is not None
        assert update.message.text == text
        return update.message

    async def read(self, event: dict[str, Any]) -> Update:
        raw = await update_from_zalo(event, self.store)
        assert raw is not None
        return Update.de_json(raw, BOT)

    async def message(self, event: dict[str, Any]) -> Message:
        update = await self.read(event)
        assert update.message is not None
        assert (filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE).check_update(update)
        return update.message


@pytest.fixture
def chat() -> Chat:
    return Chat()


def flag(message: str | Message) -> object:
    assert isinstance(message, Message)
    return message.api_kwargs.get(UNMATCHED_CHOICE)


async def test_a_text_comes_from_its_person_in_a_private_chat(chat: Chat) -> None:
    message = await chat.message(event("Xin chào"))
    assert message.text == "Xin chào"
    assert message.from_user is not None
    assert (message.from_user.full_name, message.from_user.id) == ("Ted", message.chat.id)
    assert message.from_user.language_code == "vi"
    assert message.date == datetime(2025, 6, 19, 6, 55, 31, tzinfo=UTC)
    assert 0 < message.chat.id < 2**52
    assert 0 < message.message_id < 2**52
    assert await chat.store.zalo_id("user", message.chat.id) == LAN


async def test_a_command_carries_the_entity_that_command_handlers_need(chat: Chat) -> None:
    message = await chat.message(event("/nop https://tinbai.example/a"))
    assert [(entity.type, message.parse_entity(entity)) for entity in message.entities] == [
        ("bot_command", "/nop"),
        ("url", "https://tinbai.example/a"),
    ]


async def test_an_event_that_comes_again_is_the_same_update(chat: Chat) -> None:
    first = await chat.read(event("một"))
    again = await chat.read(event("một"))
    other = await chat.read(event("một", "another"))
    assert first.update_id == again.update_id != other.update_id
    assert 0 < first.update_id < 2**52


async def test_the_same_message_id_in_another_chat_is_another_update(chat: Chat) -> None:
    other = event("một", chat={"id": "b", "chat_type": "PRIVATE"})
    assert (await chat.read(event("một"))).update_id != (await chat.read(other)).update_id


async def test_a_message_without_an_id_is_known_by_its_content(chat: Chat) -> None:
    ids = [(await chat.read(event(text, ""))).update_id for text in ("một", "một", "hai")]
    assert ids[0] == ids[1] != ids[2]


async def test_a_message_of_a_group_has_a_negative_chat(chat: Chat) -> None:
    update = await chat.read(event("một", chat={"id": "g1", "chat_type": "GROUP"}))
    assert update.message is not None
    assert update.message.chat.type == "group"
    assert update.message.chat.id < 0
    assert update.message.from_user is not None
    assert update.message.from_user.id == await chat.id()
    assert await chat.store.zalo_id("group", -update.message.chat.id) == "g1"


@pytest.mark.parametrize("key", ["photo", "photo_url"])
async def test_a_picture_has_its_address_and_its_caption(chat: Chat, key: str) -> None:
    url = {key: "https://photo.example/a.jpg"}
    message = await chat.message(
        event(event_name="message.image.received", caption="Lễ hội", **url)
    )
    assert [size.file_id for size in message.photo] == ["https://photo.example/a.jpg"]
    assert message.caption == "Lễ hội"


async def test_a_picture_without_a_caption_is_a_picture(chat: Chat) -> None:
    message = await chat.message(
        event(event_name="message.image.received", photo="https://photo.example/a.jpg")
    )
    assert message.photo
    assert message.caption is None


async def test_a_sticker_is_a_sticker(chat: Chat) -> None:
    message = await chat.message(event(event_name="message.sticker.received", sticker="bfe4"))
    assert message.sticker is not None
    assert message.sticker.file_id == "bfe4"


@pytest.mark.parametrize(
    "unreadable",
    [
        event(event_name="message.unsupported.received"),
        event(event_name="message.voice.received", voice_url="https://voice.example/a"),
        event(event_name="user.waved"),
        event(event_name="message.image.received"),
        event(event_name="message.image.received", photo="javascript:alert(1)"),
        event(event_name="message.text.received"),
        event(" ", event_name="message.text.received"),
        event(event_name=None),
    ],
)
async def test_what_cannot_be_read_reaches_the_handler_that_says_so(
    chat: Chat, unreadable: dict[str, Any]
) -> None:
    update = await chat.read(unreadable)
    assert update.message is not None
    assert not filters.TEXT.check_update(update)
    assert not filters.StatusUpdate.ALL.check_update(update)
    assert update.message.effective_attachment is None


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"text": "một"}, "text"),
        ({"photo_url": "https://photo.example/a.jpg"}, "photo"),
        ({"sticker": "bfe4"}, "sticker"),
    ],
)
async def test_an_event_without_a_name_is_read_by_its_content(
    chat: Chat, content: dict[str, str], kind: str
) -> None:
    assert getattr(await chat.message(event(event_name=None, **content)), kind)


@pytest.mark.parametrize(
    "nothing",
    [
        {},
        {"event_name": "user.followed"},
        {"message": "x"},
        event("x", chat=None),
        event("x", chat={"id": ""}),
        event("x", chat={"id": "a" * 201}),
        event("x", chat={"id": "a\0b"}),
        event("x", sender=None),
        event("x", sender={"id": None}),
        event("x", sender={"id": "b", "is_bot": True}),
    ],
)
async def test_an_event_that_nobody_waits_for_an_answer_to_is_left(
    chat: Chat, nothing: dict[str, Any]
) -> None:
    assert await update_from_zalo(nothing, chat.store) is None


@pytest.mark.parametrize("date", [None, "x", 0, 10**30, "1750316131602"])
async def test_a_date_that_is_none_does_not_stop_the_message(chat: Chat, date: object) -> None:
    assert (await chat.message(event("một", date=date))).text == "một"


async def test_people_without_a_shown_name_have_another(chat: Chat) -> None:
    for sender, name in (({"id": LAN, "first_name": "Lan"}, "Lan"), ({"id": LAN}, "Zalo")):
        message = await chat.message(event("x", sender=sender))
        assert message.from_user is not None
        assert message.from_user.full_name == name


# Numbers


@pytest.mark.parametrize("typed", ["2", " 2 ", "2.", "2)", "02"])
async def test_a_typed_number_presses_the_button_it_stands_for(chat: Chat, typed: str) -> None:
    carrier = await chat.offer()
    update = await chat.read(event(typed))
    query = update.callback_query
    assert query is not None
    assert query.data == "date"
    assert query.from_user.id == await chat.id()
    assert isinstance(query.message, Message)
    assert query.message.message_id == carrier
    assert query.message.chat.id == await chat.id()
    assert query.id == f"{await chat.id()}:{update.update_id}"


@pytest.mark.parametrize("typed", ["hai", "2 bài", "-2", "2.5", "1234", "#2", "/2", "٢"])
async def test_what_is_no_number_stays_a_text(chat: Chat, typed: str) -> None:
    await chat.offer()
    assert flag(await chat.types(typed)) is None


async def test_a_number_without_a_list_is_a_plain_text(chat: Chat) -> None:
    assert flag(await chat.types("1")) is None


@pytest.mark.parametrize("typed", ["0", "4", "999"])
async def test_a_number_that_matches_no_choice_says_so_and_keeps_the_list(
    chat: Chat, typed: str
) -> None:
    await chat.offer()
    assert flag(await chat.types(typed)) == {"number": int(typed), "last": 3, "used": False}
    assert await chat.types("1") == "log"


async def test_the_second_of_two_quick_presses_says_that_the_list_is_used(chat: Chat) -> None:
    await chat.offer()
    assert await chat.types("1") == "log"
    assert flag(await chat.types("1")) == {"number": 1, "last": 3, "used": True}
    assert flag(await chat.types("2")) == {"number": 2, "last": 3, "used": True}


async def test_a_press_that_comes_again_is_the_same_press(chat: Chat) -> None:
    await chat.offer()
    first = await update_from_zalo(event("1"), chat.store)
    assert await update_from_zalo(event("1"), chat.store) == first


async def test_a_later_list_replaces_the_earlier_one(chat: Chat) -> None:
    await chat.offer()
    await chat.offer((Choice("Đúng", "yes"),))
    assert flag(await chat.types("2")) == {"number": 2, "last": 1, "used": False}
    assert await chat.types("1") == "yes"


async def test_a_reminder_does_not_end_the_conversations_list(chat: Chat) -> None:
    await chat.offer()
    await chat.remind()
    assert await chat.types("3") == "cancel"


async def test_a_reminders_list_goes_on_counting_behind_the_conversations(chat: Chat) -> None:
    await chat.offer()
    await chat.remind("none:1", "later:1")
    assert "4. none:1\\n5. later:1" in chat.shown[-1]
    assert await chat.types("4") == "none:1"
    assert await chat.types("1") == "log"


async def test_a_reminders_list_begins_at_one_where_no_conversation_is_open(chat: Chat) -> None:
    await chat.offer()
    await chat.types("1")
    await chat.remind("none:1")
    await chat.remind("none:2")
    assert await chat.types("1") == "none:2"


async def test_a_number_belongs_to_the_newest_list_that_shows_it_used_or_not(chat: Chat) -> None:
    await chat.remind("none:1", "a", "b", "c")
    await chat.offer()
    assert await chat.types("1") == "log"
    assert flag(await chat.types("1")) == {"number": 1, "last": 4, "used": True}
    assert await chat.types("4") == "c"


async def test_numbers_in_a_group_are_texts(chat: Chat) -> None:
    await chat.offer()
    update = await chat.read(event("1", chat={"id": "g1", "chat_type": "GROUP"}))
    assert update.callback_query is None
    assert await chat.types("1") == "log"


LINKED = "https://huyenmau.gov.vn/tin/1"
THUMB = "https://photo.example/t.jpg"


@pytest.mark.parametrize(
    "content",
    [
        {"text": LINKED},
        {"link": LINKED},
        {"link": {"url": LINKED, "thumbnail": THUMB}},
        {"links": [{"href": LINKED, "description": "Xem thêm"}]},
        {"attachments": [{"type": "link", "payload": {"url": LINKED, "thumb": THUMB}}]},
        {"attachment": {"type": "link", "data": {"link_url": LINKED}}},
        {"params": '{"href": "https://huyenmau.gov.vn/tin/1"}'},
        {"link": "huyenmau.gov.vn/tin/1"},
        {"link": {"url": "huyenmau.gov.vn/tin/1", "caption": ""}},
        {"content": {"action": "recommened.link", "href": LINKED, "thumb": THUMB}},
    ],
)
@pytest.mark.parametrize("name", ["message.link.received", "message.unsupported.received", None])
async def test_a_link_is_read_wherever_it_stands_and_whatever_the_events_name(
    chat: Chat, content: dict[str, Any], name: str | None
) -> None:
    message = await chat.message(event(event_name=name, **content))
    assert message.text == LINKED
    assert not message.photo


async def test_a_cards_link_is_taken_without_the_marks_of_html(chat: Chat) -> None:
    message = await chat.message(event(link={"url": f"{LINKED}?a=1&amp;b=2"}))
    assert message.text == f"{LINKED}?a=1&b=2"


async def test_a_cards_title_comes_before_its_link_unless_it_could_be_several_fields(
    chat: Chat,
) -> None:
    for title, text in (
        ("Khai mạc hội thao", f"Khai mạc hội thao\n{LINKED}"),
        ("Khai mạc hội thao | Cổng thông tin", LINKED),
    ):
        card: dict[str, Any] = {"link": {"url": LINKED, "title": title}}
        assert (await chat.message(event(event_name="message.link.received", **card))).text == text


async def test_a_repeated_link_is_read_once_and_what_was_quoted_is_not_read(chat: Chat) -> None:
    message = await chat.message(
        event(
            f"Bài mới {LINKED}",
            link={"url": LINKED},
            quote={"text": "https://khac.gov.vn/1"},
            reply_to_message={"text": "https://khac.gov.vn/2"},
        )
    )
    assert message.text == f"Bài mới {LINKED}"


async def test_an_address_with_blanks_is_a_link(chat: Chat) -> None:
    message = await chat.message(event("huyenmau .gov.vn / tin / bai-1.html Khai mạc"))
    assert message.text == "https://huyenmau.gov.vn/tin/bai-1.html Khai mạc"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("https huyenmau.gov.vn/tin/1", "huyenmau.gov.vn/tin/1"),
        ("https huyenmau .gov.vn/tin/1", "https://huyenmau.gov.vn/tin/1"),
        ("http: huyenmau .gov.vn/tin/1", "https://huyenmau.gov.vn/tin/1"),
        ("www. huyenmau.gov.vn/tin/1", "www.huyenmau.gov.vn/tin/1"),
        ("Trang https của huyện", "Trang https của huyện"),
    ],
)
async def test_a_scheme_alone_before_an_address_is_no_word(
    chat: Chat, typed: str, read: str
) -> None:
    assert (await chat.message(event(typed))).text == read


@pytest.mark.parametrize(
    "told",
    [
        {"event_name": "message.reaction.received"},
        {"event_name": "message.seen.received"},
        {"event_name": "user_seen_message"},
        {"event_name": "message.unsupported.received", "message_type": "CHAT_REACTION"},
    ],
)
async def test_a_reaction_and_a_receipt_want_no_answer(chat: Chat, told: dict[str, str]) -> None:
    assert await update_from_zalo(event(**told), chat.store) is None


async def test_a_chat_and_a_sender_may_stand_beside_the_message(chat: Chat) -> None:
    person = {"id": LAN, "display_name": "Ted"}
    message = {"message_id": "m1", "text": "Xin chào"}
    update = await chat.read(
        {"event_name": "message.text.received", "sender": person, "chat": person}
        | {"message": message}
    )
    assert update.message is not None
    assert (update.message.text, update.message.chat.type) == ("Xin chào", "private")
