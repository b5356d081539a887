"""Answers as people type them: a day, a unit, a topic, a kind, an article's number, a reason."""

import re
from collections.abc import Sequence
from datetime import date

from domain.articles.records import KIND_NAMES, Kind
from domain.boards import Topic
from domain.dates import parse_answered_date
from domain.errors import InvalidField
from domain.text import clean_line, nearest, search_key
from domain.units.names import typed_unit
from domain.units.records import Unit

REASON_LIMIT = 500
NAME_LIMIT = 200
NONE = frozenset({"-", "bo qua", "khong co", "khong", "skip", "none"})

_NUMBER = re.compile(r"#?\s*([0-9]{1,9})")


def read_number(text: str) -> int:
    """Return the article's number of "#57" or "57"; raise InvalidField "article_number"."""
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
    """Return the unit of a name, an alias or its place in the list (from 1).

    Raise InvalidField "unknown_unit" with the nearest name.
    """
    found = typed_unit(text, units)
    if found.unit is not None:
        return found.unit
    place = text.strip()
    if place.isascii() and place.isdigit() and 1 <= int(place[:9]) <= len(units):
        return units[int(place) - 1]
    names = [unit.name for unit in found.near or units]
    raise InvalidField("unknown_unit", name=clean_line(text)[:60], nearest=nearest(text, names))


def read_topic(text: str, topics: Sequence[Topic]) -> Topic | None:
    """Return the topic of a name or its place in the list (from 1), None for "-".

    Raise InvalidField "unknown_topic" with the nearest name.
    """
    key = search_key(text)
    if key in NONE:
        return None
    for topic in topics:
        if search_key(topic.name) == key:
            return topic
    if key.isascii() and key.isdigit() and 1 <= int(key[:9]) <= len(topics):
        return topics[int(key) - 1]
    names = [topic.name for topic in topics]
    raise InvalidField("unknown_topic", topic=clean_line(text)[:60], nearest=nearest(text, names))


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
    if len(reason) < 2:
        raise InvalidField("no_reason")
    if len(reason) > REASON_LIMIT:
        raise InvalidField("long_reason", length=len(reason), limit=REASON_LIMIT)
    return reason


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
