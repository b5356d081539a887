"""What a message says before anything is stored: its articles, and what their own pages say."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum

from domain.articles.cutting import cut_list
from domain.articles.drafts import ArticleDraft
from domain.articles.headings import Section, sections
from domain.articles.records import Kind
from domain.articles.submission import (
    TITLE_LIMIT,
    Submission,
    check_title,
    is_heading_row,
)
from domain.boards import Board
from domain.errors import InvalidField
from domain.links import canonical_link, find_links
from domain.portal.listing import PageFacts
from domain.text import clean_line, search_key
from services.pages.fetching import TIMEOUT_S
from services.pages.links import PageReader

MOST_PAGES = 10
READ_WITHIN_S = 10.0
# Where nobody waits for the answer: small machines and portals may be slow.
PATIENT_S = 20.0
PATIENT_WITHIN_S = 30.0

Pages = Mapping[str, PageFacts]


class Manner(StrEnum):
    """How a text came: as a command's line, pasted on its own, or forwarded from elsewhere."""

    LINE = "line"
    PASTE = "paste"
    FORWARD = "forward"


def cut_message(text: str, manner: Manner, covers: Callable[[str], bool]) -> tuple[Section, ...]:
    """Return the text of each article that a message names, each with at most one link.

    Each has the heading with a day that stands above it in a list.

    One or no link, or a line with bars and several, is one article. Otherwise each link is one,
    with what belongs to it. Of a forwarded post only the links of the board's own sites count, if
    there are any.
    """
    text = "\n".join(_row(line) for line in text.splitlines() if not is_heading_row(line))
    links = {canonical_link(link): link for link in reversed(find_links(text))}
    if manner is Manner.FORWARD and any(covers(link) for link in links.values()):
        wanted = {key for key, link in links.items() if covers(link)}
    else:
        wanted = set(links)
    if len(links) <= 1:
        return (Section("", text),)
    lines = [line for line in map(clean_line, text.splitlines()) if line]
    if len(wanted) <= 1:
        text = _without_links(lines, set(links.values()) - _of(links, wanted))
        return (Section("", text),)
    if any("|" in line and len(find_links(line)) > 1 for line in lines):
        return (Section("", text),)
    found: list[Section] = []
    for section in sections(text):
        own = wanted & {canonical_link(link) for link in find_links(section.text)}
        pieces = [section.text] if len(own) == 1 else cut_list(section.text, own) if own else []
        found += [Section(section.heading, piece) for piece in pieces]
        wanted -= own
    return tuple(found)


def _row(line: str) -> str:
    """Return a row that was copied from a table with bars between its cells."""
    return " | ".join(cell.strip() for cell in line.strip().split("\t"))


def _of(links: Mapping[str, str], keys: Collection[str]) -> set[str]:
    return {link for key, link in links.items() if key in keys}


def _without_links(lines: Iterable[str], unwanted: Collection[str]) -> str:
    kept = []
    for line in lines:
        for link in sorted(unwanted, key=len, reverse=True):
            line = line.replace(link, "")
        kept.append(line.strip())
    return "\n".join(line for line in kept if line)


class Pasting:
    """Reads the pages of pasted links, where the board's `site_hosts` list their hosts."""

    def __init__(self, reader: Callable[[Board], PageReader] | None = None) -> None:
        self._make = reader
        self._readers: dict[tuple[int, bool], tuple[Board, PageReader]] = {}

    def covers(self, board: Board, link: str) -> bool:
        """Say whether the link's page may be read."""
        return bool(board.site_hosts) and self.reader(board).covers(link)

    async def read(self, board: Board, links: Iterable[str], *, patient: bool = False) -> Pages:
        """Return canonical link → what its page says, without pages that are slow or unreadable.

        Of a long list the first few are read. `patient` gives slow ones more time.
        """
        wanted = [link for link in dict.fromkeys(links) if self.covers(board, link)][:MOST_PAGES]
        if not wanted:
            return {}
        reader = self.reader(board, patient=patient)
        tasks = {link: asyncio.create_task(reader.read(link)) for link in wanted}
        try:
            await asyncio.wait(
                tasks.values(), timeout=PATIENT_WITHIN_S if patient else READ_WITHIN_S
            )
            return {
                canonical_link(link): facts
                for link, task in tasks.items()
                if task.done() and (facts := task.result()) is not None
            }
        finally:
            for task in tasks.values():
                task.cancel()

    def reader(self, board: Board, *, patient: bool = False) -> PageReader:
        """Return the reader of the board's sites."""
        known = self._readers.get((board.id, patient))
        if known is None or known[0] != board:
            known = (board, self._made(board, PATIENT_S if patient else TIMEOUT_S))
            self._readers[board.id, patient] = known
        return known[1]

    def _made(self, board: Board, timeout_s: float) -> PageReader:
        if self._make is not None:
            return self._make(board)
        return PageReader(board.site_hosts, board.zone, timeout_s=timeout_s)


def page_title(facts: PageFacts) -> str:
    """Return a page's title as one that can be stored, "" when it is none."""
    title = clean_line(facts.title)
    if len(title) > TITLE_LIMIT:
        title = title[: TITLE_LIMIT - 1].rsplit(" ", 1)[0] + "…"
    try:
        return check_title(title)
    except InvalidField:
        return ""


def with_page(
    draft: ArticleDraft, board: Board, pages: Pages, today: date, *, prefer: bool = False
) -> ArticleDraft:
    """Return the draft with what its link's page says of the fields it lacks.

    With `prefer` the page's title and date win over the draft's. A section that is named like a
    topic is that topic.
    """
    facts = pages.get(canonical_link(draft.link)) if draft.link else None
    title = page_title(facts) if facts else ""
    if facts is None or not title:
        return draft
    if prefer or not draft.title:
        draft = replace(draft, title=title, twins=(), read=True)
    day = facts.published_on
    if day is not None and day <= today and (prefer or draft.published_on is None):
        draft = replace(draft, published_on=day)
    if draft.topic_id is None and facts.section:
        key = search_key(facts.section)
        named = next((topic.id for topic in board.topics if search_key(topic.name) == key), None)
        draft = replace(draft, topic_id=named)
    return draft


def draft_of(submission: Submission, *, hurried: bool) -> ArticleDraft:
    """Return the draft that a text's fields make."""
    return ArticleDraft(
        unit_id=submission.unit_id,
        link=submission.link or "",
        title=submission.title or "",
        published_on=submission.published_on,
        topic_id=submission.topic_id,
        kind=submission.kind or Kind.NEWS,
        hurried=hurried,
    )
