"""The messenger in memory answers python-telegram-bot as Telegram would."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import Application, ApplicationBuilder, CallbackQueryHandler, CommandHandler

from bot.channels.base import ApiError
from tests.fakes.messenger.request import Button, LocalMessenger, LocalRequest

NOW = datetime(2021, 6, 10, 9, 30, tzinfo=UTC)
LAN = 101
YES = InlineKeyboardMarkup([[InlineKeyboardButton("Đúng", callback_data="yes")]])


def refused(error: type[TelegramError], reason: str) -> pytest.RaisesExc[TelegramError]:
    """Expect an error whose text has the reason; python-telegram-bot changes its capitals."""
    return pytest.RaisesExc(error, match=re.compile(reason, re.IGNORECASE))


class Chat:
    """A messenger with one person, a bot that talks to her, and the updates that left."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.messenger = LocalMessenger(self._accept, lambda: NOW)
        self.messenger.add_user(LAN, "Lan")
        self.request = LocalRequest(self.messenger)
        self.bot = Bot("1:local", request=self.request, get_updates_request=self.request)

    async def _accept(self, update: dict[str, Any]) -> None:
        self.updates.append(update)

    def update(self) -> Update:
        """Return the newest update as python-telegram-bot reads it."""
        update = Update.de_json(self.updates[-1], self.bot)
        assert update is not None
        return update


@pytest.fixture
async def chat() -> Chat:
    chat = Chat()
    await chat.bot.initialize()
    return chat


async def test_the_bot_knows_its_own_name(chat: Chat) -> None:
    assert chat.bot.username == "tinbai_local_bot"


async def test_a_typed_command_carries_the_entity_that_command_handlers_need(chat: Chat) -> None:
    await chat.messenger.send_text(LAN, "/nop https://tinbai.example/a")

    message = chat.update().message
    assert message is not None
    assert message.from_user is not None
    assert (message.from_user.id, message.from_user.first_name) == (LAN, "Lan")
    assert message.date == NOW
    assert [(entity.type, message.parse_entity(entity)) for entity in message.entities] == [
        ("bot_command", "/nop"),
        ("url", "https://tinbai.example/a"),
    ]


async def test_a_word_with_diacritics_after_the_slash_is_no_command(chat: Chat) -> None:
    await chat.messenger.send_text(LAN, "/nộp")

    assert chat.updates[-1]["message"].get("entities") is None


@pytest.mark.parametrize("text", ["", "  \n", "a" * 4097, "😀" * 2049])
async def test_a_person_cannot_send_what_a_messenger_would_not(chat: Chat, text: str) -> None:
    with pytest.raises(ValueError, match="4096"):
        await chat.messenger.send_text(LAN, text)
    assert chat.updates == []


async def test_ids_rise_from_the_clock_and_stay_below_two_to_the_52nd(chat: Chat) -> None:
    first = await chat.messenger.send_text(LAN, "một")
    second = await chat.bot.send_message(LAN, "hai")
    await chat.messenger.send_text(LAN, "ba")

    assert NOW.timestamp() * 1_000_000 <= first < second.message_id < 2**52
    assert chat.updates[0]["update_id"] < chat.updates[1]["update_id"]


async def test_a_person_reads_html_as_plain_text_and_the_page_gets_the_html(chat: Chat) -> None:
    html = '<b>Sở &amp; 😀</b> <a href="https://x.example/?a=1&amp;b=2">xem</a>'
    sent = await chat.bot.send_message(LAN, html, parse_mode="HTML")

    [message] = chat.messenger.messages(LAN)
    assert message.text == sent.text == "Sở & 😀 xem"
    assert message.html == html
    assert message.from_bot
    assert [(entity.type, sent.parse_entity(entity), entity.url) for entity in sent.entities] == [
        ("bold", "Sở & 😀", None),
        ("text_link", "xem", "https://x.example/?a=1&b=2"),
    ]


