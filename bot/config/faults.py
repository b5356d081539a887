"""What is wrong in a configuration: a sentence for each fault, with its place and what is right."""

import difflib
import re
import types
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from bot.config.values import ConfigFaultError
from domain.language import Translator

MOST_FAULTS = 10
# How alike a key of another part must be to be the one that was meant, and how many can be listed.
_SAME_ELSEWHERE = 0.8
_FEW_KEYS = 10
_CHOICE = re.compile(r"'([^']*)'")
Location = tuple[str, ...]
# Where a value came from when it is not from the file: by the place that it was put in.
Origins = Mapping[Location, str]


class ConfigError(Exception):
    """The configuration cannot be used; the text is one sentence a fault, with its mend."""


def fault_sentences(
    _: Translator,
    model: type[BaseModel],
    error: ValidationError,
    source: str,
    origins: Origins,
    top: type[BaseModel],
) -> str:
    """Return a line for each fault that pydantic found; `source` is the file's name.

    `top` is the whole configuration, in which keys that stand in the wrong part are looked for.
    """
    lines: dict[Location, str] = {}
    for fault in error.errors(include_input=False, include_url=False):
        location = tuple(str(part) for part in fault["loc"])
        lines.setdefault(
            location,
            _fault(_, model, location, dict(fault), _origin(location, origins, source), top),
        )
    return "\n".join(list(lines.values())[:MOST_FAULTS])


def value_fault(
    _: Translator, model: type[BaseModel], location: Location, value: object
) -> str | None:
    """Return what is wrong with one value, or with its key, None where it fits."""
    held = value
    for end in range(len(location) - 1, -1, -1):
        held = {location[end]: held}
        if end and _items(field_at(model, location[:end])) is not None:
            held = [held]
    try:
        model.model_validate(held)
    except ValidationError as error:
        for fault in error.errors(include_input=False, include_url=False):
            where = tuple(str(part) for part in fault["loc"])
            if tuple(part for part in where if not part.isdigit())[: len(location)] == location:
                text = _fault_of(_, model, where, dict(fault), model)
                return text.replace(".".join(where), ".".join(location), 1)
    return None


def _origin(location: Location, origins: Origins, source: str) -> str:
    for length in range(len(location), 0, -1):
        if location[:length] in origins:
            return origins[location[:length]]
    return source


def _fault(
    _: Translator,
    model: type[BaseModel],
    location: Location,
    fault: Mapping[str, Any],
    source: str,
    top: type[BaseModel],
) -> str:
    return f"{source}: {_fault_of(_, model, location, fault, top)}"


def _fault_of(
    _: Translator,
    model: type[BaseModel],
    location: Location,
    fault: Mapping[str, Any],
    top: type[BaseModel],
) -> str:
    key = ".".join(location)
    if fault["type"] == "extra_forbidden":
        mend = key_mend(_, location, model, top)
        return _("không có khóa “{key}”; {mend}").format(key=key, mend=mend)
    field = field_at(model, location)
    values = fault.get("ctx") or {}
    own = values.get("error")
    if isinstance(own, ConfigFaultError):
        what = own_mend(_, own)
    else:
        what = _mend(_, str(fault["type"]), values, location, field, str(fault["msg"]))
    return f"{key}: {what}." if key else f"{what}."


def key_mend(
    _: Translator, location: Location, model: type[BaseModel], top: type[BaseModel]
) -> str:
    """Return what to do about a key that is not known where it stands."""
    name = location[-1]
    if model is not top and location in keys_of(top):
        return _("khóa này thuộc tệp cấu hình chính, không thuộc tệp của ban; hãy chuyển sang đó.")
    beside = [key[-1] for key in _beside(model, location)]
    if name.lower() in beside:
        return _("có phải là “{near}”?").format(near=name.lower())
    places = [place for place in keys_of(top) if place[-1] == name and place != location]
    if places and len(places[0]) == 1 and model_of(field_at(top, places[0])):
        return _("đây là một phần của tệp, hãy viết {part}.").format(part=f"[{name}]")
    if places:
        parts = _(" hoặc ").join(dict.fromkeys(_part(_, place[:-1], top) for place in places))
        return _("khóa này thuộc {part}, hãy chuyển vào đó.").format(part=parts)
    near = difflib.get_close_matches(name.lower(), beside, 1)
    if near:
        return _("có phải là “{near}”?").format(near=near[0])
    everywhere = {place[-1]: place for place in keys_of(top)}
    near = difflib.get_close_matches(name.lower(), list(everywhere), 1, _SAME_ELSEWHERE)
    if near:
        return _("có phải là “{near}” của {part}?").format(
            near=near[0], part=_part(_, everywhere[near[0]][:-1], top)
        )
    if 0 < len(beside) <= _FEW_KEYS:
        return _("hãy xóa dòng này; các khóa ở đây là: {keys}.").format(keys=", ".join(beside))
    return _("hãy xóa dòng này; các khóa có trong config.example.toml.")


