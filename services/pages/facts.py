"""What a page of a portal says of itself: title, date, section.

trafilatura reads the metadata; what it cannot know of Vietnamese portals is added here: their site
names in titles, their dates, their breadcrumbs and their encodings. Runs in a process of its own
(services.pages.parsing), because a page made for it keeps any parser busy for as long as it likes.
"""

import codecs
import copy
import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from domain.portal.listing import PageFacts, is_portal_name, strip_site_names
from domain.text import clean_line, search_key
from services.pages.dates import Element, find_date, read_stamp

_MAX_TITLE = 500
_MAX_SECTION = 120
_MAX_NODES = 2_000
_MAX_BYLINE = 120
_MAX_OPENING = 3_000
# What stands before the name of whoever wrote an article, at its end or below its title.
_SIGNED = re.compile(
    r"\W*(?:tác giả|người viết(?: bài)?|người đăng (?:tin|bài)|nguồn(?: tin)?|theo"
    r"|(?:ảnh\s*(?:[,&-]|và)\s*)?(?:tin|bài)(?:\s*(?:[,&-]\s*)?(?:tin|bài|ảnh)|\s+và\s+ảnh)*)"
    r"\s*:\s*(.{2,120})",
    re.IGNORECASE,
)
_NOBODY = frozenset({"admin", "administrator", "quan tri", "quan tri vien", "ban bien tap"})
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_HOME_WORDS = frozenset({"trang chu", "home", "homepage", "trang nhat"})
_ANY_PAGE = frozenset(
    {"chi tiet", "chi tiet tin", "tin tuc", "bai viet", "tin chi tiet", "noi dung"}
)
_NO_PAGE = re.compile(
    r"(loi )?404\b.*|(page )?not found|(khong tim thay|khong ton tai) (trang|bai viet|noi dung).*"
    r"|(trang|bai viet|noi dung)( nay)? khong (tim thay|ton tai).*"
    r"|(trang|bai viet|noi dung)(( ma)? (ban|quy (vi|khach)))?( duoc| dang| vua| can| muon)*"
    r"( tim( kiem)?| yeu cau| truy cap| xem) khong (tim thay|ton tai)"
    r"|error|loi|loading.*|access denied|(403 )?forbidden|bad gateway|service unavailable"
    r"|(runtime|(internal )?server) error.*|just a moment\W*|attention required\W.*|please wait.*"
    r"|(dang tai|vui long (cho|doi))\W*|dang nhap( he thong)?|(ket qua )?tim kiem|object moved.*"
    r"|((trang web|he thong) )?dang (duoc )?(bao tri|nang cap)|bao tri( he thong)?|nang cap"
)
# The name of a place is that of its portal; that of a place is written with capitals.
_KIND = "xã|phường|thị trấn|huyện|thị xã|thành phố|tỉnh"
_PLACE = re.compile(
    rf"((?:ubnd|[uủ][yỷ] ban nhân dân) )?(?:{_KIND})(?: [^\W\d]+){{1,3}}"
    rf"(?: ?[-,|–] ?(?:{_KIND})(?: [^\W\d]+){{1,3}})*",
    re.IGNORECASE,
)
_PLACE_WORDS = frozenset(f"{_KIND}|ủy ban nhân dân|uỷ".replace("|", " ").split())
_DATED_PATH = re.compile(r"/(\d{4}/\d{1,2}/\d{1,2})/")
_TAIL = re.compile(r"\s*[|»·•–—-]\s")
_CLASS = "contains(translate(concat(@class, ' ', @id), 'BCDEIMRTUL', 'bcdeimrtul'), '{}')"


