"""What a list of a portal holds, whichever it is: a feed, a sitemap or a page of links.

Runs in a process of its own (services.pages.parsing), as pages do.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from domain.portal.listing import FeedItem, whole_title
from domain.text import clean_line, search_key
from services.pages.dates import Element, line_stamp, read_stamp
from services.pages.facts import decode
from services.pages.feed_items import read_items

_MAX_ITEMS = 1_000
_MAX_TITLE = 500
# A menu's entry is short, an article's title is a sentence.
_LEAST_WORDS = 4
_LEAST_LETTERS = 18
# What leads to an article beside its title.
_MORE = re.compile(
    r"(?:(?:(?:xem|doc) (?:chi tiet|them|tiep)|chi tiet)(?: (?:chi tiet|noi dung|bai viet|thong tin"
    r"|tin tuc|tin|bai|cac|khac|nay|tai day|o day|ve))*|(?:read|view) more\b.*)\W*"
)
# Who or where, before a day or behind one: "Gia Lai, 05/03/2026".
_WHO = r"(?P<who>[^\W\d][^,.;()]*)"
_NAMED_DAYS = (
    re.compile(rf"{_WHO}(?:,\s|\s?\()(?P<day>[^()]*?)\)?"),
    re.compile(rf"\(?(?P<day>\d[^()]*?)[),]\s{_WHO}"),
)
_POSTED = re.compile(
    r"(đăng (ngày|bởi|lúc|vào)|tác giả|người đăng|bởi|admin|chuyên mục)\b", re.IGNORECASE
)
_MOST_NAME = 4
_TOLD = re.compile(
    r"\b(thứ|chủ nhật|ngày|sáng|trưa|chiều|tối|hôm|lúc|vào|đến|từ|trước|sau|do)\b", re.IGNORECASE
)
_DAY_BEHIND = re.compile(
    r"\s*[(\[]\s*(?:ngày\s+)?(\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?:[\s,|-]+\d{1,2}[:h]\d{2}(?::\d{2})?)?)"
    r"\s*[)\]]$",
    re.IGNORECASE,
)
_SITEMAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]")
_NO_LIST = "ancestor::nav or ancestor::footer or ancestor::header"
_STAMP_AROUND = 3
_MAX_AROUND = 1_000


def read_listing(
    content: bytes, *, link: str, content_type: str, charset: str | None, zone: ZoneInfo
) -> tuple[str, list[FeedItem], list[str]]:
    """Return what the list is, its entries, and the lists or feeds that it names."""
    head = content[:2_000].lower()
    if _SITEMAP.search(head):
        return _read_sitemap(content, link)
    is_page = b"<html" in head or b"<!doctype html" in head
    if not is_page or any(mark in head for mark in (b"<rss", b"<feed", b"<rdf:rdf")):
        items = read_items(content, link=link, content_type=content_type, zone=zone)
        return "feed", list(items or ()), []
    return _read_page(content, link, charset, zone)


def _read_sitemap(content: bytes, link: str) -> tuple[str, list[FeedItem], list[str]]:
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(content, parser)
    if root is None:
        return "sitemap", [], []
    stamped: list[tuple[str, FeedItem]] = []
    for element in root:
        # An image of a page has a "loc" and a "title" too.
        values = {
            etree.QName(each).localname: clean_line((each.text or "")[:2_000])
            for each in (*element, *element.xpath("./*[local-name() = 'news']/*"))
            if isinstance(each.tag, str)
        }
        if loc := values.get("loc"):
            title = values.get("title", "")[:_MAX_TITLE]
            stamped.append((values.get("lastmod", ""), FeedItem(urljoin(link, loc), title)))
    # The latest first: only some of them can be read at a time.
    stamped.sort(key=lambda each: each[0], reverse=True)
    items = [item for _stamp, item in stamped[:_MAX_ITEMS]]
    if etree.QName(root).localname == "sitemapindex":
        return "index", [], [item.link for item in items]
    return "sitemap", items, []


def _read_page(
    content: bytes, link: str, charset: str | None, zone: ZoneInfo
) -> tuple[str, list[FeedItem], list[str]]:
    from trafilatura.utils import load_html

    tree = load_html(decode(content, charset))
    if tree is None:
        return "page", [], []
    feeds = tree.xpath(
        "//link[@rel='alternate' and (contains(@type, 'rss') or contains(@type, 'atom'))]/@href"
    )
    found: dict[str, FeedItem] = {}
    for item in _linked(tree, link, zone):
        if item.link not in found and len(found) < _MAX_ITEMS:
            found[item.link] = item
    return "page", list(found.values()), [urljoin(link, feed) for feed in feeds]


def _linked(tree: Element, base: str, zone: ZoneInfo) -> Iterator[FeedItem]:
    host = _bare_host(urlsplit(base).netloc)
    for anchor in tree.xpath(f"//body//a[@href][not({_NO_LIST})]"):
        title, day = _title_and_day(anchor, zone)
        if _MORE.fullmatch(search_key(title)):
            continue
        if len(title.split()) < _LEAST_WORDS or not _LEAST_LETTERS <= len(title) <= _MAX_TITLE:
            continue
        try:
            target = urljoin(base, anchor.get("href").strip()).partition("#")[0]
            parts = urlsplit(target)
        except ValueError:
            continue
        if parts.scheme not in ("http", "https") or _bare_host(parts.netloc) != host:
            continue
        if parts.path in ("", "/") and not parts.query:
            continue
        yield FeedItem(target, title, day or _stamp_near(anchor, zone))


def _bare_host(netloc: str) -> str:
    return netloc.lower().removeprefix("www.")


def _title_and_day(anchor: Any, zone: ZoneInfo) -> tuple[str, date | None]:
    """Return what a link says, whole where its tooltip has the rest, and the day at its end."""
    shown = clean_line(" ".join(anchor.itertext())[: 4 * _MAX_TITLE])
    whole = clean_line(anchor.get("title", "")[:_MAX_TITLE])
    if match := _DAY_BEHIND.search(shown):
        title = shown[: match.start()]
        return title, read_stamp(match[1], zone)
    return whole_title(shown, whole) if shown else whole, None


def _stamp_near(anchor: Any, zone: ZoneInfo) -> date | None:
    """Return the date beside a link, as long as no other article's link stands there too."""
    around = anchor
    for _ in range(_STAMP_AROUND):
        around = around.getparent()
        if around is None or len({each.get("href") for each in around.iter("a")}) > 1:
            return None
        for each in around.iter("time"):
            if found := read_stamp(each.get("datetime", ""), zone):
                return found
        for piece in around.itertext():
            line = clean_line(piece[:_MAX_AROUND])
            if 6 <= len(line) <= 60 and (found := line_stamp(line, zone)):
                return found
        for piece in around.xpath(".//text()[not(ancestor::a)]"):
            line = clean_line(piece[:_MAX_AROUND])
            if 6 <= len(line) <= 60 and (found := _named_day(line, zone)):
                return found
    return None


def _named_day(line: str, zone: ZoneInfo) -> date | None:
    """Return the day of a line that says but who or where beside it; a sentence says more."""
    if _POSTED.match(line):
        return read_stamp(line, zone)
    for pattern in _NAMED_DAYS:
        if not (match := pattern.fullmatch(line)):
            continue
        name = match["who"].rpartition(":")[2]
        short = len(name.split()) <= _MOST_NAME and match["who"][0].isupper()
        if short and not _TOLD.search(name) and (found := line_stamp(match["day"], zone)):
            return found
    return None
