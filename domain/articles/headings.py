"""The day that stands above a list of articles, for those that name none of their own.

"Danh sách tin bài ngày 12/6/2021" above ten links dates all ten; "Ngày 10/6:" and "Ngày 11/6:"
each date what stands below them. A heading that names a month or several days dates nothing, but
then nothing is known of the day; nor is it where days stand both above the first article and below
the last.
"""

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from domain.articles.cutting import title_of
from domain.articles.titles import is_chatter, without_numbering
from domain.dates import DAY_SHAPE, looks_like_date, parse_date
from domain.errors import InvalidField
from domain.links import find_links
from domain.text import clean_line, search_key

_DAY = re.compile(
    rf"(?<![0-9/.\-])(?:{DAY_SHAPE}(?![0-9/])"
    r"|(?:ngay )?[0-9]{1,2} thang [0-9]{1,2}(?:(?: nam |[/.\-])[0-9]{4})?(?![0-9])"
    r"|hom (?:nay|qua|kia)\b)"
)
_MONTH = re.compile(
    r"thang (?P<month>[0-9]{1,2})(?:(?: nam |\s*[/.\-]\s*)(?P<year>[0-9]{4}))?(?![0-9])"
    r"|(?:thang|tuan) (?:truoc|qua|roi|vua roi|vua qua)\b"
)
# Words of a heading that are no chatter elsewhere.
_OF_HEADINGS = re.compile(
    r"\b(?:danh sach|danh muc|nam|tu|den|tuan [0-9]|thu [2-7]|xa|huyen|ubnd)\b"
)


# Between the two headings of which either may be an article's.
_OR = " hay "


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of a list and the heading with a day or a month above them, "" where there is none.

    Where the day may be the one above or the one below, the heading is both: "10/6 hay 11/6".
    """

    heading: str
    text: str


def sections(text: str) -> list[Section]:
    """Cut a list at the headings that name a day; one section without any.

    The first stands above everything but greetings, and the name of a list in which each link has
    its title beside it. A day above each single article is that article's own, and stays in its
    text.
    """
    lines = text.splitlines()
    places = [place for place, line in enumerate(lines) if _is_heading(line)]
    own = [line for line in lines if find_links(line)]
    above = lines[: places[0]] if places else []
    named = all(map(title_of, own)) and not any(map(find_links, above))
    if not places or not (named or all(map(_speaks, above))):
        return [Section("", text)]
    ends = [*places[1:], len(lines)]
    parts = [lines[start:end] for start, end in zip(places, ends, strict=True)]
    headings = [clean_line(heading) for heading, *_ in parts]
    if looks_like_date(headings[-1]) and all(map(_speaks, parts[-1][1:])):
        if len(parts) == len(own) + 1 and not _DAY.search(search_key(headings[0])):
            return [Section("", text)]  # a day below each article, and a heading of them all
        headings = [_OR.join(pair) for pair in pairwise(headings)]
    elif all(sum(bool(find_links(line)) for line in part) < 2 for part in parts):
        return [
            Section("", "\n".join(part))
            if looks_like_date(heading)
            else Section(heading, "\n".join(part[1:]))
            for heading, part in zip(headings, parts, strict=True)
        ]
    return [
        Section(heading, "\n".join(part[1:]))
        for heading, part in zip(headings, parts, strict=False)
    ]


def heading_day(heading: str, today: date) -> date | None:
    """Return the day that a heading names; None for the current month, which dates nothing.

    Raises InvalidField as `parse_date` does, "vague_date" for another month and for several days.
    """
    if _OR in heading:
        raise InvalidField("vague_date", text=heading)
    if looks_like_date(heading):
        return parse_date(heading, today)
    key = search_key(heading)
    found = _DAY.findall(key)
    if len(found) == 1:
        return parse_date(found[0], today)
    month = _MONTH.search(key)
    if not found and month is not None and month["month"] is not None:
        year = int(month["year"] or today.year)
        if (year, int(month["month"])) == (today.year, today.month):
            return None
    raise InvalidField("vague_date", text=heading)


def _is_heading(line: str) -> bool:
    """Tell whether a line says a day or a month of a list and nothing else."""
    if find_links(line):
        return False
    line = without_numbering(line)
    if looks_like_date(line):
        return True
    key = search_key(line)
    if not (_DAY.search(key) or _MONTH.search(key)):
        return False
    rest = _OF_HEADINGS.sub(" ", _MONTH.sub(" ", _DAY.sub(" ", key)))
    return not re.search("[0-9a-z]", rest) or is_chatter(rest)


def _speaks(line: str) -> bool:
    return not clean_line(line) or is_chatter(line) or clean_line(line).endswith(":")
