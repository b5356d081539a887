"""What pages post, and how they are refused: shared by the trial's page and people's own."""

from dataclasses import dataclass
from typing import Literal, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.channels.web.input import MAX_CAPTION, MAX_DOWNLOAD
from domain.language import Translator, translator

MAX_JSON = 64 * 1024
MAX_NAME = 200
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was posted."""

    name: str
    content: bytes
    media_type: str
    kind: Literal["photo", "document"]
    caption: str


class Refusal(Exception):  # noqa: N818 - an answer to the page, not a fault
    """An answer other than 2xx: `reason` is a key of the page's words."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


async def read_body(request: Request, limit: int) -> bytes:
    """Read a body; raises Refusal 413 as soon as it is over `limit` bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise Refusal(413, "too_large")
    return bytes(body)


async def parsed(request: Request, model: type[Model]) -> Model:
    """Read a body of JSON; raises Refusal 400 for one that is not what is asked for."""
    body = await read_body(request, MAX_JSON)
    try:
        return model.model_validate_json(body)
    except ValidationError:
        raise Refusal(400, "bad_request") from None


async def uploaded(request: Request) -> Upload:
    """Read a posted file: the body is its content, the query its name and caption."""
    name = request.query_params.get("name", "").rpartition("/")[2].strip()[:MAX_NAME]
    content = await read_body(request, MAX_DOWNLOAD)
    if not name or not content:
        raise Refusal(400, "empty_file")
    caption = request.query_params.get("caption", "").strip()[:MAX_CAPTION]
    media_type = request.headers.get("content-type", "") or "application/octet-stream"
    kind: Literal["photo", "document"] = "photo" if media_type in PICTURES else "document"
    return Upload(name, content, media_type, kind, caption)


def browser_language(request: Request) -> Translator:
    """Return the language of somebody of whom only the browser is known."""
    wanted = request.headers.get("Accept-Language", "")
    return translator("en" if wanted.lower().startswith("en") else "vi")


async def refuse(_request: Request, error: Exception) -> Response:
    """Answer a Refusal."""
    if not isinstance(error, Refusal):
        raise error
    return JSONResponse({"error": error.reason}, status_code=error.status)
