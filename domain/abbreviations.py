"""Abbreviations of official Vietnamese: a list that people can read, edit and add to."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

_JOINERS = re.compile(r"[&\-.,\s]")


@cache
def default_abbreviations() -> Mapping[str, str]:
    """Return the list shipped in domain/data/abbreviations.tsv: short form → meaning.

    Several meanings are divided by "|", the commonest first.
    """
    text = (files("domain") / "data" / "abbreviations.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return MappingProxyType({row[0]: row[1] for row in rows})


@lru_cache(maxsize=8192)  # titles share most of their words
def short_key(short: str) -> str:
    """Return what the spellings of one abbreviation share: GD&ĐT, GD-ĐT and gdđt are gddt."""
    joined = _JOINERS.sub("", short).lower().replace("đ", "d")
    decomposed = unicodedata.normalize("NFD", joined)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def meanings(abbreviations: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return short key → its meanings, commonest first."""
    return {
        short_key(short): tuple(part.strip() for part in long.split("|") if part.strip())
        for short, long in abbreviations.items()
    }
