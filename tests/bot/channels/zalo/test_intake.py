"""What reaches the inbox from Zalo's polls and webhook, and what is answered to whom."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from structlog.testing import capture_logs
from telegram.error import InvalidToken

from bot.channels.zalo.api import QUOTA_PAUSE_S, ZaloApi
from bot.channels.zalo.events import events_in
from bot.channels.zalo.intake import MAX_BODY, ZaloIntake, webhook_endpoint
from bot.channels.zalo.poller import ZaloPoller
from tests.fakes.loopback import Loopback, plain_transport
from tests.fakes.zalo_answers import Answers
from tests.fakes.zalo_api import Trouble, ZaloServer
from tests.fakes.zalo_store import MemoryZaloStore

LAN = "6ede9afa66b88fe6d6a9"
SECRET = "a-long-secret"


class Inbox:
    """Keeps each update once, as the real one does, and fails when told to."""

    def __init__(self) -> None:
        self.updates: dict[int, dict[str, Any]] = {}
        self.calls = 0
        self.failures: list[Exception] = []
        self.changed = asyncio.Event()

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.updates.values()]

    async def accept(self, channel: str, updates: list[dict[str, Any]]) -> None:
        assert channel == "zalo"
        self.calls += 1
        self.changed.set()
        if self.failures:
            raise self.failures.pop(0)
        for update in updates:
            self.updates.setdefault(update["update_id"], update)

    async def until(self, predicate: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not predicate():
                self.changed.clear()
                await self.changed.wait()


class Waits:
    """Notes how long the poller would wait, and moves the clock on at once."""

    def __init__(self, inbox: Inbox) -> None:
        self.lengths: list[float] = []
        self.now = 0.0
        self._inbox = inbox

    async def __call__(self, seconds: float) -> None:
        self.lengths.append(seconds)
        self.now += seconds
        self._inbox.changed.set()
        await asyncio.sleep(0)

    def elapsed(self) -> float:
        return self.now


@pytest.fixture
async def zalo() -> AsyncIterator[ZaloServer]:
    async with ZaloServer() as running:
        yield running


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def waits(inbox: Inbox) -> Waits:
    return Waits(inbox)


@pytest.fixture
def intake(inbox: Inbox) -> ZaloIntake:
    return ZaloIntake(MemoryZaloStore(), inbox.accept)


@asynccontextmanager
async def polling(
    zalo: ZaloServer, intake: ZaloIntake, waits: Waits, finish_s: float = 5
) -> AsyncIterator[asyncio.Task[None]]:
    api = ZaloApi(zalo.token, zalo.url, plain_transport())
    poller = ZaloPoller(
        api,
        intake,
        finish_s=finish_s,
        look_s=3,
        wait=waits,
        jitter=lambda: 1.0,
        elapsed=waits.elapsed,
    )
    stop = asyncio.Event()
    task = asyncio.create_task(poller.run(stop))
    try:
        yield task
    finally:
        stop.set()
        async with asyncio.timeout(5):
            await asyncio.gather(task, return_exceptions=True)
        await api.close()


async def test_events_come_one_a_poll_and_a_poll_a_second(
    zalo: ZaloServer, intake: ZaloIntake, inbox: Inbox, waits: Waits
) -> None:
    for text in ("một", "hai", "ba"):
        zalo.inject_text(LAN, text)
    async with polling(zalo, intake, waits):
        await inbox.until(lambda: len(inbox.texts) == 3)
    assert inbox.texts == ["một", "hai", "ba"]
    assert set(waits.lengths) == {1.0}


async def test_an_idle_poll_is_no_failure(
    zalo: ZaloServer, intake: ZaloIntake, inbox: Inbox, waits: Waits
) -> None:
    with capture_logs() as logs:
        async with polling(zalo, intake, waits):
            await inbox.until(lambda: len(waits.lengths) > 3)
    assert set(waits.lengths) == {1.0}
    assert logs == []


async def test_after_a_poll_that_took_its_second_the_next_is_made_at_once(
    zalo: ZaloServer,
    intake: ZaloIntake,
    inbox: Inbox,
    waits: Waits,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for text in ("một", "hai"):
        zalo.inject_text(LAN, text)
    seconds = count(0.0, 1.5)
    monkeypatch.setattr(waits, "elapsed", lambda: next(seconds))
    async with polling(zalo, intake, waits):
        await inbox.until(lambda: len(inbox.texts) == 2)
    assert waits.lengths == []


async def test_an_event_that_zalo_hands_out_twice_is_stored_once(
    zalo: ZaloServer, intake: ZaloIntake, inbox: Inbox, waits: Waits
) -> None:
    zalo.replays = True
    zalo.inject_text(LAN, "một")
    zalo.inject_text(LAN, "hai")
    async with polling(zalo, intake, waits):
        await inbox.until(lambda: inbox.calls == 4)
    assert inbox.texts == ["một", "hai"]


async def test_an_event_that_could_not_be_stored_is_stored_before_the_next_poll(
    zalo: ZaloServer, intake: ZaloIntake, inbox: Inbox, waits: Waits
) -> None:
    inbox.failures = [OSError("disk full"), OSError("disk full")]
    zalo.inject_text(LAN, "một")
    zalo.inject_text(LAN, "hai")
    with capture_logs() as logs:
        async with polling(zalo, intake, waits):
            await inbox.until(lambda: inbox.calls == 3)
            assert zalo.calls["getUpdates"] == 1
            await inbox.until(lambda: len(inbox.texts) == 2)
    assert inbox.texts == ["một", "hai"]
    assert waits.lengths[:2] == [1.0, 2.0]
    assert [one["event"] for one in logs] == ["store_failed", "store_failed"]


async def test_a_failed_poll_is_made_again_with_growing_waits_that_a_success_ends(
    zalo: ZaloServer, intake: ZaloIntake, inbox: Inbox, waits: Waits
) -> None:
    troubles = [Trouble(500, "x"), Trouble(), Trouble(502), Trouble(404, "x"), Trouble(500, "x")]
    zalo.fail_next("getUpdates", *troubles, Trouble(500, "x"), Trouble(500, "x"))
    zalo.inject_text(LAN, "một")
    async with polling(zalo, intake, waits):
        await inbox.until(lambda: bool(inbox.updates))
        await inbox.until(lambda: len(waits.lengths) > 7)
    assert waits.lengths[:8] == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 1.0]


async def test_an_exceeded_quota_is_waited_out(
    zalo: ZaloServer, intake: ZaloIntake, inbox: Inbox, waits: Waits
) -> None:
    zalo.fail_next("getUpdates", Trouble(429, "Quota exceeded"))
    zalo.inject_text(LAN, "một")
    with capture_logs() as logs:
        async with polling(zalo, intake, waits):
            await inbox.until(lambda: bool(inbox.updates))
    assert waits.lengths[0] == QUOTA_PAUSE_S
    assert [one["event"] for one in logs] == ["quota_exceeded"]


async def test_a_rejected_token_ends_the_polling(
    zalo: ZaloServer, intake: ZaloIntake, waits: Waits
) -> None:
    zalo.fail_next("getUpdates", Trouble(401, "Unauthorized"))
    with capture_logs() as logs:
        async with polling(zalo, intake, waits) as task:
            with pytest.raises(InvalidToken) as raised:
                await task
    assert "test-zalo-token" not in str(raised.value)
    assert [one["event"] for one in logs] == ["token_rejected"]


async def test_a_webhook_left_from_before_is_removed(
    zalo: ZaloServer, intake: ZaloIntake, inbox: Inbox, waits: Waits
) -> None:
    zalo.webhook = {"url": "https://tinbai.example/zalo", "secret_token": SECRET}
    zalo.inject_text(LAN, "một")
    async with polling(zalo, intake, waits):
        await inbox.until(lambda: bool(inbox.updates))
    assert zalo.webhook is None


@pytest.mark.parametrize("beside", ["400", "409", "idle"])
async def test_a_webhook_that_somebody_sets_while_polling_is_noticed_and_removed(
    zalo: ZaloServer, intake: ZaloIntake, inbox: Inbox, waits: Waits, beside: Any
) -> None:
    zalo.answers = Answers(poll_beside_webhook=beside)
    with capture_logs() as logs:
        async with polling(zalo, intake, waits):
            await inbox.until(lambda: len(waits.lengths) > 1)
            zalo.webhook = {"url": "https://elsewhere.example/x?key=1", "secret_token": SECRET}
            zalo.inject_text(LAN, "một")
            await inbox.until(lambda: bool(inbox.updates))
    assert zalo.webhook is None
    (told,) = [one for one in logs if one["event"] == "foreign_webhook"]
    assert told["host"] == "elsewhere.example"


async def test_a_poll_under_way_at_a_stop_may_finish_and_its_event_is_stored(
    zalo: ZaloServer, intake: ZaloIntake, inbox: Inbox, waits: Waits
) -> None:
    zalo.idle_at_once = False
    async with polling(zalo, intake, waits) as task:
        await zalo.wait_for(lambda: zalo.calls["getUpdates"] == 1)
        asyncio.get_running_loop().call_soon(zalo.inject_text, LAN, "phút chót")
    assert task.done()
    assert inbox.texts == ["phút chót"]
    assert zalo.calls["getUpdates"] == 1


async def test_a_stop_does_not_wait_for_ever(
    zalo: ZaloServer, intake: ZaloIntake, waits: Waits
) -> None:
    zalo.idle_at_once = False
    with capture_logs() as logs:
        async with polling(zalo, intake, waits, finish_s=0) as task:
            await zalo.wait_for(lambda: zalo.calls["getUpdates"] == 1)
    assert task.done()
    assert [one["event"] for one in logs] == ["poll_given_up"]


@pytest.mark.parametrize(("failures", "stored"), [(1, ["một"]), (2, [])])
async def test_a_stop_stores_what_is_held_or_says_that_it_is_lost(
    zalo: ZaloServer, intake: ZaloIntake, inbox: Inbox, failures: int, stored: list[str]
) -> None:
    inbox.failures = [OSError("disk full")] * failures
    zalo.inject_text(LAN, "một")
    waiting = asyncio.Event()

    async def wait(seconds: float) -> None:
        waiting.set()
        await asyncio.Event().wait()

    api = ZaloApi(zalo.token, zalo.url, plain_transport())
    stop = asyncio.Event()
    with capture_logs() as logs:
        task = asyncio.create_task(ZaloPoller(api, intake, wait=wait).run(stop))
        async with asyncio.timeout(5):
            await waiting.wait()
            stop.set()
            await task
    await api.close()
    assert inbox.texts == stored
    assert ("event_lost" in [one["event"] for one in logs]) is not bool(stored)


async def test_a_cancelled_poller_ends_at_once(
    zalo: ZaloServer, intake: ZaloIntake, waits: Waits
) -> None:
    zalo.idle_at_once = False
    async with polling(zalo, intake, waits) as task:
        await zalo.wait_for(lambda: zalo.calls["getUpdates"] == 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_an_event_without_a_message_is_left(intake: ZaloIntake, inbox: Inbox) -> None:
    with capture_logs() as logs:
        await intake.receive([{"event_name": "user.followed"}])
    assert inbox.calls == 0
    assert logs[0]["event_name"] == "user.followed"


async def test_half_a_character_does_not_hold_up_the_channel(
    intake: ZaloIntake, inbox: Inbox
) -> None:
    message = {
        "from": {"id": LAN},
        "chat": {"id": LAN},
        "text": "a\ud83d",
        "message_id": "\udc00",
    }
    await intake.receive([{"message": message, "event_name": "message.text.received"}])
    assert inbox.texts == ["a?"]


# The webhook


def envelope(text: str) -> dict[str, Any]:
    message = {"from": {"id": LAN}, "chat": {"id": LAN}, "text": text, "message_id": text}
    return {"ok": True, "result": {"message": message, "event_name": "message.text.received"}}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (envelope("một"), 1),
        (envelope("một")["result"], 1),
        ({"ok": True, "result": [envelope("một")["result"], envelope("hai")["result"]]}, 2),
        ({"event_name": "user.followed"}, 1),
        ({}, 0),
        ({"result": "x"}, 0),
        ({"result": ["x", None]}, 0),
        ({"ok": True}, 0),
    ],
)
def test_events_are_found_in_their_envelope_or_without_it(body: dict[str, Any], found: int) -> None:
    assert len(events_in(body)) == found


@pytest.fixture
async def webhook(intake: ZaloIntake) -> AsyncIterator[Loopback]:
    endpoint = webhook_endpoint(SECRET, intake)
    routes = [Route("/zalo", endpoint, methods=["POST"])]
    async with Loopback(Starlette(routes=routes)) as running:
        yield running


@pytest.fixture
async def client(webhook: Loopback) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"X-Bot-Api-Secret-Token": SECRET}
    async with httpx.AsyncClient(
        base_url=webhook.url, headers=headers, transport=plain_transport()
    ) as client:
        yield client


async def test_what_zalo_posts_is_stored_once(
    zalo: ZaloServer, webhook: Loopback, inbox: Inbox
) -> None:
    api = ZaloApi(zalo.token, zalo.url, plain_transport())
    await api.set_webhook(f"{webhook.url}/zalo", SECRET)
    zalo.replays = True
    zalo.inject_text(LAN, "một")
    zalo.inject_image(LAN, caption="Lễ hội")
    assert await zalo.deliver() == [200] * 4
    assert len(inbox.updates) == 2
    await api.close()


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x", "é"])
async def test_a_wrong_secret_is_turned_away_unread(
    webhook: Loopback, inbox: Inbox, secret: str
) -> None:
    headers = [(b"X-Bot-Api-Secret-Token", secret.encode())] if secret else []
    async with httpx.AsyncClient(transport=plain_transport()) as client:
        answer = await client.post(f"{webhook.url}/zalo", json=envelope("một"), headers=headers)
    assert answer.status_code == 403
    assert inbox.calls == 0


async def test_without_a_secret_of_its_own_nothing_is_let_in(intake: ZaloIntake) -> None:
    app = Starlette(routes=[Route("/zalo", webhook_endpoint("", intake), methods=["POST"])])
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://test"
    ) as client:
        answer = await client.post(
            "/zalo", json=envelope("một"), headers={"X-Bot-Api-Secret-Token": ""}
        )
    assert answer.status_code == 403


async def test_an_oversized_body_is_turned_away(client: httpx.AsyncClient, inbox: Inbox) -> None:
    answer = await client.post("/zalo", content=b"x" * (MAX_BODY + 1))
    assert answer.status_code == 413
    assert inbox.calls == 0


@pytest.mark.parametrize("body", [b"", b" ", b"{}", b'{"a": 1}', b'{"ok": true, "result": null}'])
async def test_a_probe_and_what_nobody_waits_for_are_taken_and_left(
    client: httpx.AsyncClient, inbox: Inbox, body: bytes
) -> None:
    assert (await client.post("/zalo", content=body)).status_code == 200
    assert inbox.calls == 0


async def test_an_empty_probe_needs_no_secret(webhook: Loopback, inbox: Inbox) -> None:
    async with httpx.AsyncClient(transport=plain_transport()) as client:
        assert (await client.post(f"{webhook.url}/zalo")).status_code == 200
    assert inbox.calls == 0


@pytest.mark.parametrize("body", [b"{", b"[]", b"1", b"\xff", b"[" * 200_000])
async def test_what_is_no_event_is_a_bad_request(
    client: httpx.AsyncClient, inbox: Inbox, body: bytes
) -> None:
    assert (await client.post("/zalo", content=body)).status_code == 400
    assert inbox.calls == 0


async def test_an_event_of_an_unknown_kind_is_taken(
    client: httpx.AsyncClient, inbox: Inbox
) -> None:
    body = envelope("một") | {}
    body["result"]["event_name"] = "message.hologram.received"
    assert (await client.post("/zalo", json=body)).status_code == 200
    (update,) = inbox.updates.values()
    assert update["message"]["text"] == "một"


async def test_an_event_that_could_not_be_stored_is_not_confirmed(
    client: httpx.AsyncClient, inbox: Inbox
) -> None:
    inbox.failures = [OSError("disk full")]
    assert (await client.post("/zalo", json=envelope("một"))).status_code == 500
    assert (await client.post("/zalo", json=envelope("một"))).status_code == 200
    assert inbox.texts == ["một"]
