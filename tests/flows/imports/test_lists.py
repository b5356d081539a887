"""A list with an article a row becomes articles, each once, and goes back whole."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.imports.tables import Appendix, AppendixRow, ArticleRow
from domain.periods.spans import Month
from services.imports.plans import Choices, Plan
from tests.flows.conftest import ETHNIC, POLICE, TAX, World

pytestmark = pytest.mark.only("telegram", why="the operator imports")

TABLES = ("units", "unit_groups", "unit_aliases", "opening_counts", "articles", "people")


def row(day: date, title: str, url: str = "", unit: str = TAX, **more: str) -> ArticleRow:
    """Return an article of a list."""
    told = {"author": "Lê Văn Nam", "kind": "Tin", "topic": "", "place": "dòng 1", **more}
    return ArticleRow(day, title, url, unit, **told)


def listed(*rows: ArticleRow) -> Appendix:
    """Return what a list holds."""
    return Appendix((), (), (), rows)


def counted(unit: str, *counts: int | None) -> Appendix:
    """Return what a table holds from March 2021 on."""
    months = tuple(Month(2021, 3 + place) for place in range(len(counts)))
    return Appendix(months, (AppendixRow("Nhóm", unit, counts, None, "dòng 1"),), ())


async def store(world: World, appendix: Appendix, **said: Any) -> Plan:
    """Import what a file holds, as the operator."""
    board = world.services.boards.named("huyen-mau")
    plan: Plan = await world.services.imports.apply_by_operator(
        board, appendix, world.stage.clock(), Choices(**said), "tệp.xlsx", b"tep"
    )
    return plan


async def take_back(world: World, number: int) -> Any:
    """Take an import back, as the operator."""
    board = world.services.boards.named("huyen-mau")
    return await world.services.imports.undo_by_operator(board, number, world.stage.clock())


def state(world: World) -> dict[str, list[Any]]:
    """Return every row of what an import may change."""
    return {table: world.rows(f"SELECT * FROM {table} ORDER BY id") for table in TABLES}  # noqa: S608


LIST = listed(
    row(date(2021, 5, 3), "Khai mạc hội thao", "https://a.vn/1", topic="Y tế"),
    row(date(2021, 5, 4), "Bế mạc hội thao", "https://a.vn/2", "P. TC-KH", kind="Bài viết"),
    row(date(2021, 6, 1), "Ra quân", "", "phong dan toc", author=""),
    row(date(2021, 6, 2), "Ra quân lần hai", "", "Đội Cơ động", author=""),
)


async def test_each_row_becomes_an_article_of_its_unit(world: World) -> None:
    plan = await store(world, LIST)
    assert plan.new_units == ("Đội Cơ động",)
    assert plan.new_authors == ("Lê Văn Nam",)
    assert world.rows(
        "SELECT articles.number, title, link, published_on, kind, state, units.name, people.name "
        "FROM articles JOIN units ON units.id = unit_id JOIN people ON people.id = author_id "
        "ORDER BY number"
    ) == [
        (
            1,
            "Khai mạc hội thao",
            "https://a.vn/1",
            "2021-05-03",
            "tin",
            "logged",
            TAX,
            "Lê Văn Nam",
        ),
        (2, "Bế mạc hội thao", "https://a.vn/2", "2021-05-04", "bai", "logged", TAX, "Lê Văn Nam"),
        (3, "Ra quân", "", "2021-06-01", "tin", "logged", ETHNIC, "Không ghi tác giả"),
        (
            4,
            "Ra quân lần hai",
            "",
            "2021-06-02",
            "tin",
            "logged",
            "Đội Cơ động",
            "Không ghi tác giả",
        ),
    ]
    assert world.rows("SELECT topics.name FROM articles JOIN topics ON topics.id = topic_id") == [
        "Y tế"
    ]


async def test_a_list_goes_back_whole(world: World) -> None:
    before = state(world)
    await store(world, LIST)
    assert state(world) != before
    done = await take_back(world, 2)
    assert (done.articles, done.units) == (4, 1)
    assert state(world) == before


async def test_what_is_logged_or_told_twice_is_not_logged_again(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/nop https://a.vn/1 | Khai mạc hội thao | 3/5 | Y tế")
    plan = await store(
        world,
        listed(
            *LIST.articles,
            row(date(2021, 6, 1), "Ra quân", "", ETHNIC),
            row(date(2021, 5, 9), "Tên khác", "http://a.vn/2/"),
        ),
    )
    assert (plan.known_articles, plan.repeated, len(plan.articles)) == (1, 2, 3)
    again = await store(world, LIST)
    assert not again.changes_something
    assert world.rows("SELECT count(*) FROM articles") == [4]


async def test_two_pages_of_one_title_are_two_articles(world: World) -> None:
    day = date(2021, 5, 3)
    plan = await store(
        world, listed(row(day, "Tin vắn", "https://a.vn/1"), row(day, "Tin vắn", "https://a.vn/2"))
    )
    assert len(plan.articles) == 2


async def test_another_link_under_a_logged_title_is_logged_and_told(world: World) -> None:
    day = date(2021, 5, 3)
    await store(world, listed(row(day, "Khai mạc hội thao", "https://a.vn/1")))
    plan = await store(world, listed(row(day, "Khai mạc hội thao", "https://b.vn/1")))
    assert (plan.alike, len(plan.articles)) == (1, 1)


async def test_a_day_to_come_is_told_and_left_out(world: World) -> None:
    plan = await store(world, listed(row(date(2021, 7, 1), "Sắp tới"), *LIST.articles))
    assert [each.title for each in plan.late] == ["Sắp tới"]
    assert len(plan.articles) == 4


async def test_a_slip_in_a_list_is_asked_about(world: World) -> None:
    plan = await store(world, listed(row(date(2021, 5, 3), "Tin", "", "Phòng Tư phap")))
    assert [near.candidates for near in plan.naming.asked] == [("Phòng Tư pháp",)]
    assert not plan.applied
    assert world.rows("SELECT count(*) FROM articles") == [0]


async def test_months_that_a_table_has_counted_are_asked_about(world: World) -> None:
    plan = await store(world, listed(row(date(2021, 5, 3), "Tin", unit=POLICE)))
    assert [(each.unit, each.counted, each.logged) for each in plan.overlaps] == [(POLICE, 7, 1)]
    assert not plan.applied
    before = state(world)
    added = await store(world, listed(row(date(2021, 5, 3), "Tin", unit=POLICE)), overlap="total")
    assert added.applied
    count = (
        "SELECT count FROM opening_counts JOIN units ON units.id = unit_id "
        "WHERE month = '2021-05' AND name = 'Công an huyện'"
    )
    assert world.rows(count) == [6]
    await take_back(world, 2)
    assert world.rows(count) == [7]
    assert state(world) == before


async def test_a_tables_total_less_the_articles_is_never_below_nothing(world: World) -> None:
    await store(world, LIST)
    assert not (await store(world, counted(TAX, None, None, 1))).applied
    assert (await store(world, counted(TAX, None, 4, 1), overlap="total")).applied
    query = (
        "SELECT month, count FROM opening_counts JOIN units ON units.id = unit_id "
        "WHERE name = 'Phòng Tài chính - Kế hoạch'"
    )
    assert world.rows(query) == [("2021-04", 4)]


async def test_imports_go_back_in_any_order(world: World) -> None:
    before = state(world)
    await store(world, counted(TAX, 1, 2))
    middle = state(world)["opening_counts"]
    await store(world, counted(TAX, 5, 2, 3))
    await take_back(world, 2)
    count = "SELECT count FROM opening_counts JOIN units ON units.id = unit_id WHERE name = '{}'"
    assert world.rows(count.format(TAX)) == [5, 2, 3]
    await take_back(world, 3)
    assert state(world) == before
    assert len(middle) == len(before["opening_counts"]) + 2


async def test_nobody_expects_a_unit_before_it_is_known(world: World) -> None:
    later = replace(counted("Đội Cơ động", 1), months=(Month(2022, 1),))
    await store(world, later)
    board = world.services.boards.named("huyen-mau")
    reports = world.services.reports
    names = {}
    for text in ("2021-H1", "2022-H1"):
        period = reports.read_period(board, text, date(2022, 6, 1))
        report = await reports.build(board, period, world.stage.clock())
        names[text] = {unit.name for unit in report.units}
    assert "Đội Cơ động" not in names["2021-H1"]
    assert "Đội Cơ động" in names["2022-H1"]


async def test_an_earlier_table_makes_a_unit_known_earlier(world: World) -> None:
    known = "SELECT known_from FROM units WHERE name = 'Đội Cơ động'"
    await store(world, replace(counted("Đội Cơ động", 1), months=(Month(2022, 1),)))
    await store(world, replace(counted("Đội Cơ động", 2), months=(Month(2021, 2),)))
    assert world.rows(known) == ["2021-02-01"]
    await take_back(world, 3)
    assert world.rows(known) == ["2022-01-01"]
