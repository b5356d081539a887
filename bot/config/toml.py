"""Reads a TOML file, and finds the line that is wrong in one that cannot be read."""

import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from bot.config.faults import ConfigError, value_fault
from bot.terminal import operator_translator
from domain.text import search_key
from handlers.reasons import system_reason

_COLON = re.compile(r"\s*\"?([A-Za-z0-9_-]+)\"?\s*:(?!//)\s*(.*?),?\s*")
_HEAD = re.compile(r"\s*\[{1,2}([^\[\]]+)\]{1,2}\s*(?:#.*)?")
_ITEM = re.compile(r"""“[^”]*”|"[^"]*"|'[^']*'|[^,"'“”]+""")
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f]")
# Blanks and marks that nobody sees; TOML knows none of them outside of quotes.
_ODD_BLANK = re.compile("[\u00a0\u2000-\u200a\u202f\u3000]")
_NO_WIDTH = re.compile("[\u200b-\u200d\u2060\ufeff]")
_YES = frozenset({"true", "yes", "on", "co"})
_NO = frozenset({"false", "no", "off", "khong"})
_NOTHING = frozenset({"none", "null", "nil", "trong"})
_KEY = re.compile(r"\s*([A-Za-z0-9_.-]+)\s*=\s*(.*?)\s*")
_TABLE = re.compile(r"\s*\[+([^\[\]#]*)\]*\s*(?:#.*)?")
# The values of keys that end so are shown to nobody.
_SECRET = re.compile(r"(?:token|secret|password|(?:^|\.)url|(?:^|\.)proxy)$", re.IGNORECASE)


