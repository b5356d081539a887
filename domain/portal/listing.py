"""What the portal's own pages and feed say, and how that compares with the log."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from domain.articles.records import Article, State
from domain.links import canonical_link, host_of
from domain.text import search_key

_LOGGED = frozenset({State.LOGGED, State.PENDING})
_CUT_OFF = ("...", "…")
_BREAK = re.compile(r"\s+(?:[|»·•]|::|[-–—])\s+|\s*\|\s*")
_SITE_WORDS = re.compile(
    r"(cong|trang) ((tin|thong tin)( dien tu| ttdt)?|ttdt|dien tu)\b.*|website\b.*|trang chu"
    r"|([\w-]+\.)+(vn|com|net|org)"
)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says of itself; `link` is where it was in the end, after redirects."""

    link: str
    title: str
    published_on: date | None = None
    section: str | None = None
    byline: str = ""
    opening: str = ""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry of the portal's feed; the date is in the board's zone.

    `title` is "" where a list has none; `byline` and `opening` are what the list says of them.
    """

    link: str
    title: str
    published_on: date | None = None
    byline: str = ""
    opening: str = ""


@dataclass(frozen=True, slots=True)
class FeedComparison:
    """Where the feed and the log disagree."""

    published_not_logged: tuple[FeedItem, ...] = ()
    logged_not_found: tuple[Article, ...] = ()
    other_title: tuple[tuple[FeedItem, Article], ...] = ()


@dataclass(frozen=True, slots=True)
class PortalItem:
    """A published item that nobody has logged.

    Where the portal says no day (`dated` is false), `published_on` is the day it was found.
    """

    id: int
    link: str
    title: str
    published_on: date
    dated: bool = True


@dataclass(frozen=True, slots=True)
class Miss:
    """A logged article that the portal does not have: `reason` is dead or title.

    `portal_title` is the title found at its link, "" where there is none.
    """

    number: int
    title: str
    link: str
    unit: str
    reason: str
    portal_title: str


def compare(
    items: Iterable[FeedItem],
    articles: Collection[Article],
    canonical: Callable[[str], str] = canonical_link,
) -> FeedComparison:
    """Compare the portal's feed with the board's articles of the same time, by canonical link.

    An article in any state has been logged once and is not asked for again. A feed holds only the
    latest entries of its own site: an article is missed in it only when its host is one of the
    feed's and it is later than the feed's oldest date.
    """
    published: dict[str, FeedItem] = {}
    for item in items:
        published.setdefault(canonical(item.link), item)
    by_link: dict[str, Article] = {}
    for article in articles:
        known = by_link.get(link := canonical(article.link))
        if known is None or (article.state in _LOGGED and known.state not in _LOGGED):
            by_link[link] = article
    pairs = [(item, by_link[link]) for link, item in published.items() if link in by_link]
    hosts = {host_of(item.link) for item in published.values()}
    dates = [item.published_on for item in published.values() if item.published_on]
    oldest = min(dates, default=date.max)
    return FeedComparison(
        tuple(item for link, item in published.items() if link not in by_link),
        tuple(
            article
            for link, article in by_link.items()
            if link not in published
            and article.state in _LOGGED
            and article.published_on > oldest
            and host_of(article.link) in hosts
        ),
        tuple(
            (item, article)
            for item, article in pairs
            if article.state in _LOGGED and not _same_title(item.title, article.title)
        ),
    )


def strip_site_names(title: str, sites: Collection[str]) -> str:
    """Return a page's title without the site's name before or behind it.

    Only a part that is one of `sites`, names a portal ("Cổng thông tin điện tử …") or is a host
    name goes: a dash inside a title stays.
    """
    names = {search_key(site) for site in sites}
    breaks = list(_BREAK.finditer(title))
    start, end = 0, len(title)
    while breaks and _is_site(title[breaks[-1].end() : end], names):
        end = breaks.pop().start()
    while breaks and _is_site(title[start : breaks[0].start()], names):
        start = breaks.pop(0).end()
    return title[start:end].strip()


def is_portal_name(text: str, sites: Collection[str]) -> bool:
    """Say whether the text only names the portal, and so is nobody's title."""
    return _is_site(text, {search_key(site) for site in sites})


def _is_site(part: str, names: Collection[str]) -> bool:
    key = search_key(part)
    return key in names or _SITE_WORDS.fullmatch(key) is not None


def _same_title(published: str, logged: str) -> bool:
    short, whole = _title_key(published), _title_key(logged)
    if published.rstrip().endswith(_CUT_OFF):
        return whole.startswith(short)
    return short == whole


def whole_title(shown: str, whole: str) -> str:
    """Return the whole title where the one that is shown is its beginning, cut off."""
    cut = shown.rstrip().endswith(_CUT_OFF)
    return whole if cut and whole and _same_title(shown, whole) else shown


def _title_key(title: str) -> str:
    # Quotation marks and dashes are set anew by every editor.
    words = "".join(char if char.isalnum() else " " for char in search_key(title))
    return " ".join(words.split())
