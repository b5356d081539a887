"""A board's own settings: which there are, what people call them, and how they change a board.

They are kept in chat and with `tinbai board set`; config.toml gives the first value of each, and
one that was never set follows it. A stored value is JSON: text, a list of texts, or a list of
objects.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum
from typing import Any

from domain.boards import Board, LegalBasis, QuietHours, Signatory
from domain.errors import NotFound
from domain.reports.wording import TITLES, WORDED
from domain.text import nearest, search_key

Values = Mapping[str, Any]


class Shape(StrEnum):
    """How a value is written."""

    TEXT = "text"
    LINES = "lines"
    BASIS = "basis"
    SIGNERS = "signers"
    WORDS = "words"
    REVIEW = "review"
    HOURS = "hours"
    SWITCH = "switch"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting: its key for commands, what else people type for it, how its value is written."""

    key: str
    shape: Shape
    names: tuple[str, ...]

    @property
    def listed(self) -> bool:
        """Tell whether the value is a list, one entry a line."""
        return self.shape in {Shape.LINES, Shape.BASIS, Shape.SIGNERS, Shape.DAYS}


def _plain(name: str) -> str:
    """Return a name without accents, and without punctuation but what keys have."""
    return " ".join(re.sub(r"[^a-z0-9_.-]+", " ", search_key(name)).split()).strip(".-")


_TITLE_NAMES = {
    "activity": ("ket qua hoat dong",),
    "directives": ("chi dao", "chi dao dieu hanh"),
    "results": ("tin bai", "ket qua", "tin bai dang tai"),
    "units": ("theo don vi",),
    "kinds": ("theo the loai",),
    "topics": ("theo linh vuc",),
    "documents": ("van ban", "chuyen muc van ban", "chuyen muc van ban va luot truy cap"),
    "pages": ("trang thanh phan",),
    "money": ("kinh phi",),
    "assessment": ("danh gia", "danh gia chung"),
    "strengths": ("uu diem",),
    "weaknesses": ("han che", "ton tai", "ton tai han che"),
    "tasks": ("nhiem vu", "phuong huong", "phuong huong nhiem vu"),
    "other": ("khac", "noi dung khac"),
}
SETTINGS = (
    Setting("name", Shape.TEXT, ("ten ban", "ten ban bien tap", "ten")),
    Setting(
        "agency", Shape.TEXT, ("co quan ban hanh", "ten co quan", "ten co quan ban hanh", "co quan")
    ),
    Setting("parent_agency", Shape.TEXT, ("co quan chu quan", "co quan cap tren", "cap tren")),
    Setting("place", Shape.TEXT, ("dia danh", "noi ban hanh", "noi ky")),
    Setting(
        "number_suffix",
        Shape.TEXT,
        ("ky hieu", "ki hieu", "so hieu", "so ky hieu", "ky hieu van ban"),
    ),
    Setting(
        "signers",
        Shape.SIGNERS,
        ("nguoi ky", "nguoi ki", "danh sach nguoi ky", "ky", "signatories", "signatory"),
    ),
    Setting("addressees", Shape.LINES, ("kinh gui", "noi kinh gui")),
    Setting("recipients", Shape.LINES, ("noi nhan",)),
    Setting(
        "legal_basis", Shape.BASIS, ("can cu", "can cu phap ly", "can cu ban hanh", "co so phap ly")
    ),
    Setting(
        "topics",
        Shape.LINES,
        ("chuyen muc", "linh vuc", "danh sach chuyen muc", "danh sach linh vuc"),
    ),
    Setting("review", Shape.REVIEW, ("duyet", "duyet bai")),
    Setting("quiet_hours", Shape.HOURS, ("gio yen lang", "gio im lang", "gio nghi")),
    Setting("working_days_only", Shape.SWITCH, ("chi ngay lam viec", "ngay lam viec")),
    Setting("days_off", Shape.DAYS, ("ngay nghi",)),
    Setting("thanks", Shape.SWITCH, ("cam on", "loi cam on", "cam on hang thang")),
    Setting(
        "subject",
        Shape.WORDS,
        ("trich yeu", "trich yeu noi dung", "ten bao cao", "tieu de bao cao"),
    ),
    Setting(
        "opening", Shape.WORDS, ("mo dau", "cau mo dau", "loi mo dau", "doan mo dau", "phan mo dau")
    ),
    Setting(
        "closing",
        Shape.WORDS,
        ("ket thuc", "cau ket", "cau ket thuc", "loi ket", "loi ket thuc", "doan ket", "phan ket"),
    ),
    Setting("appendix_title", Shape.WORDS, ("ten phu luc", "tieu de phu luc", "phu luc")),
    *(
        Setting(
            f"title_{title}",
            Shape.WORDS,
            tuple(
                f"{word} {name}"
                for word in ("tieu de", "tieu de muc", "tieu de phan", "ten muc", "ten phan")
                for name in names
            ),
        )
        for title, names in _TITLE_NAMES.items()
    ),
)
BY_KEY = {setting.key: setting for setting in SETTINGS}
# What stays in config.toml, so that asking for it is answered with where it is.
INSTALLATIONS = (
    "slug",
    "time_zone",
    "period_rule",
    "closing_day",
    "merged_units",
    "template",
    "figures",
    "site_hosts",
    "portal",
    "feed_url",
    "reminders",
    "abbreviations",
)
# The place of config.example.toml, and what would be signed with it in it.
_EXAMPLE = "xã mẫu"
_SIGNED = ("name", "agency", "parent_agency", "place", "addressees", "recipients")
_BY_NAME = {_plain(name): each for each in SETTINGS for name in (each.key, *each.names)}


