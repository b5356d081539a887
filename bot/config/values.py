"""The kinds of values that a configuration holds, each with its check and what would be right."""

import re
from datetime import date, datetime, time
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import BeforeValidator, Field, SecretStr, StringConstraints

from domain.text import nearest, search_key

SECRET_LENGTH = 32
CHANNELS = ("telegram", "zalo")
VIET_NAM = "Asia/Ho_Chi_Minh"
SQLITE = "sqlite+aiosqlite"
POSTGRES = "postgresql+asyncpg"
DEFAULT_DATABASE = f"{SQLITE}:///tinbai.db"
SERVER_DATABASE = f"{POSTGRES}://tinbai@/tinbai"
_PROXY_SCHEMES = frozenset({"http", "https", "socks5", "socks5h"})
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_LOOSE_CLOCK = re.compile(r"(\d{1,2})(?:\s*(?:[:.hg]|giờ)\s*(\d{2}))?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9.]*)(?:\+([A-Za-z0-9_]+))?:(/*)(.*)", re.DOTALL)
# What people leave standing where a value was to be filled in.
_UNFILLED = ("…", "...", "<", ">")
_EXAMPLE_WORDS = ("ngau nhien", "chuoi dai", "random", "change", "example", "doi toi", "thay bang")
_OF_VIET_NAM = (
    "noi",
    "hanoi",
    "saigon",
    "sai gon",
    "minh",
    "viet",
    "gmt",
    "utc",
    "ict",
    "+7",
    "07",
)


class ConfigFaultError(ValueError):
    """A fault that only the program knows: its code and what the sentence is filled with."""

    def __init__(self, code: str, **values: str) -> None:
        self.code = code
        self.values = values
        super().__init__(code)


def _clock(value: object) -> object:
    """Take a time of the day without a zone; a bare number would be seconds after midnight."""
    if isinstance(value, time) and value.tzinfo is None:
        return value
    if isinstance(value, str):
        match = _CLOCK.fullmatch(value.strip())
        if match is not None:
            hour, minute, second = (int(part or 0) for part in match.groups())
            if hour < 24 and minute < 60 and second < 60:
                return time(hour, minute, second)
    raise ConfigFaultError("time", example=_meant_clock(str(value)))


def _meant_clock(text: str) -> str:
    match = _LOOSE_CLOCK.search(text)
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        return "08:00"
    return f"{int(match[1]):02}:{int(match[2] or 0):02}"


def _day(value: object) -> object:
    """Take a date; a bare number would be seconds since 1970."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    text = str(value).strip()
    if isinstance(value, str):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise ConfigFaultError("date", example=_meant_day(text))


def _meant_day(text: str) -> str:
    match = _DAY_FIRST.fullmatch(text)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])).isoformat() if match else ""
    except ValueError:
        return ""


def _count(value: object) -> object:
    if isinstance(value, bool):
        raise ConfigFaultError("number")
    return value


def _address(value: object) -> object:
    """Take an address of the web, or nothing."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        found = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        found = None
    if not found or re.search(r"\s", text):
        rest = re.sub(r"^[a-z]*:?/+", "", text, flags=re.IGNORECASE)
        fits = re.fullmatch(r"[A-Za-z0-9.-]+(?::\d+)?(?:/\S*)?", rest)
        raise ConfigFaultError("address", example=f"https://{rest if fits else 'xamau.gov.vn'}")
    return text


def _host(value: object) -> object:
    """Take a host's name, with a port where it has one."""
    if not isinstance(value, str):
        return value
    text = value.strip().lower()
    if not re.fullmatch(r"[\w-]+(\.[\w-]+)*(:\d{1,5})?|\[[0-9a-f:]+\](:\d{1,5})?", text):
        rest = re.sub(r"^[a-z]*:?/+", "", text).partition("/")[0]
        fits = re.fullmatch(r"[\w-]+(\.[\w-]+)*(:\d{1,5})?", rest)
        raise ConfigFaultError("host", example=rest if fits else "xamau.gov.vn")
    return text


