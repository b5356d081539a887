"""Answers as people type them: a day, a unit, a topic, a kind, an article's number, a reason."""

import re
from collections.abc import Sequence
from datetime import date

from domain.articles.records import KIND_NAMES, Kind
from domain.boards import Topic
from domain.conversation.replies import hesitates, is_talk
from domain.dates import parse_answered_date
from domain.errors import InvalidField
from domain.text import clean_line, nearest, search_key
from domain.units.names import typed_unit, units_with_words, word_form
from domain.units.records import Unit

REASON_LIMIT = 500
NAME_LIMIT = 200
NONE = frozenset({"-", "bo qua", "khong co", "khong co gi", "khong", "skip", "none", "de sau"})

_LEAST_BEGINNING = 3
_WORD = re.compile(r"[a-z0-9]+")
_TYPED_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(
    r"(?:(?:b[àa]i|s[ốo]|no\.?|article)\s+){0,2}#?\s*([0-9]{1,9})\s*[.!]?", re.IGNORECASE
)


def read_number(text: str) -> int:
    """Return the number of "#57", "57" or "bài số 57"; raise InvalidField "article_number"."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        raise InvalidField("article_number", text=clean_line(text)[:60])
    return int(match[1])


def read_past_day(text: str, today: date) -> date:
    """Return the day of a text typed where a day was asked for.

    Raise InvalidField "future_date" or one of `parse_date`.
    """
    day = parse_answered_date(text, today)
    if day > today:
        raise InvalidField("future_date", date=day.isoformat())
    return day


def read_unit(text: str, units: Sequence[Unit]) -> Unit:
    """Return the unit of a name, an alias, words that one alone has, or its place (from 1).

    Raise InvalidField "unknown_unit" with the nearest name.
    """
    found = typed_unit(text, units)
    if found.unit is not None:
        return found.unit
    place = text.strip()
    if place.isascii() and place.isdigit() and 1 <= int(place[:9]) <= len(units):
        return units[int(place) - 1]
    having = [
        unit
        for unit in units_with_words(text, units)
        if _may_be_part(text, " ".join((unit.name, *unit.aliases)))
    ]
    if len(having) == 1 and not found.near:
        return having[0]
    names = [unit.name for unit in found.near or units]
    raise InvalidField("unknown_unit", name=clean_line(text)[:60], nearest=nearest(text, names))


def read_topic(text: str, topics: Sequence[Topic]) -> Topic | None:
    """Return the topic of a name, a part of one or a place in the list (from 1), None for "-".

    Raise InvalidField "unknown_topic" with the nearest name.
    """
    key = search_key(text)
    if key in NONE:
        return None
    found = match_topic(text, topics)
    if found is not None:
        return found
    if key.isascii() and key.isdigit() and 1 <= int(key[:9]) <= len(topics):
        return topics[int(key) - 1]
    names = [topic.name for topic in topics]
    raise InvalidField("unknown_topic", topic=clean_line(text)[:60], nearest=nearest(text, names))


def match_topic(text: str, topics: Sequence[Topic]) -> Topic | None:
    """Return the topic of a name, or of words that stand in one name alone.

    Marks are no matter but in a single word, which may be said to the reader: "đừng" is no part of
    "Xây dựng Đảng", nor is "đợi" of "Chuyển đổi số".
    """
    wanted = _plain(text)
    if not wanted or not any(char.isalpha() for char in wanted):
        return None
    names = {topic.id: f" {_plain(topic.name)} " for topic in topics}
    for topic in topics:
        if names[topic.id] == f" {wanted} ":
            return topic
    having = [topic for topic in topics if f" {wanted} " in names[topic.id]]
    if not having and len(wanted) >= _LEAST_BEGINNING:
        having = [topic for topic in topics if f" {wanted}" in names[topic.id]]
    having = [topic for topic in having if _may_be_part(text, topic.name)]
    return having[0] if len(having) == 1 else None


def _may_be_part(text: str, name: str) -> bool:
    """Tell whether words of a name may be meant by a text that has them, marks aside.

    A single word may be said to the reader: it needs the marks that were typed.
    """
    if " " in _plain(text):
        return True
    known = _TYPED_WORD.findall(clean_line(name).lower())
    return not (is_talk(text) or hesitates(text)) and all(
        word.isascii()
        or word == "và"
        or any(word_form(each) == word_form(word) or each.startswith(word) for each in known)
        for word in _TYPED_WORD.findall(clean_line(text).lower())
    )


def _plain(text: str) -> str:
    """Return a name's words without marks, punctuation and "và"."""
    return " ".join(word for word in _WORD.findall(search_key(text)) if word != "va")


def read_kind(text: str) -> Kind:
    """Return the kind of a Vietnamese or English name; raise InvalidField "unknown_kind"."""
    key = search_key(text)
    for kind, name in KIND_NAMES.items():
        if key in {search_key(name), kind.value, kind.name.lower()}:
            return kind
    raise InvalidField("unknown_kind", text=clean_line(text)[:60])


def read_reason(text: str) -> str:
    """Return a reason as one clean line; raise InvalidField "no_reason" or "long_reason"."""
    reason = clean_line(text).strip(" -–—:")
    if len(reason) < 2 or is_talk(reason, for_reason=True):
        raise InvalidField("no_reason")
    if len(reason) > REASON_LIMIT:
        raise InvalidField("long_reason", length=len(reason), limit=REASON_LIMIT)
    return reason


def refuse_chatter(text: str, *, seen: bool) -> None:
    """Raise InvalidField "chatter_title" for what only talks to the reader, or is `seen` to."""
    if seen or hesitates(text) or is_talk(text):
        raise InvalidField("chatter_title", text=clean_line(text)[:60])


def read_name(text: str) -> str:
    """Return a name of a unit, a group or a person as one clean line.

    Raise InvalidField "short_name" under 2 letters or digits and "long_name" over 200 characters.
    """
    name = clean_line(text)
    if sum(char.isalnum() for char in name) < 2:
        raise InvalidField("short_name", text=name)
    if len(name) > NAME_LIMIT:
        raise InvalidField("long_name", length=len(name), limit=NAME_LIMIT)
    return name
