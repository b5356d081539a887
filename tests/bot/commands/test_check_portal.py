"""What `tinbai check` says of a board's portal: what each address is, and what to do otherwise."""

from collections.abc import AsyncIterator

import pytest

from bot.commands.running.check_portal import check_portal
from bot.commands.running.findings import Findings
from bot.config.model import BoardSection
from domain.language import translator
from tests.fakes.portal import Answer, Portal
from tests.flows.portal.test_portal import rss

ARTICLES = [
    ("/tin/1", "Khai mạc hội thao toàn xã năm 2021", 14),
    ("/tin/2", "Tổng kết phong trào thi đua sáu tháng đầu năm", 13),
    ("/tin/3", "Ra quân làm sạch đường làng, ngõ xóm", 12),
]


def listing(portal: Portal, head: str = "") -> Answer:
    """Return a page that lists the articles."""
    links = "".join(
        f'<li><a href="{path}">{title}</a> <span>{day}/06/2021</span></li>'
        for path, title, day in ARTICLES
    )
    html = f"<!doctype html><html><head>{head}</head><body><ul>{links}</ul></body></html>"
    return Answer(html.encode())


@pytest.fixture
async def portal() -> AsyncIterator[Portal]:
    async with Portal() as running:
        yield running


async def checked(portal: Portal, *paths: str, hosts: bool = True) -> list[tuple[str, str]]:
    """Return the state and text of each line."""
    findings = Findings(as_json=True)
    sources = tuple(portal.link(path) for path in paths)
    site_hosts = (f"127.0.0.1:{portal.port}",) if hosts else ()
    board = BoardSection(portal=sources, site_hosts=site_hosts).board(1, ())
    await check_portal(translator("vi"), board, findings)
    return findings.found


@pytest.mark.parametrize("shape", ["feed", "page", "sitemap"])
async def test_each_address_is_told_for_what_it_is(portal: Portal, shape: str) -> None:
    entries = "".join(f"<url><loc>{portal.link(path)}</loc></url>" for path, _t, _d in ARTICLES)
    portal.pages["/ds"] = {
        "feed": rss(portal, ARTICLES),
        "page": listing(portal),
        "sitemap": Answer(f'<?xml version="1.0"?><urlset>{entries}</urlset>'.encode()),
    }[shape]
    name = {"feed": "RSS hoặc Atom", "page": "trang danh sách tin", "sitemap": "sơ đồ trang"}
    [(state, text)] = await checked(portal, "/ds")
    assert state == "ok"
    assert f"{portal.link('/ds')} là {name[shape]}, có 3 bài." in text


async def test_a_page_that_names_a_feed_is_told_with_the_line_to_write(portal: Portal) -> None:
    feed = '<link rel="alternate" type="application/rss+xml" href="/rss.xml">'
    portal.pages["/ds"] = listing(portal, feed)
    good, (state, text) = await checked(portal, "/ds")
    assert good[0] == "ok"
    assert state == "note"
    assert f'portal = ["{portal.link("/rss.xml")}"]' in text


async def test_what_cannot_be_read_is_told_with_the_mend_and_the_rest_goes_on(
    portal: Portal,
) -> None:
    portal.pages["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /kin\n")
    portal.pages["/kin"] = listing(portal)
    portal.pages["/trong"] = Answer(b"<!doctype html><html><body><p>Xin ch\xc3\xa0o</p></body>")
    portal.pages["/ds"] = listing(portal)
    robots, empty, dead, good = await checked(portal, "/kin", "/trong", "/khong-co", "/ds")
    assert [one[0] for one in (robots, empty, dead, good)] == ["warning"] * 3 + ["ok"]
    assert "xin nhờ đơn vị quản trị cổng cho phép" in robots[1]
    assert "không có danh sách bài" in empty[1]
    assert portal.link("/khong-co") in dead[1]
    assert "sửa portal trong cấu hình" in dead[1]
    assert not [head for head in portal.requests if head.startswith("GET /kin")]


async def test_without_site_hosts_the_line_to_write_is_named(portal: Portal) -> None:
    portal.pages["/ds"] = listing(portal)
    _good, (state, text) = await checked(portal, "/ds", hosts=False)
    assert state == "warning"
    assert f'site_hosts = ["127.0.0.1:{portal.port}"]' in text


async def test_a_board_without_a_portal_has_nothing_to_tell(portal: Portal) -> None:
    assert await checked(portal) == []
    assert portal.requests == []