def find_setting(name: str) -> Setting:
    """Return the setting of a key or of what people call it.

    Raises NotFound: "installation_setting" (name) for what stays in config.toml, "setting" (name,
    nearest) for anything else.
    """
    key = _plain(name)
    found = _BY_NAME.get(key) or BY_KEY.get(_spelt(key))
    if found is not None:
        return found
    if _spelt(key) in INSTALLATIONS:
        raise NotFound("installation_setting", name=_spelt(key))
    near = nearest(key, _BY_NAME)
    raise NotFound("setting", name=name.strip(), nearest=_BY_NAME[near].key if near else None)


def has_setting(name: str) -> bool:
    """Tell whether a setting, or one that stays in config.toml, is called this."""
    key = _plain(name)
    return key in _BY_NAME or _spelt(key) in BY_KEY or _spelt(key) in INSTALLATIONS


def _spelt(key: str) -> str:
    return key.replace("-", "_").replace(".", "_").replace(" ", "_")


def left_from_example(board: Board) -> tuple[str, ...]:
    """Return the keys that still say what the example of a configuration says."""
    return tuple(key for key in _SIGNED if _EXAMPLE in str(value_of(board, key)).lower())


def example_texts(board: Board) -> tuple[str, ...]:
    """Return the texts of a board that are still the example's, each once."""
    values = (value_of(board, key) for key in left_from_example(board))
    texts = [text for value in values for text in (value if isinstance(value, list) else [value])]
    return tuple(dict.fromkeys(text for text in texts if _EXAMPLE in text.lower()))


def with_settings(board: Board, values: Values) -> Board:
    """Return the board with the values that were set; None stands for config.toml's."""
    changes: dict[str, Any] = {}
    wording: dict[str, str] = {}
    for key, value in values.items():
        setting = BY_KEY.get(key)
        # A key of a newer program is left alone.
        if value is None or setting is None or key == "topics":
            continue
        if setting.shape is Shape.WORDS:
            wording[key] = value
        else:
            changes.update(_CHANGES.get(key, lambda found, name=key: {name: found})(value))
    if wording:
        changes["wording"] = {**board.wording, **wording}
    return replace(board, **changes) if changes else board


def value_of(board: Board, key: str) -> Any:
    """Return the value of a setting as it would be stored."""
    if BY_KEY[key].shape is Shape.WORDS:
        return board.wording.get(key, "")
    read = _VALUES.get(key)
    return read(board) if read else getattr(board, key)


def signer_values(signers: tuple[Signatory, ...]) -> list[dict[str, str]]:
    """Return signers as they are stored."""
    return [
        {
            "post": signer.post,
            "name": signer.name,
            "on_behalf": signer.on_behalf,
            "agency_post": signer.agency_post,
        }
        for signer in signers
    ]


def basis_values(found: tuple[LegalBasis, ...]) -> list[dict[str, str | None]]:
    """Return the legal basis as it is stored."""
    return [
        {
            "text": basis.text,
            "valid_from": basis.valid_from.isoformat() if basis.valid_from else None,
            "valid_to": basis.valid_to.isoformat() if basis.valid_to else None,
        }
        for basis in found
    ]


def basis_of(value: Mapping[str, Any]) -> LegalBasis:
    """Return a stored entry of the legal basis."""
    return LegalBasis(value["text"], _day(value["valid_from"]), _day(value["valid_to"]))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _hours(text: str) -> QuietHours | None:
    start, _dash, end = text.partition("-")
    return QuietHours(time.fromisoformat(start), time.fromisoformat(end)) if text else None


def _signers(value: list[dict[str, str]]) -> dict[str, Any]:
    signers = tuple(Signatory(**each) for each in value)
    return {"signers": signers, "signatory": signers[0] if signers else Signatory()}


_CHANGES: dict[str, Callable[[Any], dict[str, Any]]] = {
    "signers": _signers,
    "addressees": lambda value: {"addressees": tuple(value)},
    "recipients": lambda value: {"recipients": tuple(value)},
    "legal_basis": lambda value: {"legal_basis": tuple(basis_of(each) for each in value)},
    "review": lambda value: {"review_required": value == "required"},
    "quiet_hours": lambda value: {"quiet_hours": _hours(value)},
    "days_off": lambda value: {"days_off": frozenset(map(date.fromisoformat, value))},
}
_VALUES: dict[str, Callable[[Board], Any]] = {
    "signers": lambda board: signer_values(board.signers or (board.signatory,)),
    "addressees": lambda board: list(board.addressees),
    "recipients": lambda board: list(board.recipients),
    "legal_basis": lambda board: basis_values(board.legal_basis),
    "topics": lambda board: [topic.name for topic in board.topics],
    "review": lambda board: "required" if board.review_required else "none",
    "quiet_hours": lambda board: (
        f"{board.quiet_hours.start:%H:%M}-{board.quiet_hours.end:%H:%M}"
        if board.quiet_hours
        else ""
    ),
    "days_off": lambda board: sorted(day.isoformat() for day in board.days_off),
}
WORDING_KEYS = (*WORDED, *(f"title_{title}" for title in TITLES))
