"""Secrets stay out of everything that is written, and the operator hears of a fault once."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import structlog

from bot.app import foundation
from bot.commands.running.run import run_until
from bot.config.loading import LoadedConfig
from bot.config.model import (
    BoardSection,
    Config,
    DatabaseSection,
    TelegramSection,
    WebSection,
)
from bot.failures import unforeseen
from bot.logs import Redactor, configure_logs
from domain.people.records import Role
from tests.databases import database_in, stored_rows
from tests.fakes.bot_api import BotApi

WEB_SECRET = "pX7mQ2vL9tR4wZ8kN1sB6yD3fH5jC0gV"
METRICS_TOKEN = "hK4nT8cV1xM6qW9zR2jS5bL7dP3gF0yA"

OPERATOR, LAN = 4001, 1001


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


def test_known_secrets_and_what_looks_like_a_token_are_taken_out() -> None:
    clean = Redactor(["hunter2", "hunter2-long"]).clean
    assert clean("a hunter2-long b hunter2 c") == "a [secret] b [secret] c"
    token = "123456789:" + "A" * 35
    assert clean(f"POST https://x/bot{token}/getMe") == "POST https://x/[token]/getMe"


def test_the_secret_of_a_webhook_and_passwords_in_addresses_are_taken_out() -> None:
    config = Config(
        database=DatabaseSection(url="postgresql+asyncpg://tinbai:hunter%2Ftwo@db/tinbai"),
        telegram=TelegramSection(proxy="socks5://me:proxy-pass@127.0.0.1:1080"),
    )
    clean = Redactor(config.secrets).clean
    assert "hunter" not in clean("hunter%2Ftwo hunter/two")
    assert clean("proxy-pass") == "[secret]"
    called = "setWebhook` with parameters `{'secret_token': '0a1b2c3d', 'url': 'https://x/y'}`"
    assert clean(called) == called.replace("0a1b2c3d", "[secret]")
    assert "0a1b" not in clean('{"url": "u", "secret_token": "0a1b2c3d"}')


def test_a_librarys_line_and_a_traceback_are_cleaned(capfd: pytest.CaptureFixture[str]) -> None:
    configure_logs(["hunter2"], logging.DEBUG)
    logging.getLogger("httpx").debug("GET %s", "https://x/hunter2")
    try:
        raise RuntimeError("hunter2")
    except RuntimeError as error:
        structlog.get_logger("x").error("failed", exc_info=error)
    shown = capfd.readouterr().err
    assert "hunter2" not in shown
    assert "GET" in shown
    assert "Traceback" in shown


def test_a_crash_is_one_sentence_and_a_log_without_secrets(
    capfd: pytest.CaptureFixture[str],
) -> None:
    configure_logs(["hunter2"])
    sentence, code = unforeseen(RuntimeError("hunter2"))
    assert code == 1
    assert "RuntimeError" in sentence
    shown = capfd.readouterr().err
    assert "crashed" in shown
    assert "hunter2" not in shown + sentence


def alarms(api: BotApi) -> list[str]:
    return [sent.text for sent in api.sent(OPERATOR) if sent.text.startswith("tinbai:")]


async def test_a_whole_run_at_debug_shows_no_token_and_alarms_the_operator_once(
    tmp_path: Path,
    api: BotApi,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config = Config(
        database=DatabaseSection(url=database_in(tmp_path), backup_dir=""),
        telegram=TelegramSection(token=api.token, api_url=api.url),
        web=WebSection(port=0, secret=WEB_SECRET, metrics_token=METRICS_TOKEN),
        board=BoardSection(reminders=()),
        operator_chat=f"telegram:{OPERATOR}",
        log_level="debug",
    )
    loaded = LoadedConfig(config, tmp_path, (config.board,))
    async with foundation(loaded) as base:
        stop = asyncio.Event()
        program = asyncio.create_task(run_until(base, stop))
        board = base.services.boards.named(None)
        new = await base.services.people.invite_by_operator(board, Role.EDITOR, None, base.clock())
        api.inject_text(OPERATOR, "/start")
        api.inject_text(LAN, f"/start {new.code}")
        await api.wait_for(lambda: api.sent(LAN) and api.sent(OPERATOR), 20)

        async def fail(_call: object) -> None:
            raise RuntimeError(f"{api.url}/bot{api.token}/sendMessage")

        monkeypatch.setattr(base.services.status, "status", fail)
        for _ in range(3):
            api.inject_text(LAN, "/tinhhinh")
        await api.wait_for(lambda: len(api.sent(LAN)) >= 4 and alarms(api), 40)
        stop.set()
        assert await program == 0
    assert len(alarms(api)) == 1
    assert "tinbai inbox show" in alarms(api)[0]
    shown = "".join(capfd.readouterr())
    texts = "".join(str(row) for row in stored_rows(loaded.database_url, "SELECT * FROM inbox"))
    assert "update_set_aside" in shown
    assert "sendMessage" in shown
    for secret in (api.token, WEB_SECRET, METRICS_TOKEN):
        assert secret not in shown
        assert secret not in texts
        assert secret not in alarms(api)[0]
