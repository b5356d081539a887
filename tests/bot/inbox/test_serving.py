"""One process over several channels: each comes up, fails and ends by itself."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from structlog.testing import capture_logs

from bot.app import Foundation, assemble, foundation, stop_applications
from bot.channels.configured import channels
from bot.commands.running.run import application, run_until
from bot.config.loading import LoadedConfig
from bot.config.model import (
    BoardSection,
    Config,
    DatabaseSection,
    TelegramSection,
    WebSection,
    ZaloSection,
)
from bot.failures import Failed
from bot.inbox.serving import Served
from domain.people.records import Role
from tests.databases import database_in, stored_rows
from tests.fakes.bot_api.server import BotApi
from tests.fakes.loopback import plain_transport
from tests.fakes.zalo_api import ZaloServer

LAN = "6ede9afa66b88fe6d6a9"
MINH = 1001
NOBODY = "http://127.0.0.1:9"  # the discard port: a connection is refused
SITE = "https://tinbai.example"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
async def telegram() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


@pytest.fixture
async def zalo() -> AsyncIterator[ZaloServer]:
    async with ZaloServer() as server:
        server.idle_at_once = False
        yield server


def loaded(folder: Path, **sections: Any) -> LoadedConfig:
    board = BoardSection(reminders=())
    config = Config(
        database=DatabaseSection(url=database_in(folder), backup_dir=""),
        board=board,
        **{"web": WebSection(port=0), **sections},
    )
    return LoadedConfig(config, folder, (board,))


def on_telegram(api: BotApi, url: str = "") -> TelegramSection:
    return TelegramSection(token=api.token, api_url=url or api.url)


def on_zalo(server: ZaloServer, url: str = "", mode: str = "polling") -> ZaloSection:
    return ZaloSection(token=server.token, api_url=url or server.url, mode=mode)


@asynccontextmanager
async def running(config: LoadedConfig) -> AsyncIterator[Foundation]:
    """Run the program over a configuration, and see that it stops within five seconds."""
    async with foundation(config) as base:
        stop = asyncio.Event()
        program = asyncio.create_task(run_until(base, stop))
        yield base
        stop.set()
        began = time.monotonic()
        assert await program == 0
        assert time.monotonic() - began < 5


async def code(base: Foundation) -> str:
    board = base.services.boards.named(None)
    new = await base.services.people.invite_by_operator(board, Role.EDITOR, None, base.clock())
    return new.code


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - what it waits for tells nobody
            await asyncio.sleep(0.01)


def told(api: BotApi) -> list[str]:
    return [sent.text for sent in api.sent(MINH)]


async def test_one_process_answers_on_both_channels(
    tmp_path: Path, telegram: BotApi, zalo: ZaloServer
) -> None:
    sections = {"telegram": on_telegram(telegram), "zalo": on_zalo(zalo)}
    async with running(loaded(tmp_path, **sections)) as base:
        telegram.inject_text(MINH, f"/start {await code(base)}")
        zalo.inject_text(LAN, await code(base))
        await until(lambda: told(telegram) and zalo.sent(LAN))
    assert "thư ký" in told(telegram)[0]
    assert "thư ký" in zalo.sent(LAN)[0].text
    assert stored_rows(database_in(tmp_path), "SELECT channel FROM accounts ORDER BY channel") == [
        ("telegram",),
        ("zalo",),
    ]


async def test_a_channel_that_cannot_be_reached_leaves_the_other_alone(
    tmp_path: Path, telegram: BotApi, zalo: ZaloServer
) -> None:
    sections = {"telegram": on_telegram(telegram, NOBODY), "zalo": on_zalo(zalo)}
    async with running(loaded(tmp_path, **sections)) as base:
        zalo.inject_text(LAN, await code(base))
        await until(lambda: zalo.sent(LAN))
    sections = {"telegram": on_telegram(telegram), "zalo": on_zalo(zalo, NOBODY)}
    async with running(loaded(tmp_path, **sections)) as base:
        telegram.inject_text(MINH, await code(base))
        await until(lambda: told(telegram))


async def test_what_is_stored_of_a_channel_waits_until_it_is_up(
    tmp_path: Path, telegram: BotApi, zalo: ZaloServer
) -> None:
    config = loaded(tmp_path, telegram=on_telegram(telegram))
    update = {"update_id": 5, "message": telegram.world.message_of(MINH, text="/start")}
    async with foundation(config) as base:
        found = channels(config.config, base.services, base.clock)
        runtime = assemble(base, {"telegram": application(base, found["telegram"])}, {})
        stop = asyncio.Event()
        runtime.dispatcher.hold("telegram")
        working = asyncio.create_task(runtime.dispatcher.run(stop))
        await runtime.dispatcher.accept("telegram", [update])
        assert stored_rows(config.database_url, "SELECT state FROM inbox") == [("pending",)]
        await runtime.applications["telegram"].initialize()
        runtime.dispatcher.release("telegram")
        await until(lambda: told(telegram))
        stop.set()
        await working
        await stop_applications(runtime.applications)
        await found["telegram"].outbound.close()


async def test_a_rejected_token_ends_its_own_channel_only(
    tmp_path: Path, telegram: BotApi, zalo: ZaloServer
) -> None:
    wrong = ZaloSection(token="1:wrong", api_url=zalo.url)
    async with running(loaded(tmp_path, telegram=on_telegram(telegram), zalo=wrong)) as base:
        await until(lambda: zalo.calls["getMe"])
        telegram.inject_text(MINH, await code(base))
        await until(lambda: told(telegram))


async def test_without_any_channel_left_the_program_fails_and_says_what_to_do(
    tmp_path: Path, zalo: ZaloServer
) -> None:
    wrong = ZaloSection(token="1:wrong", api_url=zalo.url)
    async with foundation(loaded(tmp_path, zalo=wrong)) as base:
        with pytest.raises(Failed, match="Zalo Bot Manager"):
            await run_until(base, asyncio.Event())


async def test_over_a_webhook_events_are_posted_stored_and_answered_once(
    tmp_path: Path, zalo: ZaloServer
) -> None:
    web = WebSection(port=0, public_url=f"{SITE}/")
    config = loaded(tmp_path, zalo=on_zalo(zalo, mode="webhook"), web=web)
    async with foundation(config) as base:
        found = channels(config.config, base.services, base.clock)
        applications = {"zalo": application(base, found["zalo"])}
        runtime = assemble(base, applications, {})
        served = Served(runtime, found)
        page = httpx.AsyncClient(
            transport=httpx.ASGITransport(Starlette(routes=await served.webhooks())), base_url=SITE
        )
        stop = asyncio.Event()
        working = asyncio.create_task(runtime.dispatcher.run(stop))
        served.start()
        served.lead()
        await until(lambda: zalo.webhook)
        assert zalo.webhook is not None
        assert zalo.webhook["url"] == f"{SITE}/zalo"
        secret = {"X-Bot-Api-Secret-Token": zalo.webhook["secret_token"]}
        event = {
            "event_name": "message.text.received",
            "message": {
                "from": {"id": LAN, "display_name": "Lan", "is_bot": False},
                "chat": {"id": LAN, "chat_type": "PRIVATE"},
                "text": await code(base),
                "message_id": "m1",
                "date": 1_623_317_400_000,
            },
        }
        zalo.people.add(LAN)
        async with page:
            wrong = {"X-Bot-Api-Secret-Token": "x" * 64}
            assert (await page.post("/zalo", json=event, headers=wrong)).status_code == 403
            assert (await page.post("/zalo", json=event)).status_code == 403
            big = b"x" * (1024 * 1024 + 1)
            assert (await page.post("/zalo", content=big, headers=secret)).status_code == 413
            assert (await page.post("/zalo", content=b"{", headers=secret)).status_code == 400
            for body in (event, {"ok": True, "result": event}, event):
                assert (await page.post("/zalo", json=body, headers=secret)).status_code == 200
        await runtime.dispatcher.drained()
        await served.stop()
        stop.set()
        await working
        await stop_applications(applications)
        await found["zalo"].outbound.close()
    assert len(zalo.sent(LAN)) == 1
    assert stored_rows(
        config.database_url, "SELECT count(*), count(DISTINCT state) FROM inbox"
    ) == [(1, 1)]


async def test_over_telegrams_webhook_updates_are_posted_stored_and_answered(
    tmp_path: Path, telegram: BotApi
) -> None:
    section = TelegramSection(token=telegram.token, api_url=telegram.url, mode="webhook")
    web = WebSection(port=0, public_url=f"{SITE}/", secret="pX7mQ2vL9tR4wZ8kN1sB6yD3fH5jC0gV")
    config = loaded(tmp_path, telegram=section, web=web)
    async with foundation(config) as base:
        found = channels(config.config, base.services, base.clock)
        applications = {"telegram": application(base, found["telegram"])}
        runtime = assemble(base, applications, {})
        served = Served(runtime, found)
        routes = await served.webhooks()
        page = httpx.AsyncClient(
            transport=httpx.ASGITransport(Starlette(routes=routes)), base_url=SITE
        )
        stop = asyncio.Event()
        working = asyncio.create_task(runtime.dispatcher.run(stop))
        served.start()
        update = {
            "update_id": 7,
            "message": telegram.world.message_of(MINH, text=await code(base)),
        }
        assert telegram.world.webhook is None
        served.lead()
        await until(lambda: telegram.world.webhook)
        hook = telegram.world.webhook
        assert hook is not None
        path = hook["url"].removeprefix(SITE)
        assert path.startswith("/telegram/")
        assert telegram.token not in hook["url"] + hook["secret"]
        header = {"X-Telegram-Bot-Api-Secret-Token": hook["secret"]}
        async with page:
            assert (await page.post("/telegram/x", json=update, headers=header)).status_code == 404
            assert (await page.post(path, json=update)).status_code == 401
            assert (await page.post(path, json=update, headers=header)).status_code == 200
            assert (await page.post(path, json=update, headers=header)).status_code == 200
        await runtime.dispatcher.drained()
        served.follow()
        await served.stop()
        stop.set()
        await working
        await stop_applications(applications)
        await found["telegram"].outbound.close()
    assert len(told(telegram)) == 1
    assert stored_rows(config.database_url, "SELECT update_id, state FROM inbox") == [(7, "done")]


async def test_a_run_answers_for_its_health_and_its_figures(
    tmp_path: Path, telegram: BotApi
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = loaded(tmp_path, telegram=on_telegram(telegram), web=WebSection(port=port))
    async with running(config) as base, httpx.AsyncClient(transport=plain_transport()) as client:
        telegram.inject_text(MINH, await code(base))
        await until(lambda: told(telegram))
        address = f"http://127.0.0.1:{port}"
        assert (await client.get(f"{address}/healthz")).text.startswith("ok tinbai ")
        assert (await client.get(f"{address}/readyz")).text == "ready\n"
        metrics = (await client.get(f"{address}/metrics")).text
        elsewhere = {"X-Forwarded-For": "192.0.2.1"}
        assert (await client.get(f"{address}/metrics", headers=elsewhere)).status_code == 403
    assert 'tinbai_updates_total{channel="telegram",outcome="done"} 1.0' in metrics
    assert 'tinbai_handling_seconds_count{channel="telegram"} 1.0' in metrics
    assert 'tinbai_inbox_updates{state="pending"} 0.0' in metrics
    assert 'tinbai_reminders{state="due"} 0.0' in metrics
    assert "tinbai_leading 1.0" in metrics
    assert "tinbai_loop_lag_seconds_count" in metrics


@pytest.mark.parametrize("taken", [None, "https://elsewhere.example/x"])
async def test_a_webhook_that_is_taken_away_is_noticed_and_set_again(
    tmp_path: Path, telegram: BotApi, zalo: ZaloServer, taken: str | None
) -> None:
    web = WebSection(port=0, public_url=SITE, secret="pX7mQ2vL9tR4wZ8kN1sB6yD3fH5jC0gV")
    section = TelegramSection(token=telegram.token, api_url=telegram.url, mode="webhook")
    config = loaded(tmp_path, telegram=section, zalo=on_zalo(zalo, mode="webhook"), web=web)
    async with foundation(config) as base:
        found = channels(config.config, base.services, base.clock)
        applications = {name: application(base, one) for name, one in found.items()}
        served = Served(assemble(base, applications, {}), found, look_s=0.05)
        served.start()
        served.lead()
        await until(lambda: telegram.world.webhook and zalo.webhook)
        before = telegram.world.webhook
        secret = {"secret": "x" * 8, "secret_token": "x" * 8, "last_error_message": ""}
        telegram.world.webhook = {"url": taken, **secret} if taken else None
        zalo.webhook = {"url": taken, **secret} if taken else None
        with capture_logs() as logs:
            await until(lambda: telegram.world.webhook == before)
            await until(lambda: zalo.webhook and zalo.webhook["url"] == f"{SITE}/zalo")
        await served.stop()
        await stop_applications(applications)
        for channel in found.values():
            await channel.outbound.close()
    lost = [one for one in logs if one["event"] == "webhook_lost"]
    assert {one["channel"] for one in lost} == {"telegram", "zalo"}
    assert {one["host"] for one in lost} == {"elsewhere.example" if taken else ""}