def read_page(
    content: bytes, *, link: str, charset: str | None, zone: ZoneInfo
) -> PageFacts | None:
    """Return what the HTML page says of itself, or None when it has no title of its own.

    `charset` is what the server declared; the page's bytes are believed first.
    """
    from trafilatura.metadata import extract_metadata
    from trafilatura.utils import load_html

    tree = load_html(decode(content, charset))
    if tree is None:
        return None
    data = list(_json_ld(tree))
    known = extract_metadata(tree, default_url=link, date_config={"extensive_search": False})
    sites = [
        *tree.xpath("//meta[@property='og:site_name' or @name='application-name']/@content"),
        *(_name(node.get("publisher")) for node in data),
        *(_name(node) for node in data if node.get("@type") in ("WebSite", "Organization")),
        *_strings(known.sitename),
    ]
    title = _title(tree, data, _strings(known.title), [site for site in sites if site])
    if title is None:
        return None
    published_on = find_date(tree, data, _title_element(tree, title), zone)
    if published_on is None and (path := _DATED_PATH.search(link)):
        published_on = read_stamp(path[1], zone)
    section = _section(tree, data, title, _strings(known.categories))
    opening, closing = _text_of(tree)
    byline = _byline(tree, data, closing, _strings(known.author))
    return PageFacts(link, title, published_on, section, byline, opening)


def _text_of(tree: Element) -> tuple[str, list[str]]:
    """Return the first words of a page's own text, and its last lines."""
    from trafilatura import extract

    # trafilatura takes elements out of the tree it is given.
    text = extract(copy.deepcopy(tree), include_comments=False, include_tables=False) or ""
    lines = [line for each in text.splitlines() if (line := clean_line(each[:_MAX_OPENING]))]
    return " ".join(lines)[:_MAX_OPENING], lines[-3:]


def _byline(tree: Element, data: list[dict[str, Any]], closing: list[str], known: list[str]) -> str:
    """Return who signs a page: what is labelled as its author, else what its metadata say."""
    shown = [
        _text(element)
        for element in tree.xpath(
            f"//*[@itemprop='author' or @rel='author'] | //body//*[{_CLASS.format('author')}]"
            f" | //body//*[{_CLASS.format('tacgia')}]"
        )[:20]
    ]
    labelled = [
        line
        for text in tree.xpath("//body//p | //body//span | //body//em | //body//strong")[:2_000]
        if len(line := _text(text)) <= _MAX_BYLINE
    ]
    labels = (match for line in (*labelled, *closing) if (match := _SIGNED.match(line)))
    stated = (
        *(match[1] for match in labels),
        *shown,
        *(_name(node.get("author")) for node in data),
        *tree.xpath("//meta[@name='author' or @property='article:author']/@content"),
        *known,
    )
    for candidate in stated:
        line = clean_line(candidate[: 4 * _MAX_BYLINE])
        if signed := _SIGNED.match(line):
            line = signed[1]
        if 1 < len(line) <= _MAX_BYLINE and search_key(line) not in _NOBODY and ":/" not in line:
            return line
    return ""


