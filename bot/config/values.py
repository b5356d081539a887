"""The kinds of values that a configuration holds, each with its check and what would be right."""

import difflib
import os
import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Annotated, Any, NoReturn
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    StringConstraints,
    ValidationInfo,
)

from domain.text import clean_line, nfc, search_key

SECRET_LENGTH = 32
EVERY_BOARD = "all"
CHANNELS = ("telegram", "zalo")
VIET_NAM = "Asia/Ho_Chi_Minh"
SQLITE = "sqlite+aiosqlite"
POSTGRES = "postgresql+asyncpg"
DEFAULT_DATABASE = f"{SQLITE}:///tinbai.db"
SERVER_DATABASE = f"{POSTGRES}://tinbai@/tinbai"
_PROXY = "socks5://127.0.0.1:1080"
_PROXY_SCHEMES = frozenset({"http", "https", "socks5", "socks5h"})
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_LOOSE_CLOCK = re.compile(r"(\d{1,2})(?:\s*(?:[:.hg]|giờ)\s*(\d{2}))?")
_AFTERNOON = ("pm", "p.m", "chieu", "toi")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9.]*)(?:\+([A-Za-z0-9_]+))?:(/*)(.*)", re.DOTALL)
# What people leave standing where a value was to be filled in.
_UNFILLED = ("…", "...", "<", ">")
_EXAMPLE_WORDS = (
    *("ngau nhien", "chuoi dai", "random", "change", "example", "doi toi", "thay bang"),
    *("password", "mat khau", "bi mat", "secret"),
)
# What stands before the slash of a report's number.
_NUMBER = re.compile(r"\s*+(?:số)?(?:\s*:)*+[\d\s…._]*+/", re.IGNORECASE)
_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)
_EXAMPLE_TOKENS = frozenset({"123456789:AAE", "123456789:abc"})
# As many letters differ in a random string of some length.
_DISTINCT = 8
# What libpq and asyncpg both understand in an address; sslmode's values are PostgreSQL's own.
_SERVER_OPTIONS = ("sslmode", "host", "port", "passfile", "target_session_attrs")
_SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
# Names that Python finds and that mean another zone on another machine.
_NO_ZONES = frozenset({"localtime", "posixrules", "Factory"})
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
    match = _CLOCK.search(text) or _LOOSE_CLOCK.search(text)
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        return "08:00"
    hour = int(match[1])
    if hour < 12 and any(word in search_key(text) for word in _AFTERNOON):
        hour += 12
    return f"{hour:02}:{int(match[2] or 0):02}"


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
    if not _is_address(text):
        rest = re.sub(r"^[a-z]*:?/+", "", text, flags=re.IGNORECASE)
        meant = f"https://{rest}"
        fits = re.fullmatch(r"[A-Za-z0-9.-]+(?::\d+)?(?:/\S*)?", rest) and _is_address(meant)
        raise ConfigFaultError("address", example=meant if fits else "https://xamau.gov.vn")
    return text


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        found = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return found and not re.search(r"\s", text)


def _some_address(value: object) -> object:
    """Take an address of the web; in a list an empty one means nothing."""
    if _address(value) == "":
        raise ConfigFaultError("address", example="https://xamau.gov.vn/rss")
    return _address(value)


def _public(value: object) -> object:
    """Take the address that this installation is seen at; its pages stand right behind the host."""
    text = _address(value)
    if isinstance(text, str) and text:
        parts = urlsplit(text)
        more = parts.path.strip("/") or parts.query or parts.fragment
        if more or "@" in parts.netloc:
            host = parts.netloc.rpartition("@")[2]
            raise ConfigFaultError("public", example=f"{parts.scheme}://{host}")
    return text


def _or_default(address: str) -> Callable[[object], object]:
    """Take an address, or the public one where it is left empty."""
    return lambda value: _address(value) or address


def _host(value: object) -> object:
    """Take a host's name, with a port where it has one."""
    if not isinstance(value, str):
        return value
    text = value.strip().lower()
    if not re.fullmatch(r"[\w-]+(\.[\w-]+)*(:\d{1,5})?|\[[0-9a-f:]+\](:\d{1,5})?", text):
        rest = re.sub(r"^[a-z]*:?/+", "", text).partition("/")[0]
        fits = re.fullmatch(r"[\w-]+(\.[\w-]+)*(:\d{1,5})?", rest)
        raise ConfigFaultError("host", example=rest if fits else "xamau.gov.vn")
    name, _colon, port = text.rpartition(":")
    if name and port.isdigit() and int(port) not in range(1, 65536):
        raise ConfigFaultError("host", example=name)
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
        host = parts.hostname or ""
        fits = parts.scheme in _PROXY_SCHEMES and bool(host) and parts.port != 0
        fits = fits and not re.search(r"\s", host)
    except ValueError:
        fits = False
    if not fits:
        # Its name and password are shown to nobody.
        bare = re.fullmatch(r"[A-Za-z0-9.-]+:[1-9]\d{0,4}", text)
        raise ConfigFaultError("proxy", example=f"http://{text}" if bare else _PROXY)
    return text


def _zone(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        zone = ZoneInfo(value.strip()).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigFaultError("time_zone", example=_meant_zone(value)) from None
    if zone in _NO_ZONES:
        raise ConfigFaultError("time_zone", example=VIET_NAM)
    return zone


def _meant_zone(text: str) -> str:
    words = search_key(text.replace("_", " ").replace("/", " "))
    if any(word in words or word in text for word in _OF_VIET_NAM):
        return VIET_NAM
    names = {name.lower(): name for name in available_timezones() - _NO_ZONES}
    found = difflib.get_close_matches(text.strip().lower(), list(names), 1, 0.75)
    return names[found[0]] if found else VIET_NAM


def _token_of(platform: str) -> Callable[[object, ValidationInfo], object]:
    """Take a bot's token; a server of one's own, not the platform's, gives its tokens any form."""

    def checked(value: object, info: ValidationInfo) -> object:
        text = value.get_secret_value() if isinstance(value, SecretStr) else value
        if not isinstance(text, str) or not text:
            return value
        text = text.strip()
        # Blank, or copied with its quotes, or with the address that it stands in.
        unfit = not text or _unfit(text) or re.match(r"""["'`]|bot\d+:|https?:""", text)
        # An address that is wrong itself is told of instead.
        platforms = str(info.data.get("api_url")).rstrip("/") == platform
        if unfit or (platforms and (not _TOKEN.fullmatch(text) or text in _EXAMPLE_TOKENS)):
            raise ConfigFaultError("token")
        return text

    return checked


def _unfit(text: str) -> bool:
    """Tell whether a text is still to be filled in, or cannot be sent in a header."""
    unfilled = any(mark in text for mark in _UNFILLED)
    return unfilled or not text.isascii() or re.search(r"\s", text) is not None


def _key(value: object) -> object:
    """Take what is sent in a header, as it is."""
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    if not isinstance(text, str) or _unfit(text):
        raise ConfigFaultError("key")
    return value


def _secret(value: object) -> object:
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    if text == "":
        return value
    words = search_key(str(text).replace("-", " ").replace("_", " "))
    if (
        not isinstance(text, str)
        or len(text) < SECRET_LENGTH
        or _repeats(text)
        or any(mark in text for mark in _UNFILLED)
        or any(word in words for word in _EXAMPLE_WORDS)
    ):
        raise ConfigFaultError("secret", length=str(SECRET_LENGTH))
    return text


def _repeats(text: str) -> bool:
    """Tell whether a text is a short one again and again, or of few letters."""
    half = range(1, len(text) // 2 + 1)
    return len(set(text)) < _DISTINCT or any(text[step:] == text[:-step] for step in half)


def _operator_chat(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        raise ConfigFaultError("operator_chat", example=f"telegram:{value}")
    if not isinstance(value, str) or not value:
        return value
    channel, colon, number = value.strip().partition(":")
    if colon and channel in CHANNELS and re.fullmatch(r"-?\d{1,18}", number):
        return value.strip()
    digits = re.search(r"(?<!\w)-?\d{3,18}(?!\w)", value)
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
        if rest.startswith("~"):
            raise ConfigFaultError("home", example=f"{SQLITE}:///{_at_home(rest)}")
        name, mark, _options = rest.partition("?")
        if mark:  # nothing would be done of what stands behind it
            raise ConfigFaultError("database", example=f"{SQLITE}:{slashes}{name}")
        return f"{SQLITE}:{slashes}{rest}"
    if kind not in {"postgres", "postgresql"} or slashes != "//":
        raise ConfigFaultError("database", example=DEFAULT_DATABASE)
    try:
        parts = urlsplit(f"{POSTGRES}://{rest}")
        # A password with such a letter would be taken for another host, and shown.
        if parts.port == 0 or parts.fragment or parts.netloc.count("@") > 1 or not rest.strip("/"):
            raise ValueError
    except ValueError:
        raise ConfigFaultError("server", example=SERVER_DATABASE) from None
    return urlunsplit(parts._replace(query=urlencode(_server_options(parts.query), safe="/:")))


def _server_options(query: str) -> list[tuple[str, str]]:
    """Return what stands behind an address' question mark, as the driver names it."""
    options = parse_qsl(query, keep_blank_values=True)
    for key, word in options:
        if key not in {"ssl", *_SERVER_OPTIONS}:
            near = difflib.get_close_matches(key, _SERVER_OPTIONS, 1)
            known = near or _SERVER_OPTIONS
            raise ConfigFaultError("server_option", name=key, known=", ".join(known))
        if key in {"ssl", "sslmode"} and word not in _SSL_MODES:
            raise ConfigFaultError("sslmode", example="sslmode=require")
    # The name that PostgreSQL's own programs give it.
    return [("ssl" if key == "sslmode" else key, word) for key, word in options]


def _quiet(value: object) -> object:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str):
        value = dict(zip(("start", "end"), value.split("-", 1), strict=False))
    if not isinstance(value, dict) or value.keys() != {"start", "end"}:
        _no_quiet()
    try:
        found = {name: _clock(hour) for name, hour in value.items()}
    except ConfigFaultError:
        _no_quiet()
    # Equal ones would be no hour, or the whole day.
    return found if found["start"] != found["end"] else _no_quiet()


def _no_quiet() -> NoReturn:
    raise ConfigFaultError("quiet_hours")


def _line(value: object) -> object:
    return clean_line(value) if isinstance(value, str) else value


def _at_home(path: str) -> str:
    """Return a path that begins with ~ as a shell reads it."""
    return os.path.expanduser(path)  # noqa: PTH111 - Path's raises where nobody has that name


def _path(value: object) -> object:
    """Take a path; only a shell knows what stands for somebody's own folder."""
    if isinstance(value, str) and value.strip().startswith("~"):
        raise ConfigFaultError("home", example=_at_home(value.strip()))
    return value.strip() if isinstance(value, str) else value


def _code(pattern: str, join: str, default: str) -> Callable[[object], object]:
    """Take a short name of small letters, digits and one kind of join between them."""

    def checked(value: object) -> object:
        if isinstance(value, str) and not re.fullmatch(pattern, value):
            meant = re.sub(r"[^a-z0-9]+", join, search_key(value)).strip(join)
            raise ConfigFaultError("code", join=join, example=meant or default)
        return value

    return checked


def _slug(value: object) -> object:
    """Take the short name of a board; "all" names every board on the command line."""
    if value == EVERY_BOARD:
        raise ConfigFaultError("every_board", name=EVERY_BOARD, example="xa-mau")
    return _code("[a-z0-9]+(-[a-z0-9]+)*", "-", "xa-mau")(value)


def _suffix(value: object) -> object:
    """Take what follows a report's number and its slash."""
    if isinstance(value, str) and (
        not value.strip() or _NUMBER.match(value) or value.rstrip().endswith("/")
    ):
        meant = _NUMBER.sub("", value, count=1).strip(" /")
        raise ConfigFaultError("suffix", example=meant or "BC-BBT")
    return value


FilePath = Annotated[str, BeforeValidator(_path)]
Suffix = Annotated[str, StringConstraints(strip_whitespace=True), BeforeValidator(_suffix)]
_SLUG = BeforeValidator(_slug)
_STAGE = BeforeValidator(_code("[a-z0-9-]+", "-", "nhac-1"))
_FIGURE = BeforeValidator(_code("[a-z0-9_]+", "_", "visits"))
Slug = Annotated[str, StringConstraints(max_length=80), _SLUG]
StageCode = Annotated[str, StringConstraints(max_length=40), _STAGE]
FigureCode = Annotated[str, StringConstraints(max_length=20), _FIGURE]
Words = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(nfc)]
Text = Annotated[str, BeforeValidator(_line)]
Name = Annotated[str, StringConstraints(min_length=1), BeforeValidator(_line)]
Count = Annotated[int, BeforeValidator(_count)]
Clock = Annotated[time, BeforeValidator(_clock)]
Day = Annotated[date, BeforeValidator(_day)]
Address = Annotated[str, BeforeValidator(_address)]
SomeAddress = Annotated[str, BeforeValidator(_some_address)]
PublicAddress = Annotated[str, BeforeValidator(_public)]
Host = Annotated[str, BeforeValidator(_host)]
Listening = Annotated[str, BeforeValidator(_listening)]
Proxy = Annotated[str, BeforeValidator(_proxy)]
Zone = Annotated[str, BeforeValidator(_zone)]
Key = Annotated[SecretStr, BeforeValidator(_key)]
Secret = Annotated[SecretStr, BeforeValidator(_secret)]
OperatorChat = Annotated[str, BeforeValidator(_operator_chat)]
DatabaseUrl = Annotated[str, BeforeValidator(_database)]
QUIET = BeforeValidator(_quiet)
MonthDay = Annotated[Count, Field(ge=1, le=31)]


def platform_address(address: str) -> Any:
    """Return the kind of an address whose empty value means the platform's own."""
    return BeforeValidator(_or_default(address))


def platform_token(address: str) -> Any:
    """Return the kind of a token, of the form that the platform at the address gives out."""
    return BeforeValidator(_token_of(address))
