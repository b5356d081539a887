"""The Bot API server does what the real one does, so that the tests that use it mean something."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaDocument
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter

from tests.fakes.bot_api import BotApi, Fault, Faults
from tests.fakes.loopback import Loopback, plain_transport

ROOT = Path(__file__).parents[2]
EVERY_BYTE = bytes(range(256)) + b"\r\n--\r\n\r\n"


@pytest.fixture(autouse=True)
def _delays_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as running:
        yield running


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    async with Bot(api.token, base_url=f"{api.url}/bot", base_file_url=f"{api.url}/file/bot") as b:
        yield b


def buttons(*data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(d, callback_data=d)] for d in data])


async def test_a_poll_waits_for_an_update_and_the_next_offset_forgets_it(
    api: BotApi, bot: Bot
) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await api.wait_for(lambda: api.world.calls["getUpdates"] == 1)
    first = api.inject_text(7, "/nop một")
    (update,) = await poll
    assert update.update_id == first
    assert update.message is not None
    assert update.message.parse_entities(["bot_command"]) == {update.message.entities[0]: "/nop"}
    second = api.inject_text(7, "hai")
    assert [u.update_id for u in await bot.get_updates(offset=first)] == [first, second]
    assert [u.update_id for u in await bot.get_updates(offset=first + 1)] == [second]
    assert [u.update_id for u in await bot.get_updates()] == [second]
    assert [u.update_id for u in await bot.get_updates(offset=second + 1)] == []


async def test_a_second_poll_ends_the_first_with_a_conflict(api: BotApi, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await api.wait_for(lambda: api.world.calls["getUpdates"] == 1)
    async with Bot(api.token, base_url=f"{api.url}/bot") as other:
        assert list(await other.get_updates()) == []
    with pytest.raises(Conflict):
        await first


async def test_a_message_is_recorded_as_the_person_sees_it(api: BotApi, bot: Bot) -> None:
    api.world.chat(7)
    sent = await bot.send_message(
        7, "<b>Tin</b> &amp; bài &lt;57&gt;", parse_mode="HTML", reply_markup=buttons("a:1")
    )
    (record,) = api.sent(7)
    assert record.text == "Tin & bài <57>"
    assert record.source == "<b>Tin</b> &amp; bài &lt;57&gt;"
    assert record.buttons[0][0].data == "a:1"
    assert record.message_id == sent.message_id
    await sent.edit_text("Xong")
    assert api.sent(7, since=1)[0].text == "Xong"
    assert "reply_markup" not in api.world.messages[7, sent.message_id]
    with pytest.raises(BadRequest, match="not modified"):
        await sent.edit_text("Xong")
    await sent.delete()
    with pytest.raises(BadRequest, match="to edit not found"):
        await sent.edit_text("Nữa")


async def test_a_press_comes_back_as_a_callback_query(api: BotApi, bot: Bot) -> None:
    api.world.chat(7)
    await bot.send_message(7, "Chọn", reply_markup=buttons("a:1", "a:2"))
    api.press(7, "a:2")
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.data == "a:2"
    await update.callback_query.answer("Đã nhận")
    assert api.world.queries[update.callback_query.id][0]["text"] == "Đã nhận"
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_callback_query("999")
    with pytest.raises(LookupError):
        api.press(7, "a:3")


async def test_files_travel_both_ways_byte_for_byte(api: BotApi, bot: Bot) -> None:
    api.world.chat(7)
    await bot.send_document(7, EVERY_BYTE, filename="báo cáo.docx", caption="Đây")
    await bot.send_photo(7, EVERY_BYTE)
    media = [InputMediaDocument(EVERY_BYTE, filename=f"{n}.bin", caption=str(n)) for n in "12"]
    assert len(await bot.send_media_group(7, media)) == 2
    assert [one.file and one.file.content for one in api.sent(7)] == [EVERY_BYTE] * 4
    names = [one.file.name for one in api.sent(7) if one.file]
    assert names[0] == "báo cáo.docx"
    api.inject_document(7, "bảng.xlsx", EVERY_BYTE)
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    file = await update.message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == EVERY_BYTE


@pytest.mark.parametrize(
    ("text", "mode", "answer"),
    [
        (" ", None, "text is empty"),
        ("a" * 4097, None, "too long"),
        ("😀" * 2049, None, "too long"),
        ("<b>x", "HTML", "find end tag"),
        ("<b>x</i>", "HTML", "Unmatched end tag"),
        ("x</b>", "HTML", "Unexpected end tag"),
        ("a < b", "HTML", "Unclosed|Unsupported"),
        ("<h1>x</h1>", "HTML", "Unsupported start tag"),
    ],
)
async def test_a_bad_text_is_refused(
    api: BotApi, bot: Bot, text: str, mode: str | None, answer: str
) -> None:
    api.world.chat(7)
    with pytest.raises(BadRequest, match=f"(?i){answer}"):
        await bot.send_message(7, text, parse_mode=mode)
    assert api.sent() == []


async def test_what_fits_exactly_is_taken(api: BotApi, bot: Bot) -> None:
    api.world.chat(7)
    await bot.send_message(7, "<b>" + "a" * 4096 + "</b>", parse_mode="HTML")
    await bot.send_message(7, "x", reply_markup=buttons("é" * 32))
    with pytest.raises(BadRequest, match=r"(?i)BUTTON_DATA_INVALID"):
        await bot.send_message(7, "x", reply_markup=buttons("é" * 32 + "a"))


async def test_chats_that_cannot_be_written_to_say_why(api: BotApi, bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message(7, "x")
    api.world.blocked.add(8)
    with pytest.raises(Forbidden, match="blocked"):
        await bot.send_message(8, "x")
    api.world.migrated[-9] = -1009
    with pytest.raises(ChatMigrated) as raised:
        await bot.send_message(-9, "x")
    assert raised.value.new_chat_id == -1009


async def test_a_wrong_token_and_an_unknown_method_are_told_apart(api: BotApi, bot: Bot) -> None:
    stranger = Bot("1:no", base_url=f"{api.url}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
    async with httpx.AsyncClient(transport=plain_transport()) as client:
        response = await client.get(f"{api.url}/bot{api.token}/sendNothing")
    assert response.status_code == 404


async def test_rates_are_enforced_when_switched_on(api: BotApi, bot: Bot) -> None:
    api.faults = Faults(rates=True)
    for chat_id in range(1, 32):
        api.world.chat(chat_id)
    await bot.send_message(1, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(1, "x")
    for chat_id in range(2, 31):
        await bot.send_message(chat_id, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(31, "x")
    assert len(api.sent()) == 30


async def test_scripted_faults_strike_in_order_and_a_lost_answer_took_effect(api: BotApi) -> None:
    api.world.chat(7)
    api.faults.script("sendMessage", Fault.SERVER_ERROR, Fault.TOO_MANY, Fault.DROPPED, Fault.LOST)
    outcomes: list[Any] = []
    async with httpx.AsyncClient(transport=plain_transport()) as client:
        for n in range(5):
            try:
                response = await client.post(
                    f"{api.url}/bot{api.token}/sendMessage", json={"chat_id": 7, "text": str(n)}
                )
            except httpx.TransportError:
                outcomes.append("broken")
            else:
                outcomes.append(response.status_code)
    assert outcomes == [500, 429, "broken", "broken", 200]
    assert [(one.text, one.lost) for one in api.sent()] == [("3", True), ("4", False)]


async def test_commands_are_kept_by_language(api: BotApi, bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("nop", "Nộp tin")], language_code="vi")
    assert [c.command for c in await bot.get_my_commands(language_code="vi")] == ["nop"]
    assert list(await bot.get_my_commands()) == []
    await bot.delete_my_commands(language_code="vi")
    assert list(await bot.get_my_commands(language_code="vi")) == []
    with pytest.raises(BadRequest):
        await bot.set_my_commands([BotCommand("Nộp", "Nộp tin")])
    assert (await bot.get_me()).username == "tinbai_test_bot"
    assert await bot.send_chat_action(api.world.chat(7)["id"], "typing")
    assert await bot.set_chat_menu_button()
    assert (await bot.get_chat(7)).type == "private"


async def test_a_webhook_gets_each_update_until_it_takes_it(api: BotApi, bot: Bot) -> None:
    seen: list[tuple[int, str | None]] = []

    async def take(request: Request) -> Response:
        update = await request.json()
        seen.append((update["update_id"], request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        return Response(status_code=500 if len(seen) == 1 else 200)

    async with Loopback(Starlette(routes=[Route("/hook", take, methods=["POST"])])) as hook:
        update_id = api.inject_text(7, "một")
        await bot.set_webhook(f"{hook.url}/hook", secret_token="s3cret")
        with pytest.raises(Conflict):
            await bot.get_updates()
        await api.wait_for(lambda: not api.world.updates)
    assert seen == [(update_id, "s3cret")] * 2
    assert "500" in ((await bot.get_webhook_info()).last_error_message or "")
    await bot.delete_webhook()
    assert (await bot.get_webhook_info()).url == ""


async def test_another_process_steers_it_over_http() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.fakes.bot_api", "--port", "0", "--token", "5:five"),
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    try:
        assert process.stdout is not None
        url = f"http://127.0.0.1:{int(await process.stdout.readline())}"
        async with httpx.AsyncClient(base_url=url, transport=plain_transport()) as client:
            given = [{"chat_id": 7, "text": "một"}, {"chat_id": 7, "text": "hai"}]
            ids = (await client.post("/_control/updates", json=given)).json()["update_ids"]
            polled = (await client.get("/bot5:five/getUpdates")).json()["result"]
            assert [update["update_id"] for update in polled] == ids
            script = {"method": "sendMessage", "faults": ["500"]}
            await client.post("/_control/script", json=script)
            message = {"chat_id": 7, "text": "chào"}
            assert (await client.post("/bot5:five/sendMessage", json=message)).status_code == 500
            assert (await client.post("/bot5:five/sendMessage", data=message)).is_success
            (sent,) = (await client.get("/_control/sent?since=0&wait=5")).json()
            assert sent["text"] == "chào"
            await client.post("/_control/chats", json={"blocked": [7]})
            assert (await client.post("/bot5:five/sendMessage", json=message)).status_code == 403
            await client.post("/_control/faults", json={"server_error": 1.0})
            assert (await client.get("/bot5:five/getMe")).status_code == 500
            await client.post("/_control/reset")
            assert (await client.get("/_control/sent")).json() == []
    finally:
        process.terminate()
        await process.wait()
