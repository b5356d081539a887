"""One conversation over Zalo, from the poll to the answer, with handlers as the bot has them."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.channels.zalo.api import ZaloApi
from bot.channels.zalo.intake import ZaloIntake
from bot.channels.zalo.outbound import ZaloOutbound
from bot.channels.zalo.poller import ZaloPoller
from bot.channels.zalo.request import ZaloRequest
from bot.channels.zalo.speech import ZaloSpeech
from domain.calls import Origin
from handlers.context import Handling, handling
from handlers.replies import acknowledge, replace, reply
from tests.fakes.loopback import plain_transport
from tests.fakes.zalo_api import ZaloServer
from tests.fakes.zalo_store import MemoryZaloStore

LAN = "6ede9afa66b88fe6d6a9"
NOW = datetime(2021, 6, 10, 9, 30, tzinfo=UTC)
HINT = "Trả lời bằng số để chọn."
CARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Ghi nhận", callback_data="log")],
        [InlineKeyboardButton("Huỷ", callback_data="cancel")],
    ]
)

App = Application[Any, Any, Any, Any, Any, Any]


async def submit(update: Update, _context: Any) -> None:
    await reply(
        update, f"<b>{update.effective_message and update.effective_message.text}</b>", CARD
    )


async def log_article(update: Update, _context: Any) -> None:
    await replace(update, "Đã ghi nhận <b>#57</b>.")


async def cancel(update: Update, _context: Any) -> None:
    await acknowledge(update, "Đã huỷ.", alert=True)


async def read(update: Update, _context: Any) -> None:
    assert update.message is not None
    await reply(update, str(update.message.api_kwargs.get("unmatched_choice", "Không hiểu.")))


async def answer_unreadable(update: Update, _context: Any) -> None:
    await reply(update, "Chưa đọc được.")


@pytest.fixture
async def zalo() -> AsyncIterator[ZaloServer]:
    async with ZaloServer() as zalo:
        store = MemoryZaloStore()
        api = ZaloApi(zalo.token, zalo.url, plain_transport())
        speech = ZaloSpeech(api, store, lambda: NOW)
        request = ZaloRequest(speech, None)
        builder = ApplicationBuilder().token("1:zalo").request(request)
        app: App = builder.get_updates_request(request).updater(None).job_queue(None).build()
        app.add_handler(CommandHandler(["submit", "nop"], submit))
        app.add_handler(CallbackQueryHandler(log_article, "log"))
        app.add_handler(CallbackQueryHandler(cancel, "cancel"))
        app.add_handler(MessageHandler(filters.TEXT, read))
        app.add_handler(MessageHandler(~filters.StatusUpdate.ALL, answer_unreadable))

        async def accept(_channel: str, updates: list[dict[str, Any]]) -> None:
            for update in updates:
                handling.set(Handling(Origin("zalo", update["update_id"], False), NOW))
                await app.process_update(Update.de_json(update, app.bot))

        async def wait(_seconds: float) -> None:
            await asyncio.sleep(0)

        stop = asyncio.Event()
        async with app:
            poller = ZaloPoller(api, ZaloIntake(store, accept), wait=wait)
            polling = asyncio.create_task(poller.run(stop))
            yield zalo
            stop.set()
            await polling
        await ZaloOutbound(speech).close()


async def answer(zalo: ZaloServer, text: str) -> str:
    """Type a text and return what answers it."""
    before = len(zalo.sent(LAN))
    zalo.inject_text(LAN, text)
    await zalo.wait_for(lambda: len(zalo.sent(LAN)) > before)
    (message,) = zalo.sent(LAN)[before:]
    return message.text


async def test_a_command_is_answered_by_a_list_whose_number_presses_once(zalo: ZaloServer) -> None:
    assert [await answer(zalo, text) for text in ("/nop bài", "3", "1", "1")] == [
        f"nop bài\n\n1. Ghi nhận\n2. Huỷ\n\n{HINT}",
        "{'number': 3, 'last': 2, 'used': False}",
        "Đã ghi nhận #57.",
        "{'number': 1, 'last': 2, 'used': True}",
    ]


async def test_an_alert_is_a_message(zalo: ZaloServer) -> None:
    await answer(zalo, "/submit x")
    assert await answer(zalo, "2.") == "Đã huỷ."


async def test_a_sticker_and_an_unknown_kind_are_answered(zalo: ZaloServer) -> None:
    zalo.inject_sticker(LAN)
    zalo.inject_unsupported(LAN, "message.hologram.received")
    zalo.inject_image(LAN)
    await zalo.wait_for(lambda: len(zalo.sent(LAN)) == 3)
    assert {message.text for message in zalo.sent(LAN)} == {"Chưa đọc được."}