@pytest.mark.parametrize(
    "html",
    ["<b>đậm", "đậm</b>", "<b><i>x</b></i>", "<h1>x</h1>", "1 < 2", "<b x", "<br>"],
)
async def test_html_that_telegram_cannot_read_is_refused(chat: Chat, html: str) -> None:
    with refused(BadRequest, "can't parse entities"):
        await chat.bot.send_message(LAN, html, parse_mode="HTML")
    assert chat.messenger.messages(LAN) == []


async def test_the_same_characters_are_fine_without_a_parse_mode(chat: Chat) -> None:
    await chat.bot.send_message(LAN, "1 < 2 <b>")

    [message] = chat.messenger.messages(LAN)
    assert (message.text, message.html) == ("1 < 2 <b>", None)


async def test_the_limit_counts_the_text_without_its_tags_in_utf16(chat: Chat) -> None:
    await chat.bot.send_message(LAN, f"<b>{'😀' * 2048}</b>", parse_mode="HTML")

    with refused(BadRequest, "message is too long"):
        await chat.bot.send_message(LAN, "😀" * 2049)
    with refused(BadRequest, "message caption is too long"):
        await chat.bot.send_document(LAN, b"x", filename="a.txt", caption="a" * 1025)


@pytest.mark.parametrize("text", [" ", "<b> </b>"])
async def test_an_empty_text_is_refused(chat: Chat, text: str) -> None:
    with refused(BadRequest, "message text is empty"):
        await chat.bot.send_message(LAN, text, parse_mode="HTML")


async def test_markdown_is_refused_because_nothing_here_writes_it(chat: Chat) -> None:
    with refused(BadRequest, "parse_mode"):
        await chat.bot.send_message(LAN, "*x*", parse_mode="MarkdownV2")


async def test_an_unknown_chat_is_not_found_and_a_blocked_bot_is_forbidden(chat: Chat) -> None:
    with refused(BadRequest, "Chat not found"):
        await chat.bot.send_message(999, "chào")
    chat.messenger.blocked.add(LAN)
    with refused(Forbidden, "blocked"):
        await chat.bot.send_message(LAN, "chào")


async def test_a_press_comes_back_with_its_message_and_its_answer_is_seen(chat: Chat) -> None:
    await chat.bot.send_message(LAN, "Lưu không?", reply_markup=YES)
    await chat.messenger.press_label(LAN, "Đúng")

    query = chat.update().callback_query
    assert query is not None
    assert query.data == "yes"
    assert query.message is not None
    assert query.message.message_id == chat.messenger.messages(LAN)[0].id
    await query.answer("Đã lưu.", show_alert=True)
    assert chat.messenger.messages(LAN)[0].alert == "Đã lưu."

    await chat.messenger.press_label(LAN, "Đúng")
    assert chat.messenger.messages(LAN)[0].alert is None


async def test_an_edit_without_markup_drops_the_buttons(chat: Chat) -> None:
    sent = await chat.bot.send_message(LAN, "Lưu không?", reply_markup=YES)
    assert chat.messenger.messages(LAN)[0].buttons == ((Button("Đúng", data="yes"),),)

    await sent.edit_text("Đã lưu.")

    [message] = chat.messenger.messages(LAN)
    assert (message.text, message.buttons, message.edited) == ("Đã lưu.", (), True)
    with pytest.raises(LookupError, match="no button 'Đúng'"):
        await chat.messenger.press_label(LAN, "Đúng")


async def test_only_the_markup_can_be_edited(chat: Chat) -> None:
    sent = await chat.bot.send_message(LAN, "Lưu không?", reply_markup=YES)
    link = InlineKeyboardMarkup([[InlineKeyboardButton("Xem", url="https://x.example")]])

    await sent.edit_reply_markup(link)

    assert chat.messenger.messages(LAN)[0].buttons == ((Button("Xem", url="https://x.example"),),)
    with pytest.raises(LookupError):
        await chat.messenger.press_label(LAN, "Xem")


async def test_an_edit_that_changes_nothing_is_refused(chat: Chat) -> None:
    sent = await chat.bot.send_message(LAN, "Xong")

    with refused(BadRequest, "not modified"):
        await sent.edit_text("Xong")


