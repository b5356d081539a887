"""Files behind signed links: what a channel without uploads gives people instead of the file."""

import mimetypes
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.base import ApiFile
from bot.clock.now import Clock
from bot.failures import plain
from bot.web.bodies import browser_language
from domain.channels import ZALO
from domain.errors import Conflict, DomainError, NotAllowed
from handlers.people.page_texts import later
from handlers.problems import problem_text
from services.conversation.shared_files import SharedFiles
from services.people.my_page import MyPage
from storage.engine.database import DatabaseError

# The address is the key to the file: no other site and no cache may learn it.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


class SignedFileLinks:
    """Publishes files under a public address (implements FileLinks of the Zalo channel)."""

    def __init__(self, files: SharedFiles, pages: MyPage, public_url: str, clock: Clock) -> None:
        self._files = files
        self._pages = pages
        self._address = public_url.rstrip("/")
        self._clock = clock

    async def publish(self, file: ApiFile) -> str:
        """Return a signed link to a file that ends after a while; its last part is for the eye."""
        media_type = file.mime_type or mimetypes.guess_type(file.name)[0]
        token = await self._files.share(
            file.name, media_type or "application/octet-stream", file.content, self._clock()
        )
        return f"{self._address}/files/{token}/{quote(file.name, safe='')}"

    async def page(self, chat_id: int) -> str:
        """Return a fresh link to the own page of the person of a chat, nothing for anybody else."""
        found = await self._pages.link_of(ZALO, chat_id, self._clock())
        return found.address if found is not None else ""


def file_routes(files: SharedFiles, clock: Clock) -> list[Route]:
    """Return the route of the links: 403 for a forged one, 410 for one that has ended."""

    async def fetch(request: Request) -> Response:
        try:
            file = await files.fetch(request.path_params["token"], clock())
        except DomainError as error:
            sentence = plain(problem_text(browser_language(request), error.code, error.values))
            return PlainTextResponse(f"{sentence}\n", _status(error), headers=HEADERS)
        except DatabaseError:
            return PlainTextResponse(f"{later(browser_language(request))}\n", 503, headers=HEADERS)
        # A picture is shown, by Zalo too; anything else is saved.
        shown = file.media_type in ("image/png", "image/jpeg")
        name = quote(file.name, safe="")
        disposition = f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{name}"
        return Response(
            file.content,
            media_type=file.media_type,
            headers=HEADERS | {"Content-Disposition": disposition},
        )

    return [Route("/files/{token}/{name}", fetch)]


def _status(error: DomainError) -> int:
    if isinstance(error, NotAllowed):
        return 403
    return 410 if isinstance(error, Conflict) else 400
