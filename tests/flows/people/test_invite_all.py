"""/moi tất cả: every unit that nobody belongs to gets a code, on paper and to forward."""

import itertools
import re
from io import BytesIO

import pytest
from docx import Document

from bot.channels.web.messages import BOT_USERNAME
from domain.language import translator
from domain.people.codes import code_hash
from handlers.people import invitation_texts as words
from reports.document.slips import qr_picture
from services.people.invitations import UnitCode
from tests.flows.conftest import ETHNIC, START, TAX, World
from tests.reports.factory import sample_board

CODE = re.compile(r"^[A-Z2-7]{10}", re.MULTILINE)


async def invited(world: World, editor: int, text: str) -> dict[str, str]:
    """Return the code that each unit got, as the text to forward has it."""
    answer = await world.say(editor, text)
    body = answer.partition("Mã mời vào")[2]
    lines = [line for line in re.sub("<[^>]+>", "", body).splitlines() if line]
    return {
        name.removesuffix(":"): code[0]
        for name, line in itertools.pairwise(lines)
        if (code := CODE.match(line))
    }


@pytest.mark.parametrize("text", ["/moi tất cả", "moi tat ca", "/moi cộng tác viên tất cả"])
async def test_every_unit_without_anybody_gets_a_code_of_its_own(world: World, text: str) -> None:
    editor = await world.join("editor")
    await world.join("correspondent", TAX)
    names = world.rows("SELECT name FROM units WHERE valid_to IS NULL")
    codes = await invited(world, editor, text)
    assert set(codes) == set(names) - {TAX}
    assert len(set(codes.values())) == len(codes)
    for name, code in codes.items():
        assert world.rows(
            "SELECT role, units.name FROM invitations JOIN units ON units.id = unit_id "
            "WHERE code_hash = ?",
            code_hash(code),
        ) == [("correspondent", name)]
    minh = world.stranger("Minh")
    assert "Chào mừng" in await world.say(minh, codes[ETHNIC])


async def test_the_sheet_has_a_slip_and_a_picture_for_each_unit(world: World) -> None:
    editor = await world.join("editor")
    codes = await invited(world, editor, "/moi tất cả")
    file = world.last(editor).document
    assert file is not None
    assert file.name == "ma-moi.docx"
    document = Document(BytesIO(file.content))
    cells = [cell for row in document.tables[0].rows for cell in row.cells]
    slips = {cell.paragraphs[0].text: cell for cell in cells if cell.paragraphs[0].text}
    assert set(slips) == set(codes)
    assert f"Mã mời: {codes[TAX]}" in slips[TAX].text
    pictures = {part.blob for part in document.part.package.image_parts}
    scanned = {
        f"https://t.me/{BOT_USERNAME}?start={code}" if world.channel == "telegram" else code
        for code in codes.values()
    }
    assert pictures == {qr_picture(text) for text in scanned}


def test_where_one_tap_joins_the_picture_and_the_text_have_the_link() -> None:
    new = UnitCode(TAX, "ABCDE23456", START)
    links = {new.code: "https://t.me/tinbai_bot?start=ABCDE23456"}
    board = sample_board()
    _ = translator("vi")
    assert links[new.code] in words.to_forward(_, [new], links, board)
    (slip,) = words.sheet(_, [new], links, board).slips
    assert slip.scan == links[new.code]
    assert "https://t.me/tinbai_bot " in " ".join(slip.lines)


async def test_a_button_does_the_same_and_a_full_board_needs_nothing(world: World) -> None:
    editor = await world.join("editor")
    await world.say(editor, "/moi")
    assert "đơn vị chưa có ai" in await world.press(editor, "Mọi đơn vị chưa có ai")
    for name in world.rows("SELECT name FROM units WHERE valid_to IS NULL"):
        await world.join("head", name)
    before = world.rows("SELECT count(*) FROM invitations")
    assert "Đơn vị nào cũng đã có người" in await world.say(editor, "/moi tất cả")
    assert world.rows("SELECT count(*) FROM invitations") == before


async def test_heads_are_invited_alike_and_a_correspondent_invites_nobody(world: World) -> None:
    editor, lan = await world.join("editor"), await world.join("correspondent", TAX)
    await world.say(editor, "/moi lãnh đạo tất cả")
    assert set(world.rows("SELECT role FROM invitations WHERE created_by IS NOT NULL")) == {"head"}
    before = world.rows("SELECT count(*) FROM invitations")
    await world.say(lan, "/moi tất cả")
    assert world.rows("SELECT count(*) FROM invitations") == before