async def test_what_is_not_there_or_not_the_bots_cannot_be_edited(chat: Chat) -> None:
    typed = await chat.messenger.send_text(LAN, "chào")

    with refused(BadRequest, "can't be edited"):
        await chat.bot.edit_message_text("x", LAN, typed)
    with refused(BadRequest, "to edit not found"):
        await chat.bot.edit_message_text("x", LAN, 1)
    with refused(BadRequest, "to delete not found"):
        await chat.bot.delete_message(LAN, 1)


async def test_a_deleted_message_is_gone_and_its_buttons_with_it(chat: Chat) -> None:
    sent = await chat.bot.send_message(LAN, "Lưu không?", reply_markup=YES)
    await sent.delete()

    assert chat.messenger.messages(LAN) == []
    with pytest.raises(LookupError):
        await chat.messenger.press(LAN, sent.message_id, "yes")


@pytest.mark.parametrize(
    "button",
    [
        InlineKeyboardButton("Đúng", callback_data="đ" * 33),
        InlineKeyboardButton("Đúng"),
        InlineKeyboardButton(" ", callback_data="x"),
        InlineKeyboardButton("Xem", url="trang chủ"),
    ],
)
async def test_a_button_that_cannot_work_is_refused(
    chat: Chat, button: InlineKeyboardButton
) -> None:
    with pytest.raises(BadRequest):
        await chat.bot.send_message(LAN, "?", reply_markup=InlineKeyboardMarkup([[button]]))
    assert chat.messenger.messages(LAN) == []


async def test_a_keyboard_below_the_field_stays_until_the_next(chat: Chat) -> None:
    await chat.bot.send_message(LAN, "?", reply_markup=ReplyKeyboardMarkup([["Có"], ["Không"]]))
    await chat.bot.send_message(LAN, "!")
    assert chat.messenger.keyboards[LAN] == (("Có",), ("Không",))
    with refused(BadRequest, "must be non-empty"):
        await chat.bot.send_message(LAN, "?", reply_markup=ReplyKeyboardMarkup([[" "]]))


async def test_what_the_bot_says_of_itself_has_telegrams_limits(chat: Chat) -> None:
    await chat.bot.set_my_description("a" * 512)
    await chat.bot.set_my_short_description("a" * 120, language_code="vi")
    with refused(BadRequest, "TOO_LONG"):
        await chat.bot.set_my_description("a" * 513)
    with refused(BadRequest, "TOO_LONG"):
        await chat.bot.set_my_short_description("a" * 121)


async def test_an_answer_to_a_press_that_never_was_is_refused(chat: Chat) -> None:
    with refused(BadRequest, "query ID is invalid"):
        await chat.bot.answer_callback_query("12", "Xong")
    with refused(BadRequest, "too_long"):
        await chat.bot.answer_callback_query("12", "a" * 201)


async def test_a_file_from_the_bot_keeps_its_name_and_bytes(chat: Chat) -> None:
    sent = await chat.bot.send_document(
        LAN, b"PK report", filename="báo cáo.docx", caption="<b>Báo cáo</b>", parse_mode="HTML"
    )

    [message] = chat.messenger.messages(LAN)
    assert message.document is not None
    assert (message.document.name, message.document.content) == ("báo cáo.docx", b"PK report")
    assert message.text == "Báo cáo"
    await sent.edit_caption("Đã ký", reply_markup=YES)
    assert chat.messenger.messages(LAN)[0].text == "Đã ký"
    with refused(BadRequest, "no text in the message"):
        await sent.edit_text("x")


async def test_a_file_can_be_sent_again_by_its_id_but_not_by_an_address(chat: Chat) -> None:
    sent = await chat.bot.send_photo(LAN, b"\x89PNG", filename="chart.png")
    await chat.bot.send_photo(LAN, sent.photo[0].file_id)

    first, second = chat.messenger.messages(LAN)
    assert first.photo == second.photo
    with refused(BadRequest, "URL"):
        await chat.bot.send_photo(LAN, "https://x.example/a.png")


