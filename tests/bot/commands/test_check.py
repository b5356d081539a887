"""What `tinbai check` says of the chat that is told of faults."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands.running.check import check
from tests.databases import database_in
from tests.fakes.bot_api import BotApi

OPERATOR = 4001


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


async def shown_by_check(
    folder: Path, api: BotApi, chat: str, capsys: pytest.CaptureFixture[str]
) -> str:
    config = folder / "config.toml"
    config.write_text(
        f'operator_chat = "{chat}"\n[database]\nurl = "{database_in(folder)}"\n'
        f'[telegram]\ntoken = "{api.token}"\napi_url = "{api.url}"\n',
        encoding="utf-8",
    )
    await check(config)
    return capsys.readouterr().out


async def test_check_finds_an_operators_chat_that_cannot_be_written_to(
    tmp_path: Path, api: BotApi, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = await shown_by_check(tmp_path, api, "", capsys)
    assert "• Không ai được báo khi có sự cố" in shown
    shown = await shown_by_check(tmp_path, api, f"zalo:{OPERATOR}", capsys)
    assert "✗ operator_chat dùng kênh zalo" in shown
    shown = await shown_by_check(tmp_path, api, f"telegram:{OPERATOR}", capsys)
    assert f"✗ Không nhắn được cho operator_chat {OPERATOR}" in shown
    api.world.chat(OPERATOR)
    shown = await shown_by_check(tmp_path, api, f"telegram:{OPERATOR}", capsys)
    assert f"✓ Người vận hành được báo ở telegram:{OPERATOR}" in shown
