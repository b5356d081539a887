"""The board's page: whom its signed link lets in, and what it shows and hands out."""

import asyncio
import html
import io
import itertools
import re
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import httpx
import openpyxl
import pytest
from docx import Document
from starlette.applications import Starlette

from bot.config.model import WebSection
from bot.web.board_page.app import board_page_routes, web_address
from services.container import build_services
from storage.engine.database import DatabaseError
from storage.people import rows as people
from tests.flows.conftest import ETHNIC, POLICE, START, TAX, World

HOME = "http://bang.example"
LINE = "/nop https://trang.huyenmau.gov.vn/a.html | <b>Tập huấn</b> | 14/6/2021 | Nông thôn mới"


class Site:
    """A reader's browser on the page of a world's board."""

    def __init__(self, world: World, client: httpx.AsyncClient) -> None:
        self.world = world
        self.client = client

    async def link(self, user: int) -> str:
        """Return the path of the newest link that /status gives a person."""
        await self.world.say(user, "/tinhhinh")
        said = await self.world.press(user, "Trang của ban")
        said += " ".join(each.url or "" for row in self.world.last(user).buttons for each in row)
        found = re.findall(rf"{HOME}(/board/\S+)", said)
        assert len(found) == 1
        return str(found[0])

    async def get(self, path: str, status: int = 200) -> str:
        """Return the text of a page that answers with a status."""
        answer = await self.client.get(path)
        assert answer.status_code == status
        return answer.text


@pytest.fixture
async def site(world: World) -> AsyncIterator[Site]:
    world.services.board_page.serve_at(HOME)
    app = Starlette(routes=board_page_routes(world.services, world.stage.clock))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=HOME) as client:
        yield Site(world, client)


async def test_the_page_shows_the_table_the_silent_units_and_the_topics(site: Site) -> None:
    correspondent = await site.world.join("correspondent", TAX)
    await site.world.say(correspondent, LINE)
    page = await site.get(await site.link(await site.world.join("chair")))

    assert "<h1>6 tháng đầu năm 2021</h1>" in page
    assert "Số liệu lúc 09:00 ngày 15/6/2021" in page
    assert "<strong>243</strong>" in page
    assert "21/25 đơn vị có tin, bài" in page
    cells = re.search(rf'<th scope="row">{POLICE}</th>(.*?)</tr>', page, re.DOTALL)
    assert cells is not None
    assert re.findall(r">(\d+)<", cells[1]) == ["5", "6", "12", "5", "7", "4", "39"]
    silent = page.partition('id="silent"')[2].partition("</section>")[0]
    assert f"<li>{ETHNIC}</li>" in silent
    assert TAX not in silent
    topics = page.partition('id="topics"')[2].partition("</section>")[0]
    assert "Nông thôn mới" in topics.partition("<h3>")[0]
    assert "Y tế; Giáo dục; An ninh - Quốc phòng." in topics.partition("<h3>")[2]
    assert "Mọi tin nhắn của tinbai đều đã gửi được." in page


async def test_a_message_that_was_not_delivered_is_listed_with_its_reason(site: Site) -> None:
    correspondent = await site.world.join("correspondent", ETHNIC, "Lan <script>")
    chair = await site.world.join("chair")
    site.world.messenger.blocked.add(correspondent)
    await site.world.at(START.replace(day=21, hour=8))

    page = await site.get(await site.link(chair))

    listed = page.partition('id="undelivered"')[2].partition("</section>")[0]
    assert "Lan &lt;script&gt;" in listed
    blocked = site.world.channel == "telegram"
    why = "đã chặn trợ lý" if blocked else "không tìm thấy tài khoản"
    assert f"không gửi được ({why})" in listed
    assert "<script" not in page


async def test_another_period_is_shown_and_a_wrong_one_explained(site: Site) -> None:
    link = await site.link(await site.world.join("editor"))

    assert "<h1>Năm 2021</h1>" in await site.get(f"{link}?period=2021")
    assert "<h1>Quý I năm 2021</h1>" in await site.get(f"{link}?period=2021-Q1")
    problem = await site.get(f"{link}?period=hôm+kia", 400)
    assert "Không hiểu kỳ “hôm kia”" in problem
    assert f'href="{link}"' in problem


