"""A message that names several articles, cut into one text an article.

People paste lists: a title above or below each link, a day beside them, blank lines between. What
belongs to which link is told by how regular the list is; where it is not, a link has its own line
alone, so that nothing is given to another article than its own.
"""

import re
from collections.abc import Collection

from domain.articles.titles import is_chatter, title_text, without_field_label
from domain.dates import looks_like_date
from domain.links import canonical_link, find_links
from domain.text import clean_line

_NUMBERED = re.compile(r"\s*\(?(?:[0-9]{1,3}[.)/]|[①-⑳]|bài [0-9]{1,3}\s*[:.)])", re.IGNORECASE)
_JOINED = re.compile(r"^\W*(?:và|and)\s+|\s+(?:và|and)\W*$", re.IGNORECASE)

Lines = list[str]


def cut_list(text: str, wanted: Collection[str]) -> list[str]:
    """Return the text of each wanted link (by its canonical form), each once, in order."""
    lines = [clean_line(line) for line in text.splitlines()]
    lines = [line for line in lines if not _is_of_others(line, wanted)]
    groups: list[Lines] | None = None
    if all(len(_links(line, wanted)) < 2 for line in lines):
        full = [line for line in lines if line]
        own = [line for line in full if _links(line, wanted)]
        groups = _blocks(lines, wanted)
        if all(map(title_of, own)):
            # Each link has its title on its own line: what stands above the first is a heading.
            groups = groups or _titles_below(full[full.index(own[0]) :], wanted)
        else:
            for shorter in _without_talk(full, wanted):
                groups = groups or _chunks(shorter, wanted) or _numbered(shorter, wanted)
                groups = groups or _titles_below(shorter, wanted) or _titles_above(shorter, wanted)
    pieces = ["\n".join(group) for group in groups or ()] or _lines_alone(lines, wanted)
    found: dict[str, str] = {}
    for piece in pieces:
        found.setdefault(_links(piece, wanted)[0], piece)
    return list(found.values())


def _links(line: str, wanted: Collection[str]) -> list[str]:
    keys = (canonical_link(link) for link in find_links(line))
    return [key for key in dict.fromkeys(keys) if key in wanted]


def _is_of_others(line: str, wanted: Collection[str]) -> bool:
    return bool(find_links(line)) and not _links(line, wanted)


def _lines_alone(lines: Lines, wanted: Collection[str]) -> list[str]:
    """Return each link's line; of several links on one line each with the text that is its own."""
    pieces = []
    for line in lines:
        links = find_links(line)
        parts = _parts_of(line, links) if len(links) > 1 else [line]
        pieces += [
            part for part, link in zip(parts, links, strict=False) if canonical_link(link) in wanted
        ]
    return pieces


def _parts_of(line: str, links: list[str]) -> list[str]:
    """Cut a line at its links, where a text stands before each or behind each; else links alone."""
    texts = []
    for link in links:
        text, _, line = line.partition(link)
        texts.append(text)
    texts = [_JOINED.sub("", text).strip() for text in (*texts, line)]
    says = [bool(title_of(text)) or _is_day(text) for text in texts]
    if all(says[:-1]) and not says[-1]:
        return [f"{text} {link}" for text, link in zip(texts, links, strict=False)]
    if all(says[1:]) and not says[0]:
        return [f"{link} {text}" for link, text in zip(links, texts[1:], strict=True)]
    return links


def _each_has_one(groups: list[Lines], wanted: Collection[str]) -> bool:
    return len(groups) > 1 and all(
        len(_links("\n".join(group), wanted)) == 1 and any(map(title_of, group)) for group in groups
    )


def title_of(line: str) -> str:
    """Return what of a line is a title beside its links, "" where nothing is."""
    for link in find_links(line):
        line = line.replace(link, " ")
    title = title_text(line).title
    return "" if _is_day(title) else title


def _is_day(line: str) -> bool:
    return looks_like_date(line) or looks_like_date(without_field_label(line))


def _blocks(lines: Lines, wanted: Collection[str]) -> list[Lines] | None:
    """Return what stands between blank lines, where each block is an article's."""
    blocks: list[Lines] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if block]
    while blocks and _is_talk(blocks[0], wanted):
        del blocks[0]
    while blocks and _is_talk(blocks[-1], wanted):
        del blocks[-1]
    return blocks if _each_has_one(blocks, wanted) else None


def _is_talk(block: Lines, wanted: Collection[str]) -> bool:
    return not _links("\n".join(block), wanted) and all(map(_speaks, block))


def _speaks(line: str) -> bool:
    return is_chatter(line) or line.endswith(":")


def _without_talk(lines: Lines, wanted: Collection[str]) -> list[Lines]:
    """Return the lines, and the lines without what speaks to the reader at both ends."""
    start, end = 0, len(lines)
    while start < end and _is_talk(lines[start : start + 1], wanted):
        start += 1
    while end > start and _is_talk(lines[end - 1 : end], wanted):
        end -= 1
    shorter = lines[start:end]
    # A line that ends with a colon may be the first title.
    return [shorter, lines] if all(map(is_chatter, lines[:start])) else [lines, shorter]


def _chunks(lines: Lines, wanted: Collection[str]) -> list[Lines] | None:
    """Return parts of one size with the link at one place in each."""
    places = [place for place, line in enumerate(lines) if _links(line, wanted)]
    size, rest = divmod(len(lines), max(1, len(places)))
    if rest or size < 2 or len({place % size for place in places}) > 1:
        return None
    return _cut(lines, list(range(0, len(lines), size)), wanted)


def _numbered(lines: Lines, wanted: Collection[str]) -> list[Lines] | None:
    """Return the parts that begin with a number."""
    starts = [place for place, line in enumerate(lines) if _NUMBERED.match(line)]
    return _cut(lines, starts, wanted) if starts[:1] == [0] else None


def _titles_below(lines: Lines, wanted: Collection[str]) -> list[Lines] | None:
    """Return the parts that begin with a link."""
    starts = [place for place, line in enumerate(lines) if _links(line, wanted)]
    return _cut(lines, starts, wanted) if starts[:1] == [0] else None


def _titles_above(lines: Lines, wanted: Collection[str]) -> list[Lines] | None:
    """Return the parts that end with a link, or with the day below it."""
    ends = []
    for place, line in enumerate(lines):
        if not _links(line, wanted):
            continue
        end = place + 1
        while not _is_day(lines[0]) and end < len(lines) and _is_day(lines[end]):
            end += 1
        ends.append(end)
    return _cut(lines[: ends[-1]], [0, *ends[:-1]], wanted)


def _cut(lines: Lines, starts: list[int], wanted: Collection[str]) -> list[Lines] | None:
    ends = [*starts[1:], len(lines)]
    groups = [lines[start:end] for start, end in zip(starts, ends, strict=True)]
    return groups if _each_has_one(groups, wanted) else None
