"""What is wrong in a configuration, in one sentence with the mend."""

import difflib
import os
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from domain.language import Translator


class ConfigFaultError(ValueError):
    """A fault that only the program knows; `code` is quiet_hours, time_zone or stage_names."""

    def __init__(self, code: str, value: str = "") -> None:
        self.code = code
        self.value = value
        super().__init__(code)


def fault_sentence(
    _: Translator, model: type[BaseModel], error: ValidationError, source: str
) -> str:
    """Return the sentence for the first fault that pydantic found; `source` is the file's name."""
    fault = error.errors(include_input=False, include_url=False)[0]
    location = [str(part) for part in fault["loc"]]
    variable = "TINBAI_" + "__".join(location).upper()
    if variable in os.environ:
        source = _("biến môi trường {name}").format(name=variable)
    key = ".".join(location)
    if fault["type"] == "extra_forbidden":
        near = difflib.get_close_matches(location[-1], _keys(model, location[:-1]), 1)
        mend = _("có phải là “{near}”?").format(near=near[0]) if near else _("hãy xóa dòng này.")
        return _("{source}: không có khóa “{key}”; {mend}").format(
            source=source, key=key, mend=mend
        )
    values = fault.get("ctx") or {}
    own = values.get("error")
    if isinstance(own, ConfigFaultError):
        what = _own_mend(_, own)
    else:
        what = _mend(_, fault["type"], values, fault["msg"])
    return f"{source}: {key}: {what}." if key else f"{source}: {what}."


def _mend(_: Translator, kind: str, values: Mapping[str, Any], message: str) -> str:
    """Return what the value has to be, by the name that pydantic gives the fault."""
    match kind:
        case "missing":
            return _("còn thiếu, hãy thêm vào")
        case "greater_than_equal":
            return _("phải từ {least} trở lên").format(least=values["ge"])
        case "less_than_equal":
            return _("phải từ {most} trở xuống").format(most=values["le"])
        case "literal_error" | "enum":
            return _("phải là một trong: {choices}").format(choices=values["expected"])
        case "string_pattern_mismatch":
            return _("chỉ gồm chữ thường không dấu, chữ số và dấu nối, ví dụ: xa-mau")
        case "string_too_long":
            return _("dài nhất {most} ký tự").format(most=values["max_length"])
    examples = {
        "int": _("phải là số nguyên, ví dụ: 8080"),
        "bool": _("phải là true hoặc false"),
        "string": _("phải là chữ trong ngoặc kép"),
        "date": _("phải là ngày, ví dụ: 2026-12-31"),
        "time": _("phải là giờ, ví dụ: 08:00:00"),
        "tuple": _("phải là danh sách trong ngoặc vuông"),
        "dict": _("phải là một bảng các khóa"),
        "model": _("phải là một bảng các khóa"),
    }
    return examples.get(kind.partition("_")[0]) or _("không dùng được ({reason})").format(
        reason=message
    )


def _own_mend(_: Translator, fault: ConfigFaultError) -> str:
    match fault.code:
        case "quiet_hours":
            return _("hãy ghi dạng “21:00-07:00”")
        case "time_zone":
            known = _("time_zone: không có múi giờ này; ví dụ đúng: {near}")
            return known.format(near=fault.value or "Asia/Ho_Chi_Minh")
        case _code:
            text = _("reminders: mỗi mốc nhắc cần một tên riêng, “{name}” có hai lần")
            return text.format(name=fault.value)


def _keys(model: type[BaseModel], location: Sequence[str]) -> list[str]:
    """Return the keys allowed at a location of the configuration."""
    current: Any = model
    for part in location:
        if part.isdigit():
            continue
        annotation = current.model_fields[part].annotation
        inner = [a for a in getattr(annotation, "__args__", ()) if isinstance(a, type)]
        current = next((a for a in [annotation, *inner] if hasattr(a, "model_fields")), None)
        if current is None:
            return []
    return list(current.model_fields)
