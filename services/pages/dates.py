"""When a page says it was published.

Vietnamese portals state it in every way there is: metadata, a <time>, "Ngày đăng: 15/06/2021
08:30", or a bare "Thứ ba, 15/06/2021" below the title, while today's date runs in the page's head.
Where nothing is certain there is no date, and the person is asked.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from itertools import islice, takewhile
from typing import Any
from zoneinfo import ZoneInfo

from domain.number_words import ENGLISH_MONTHS, MONTH, MONTH_WORDS
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
)
# Some servers write today's date there.
_DOUBTFUL_NAMES = ("dc.date", "date")
# What stands beside a link with as many words may belong to that link's article.
_TITLE_WORDS, _TITLE_LETTERS = 6, 24
_BESIDE, _MOST_LINKS, _MOST_NAMED = 3, 5, 2
# A box with more words of its own is no entry of a list; this far below its title, a page has a
# line of its own: its category, its source, its day.
_MOST_TEASER, _BELOW_TITLE, _MOST_STAMP = 600, 500, 60
_OTHERS_BOX = re.compile(
    r"related|(?<![a-z])(?:rel|others?|recent|featured)(?![a-z])"
    r"|lien[-_]?quan|noi[-_]?bat|(?:tin|bai)[-_]?khac"
)
_ISO = re.compile(
    r"(?<!\d)(\d{4})([-/])(\d{1,2})\2(\d{1,2})"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::\d{2}(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{4}(?:\d{2})?)?")
_DAY_FIRST = re.compile(
    r"(?<![\d/.-])(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d/])"
)
_MONTHS = MONTH_WORDS | ENGLISH_MONTHS
# "Tháng 6", "Tháng Sáu", WordPress' "Th6", "June".
_MONTH = (
    rf"(?:(?:thang|thg|th)\.? ?(?P<month>{MONTH})"
    rf"|(?P<english>{'|'.join(ENGLISH_MONTHS)})\.?)"
)
_YEAR = r"(?: nam |,? ?|/|-)(?P<year>\d{4})(?!\d)"
_IN_WORDS = re.compile(rf"(?<![\w/.-])(?P<day>\d{{1,2}})[ -]{_MONTH}{_YEAR}")
_MONTH_FIRST = re.compile(rf"\b{_MONTH} (?P<day>\d{{1,2}}){_YEAR.replace(',? ?', ', ?| ')}")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})(?::|h| gio )(\d{2})(?::\d{2})?(?!\d)")
_ANY_DAY = re.compile(
    r"\d\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2}|tháng|\bthg|\bth\d"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b",
    re.IGNORECASE,
)
_NO_YEAR = re.compile(r"\b000[01]\b")
_HALF_DAY = re.compile(r"\d ?[ap]\.?m\b")
_GMT = re.compile(r"gmt ?([+-]) ?(\d{1,2})(?::?(\d{2}))?")
_LABEL = re.compile(
    r"\b(ngay dang|dang ngay|dang luc|ngay xuat ban|xuat ban ngay|xuat ban luc|ngay dang tin"
    r"|ngay phat hanh|thoi gian dang|ngay viet|dang tai)\b"
)
_UPDATE_LABEL = re.compile(r"\b(cap nhat|ngay cap nhat|cap nhat luc|cap nhat ngay)\b")
_STAMP_WORD = re.compile(
    r"ngay|dang|luc|vao|xuat|ban|cap|nhat|thoi|gian|viet|tao|tin|bai|thu|hai|ba|tu|nam|sau|bay|chu"
    r"|t[2-7]|cn|gmt|utc|am|pm|sa|ch|gio|phut|thang|h|thg|th\d?|posted|on|luot|xem|doc|views?"
    rf"|{'|'.join(word for name in _MONTHS for word in name.split())}"
    r"|(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?"
)
_VISIBLE = "text()[not(parent::script or parent::style or parent::noscript)]"


def read_stamp(text: str, zone: ZoneInfo) -> date | None:
    """Return the date that a stamp states, in the zone, or None.

    Reads ISO 8601, RFC 822 and the Vietnamese order, day first (month first only where day first is
    impossible), months in words too. "6/12/2021 7:05 PM" may be either and is no date. A time with
    an offset is converted; one without is already local.
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
        if _may_be_month_first(match, key):
            return None
    elif found := _read_rfc_822(line, zone):
        return found
    elif match := _IN_WORDS.search(key) or _MONTH_FIRST.search(key):
        day, year = match["day"], match["year"]
        name = match["month"] or match["english"]
        month = str(_MONTHS.get(name, name))
    else:
        return None
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
    return next(filter(None, _statements(tree, data, title_element, zone)), None)