def _listening(value: object) -> object:
    """Take the name or number of a network interface of this machine."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if not re.fullmatch(r"[A-Za-z0-9.-]+|[0-9a-fA-F:.%]*::?[0-9a-fA-F:.%]*", text) or (
        re.fullmatch(r"[^:]+:\d+", text)
    ):
        raise ConfigFaultError("listening", example="127.0.0.1")
    return text


def _proxy(value: object) -> object:
    if not isinstance(value, str) or not value.strip():
        return value
    text = value.strip()
    try:
        parts = urlsplit(text)
        fits = parts.scheme in _PROXY_SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if not fits:
        # Its name and password are shown to nobody.
        raise ConfigFaultError("proxy", example="socks5://127.0.0.1:1080")
    return text


def _zone(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return ZoneInfo(value.strip()).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigFaultError("time_zone", example=_meant_zone(value)) from None


def _meant_zone(text: str) -> str:
    words = search_key(text.replace("_", " ").replace("/", " "))
    if any(word in words or word in text for word in _OF_VIET_NAM):
        return VIET_NAM
    names = {name.lower(): name for name in available_timezones()}
    found = nearest(text.strip().lower(), list(names))
    return names[found] if found else VIET_NAM


def _token(value: object) -> object:
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    if isinstance(text, str):
        text = text.strip()
        if any(mark in text for mark in _UNFILLED) or re.search(r"\s", text) or not text.isascii():
            raise ConfigFaultError("token")
        return text
    return value


def _secret(value: object) -> object:
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    if not isinstance(text, str) or not text:
        return value
    words = search_key(text.replace("-", " ").replace("_", " "))
    if (
        len(text) < SECRET_LENGTH
        or any(mark in text for mark in _UNFILLED)
        or any(word in words for word in _EXAMPLE_WORDS)
    ):
        raise ConfigFaultError("secret", length=str(SECRET_LENGTH))
    return text


def _operator_chat(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        raise ConfigFaultError("operator_chat", example=f"telegram:{value}")
    if not isinstance(value, str) or not value:
        return value
    channel, colon, number = value.strip().partition(":")
    if colon and channel in CHANNELS and re.fullmatch(r"-?\d{1,18}", number):
        return value.strip()
    digits = re.search(r"-?\d{3,18}", value)
    known = channel.strip().lower() if channel.strip().lower() in CHANNELS else CHANNELS[0]
    raise ConfigFaultError("operator_chat", example=f"{known}:{digits[0] if digits else 123456789}")


def _database(value: object) -> object:
    """Take the address of SQLite's file or of PostgreSQL's database, in the driver's spelling."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    match = _SCHEME.fullmatch(text)
    if match is None or (len(match[1]) == 1 and not match[3].startswith("//")):
        fits = re.fullmatch(r"[\w./-]+\.\w+", text)
        raise ConfigFaultError("database", example=f"{SQLITE}:///{text if fits else 'tinbai.db'}")
    kind, slashes, rest = match[1].lower(), match[3], match[4]
    if kind in {"sqlite", "sqlite3"}:
        if len(slashes) < 3 or not rest or rest.startswith((":", "?")):
            name = rest if re.fullmatch(r"[\w./-]+", rest) else "tinbai.db"
            raise ConfigFaultError("database", example=f"{SQLITE}:///{name}")
        return f"{SQLITE}:{slashes}{rest}"
    if kind not in {"postgres", "postgresql"} or slashes != "//":
        raise ConfigFaultError("database", example=DEFAULT_DATABASE)
    try:
        parts = urlsplit(f"{POSTGRES}://{rest}")
        if parts.port == 0 or parts.fragment:
            raise ValueError
    except ValueError:
        raise ConfigFaultError("server", example=SERVER_DATABASE) from None
    # The name that PostgreSQL's own programs give it.
    query = [("ssl" if key == "sslmode" else key, word) for key, word in parse_qsl(parts.query)]
    return urlunsplit(parts._replace(query=urlencode(query, safe="/:")))


def _quiet(value: object) -> object:
    if isinstance(value, str) and value.strip():
        start, separator, end = value.partition("-")
        try:
            return {"start": _clock(start), "end": _clock(end)} if separator else _no_quiet()
        except ConfigFaultError:
            _no_quiet()
    if value is None or value == "":
        return None
    return value if isinstance(value, dict) else _no_quiet()


def _no_quiet() -> Any:
    raise ConfigFaultError("quiet_hours")


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Count = Annotated[int, BeforeValidator(_count)]
Clock = Annotated[time, BeforeValidator(_clock)]
Day = Annotated[date, BeforeValidator(_day)]
Address = Annotated[str, BeforeValidator(_address)]
Host = Annotated[str, BeforeValidator(_host)]
Listening = Annotated[str, BeforeValidator(_listening)]
Proxy = Annotated[str, BeforeValidator(_proxy)]
Zone = Annotated[str, BeforeValidator(_zone)]
Token = Annotated[SecretStr, BeforeValidator(_token)]
Secret = Annotated[SecretStr, BeforeValidator(_secret)]
OperatorChat = Annotated[str, BeforeValidator(_operator_chat)]
DatabaseUrl = Annotated[str, BeforeValidator(_database)]
QUIET = BeforeValidator(_quiet)
MonthDay = Annotated[Count, Field(ge=1, le=31)]
