"""A setting's value as people write it, and as it is shown to them again."""

import re
from collections.abc import Callable
from datetime import date, time
from typing import Any

from domain.boards import LegalBasis, Signatory
from domain.dates import format_date, parse_date
from domain.errors import InvalidField
from domain.reports.settings import Setting, Shape, basis_of, basis_values, signer_values
from domain.reports.signers import read_signer, signer_line
from domain.reports.wording import read_wording
from domain.text import clean_line, search_key, without_mark

LONGEST = 300
MOST_LINES = 60
# What may be left out of a document; the others have to say something.
_MAY_BE_EMPTY = frozenset(
    {"parent_agency", "addressees", "recipients", "legal_basis", "topics", "days_off"}
)
_SEVERAL_LINES = frozenset({"agency", "parent_agency"})
_NOTHING = frozenset({"khong", "khong co", "trong", "none", "empty", "-"})
# "Y tế, Giáo dục" may be two topics, but "Phòng, chống dịch" and "Văn hóa, Thể thao và Du lịch"
# are one; recipients have commas.
_LISTED = {
    "topics": re.compile(r",\s*[^\W\d_a-zà-ỹđ](?!.*\bvà\b)"),
    "recipients": re.compile(r",\s*(?:Lưu|lưu|Luu|luu)\b"),
}
_SUFFIX = re.compile(r"[^\W_][\w&.-]*", re.UNICODE)
_HOURS = re.compile(
    r"([0-9]{1,2})[:hg]?([0-9]{2})?\s*(?:-|–|den|toi|to)\s*([0-9]{1,2})[:hg]?([0-9]{2})?"
)
_VALID = re.compile(
    r"^(?P<word>co hieu luc tu|hieu luc tu|tu|from|het hieu luc|het hieu luc tu|het hieu luc ngay"
    r"|hieu luc den|den het|den|to|until)\b\s*(?:ngay\s+)?(?P<day>\S.*)$"
)
_STARTS = frozenset({"co hieu luc tu", "hieu luc tu", "tu", "from"})
_ON = frozenset({"co", "bat", "true", "yes", "on", "1"})
_OFF = frozenset({"khong", "tat", "false", "no", "off", "0"})


def read_value(setting: Setting, text: str, today: date) -> Any:
    """Return the value that a text gives a setting, as it is stored.

    Raises InvalidField: "empty_setting" (key), "one_or_several" (text), "long_setting" (length,
    limit), "many_settings" (count, limit), "bad_suffix", "bad_hours", "bad_switch", "bad_review"
    (text), "repeated_setting" (text), "bad_validity" (text), and the errors of dates, signers and
    words.
    """
    if search_key(text).strip(" .") in _NOTHING and setting.shape is not Shape.SWITCH:
        if setting.shape is Shape.HOURS:
            return ""
        if setting.shape is Shape.REVIEW:
            return "none"
        if setting.key in _MAY_BE_EMPTY:
            return [] if setting.listed else ""
        if setting.shape in {Shape.TEXT, Shape.WORDS}:
            raise InvalidField("empty_setting", key=setting.key)
    if not clean_line(text):
        raise InvalidField("empty_setting", key=setting.key)
    return _READERS[setting.shape](setting, text, today)


def read_entries(setting: Setting, text: str, today: date) -> list[Any]:
    """Return the entries of a list that a text gives, one a line or divided by ";"."""
    entries = [
        line
        for part in re.split(r"[\n;]", text)
        if (line := without_mark(clean_line(part)).rstrip(" .,"))
    ]
    if not entries:
        raise InvalidField("empty_setting", key=setting.key)
    if len(entries) > MOST_LINES:
        raise InvalidField("many_settings", count=len(entries), limit=MOST_LINES)
    listed = _LISTED.get(setting.key)
    if listed and not re.search(r"[\n;]", text.strip()) and listed.search(entries[0]):
        raise InvalidField("one_or_several", text=entries[0])
    for entry in entries:
        if len(entry) > LONGEST:
            raise InvalidField("long_setting", length=len(entry), limit=LONGEST)
    return [_ENTRIES[setting.shape](entry, today) for entry in entries]


def check_entries(setting: Setting, entries: list[Any]) -> list[Any]:
    """Return a list's entries; raise InvalidField where one stands in it twice, or too many do."""
    shown = [entry_text(setting, entry) for entry in entries]
    keys = [search_key(text) for text in shown]
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise InvalidField("repeated_setting", text=shown[place])
    if len(entries) > MOST_LINES:
        raise InvalidField("many_settings", count=len(entries), limit=MOST_LINES)
    return entries


