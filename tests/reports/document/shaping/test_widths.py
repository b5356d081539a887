"""The widths of the letters against a font of the same measures."""

from pathlib import Path

import pytest

from reports.document.shaping.widths import Look, text_points

FONTS = Path("/usr/share/fonts/truetype/liberation2")
VOWELS = "áàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵăâêôơưđ"
LETTERS = "".join(map(chr, range(32, 91))) + "abcdefghijklmnopqrstuvwxyz" + VOWELS + VOWELS.upper()


@pytest.mark.skipif(not FONTS.exists(), reason="the Liberation fonts are not installed")
@pytest.mark.parametrize("look", ["regular", "bold", "italic"])
def test_every_vietnamese_letter_is_as_wide_as_in_the_font(look: Look) -> None:
    from matplotlib.ft2font import FT2Font, LoadFlags

    font = FT2Font(str(FONTS / f"LiberationSerif-{look.capitalize()}.ttf"))
    font.set_size(1000, 72)
    wrong = {}
    for letter in LETTERS:
        glyph = font.load_char(ord(letter), flags=LoadFlags.NO_HINTING)
        wide = glyph.linearHoriAdvance / 65536
        if abs(wide - text_points(letter, 1000, look)) > 1:
            wrong[letter] = wide
    assert wrong == {}
