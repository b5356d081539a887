"""Addresses that stand in a formula, as lists of articles keep them: =HYPERLINK("https://…","Tít")."""

import re

# Files separate arguments by a comma, OpenDocument and Vietnamese Excel by a semicolon.
_FORMULA = re.compile(
    r'\s*(?:of:|oooc:|msoxl:)?=?\s*HYPERLINK\(\s*"((?:[^"]|"")*)"'
    r'(?:\s*[,;]\s*"((?:[^"]|"")*)"\s*\))?',
    re.IGNORECASE,
)


def read_hyperlink(formula: str) -> tuple[str, str] | None:
    """Return the address and the text of a HYPERLINK formula, None of any other.

    The text is the address where the formula gives none or computes it.
    """
    found = _FORMULA.match(formula)
    if found is None:
        return None
    link = found[1].replace('""', '"')
    return link, (found[2] or "").replace('""', '"') or link
