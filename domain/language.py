"""The one module that knows gettext: Vietnamese is written in the code, English is a catalogue."""

import gettext
from functools import cache
from pathlib import Path

LANGUAGES = ("vi", "en")
LOCALES = Path(__file__).parent / "locales"


class Translator:
    """Turns the Vietnamese sentences of the code into a reader's language."""

    def __init__(self, language: str, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def __call__(self, text: str) -> str:
        """Return the sentence in the reader's language."""
        return self._catalogue.gettext(text)

    def plural(self, one: str, many: str, count: int) -> str:
        """Return the form that fits the count (Vietnamese has one form, English two)."""
        return self._catalogue.ngettext(one, many, count)


@cache
def translator(language: str) -> Translator:
    """Return the translator of a language; an unknown one reads Vietnamese."""
    if language not in LANGUAGES:
        language = "vi"
    return Translator(
        language, gettext.translation("tinbai", LOCALES, languages=[language], fallback=True)
    )
