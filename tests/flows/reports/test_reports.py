"""Reports in chat: files, periods, units that merge, tracing, several boards."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from bot.config.model import SignatorySection
from domain.boards import PeriodRule
from storage.units import rows as units
from tests.fakes.messenger.request import LocalMessage
from tests.flows.conftest import BOARD, ETHNIC, POLICE, TAX, ZONE, World, loaded, still_clock
from tests.flows.shapes import stage

LINK = "https://huyenmau.gov.vn/tin-tuc/bai-{}.html"
JULY = datetime(2021, 7, 29, 9, 0, tzinfo=ZONE)


def names(messages: list[LocalMessage]) -> list[str]:
    """Return the names of the files among messages."""
    return [file.name for m in messages if (file := m.document or m.photo) is not None]


def paragraphs(messages: list[LocalMessage]) -> str:
    """Return the text of the Word document among messages."""
    content = next(
        m.document.content for m in messages if m.document and m.document.name.endswith(".docx")
    )
    return "\n".join(p.text for p in Document(BytesIO(content)).paragraphs)


async def change_unit(world: World, called: str, /, **values: str | int | date) -> int:
    """Change a unit's row; return its id."""
    board = world.services.boards.named("huyen-mau")
    unit = await world.services.units.named(board, called)
    database = world.stage.runtime.base.database
    await database.write(lambda tx: units.update_unit(tx, unit.id, **values))
    return int(unit.id)


async def merge(world: World) -> None:
    """Merge one unit of the sample into another on 14/6/2021."""
    successor = await change_unit(world, ETHNIC, position=1)
    await change_unit(world, TAX, valid_to=date(2021, 6, 13), successor_id=successor)


async def test_a_report_is_text_a_picture_and_two_files(world: World) -> None:
    chair = await world.join("chair")
    await world.at(JULY)
    messages = list(await world.stage.say(chair, "/baocao 6 tháng đầu năm 2021"))
    assert "Tổng số: 242 tin, bài" in messages[0].text
    assert names(messages) == [
        "bieu-do-6-thang-dau-nam-2021.png",
        "bao-cao-6-thang-dau-nam-2021.docx",
        "bao-cao-6-thang-dau-nam-2021.xlsx",
    ]
    assert [m.photo.name for m in messages if m.photo] == ["bieu-do-6-thang-dau-nam-2021.png"]
    electronic = list(await world.stage.press(chair, "Bản điện tử"))
    assert names(electronic) == ["bao-cao-6-thang-dau-nam-2021.docx"]


async def test_a_count_is_opened_to_its_articles(world: World) -> None:
    chair = await world.join("chair")
    lan = await world.join("correspondent", POLICE)
    for number in range(1, 13):
        await world.say(lan, f"/nop {LINK.format(number)} | Bài viết số {number} | 14/6/2021")
    await world.at(JULY)
    await world.say(chair, "/baocao 2021-H1")
    assert "Chọn một đơn vị" in await world.press(chair, "Theo đơn vị")
    label = next(label for label in world.labels(chair) if label.startswith(POLICE))
    opened = await world.press(chair, label)
    assert "Bài viết số 12" in opened
    assert "lấy từ bảng thống kê đã nhập, không có danh sách" in opened
    assert "Bài viết số 1 " not in opened
    assert "Bài viết số 1" in await world.press(chair, "Trang sau ›")
    await world.press(chair, "‹ Quay lại")
    await world.press(chair, "Trang sau ›")
    await world.say(chair, "/baocao 2021-H1")
    await world.press(chair, "Theo tháng")
    june = next(label for label in world.labels(chair) if label.startswith("Tháng 6/2021"))
    answer = await world.press(chair, june)
    assert "Cả ban" in answer
    assert POLICE in answer


async def test_a_line_that_is_not_the_board_s_opens_nothing(world: World) -> None:
    chair = await world.join("chair")
    await world.say(chair, "/baocao 2021-H1")
    for data in ("tr:a:999:::2021-H1", "tr:a:999::0:2021-H1", "tr:a:1:99:0:2021-H1"):
        await world.messenger.press(chair, world.last(chair).id, data)
    await world.stage.settled()
    assert "không còn dòng này" in world.last(chair).text


