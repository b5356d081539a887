"""Reads a TOML file, and finds the line that is wrong in one that cannot be read."""

import re
import tomllib
from pathlib import Path
from typing import Any

from bot.config.faults import ConfigError
from bot.terminal import operator_translator

_KEY = re.compile(r"\s*([A-Za-z0-9_.-]+)\s*=\s*(.*?)\s*")
_TABLE = re.compile(r"\s*\[+\s*([^\[\]]*?)\s*\]*\s*(?:#.*)?")
_SECRETS = ("token", "secret", "url", "proxy", "password")  # their values are shown to nobody


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a file holds; raise ConfigError with the line that is wrong and what is right."""
    text = _text(path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise ConfigError(_syntax_fault(path, text)) from None


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
        raise ConfigError(text.format(path=path, reason=error.strerror)) from None
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


def _syntax_fault(path: Path, text: str) -> str:
    _ = operator_translator()
    lines = text.replace("\r\n", "\n").split("\n")
    number = _first_wrong(lines)
    line = lines[number - 1]
    sentence = _("{path}, dòng {line}: {mend}")
    return sentence.format(path=path, line=number, mend=_mend(lines[: number - 1], line))


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


def _mend(before: list[str], line: str) -> str:
    _ = operator_translator()
    pair = _KEY.fullmatch(line)
    if pair is not None:
        return _value_mend(pair[1], pair[2], "\n".join(before))
    if line.lstrip().startswith("["):
        name = (_TABLE.fullmatch(line) or [line, ""])[1] or "board"
        if _reads(line):
            return _("phần [{name}] đã có ở trên; hãy gộp hai phần làm một.").format(name=name)
        listed = line.lstrip().startswith("[[")
        return _("tên phần phải viết trong ngoặc vuông: {example}").format(
            example=f"[[{name}]]" if listed else f"[{name}]"
        )
    return _('mỗi dòng phải là khóa = giá trị, ví dụ: name = "Ban Biên tập"; hãy sửa dòng này.')


def _value_mend(key: str, value: str, before: str) -> str:
    _ = operator_translator()
    if value and _reads(f"{key} = {value}"):
        return _("khóa “{key}” đã có ở trên; hãy bỏ một trong hai dòng.").format(key=key)
    secret = key.rpartition(".")[2] in _SECRETS
    bare = value.partition("#")[0].strip().strip("“”„\"'‘’").strip()
    if secret or not bare:
        return _("giá trị phải viết trong ngoặc kép: {example}").format(example=f'{key} = "…"')
    if bare.lower() in {"true", "false"}:
        return _("phải viết thường: {example}").format(example=f"{key} = {bare.lower()}")
    if re.fullmatch(r"0\d+", bare):
        text = _("số không viết với số 0 ở đầu: {example}")
        return text.format(example=f"{key} = {int(bare)}")
    if value.startswith("[") and not value.endswith("]"):
        return _("danh sách thiếu ngoặc hay dấu phẩy: {example}").format(
            example=f'{key} = ["A", "B"]'
        )
    if value.startswith("["):
        words = [word.strip().strip("“”\"'") for word in value.strip("[]").split(",")]
        example = ", ".join(f'"{word}"' for word in words if word)
        return _("chữ trong danh sách phải ở trong ngoặc kép: {example}").format(
            example=f"{key} = [{example}]"
        )
    quote = "'" if "\\" in bare else '"'
    return _("chữ phải viết trong ngoặc kép: {example}").format(
        example=f"{key} = {quote}{bare}{quote}"
    )


def _reads(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True