def decode(content: bytes, declared: str | None) -> str:
    """Return the text of a page whatever it declares.

    Valid UTF-8 is UTF-8; then the page's own or the server's charset if it fits; a Western one
    cannot hold Vietnamese, so windows-1258 stands in for it.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    text = content.decode("utf-8-sig", errors="replace")
    # A few broken bytes (a cut in the middle of a letter) do not make another encoding, in which
    # hardly a letter would be whole by chance.
    broken = text.count("\ufffd")
    whole = len(text) - len(text.encode("ascii", "ignore")) - broken
    if broken * 4 <= whole:
        return text
    found = _META_CHARSET.search(content[:10_000])
    for name in (found[1].decode("ascii") if found else None, declared):
        try:
            codec = codecs.lookup(name or "").name
            if codec not in ("utf-8", "ascii", "iso8859-1", "cp1252"):
                return content.decode(codec)
        except (LookupError, ValueError):
            continue
    return content.decode("cp1258", errors="replace")


def _json_ld(tree: Element) -> Iterator[dict[str, Any]]:
    for text in tree.xpath("//script[contains(@type, 'ld+json')]/text()"):
        try:
            waiting = [json.loads(text, strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MAX_NODES):
            if not waiting:
                break
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting.extend(node)
            elif isinstance(node, dict):
                yield node
                waiting.extend(value for value in node.values() if isinstance(value, dict | list))


def _title(
    tree: Element, data: list[dict[str, Any]], known: list[str], sites: list[str]
) -> str | None:
    shown = [_text(element) for element in tree.xpath("//h1")[:20]]
    titles = [_text(element) for element in tree.xpath("//head//title")[:1]]
    whole = search_key(" ".join(titles))
    stated = [
        *tree.xpath("//meta[@property='og:title' or @name='twitter:title']/@content"),
        *(headline for node in data for headline in _strings(node.get("headline"))),
        *(heading for heading in shown if search_key(heading) in whole),
    ]
    for candidate in (*stated, *shown, *titles, *known):
        # Some sites write their marks twice: "H&amp;#7897;i".
        line = clean_line(html.unescape(candidate[: 4 * _MAX_TITLE]))
        title = strip_site_names(line, sites)
        # What the page shows as its heading is the title without the site's name.
        for head in shown:
            if _is_title(head, sites) and _TAIL.match(line.removeprefix(head)):
                title = head
        if _is_title(title, sites):
            return title
    return None


def _is_title(title: str, sites: list[str]) -> bool:
    key = search_key(title)
    return (
        3 < len(title) <= _MAX_TITLE
        and key not in _HOME_WORDS | _ANY_PAGE
        and not is_portal_name(title, sites)
        and not _NO_PAGE.fullmatch(key)
        and not _is_place(title)
    )


def _is_place(title: str) -> bool:
    match = _PLACE.fullmatch(title)
    if match is None or title.isupper():  # "XÃ HỘI HỌC TẬP"
        return match is not None and match[1] is not None
    words = re.findall(r"[^\W\d]+", title)
    return all(word[0].isupper() or word in _PLACE_WORDS for word in words)


def _title_element(tree: Element, title: str) -> Element | None:
    key = search_key(title)
    shown = tree.xpath(f"//h1 | //h2 | //h3 | //body//*[{_CLASS.format('title')}]")
    for element in shown[:200]:
        if search_key(_text(element)) == key:
            return element
    return next(iter(tree.xpath("//h1")), None)


def _section(tree: Element, data: list[dict[str, Any]], title: str, known: list[str]) -> str | None:
    crumbs = sorted(
        (item for node in data if node.get("@type") == "BreadcrumbList" for item in _items(node)),
        key=lambda item: item[0],
    )
    stated: Iterable[str] = (
        *tree.xpath("//meta[@property='article:section' or @name='article:section']/@content"),
        *(section for node in data for section in _strings(node.get("articleSection"))),
        *reversed([name for _, name in crumbs]),
        *reversed(_shown_crumbs(tree)),
        *known,
    )
    for candidate in stated:
        section = clean_line(candidate[: 4 * _MAX_SECTION]).strip("/›»> ")
        key = search_key(section)
        if 1 < len(section) <= _MAX_SECTION and key not in (search_key(title), *_HOME_WORDS):
            return section
    return None


def _items(node: dict[str, Any]) -> Iterator[tuple[int, str]]:
    elements = node.get("itemListElement")
    for item in elements if isinstance(elements, list) else []:
        if isinstance(item, dict):
            position = str(item.get("position"))
            place = int(position) if position.isdecimal() else 0
            yield place, _name(item) or _name(item.get("item"))


def _shown_crumbs(tree: Element) -> list[str]:
    trails = tree.xpath(f"//body//*[{_CLASS.format('breadcrumb')}][.//a][1]")
    return [_text(step) for step in trails[0].xpath(".//a")[:10]] if trails else []


def _name(node: Any) -> str:
    return next(iter(_strings(node.get("name"))), "") if isinstance(node, dict) else ""


def _strings(value: Any) -> list[str]:
    return [
        item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)
    ]


def _text(element: Element) -> str:
    return clean_line(" ".join(element.itertext())[: 8 * _MAX_TITLE])
