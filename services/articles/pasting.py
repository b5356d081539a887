"""What a message says before anything is stored: its articles, and what their own pages say."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from domain.articles.drafts import ArticleDraft, Step
from domain.articles.records import Kind
from domain.articles.submission import TITLE_LIMIT, Submission, check_title
from domain.boards import Board
from domain.errors import InvalidField
from domain.links import canonical_link, find_links
from domain.portal.listing import PageFacts
from domain.text import clean_line, search_key
from services.pages.links import PageReader

MOST_LINKS = 10
READ_WITHIN_S = 10.0

Pages = Mapping[str, PageFacts]


class Manner(StrEnum):
    """How a text came: as a command's line, pasted on its own, or forwarded from elsewhere."""

    LINE = "line"
    PASTE = "paste"
    FORWARD = "forward"


@dataclass(frozen=True, slots=True)
class Pieces:
    """The texts of the articles a message names, each with at most one link."""

    texts: tuple[str, ...]
    left_out: int = 0


def cut_message(text: str, manner: Manner, covers: Callable[[str], bool]) -> Pieces:
    """Return the text of each article that a message names.

    One or no link, or a line with bars and several, is one article. Otherwise each link is one,
    with the rest of its line or the line above it as its title. Of a forwarded post only the links
    of the board's own sites count, if there are any.
    """
    links = {canonical_link(link): link for link in reversed(find_links(text))}
    if manner is Manner.FORWARD and any(covers(link) for link in links.values()):
        wanted = {key for key, link in links.items() if covers(link)}
    else:
        wanted = set(links)
    lines = [line for line in map(clean_line, text.splitlines()) if line]
    if len(wanted) <= 1:
        if len(links) > 1:
            return Pieces((_without_links(lines, set(links.values()) - _of(links, wanted)),))
        return Pieces((text,))
    if any("|" in line and len(find_links(line)) > 1 for line in lines):
        return Pieces((text,))
    pieces = _pieces(lines, wanted)
    return Pieces(tuple(pieces[:MOST_LINKS]), max(0, len(pieces) - MOST_LINKS))


def _of(links: Mapping[str, str], keys: Collection[str]) -> set[str]:
    return {link for key, link in links.items() if key in keys}


def _without_links(lines: Iterable[str], unwanted: Collection[str]) -> str:
    kept = []
    for line in lines:
        for link in sorted(unwanted, key=len, reverse=True):
            line = line.replace(link, "")
        kept.append(line.strip())
    return "\n".join(line for line in kept if line)


def _pieces(lines: list[str], wanted: Collection[str]) -> list[str]:
    with_link = [bool(find_links(line)) for line in lines]
    # Title, link, title, link: each link belongs to the line above it.
    in_turn = with_link == [place % 2 == 1 for place in range(len(lines))]
    pieces: list[str] = []
    seen: set[str] = set()
    for place, line in enumerate(lines):
        links = [link for link in find_links(line) if canonical_link(link) in wanted]
        for link in links:
            if canonical_link(link) in seen:
                continue
            seen.add(canonical_link(link))
            if len(find_links(line)) > 1:
                pieces.append(link)
            elif in_turn and line == link:
                pieces.append(f"{link}\n{lines[place - 1]}")
            else:
                pieces.append(line)
    return pieces


class Pasting:
    """Reads the pages of pasted links, where the board's `site_hosts` list their hosts."""

    def __init__(self, reader: Callable[[Board], PageReader] | None = None) -> None:
        self._make = reader or (lambda board: PageReader(board.site_hosts, board.zone))
        self._readers: dict[int, tuple[Board, PageReader]] = {}

    def covers(self, board: Board, link: str) -> bool:
        """Say whether the link's page may be read."""
        return bool(board.site_hosts) and self.reader(board).covers(link)

    async def read(self, board: Board, links: Iterable[str]) -> Pages:
        """Return canonical link → what its page says, without pages that are slow or unreadable."""
        wanted = [link for link in dict.fromkeys(links) if self.covers(board, link)]
        if not wanted:
            return {}
        reader = self.reader(board)
        tasks = {link: asyncio.create_task(reader.read(link)) for link in wanted}
        try:
            await asyncio.wait(tasks.values(), timeout=READ_WITHIN_S)
            return {
                canonical_link(link): facts
                for link, task in tasks.items()
                if task.done() and (facts := task.result()) is not None
            }
        finally:
            for task in tasks.values():
                task.cancel()

    def reader(self, board: Board) -> PageReader:
        """Return the reader of the board's sites."""
        known = self._readers.get(board.id)
        if known is None or known[0] != board:
            known = (board, self._make(board))
            self._readers[board.id] = known
        return known[1]


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


def draft_of(submission: Submission) -> ArticleDraft:
    """Return the draft that a text's fields make."""
    return ArticleDraft(
        unit_id=submission.unit_id,
        link=submission.link or "",
        title=submission.title or "",
        published_on=submission.published_on,
        topic_id=submission.topic_id,
        kind=submission.kind or Kind.NEWS,
    )


def ask_no_topic(draft: ArticleDraft, suggested: int | None) -> ArticleDraft:
    """Return a draft read from its page and without a topic with the suggested one, or none.

    The person sees it on the card: a page that could be read costs one tap, not a question.
    """
    if suggested is not None:
        return replace(draft, topic_id=suggested, suggested_topic=suggested)
    return replace(draft, skipped=(*draft.skipped, Step.TOPIC))
