"""Letters of other times: TCVN3 and VNI codes, UTF-8 read as Latin, and letters that were lost.

Until about 2005 a font gave Latin letters the shape of Vietnamese ones. A text of that time says
"Phßng Néi vô" (TCVN3) or "Phoøng Noäi vuï" (VNI) for "Phòng Nội vụ". Which one it is shows in the
syllables: a word is taken as it stands unless only a conversion makes Vietnamese syllables of it.
"""

import re
import unicodedata
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache

from domain.errors import InvalidFile
from domain.imports.tables import LeftOut
from domain.text import nfc
from reports.appendix.grid import BLANK, Cell, Grid, GridRow, make_cell


class LegacyCode(StrEnum):
    """The codes that Vietnamese fonts had before Unicode."""

    TCVN3 = "TCVN3"
    VNI = "VNI"


_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_VNI_MARKS = {
    "ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "ê": "\u0306", "è": "\u0306\u0300", "é": "\u0306\u0301", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
    "â": "\u0302", "à": "\u0302\u0300", "á": "\u0302\u0301", "å": "\u0302\u0309",
    "ã": "\u0302\u0303", "ä": "\u0302\u0323",
}  # fmt: skip
_VNI_LETTERS = {"ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ"}
# A vowel with its mark behind it, or a letter of its own.
_VNI = re.compile("([aeouyôöAEOUYÔÖ])([øùûõïêèéúüëâàáåãäØÙÛÕÏÊÈÉÚÜËÂÀÁÅÃÄ])|[ñæóòôöîÑÆÓÒÔÖÎ]")
# Letters that only Unicode has: a text with one of them is not in an old code.
_ONLY_UNICODE = re.compile("[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_WORD = re.compile(r"[^\W\d_]+|[µ¶·¸¹¨©«¬\u00ad®¡¢£¤¥¦§»¼½¾×÷\w]+")
_ACUTE, _DOT_BELOW = "\u0301", "\u0323"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_RHYMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu
    ây e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt
    iêu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn
    oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm
    ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt
    up ut uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp
    ươt ươu ưt ưu y yêm yên yêng yêt yêu uan uang uanh uat uai uay uao uăn uăng uăc uăt uet
    uen ueo ue
    """.split()  # noqa: SIM905 - one word a line would fill pages
)
_ONSET = re.compile("(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|b|c|d|đ|g|h|k|l|m|n|p|q|r|s|t|v|x)?(.*)")
_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]|(?<!\S)\?[^\W\d_]|[^\W\d_]\u25a1|[\ufffd]")
# A tone is never written on the glide that closes a rhyme: "xaõ" is VNI for "xã".
_GLIDES = frozenset(
    """
    ai ao au ay âu ây eo êu ia iu oi ôi ơi ua ui ưa ưi ưu iêu oai oao oay uôi ươi ươu yêu uai
    uay uao uây
    """.split()  # noqa: SIM905 - one word a line would fill pages
)
_MOJIBAKE = re.compile("Ã[\u0080-\u00bf]|á[º»]|Ä[\u0080-\u00bf‘ƒ]|Æ[°¡]")


def to_unicode(text: str, code: LegacyCode) -> str:
    """Return the text that an old code's letters stand for."""
    if code is LegacyCode.TCVN3:
        return "".join(_TCVN3.get(char, char) for char in text)
    return _VNI.sub(_from_vni, text)


def _from_vni(found: re.Match[str]) -> str:
    if found[2] is None:
        return _vni_letter(found[0])
    return nfc(_vni_letter(found[1]) + _VNI_MARKS[found[2].lower()])


def _vni_letter(char: str) -> str:
    made = _VNI_LETTERS.get(char.lower())
    if made is None:
        return char
    return made.upper() if char.isupper() else made


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Tell whether a word can be a Vietnamese syllable."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    if re.search(r"[^aeiouy\W][\u0300-\u0303\u0309]", decomposed, re.ASCII):
        return False
    if sum(char in _TONES for char in decomposed) > 1:
        return False
    plain = nfc("".join(char for char in decomposed if char not in _TONES))
    found = _ONSET.fullmatch(plain)
    rest = found[1] if found else ""
    tone = next((char for char in decomposed if char in _TONES), "")
    if rest in _GLIDES and tone and decomposed[-1] == tone:
        return False
    if rest.endswith(("c", "ch", "p", "t")) and tone not in (_ACUTE, _DOT_BELOW):
        return False
    return rest in _RHYMES or (plain.startswith("gi") and ("i" + rest) in _RHYMES)


def plausibility(text: str) -> int:
    """Return how many more words with marks are Vietnamese syllables than are not."""
    words = [word for word in _WORD.findall(text[:100_000]) if not word.isascii()]
    return sum(1 if is_syllable(nfc(word)) else -2 for word in words)


def repaired(grids: list[Grid]) -> tuple[list[Grid], list[LeftOut]]:
    """Return the grids with every text in Unicode, and a word on what was converted.

    Raises InvalidFile `lost_letters` where letters were lost, which no table brings back.
    """
    texts = dict.fromkeys(_raw(cell) for grid in grids for row in grid.rows for cell in row.cells)
    texts |= dict.fromkeys(text for grid in grids for text in grid.before[-20:])
    marked = [text for text in texts if not text.isascii() or "?" in text]
    changed: dict[str, str] = {}
    codes: dict[str, list[str]] = {}
    for text in marked:
        made, code = _repair(text)
        if code:
            changed[text] = made
            codes.setdefault(code, []).append(text)
    for text in marked:
        # What could be either alone is in the code of the others.
        if text not in changed and (made := _alike(text, codes)):
            changed[text] = made
    for text in marked:
        # An Icelandic letter that looks like Đ.
        if text not in changed and ("Ð" in text or "ð" in text):
            changed[text] = text.replace("Ð", "Đ").replace("ð", "đ")
    notes = [
        LeftOut(
            "converted_letters",
            "",
            {"code": code, "text": found[0][:60], "to": changed[found[0]][:60]},
        )
        for code, found in codes.items()
    ]
    made_grids = [_converted(grid, changed) for grid in grids] if changed else grids
    for grid in made_grids:
        for row in grid.rows:
            for cell in row.cells:
                if _LOST.search(cell.text) and "://" not in cell.text:
                    raise InvalidFile("lost_letters", place=row.place, text=cell.text[:60])
    return made_grids, notes


@lru_cache(maxsize=4096)
def _repair(text: str) -> tuple[str, str]:
    """Return the text in Unicode and the code it was in, "" where it stays."""
    if _MOJIBAKE.search(text):
        for encoding in ("windows-1252", "latin-1"):
            try:
                return nfc(text.encode(encoding).decode("utf-8")), "UTF-8"
            except UnicodeError:
                continue
    if _ONLY_UNICODE.search(text) or text.isascii() or not _mostly_no_syllables(text):
        return text, ""
    best, name, score = text, "", plausibility(text)
    for code in LegacyCode:
        made = to_unicode(text, code)
        if made != text and plausibility(made) > max(score, 0):
            best, name, score = made, code.value, plausibility(made)
    return best, name


def _alike(text: str, codes: dict[str, list[str]]) -> str:
    """Return a text in Unicode by the old code of most of the file's texts, "" where it stays."""
    found = [code for code in LegacyCode if len(codes.get(code, ())) > 1]
    if len(found) != 1 or _ONLY_UNICODE.search(text) or text.isascii():
        return ""
    made = to_unicode(text, found[0])
    return made if plausibility(made) > plausibility(text) else ""


def _raw(cell: Cell) -> str:
    """Return a text as the file has it: in TCVN3 a soft hyphen is the letter ư."""
    return cell.value if isinstance(cell.value, str) else cell.text


def _mostly_no_syllables(text: str) -> bool:
    """Tell whether more of a text's words with marks cannot be Vietnamese than can."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    wrong = sum(not is_syllable(nfc(word)) for word in words)
    return wrong > len(words) - wrong or not words


def _converted(grid: Grid, changed: dict[str, str]) -> Grid:
    made: dict[Cell, Cell] = {}

    def convert(cell: Cell) -> Cell:
        if cell is BLANK or _raw(cell) not in changed:
            return cell
        if cell not in made:
            made[cell] = make_cell(changed[_raw(cell)], link=cell.link)
        return made[cell]

    return replace(
        grid,
        rows=tuple(GridRow(r.place, tuple(map(convert, r.cells))) for r in grid.rows),
        before=tuple(changed.get(text, text) for text in grid.before),
    )