def read_toml(path: Path, model: type[BaseModel]) -> dict[str, Any]:
    """Return what a file holds; raise ConfigError with the line that is wrong and what is right.

    `model` is the form of the file, by which what is proposed is right.
    """
    text = _text(path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise ConfigError(_syntax_fault(path, text, model)) from None


def _text(path: Path) -> str:
    _ = operator_translator()
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        text = _(
            "Không có tệp cấu hình {path}; hãy chạy: tinbai init, hoặc ghi tệp khác ở --config."
        )
        raise ConfigError(text.format(path=path)) from None
    except IsADirectoryError:
        text = _("{path} là thư mục; hãy ghi tên tệp cấu hình trong đó, ví dụ: {example}.")
        raise ConfigError(text.format(path=path, example=path / "config.toml")) from None
    except PermissionError:
        text = _("Không có quyền đọc {path}; hãy chạy bằng người dùng tinbai: sudo -u tinbai …")
        raise ConfigError(text.format(path=path)) from None
    except OSError as error:
        text = _("Không đọc được {path}: {reason}.")
        raise ConfigError(text.format(path=path, reason=system_reason(_, error.errno))) from None
    if raw.startswith(b"\xef\xbb\xbf"):
        text = _("{path} bắt đầu bằng dấu BOM; hãy lưu lại ở dạng UTF-8 không có BOM.")
        raise ConfigError(text.format(path=path))
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _("{path} là tệp UTF-16; hãy lưu lại ở dạng UTF-8 không có BOM.")
        raise ConfigError(text.format(path=path))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _("{path}, dòng {line}: không phải chữ UTF-8; hãy lưu lại tệp ở dạng UTF-8.")
        line = raw[: error.start].count(b"\n") + 1
        raise ConfigError(text.format(path=path, line=line)) from None


def _syntax_fault(path: Path, text: str, model: type[BaseModel]) -> str:
    _ = operator_translator()
    lines = text.replace("\r\n", "\n").split("\n")
    number = _first_wrong(lines)
    line = lines[number - 1]
    sentence = _("{path}, dòng {line}: {mend}")
    return sentence.format(path=path, line=number, mend=_mend(lines[: number - 1], line, model))


def _first_wrong(lines: list[str]) -> int:
    """Return the number of the line where the first statement begins that cannot be read.

    What stands before it can be read; so can no longer beginning of the file.
    """
    for end in range(len(lines) - 1, -1, -1):
        if _reads("\n".join(lines[:end])):
            following = range(end, len(lines))
            said = (at for at in following if lines[at].strip() and not _is_comment(lines[at]))
            return next(said, end) + 1
    return 1


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _mend(before: list[str], line: str, model: type[BaseModel]) -> str:
    _ = operator_translator()
    table = _table_of(before)
    ascii_line = _NO_WIDTH.sub("", _ODD_BLANK.sub(" ", line))
    if ascii_line != line and _reads(ascii_line):
        text = _("có dấu cách lạ (thường do chép từ Word hay trang web); hãy gõ lại: {example}")
        shown = ascii_line.strip()
        if (pair := _KEY.fullmatch(ascii_line)) and _SECRET.search(pair[1]):
            shown = f'{pair[1]} = "…"'
        return text.format(example=shown)
    if line.lstrip().startswith("["):
        return _table_mend(line, "\n".join(before))
    if pair := _KEY.fullmatch(line):
        return _value_mend((*table, *pair[1].split(".")), pair[1], pair[2], before, model)
    if pair := _COLON.fullmatch(line):
        if not pair[2]:
            return _("tên phần phải viết trong ngoặc vuông: {example}").format(
                example=f"[{pair[1]}]"
            )
        shown = f'{pair[1]} = "…"' if _SECRET.search(pair[1]) else f"{pair[1]} = {_quoted(pair[2])}"
        return _("giữa khóa và giá trị là dấu =, ví dụ: {example}").format(example=shown)
    if line.lstrip().startswith((";", "//")):
        return _("chú thích bắt đầu bằng dấu #: {example}").format(
            example="# " + line.strip().lstrip(";/").strip()
        )
    if "=" in line and not line.lstrip().startswith(("{", "}")):
        name = re.sub(r"[^a-z0-9]+", "_", search_key(line.partition("=")[0])).strip("_")
        fault = value_fault(_, model, (*table, name), "")
        known = fault is None or "“" not in fault
        mend = _("có phải là “{near}”?").format(near=name) if known else fault
        text = _("tên khóa chỉ gồm chữ không dấu, chữ số và dấu _; {mend}")
        return text.format(mend=mend)
    return _('mỗi dòng phải là khóa = giá trị, ví dụ: name = "Ban Biên tập"; hãy sửa dòng này.')


def _table_of(before: list[str]) -> tuple[str, ...]:
    """Return the table that a line stands in."""
    heads = [match[1] for line in before if (match := _HEAD.fullmatch(line))]
    return tuple(part.strip(" \"'") for part in heads[-1].split(".")) if heads else ()


def _table_mend(line: str, before: str) -> str:
    _ = operator_translator()
    name = (_TABLE.fullmatch(line) or [line, ""])[1].strip() or "board"
    listed = line.lstrip().startswith("[[")
    if not _reads(line):
        return _("tên phần phải viết trong ngoặc vuông: {example}").format(
            example=f"[[{name}]]" if listed else f"[{name}]"
        )
    if listed or f"[[{name}]]" in before:
        text = _("mỗi mục phải viết {example}, hai ngoặc vuông, ở đây và ở trên.")
        return text.format(example=f"[[{name}]]")
    return _("phần [{name}] đã có ở trên; hãy gộp hai phần làm một.").format(name=name)


def _value_mend(
    location: tuple[str, ...], key: str, value: str, before: list[str], model: type[BaseModel]
) -> str:
    _ = operator_translator()
    if value and _reads(f"{key} = {value}"):
        here = [match[1] for line in before if (match := _KEY.fullmatch(line))]
        if key in here or '"""' in value:
            return _("khóa “{key}” đã có ở trên; hãy bỏ một trong hai dòng.").format(key=key)
        return _("khóa “{key}” đã có ở trên dưới một dạng khác; hãy gộp làm một.").format(key=key)
    bare = value.partition("#")[0].strip().strip("“”„\"'‘’").strip()
    if _SECRET.search(key) or not bare:
        return _("giá trị phải viết trong ngoặc kép: {example}").format(example=f'{key} = "…"')
    if value.startswith("{"):
        text = _("bảng trong một dòng không đọc được; hãy viết {example} rồi mỗi dòng một khóa")
        return text.format(example=f"[{'.'.join(location)}]")
    sentence, right = _proposed(value, bare)
    example = f"{key} = {right}"
    fault = value_fault(_, model, location, tomllib.loads(f"value = {right}")["value"])
    return sentence.format(example=example) if fault is None else fault


def _proposed(value: str, bare: str) -> tuple[str, str]:
    """Return what a value that cannot be read lacks, and how it is probably meant."""
    _ = operator_translator()
    word = search_key(bare)
    if word in _YES | _NO:
        return _("phải là true hoặc false, viết thường: {example}"), str(word in _YES).lower()
    if word in _NOTHING:
        return _("không có gì thì viết hai dấu ngoặc kép: {example}"), '""'
    if re.fullmatch(r"0\d+", bare):
        return _("số không viết với số 0 ở đầu: {example}"), str(int(bare))
    if value.startswith("["):
        found = [word.strip("“”\"' ") for word in _ITEM.findall(value.strip("[]"))]
        words = [word for word in found if word] or ["A", "B"]
        shown = ", ".join(_quoted(word) for word in words)
        if not value.endswith("]"):
            return _("danh sách thiếu ngoặc hay dấu phẩy: {example}"), '["A", "B"]'
        text = _("danh sách phải có dấu phẩy, và chữ ở trong ngoặc kép: {example}")
        return text, f"[{shown}]"
    return _("chữ phải viết trong ngoặc kép: {example}"), _quoted(bare)


def _quoted(text: str) -> str:
    bare = _UNPRINTED.sub(" ", text).strip().strip("“”„\"'‘’")
    quote = "'" if "\\" in bare or '"' in bare else '"'
    return f"{quote}{bare.replace(quote, '')}{quote}"


def _reads(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True
