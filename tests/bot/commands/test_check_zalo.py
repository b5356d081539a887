"""What `tinbai check` says of Zalo: each fault with its mend."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import foundation
from bot.commands.running.check_zalo import check_zalo
from bot.commands.running.findings import Findings
from bot.config.loading import LoadedConfig
from bot.config.model import (
    BoardSection,
    Config,
    DatabaseSection,
    WebSection,
    ZaloSection,
)
from domain.conversation.zalo_quota import quota_month
from domain.language import translator
from tests.databases import database_in
from tests.fakes.zalo_api import Trouble, ZaloServer

SITE = "https://tinbai.example"


@pytest.fixture
async def zalo(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ZaloServer]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    async with ZaloServer() as server:
        yield server


class Office:
    """An installation to be checked."""

    def __init__(self, folder: Path, zalo: ZaloServer, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder = folder
        self._zalo = zalo
        self._capsys = capsys

    async def check(
        self, *, token: str | None = None, mode: str = "polling", url: str = "", sent: int = 0
    ) -> tuple[bool, str]:
        """Return whether there is a fault, and the lines."""
        section = ZaloSection(
            token=self._zalo.token if token is None else token,
            api_url=self._zalo.url,
            mode=mode,
        )
        board = BoardSection()
        database = DatabaseSection(url=database_in(self._folder))
        web = WebSection(public_url=url)
        config = Config(database=database, zalo=section, web=web, board=board)
        findings = Findings()
        async with foundation(LoadedConfig(config, self._folder, (board,))) as base:
            month = quota_month(base.clock())
            await asyncio.gather(*(base.services.zalo.add_sent(month) for _ in range(sent)))
            await check_zalo(translator("vi"), base, findings)
        return findings.failed, self._capsys.readouterr().out


@pytest.fixture
def office(tmp_path: Path, zalo: ZaloServer, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path, zalo, capsys)


async def test_a_channel_that_is_off_is_no_fault(office: Office, zalo: ZaloServer) -> None:
    assert await office.check(token="") == (False, "• Zalo đang tắt (zalo.token trống).\n")
    assert not zalo.calls


async def test_a_working_bot_shows_its_name_its_way_and_its_month(office: Office) -> None:
    assert await office.check(sent=3) == (
        False,
        "✓ Zalo: bot.tinbai.\n"
        "✓ Zalo: tinbai tự hỏi tin (polling), không có webhook.\n"
        "✓ Zalo: đã gửi 3/3.000 tin trong tháng.\n"
        "✓ Có 0/50 người và 0/3 nhóm dùng bot Zalo.\n"
        "• Chưa đặt web.public_url nên tinbai không gửi được tệp qua Zalo.\n",
    )


async def test_a_rejected_token_says_where_to_get_another(office: Office) -> None:
    failed, text = await office.check(token="1:wrong")
    assert failed
    assert "✗ Zalo không nhận token này; hãy lấy token mới ở Zalo Bot Manager." in text
    assert "1:wrong" not in text


async def test_a_platform_that_fails_says_what_to_look_at(office: Office, zalo: ZaloServer) -> None:
    zalo.fail_next("getMe", Trouble(500, "failed"))
    failed, text = await office.check()
    assert failed
    assert "✗ Không gọi được Zalo (ServerFault); kiểm tra mạng và biến HTTPS_PROXY." in text


async def test_a_webhook_is_compared_with_the_configuration(
    office: Office, zalo: ZaloServer
) -> None:
    failed, text = await office.check(mode="webhook", url=SITE)
    assert not failed
    assert f"• Webhook của Zalo chưa trỏ đến {SITE}/zalo; tinbai run sẽ đặt lại" in text
    zalo.webhook = {"url": f"{SITE}/zalo", "secret_token": "x" * 8}
    assert (
        f"✓ Zalo: webhook trỏ đến {SITE}/zalo."
        in (await office.check(mode="webhook", url=f"{SITE}/"))[1]
    )
    failed, text = await office.check(url=SITE)
    assert not failed
    assert f"• Zalo đang gửi tin đến {SITE}/zalo; tinbai run sẽ gỡ webhook này" in text
    assert 'nên đặt zalo.mode = "webhook"' in text


@pytest.mark.parametrize(("mode", "url"), [("polling", ""), ("polling", SITE), ("webhook", SITE)])
async def test_a_webhook_of_somebody_else_is_a_fault_that_names_its_host_alone(
    office: Office, zalo: ZaloServer, mode: str, url: str
) -> None:
    zalo.webhook = {"url": "https://elsewhere.example/zalo?key=1", "secret_token": "x" * 8}
    failed, text = await office.check(mode=mode, url=url)
    assert failed
    assert "✗ Webhook của Zalo đang trỏ đến nơi khác (elsewhere.example)" in text
    assert "key=1" not in text


async def test_no_text_tells_to_buy_a_plan(office: Office) -> None:
    for sent in (0, 2700, 3000):
        assert "gói" not in (await office.check(sent=sent))[1]


async def test_a_month_that_is_nearly_spent_is_a_fault(office: Office) -> None:
    failed, text = await office.check(sent=2700)
    assert failed
    assert "✗ Zalo: đã gửi 2.700/3.000 tin trong tháng; sắp hết" in text