def _statements(
    tree: Element,
    data: Iterable[dict[str, Any]],
    title_element: Element | None,
    zone: ZoneInfo,
) -> Iterator[date | None]:
    """Yield what each way of stating a date says; the costly ones stand behind the others."""
    stated = (
        *(str(node["datePublished"]) for node in data if node.get("datePublished")),
        *_meta_values(tree, _META_NAMES),
        *_marked_values(tree),
    )
    yield _first(stated, zone)
    place = _Place.of(tree, title_element)
    lines = tree.xpath(f"//body//{_VISIBLE}")
    yield _labelled(_pieces(lines, place), _LABEL, zone)
    yield _first(_time_values(tree, title_element, place), zone)
    below = [] if title_element is None else title_element.xpath(f"following::{_VISIBLE}")
    after = _pieces(below, place)
    yield _first(_stamps(after[:_NEAR_TITLE]), zone)
    yield _first(_meta_values(tree, _DOUBTFUL_NAMES), zone)
    yield _labelled(after, _UPDATE_LABEL, zone)
    # Nothing else is dated: what stands beside a link that may be a category's.
    unsure = replace(place, sure=False)
    nodes = _pieces(lines, unsure)
    yield _labelled(nodes, _LABEL, zone)
    yield _first(_time_values(tree, title_element, unsure), zone)
    yield _labelled(nodes, _UPDATE_LABEL, zone)


def _first(values: Iterable[str], zone: ZoneInfo) -> date | None:
    return next((found for value in values if (found := read_stamp(value, zone))), None)


