"""The one-line form of an article: "LINK | TITLE | 15/6/2021 | TOPIC", read by the fields' shapes.

Whatever is right is kept and whatever is wrong is told, so that nothing has to be typed twice.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

from domain.articles.records import KIND_NAMES, Kind
from domain.articles.titles import (
    LABEL_INSIDE,
    is_chatter,
    is_request,
    may_hold_day,
    title_text,
    without_field_label,
    without_numbering,
    without_thanks,
)
from domain.boards import Topic
from domain.dates import DAY_SHAPE, looks_like_date, names_month, parse_date
from domain.errors import InvalidField
from domain.links import find_bare_links, find_links, looks_like_link, parse_link
from domain.text import clean_line, nearest, search_key
from domain.units.names import typed_unit
from domain.units.records import Unit

TITLE_MINIMUM = 4
TITLE_LIMIT = 300

_SEPARATOR = re.compile(r"(?:^|(?<=\s))\|(?=\s|$)")
_BARS = re.compile("[｜¦│┃∣‖║\t]")
# Before "name=" it belongs to a link.
_SEMICOLON = re.compile(r"\s*;(?![\w.~%\-]*=)\s*")
_DASH = re.compile(r"\s+(?:--|->|=>|//|[–—―•·→⇒»>/\\_~+*-])\s+|\s+[–—―]\s*|\s*[–—―]\s+")
_COMMA = re.compile(r",\s+")
_HALF_SEPARATOR = re.compile(r"(?<=\s)\||\|(?=\s)")
_EDGES = " |-–—―:•·,;/\\_~→⇒»>"
_UNUSED_LABEL = re.compile(
    r"(?:tac gia|nguoi viet|nguoi dang|nguoi gui|nguon|anh|tin,? anh|bien tap|author|source)\s*:"
)
# A label without a colon counts before a name that is known: "chuyên mục y tế".
_NAME_LABEL = re.compile(r"(?:(?:chuyen )?muc|chu de|linh vuc|the loai|loai|don vi|topic) (?=\S)")
_POLITE = re.compile(r" (?:a|ah|nhe)$")
_A_DAY = re.compile(DAY_SHAPE)
_DAY = rf"(?:ngày |ngay )?{DAY_SHAPE}"
_DAY_FIRST = re.compile(rf"({_DAY})[\s,]+(\D.*)", re.IGNORECASE)
_DAY_LAST = re.compile(rf"(.*[^\d\s,])[\s,]+({_DAY})", re.IGNORECASE)
# What messengers write above a copied message; without a colon it may be a title.
_FORWARDED = re.compile(
    r"\W*(?:(?:tin nhan )?(?:da )?(?:duoc )?chuyen tiep(?: tu [^:]{1,60})?"
    r"|forwarded(?: from [^:]{1,60})?)\s*:\W*"
    r"|\W*(?:tin nhan (?:da )?(?:duoc )?chuyen tiep|forwarded message)\W*"
)
_ROW = re.compile(r"(?:stt|so|tt|#)?\s*[0-9]{1,3}")  # the number of a table's row
_HEADING_CELL = re.compile(
    r"stt|tt|so tt|(?:ten )?(?:tin|bai|tin,? ?bai|bai viet)|tieu de(?: (?:tin|bai|tin,? ?bai))?"
    r"|ngay(?: (?:dang|thang)(?: tai| tin| bai)?)?|thoi gian(?: dang)?|(?:duong )?link(?: bai)?"
    r"|lien ket|duong dan|dia chi|url|chuyen muc|linh vuc|chu de|don vi|(?:the )?loai|ghi chu"
    r"|tac gia|nguoi viet|nguon|title|date|topic|unit|no"
)
_LINK_PLACE = "\x00"  # no clean line contains it
_AROUND_LINK = re.compile(rf"[(<\[\"'“]*{_LINK_PLACE}[)>\]\"'”.]*")
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Submission:
    """What one message says of an article; `problems` tells what was wrong in it, in its order.

    `unsure` tells that it may mean more than was read: it is shown before it is logged. `heading`
    is the line with a day above the list that it stands in.
    """

    link: str | None = None
    title: str | None = None
    published_on: date | None = None
    topic_id: int | None = None
    unit_id: int | None = None
    kind: Kind | None = None
    unsure: bool = False
    problems: tuple[InvalidField, ...] = ()
    heading: str = ""


def check_title(text: str) -> str:
    """Return a title as one clean line.

    Raises InvalidField "short_title" (length, minimum) under 4 characters and "long_title" (length,
    limit) over 300.
    """
    title = clean_line(text)
    if len(title) < TITLE_MINIMUM:
        raise InvalidField("short_title", length=len(title), minimum=TITLE_MINIMUM)
    if len(title) > TITLE_LIMIT:
        raise InvalidField("long_title", length=len(title), limit=TITLE_LIMIT)
    return title


def read_submission(
    text: str, *, today: date, topics: Sequence[Topic], units: Sequence[Unit]
) -> Submission:
    """Read the fields of a message, in any order; nothing is raised.

    Fields stand between bars with white space round them (at one side is enough where a field can
    then be told by its shape) or on lines of their own; bars without any white space part fields
    where no other bar does and a link or a date stands between them. A field equal to the name of a
    topic, unit or kind is that; then come dates and links; the first other text is the title, a
    second one is the problem "unknown_topic" (topic, nearest), or "extra_field" (text) when the
    topic is known.
    A second date, link, topic, unit or kind that differs from the first is "extra_field" too.
    Without bars, a link with text round it is a link and a title, and of several lines of text the
    first is the title: the others are a forwarded post's body, unless another field was given.
    Semicolons, dashes and commas part fields where a link, a date or a known name stands between
    them. Greetings, list numbers and labels are no part of a title; a date in brackets behind it
    is the day.
    """
    reading = _Reading(today, topics, units)
    lines = [clean_line(_BARS.sub(" | ", line)).strip(" ") for line in text.splitlines()]
    if len(lines) > 1 and _FORWARDED.fullmatch(search_key(lines[0])):
        del lines[0]
    lines = [without_numbering(line) if find_links(line) else line for line in lines]
    fields = [field.strip() for line in lines for field in _SEPARATOR.split(line)]
    if len(fields) == len(lines):
        fields = [piece for field in fields for piece in reading.tight_pieces(field)]
    has_bars = len(fields) > len(lines)
    texts: list[tuple[str, int]] = []
    pieces: set[str] = set()
    for place, field in enumerate(fields):
        # Behind the title of a message without bars come fields, or sentences of a post.
        whole = bool(texts) and not has_bars
        for piece in reading.pieces(field, whole=whole):
            pieces.add(piece)
            rest = reading.take(piece, place)
            # With its link out of the way, a field may show its parts.
            parts = reading.pieces(rest, whole=whole) if rest and rest != piece else [rest]
            for part in parts:
                text = reading.take(part, place) if len(parts) > 1 else part
                if text:
                    texts.append((text, place))
    titles = reading.titles(texts)
    if titles:
        reading.take_title(*titles[0])
        reading.doubt(titles[0][0], alone=not has_bars)
        # "Tin mới" in a title's place: what was taken for the title may be something else.
        reading.unsure = reading.unsure or any(
            (text in pieces and (text not in lines or 0 < place < titles[0][1])) or is_request(text)
            for text, place in texts
            if is_chatter(text)
        )
    if has_bars or reading.has_details:
        for rest, place in titles[1:]:
            reading.take_unknown(rest, place)
    elif len(titles) > 1:
        reading.unsure = True
    return reading.result()


def is_heading_row(line: str) -> bool:
    """Tell whether a line is the row of names above a table that was copied with its tabs."""
    if "\t" not in line:
        return False
    cells = [search_key(cell).strip(" .:") for cell in line.split("\t") if cell.strip()]
    return len(cells) > 1 and all(_HEADING_CELL.fullmatch(cell) for cell in cells)


@lru_cache(maxsize=256)  # a board's topics hardly ever change
def _known_names(topics: tuple[Topic, ...]) -> Mapping[str, list[tuple[str, object]]]:
    """Return the keys of the names of topics and kinds, each with the fields that it fills."""
    names: list[tuple[str, object, str]] = [
        *(("topic_id", topic.id, topic.name) for topic in topics),
        *(("kind", kind, name) for kind, name in KIND_NAMES.items()),
    ]
    known: dict[str, list[tuple[str, object]]] = {}
    for field, value, name in names:
        known.setdefault(search_key(name), []).append((field, value))
    return known


class _Reading:
    """What was read so far of one message."""

    def __init__(self, today: date, topics: Sequence[Topic], units: Sequence[Unit]) -> None:
        self._today = today
        self._topic_names = [topic.name for topic in topics]
        self._units = units
        self._names = _known_names(tuple(topics))
        self._found: dict[str, Any] = {}
        self._problems: list[tuple[int, InvalidField]] = []
        self.unsure = False

    @property
    def has_details(self) -> bool:
        """Tell whether more than a link and a title was given."""
        return bool(self._found.keys() - {"link", "title"})

    def pieces(self, field: str, *, whole: bool) -> list[str]:
        """Split a field where that makes its shape known: at bars, labels, semicolons, dashes.

        With `whole` a field is split at a sign that sentences have too only where each part of it
        is known.
        """
        if "|" in field:
            pieces = [piece.strip() for piece in _HALF_SEPARATOR.split(field)]
            if len(pieces) > 1 and any(self._is_known(piece) for piece in pieces):
                return pieces
        pieces = self._labelled_pieces(field)
        if len(pieces) > 1:
            return pieces
        if ";" in field:
            pieces = [piece.strip() for piece in _SEMICOLON.split(field)]
            known = [self._is_known(piece) for piece in pieces if piece] if len(pieces) > 1 else []
            if any(known) and (all(known) or not whole):
                return [piece for piece in pieces if piece]
        for sign in (_DASH, _COMMA):
            pieces = self._loose_pieces(field, sign, whole=whole)
            if pieces:
                return pieces
        return self._day_apart(field) or [field]

    def _labelled_pieces(self, field: str) -> list[str]:
        """Split a field before a label where what stands before or behind it is known."""
        labels = [*LABEL_INSIDE.finditer(field)] if ":" in field or "：" in field else []
        if not labels:
            return [field]
        known = [self._is_known(without_field_label(part)) for part in LABEL_INSIDE.split(field)]
        beside = zip(labels, pairwise(known), strict=True)
        cuts = [cut for cut, sides in beside if any(sides)]
        begins = [0, *(cut.end() for cut in cuts)]
        ends = [*(cut.start() for cut in cuts), len(field)]
        return [field[begin:end] for begin, end in zip(begins, ends, strict=True) if begin < end]

    def _loose_pieces(self, field: str, sign: re.Pattern[str], *, whole: bool) -> list[str]:
        """Split a field at a sign that titles have too; text between known fields stays one."""
        pieces = sign.split(field)
        if len(pieces) < 2:
            return []
        known = [self._is_known_whole(piece) for piece in pieces]
        if not any(known) or (whole and not all(known)):
            return []
        if known == [True, False] and self._begins_sentence(pieces[0], sign):
            self.unsure = True
            return [field]
        joined: list[str] = []
        signs = sign.findall(field)
        for place, piece in enumerate(pieces):
            if place and not known[place] and not known[place - 1]:
                joined[-1] = f"{joined[-1]}{signs[place - 1]}{piece}"
                self.unsure = True  # the second text may be a field of its own
            else:
                joined.append(piece)
        if sign is _COMMA:
            self.unsure = True
        return [piece.strip() for piece in joined]

    def _begins_sentence(self, piece: str, sign: re.Pattern[str]) -> bool:
        """Tell whether a known piece begins a title: "Giáo dục - Đào tạo …", "Sáng 14/6, …"."""
        if any(field != "kind" for field, _ in self._names.get(search_key(piece), [])):
            return True
        return sign is _COMMA and looks_like_date(piece) and piece[:1].isalpha()

    def _day_apart(self, field: str) -> list[str]:
        """Split a field that is a day and a known name: "14/6/2021 Y tế", "Y tế 14/6"."""
        if _A_DAY.search(field) is None:
            return []
        for order in (_DAY_FIRST, _DAY_LAST):
            match = order.fullmatch(field)
            if match and any(self._meanings(part) for part in match.groups()):
                return list(match.groups())
        return []

    def _is_known_whole(self, piece: str) -> bool:
        bare = without_field_label(piece.strip())
        return (
            search_key(bare) in self._names
            or looks_like_date(bare)
            or looks_like_date(piece)
            or looks_like_link(piece.strip(" .,;"))
        )

    def titles(self, texts: list[tuple[str, int]]) -> list[tuple[str, int]]:
        """Return the texts that may be titles, and keep the days that stand behind them."""
        found = []
        for text, place in texts:
            if len(texts) > 1 and _ROW.fullmatch(search_key(text)):
                continue
            read = title_text(text)
            if read.date:
                self._take_shape(read.date, place)
            self.unsure = self.unsure or read.unsure
            if read.title:
                found.append((read.title, place))
        return found

    def tight_pieces(self, field: str) -> list[str]:
        """Split a field at every bar, if a link or a date stands between them."""
        pieces = [piece.strip() for piece in field.split("|")]
        if any(looks_like_date(piece) or looks_like_link(piece) for piece in pieces):
            return pieces
        return [field]

    def take(self, piece: str, place: int) -> str:
        """Keep what the piece says and return the text in it that is none of the known shapes."""
        if not piece or self._take_shape(piece, place):
            return ""
        links = find_links(piece) or find_bare_links(piece)
        if not links:
            return piece
        for link in links:
            self._take_link(link, place)
        without = piece
        for link in sorted(links, key=len, reverse=True):
            without = without.replace(link, _LINK_PLACE)
        texts = _AROUND_LINK.split(without)
        rest = [text for text in (text.strip(_EDGES) for text in texts) if text]
        shorter = [without_thanks(text) for text in rest]
        self.unsure = self.unsure or shorter != rest
        rest = shorter
        return " ".join(text for text in rest if not self._take_shape(text, place))

    def take_title(self, text: str, place: int) -> None:
        """Keep the text as the title, or say what is wrong with it."""
        self._try("title", lambda: check_title(text), text, place)

    def doubt(self, title: str, *, alone: bool) -> None:
        """Be unsure of a title with a day in it where no day was given, nor a topic behind it."""
        words = title.split()
        ends = (" ".join(words[-count:]) for count in range(1, min(len(words) - 1, 6)))
        dated = "published_on" not in self._found and may_hold_day(title)
        bare = alone and not self.has_details
        if dated or (bare and any(search_key(end) in self._names for end in ends)):
            self.unsure = True

    def take_unknown(self, text: str, place: int) -> None:
        """Say that nothing is known of the text: a topic probably, where none was given."""
        if names_month(text) and "published_on" not in self._found:
            self._refuse(place, InvalidField("vague_date", text=text))
        elif "topic_id" in self._found or _UNUSED_LABEL.match(search_key(text)):
            self._refuse(place, InvalidField("extra_field", text=text))
        else:
            near = nearest(text, self._topic_names)
            self._refuse(place, InvalidField("unknown_topic", topic=text, nearest=near))

    def result(self) -> Submission:
        """Return all that was read."""
        self._problems.sort(key=lambda problem: problem[0])
        return Submission(
            **self._found,
            unsure=self.unsure,
            problems=tuple(error for _, error in self._problems),
        )

    def _is_known(self, piece: str) -> bool:
        return (
            bool(self._meanings(piece))
            or looks_like_date(piece)
            or looks_like_link(piece)
            or bool(find_links(piece))
        )

    def _take_shape(self, piece: str, place: int) -> bool:
        """Keep a piece that is a name, a date or a link as a whole; tell whether it was one."""
        is_date = looks_like_date(piece)
        if not is_date:
            piece, labelled = without_field_label(piece), piece
            is_date = piece != labelled and looks_like_date(piece)
        meanings = self._meanings(piece)
        if meanings:
            # A name that means several things fills what is still open.
            meaning = next((pair for pair in meanings if pair[0] not in self._found), meanings[0])
            self._keep(*meaning, piece, place)
        elif is_date:
            self._try("published_on", lambda: parse_date(piece, self._today), piece, place)
        elif looks_like_link(piece) and not find_links(piece):
            self._take_link(piece, place)
        else:
            return False
        return True

    def _meanings(self, piece: str) -> list[tuple[str, object]]:
        """Return the fields and values that a piece names as a whole."""
        key = search_key(piece)
        bare = _POLITE.sub("", _NAME_LABEL.sub("", key, count=1))
        meanings = self._names.get(key) or self._names.get(bare, [])
        if len(piece) <= _LONGEST_NAME:
            unit = typed_unit(piece, self._units).unit
            if unit is not None:
                return [*meanings, ("unit_id", unit.id)]
        return meanings

    def _take_link(self, link: str, place: int) -> None:
        self._try("link", lambda: parse_link(link), link, place)

    def _try(self, field: str, read: Callable[[], object], piece: str, place: int) -> None:
        try:
            value = read()
        except InvalidField as error:
            self._refuse(place, error)
        else:
            self._keep(field, value, piece, place)

    def _keep(self, field: str, value: object, piece: str, place: int) -> None:
        if self._found.setdefault(field, value) != value:
            self._refuse(place, InvalidField("extra_field", text=piece))

    def _refuse(self, place: int, error: InvalidField) -> None:
        self._problems.append((place, error))
