"""Whoever sits at the terminal: the language they read."""

import os

from domain.language import Translator, translator


def operator_translator() -> Translator:
    """Return the translator for the terminal: English where its locale says so."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return translator("en" if locale.lower().startswith("en") else "vi")
