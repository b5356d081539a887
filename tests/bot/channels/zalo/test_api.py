"""What the outbox and the answers learn when Zalo refuses, fails, or does not answer."""

import traceback
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.channels.outbound import (
    AnswerLost,
    Button,
    NeverSent,
    Outbound,
    Reason,
    Refused,
    SendError,
    ServerFault,
    TokenRejected,
    TooMany,
    Unreachable,
)
from bot.channels.zalo.api import QUOTA_PAUSE_S, ZaloApi, ZaloBot
from bot.channels.zalo.outbound import ZaloOutbound
from bot.channels.zalo.speech import QuotaSpent, ZaloSpeech
from tests.fakes.loopback import plain_transport
from tests.fakes.zalo_api import BOT_ID, Trouble, ZaloServer
from tests.fakes.zalo_store import MemoryZaloStore

LAN = "6ede9afa66b88fe6d6a9"
NOW = datetime(2021, 6, 30, 18, 0, tzinfo=UTC)  # already July in Viet Nam
MONTH = "2021-07"


@pytest.fixture
async def zalo() -> AsyncIterator[ZaloServer]:
    async with ZaloServer() as running:
        running.people.add(LAN)
        yield running


@pytest.fixture
async def api(zalo: ZaloServer) -> AsyncIterator[ZaloApi]:
    one = api_of(zalo)
    yield one
    await one.close()


def api_of(zalo: ZaloServer, token: str | None = None, url: str | None = None) -> ZaloApi:
    return ZaloApi(token or zalo.token, url or zalo.url, plain_transport())


@pytest.fixture
def store() -> MemoryZaloStore:
    return MemoryZaloStore()


@pytest.fixture
def outbound(api: ZaloApi, store: MemoryZaloStore) -> ZaloOutbound:
    return ZaloOutbound(ZaloSpeech(api, store, lambda: NOW))


@pytest.fixture
async def chat(store: MemoryZaloStore) -> int:
    return await store.map_id("user", LAN)


async def test_a_reminder_arrives_as_plain_text_with_its_buttons_numbered(
    zalo: ZaloServer, outbound: ZaloOutbound, chat: int, store: MemoryZaloStore
) -> None:
    channel: Outbound = outbound
    sent = await channel.send(
        chat, "<b>Nhắc</b> nộp &amp; gửi", ((Button("Không có tin", "none:1"),),)
    )
    (message,) = zalo.sent(LAN)
    assert message.text == "Nhắc nộp & gửi\n\n1. Không có tin\n\nTrả lời bằng số để chọn."
    (menu,) = await store.menus(chat)
    assert (menu.slot, menu.message_id, menu.choices) == ("notice", sent.message_id, ("none:1",))


async def test_each_message_counts_in_the_month_it_has_in_viet_nam(
    outbound: ZaloOutbound, chat: int, store: MemoryZaloStore
) -> None:
    await outbound.send(chat, "một")
    await outbound.send(chat, "hai " * 900)
    assert store.sent == {MONTH: 3}


async def test_the_bot_is_described(api: ZaloApi) -> None:
    assert await api.get_me() == ZaloBot(BOT_ID, "bot.tinbai", "BASIC")


async def test_a_webhook_is_set_seen_and_removed(api: ZaloApi) -> None:
    assert await api.webhook_url() == ""
    await api.set_webhook("https://tinbai.example/zalo", "s" * 8)
    assert await api.webhook_url() == "https://tinbai.example/zalo"
    await api.delete_webhook()
    await api.delete_webhook()
    assert await api.webhook_url() == ""


@pytest.mark.parametrize("length", [7, 257])
async def test_a_secret_of_the_wrong_length_is_refused_before_it_is_sent(
    zalo: ZaloServer, api: ZaloApi, length: int
) -> None:
    with pytest.raises(Refused, match="8 to 256"):
        await api.set_webhook("https://tinbai.example/zalo", "s" * length)
    assert zalo.calls["setWebhook"] == 0


@pytest.mark.parametrize("in_body", [True, False])
async def test_an_idle_poll_is_quiet_wherever_its_code_stands(
    zalo: ZaloServer, api: ZaloApi, in_body: bool
) -> None:
    zalo.fail_next("getUpdates", Trouble(408, "Request timeout", in_body=in_body))
    assert await api.get_updates(1) == []


async def test_an_idle_poll_without_json_is_quiet_too(zalo: ZaloServer, api: ZaloApi) -> None:
    zalo.fail_next("getUpdates", Trouble(408, body="<html>"))
    assert await api.get_updates(1) == []


async def test_a_poll_brings_one_event(zalo: ZaloServer, api: ZaloApi) -> None:
    zalo.inject_text(LAN, "một")
    zalo.inject_text(LAN, "hai")
    events = [await api.get_updates(1), await api.get_updates(1), await api.get_updates(1)]
    texts = [[event["message"]["text"] for event in poll] for poll in events]
    assert texts == [["một"], ["hai"], []]