async def test_a_number_opens_its_articles(site: Site) -> None:
    lan = await site.world.join("correspondent", TAX)
    await site.world.say(lan, LINE)
    minh = await site.world.join("correspondent", POLICE)
    await site.world.say(minh, LINE.replace("/a.html", "/b.html").replace("Tập huấn", "Lễ hội"))
    page = await site.get(await site.link(await site.world.join("chair")))

    june, whole = _numbers(page, f'<th scope="row">{TAX}</th>')
    for address in (june, whole):
        listed = await site.get(address)
        assert '<a href="https://trang.huyenmau.gov.vn/a.html" rel="noreferrer">' in listed
        assert "Tập huấn" in listed
        assert "14/6/2021" in listed
        assert "Lễ hội" not in listed
        assert "bảng thống kê" not in listed
    january, *_others, total = _numbers(page, "<tfoot>")
    assert "<li>" not in await site.get(january)
    every = await site.get(total)
    assert "242 tin, bài lấy từ bảng thống kê" in every
    assert every.count("<li>") == 2
    assert TAX in every


@pytest.mark.parametrize("asked", ["unit=999", "unit=x", "month=2020-01", "unit=²"])
async def test_a_number_that_the_table_does_not_have_opens_nothing(site: Site, asked: str) -> None:
    link = await site.link(await site.world.join("chair"))
    problem = await site.get(f"{link}/articles?period=2021-H1&{asked}", 404)
    assert "chọn một số trong bảng" in problem


async def test_a_span_that_is_too_long_is_refused_with_a_sentence(site: Site) -> None:
    link = await site.link(await site.world.join("chair"))
    for path in (link, f"{link}/report.docx", f"{link}/articles"):
        problem = await site.get(f"{path}?period=2000-01-01..2021-06-30", 400)
        assert "nhiều nhất 24 tháng" in problem
    await site.get(f"{link}?period=2019-07-01..2021-06-30")


async def test_what_was_counted_counts_for_seconds_while_nothing_is_done(site: Site) -> None:
    lan = await site.world.join("correspondent", TAX)
    link = await site.link(await site.world.join("chair"))
    assert "<strong>242</strong>" in await site.get(link)
    page = site.world.services.board_page
    reader = await page.open(link.removeprefix("/board/"), site.world.stage.clock())
    now = site.world.stage.clock()
    kept = await page.contents(reader, "", now)
    assert await page.contents(reader, "", now + timedelta(seconds=9)) is kept
    assert await page.contents(reader, "", now + timedelta(seconds=11)) is not kept
    await site.world.say(lan, LINE)
    assert "<strong>243</strong>" in await site.get(link)


async def test_the_files_are_those_of_the_report(site: Site) -> None:
    link = await site.link(await site.world.join("chair"))

    word = await site.client.get(f"{link}/report.docx?period=2021-H1")
    text = "\n".join(each.text for each in Document(io.BytesIO(word.content)).paragraphs)
    assert "BÁO CÁO" in text
    book = await site.client.get(f"{link}/report.xlsx?period=2021-H1")
    assert "Phụ lục" in openpyxl.load_workbook(io.BytesIO(book.content)).sheetnames[0]
    chart = await site.client.get(f"{link}/chart.png?period=2021-H1")
    assert chart.headers["content-type"] == "image/png"
    assert (
        chart.headers["content-disposition"]
        == "attachment; filename*=UTF-8''bieu-do-6-thang-dau-nam-2021.png"
    )
    assert "Không có tệp này" in await site.get(f"{link}/config.toml", 404)


async def test_months_with_nothing_recorded_are_gaps_in_the_chart(site: Site) -> None:
    page = await site.get(await site.link(await site.world.join("chair")))
    chart = page.partition('<svg class="bars"')[2].partition("</svg>")[0]

    assert "12/2020: chưa có số liệu" in chart
    assert '<text class="count"' in chart
    assert ">0</text>" not in chart
    assert chart.count("<rect") < chart.count("/21</text>") + chart.count("/20</text>") == 12


