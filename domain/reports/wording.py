"""The words a board may set for its report, with fields in them: "{{ board }} {{ period }}".

Subject, opening, closing, the appendix's title and the titles of sections; the fields are those of
the Word template that hold one line, and the periods' names.
"""

import re
from collections.abc import Mapping

from domain.errors import InvalidField
from domain.text import clean_line, nearest

TITLES = (
    "activity",
    "directives",
    "results",
    "units",
    "kinds",
    "topics",
    "documents",
    "pages",
    "money",
    "assessment",
    "strengths",
    "weaknesses",
    "tasks",
    "other",
)
WORDED = ("subject", "opening", "closing", "appendix_title")
FIELDS = (
    "board",
    "period",
    "next_period",
    "first_day",
    "last_day",
    "parent_agency",
    "agency",
    "place",
    "number",
    "date",
    "total",
)
LONGEST = 500
_FIELD = re.compile(r"\{\{([^{}]*)\}\}|\{([^{}]*)\}")


def read_wording(text: str) -> str:
    """Return words with fields as they are stored.

    Raises InvalidField: "unknown_wording_field" (name, nearest, fields), "open_brace" (text) for a
    brace that is no field's, "long_setting" (length, limit).
    """
    line = clean_line(text)
    if len(line) > LONGEST:
        raise InvalidField("long_setting", length=len(line), limit=LONGEST)
    for match in _FIELD.finditer(line):
        name = _name(match)
        if name not in FIELDS:
            raise InvalidField(
                "unknown_wording_field",
                name=name,
                nearest=nearest(name, FIELDS),
                fields=", ".join(FIELDS),
            )
    rest = _FIELD.sub("", line)
    if "{" in rest or "}" in rest:
        raise InvalidField("open_brace", text=line)
    return _FIELD.sub(lambda match: f"{{{{ {_name(match)} }}}}", line)


def worded(text: str, values: Mapping[str, str]) -> str:
    """Return the words with the fields' values in their places."""
    return clean_line(_FIELD.sub(lambda match: values.get(_name(match), ""), text))


def _name(match: re.Match[str]) -> str:
    return (match[1] if match[1] is not None else match[2]).strip()
