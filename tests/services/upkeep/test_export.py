"""What an export holds, and what stays of a person who is forgotten."""

import csv
import io
import json
from pathlib import Path

import pytest

from bot.commands.documents.export import _write
from domain.errors import NotFound
from services.upkeep.export import Exports
from tests.flows.conftest import ETHNIC, TAX, World
from tests.flows.conftest import world as world

LINE = "/nop https://a.vn/1 | =HYPERLINK bài viết mẫu | 14/6"


def exports(world: World) -> Exports:
    """Return the exports of the world's database."""
    return Exports(world.stage.runtime.base.database)


async def test_a_boards_export_has_all_of_it_and_no_code(world: World, tmp_path: Path) -> None:
    lan = await world.join("correspondent", TAX, "Lan")
    await world.say(lan, LINE)
    board = world.services.boards.named("huyen-mau")
    tables = await exports(world).board(board)
    assert len(tables["units"]) == 25
    assert [row["title"] for row in tables["articles"]] == ["=HYPERLINK bài viết mẫu"]
    assert [row["name"] for row in tables["people"]] == ["Lan"]
    assert [row["chat_id"] for row in tables["accounts"]] == [lan]
    assert "code_hash" not in tables["invitations"][0]
    assert not {"secrets", "inbox", "effects"} & tables.keys()
    paths = {path.name: path for path in _write(tmp_path / "out", "b", tables)}
    stored = json.loads(paths["b.json"].read_text(encoding="utf-8"))
    assert stored["articles"][0]["published_on"] == "2021-06-14"
    assert stored["articles"][0]["title"] == "=HYPERLINK bài viết mẫu"
    text = paths["articles.csv"].read_text(encoding="utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["title"] == "'=HYPERLINK bài viết mẫu"


async def test_a_persons_export_has_what_names_the_person_alone(world: World) -> None:
    lan = await world.join("correspondent", TAX, "Lan")
    minh = await world.join("correspondent", ETHNIC, "Minh")
    await world.say(lan, LINE)
    await world.say(minh, "/nop https://a.vn/2 | Bài của đơn vị khác | 14/6")
    board = world.services.boards.named("huyen-mau")
    found = exports(world)
    tables = await found.person(await found.find(board, "Lan"))
    assert [row["title"] for row in tables["articles"]] == ["=HYPERLINK bài viết mẫu"]
    assert {row["chat_id"] for row in tables["inbox"]} == {lan}
    assert "Minh" not in json.dumps(tables, default=str, ensure_ascii=False)


async def test_a_person_is_found_by_number_or_by_a_name_that_only_one_has(world: World) -> None:
    await world.join("correspondent", TAX, "Lan")
    board = world.services.boards.named("huyen-mau")
    found = exports(world)
    person_id = await found.find(board, "Lan")
    assert await found.find(board, str(person_id)) == person_id
    await world.join("correspondent", ETHNIC, "Lan")
    with pytest.raises(NotFound) as several:
        await found.find(board, "Lan")
    assert several.value.code == "namesakes"
    with pytest.raises(NotFound):
        await found.find(board, "Hòa")


async def test_who_is_forgotten_has_no_name_and_no_account_but_the_articles_stay(
    world: World,
) -> None:
    lan = await world.join("correspondent", TAX, "Lê Thị Lan")
    editor = await world.join("editor")
    await world.say(editor, "/nhac")
    await world.press(editor, "Gửi nhắc")
    await world.say(lan, LINE)
    board = world.services.boards.named("huyen-mau")
    found = exports(world)
    person_id = await found.find(board, "Lê Thị Lan")
    await found.forget(board, person_id, world.stage.clock())
    left = await found.person(person_id)
    assert [row["name"] for row in left["people"]] == ["người đã rời"]
    assert [row["title"] for row in left["articles"]] == ["=HYPERLINK bài viết mẫu"]
    assert "accounts" not in left
    assert "inbox" not in left
    everything = json.dumps(await found.board(board), default=str, ensure_ascii=False)
    assert "Lê Thị Lan" not in everything
    assert world.rows("SELECT count(*) FROM inbox WHERE chat_id = ?", lan) == [0]
    assert world.rows("SELECT state, account_id FROM deliveries") == [("sent", None)]
    assert "mã mời" in await world.say(lan, "/nop")
    assert "người đã rời" not in await world.say(editor, "/nhac")