def value_lines(setting: Setting, value: Any) -> tuple[str, ...]:
    """Return a value as it could be typed again, an entry a line."""
    if setting.listed:
        return tuple(entry_text(setting, entry) for entry in value or ())
    if setting.shape is Shape.SWITCH:
        return ("có" if value else "không",)
    if setting.shape is Shape.REVIEW:
        return ("có" if value == "required" else "không",)
    return tuple(line for line in str(value or "").split("\n") if line)


def entry_text(setting: Setting, entry: Any) -> str:
    """Return an entry of a list as it could be typed again."""
    match setting.shape:
        case Shape.SIGNERS:
            return signer_line(Signatory(**entry))
        case Shape.BASIS:
            basis = basis_of(entry)
            parts = [basis.text]
            if basis.valid_from:
                parts.append(f"từ {format_date(basis.valid_from)}")
            if basis.valid_to:
                parts.append(f"đến {format_date(basis.valid_to)}")
            return " | ".join(parts)
        case Shape.DAYS:
            return format_date(date.fromisoformat(entry))
    return str(entry)


def _text(setting: Setting, text: str, _today: date) -> str:
    lines = [line for part in re.split(r"\n|\\n", text) if (line := clean_line(part))]
    joined = ("\n" if setting.key in _SEVERAL_LINES else " ").join(lines)
    if len(joined) > LONGEST:
        raise InvalidField("long_setting", length=len(joined), limit=LONGEST)
    if setting.key == "number_suffix":
        joined = joined.lstrip("/")
        if not _SUFFIX.fullmatch(joined):
            raise InvalidField("bad_suffix", text=joined)
    return joined


def _list(setting: Setting, text: str, today: date) -> list[Any]:
    return check_entries(setting, read_entries(setting, text, today))


def _words(_setting: Setting, text: str, _today: date) -> str:
    return read_wording(text)


def _review(_setting: Setting, text: str, _today: date) -> str:
    key = search_key(text)
    if key in {"required", "bat buoc", *_ON}:
        return "required"
    if key in {"none", *_OFF}:
        return "none"
    raise InvalidField("bad_review", text=clean_line(text))


def _switch(_setting: Setting, text: str, _today: date) -> bool:
    key = search_key(text)
    if key not in _ON | _OFF:
        raise InvalidField("bad_switch", text=clean_line(text))
    return key in _ON


def _hours(_setting: Setting, text: str, _today: date) -> str:
    match = _HOURS.fullmatch(search_key(text))
    try:
        if match is None:
            raise ValueError
        start = time(int(match[1]) % 24, int(match[2] or 0))
        end = time(int(match[3]) % 24, int(match[4] or 0))
    except ValueError:
        raise InvalidField("bad_hours", text=clean_line(text)) from None
    return f"{start:%H:%M}-{end:%H:%M}"


def _basis(line: str, today: date) -> dict[str, str | None]:
    fields = [field for part in re.split(r"[|｜]", line) if (field := clean_line(part))]
    days: dict[str, date] = {}
    for field in fields[1:]:
        match = _VALID.match(search_key(field))
        if match is None:
            raise InvalidField("bad_validity", text=field)
        end = "valid_from" if match["word"] in _STARTS else "valid_to"
        if end in days:
            raise InvalidField("bad_validity", text=field)
        days[end] = parse_date(match["day"], today)
    if not fields or (len(days) == 2 and days["valid_to"] < days["valid_from"]):
        raise InvalidField("bad_validity", text=line)
    found = LegalBasis(fields[0].rstrip(".,; "), days.get("valid_from"), days.get("valid_to"))
    return basis_values((found,))[0]


_READERS: dict[Shape, Callable[[Setting, str, date], Any]] = {
    Shape.TEXT: _text,
    Shape.LINES: _list,
    Shape.BASIS: _list,
    Shape.SIGNERS: _list,
    Shape.DAYS: _list,
    Shape.WORDS: _words,
    Shape.REVIEW: _review,
    Shape.HOURS: _hours,
    Shape.SWITCH: _switch,
}
_ENTRIES: dict[Shape, Callable[[str, date], Any]] = {
    Shape.LINES: lambda line, _today: line,
    Shape.BASIS: _basis,
    Shape.SIGNERS: lambda line, _today: signer_values((read_signer(line),))[0],
    Shape.DAYS: lambda line, today: parse_date(line, today).isoformat(),
}
