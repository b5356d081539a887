"""What an installation is told outside of its file: variables, and the file of secrets.

Names are looked up key by key, so that one that is misspelt is a fault instead of nothing.
"""

import difflib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_origin

from pydantic import BaseModel

from bot.config.faults import ConfigError, Location, keys_of, model_of
from bot.terminal import operator_translator

PREFIX = "TINBAI_"
CONFIG = "TINBAI_CONFIG"
DATABASE = "TINBAI_DATABASE__URL"
# Which file is read is no part of the configuration; the tests have variables of their own.
_NOT_OURS = (CONFIG, "TINBAI_TEST_")


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
        if name.upper().startswith(PREFIX) and not name.upper().startswith(_NOT_OURS)
    ]


def secret_variables(path: Path) -> list[Variable]:
    """Read a file of NAME=VALUE lines, as systemd's EnvironmentFile has them.

    Raise ConfigError for a file that cannot be read or a line that says nothing.
    """
    _ = operator_translator()
    found = []
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
        text = _("secrets_file: {path} là thư mục; hãy ghi tên một tệp trong đó.")
        raise ConfigError(text.format(path=path)) from None
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
    kind = get_origin(known.annotation)
    if kind in (tuple, list, dict):
        return location, _json(variable, list if kind is not dict else dict)
    if current is not None and part != "quiet_hours":
        raise ConfigError(_section(variable, current))
    return location, variable.value


def _many(annotation: Any) -> bool:
    return get_origin(annotation) in (tuple, list, dict)


def _json(variable: Variable, kind: type) -> Any:
    try:
        value = json.loads(variable.value)
    except ValueError:
        value = None
    if isinstance(value, kind):
        return value
    _ = operator_translator()
    if kind is dict:
        text = _("{place}: phải là một bảng dạng JSON, ví dụ: {example}")
        example: Any = {"VHTT": "Văn hóa - Thông tin"}
    else:
        text = _("{place}: phải là danh sách dạng JSON, ví dụ: {example}")
        words = [word.strip().strip("[]\"'") for word in variable.value.split(",")]
        example = [word for word in words if word] or ["A", "B"]
    shown = f"{variable.name}={json.dumps(example, ensure_ascii=False)}"
    raise ConfigError(text.format(place=variable.place, example=shown))


def _section(variable: Variable, model: type[BaseModel]) -> str:
    _ = operator_translator()
    text = _("{place}: đây là tên một phần, cần thêm khóa của phần ấy, ví dụ: {example}")
    name = f"{variable.name}__{next(iter(model.model_fields)).upper()}"
    return text.format(place=variable.place, example=f"{name}=…")


def _unknown(variable: Variable, model: type[BaseModel]) -> str:
    _ = operator_translator()
    names = [PREFIX + "__".join(location).upper() for location in keys_of(model)]
    bare = {name.replace("_", ""): name for name in names}
    word = variable.name.replace("_", "")
    last = variable.name.removeprefix(PREFIX).rpartition("__")[2]
    near = difflib.get_close_matches(word, list(bare), 1, 0.9)
    meant = [bare[near[0]]] if near else [name for name in names if name.endswith(f"__{last}")]
    meant = meant or [bare[found] for found in difflib.get_close_matches(word, list(bare), 1, 0.7)]
    if not meant:
        text = _("{place}: không có khóa này; hãy bỏ biến ấy, xem các khóa ở config.example.toml.")
        return text.format(place=variable.place)
    text = _("{place}: không có khóa này; có phải là {names}?")
    return text.format(place=variable.place, names=_(" hoặc ").join(meant))
