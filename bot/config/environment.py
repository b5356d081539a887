"""What an installation is told outside of its file: variables, and the file of secrets.

Names are looked up key by key, so that one that is misspelt is a fault instead of nothing.
"""

import difflib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot.config.faults import ConfigError, Location, field_at, keys_of, model_of
from bot.terminal import operator_translator

PREFIX = "TINBAI_"
CONFIG = "TINBAI_CONFIG"
DATABASE = "TINBAI_DATABASE__URL"
SECRETS_FILE = "TINBAI_SECRETS_FILE"
# The tests have variables of their own.
_OF_TESTS = "TINBAI_TEST_"


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable's value and where it stands, as people are told."""

    name: str
    value: str
    place: str


@dataclass(slots=True)
class Told:
    """The values of variables in the shape of the file, and where each came from."""

    values: dict[str, Any] = field(default_factory=dict)
    origins: dict[Location, str] = field(default_factory=dict)


def environment_variables(environment: Mapping[str, str]) -> list[Variable]:
    """Return the variables of the environment that are meant for a configuration."""
    _ = operator_translator()
    return [
        Variable(name.upper(), value, _("biến môi trường {name}").format(name=name))
        for name, value in sorted(environment.items())
        # Which file is read is no part of the configuration.
        if name.upper().startswith(PREFIX)
        and name != CONFIG
        and not name.upper().startswith(_OF_TESTS)
    ]


def secret_variables(path: Path) -> list[Variable]:
    """Read a file of NAME=VALUE lines, as systemd's EnvironmentFile has them.

    Raise ConfigError for a file that cannot be read or a line that says nothing.
    """
    _ = operator_translator()
    found = []
    lines: dict[str, int] = {}
    for number, line in enumerate(_secret_lines(path), start=1):
        text = line.strip()
        if not text or text.startswith(("#", ";")):
            continue
        name, equals, value = text.removeprefix("export ").partition("=")
        place = _("{path}, dòng {line}").format(path=path, line=number)
        name = name.strip().upper()
        if not equals or not name.startswith(PREFIX):
            text = _("{place}: mỗi dòng phải là TÊN=GIÁ-TRỊ, ví dụ: TINBAI_TELEGRAM__TOKEN=123:AA…")
            raise ConfigError(text.format(place=place))
        if name in (CONFIG, SECRETS_FILE):
            text = _("{place}: tệp bí mật không nêu tệp cấu hình hay tệp bí mật; hãy bỏ dòng này.")
            raise ConfigError(text.format(place=f"{place}, {name}"))
        if name in lines:
            text = _("{place}, {name}: biến này đã có ở dòng {other}; hãy bỏ một trong hai dòng.")
            raise ConfigError(text.format(place=place, name=name, other=lines[name]))
        lines[name] = number
        value = value.strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        found.append(Variable(name, value, f"{place}, {name}"))
    return found


def _secret_lines(path: Path) -> list[str]:
    _ = operator_translator()
    try:
        return path.read_bytes().decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        text = _("secrets_file: {path} không phải tệp chữ UTF-8; hãy lưu lại ở dạng UTF-8.")
        raise ConfigError(text.format(path=path)) from None
    except FileNotFoundError:
        text = _(
            "secrets_file: không có tệp {path}; hãy tạo: "
            "sudo install -m 640 -g tinbai /dev/null {path}, hoặc bỏ khóa secrets_file."
        )
        raise ConfigError(text.format(path=path)) from None
    except IsADirectoryError:
        text = _("secrets_file: {path} là thư mục; hãy ghi tên một tệp trong đó, ví dụ: {example}.")
        raise ConfigError(text.format(path=path, example=path / "secrets.env")) from None
    except PermissionError:
        text = _(
            "secrets_file: không có quyền đọc {path}; hãy chạy bằng người dùng tinbai "
            "(sudo -u tinbai …) và để tệp ở nhóm ấy: sudo chgrp tinbai {path}; "
            "sudo chmod 640 {path}."
        )
        raise ConfigError(text.format(path=path)) from None


def told(variables: Iterable[Variable], model: type[BaseModel]) -> Told:
    """Return the values of variables; a later one wins. Raise ConfigError for each fault."""
    found = Told()
    faults: list[str] = []
    for variable in variables:
        try:
            location, value = _read(variable, model)
        except ConfigError as error:
            faults.append(str(error))
            continue
        table = found.values
        for part in location[:-1]:
            table = table.setdefault(part, {})
        table[location[-1]] = value
        found.origins[location] = variable.place
    if faults:
        raise ConfigError("\n".join(faults))
    return found


