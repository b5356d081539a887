"""`tinbai chat`: a board tried in the browser, over the installation's own database."""

import asyncio
import os
import re
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import foundation
from bot.commands.running.chat import STRANGER, TRIAL
from bot.config.loading import LoadedConfig
from bot.config.model import Config
from bot.web.server import listen
from domain.people.records import Role

SAMPLE = Path(__file__).parents[2] / "data" / "appendix-2021-h1.csv"
ROOT = Path(__file__).parents[3]
WITHIN = 60  # seconds a process may take on a busy machine
CHAIR = TRIAL[Role.CHAIR]


class Chat:
    """A running `tinbai chat` and a browser on its page."""

    def __init__(
        self,
        process: asyncio.subprocess.Process,
        client: httpx.AsyncClient,
        folder: Path,
        code: str,
    ) -> None:
        self.process = process
        self.client = client
        self.folder = folder
        self.code = code

    async def board(self) -> dict[str, Any]:
        """Return what stands beside the conversation."""
        answer = await self.client.get("/api/board")
        return dict(answer.json())

    async def people(self) -> dict[int, dict[str, str]]:
        """Return the people the reader can be."""
        answer = await self.client.get("/api/board")
        return {persona["user_id"]: persona for persona in answer.json()["personas"]}

    async def say(self, user: int, text: str) -> str:
        """Type as a person; return the bot's next message."""
        async with self.client.stream("GET", "/api/events") as events:
            lines = events.aiter_lines()
            await anext(lines)
            body = {"user": user, "text": text}
            assert (await self.client.post("/api/text", json=body)).status_code == 202
            async for line in lines:
                if '"from_bot": true' in line:
                    break
        answer = await self.client.get("/api/chat", params={"user": user})
        return str(answer.json()["messages"][-1]["text"])


async def tinbai(folder: Path, *arguments: str) -> asyncio.subprocess.Process:
    """Start a command in a folder that has a configuration."""
    (folder / "config.toml").touch()
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "vi_VN.UTF-8"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def done(folder: Path, *arguments: str) -> tuple[int | None, str, str]:
    """Run a command to its end; return its exit code, stdout and stderr."""
    process = await tinbai(folder, *arguments)
    out, err = await asyncio.wait_for(process.communicate(), WITHIN)
    return process.returncode, out.decode(), err.decode()


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    async with foundation(LoadedConfig(Config(), tmp_path, (Config().board,))) as base:
        services, board = base.services, base.services.boards.named(None)
        appendix = await services.imports.read(SAMPLE.read_bytes(), SAMPLE.name, None)
        await services.imports.apply_by_operator(board, appendix, base.clock())
        invited = await services.people.invite_by_operator(board, Role.CHAIR, None, base.clock())
    process = await tinbai(tmp_path, "chat")
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), WITHIN)).decode()
    address = re.search(r"http://127\.0\.0\.1:\d+", line)
    assert address is not None
    async with httpx.AsyncClient(
        base_url=address[0], headers={"Origin": address[0]}, timeout=WITHIN
    ) as client:
        yield Chat(process, client, tmp_path, invited.code)
    if process.returncode is None:
        process.kill()
        await process.wait()


async def test_an_operator_tries_the_installations_board(chat: Chat) -> None:
    board, people = await chat.board(), await chat.people()
    assert "Công an huyện" in {row["unit"] for row in board["table"]["rows"]}
    assert set(people) == {*TRIAL.values(), STRANGER}
    assert people[CHAIR]["role"] == "chưa vào ban"
    assert "tinbai invite --role chair --board ban-bien-tap" in people[CHAIR]["note"]
    assert "--unit" in people[TRIAL[Role.HEAD]]["note"]

    # The clock is the real one.
    assert board["clock_moves"] is False
    refused = await chat.client.post("/api/clock", json={"to": "next reminder"})
    assert (refused.status_code, refused.json()) == (409, {"error": "clock_fixed"})

    # A code of the operator's lets a trial person in, for good.
    assert "Chào mừng" in await chat.say(CHAIR, chat.code)
    assert (await chat.people())[CHAIR]["role"] == "trưởng ban"
    menu = (await chat.client.get("/api/chat", params={"user": CHAIR})).json()["commands"]
    assert menu[0]["twin"] == "baocao"
    menu = (await chat.client.get("/api/chat", params={"user": STRANGER})).json()["commands"]
    assert [one["name"] for one in menu] == ["start", "help"]
    with sqlite3.connect(chat.folder / "tinbai.db") as connection:
        joined = connection.execute("SELECT channel, chat_id FROM accounts").fetchall()
    connection.close()
    assert joined == [("web", CHAIR)]

    # Nothing else may send from the same file meanwhile.
    code, _out, err = await done(chat.folder, "chat")
    assert code == 1
    assert "hãy dừng nó trước" in err

    chat.process.send_signal(signal.SIGINT)
    stderr = (await asyncio.wait_for(chat.process.communicate(), WITHIN))[1]
    assert chat.process.returncode == 0
    assert b"Traceback" not in stderr


async def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as taken:
        code, _out, err = await done(tmp_path, "chat", "--port", str(taken.getsockname()[1]))

    assert code == 1
    assert "hãy chọn cổng khác" in err
    assert len(err.strip().splitlines()) == 1
