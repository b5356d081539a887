"""The simple HTML of chat text: a name is escaped once and never opens a tag."""

from collections.abc import Iterable
from html import escape

from domain.text import clean_line, format_number


def more(sentence: str, count: int) -> list[str]:
    """Return the line that says how many more there are, or no line."""
    return [italic(sentence.format(count=format_number(count)))] if count > 0 else []


def bullets(lines: Iterable[str]) -> list[str]:
    """Put a bullet before each line, which is markup already."""
    return [f"• {line}" for line in lines]


def number_or_dash(count: int | None) -> str:
    """Return a count, or a dash where nothing is known: a blank is no zero."""
    return "–" if count is None else format_number(count)


def bold(text: str) -> str:
    """Return plain text as a bold line."""
    return f"<b>{plain(text)}</b>"


def italic(text: str) -> str:
    """Return plain text as an italic line."""
    return f"<i>{plain(text)}</i>"


def plain(text: str) -> str:
    """Return one clean line whose angle brackets and ampersands are text."""
    return escape(clean_line(text), quote=False)


def folded(text: str) -> str:
    """Return a long text as a block that a phone shows folded, "" for none."""
    return f"<blockquote expandable>{text}</blockquote>" if text else ""