async def test_a_broken_template_costs_the_word_file_alone(tmp_path: Path) -> None:
    template = tmp_path / "mau.docx"
    template.write_bytes(b"not a document")
    section = BOARD.model_copy(update={"template": "mau.docx"})
    async with stage(loaded(tmp_path, section), still_clock()) as running:
        world = World(running, tmp_path / "tinbai.db")
        await world.load_sample()
        chair = await world.join("chair")
        messages = list(await world.stage.say(chair, "/baocao 2021-H1"))
        assert "Tổng số: 242 tin, bài" in messages[0].text
        assert [name.rpartition(".")[2] for name in names(messages)] == ["png", "xlsx"]
        assert any("Mẫu báo cáo của ban không dùng được" in m.text for m in messages)
        await world.say(chair, "/banhanh 2021-H1")
        assert "không dùng được" in await world.press(chair, "Ban hành bản giấy")
        assert world.rows("SELECT count(*) FROM issued_reports") == [0]
        assert world.rows("SELECT count(*) FROM counters WHERE name LIKE 'report:%'") == [0]


async def test_a_period_with_nothing_is_a_sound_report(world: World) -> None:
    chair = await world.join("chair")
    messages = list(await world.stage.say(chair, "/baocao 2020-Q1"))
    assert "Kỳ này chưa ghi nhận tin, bài nào." in messages[0].text
    assert [name.rpartition(".")[2] for name in names(messages)] == ["png", "docx", "xlsx"]
    assert "Trong kỳ chưa có tin, bài nào được ghi nhận." in paragraphs(messages)


async def test_a_missing_signatory_is_told_and_the_document_is_sound(tmp_path: Path) -> None:
    section = BOARD.model_copy(update={"signatory": SignatorySection()})
    async with stage(loaded(tmp_path, section), still_clock()) as running:
        world = World(running, tmp_path / "tinbai.db")
        chair = await world.join("chair")
        messages = list(await world.stage.say(chair, "/baocao 2021-H1"))
        assert "Chưa khai báo người ký báo cáo." in messages[0].text
        assert "Trên đây là báo cáo" in paragraphs(messages)
        assert "Chưa khai báo người ký báo cáo." in await world.say(chair, "/banhanh 2021-H1")


async def test_a_thousand_topics_and_a_very_long_name_make_a_sound_report(tmp_path: Path) -> None:
    section = BOARD.model_copy(
        update={"topics": tuple(f"Chuyên mục thứ {number}" for number in range(1000))}
    )
    async with stage(loaded(tmp_path, section), still_clock()) as running:
        world = World(running, tmp_path / "tinbai.db")
        await world.load_sample()
        await change_unit(world, TAX, name="Phòng " + "Rất Dài " * 24 + "Ạ")
        chair = await world.join("chair")
        await world.say(chair, "/ghichu 2021-H1 lĩnh vực: tất cả")
        messages = list(await world.stage.say(chair, "/baocao 2021-H1"))
        assert [name.rpartition(".")[2] for name in names(messages)] == ["png", "docx", "xlsx"]
        assert "Chuyên mục thứ 999" in paragraphs(messages)


@pytest.fixture(params=[PeriodRule.ND09, PeriodRule.CUSTOM])
async def ruled(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """A board whose months close on the 14th or the 20th, with the sample's units."""
    section = BOARD.model_copy(update={"period_rule": request.param, "closing_day": 20})
    async with stage(loaded(tmp_path, section), still_clock()) as running:
        world = World(running, tmp_path / "tinbai.db")
        await world.load_sample()
        yield world


async def test_a_month_closes_on_the_board_s_day_in_the_board_s_zone(ruled: World) -> None:
    lan = await ruled.join("correspondent", POLICE)
    chair = await ruled.join("chair")
    board = ruled.services.boards.named("huyen-mau")
    last = 14 if board.period_rule is PeriodRule.ND09 else 20
    # At half past midnight in Viet Nam it is still the day before in UTC.
    await ruled.at(datetime(2021, 7, last, 0, 30, tzinfo=ZONE))
    await ruled.say(lan, f"/nop {LINK.format(1)} | Khai giảng lớp bồi dưỡng | hôm nay")
    await ruled.at(datetime(2021, 7, last + 1, 0, 30, tzinfo=ZONE))
    await ruled.say(lan, f"/nop {LINK.format(2)} | Diễn tập phòng cháy rừng | hôm nay")
    assert "Tổng số: 1 tin, bài" in await ruled.say(chair, "/baocao 2021-07")
    assert "Tổng số: 1 tin, bài" in await ruled.say(chair, "/baocao 2021-08")
    half = await ruled.say(chair, "/baocao 2021-H2")
    first = "15/6/2021" if last == 14 else "21/6/2021"
    assert f"Từ ngày {first}" in half
    assert "Tổng số: 2 tin, bài" in half


async def test_a_merged_unit_s_counts_stand_in_its_successor_s_line(world: World) -> None:
    chair = await world.join("chair")
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"/nop {LINK.format(1)} | Bài trước khi sáp nhập | 12/6/2021")
    before = world.rows(
        "SELECT name, (SELECT coalesce(sum(count), 0) FROM opening_counts WHERE unit_id = units.id)"
        " FROM units WHERE name IN (?, ?) ORDER BY name",
        ETHNIC,
        TAX,
    )
    total = sum(count for _name, count in before) + 1
    await merge(world)
    await world.at(JULY)
    messages = list(await world.stage.say(chair, "/baocao 2021-H1"))
    assert f"{ETHNIC} (gồm cả {TAX} (sáp nhập từ ngày 14/6/2021)): {total}" in messages[0].text
    assert "Tổng số: 243 tin, bài" in messages[0].text
    assert f"{ETHNIC}: gồm cả {TAX} (sáp nhập từ ngày 14/6/2021)." in paragraphs(messages)
    await world.press(chair, "Theo đơn vị")
    await world.press(chair, f"{ETHNIC}: {total}")
    shown = world.last(chair).text
    assert "Bài trước khi sáp nhập" in shown
    assert f"({TAX})" in shown