async def test_a_waiting_poll_gets_what_comes_in_meanwhile(zalo: ZaloServer, api: ZaloApi) -> None:
    zalo.idle_at_once = False
    zalo.inject_text(LAN, "một")
    assert len(await api.get_updates(30)) == 1


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (Trouble(401, "Unauthorized"), TokenRejected),
        (Trouble(403, "Internal server error"), ServerFault),
        (Trouble(403, "Internal server error", in_body=True), ServerFault),
        (Trouble(403, body="<html>Just a moment..."), ServerFault),
        (Trouble(408, "Request timeout"), AnswerLost),
        (Trouble(429, "Quota exceeded"), TooMany),
        (Trouble(500, "Internal"), ServerFault),
        (Trouble(502, "Bad gateway"), AnswerLost),
        (Trouble(504, "Timeout"), AnswerLost),
        (Trouble(400, "text is invalid"), Refused),
        (Trouble(400, "text is invalid", in_body=True), Refused),
        (Trouble(500, body="<html>"), AnswerLost),
        (Trouble(200, body="<html>"), AnswerLost),
        (Trouble(200, body="[]"), AnswerLost),
        (Trouble(200, body="{}"), AnswerLost),
        (Trouble(404, body="<html>"), AnswerLost),
        (Trouble(), AnswerLost),
        (Trouble(done=True), AnswerLost),
    ],
)
async def test_an_answer_that_is_not_ok_tells_what_became_of_the_message(
    zalo: ZaloServer,
    outbound: ZaloOutbound,
    chat: int,
    store: MemoryZaloStore,
    trouble: Trouble,
    error: type[SendError],
) -> None:
    zalo.fail_next("sendMessage", trouble)
    with pytest.raises(error):
        await outbound.send(chat, "x")
    assert len(zalo.sent(LAN)) == int(trouble.done)
    assert store.sent == {}


async def test_nobody_listening_means_that_nothing_was_sent(
    zalo: ZaloServer, store: MemoryZaloStore, chat: int
) -> None:
    api = api_of(zalo, url="http://127.0.0.1:1")
    with pytest.raises(NeverSent):
        await ZaloOutbound(ZaloSpeech(api, store, lambda: NOW)).send(chat, "x")
    await api.close()


async def test_a_passed_limit_waits_although_zalo_names_no_delay(
    zalo: ZaloServer, outbound: ZaloOutbound, chat: int
) -> None:
    zalo.quota = 0
    with pytest.raises(TooMany) as raised:
        await outbound.send(chat, "x")
    assert raised.value.retry_after == QUOTA_PAUSE_S


async def test_a_spent_months_quota_is_not_tried_again(
    zalo: ZaloServer, outbound: ZaloOutbound, chat: int, store: MemoryZaloStore
) -> None:
    zalo.quota = 0
    store.sent[MONTH] = 3000
    with pytest.raises(QuotaSpent, match="quota_spent"):
        await outbound.send(chat, "x")


async def test_last_months_use_says_nothing_about_this_months_quota(
    zalo: ZaloServer, outbound: ZaloOutbound, chat: int, store: MemoryZaloStore
) -> None:
    zalo.quota = 0
    store.sent["2021-06"] = 3000
    with pytest.raises(TooMany):
        await outbound.send(chat, "x")


async def test_a_chat_that_is_gone_cannot_be_reached(
    zalo: ZaloServer, outbound: ZaloOutbound, chat: int
) -> None:
    zalo.people.clear()
    with pytest.raises(Unreachable) as raised:
        await outbound.send(chat, "x")
    assert raised.value.reason is Reason.NOT_FOUND


async def test_a_404_of_an_unreadable_token_blames_no_person(
    zalo: ZaloServer, outbound: ZaloOutbound, chat: int
) -> None:
    zalo.fail_next("sendMessage", Trouble(404, "Not found"))
    zalo.fail_next("getMe", Trouble(404, "Not found"))
    with pytest.raises(TokenRejected):
        await outbound.send(chat, "x")


async def test_a_chat_that_was_never_seen_cannot_be_reached(
    zalo: ZaloServer, outbound: ZaloOutbound
) -> None:
    for number in (99, -99):
        with pytest.raises(Unreachable):
            await outbound.send(number, "x")
    assert zalo.calls["sendMessage"] == 0


async def test_a_text_that_breaks_off_is_not_sent_again_by_itself(
    zalo: ZaloServer, outbound: ZaloOutbound, chat: int
) -> None:
    zalo.quota = 1
    with pytest.raises(AnswerLost):
        await outbound.send(chat, "hai " * 900)
    assert len(zalo.sent(LAN)) == 1


@pytest.mark.parametrize("text", ["<b>x", " ", "<b></b>"])
async def test_a_text_that_cannot_be_shown_is_refused(
    zalo: ZaloServer, outbound: ZaloOutbound, chat: int, text: str
) -> None:
    with pytest.raises(Refused):
        await outbound.send(chat, text)
    assert zalo.sent(LAN) == []


async def test_typing_is_shown(zalo: ZaloServer, api: ZaloApi) -> None:
    await api.send_typing(LAN)
    assert zalo.typing == [LAN]


@pytest.mark.parametrize("fault", ["refused", "broken", "500", "429", "token", "404"])
async def test_no_error_carries_the_token_or_the_address(
    zalo: ZaloServer, store: MemoryZaloStore, chat: int, fault: str
) -> None:
    token = "1:secret" if fault == "token" else zalo.token
    api = api_of(zalo, token, "http://127.0.0.1:1" if fault == "refused" else None)
    if fault == "broken":
        zalo.fail_next("sendMessage", Trouble())
    elif fault.isdigit():
        zalo.fail_next("sendMessage", Trouble(int(fault), "x"))
    with pytest.raises(SendError) as raised:
        await ZaloOutbound(ZaloSpeech(api, store, lambda: NOW)).send(chat, "x")
    await api.close()
    told = repr(raised.value) + "".join(traceback.format_exception(raised.value))
    assert "secret" not in told
    assert "test-zalo-token" not in told
    assert "127.0.0.1" not in told


async def test_closing_the_channel_twice_is_no_error(outbound: ZaloOutbound) -> None:
    await outbound.close()
    await outbound.close()
