"""What the outbox learns about each message, against a server that fails in every way."""

import asyncio
import json
import socket
import traceback
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from telegram import Bot

from bot.channels.outbound import (
    AnswerLost,
    Button,
    Migrated,
    NeverSent,
    NotSent,
    Outbound,
    Reason,
    Refused,
    SendError,
    ServerFault,
    TokenRejected,
    TooMany,
    Unreachable,
)
from bot.channels.telegram.transport import (
    TelegramOutbound,
    answer_request,
    outbox_client,
    send_raw,
)
from tests.fakes.bot_api import BotApi, Fault
from tests.fakes.bot_api.faults import Faults
from tests.fakes.loopback import Loopback

CHAT = 7


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as running:
        running.world.chat(CHAT)
        yield running


@pytest.fixture
async def outbound(api: BotApi) -> AsyncIterator[TelegramOutbound]:
    one = TelegramOutbound(api.token, api.url)
    yield one
    await one.close()


def unused_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


def answering(status: int, body: str) -> Loopback:
    async def answer(request: Request) -> Response:
        return Response(body, status, media_type="application/json")

    return Loopback(Starlette(routes=[Route("/{path:path}", answer, methods=["POST"])]))


async def test_a_message_arrives_with_its_buttons(api: BotApi, outbound: TelegramOutbound) -> None:
    channel: Outbound = outbound
    sent = await channel.send(CHAT, "<b>Nhắc</b> &amp; nộp", ((Button("Không có tin", "none:1"),),))
    (record,) = api.sent(CHAT)
    assert record.message_id == sent.message_id
    assert record.text == "Nhắc & nộp"
    assert [(one.label, one.data) for row in record.buttons for one in row] == [
        ("Không có tin", "none:1")
    ]


async def test_a_refused_connection_means_that_nothing_was_sent() -> None:
    outbound = TelegramOutbound("1:secret", f"http://127.0.0.1:{unused_port()}")
    with pytest.raises(NeverSent):
        await outbound.send(CHAT, "x")
    await outbound.close()


async def test_a_proxy_that_refuses_means_that_nothing_was_sent() -> None:
    async with answering(403, "") as proxy:
        outbound = TelegramOutbound("1:secret", "https://api.invalid", proxy.url)
        with pytest.raises(NeverSent):
            await outbound.send(CHAT, "x")
        await outbound.close()


@pytest.mark.parametrize(("fault", "arrived"), [(Fault.DROPPED, 0), (Fault.LOST, 1)])
async def test_a_broken_connection_leaves_open_whether_it_arrived(
    api: BotApi, outbound: TelegramOutbound, fault: Fault, arrived: int
) -> None:
    api.faults.script("sendMessage", fault)
    with pytest.raises(AnswerLost):
        await outbound.send(CHAT, "x")
    assert len(api.sent(CHAT)) == arrived


async def test_an_answer_that_comes_too_late_is_lost(api: BotApi) -> None:
    api.faults = Faults(latency=30)
    async with outbox_client() as client:
        client.timeout = httpx.Timeout(5, read=0.05)
        with pytest.raises(AnswerLost):
            await send_raw(
                client, api.url, api.token, "sendMessage", {"chat_id": CHAT, "text": "x"}
            )


async def test_a_full_pool_means_that_nothing_was_sent(api: BotApi) -> None:
    api.faults = Faults(latency=30)
    payload = {"chat_id": CHAT, "text": "x"}
    transport = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=1))
    async with httpx.AsyncClient(
        transport=transport, timeout=httpx.Timeout(5, pool=0.05)
    ) as client:
        first = asyncio.create_task(send_raw(client, api.url, api.token, "sendMessage", payload))
        await api.wait_for(lambda: api.world.calls["sendMessage"] == 1)
        with pytest.raises(NeverSent):
            await send_raw(client, api.url, api.token, "sendMessage", payload)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first


async def test_a_server_error_means_that_nothing_was_sent(
    api: BotApi, outbound: TelegramOutbound
) -> None:
    api.faults.script("sendMessage", Fault.SERVER_ERROR)
    with pytest.raises(ServerFault):
        await outbound.send(CHAT, "x")
    assert api.sent() == []


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (502, '{"ok": false, "error_code": 502, "description": "Bad Gateway"}'),
        (504, '{"ok": false, "error_code": 504, "description": "Gateway Timeout"}'),
        (500, "<html>"),
        (200, "<html>"),
        (200, "[]"),
        (302, ""),
    ],
)
async def test_an_answer_that_is_not_telegrams_leaves_it_open(status: int, body: str) -> None:
    async with answering(status, body) as gateway:
        outbound = TelegramOutbound("1:secret", gateway.url)
        with pytest.raises(AnswerLost):
            await outbound.send(CHAT, "x")
        await outbound.close()


async def test_a_passed_limit_tells_when_to_come_back(
    api: BotApi, outbound: TelegramOutbound
) -> None:
    api.faults = Faults(too_many=1, retry_after=17)
    with pytest.raises(TooMany) as raised:
        await outbound.send(CHAT, "x")
    assert raised.value.retry_after == 17