async def test_several_files_arrive_as_several_messages(chat: Chat) -> None:
    sent = await chat.bot.send_media_group(
        LAN,
        [
            InputMediaDocument(b"docx", filename="a.docx", caption="<i>a</i>", parse_mode="HTML"),
            InputMediaDocument(b"xlsx", filename="b.xlsx"),
            InputMediaPhoto(b"png", filename="c.png"),
        ],
    )

    messages = chat.messenger.messages(LAN)
    assert [message.id for message in messages] == [message.message_id for message in sent]
    assert [message.text for message in messages] == ["a", "", ""]
    assert [file.content for m in messages if (file := m.document or m.photo)] == [
        b"docx",
        b"xlsx",
        b"png",
    ]


async def test_a_file_that_is_empty_or_too_large_is_refused(chat: Chat) -> None:
    with refused(BadRequest, "non-empty"):
        await chat.bot.send_document(LAN, b"", filename="a.txt")
    with refused(NetworkError, "Too Large"):
        await chat.bot.send_photo(LAN, bytes(10 * 1024 * 1024 + 1), filename="a.png")


async def test_the_bot_reads_a_file_that_a_person_sends(chat: Chat) -> None:
    await chat.messenger.send_file(LAN, "phụ lục.xlsx", b"PK\x03", caption="/nhap giúp")

    message = chat.update().message
    assert message is not None
    assert message.document is not None
    assert message.document.file_name == "phụ lục.xlsx"
    assert message.caption == "/nhap giúp"
    assert message.caption_entities[0].type == "bot_command"
    file = await message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"PK\x03"


async def test_a_file_over_20_mb_cannot_be_downloaded_by_a_bot(chat: Chat) -> None:
    await chat.messenger.send_file(LAN, "a.xlsx", bytes(20 * 1024 * 1024 + 1))

    document = chat.update().message.document  # type: ignore[union-attr]
    with refused(BadRequest, "too big"):
        await document.get_file()  # type: ignore[union-attr]
    with refused(BadRequest, "wrong file_id"):
        await chat.bot.get_file("nothing")


async def test_pictures_stickers_and_forwards_arrive_as_what_they_are(chat: Chat) -> None:
    await chat.messenger.send_photo(LAN, "ảnh hội nghị")
    photo = chat.update().message
    await chat.messenger.send_sticker(LAN)
    sticker = chat.update().message
    await chat.messenger.forward_text(LAN, "https://x.example/tin", "Minh")
    forward = chat.update().message

    assert photo is not None
    assert photo.photo
    assert photo.caption == "ảnh hội nghị"
    assert sticker is not None
    assert sticker.sticker is not None
    assert sticker.sticker.emoji == "👍"
    assert forward is not None
    assert forward.forward_origin is not None
    assert forward.text == "https://x.example/tin"


async def test_a_person_who_was_never_added_is_made_by_her_first_message(chat: Chat) -> None:
    await chat.messenger.send_text(202, "/start")

    assert (await chat.bot.get_chat(202)).first_name == "Người 202"
    await chat.bot.send_message(202, "chào")


async def test_people_talk_in_a_group_and_the_bot_posts_there(chat: Chat) -> None:
    chat.messenger.add_group(-7, "Ban Biên tập")
    await chat.messenger.send_text(LAN, "/status", chat_id=-7)
    await chat.bot.send_message(-7, "Tuần này", reply_markup=YES)
    await chat.messenger.press_label(LAN, "Đúng", chat_id=-7)

    update = chat.update()
    assert update.effective_chat is not None
    assert (update.effective_chat.id, update.effective_chat.type) == (-7, "group")
    assert update.effective_user is not None
    assert update.effective_user.id == LAN
    assert chat.messenger.messages(LAN) == []


