"""The portal's feed is read as safely as a page, and as far as it can be."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.errors import InvalidInput
from domain.portal.listing import FeedItem
from services.pages import parsing
from services.pages.feed_items import read_items
from services.pages.feeds import read_feed
from tests.fakes.portal import Answer, Portal

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LINK = "https://chuse.gialai.gov.vn/rss"
XML = {"Content-Type": "application/rss+xml"}

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Huyện Chư Sê</title>
<item><title>Mở lớp &amp;quot;Chuyển đổi số&amp;quot;</title><link>https://chuse.gialai.gov.vn/tin/1</link>
<pubDate>Mon, 14 Jun 2021 18:30:00 GMT</pubDate></item>
<item><title><![CDATA[<b>Ra quân</b>  dọn vệ sinh]]></title><link>/tin/2</link>
<pubDate>05/06/2021 23:30</pubDate></item>
<item><title>Không ngày</title><link>https://chuse.gialai.gov.vn/tin/3</link></item>
<item><title>Không liên kết</title></item>
<item><link>https://chuse.gialai.gov.vn/khong-tieu-de</link></item>
<item><title>Liên kết lạ</title><link>javascript:alert(1)</link></item>
<item><title>Liên kết hỏng</title><link>http://[</link></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Huyện</title>
<entry><title type="html">Trao &lt;i&gt;bò giống&lt;/i&gt;</title><link href="https://chuse.gialai.gov.vn/tin/4"/>
<updated>2021-06-14T17:00:00Z</updated></entry></feed>"""

ITEMS = (
    FeedItem("https://chuse.gialai.gov.vn/tin/1", 'Mở lớp "Chuyển đổi số"', date(2021, 6, 15)),
    FeedItem("https://chuse.gialai.gov.vn/tin/2", "Ra quân dọn vệ sinh", date(2021, 6, 5)),
    FeedItem("https://chuse.gialai.gov.vn/tin/3", "Không ngày", None),
)


@pytest.fixture
async def portal() -> AsyncIterator[Portal]:
    async with Portal() as running:
        running.pages["/rss"] = Answer(RSS.encode(), headers=XML)
        yield running


def _items(feed: str | bytes) -> tuple[FeedItem, ...] | None:
    content = feed if isinstance(feed, bytes) else feed.encode()
    return read_items(content, link=LINK, content_type="text/xml", zone=ZONE)


async def _unreadable(link: str, *, timeout_s: float = 20) -> object:
    with pytest.raises(InvalidInput) as caught:
        await read_feed(link, ZONE, hosts=["127.0.0.1"], timeout_s=timeout_s)
    assert caught.value.code == "feed_unreadable"
    assert caught.value.values["link"] == link
    return caught.value.values["reason"]


async def test_the_portals_feed_is_read(portal: Portal) -> None:
    items = await read_feed(portal.link("/rss"), ZONE, hosts=["127.0.0.1"], timeout_s=20)

    assert items[0] == ITEMS[0]
    assert items[1].link == portal.link("/tin/2")
    assert [item.published_on for item in items] == [item.published_on for item in ITEMS]


def test_entries_without_a_link_or_a_title_are_left_out() -> None:
    assert _items(RSS) == ITEMS


def test_atom_is_read_and_its_update_stands_for_the_publication() -> None:
    assert _items(ATOM) == (
        FeedItem("https://chuse.gialai.gov.vn/tin/4", "Trao bò giống", date(2021, 6, 15)),
    )


def test_a_date_without_an_offset_is_local_and_day_first() -> None:
    items = _items(RSS.replace("Mon, 14 Jun 2021 18:30:00 GMT", "2021-06-14 18:30"))

    assert items is not None
    assert [item.published_on for item in items] == [date(2021, 6, 14), date(2021, 6, 5), None]


def test_a_malformed_feed_gives_what_can_be_read() -> None:
    broken = RSS.replace("<item><title>Không ngày", "<item><title>Không & ngày")

    assert _items(broken[: broken.index("<item><title>Không liên kết")]) == (
        *ITEMS[:2],
        FeedItem("https://chuse.gialai.gov.vn/tin/3", "Không & ngày", None),
    )


def test_an_empty_feed_is_a_feed() -> None:
    assert _items('<rss version="2.0"><channel><title>a</title></channel></rss>') == ()


@pytest.mark.parametrize(
    "content", [b"", b"khong phai", b"<html><body><p>a</p></body></html>", b"\0\xff\xfe"]
)
def test_what_is_no_feed_is_told_from_an_empty_one(content: bytes) -> None:
    assert _items(content) is None


def test_a_feed_names_no_file_and_no_link_to_open(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(RSS, encoding="utf-8")

    assert _items(str(file)) is None
    assert _items(file.as_uri()) is None


def test_entities_that_grow_are_not_followed() -> None:
    layers = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    feed = RSS.replace(
        '<rss version="2.0">', f'<!DOCTYPE rss [<!ENTITY a0 "x">{layers}]><rss version="2.0">'
    ).replace("Không ngày", "&a11;")

    items = _items(feed)

    assert items is not None
    assert all(len(item.title) <= 500 for item in items)


def test_a_thousand_entries_are_enough() -> None:
    entry = "<item><title>Một tin</title><link>https://a.vn/1</link></item>"
    items = _items(f'<rss version="2.0"><channel>{entry * 1100}</channel></rss>')

    assert items is not None
    assert len(items) == 1000


async def test_a_feed_that_cannot_be_read_says_why(portal: Portal) -> None:
    portal.pages["/html"] = Answer(b"<html><body><p>a</p></body></html>")
    portal.pages["/lon"] = Answer(b" " * 2_000_001, headers=XML)

    assert await _unreadable(portal.link("/khong-co")) == "status_404"
    assert await _unreadable(portal.link("/html")) == "no_feed"
    assert await _unreadable(portal.link("/lon")) == "too_big"
    assert await _unreadable("https://example.org/rss") == "host_not_listed"
    assert await _unreadable(portal.redirect("/di", "http://10.0.0.1/")) == "host_not_listed"


async def test_a_parser_that_takes_too_long_is_stopped(portal: Portal) -> None:
    # No interpreter starts and parses within this time; the fetch from this machine does.
    assert await _unreadable(portal.link("/rss"), timeout_s=0.02) in ("parser_stopped", "too_slow")


def test_the_child_answers_a_feed_in_json() -> None:
    facts = {"as": "feed", "link": LINK, "content_type": "", "zone": "Asia/Ho_Chi_Minh"}

    assert parsing.read(facts, ATOM.encode()) == [
        {
            "link": "https://chuse.gialai.gov.vn/tin/4",
            "title": "Trao bò giống",
            "published_on": "2021-06-15",
            "byline": "",
            "opening": "",
        }
    ]
    assert parsing.read(facts, b"") is None