async def test_a_board_may_keep_merged_units_apart(tmp_path: Path) -> None:
    section = BOARD.model_copy(update={"merged_units": "separate"})
    async with stage(loaded(tmp_path, section), still_clock()) as running:
        world = World(running, tmp_path / "tinbai.db")
        await world.load_sample()
        chair = await world.join("chair")
        await merge(world)
        await world.at(JULY)
        text = await world.say(chair, "/baocao 2021-H1")
        assert f"{TAX} (sáp nhập vào {ETHNIC} sau ngày 13/6/2021)" in text
        assert "Tháng 6: 5" in text


async def test_a_unit_is_left_out_where_it_did_not_exist(world: World) -> None:
    chair = await world.join("chair")
    await change_unit(world, ETHNIC, valid_from=date(2021, 8, 1))
    await world.at(JULY)
    first = await world.say(chair, "/baocao 2021-H1")
    second = await world.say(chair, "/baocao 2021-H2")
    kept = world.rows(
        "SELECT coalesce(sum(count), 0) FROM opening_counts JOIN units ON units.id = unit_id "
        "WHERE name = ?",
        ETHNIC,
    )[0]
    assert (ETHNIC in first) == bool(kept)
    assert f"{ETHNIC} (hoạt động từ ngày 01/8/2021)" in second


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[World]:
    """Two boards in one database; the sample belongs to the first."""
    other = BOARD.model_copy(update={"slug": "huyen-khac", "name": "Ban Biên tập huyện Khác"})
    async with stage(loaded(tmp_path, BOARD, other), still_clock()) as running:
        world = World(running, tmp_path / "tinbai.db")
        await world.load_sample()
        yield world


async def test_boards_are_rolled_up_for_whoever_holds_a_role_above_them(two: World) -> None:
    chair = await two.join("chair")
    await two.say(chair, await two.code("editor", board="huyen-khac"))
    table = await two.say(chair, "/tonghop 2021-H1")
    assert "Ban Biên tập huyện Mẫu: 242 tin, bài" in table
    assert "Ban Biên tập huyện Khác: 0 tin, bài" in table
    assert "1/2021: 34 · 2/2021: 37 · 3/2021: 52" in table
    opened = await two.press(chair, "Ban Biên tập huyện Mẫu")
    assert "Tổng số: 242 tin, bài" in opened
    await two.press(chair, "Làm việc với ban này")
    assert "Tổng số: 242 tin, bài" in await two.say(chair, "/baocao 2021-H1")


async def test_nobody_opens_a_board_of_others(two: World) -> None:
    chair = await two.join("chair")
    assert "nhiều ban" in await two.say(chair, "/tonghop")
    other = two.rows("SELECT id FROM boards WHERE slug = 'huyen-khac'")[0]
    await two.messenger.press(chair, two.last(chair).id, f"ru:{other}:2021-H1")
    await two.stage.settled()
    assert "không có quyền" in two.last(chair).text


async def test_day_of_preparation_is_the_board_s(world: World) -> None:
    chair = await world.join("chair")
    await world.at(datetime(2021, 7, 29, 0, 30, tzinfo=ZONE))
    assert "ngày 29/7/2021" in await world.say(chair, "/banhanh 2021-H1")
    assert date(2021, 7, 29) == world.stage.clock().astimezone(ZONE).date()


async def test_eleven_years_with_hardly_an_article_are_a_report(world: World) -> None:
    chair = await world.join("chair")
    answer = await world.say(chair, "/baocao 2021-01-01..2031-12-31")
    assert "Tổng số: 242" in answer