async def test_people_who_cannot_be_reached_are_told_apart(
    api: BotApi, outbound: TelegramOutbound
) -> None:
    api.world.blocked.add(8)
    api.world.deactivated.add(9)
    reasons = {}
    for chat_id in (8, 9, 10):
        with pytest.raises(Unreachable) as raised:
            await outbound.send(chat_id, "x")
        reasons[chat_id] = raised.value.reason
    assert reasons == {8: Reason.BLOCKED, 9: Reason.DEACTIVATED, 10: Reason.NOT_FOUND}


@pytest.mark.parametrize(
    ("status", "description", "reason"),
    [
        (403, "Forbidden: bot was kicked from the supergroup chat", Reason.BLOCKED),
        (403, "Forbidden: bot can't initiate conversation with a user", Reason.NOT_ALLOWED),
        (403, "Forbidden: the group chat was deactivated", Reason.DEACTIVATED),
        (
            400,
            "Bad Request: not enough rights to send text messages to the chat",
            Reason.NOT_ALLOWED,
        ),
        (400, "Bad Request: PEER_ID_INVALID", Reason.NOT_FOUND),
    ],
)
async def test_telegrams_sentences_become_reasons(
    status: int, description: str, reason: Reason
) -> None:
    body = json.dumps({"ok": False, "error_code": status, "description": description})
    async with answering(status, body) as server:
        outbound = TelegramOutbound("1:secret", server.url)
        with pytest.raises(Unreachable) as raised:
            await outbound.send(CHAT, "x")
        await outbound.close()
    assert raised.value.reason is reason


async def test_a_migrated_group_gives_its_new_id(api: BotApi, outbound: TelegramOutbound) -> None:
    api.world.migrated[-5] = -1005
    with pytest.raises(Migrated) as raised:
        await outbound.send(-5, "x")
    assert raised.value.new_chat_id == -1005


async def test_a_message_that_telegram_does_not_take_is_refused_with_its_sentence(
    outbound: TelegramOutbound,
) -> None:
    with pytest.raises(Refused, match="can't parse entities"):
        await outbound.send(CHAT, "<b>x")


async def test_a_rejected_token_is_not_a_fault_of_the_message(api: BotApi) -> None:
    outbound = TelegramOutbound("1:secret", api.url)
    with pytest.raises(TokenRejected):
        await outbound.send(CHAT, "x")
    await outbound.close()


@pytest.mark.parametrize("fault", ["refused", "dropped", "lost", "500", "429", "token", "gateway"])
async def test_no_error_carries_the_token_or_the_address(api: BotApi, fault: str) -> None:
    token = "1:secret" if fault == "token" else api.token
    if fault in ("dropped", "lost", "500", "429"):
        api.faults.script("sendMessage", Fault(fault))
    async with answering(502, "") as gateway:
        url = {"refused": f"http://127.0.0.1:{unused_port()}", "gateway": gateway.url}
        outbound = TelegramOutbound(token, url.get(fault, api.url))
        with pytest.raises(SendError) as raised:
            await outbound.send(CHAT, "x")
        await outbound.close()
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None
    told = repr(raised.value) + "".join(traceback.format_exception(raised.value))
    assert "secret" not in told
    assert "test-token" not in told
    assert "127.0.0.1" not in told


def test_only_a_lost_answer_is_ambiguous() -> None:
    assert not issubclass(AnswerLost, NotSent)
    for kind in (NeverSent, ServerFault, TooMany, Migrated, Unreachable, Refused, TokenRejected):
        assert issubclass(kind, NotSent)


async def test_answers_go_out_even_after_the_request_was_closed_and_opened_again(
    api: BotApi,
) -> None:
    request = answer_request()
    bot = Bot(
        api.token,
        base_url=f"{api.url}/bot",
        base_file_url=f"{api.url}/file/bot",
        request=request,
        get_updates_request=request,
    )
    for text in ("một", "hai"):
        async with bot:
            await bot.send_message(CHAT, text)
            await bot.send_document(CHAT, b"\x00\r\n" * 9, filename="báo cáo.docx")
    assert [one.text for one in api.sent(CHAT)] == ["một", "", "hai", ""]
    assert {one.file.content for one in api.sent(CHAT) if one.file} == {b"\x00\r\n" * 9}


async def test_answers_take_the_configured_proxy() -> None:
    seen: list[str] = []

    async def relay(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["path"])
        await Response('{"ok": true, "result": true}')(scope, receive, send)

    async with Loopback(relay) as proxy:
        request = answer_request(proxy.url)
        await request.post("http://api.invalid/bot1:x/getMe")
        await request.shutdown()
    assert seen == ["http://api.invalid/bot1:x/getMe"]


async def test_the_environments_proxy_is_not_used(
    api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{unused_port()}")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    outbound = TelegramOutbound(api.token, api.url)
    request = answer_request()
    await outbound.send(CHAT, "x")
    await request.post(f"{api.url}/bot{api.token}/getMe")
    await outbound.close()
    await request.shutdown()
    assert len(api.sent()) == 1
