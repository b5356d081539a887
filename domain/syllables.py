"""Vietnamese syllables as titles spell them: what is left when marks, tone place and i/y differ."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_TONES = {"\u0300": "1", "\u0301": "2", "\u0303": "3", "\u0309": "3", "\u0323": "5"}
# "kỳ" and "kì", "lý" and "lí": both spellings are taught. "Thủy" and "Thúi" are not meant.
_FINAL_Y = re.compile(r"(?<=^[hklmst])y$|(?<=^qu)y$|(?<=^th)y$")
_ONSET = r"(?:ngh?|nh|kh|gh|gi|ch|ph|th|tr|qu|[bcdghklmnprstvx])?"
_NUCLEUS = (
    r"(?:uyen|uyet|uych|uynh|uya|uyu|uou|uoi|oai|oay|oeo|oao|uay|yeu|ieu|ueu|iu|ia|ie|ai|ao|au|ay"
    r"|eo|eu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ye|[aeiouy])"
)
_CODA = r"(?:ch|nh|ng|[cmnpt])?"
_SYLLABLE = re.compile(_ONSET + _NUCLEUS + _CODA)


class Syllable(NamedTuple):
    """A written word: `key` has no marks at all, `form` has the tone behind the letters."""

    key: str
    form: str

    @property
    def marked(self) -> bool:
        """Tell whether the word carries any Vietnamese mark."""
        return self.key != self.form


@lru_cache(maxsize=20_000)
def read_syllable(word: str) -> Syllable:
    """Return the two forms in which a word is compared.

    The form keeps đ, ă, â, ê, ô, ơ, ư and one digit for the tone, wherever the tone was put; hỏi
    and ngã count as one tone, since many people hear and write them as one.
    """
    decomposed = unicodedata.normalize("NFD", word.lower())
    tone = "".join(_TONES[char] for char in decomposed if char in _TONES)[:1]
    letters = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
    letters = _FINAL_Y.sub("i", letters)
    plain = "".join(
        c for c in unicodedata.normalize("NFD", letters) if not unicodedata.combining(c)
    )
    return Syllable(plain.replace("đ", "d"), letters + tone)


_TELEX = re.compile(r"dd|aa|ee|oo|[aou]w")
_TELEX_TONE = re.compile(r"(?<=[aeiouy])([a-z]*?)[sfrxj]")


@lru_cache(maxsize=8192)
def without_telex(key: str) -> str:
    """Return a search key whose words typed in Telex without its keyboard are as usual.

    "hoom qua" is "hom qua", "tieengs vieetj" is "tieng viet"; a word that would be no syllable
    stays.
    """
    return " ".join(_plain(word) for word in key.split(" "))


def _plain(word: str) -> str:
    if not word.isalpha() or len(word) < 3:
        return word
    letters = _TELEX.sub(lambda pair: pair[0][0], word)
    toneless = _TELEX_TONE.sub(r"\1", letters, count=1)
    if letters == word and is_syllable(word):
        return word
    return next((each for each in (letters, toneless) if is_syllable(each)), word)


@lru_cache(maxsize=20_000)
def is_syllable(key: str) -> bool:
    """Tell whether a word without marks can be a Vietnamese syllable at all."""
    return _SYLLABLE.fullmatch(key) is not None
