"""Correcting an article: which fields can be changed, and how a new value is read."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from domain.articles.answers import (
    NONE,
    read_kind,
    read_past_day,
    read_topic,
    read_unit,
    refuse_chatter,
)
from domain.articles.records import Article
from domain.articles.submission import check_title
from domain.boards import Topic
from domain.dates import looks_like_date
from domain.links import find_links, parse_link
from domain.text import search_key
from domain.units.records import Unit

Value = str | int | None


class Field(StrEnum):
    """What can be corrected; the value is the name in a button's data."""

    TITLE = "title"
    LINK = "link"
    DATE = "date"
    TOPIC = "topic"
    KIND = "kind"
    UNIT = "unit"


# What a reader has approved: changing it puts the article before a reader again.
REVIEWED = frozenset({Field.TITLE, Field.LINK})

COLUMNS = {
    Field.TITLE: "title",
    Field.LINK: "link",
    Field.DATE: "published_on",
    Field.TOPIC: "topic_id",
    Field.KIND: "kind",
    Field.UNIT: "unit_id",
}


def read_value(
    field: Field, text: str, today: date, topics: Sequence[Topic], units: Sequence[Unit]
) -> Value:
    """Return the value of a typed answer in the form in which it is stored and audited.

    A date is ISO text, a topic and a unit are ids (None for no topic), no link is "".
    Raise InvalidField when the answer cannot be read.
    """
    match field:
        case Field.TITLE:
            refuse_chatter(text, seen=looks_like_date(text))
            return check_title(text)
        case Field.LINK:
            if search_key(text) in NONE:
                return ""
            found = find_links(text)
            return parse_link(found[0] if found else text)
        case Field.DATE:
            return read_past_day(text, today).isoformat()
        case Field.TOPIC:
            topic = read_topic(text, topics)
            return topic.id if topic else None
        case Field.KIND:
            return read_kind(text).value
        case Field.UNIT:
            return read_unit(text, units).id


def value_of(article: Article, field: Field) -> Value:
    """Return the article's present value of a field in the same form."""
    value = getattr(article, COLUMNS[field])
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, int) else str(value)


def with_day(article: Article, field: Field, value: Value) -> Article:
    """Return the article with a new day or unit, by which its month and period are found."""
    if field is Field.DATE:
        return replace(article, published_on=date.fromisoformat(str(value)))
    if field is Field.UNIT and isinstance(value, int):
        return replace(article, unit_id=value)
    return article