def _meta_values(tree: Element, names: Iterable[str]) -> Iterator[str]:
    stated: dict[str, str] = {}
    for meta in tree.iterfind(".//meta[@content]"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        stated.setdefault(name.strip().lower(), meta.get("content", ""))
    yield from (stated[name] for name in names if name in stated)


def _marked_values(tree: Element) -> Iterator[str]:
    for element in tree.iterfind(".//*[@itemprop='datePublished']"):
        yield element.get("content") or element.get("datetime") or _text(element)


def _time_values(tree: Element, title_element: Element | None, place: "_Place") -> Iterator[str]:
    around = tree.xpath("//article[1]//time | //time[@pubdate]")
    after = title_element.xpath("following::time") if title_element is not None else []
    for element in (*around, *(after or tree.xpath("//time"))):
        if _is_anothers(element, place):
            continue
        yield element.get("datetime") or _text(element)


def line_stamp(line: str, zone: ZoneInfo) -> date | None:
    """Return the date of a line that is nothing but a stamp; a sentence may name any day."""
    return _first(_stamps([line]), zone)


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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page says things of itself; where not `sure`, what may be another's is its own."""

    titles: str
    around: tuple[Element, ...] = ()
    below: frozenset[Element] = frozenset()
    sure: bool = True
    # Boxes already looked through: their links, None where no link is a title.
    links: dict[Element, list[Element] | None] = field(default_factory=dict)

    @classmethod
    def of(cls, tree: Element, title_element: Element | None) -> "_Place":
        heads = [
            *tree.xpath("//head//title")[:1],
            *filter(lambda x: x is not None, [title_element]),
        ]
        titles = " ".join(_text(head) for head in heads)
        if title_element is None:
            return cls(titles)
        return cls(
            titles,
            (title_element, *title_element.iterancestors()),
            frozenset(_below(title_element)),
        )


def _below(title_element: Element) -> Iterator[Element]:
    """Yield the elements that begin soon below the title, up to the first day there."""
    letters = 0
    for node in title_element.xpath(f"following::node()[self::* or self::{_VISIBLE}]"):
        if not isinstance(node, str):
            yield node
            continue
        line = clean_line(node[: 4 * _MAX_STAMP])
        letters += len(line)
        if letters > _BELOW_TITLE or (len(line) <= _MOST_STAMP and _DAY_FIRST.search(line)):
            return


def _pieces(nodes: Iterable[Any], place: _Place) -> list[str]:
    """Return the lines of text nodes, but no days of other articles that the page leads to."""
    return [
        line
        for node in nodes
        if (line := clean_line(node[: 4 * _MAX_STAMP]))
        and not (_ANY_DAY.search(line) and _is_anothers(node.getparent(), place))
    ]


def _is_anothers(element: Element, place: _Place) -> bool:
    """Tell whether an element stands beside a link that is the title of another article.

    A category, a source or a document that the page names has a link as long: an entry of a list,
    a link that is a heading and a box that says so are another's, other links not soon below the
    title.
    """
    beside, links = _links_beside(element, place)
    if not links:
        return False
    below = element in place.below
    if len(links) > _MOST_NAMED:
        return True
    for box in links[0].iterancestors():
        if box in place.around or box.tag == "body":
            break
        marks = f"{box.get('class', '')} {box.get('id', '')}".lower()
        if box.tag in ("aside", "h2", "h3", "h4", "h5", "h6") or _OTHERS_BOX.search(marks):
            return True
        if box.tag == "li" and not (below and _is_before(element, links[0], beside)):
            return True
    return place.sure and not below


def _links_beside(element: Element, place: _Place) -> tuple[Element, list[Element]]:
    """Return the smallest box with an element and titles of other articles, and their links."""
    around = element
    for _ in range(_BESIDE):
        if around is None or around.tag in ("body", "main", "article") or around in place.around:
            break
        if around not in place.links:
            place.links[around] = _links_in(around, place)
        found = place.links[around]
        if found is not None:
            return around, found
        around = around.getparent()
    return around, []


def _links_in(box: Element, place: _Place) -> list[Element] | None:
    """Return a box's links that are titles of other articles: none of a text, None without any."""
    found = [
        link
        for link in islice(box.iterfind(".//a[@href]"), _MOST_LINKS)
        if len(title := _text(link)) >= _TITLE_LETTERS
        and len(title.split()) >= _TITLE_WORDS
        and title not in place.titles
        and not _is_entry(link, box)
    ]
    return ([] if _is_text(box) else found) if found else None


def _is_before(element: Element, link: Element, box: Element) -> bool:
    return next(each for each in box.iter() if each in (element, link)) is not link


def _is_entry(link: Element, box: Element) -> bool:
    """Tell whether a link is an entry of a list inside the box, and so is not beside the day."""
    return any(
        each.tag == "li" for each in takewhile(lambda each: each is not box, link.iterancestors())
    )


def _is_text(box: Element) -> bool:
    """Tell whether a box has more words outside its links than an entry of a list has."""
    letters = 0
    for node in box.iterfind(".//*"):
        if next(node.iterancestors("a"), None) is None:
            own = "" if node.tag in ("a", "script", "style") else node.text or ""
            letters += len(clean_line(f"{own} {node.tail or ''}"[: 4 * _MAX_STAMP]))
        if letters > _MOST_TEASER:
            return True
    return False


def _text(element: Element) -> str:
    return clean_line(" ".join(element.itertext()))


def _may_be_month_first(stamp: re.Match[str], key: str) -> bool:
    """Tell whether a stamp has the form of "6/12/2021 7:05 PM", which American servers print."""
    first, second = stamp[1], stamp[3]
    return (
        _HALF_DAY.search(key) is not None
        and stamp[2] == "/"
        and not (first.startswith("0") or second.startswith("0"))
        and first != second
        and int(first) <= 12 >= int(second)
    )


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
    if _NO_YEAR.search(line):  # read as 2001, it stands for no date at all
        return None
    try:
        moment = parsedate_to_datetime(line)
    except ValueError:
        return None
    if moment.tzinfo is not None:
        moment = moment.astimezone(zone)
    return _date(moment.year, moment.month, moment.day)
