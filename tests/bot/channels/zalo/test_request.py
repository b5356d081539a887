"""What a person on Zalo receives for what python-telegram-bot sends."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    Message,
    ReplyKeyboardMarkup,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.base import ApiFile
from bot.channels.zalo.api import ZaloApi
from bot.channels.zalo.request import ZaloRequest
from bot.channels.zalo.speech import ZaloSpeech
from tests.fakes.loopback import plain_transport
from tests.fakes.zalo_api import Trouble, ZaloMessage, ZaloServer
from tests.fakes.zalo_store import MemoryZaloStore

LAN = "6ede9afa66b88fe6d6a9"
NOW = datetime(2021, 6, 10, 9, 30, tzinfo=UTC)
HINT = "Trả lời bằng số để chọn."
EXPIRES = (
    "Liên kết chỉ dùng được một thời gian, xin anh/chị tải tệp về sớm.\n\n"
    "Gửi và nhận tệp trên trang riêng (mở một lần, trong 10 phút, xin đừng chuyển cho ai): "
    "https://tinbai.example/trang/x_Y-z"
)


class Links:
    """Publishes files under names one can read."""

    def __init__(self) -> None:
        self.files: list[ApiFile] = []

    async def publish(self, file: ApiFile) -> str:
        self.files.append(file)
        return f"https://tinbai.example/files/{len(self.files)}"

    async def page(self, chat_id: int) -> str:
        return "https://tinbai.example/trang/x_Y-z" if chat_id > 0 else ""


class Chat:
    """A bot of python-telegram-bot that talks to one person over Zalo."""

    def __init__(self, zalo: ZaloServer) -> None:
        self.zalo = zalo
        self.store = MemoryZaloStore()
        self.links = Links()
        self.api = ZaloApi(zalo.token, zalo.url, plain_transport())
        self.asked_language_of: list[int] = []
        self.speech = ZaloSpeech(self.api, self.store, lambda: NOW, self._language_of)
        self.bot = self.bot_with(self.links)
        self.id = 0

    def bot_with(self, links: Links | None) -> Bot:
        request = ZaloRequest(self.speech, links)
        return Bot("1:zalo", request=request, get_updates_request=request)

    async def start(self) -> None:
        self.zalo.people.add(LAN)
        self.id = await self.store.map_id("user", LAN)
        await self.bot.initialize()

    def texts(self) -> list[str]:
        return [message.text for message in self.zalo.sent(LAN)]

    async def open_choices(self) -> list[tuple[str, ...]]:
        menus = await self.store.menus(self.id)
        return [menu.choices for menu in menus if menu.used_by is None]

    async def _language_of(self, chat_id: int) -> str:
        self.asked_language_of.append(chat_id)
        return "vi"


@pytest.fixture
async def chat() -> AsyncIterator[Chat]:
    async with ZaloServer() as zalo:
        chat = Chat(zalo)
        await chat.start()
        yield chat
        await chat.api.close()


def keyboard(*rows: tuple[tuple[str, str], ...]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows]
    )


CARD = keyboard((("Ghi nhận", "d:1:log"),), (("Sửa ngày", "d:1:date"), ("Huỷ", "d:1:cancel")))


def refused(error: type[TelegramError], reason: str) -> pytest.RaisesExc[TelegramError]:
    """Expect an error whose text has the reason; python-telegram-bot changes its capitals."""
    return pytest.RaisesExc(error, match=re.compile(reason, re.IGNORECASE))


async def test_the_bot_knows_itself(chat: Chat) -> None:
    assert chat.bot.username == "bot.tinbai"
    assert chat.bot.id < 2**52


async def test_html_arrives_as_plain_text_with_the_addresses_of_links(chat: Chat) -> None:
    message = await chat.bot.send_message(
        chat.id,
        '😀 <b>Tin</b> &lt;mới&gt;: <a href="https://a.example/?x=1&amp;y=2">Lễ hội</a>, '
        '<a href="https://b.example">https://b.example</a>.',
        ParseMode.HTML,
    )
    assert chat.texts() == ["😀 Tin <mới>: Lễ hội (https://a.example/?x=1&y=2), https://b.example."]
    assert message.chat.id == chat.id
    assert message.date == datetime(2021, 6, 10, 9, 30, tzinfo=UTC)
    assert message.from_user == await chat.bot.get_me()


async def test_a_text_without_a_parse_mode_is_left_as_it_is(chat: Chat) -> None:
    await chat.bot.send_message(chat.id, "1 < 2 &amp; <b>")
    assert chat.texts() == ["1 < 2 &amp; <b>"]


async def test_buttons_are_a_numbered_list(chat: Chat) -> None:
    message = await chat.bot.send_message(chat.id, "Bài này?", reply_markup=CARD)
    assert chat.texts() == [f"Bài này?\n\n1. Ghi nhận\n2. Sửa ngày\n3. Huỷ\n\n{HINT}"]
    (menu,) = await chat.store.menus(chat.id)
    assert menu.message_id == message.message_id
    assert menu.choices == ("d:1:log", "d:1:date", "d:1:cancel")
    assert chat.asked_language_of == [chat.id]


async def test_a_button_that_opens_an_address_has_no_number(chat: Chat) -> None:
    markup = InlineKeyboardMarkup(
        [[InlineKeyboardButton("Mở trang", url="https://tinbai.example/b")]]
    )
    await chat.bot.send_message(chat.id, "Xem:", reply_markup=markup)
    assert chat.texts() == ["Xem:\n\nMở trang: https://tinbai.example/b"]
    assert await chat.store.menus(chat.id) == ()


async def test_a_list_stays_whole_where_the_text_leaves_it_no_room(chat: Chat) -> None:
    text = "\n".join(["Phòng Tài chính - Kế hoạch: 12 tin, bài"] * 50)
    assert 1900 < len(text) <= 2000
    await chat.bot.send_message(chat.id, text, reply_markup=CARD)
    assert chat.texts() == [text, f"1. Ghi nhận\n2. Sửa ngày\n3. Huỷ\n\n{HINT}"]


async def test_a_long_text_is_split_and_its_list_stands_at_the_end(chat: Chat) -> None:
    lines = "\n".join(f"{n}. Phòng Văn hoá và Thông tin 🙂" for n in range(150))
    message = await chat.bot.send_message(chat.id, lines, reply_markup=CARD)
    texts = chat.texts()
    assert len(texts) == 3
    assert max(len(text.encode("utf-16-le")) // 2 for text in texts) <= 2000
    assert "\n".join(texts).startswith(lines)
    assert texts[-1].endswith(f"1. Ghi nhận\n2. Sửa ngày\n3. Huỷ\n\n{HINT}")
    assert [menu.message_id for menu in await chat.store.menus(chat.id)] == [message.message_id]


async def test_a_later_list_replaces_the_earlier_one(chat: Chat) -> None:
    await chat.bot.send_message(chat.id, "Một?", reply_markup=CARD)
    await chat.bot.send_message(chat.id, "Hai?", reply_markup=keyboard((("Đúng", "yes"),)))
    assert await chat.open_choices() == [("yes",)]


async def test_an_edit_is_a_new_message_and_takes_the_old_buttons_away(chat: Chat) -> None:
    message = await chat.bot.send_message(chat.id, "Bài này?", reply_markup=CARD)
    edited = await message.edit_text("<i>Đã ghi nhận</i>", ParseMode.HTML)
    assert isinstance(edited, Message)
    assert edited.message_id != message.message_id
    assert chat.texts()[1:] == ["Đã ghi nhận"]
    assert await chat.open_choices() == []


async def test_an_edit_with_buttons_brings_its_own_list(chat: Chat) -> None:
    message = await chat.bot.send_message(chat.id, "Trang 1", reply_markup=CARD)
    await message.edit_text("Trang 2", reply_markup=keyboard((("Cũ hơn ›", "m:2"),)))
    assert chat.texts()[1:] == [f"Trang 2\n\n1. Cũ hơn ›\n\n{HINT}"]
    assert await chat.open_choices() == [("m:2",)]


async def test_taking_the_buttons_away_sends_nothing(chat: Chat) -> None:
    message = await chat.bot.send_message(chat.id, "Bài này?", reply_markup=CARD)
    await message.edit_reply_markup()
    assert len(chat.texts()) == 1
    assert await chat.open_choices() == []


async def test_new_buttons_alone_are_a_list_alone(chat: Chat) -> None:
    message = await chat.bot.send_message(chat.id, "Bài này?")
    await message.edit_reply_markup(keyboard((("Đúng", "yes"),)))
    assert chat.texts()[1:] == [f"1. Đúng\n\n{HINT}"]


async def test_an_edit_of_another_message_leaves_the_list(chat: Chat) -> None:
    first = await chat.bot.send_message(chat.id, "Đang xử lý")
    await chat.bot.send_message(chat.id, "Bài này?", reply_markup=CARD)
    await first.edit_text("Xong")
    assert len(await chat.open_choices()) == 1


async def test_the_answer_to_a_press_is_a_message(chat: Chat) -> None:
    await chat.bot.answer_callback_query(f"{chat.id}:77", "Nút này đã cũ.", show_alert=True)
    await chat.bot.answer_callback_query(f"{chat.id}:78")
    assert chat.texts() == ["Nút này đã cũ."]


async def test_a_press_that_never_was_cannot_be_answered(chat: Chat) -> None:
    with refused(BadRequest, "chat not found"):
        await chat.bot.answer_callback_query("x", "Nút này đã cũ.")


async def test_a_file_is_a_link_that_ends(chat: Chat) -> None:
    await chat.bot.send_document(
        chat.id, b"\x00PK", filename="báo cáo.docx", caption="Kỳ <b>6 tháng</b>", parse_mode="HTML"
    )
    assert chat.texts() == [
        f"Kỳ 6 tháng\n\nTệp báo cáo.docx: https://tinbai.example/files/1\n\n{EXPIRES}"
    ]
    assert chat.links.files[0].content == b"\x00PK"


async def test_without_a_public_address_the_refusal_says_what_to_configure(chat: Chat) -> None:
    async with chat.bot_with(None) as bot:
        await bot.send_document(chat.id, b"PK", filename="a.docx", caption="Báo cáo")
        await bot.send_photo(chat.id, b"PNG", filename="a.png")
    refusal = "qua Zalo. Người vận hành cần đặt web.public_url trong config.toml."
    assert chat.texts() == [
        f"Báo cáo\n\nChưa gửi được tệp a.docx {refusal}",
        f"Chưa gửi được tệp a.png {refusal}",
    ]


async def test_a_picture_is_shown_at_its_link(chat: Chat) -> None:
    await chat.bot.send_photo(
        chat.id, b"PNG", filename="a.png", caption="Biểu đồ", reply_markup=CARD
    )
    (message,) = chat.zalo.sent(LAN)
    assert message.photo == "https://tinbai.example/files/1"
    assert message.text.startswith("Biểu đồ\n\n1. Ghi nhận")
    assert len(await chat.open_choices()) == 1


async def test_a_picture_on_the_web_is_shown_from_there(chat: Chat) -> None:
    await chat.bot.send_photo(chat.id, "https://tinbai.example/a.png")
    assert chat.zalo.sent(LAN)[0].photo == "https://tinbai.example/a.png"
    assert chat.links.files == []


async def test_what_is_too_long_for_a_pictures_caption_follows_it(chat: Chat) -> None:
    await chat.speech.say(chat.id, "a" * 2500, photo="https://tinbai.example/a.png")
    first, *others = chat.zalo.sent(LAN)
    assert (first.photo, first.text) == ("https://tinbai.example/a.png", "")
    assert [len(message.text) for message in others] == [2000, 500]


async def test_a_picture_that_zalo_does_not_take_is_a_link(chat: Chat) -> None:
    chat.zalo.fail_next("sendPhoto", Trouble(400, "photo is invalid"))
    await chat.bot.send_photo(chat.id, b"PNG", filename="a.png", caption="Biểu đồ")
    assert chat.zalo.sent(LAN) == [
        ZaloMessage(
            chat.zalo.sent(LAN)[0].id,
            f"Biểu đồ\n\nTệp a.png: https://tinbai.example/files/1\n\n{EXPIRES}",
        )
    ]


async def test_several_files_are_several_links_in_one_message(chat: Chat) -> None:
    messages = await chat.bot.send_media_group(
        chat.id,
        [
            InputMediaDocument(b"a", filename="a.docx", caption="Hai tệp"),
            InputMediaDocument(b"b", filename="b.xlsx"),
        ],
    )
    assert len(messages) == 2
    assert chat.texts() == [
        "Hai tệp\n\nTệp a.docx: https://tinbai.example/files/1\n\n"
        f"Tệp b.xlsx: https://tinbai.example/files/2\n\n{EXPIRES}"
    ]
    await chat.bot.send_media_group(chat.id, [InputMediaPhoto("https://tinbai.example/a.png")])
    assert chat.texts()[1:] == [f"https://tinbai.example/a.png\n\n{EXPIRES}"]


async def test_a_file_by_an_unknown_id_is_refused(chat: Chat) -> None:
    with refused(BadRequest, "wrong file identifier"):
        await chat.bot.send_document(chat.id, "BQACAgUAAx")
    with refused(BadRequest, "are not fetched"):
        await chat.bot.request.retrieve("https://x.invalid/file/bot1:zalo/a")


async def test_waiting_shows_that_the_bot_writes(chat: Chat) -> None:
    await chat.bot.send_chat_action(chat.id, ChatAction.UPLOAD_DOCUMENT)
    assert chat.zalo.typing == [LAN]


async def test_what_zalo_has_no_place_for_is_done_without_effect(chat: Chat) -> None:
    message = await chat.bot.send_message(chat.id, "x")
    assert await chat.bot.set_my_commands([BotCommand("nop", "Nộp bài")])
    assert await chat.bot.delete_my_commands()
    assert await chat.bot.set_chat_menu_button(chat.id)
    assert await message.delete()
    assert chat.texts() == ["x"]


async def test_what_has_no_counterpart_is_a_bad_request(chat: Chat) -> None:
    with refused(BadRequest, "nothing like sendDice"):
        await chat.bot.send_dice(chat.id)
    with refused(BadRequest, "inline keyboards only"):
        await chat.bot.send_message(chat.id, "x", reply_markup=ReplyKeyboardMarkup([["a"]]))
    with refused(BadRequest, "parse_mode"):
        await chat.bot.send_message(chat.id, "x", ParseMode.MARKDOWN_V2)
    with refused(BadRequest, "can't parse entities"):
        await chat.bot.send_message(chat.id, "<b>x", ParseMode.HTML)
    with refused(BadRequest, "a button needs"):
        await chat.bot.send_message(
            chat.id,
            "x",
            reply_markup=InlineKeyboardMarkup(
                [[InlineKeyboardButton("a", switch_inline_query="b")]]
            ),
        )
    with refused(BadRequest, "text is empty"):
        await chat.bot.send_message(chat.id, "<b> </b>", ParseMode.HTML)
    with refused(BadRequest, "chat not found"):
        await chat.bot.send_message("@kenh", "x")
    with refused(BadRequest, "chat not found"):
        await chat.bot.edit_message_text("x", inline_message_id="1")
    assert chat.texts() == []


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (Trouble(401, "Unauthorized"), InvalidToken),
        (Trouble(403, "Internal server error"), NetworkError),
        (Trouble(403, body="<html>Just a moment..."), NetworkError),
        (Trouble(404, "Not found"), BadRequest),
        (Trouble(400, "text is invalid"), BadRequest),
        (Trouble(500, "Internal"), NetworkError),
        (Trouble(502, "Bad gateway"), TimedOut),
        (Trouble(404, body="<html>"), TimedOut),
        (Trouble(done=True), TimedOut),
    ],
)
async def test_an_answer_that_is_not_ok_is_an_error_handlers_know(
    chat: Chat, trouble: Trouble, error: type[TelegramError]
) -> None:
    chat.zalo.fail_next("sendMessage", trouble)
    with pytest.raises(error) as raised:
        await chat.bot.send_message(chat.id, "x")
    assert type(raised.value) is error


async def test_a_server_that_is_away_is_a_network_error(chat: Chat) -> None:
    away = ZaloApi(chat.zalo.token, "http://127.0.0.1:1", plain_transport())
    request = ZaloRequest(ZaloSpeech(away, chat.store, lambda: NOW), None)
    with pytest.raises(NetworkError) as raised:
        await Bot("1:zalo", request=request).send_message(chat.id, "x")
    assert type(raised.value) is NetworkError
    await away.close()


async def test_a_passed_limit_is_waited_out_and_a_spent_quota_is_final(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    chat.zalo.quota = 0
    with pytest.raises(RetryAfter):
        await chat.bot.send_message(chat.id, "x")
    chat.store.sent["2021-06"] = 3000
    with refused(Forbidden, "quota_spent"):
        await chat.bot.send_message(chat.id, "x")
    with refused(Forbidden, "quota"):
        await chat.bot.send_photo(chat.id, "https://tinbai.example/a.png")


async def test_a_text_that_breaks_off_has_the_error_of_the_part_that_failed(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    chat.zalo.quota = 1
    with pytest.raises(RetryAfter):
        await chat.bot.send_message(chat.id, "hai " * 900)
    assert len(chat.texts()) == 1


async def test_a_rejected_token_ends_the_start(chat: Chat) -> None:
    for code in (401, 404):
        chat.zalo.fail_next("getMe", Trouble(code, "x"))
        with pytest.raises(InvalidToken):
            await chat.bot.get_me()


async def test_the_webhook_is_set_over_the_bot_api(chat: Chat) -> None:
    assert (await chat.bot.get_webhook_info()).url == ""
    await chat.bot.set_webhook("https://tinbai.example/zalo", secret_token="a-long-secret")
    assert (await chat.bot.get_webhook_info()).url == "https://tinbai.example/zalo"
    await chat.bot.delete_webhook()
    assert chat.zalo.webhook is None


async def test_a_group_is_written_to_under_its_own_number(chat: Chat) -> None:
    chat.zalo.people.add("group-1")
    number = -await chat.store.map_id("group", "group-1")
    message = await chat.bot.send_message(number, "Tổng hợp")
    assert message.chat.type == "group"
    assert [sent.text for sent in chat.zalo.sent("group-1")] == ["Tổng hợp"]
