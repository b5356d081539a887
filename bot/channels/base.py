"""The Bot API as a port: what a channel that is not Telegram answers to python-telegram-bot."""

import json
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from telegram._utils.types import ODVInput
from telegram.request import BaseRequest, RequestData


class ApiError(Exception):
    """An error of the Bot API: `code` is its HTTP status, `description` its sentence.

    `parameters` are ResponseParameters (`retry_after`, `migrate_to_chat_id`) or None. A method or
    feature without a counterpart is a 400, never a 404: python-telegram-bot reads a 404 as a
    wrong token and stops.
    """

    def __init__(
        self, code: int, description: str, parameters: dict[str, int] | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class ApiFile:
    """A file sent to or kept by a channel."""

    name: str
    content: bytes
    mime_type: str


class ChannelRequest(BaseRequest):
    """Answers Bot API calls from Python instead of over HTTP.

    A subclass implements `call` for methods and `download` for files; both raise `ApiError`.
    """

    @property
    def read_timeout(self) -> float | None:
        """Return no read timeout: a channel bounds its own waits."""
        return None

    async def initialize(self) -> None:
        """Prepare the channel; may be called more than once."""

    async def shutdown(self) -> None:
        """Release what the channel holds; may be called more than once."""

    @abstractmethod
    async def call(
        self, method: str, parameters: Mapping[str, Any], files: Mapping[str, ApiFile]
    ) -> Any:
        """Answer one Bot API method with its `result` (JSON values), or raise ApiError.

        `parameters` holds Python values; `files` is keyed by the name the parameters attach
        (`attach://NAME`) or by the parameter's own name.
        """

    @abstractmethod
    async def download(self, path: str) -> bytes:
        """Return the content of the file that getFile named by `path`, or raise ApiError."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Route a call of python-telegram-bot to `call` or `download`."""
        try:
            if method == "GET":
                return 200, await self.download(url.rpartition("/file/")[2].partition("/")[2])
            result = await self.call(
                url.rpartition("/")[2],
                {} if request_data is None else request_data.parameters,
                {} if request_data is None else _files(request_data),
            )
        except ApiError as error:
            answer = {"ok": False, "error_code": error.code, "description": error.description}
            if error.parameters:
                answer["parameters"] = error.parameters
            return refusal(error.code), json.dumps(answer).encode()
        return 200, json.dumps({"ok": True, "result": result}).encode()


def refusal(code: int) -> int:
    """Return the status under which python-telegram-bot reads an answer as it is meant.

    It takes 413 (too large) for a fault of the network, which trying again could mend.
    """
    return HTTPStatus.BAD_REQUEST if code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE else code


def _files(request_data: RequestData) -> dict[str, ApiFile]:
    files = {}
    for name, (file_name, content, mime_type) in request_data.multipart_data.items():
        data = content if isinstance(content, bytes) else content.read()
        files[name] = ApiFile(file_name, data, mime_type)
    return files
