"""Reads the parameters and files of a call from a JSON, form or multipart body."""

import json
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from typing import Any
from urllib.parse import parse_qsl

from tests.fakes.bot_api.world import ApiError, SentFile


class Params:
    """The parameters of a call: Python values from JSON, texts from a form."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def text(self, name: str) -> str:
        """Return a text, or an empty one."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """Return a whole number; anything that is none is a 400."""
        value = self.values.get(name, default)
        try:
            return int(value)
        except ValueError:
            raise ApiError(400, f"Bad Request: {name} must be an Integer") from None

    def value(self, name: str) -> Any:
        """Return an object or a list, which a form carries as JSON; None when missing."""
        value = self.values.get(name)
        if not isinstance(value, str) or not value:
            return value or None
        try:
            return json.loads(value)
        except ValueError:
            raise ApiError(400, f"Bad Request: can't parse {name} JSON object") from None


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a method: `at` is its arrival, `lost` says that its answer will be lost."""

    method: str
    params: Params
    files: dict[str, SentFile]
    at: float
    lost: bool = False


def read_body(content_type: str, body: bytes) -> tuple[Params, dict[str, SentFile]]:
    """Return the parameters and files of a call's body."""
    header = Message()
    header["Content-Type"] = content_type or "application/json"
    kind = header.get_content_type()
    if kind == "application/x-www-form-urlencoded":
        return Params(dict(parse_qsl(body.decode(), keep_blank_values=True))), {}
    if kind == "multipart/form-data":
        return _multipart(body, str(header.get_param("boundary")))
    if not body:
        return Params({}), {}
    try:
        return Params(json.loads(body)), {}
    except ValueError:
        raise ApiError(400, "Bad Request: can't parse JSON object") from None


def _multipart(body: bytes, boundary: str) -> tuple[Params, dict[str, SentFile]]:
    values: dict[str, Any] = {}
    files = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        headers = HeaderParser().parsestr(head.decode().lstrip())
        name = str(headers.get_param("name", header="Content-Disposition"))
        file_name = headers.get_filename()
        if file_name is None:
            values[name] = content.decode()
        else:
            files[name] = SentFile(file_name, content, headers.get_content_type())
    return Params(values), files
