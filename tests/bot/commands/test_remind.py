"""`tinbai remind` sends by itself and shows what became of every reminder."""

import asyncio
from pathlib import Path

import pytest

from bot.app import foundation
from bot.commands.keeping.imports import import_file
from bot.commands.keeping.remind import remind
from bot.config.loading import load
from domain.calls import Origin, Visit
from domain.people.records import Role
from services.imports.plans import Choices
from tests.databases import database_in
from tests.fakes.bot_api import BotApi

SAMPLE = Path(__file__).parents[2] / "data" / "appendix-2021-h1.csv"
LAN, HEAD = 1001, 1002
UNIT = "Phòng Dân tộc"


async def _join(config: Path, *people: tuple[int, Role]) -> None:
    """Import the sample and let people of one unit join."""
    await import_file(config, None, SAMPLE, Choices(), dry_run=False)
    async with foundation(load(config)) as base:
        board = base.services.boards.named(None)
        unit = await base.services.units.named(board, UNIT)
        for chat_id, role in people:
            new = await base.services.people.invite_by_operator(board, role, unit.id, base.clock())
            origin = Origin("telegram", chat_id, replay=False)
            visit = Visit(origin, base.clock(), chat_id, f"Người {chat_id}", "vi")
            await base.services.people.join(visit, new.code)


async def test_a_rejected_token_is_told_of_at_once_and_nothing_counts_as_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    config = tmp_path / "config.toml"
    async with BotApi() as api:
        config.write_text(
            f'[database]\nurl = "{database_in(tmp_path)}"\n'
            f'[telegram]\ntoken = "1:another"\napi_url = "{api.url}"\n',
            encoding="utf-8",
        )
        await _join(config, (LAN, Role.CORRESPONDENT))
        capsys.readouterr()
        async with asyncio.timeout(20):
            assert await remind(config, None, None, "nhac-1", dry_run=False) == 1
        assert api.sent() == []
    shown = capsys.readouterr()
    assert f"{UNIT}\tNgười {LAN}\tnhac-1\tdue" in shown.out.splitlines()
    assert "Telegram không nhận token này; hãy lấy token mới ở @BotFather." in shown.err


async def test_a_head_stands_in_at_once_and_who_was_not_reached_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.toml"
    async with BotApi() as api:
        config.write_text(
            f'[database]\nurl = "{database_in(tmp_path)}"\n'
            f'[telegram]\ntoken = "{api.token}"\napi_url = "{api.url}"\n',
            encoding="utf-8",
        )
        await _join(config, (LAN, Role.CORRESPONDENT), (HEAD, Role.HEAD))
        for chat_id in (LAN, HEAD):
            api.world.chat(chat_id)
        api.world.blocked.add(LAN)
        capsys.readouterr()
        assert await remind(config, None, None, "nhac-1", dry_run=False) == 1
        assert [sent.chat_id for sent in api.sent()] == [HEAD]
    shown = capsys.readouterr().out.splitlines()
    assert [line for line in shown if line.startswith(UNIT)] == [
        f"{UNIT}\tNgười {HEAD}\tnhac-1\tsent",
        f"{UNIT}\tNgười {LAN}\tnhac-1\tfailed",
    ]
