"""An update that cannot be handled: told once, shown to the board, retried by the operator."""

import asyncio
from pathlib import Path

import pytest
from telegram import Update
from telegram.ext import MessageHandler, filters
from typer.testing import CliRunner, Result

from bot.cli import app as program
from handlers.articles import submit as articles
from handlers.context import Context
from tests.flows.conftest import TAX, World

LINE = "/nop https://a.vn/1 | Khai mạc hội thao | 14/6"


class Faulty:
    """A handler of everything that logs an article and then fails, until it is mended."""

    def __init__(self) -> None:
        self.broken = True

    async def handle(self, update: Update, context: Context) -> None:
        """Log the article of the line."""
        await articles.submit_article(update, context)
        if self.broken:
            token = "123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            raise RuntimeError(f"a fault with {token} in it\n  and a second line")


@pytest.fixture
def faulty(world: World) -> Faulty:
    """The handler, in the place of the real one."""
    found = Faulty()
    handler = MessageHandler[Context, None](filters.ALL, found.handle)
    application = world.stage.runtime.applications[world.channel]
    application.handlers[0] = [handler, *application.handlers[0]]
    return found


async def tinbai(world: World, folder: Path, *arguments: str) -> Result:
    """Run a command beside the running bot, on its database."""
    config = folder / "config.toml"
    url = world.stage.runtime.base.config.database_url
    topics = '["Y tế", "Giáo dục", "An ninh - Quốc phòng", "Nông thôn mới"]'
    text = f'[database]\nurl = "{url}"\n[board]\nslug = "huyen-mau"\ntopics = {topics}\n'
    await asyncio.to_thread(config.write_text, text, encoding="utf-8")
    environment = {"LC_ALL": "vi_VN.UTF-8"}
    return await asyncio.to_thread(
        CliRunner().invoke, program, [*arguments, "--config", str(config)], env=environment
    )


async def test_a_failing_update_is_set_aside_shown_and_retried_without_a_second_effect(
    world: World, faulty: Faulty, tmp_path: Path
) -> None:
    lan = await world.join("correspondent", TAX)
    answers = await world.say(lan, LINE)
    faults = world.rows("SELECT fault FROM inbox WHERE state = 'dead'")
    assert len(faults) == 1
    assert answers.count("lỗi ở phía tinbai") == 1
    assert faults[0] in answers
    assert world.rows("SELECT number FROM articles") == [1]

    shown = await tinbai(world, tmp_path, "inbox", "show")
    assert shown.exit_code == 0
    assert faults[0] in shown.stdout
    assert "RuntimeError: a fault with [token] in it" in shown.stdout
    details = await tinbai(world, tmp_path, "inbox", "show", faults[0].lower())
    assert "Traceback" in details.stdout
    assert "AAAAAAAAAA" not in shown.stdout + details.stdout
    assert (await tinbai(world, tmp_path, "inbox", "show", "XYZ")).exit_code == 1
    assert (await tinbai(world, tmp_path, "inbox", "retry", "XYZ")).exit_code == 1
    check = await tinbai(world, tmp_path, "check")
    assert "1 tin nhắn đến không xử lý được" in check.stdout

    faulty.broken = False
    before = len(world.messenger.messages(lan))
    assert (await tinbai(world, tmp_path, "inbox", "retry", faults[0])).exit_code == 0
    world.stage.runtime.dispatcher.wake()
    await world.stage.settled()
    (answer,) = [m.text for m in world.messenger.messages(lan)[before:]]
    assert "Đã ghi bài #1." in answer
    assert world.rows("SELECT number FROM articles") == [1]
    assert world.rows("SELECT count(*) FROM inbox WHERE state <> 'done'") == [0]
    nothing = await tinbai(world, tmp_path, "inbox", "retry")
    assert "0 tin nhắn" in nothing.stdout


async def test_an_update_that_cannot_be_read_is_shown_and_stays_aside(
    world: World, tmp_path: Path
) -> None:
    editor = await world.join("editor")
    unreadable = {"update_id": 77, "message": "?"}
    await world.stage.runtime.dispatcher.accept(world.channel, [unreadable])
    await world.stage.settled()
    assert "Có 1 tin nhắn đến không xử lý được" in await world.say(editor, "/tinhhinh")
    shown = await tinbai(world, tmp_path, "inbox", "show")
    assert f"{world.channel} 77" in shown.stdout
    assert (await tinbai(world, tmp_path, "inbox", "retry", "all")).exit_code == 1
    assert world.rows("SELECT state FROM inbox WHERE update_id = 77") == ["dead"]
