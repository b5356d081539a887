"""When a page says it was published.

Vietnamese portals state it in every way there is: metadata, a <time>, "Ngày đăng: 15/06/2021
08:30", or a bare "Thứ ba, 15/06/2021" below the title, while today's date runs in the page's head.
Where nothing is certain there is no date, and the person is asked.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.text import clean_line, search_key

Element = Any  # an lxml element: lxml has no types

_YEARS = range(1995, 2101)
_MAX_STAMP = 200
_NEAR_TITLE = 25
_META_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_time",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "date",
)
_ISO = re.compile(
    r"(?<!\d)(\d{4})([-/])(\d{1,2})\2(\d{1,2})"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::\d{2}(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{4}(?:\d{2})?)?")
_DAY_FIRST = re.compile(
    r"(?<![\d/.-])(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d/])"
)
_IN_WORDS = re.compile(r"(?<!\d)(\d{1,2}) thang (\d{1,2})(?: nam |, ?|/)(\d{4})(?!\d)")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})(?::|h| gio )(\d{2})(?::\d{2})?(?!\d)")
_GMT = re.compile(r"gmt ?([+-]) ?(\d{1,2})(?::?(\d{2}))?")
_LABEL = re.compile(
    r"\b(ngay dang|dang ngay|dang luc|ngay xuat ban|xuat ban ngay|xuat ban luc|ngay dang tin"
    r"|ngay phat hanh|thoi gian dang|ngay viet|dang tai)\b"
)
_UPDATE_LABEL = re.compile(r"\b(cap nhat|ngay cap nhat|cap nhat luc|cap nhat ngay)\b")
_STAMP_WORD = re.compile(
    r"ngay|dang|luc|vao|xuat|ban|cap|nhat|thoi|gian|viet|tao|tin|bai|thu|hai|ba|tu|nam|sau|bay|chu"
    r"|t[2-7]|cn|gmt|utc|am|pm|sa|ch|gio|phut|thang|h"
)
_VISIBLE = "text()[not(parent::script or parent::style or parent::noscript)]"


def read_stamp(text: str, zone: ZoneInfo) -> date | None:
    """Return the date that a stamp states, in the zone, or None.

    Reads ISO 8601, RFC 822 and the Vietnamese order, day first (month first only where day first is
    impossible). A time with an offset is converted; one without is already local.
    """
    line = clean_line(text[: 4 * _MAX_STAMP])[:_MAX_STAMP]
    if match := _ISO.search(line):
        year, _, month, day, hour, minute, offset = match.groups()
        return _local(int(year), int(month), int(day), (hour, minute), _offset(offset), zone)
    if match := _COMPACT.fullmatch(line):
        return _date(*map(int, match.groups()))
    key = search_key(line)
    if match := _DAY_FIRST.search(key):
        day, _, month, year = match.groups()
    elif match := _IN_WORDS.search(key):
        day, month, year = match.groups()
    else:
        return _read_rfc_822(line, zone)
    clock = _CLOCK.search(key)
    gmt = _GMT.search(key)
    return _local(
        int(year) + (2000 if len(year) == 2 else 0),
        *_month_and_day(int(month), int(day)),
        clock.groups() if clock else (None, None),
        _offset(f"{gmt[1]}{int(gmt[2]):02}{gmt[3] or '00'}") if gmt else None,
        zone,
    )


def find_date(
    tree: Element,
    data: Iterable[dict[str, Any]],
    title_element: Element | None,
    zone: ZoneInfo,
) -> date | None:
    """Return when the page was published, in the zone, or None.

    `data` are the page's JSON-LD nodes, `title_element` is what shows the title. The most
    deliberate statement wins: data for machines, a labelled date, a <time>, a stamp below the
    title.
    """
    nodes = _pieces(tree.xpath(f"//body//{_VISIBLE}"))
    after = [] if title_element is None else _pieces(title_element.xpath(f"following::{_VISIBLE}"))
    stated = (
        *(str(node["datePublished"]) for node in data if node.get("datePublished")),
        *_meta_values(tree),
        *_marked_values(tree),
    )
    for found in (
        _first(stated, zone),
        _labelled(nodes, _LABEL, zone),
        _first(_time_values(tree, title_element), zone),
        _first(_stamps(after[:_NEAR_TITLE]), zone),
        _labelled(after, _UPDATE_LABEL, zone),
    ):
        if found:
            return found
    return None


def _first(values: Iterable[str], zone: ZoneInfo) -> date | None:
    return next((found for value in values if (found := read_stamp(value, zone))), None)


def _meta_values(tree: Element) -> Iterator[str]:
    stated: dict[str, str] = {}
    for meta in tree.iterfind(".//meta[@content]"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        stated.setdefault(name.strip().lower(), meta.get("content", ""))
    yield from (stated[name] for name in _META_NAMES if name in stated)


def _marked_values(tree: Element) -> Iterator[str]:
    for element in tree.iterfind(".//*[@itemprop='datePublished']"):
        yield element.get("content") or element.get("datetime") or _text(element)


def _time_values(tree: Element, title_element: Element | None) -> Iterator[str]:
    around = tree.xpath("//article[1]//time | //time[@pubdate]")
    after = title_element.xpath("following::time") if title_element is not None else []
    for element in (*around, *(after or tree.xpath("//time"))):
        yield element.get("datetime") or _text(element)


def _labelled(nodes: list[str], label: re.Pattern[str], zone: ZoneInfo) -> date | None:
    for at, node in enumerate(nodes):
        if len(node) > _MAX_STAMP:
            continue
        key = search_key(node)
        if not (match := label.search(key)):
            continue
        # The value may stand in the next cell or span.
        for value in (key[match.end() :], *nodes[at + 1 : at + 3]):
            if len(value) <= _MAX_STAMP and (found := read_stamp(value, zone)):
                return found
    return None


def _stamps(nodes: list[str]) -> Iterator[str]:
    for node in nodes:
        if len(node) > _MAX_STAMP:
            continue
        for part in re.split(r"\s[|•·–-]\s|\s?[|•]\s?", node):
            words = re.findall(r"[^\W\d_]+\d?", search_key(part))
            if all(_STAMP_WORD.fullmatch(word) for word in words):
                yield part


def _pieces(nodes: Iterable[str]) -> list[str]:
    return [line for node in nodes if (line := clean_line(node[: 4 * _MAX_STAMP]))]


def _text(element: Element) -> str:
    return clean_line(" ".join(element.itertext()))


def _month_and_day(month: int, day: int) -> tuple[int, int]:
    return (day, month) if month > 12 >= day else (month, day)


def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "")
    span = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-span if text[0] == "-" else span) if span < timedelta(hours=24) else None


def _local(
    year: int,
    month: int,
    day: int,
    clock: tuple[str | None, ...],
    offset: timezone | None,
    zone: ZoneInfo,
) -> date | None:
    stated = _date(year, month, day)
    hour, minute = clock
    if stated is None or offset is None or hour is None or minute is None:
        return stated
    if int(hour) > 23 or int(minute) > 59:
        return stated
    moment = datetime(year, month, day, int(hour), int(minute), tzinfo=offset)
    return moment.astimezone(zone).date()


def _date(year: int, month: int, day: int) -> date | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_rfc_822(line: str, zone: ZoneInfo) -> date | None:
    try:
        moment = parsedate_to_datetime(line)
    except ValueError:
        return None
    if moment.tzinfo is not None:
        moment = moment.astimezone(zone)
    return _date(moment.year, moment.month, moment.day)