async def test_one_link_renders_at_most_two_pages_at_once(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    chair, editor = await site.world.join("chair"), await site.world.join("editor")
    link, other = await site.link(chair), await site.link(editor)
    go_on = asyncio.Event()

    async def held(function: Callable[..., object], *arguments: object) -> object:
        await go_on.wait()
        return await asyncio.to_thread(function, *arguments)

    monkeypatch.setattr("services.reports.rendering.in_own_process", held)
    asked = [
        asyncio.create_task(site.client.get(f"{link}/report.xlsx?period=2021-H1"))
        for _each in range(6)
    ]
    refused = [
        await answer for answer in itertools.islice(asyncio.as_completed(asked, timeout=20), 4)
    ]
    assert [answer.status_code for answer in refused] == [429] * 4
    assert "xin đợi vài giây" in refused[0].text
    assert (await site.client.get(other)).status_code == 200
    go_on.set()
    statuses = sorted(answer.status_code for answer in await asyncio.gather(*asked))
    assert statuses == [200, 200, 429, 429, 429, 429]
    await site.get(link)


async def test_a_database_that_is_down_is_told_in_a_sentence(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = await site.link(await site.world.join("chair"))

    async def down(*_arguments: object, **_named: object) -> None:
        raise DatabaseError("SELECT", None, OSError())

    with monkeypatch.context() as broken:
        broken.setattr(site.world.services.board_page, "open", down)
        assert "xin mở lại liên kết này sau một phút" in await site.get(link, 503)
    await site.get(link)


async def test_only_the_board_is_given_a_link(site: Site) -> None:
    for role, unit in (("correspondent", TAX), ("head", TAX)):
        user = await site.world.join(role, unit)
        assert "Trang của ban" not in await site.world.say(user, "/tinhhinh")
        assert not any("trang của ban" in label for label in site.world.labels(user))
    assert HOME not in await site.world.say(site.world.stranger(), "/tinhhinh")


async def test_a_forged_or_cut_link_opens_nothing(site: Site) -> None:
    link = await site.link(await site.world.join("chair"))

    for path in (link[:-1], link.replace("/board/e", "/board/f"), "/board/x", "/board/%3Cb%3E"):
        page = await site.get(path, 403)
        assert "Liên kết này không đúng" in page
        assert "Ban Biên tập" not in page


async def test_a_link_ends_after_seven_days(site: Site) -> None:
    link = await site.link(await site.world.join("chair"))

    await site.world.at(START + timedelta(days=6, hours=23))
    await site.get(link)
    await site.world.at(START + timedelta(days=7))
    page = await site.get(link, 410)
    assert "đã hết hạn" in page
    assert "Ban Biên tập" not in page


async def test_revoking_ends_every_link_so_far_and_is_recorded(site: Site) -> None:
    chair, editor = await site.world.join("chair"), await site.world.join("editor")
    links = [await site.link(chair), await site.link(editor)]

    assert "Đã thu hồi mọi liên kết" in await site.world.press(editor, "Thu hồi liên kết")

    for link in links:
        assert "đã bị thu hồi" in await site.get(link, 410)
    await site.get(await site.link(chair))
    assert site.world.rows("SELECT action FROM audit_entries ORDER BY id DESC LIMIT 1") == [
        "revoke_links"
    ]


async def test_a_correspondent_cannot_forge_the_button_that_revokes(site: Site) -> None:
    link = await site.link(await site.world.join("chair"))
    correspondent = await site.world.join("correspondent", TAX)
    message = site.world.last(correspondent)
    await site.world.messenger.press(correspondent, message.id, "w:revoke")
    await site.world.stage.settled()

    await site.get(link)


async def test_who_left_the_board_reads_no_longer(site: Site) -> None:
    chair = await site.world.join("chair", name="Trần Văn Bình")
    link = await site.link(chair)
    now = site.world.stage.clock()
    [person] = site.world.rows("SELECT id FROM people WHERE name = 'Trần Văn Bình'")
    await _end_roles(site.world, person, now)

    assert "không còn xem được" in await site.get(link, 403)


async def test_the_page_is_for_reading_and_no_other_site_learns_its_address(site: Site) -> None:
    link = await site.link(await site.world.join("chair"))
    answer = await site.client.get(link)

    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert (await site.client.post(link)).status_code == 405
    for address in re.findall(r'<link [^>]*href="([^"]+)"', answer.text):
        assert (await site.client.get(address)).status_code == 200
    assert "<script" not in answer.text
    assert " style=" not in answer.text


async def test_a_link_made_before_a_restart_still_opens(site: Site) -> None:
    link = await site.link(await site.world.join("chair"))
    world = site.world
    again = build_services(world.stage.runtime.base.database)
    again.boards.serve(list(world.services.boards))

    token = urlsplit(link).path.removeprefix("/board/")
    reader = await again.board_page.open(token, world.stage.clock())
    assert reader.board.slug == "huyen-mau"


@pytest.mark.parametrize(
    ("section", "address"),
    [
        ({"public_url": "https://tinbai.xamau.gov.vn"}, "https://tinbai.xamau.gov.vn"),
        ({"host": "127.0.0.1"}, "http://127.0.0.1:8123"),
        ({"host": "0.0.0.0"}, "http://127.0.0.1:8123"),  # noqa: S104 - read, not bound
        ({"host": "::"}, "http://[::1]:8123"),
    ],
)
def test_links_begin_with_the_public_address_or_the_servers_own(
    section: dict[str, str], address: str
) -> None:
    assert web_address(WebSection.model_validate(section), 8123) == address


async def _end_roles(world: World, person: int, now: datetime) -> None:
    database = world.stage.runtime.base.database
    await database.write(lambda tx: people.end_memberships(tx, 1, person, now))


def _numbers(page: str, head: str) -> list[str]:
    """Return where the numbers of a row lead."""
    row = page.partition(head)[2].partition("</tr>")[0]
    return [html.unescape(one) for one in re.findall(r'href="([^"]+)"', row)]
