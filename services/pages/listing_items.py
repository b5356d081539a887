"""What a list of a portal holds, whichever it is: a feed, a sitemap or a page of links.

Runs in a process of its own (services.pages.parsing), as pages do.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from domain.portal.listing import FeedItem
from domain.text import clean_line
from services.pages.dates import Element, read_stamp
from services.pages.facts import decode
from services.pages.feed_items import read_items

_MAX_ITEMS = 1_000
_MAX_TITLE = 500
# A menu's entry is short, an article's title is a sentence.
_LEAST_WORDS = 4
_LEAST_LETTERS = 18
_NO_LIST = "ancestor::nav or ancestor::footer or ancestor::header"
_STAMP_AROUND = 3
_MAX_AROUND = 1_000


def read_listing(
    content: bytes, *, link: str, content_type: str, charset: str | None, zone: ZoneInfo
) -> tuple[str, list[FeedItem], list[str]]:
    """Return what the list is, its entries, and the lists or feeds that it names."""
    head = content[:2_000].lower()
    if b"<urlset" in head or b"<sitemapindex" in head:
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
        values = {
            etree.QName(each).localname: clean_line((each.text or "")[:2_000])
            for each in element.iter()
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
    host = urlsplit(base).netloc
    for anchor in tree.xpath(f"//body//a[@href][not({_NO_LIST})]"):
        title = clean_line(" ".join(anchor.itertext())[: 4 * _MAX_TITLE]) or clean_line(
            anchor.get("title", "")[:_MAX_TITLE]
        )
        if len(title.split()) < _LEAST_WORDS or not _LEAST_LETTERS <= len(title) <= _MAX_TITLE:
            continue
        try:
            target = urljoin(base, anchor.get("href").strip()).partition("#")[0]
            parts = urlsplit(target)
        except ValueError:
            continue
        if parts.scheme not in ("http", "https") or parts.netloc != host:
            continue
        if parts.path in ("", "/") and not parts.query:
            continue
        yield FeedItem(target, title, _stamp_near(anchor, zone))


def _stamp_near(anchor: Any, zone: ZoneInfo) -> date | None:
    """Return the date beside a link, as long as no other article's link stands there too."""
    around = anchor
    for _ in range(_STAMP_AROUND):
        around = around.getparent()
        if around is None or len({each.get("href") for each in around.iter("a")}) > 1:
            return None
        for piece in around.itertext():
            line = clean_line(piece[:_MAX_AROUND])
            if 6 <= len(line) <= 60 and (found := read_stamp(line, zone)):
                return found
    return None