def _part(_: Translator, location: Location, top: type[BaseModel]) -> str:
    if not location:
        return _("đầu tệp, trước mọi phần [...]")
    field = field_at(top, location)
    name = ".".join(location)
    return _("phần {name}").format(name=f"[[{name}]]" if _is_list(field) else f"[{name}]")


def own_mend(_: Translator, fault: ConfigFaultError) -> str:
    """Return what is right in place of a value that only the program can judge."""
    values = {key: value for key, value in fault.values.items() if key != "example"}
    example = fault.values.get("example", "")
    match fault.code:
        case "quiet_hours":
            return _("phải là hai giờ khác nhau, hãy ghi dạng “21:00-07:00”")
        case "code":
            text = _("chỉ gồm chữ thường không dấu, chữ số và dấu {join}, ví dụ: {example}")
            return text.format(join=values["join"], example=example)
        case "suffix":
            text = _("là phần sau dấu / của số báo cáo, không ghi dấu ấy, ví dụ: “{example}”")
        case "every_board":
            text = _("“{name}” là mọi ban trong các lệnh; hãy đặt slug khác, ví dụ: “{example}”")
            return text.format(example=example, **values)
        case "home":
            text = _("dấu ~ chỉ shell mới hiểu; hãy ghi đường dẫn đầy đủ, ví dụ: “{example}”")
        case "key":
            return _(
                "phải là chuỗi ngẫu nhiên, không dấu, không có dấu cách; tạo bằng: "
                'python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
            )
        case "server_option":
            text = _("địa chỉ của PostgreSQL không có phần “{name}”; sau dấu ? chỉ có: {known}")
            return text.format(**values)
        case "sslmode":
            text = _(
                "sslmode phải là disable, allow, prefer, require, verify-ca hoặc verify-full, "
                "ví dụ: {example}"
            )
        case "public":
            text = _(
                "chỉ ghi địa chỉ, không có thư mục, tên, mật khẩu, ? hay #, ví dụ: “{example}”"
            )
        case "time_zone":
            return _("không có múi giờ này; ví dụ đúng: {example}").format(example=example)
        case "time":
            text = _("phải là giờ của ban, không kèm múi giờ, ví dụ: “{example}”")
        case "date":
            return _("phải là ngày, ví dụ: {example}").format(example=example or "2026-12-31")
        case "number":
            return _("phải là số nguyên, không phải true hay false")
        case "address":
            text = _("phải là một địa chỉ web, ví dụ: “{example}”")
        case "host":
            text = _("chỉ ghi tên máy chủ, không có https:// và dấu /, ví dụ: “{example}”")
        case "listening":
            text = _("phải là tên hay số của máy này, không kèm cổng, ví dụ: “{example}”")
        case "proxy":
            text = _("phải là địa chỉ của proxy, ví dụ: “{example}”")
        case "token":
            return _(
                "token chưa được điền hoặc chép chưa đúng; ví dụ: “123456789:AAE…”, còn để “” là "
                "tắt kênh này"
            )
        case "secret":
            return _(
                "phải là chuỗi ngẫu nhiên từ {length} ký tự trở lên; tạo bằng: "
                'python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
            ).format(**values)
        case "operator_chat":
            text = _("phải là tên kênh (telegram, zalo) và số của cuộc trò chuyện: “{example}”")
        case "database":
            text = _(
                "phải là địa chỉ của SQLite hay PostgreSQL, ví dụ: “{example}” "
                "hoặc “postgresql+asyncpg://tinbai@/tinbai”"
            )
        case "server":
            text = _(
                "địa chỉ của PostgreSQL không đọc được (ký tự lạ trong mật khẩu phải viết dạng "
                "%40), ví dụ: “{example}”"
            )
        case "webhook":
            return _(
                '{name}.mode = "webhook" cần web.public_url bắt đầu bằng https://, ví dụ: '
                '“https://tinbai.xamau.gov.vn”; hoặc đặt mode = "polling"'
            ).format(**values)
        case "twice":
            text = _("mỗi mục cần một tên riêng, “{name}” có hai lần; hãy đổi hoặc bỏ một mục")
            return text.format(**values)
        case "valid_to":
            return _("valid_to phải sau valid_from, ví dụ: {example}").format(example=example)
        case code:
            raise ValueError(f"no sentence for {code}")
    return text.format(example=example)