async def test_the_menu_is_kept_by_scope_and_language(chat: Chat) -> None:
    await chat.bot.set_my_commands([BotCommand("nop", "Nộp tin, bài")], language_code="vi")
    await chat.bot.set_my_commands([BotCommand("report", "Report")], BotCommandScopeChat(LAN))

    assert chat.request.commands == {
        ("default", "vi"): [("nop", "Nộp tin, bài")],
        (f"chat:{LAN}", ""): [("report", "Report")],
    }
    await chat.bot.delete_my_commands(language_code="vi")
    assert list(chat.request.commands) == [(f"chat:{LAN}", "")]
    with refused(BadRequest, "command_invalid"):
        await chat.bot.set_my_commands([BotCommand("nộp", "Nộp")])


async def test_an_ordered_failure_happens_once_before_or_after_the_call(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # the old form warns
    chat.messenger.fail_next("sendMessage", ApiError(429, "Too Many Requests", {"retry_after": 3}))
    with pytest.raises(RetryAfter):
        await chat.bot.send_message(LAN, "một")
    chat.messenger.fail_next("sendMessage", TimedOut(), after=True)
    with pytest.raises(TimedOut):
        await chat.bot.send_message(LAN, "hai")
    await chat.bot.send_message(LAN, "ba")

    assert [message.text for message in chat.messenger.messages(LAN)] == ["hai", "ba"]


async def test_a_method_without_a_counterpart_is_a_bad_request(chat: Chat) -> None:
    with refused(BadRequest, "no method sendDice"):
        await chat.bot.send_dice(LAN)
    assert await chat.bot.send_chat_action(LAN, "typing")
    assert await chat.bot.set_webhook("https://x.example")
    assert await chat.bot.delete_webhook()
    assert await chat.bot.set_chat_menu_button(LAN)


async def test_subscribers_hear_of_every_change_in_order(chat: Chat) -> None:
    subscription = chat.messenger.subscribe()
    await chat.messenger.send_text(LAN, "chào")
    sent = await chat.bot.send_message(LAN, "Lưu không?", reply_markup=YES)
    query_id = await chat.messenger.press_label(LAN, "Đúng")
    await chat.bot.answer_callback_query(query_id, "Đã lưu.")
    await sent.edit_text("Đã lưu.")
    await sent.delete()
    events = [await anext(subscription) for _ in range(5)]
    assert [event.kind for event in events] == ["message", "message", "alert", "edit", "delete"]
    assert events[2].message.alert == "Đã lưu."


async def test_a_stopping_server_can_end_its_streams(chat: Chat) -> None:
    subscription = chat.messenger.subscribe()
    chat.messenger.end_subscriptions()

    assert [event async for event in subscription] == []


async def test_a_subscriber_that_falls_far_behind_is_cut_off(chat: Chat) -> None:
    slow = chat.messenger.subscribe()
    for number in range(1001):
        await chat.bot.send_message(LAN, f"{number}")

    assert [event async for event in slow] == []


async def test_handlers_of_python_telegram_bot_run_on_it() -> None:
    messenger = LocalMessenger(None, lambda: NOW)
    await messenger.send_text(LAN, "nobody listens yet")
    request = LocalRequest(messenger)
    app: Application[Any, Any, Any, Any, Any, Any] = (
        ApplicationBuilder()
        .token("1:local")
        .request(request)
        .get_updates_request(request)
        .updater(None)
        .build()
    )

    async def ask(update: Update, _context: Any) -> None:
        assert update.message is not None
        await update.message.reply_html("<b>Lưu</b> không?", reply_markup=YES)

    async def save(update: Update, _context: Any) -> None:
        assert update.callback_query is not None
        await update.callback_query.answer("Đã lưu.")
        await update.callback_query.edit_message_text("Đã lưu #1.")

    async def accept(update: dict[str, Any]) -> None:
        await app.process_update(Update.de_json(update, app.bot))

    app.add_handler(CommandHandler(["submit", "nop"], ask))
    app.add_handler(CallbackQueryHandler(save))
    messenger.accept = accept
    async with app:
        await messenger.send_text(LAN, "/nop")
        await messenger.press_label(LAN, "Đúng")

    assert [(m.from_bot, m.text, m.alert) for m in messenger.messages(LAN)][1:] == [
        (False, "/nop", None),
        (True, "Đã lưu #1.", "Đã lưu."),
    ]