def _read(variable: Variable, model: type[BaseModel]) -> tuple[Location, Any]:
    location = tuple(variable.name.removeprefix(PREFIX).lower().split("__"))
    current: type[BaseModel] | None = model
    for position, part in enumerate(location):
        if current is None or part not in current.model_fields:
            raise ConfigError(_unknown(variable, model))
        known = current.model_fields[part]
        current = model_of(known)
        if position < len(location) - 1 and _many(known.annotation):
            raise ConfigError(_unknown(variable, model))
    if _many(known.annotation):
        return location, _json(variable, known)
    if current is not None and part != "quiet_hours":
        raise ConfigError(_section(variable, current))
    return location, variable.value


def _many(annotation: Any) -> bool:
    return get_origin(annotation) in (tuple, list, dict)


def _json(variable: Variable, field: FieldInfo) -> Any:
    try:
        value = json.loads(variable.value)
    except ValueError:
        value = None
    kind = dict if get_origin(field.annotation) is dict else list
    if isinstance(value, kind):
        return value
    words: list[str] = []
    if not variable.value.strip().startswith(("{", "[")) and value is None:
        words = [word.strip().strip("\"'") for word in variable.value.split(",")]
    raise ConfigError(
        _as_json(variable.place, variable.name, field, [word for word in words if word])
    )


def _as_json(place: str, name: str, field: FieldInfo, words: Sequence[str] = ()) -> str:
    """Return how a list or a table is told in one variable; `words` is what was told."""
    _ = operator_translator()
    inner = model_of(field)
    example: Any
    if get_origin(field.annotation) is dict:
        text = _("{place}: phải là một bảng dạng JSON, ví dụ: {example}")
        example = {"VHTT": "Văn hóa - Thông tin"}
    else:
        text = _("{place}: phải là danh sách dạng JSON, ví dụ: {example}")
        example = list(words) or ["A", "B"]
    if inner is not None:
        needed = {key: one for key, one in inner.model_fields.items() if one.is_required()}
        example = [{key: (one.examples or [""])[0] for key, one in needed.items()}]
    shown = f"{name}={json.dumps(example, ensure_ascii=False, default=str)}"
    return text.format(place=place, example=shown)


def _section(variable: Variable, model: type[BaseModel]) -> str:
    _ = operator_translator()
    text = _("{place}: đây là tên một phần, cần thêm khóa của phần ấy, ví dụ: {example}")
    name = f"{variable.name}__{next(iter(model.model_fields)).upper()}"
    return text.format(place=variable.place, example=f"{name}=…")


def _unknown(variable: Variable, model: type[BaseModel]) -> str:
    _ = operator_translator()
    told = _names(model)
    within = [name for name in told if variable.name.startswith(f"{name}__")]
    if within:
        field = told[within[0]]
        if field is not None and _many(field.annotation):
            return _as_json(variable.place, within[0], field)
    meant = within or _meant(variable.name, list(told))
    if not meant:
        text = _("{place}: không có khóa này; hãy bỏ biến ấy, xem các khóa ở config.example.toml.")
        return text.format(place=variable.place)
    text = _("{place}: không có khóa này; có phải là {names}?")
    return text.format(place=variable.place, names=_(" hoặc ").join(meant))


def _names(model: type[BaseModel]) -> dict[str, FieldInfo | None]:
    """Return the names of variables that can be set, with their fields."""
    found: dict[str, FieldInfo | None] = {CONFIG: None}
    for location in keys_of(model):
        field = field_at(model, location)
        above = [field_at(model, location[:end]) for end in range(1, len(location))]
        inner = model_of(field)
        section = inner is not None and not _many(field.annotation if field else None)
        if any(one is not None and _many(one.annotation) for one in above):
            continue  # a list is given whole
        if not section or location[-1] == "quiet_hours":
            found[PREFIX + "__".join(location).upper()] = field
    return found


def _meant(name: str, names: Sequence[str]) -> list[str]:
    """Return the names that may have been meant, those that differ in their lines first."""
    bare = {known.removeprefix(PREFIX).replace("_", ""): known for known in names}
    word = name.removeprefix(PREFIX).replace("_", "")
    if not word:
        return []
    near = difflib.get_close_matches(word, list(bare), 1, 0.85)
    if near:
        return [bare[near[0]]]
    begun = [known for known in bare if word.startswith(known)]
    if begun:
        return [bare[max(begun, key=len)]]
    parts = [part for part in re.split("_+", name.removeprefix(PREFIX)) if len(part) > 1]
    ends = [known for known in names if parts and known.endswith(f"_{parts[-1]}")]
    same = [known for known in names if set(known.removeprefix(PREFIX).split("__")) == set(parts)]
    begins = [known for known in bare if len(word) > 1 and known.startswith(word)]
    far = difflib.get_close_matches(word, list(bare), 1, 0.7)
    return same or ends or [bare[known] for known in begins[:2]] or [bare[known] for known in far]