def _mend(
    _: Translator,
    kind: str,
    values: Mapping[str, Any],
    location: Location,
    field: FieldInfo | None,
    message: str,
) -> str:
    """Return what the value has to be, by the name that pydantic gives the fault."""
    example = example_of(field)
    shown = _(", ví dụ: {example}").format(example=example) if example else ""
    match kind:
        case "missing":
            line = f"{location[-1]} = {example}" if example else location[-1]
            return _("còn thiếu, hãy thêm: {line}").format(line=line)
        case "greater_than_equal":
            return _("phải từ {least} trở lên").format(least=values["ge"]) + shown
        case "less_than_equal":
            return _("phải từ {most} trở xuống").format(most=values["le"]) + shown
        case "literal_error" | "enum":
            choices = _CHOICE.findall(values["expected"])
            shown = ", ".join(f'"{choice}"' for choice in choices)
            return _("phải là một trong: {choices}").format(choices=shown)
        case "string_too_long":
            return _("dài nhất {most} ký tự").format(most=values["max_length"]) + shown
        case "string_too_short":
            return _("không được để trống") + shown
        case "tuple_type" | "list_type" if _items(field) is not None:
            name = ".".join(location)
            return _("có thể có nhiều mục, hãy viết [[{name}]], hai ngoặc vuông").format(name=name)
        case "model_type" | "model_attributes_type":
            if not location[-1:] or location[-1].isdigit():
                name = ".".join(part for part in location if not part.isdigit())
                keys = model_of(field)
                text = _("phải là một bảng, hãy viết {part} rồi ở dưới các khóa: {keys}")
                return text.format(
                    part=f"[[{name}]]", keys=", ".join(keys.model_fields if keys else ())
                )
            name = ".".join(location)
            return _("là một phần, hãy viết [{name}] rồi các khóa ở dưới").format(name=name)
    kinds = {
        "int": _("phải là số nguyên"),
        "finite": _("phải là số nguyên"),
        "bool": _("phải là true hoặc false"),
        "string": _("phải là chữ trong ngoặc kép"),
        "tuple": _("phải là danh sách trong ngoặc vuông"),
        "dict": _("phải là một bảng, hãy viết [{name}] rồi ở dưới mỗi dòng một khóa").format(
            name=".".join(location)
        ),
    }
    what = kinds.get(kind.partition("_")[0])
    if what is None:
        return _("không dùng được ({reason})").format(reason=message)
    return what if kind.startswith(("bool", "dict")) else what + shown


def example_of(field: FieldInfo | None) -> str:
    """Return a right value of a field as it is written in the file, "" where none is known."""
    if field is None:
        return ""
    value = field.examples[0] if field.examples else field.default
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str() if value:
            return f'"{value}"'
        case tuple() if value and all(isinstance(one, str) for one in value):
            return "[" + ", ".join(f'"{one}"' for one in value[:2]) + "]"
    return ""


def field_at(model: type[BaseModel], location: Sequence[str]) -> FieldInfo | None:
    """Return the field that a location names; positions within lists are passed over."""
    found: FieldInfo | None = None
    current: type[BaseModel] | None = model
    for part in location:
        if part.isdigit():
            continue
        if current is None or part not in current.model_fields:
            return None if found is None or current is not None else found
        found = current.model_fields[part]
        current = model_of(found)
    return found


def model_of(field: FieldInfo | None) -> type[BaseModel] | None:
    """Return the form of a table or of a list's tables, None where the field is a plain value."""
    if field is None:
        return None
    return next((one for one in _types(field.annotation) if issubclass(one, BaseModel)), None)


def _types(annotation: Any) -> Iterator[type]:
    if get_origin(annotation) in (tuple, list, Union, types.UnionType, Annotated):
        for inner in get_args(annotation):
            yield from _types(inner)
    elif isinstance(annotation, type):
        yield annotation


def _is_list(field: FieldInfo | None) -> bool:
    return field is not None and get_origin(field.annotation) in (tuple, list)


def _items(field: FieldInfo | None) -> type[BaseModel] | None:
    return model_of(field) if _is_list(field) else None


def keys_of(model: type[BaseModel], within: Location = ()) -> Iterator[Location]:
    """Yield every key of a configuration with the tables it stands in."""
    for name, field in model.model_fields.items():
        yield (*within, name)
        inner = model_of(field)
        if inner is not None and not inner.__name__.startswith("_"):
            yield from keys_of(inner, (*within, name))


def _beside(model: type[BaseModel], location: Location) -> list[Location]:
    inner: type[BaseModel] | None = model
    names = [part for part in location[:-1] if not part.isdigit()]
    if names:
        inner = model_of(field_at(model, names))
    return [] if inner is None else [(name,) for name in inner.model_fields]
