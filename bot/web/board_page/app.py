"""The routes of the board's page: read-only, behind a signed link, with no script at all."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.clock.now import Clock
from bot.config.model import WebSection
from bot.failures import plain
from bot.web.board_page.view import articles_view, page_view
from bot.web.board_page.words import page_words
from domain.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound
from domain.language import LANGUAGES, Translator, translator
from domain.reports.dataset import Report
from handlers.people.page_texts import later
from handlers.problems import problem_text
from handlers.reports.board_page_texts import busy
from reports.rendered import Rendered
from services.container import Services
from services.reports.board_page import Reader
from storage.engine.database import DatabaseError

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent
MOST_AT_ONCE = 2  # renderings of one link: they are work for the processor
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    # The address is the key to the page: no other site and no cache may learn it.
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}


def board_page_routes(services: Services, clock: Clock) -> list[Route | Mount]:
    """Return the routes under /board/ and of their style sheet under /board-static/."""
    page = _Page(services, clock)
    return [
        Route("/board/{token}", page.show),
        Route("/board/{token}/articles", page.articles),
        Route("/board/{token}/{file}", page.download),
        Mount("/board-static", StaticFiles(directory=HERE / "static")),
    ]


def web_address(section: WebSection, port: int) -> str:
    """Return the address that links begin with: the public one, else this server's own."""
    if section.public_url:
        return section.public_url
    loopback = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # nosec B104  # noqa: S104 - read, not bound
    host = loopback.get(section.host, section.host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def only_here(host: str) -> bool:
    """Tell whether a server at a host has no address that other machines could open."""
    return host in ("localhost", "0.0.0.0", "::") or host.startswith(  # nosec B104  # noqa: S104 - compared, not bound
        ("127.", "::1")
    )


class _BusyError(Exception):
    """A link has as many renderings under way as it may have."""


class _Page:
    def __init__(self, services: Services, clock: Clock) -> None:
        self._services = services
        self._clock = clock
        self._under_way: Counter[str] = Counter()

    async def show(self, request: Request) -> Response:
        """Return the page of a period, or the sentence that says why it does not open."""

        async def answer(reader: Reader) -> Response:
            _ = _language(request, reader)
            period = request.query_params.get("period", "")
            now = self._clock()
            contents = await self._services.board_page.contents(reader, period, now)
            view = page_view(_, contents, reader.board, now, _root(request))
            view["files"] = _files(_, pdf=self._services.reports.makes_pdf())
            return _html("page.html", _, view)

        return await self._answered(request, answer)

    async def articles(self, request: Request) -> Response:
        """Return the articles behind a number of the table."""

        async def answer(reader: Reader) -> Response:
            _ = _language(request, reader)
            asked = request.query_params
            unit = asked.get("unit", "")
            if unit and not (unit.isascii() and unit.isdigit() and len(unit) < 10):
                raise NotFound("page_articles")
            found = await self._services.board_page.articles(
                reader,
                asked.get("period", ""),
                int(unit) if unit else None,
                asked.get("month", ""),
                self._clock(),
            )
            view = articles_view(_, found, reader.board, _root(request))
            return _html("articles.html", _, view)

        return await self._answered(request, answer)

    async def download(self, request: Request) -> Response:
        """Return a file of the report of a period."""
        reports = self._services.reports
        renderers: dict[str, Callable[[Report], Awaitable[Rendered]]] = {
            "report.docx": reports.docx,
            "report.pdf": self._pdf,
            "report.xlsx": reports.xlsx,
            "chart.png": reports.chart,
        }

        async def answer(reader: Reader) -> Response:
            render = renderers.get(request.path_params["file"])
            if render is None:
                raise NotFound("page_file")
            period = request.query_params.get("period", "")
            now = self._clock()
            rendered = await render(await self._services.board_page.report(reader, period, now))
            name = quote(rendered.file_name, safe="")
            disposition = f"attachment; filename*=UTF-8''{name}"
            return Response(
                rendered.content,
                media_type=rendered.media_type,
                headers=HEADERS | {"Content-Disposition": disposition},
            )

        return await self._answered(request, answer)

    async def _pdf(self, report: Report) -> Rendered:
        """Return the issued report's own PDF, else one of today's numbers."""
        kept = await self._services.issuing.pdf_in_force(report.board, report.period.code)
        return kept or await self._services.reports.pdf(report)

    async def _answered(
        self, request: Request, answer: Callable[[Reader], Awaitable[Response]]
    ) -> Response:
        reader = None
        try:
            reader = await self._services.board_page.open(
                request.path_params["token"], self._clock()
            )
            with self._turn(request.path_params["token"]):
                return await answer(reader)
        except _BusyError:
            _ = _language(request, reader)
            view = {"problem": busy(_), "root": _root(request)}
            return _html("problem.html", _, view, 429)
        except DatabaseError:
            _ = _language(request, reader)
            return _html("problem.html", _, {"problem": later(_), "root": ""}, 503)
        except DomainError as error:
            _ = _language(request, reader)
            sentence = plain(problem_text(_, error.code, error.values))
            # Only who holds a good link is shown the way back to the page.
            back = _root(request) if reader is not None else ""
            return _html("problem.html", _, {"problem": sentence, "root": back}, _status(error))

    @contextmanager
    def _turn(self, token: str) -> Iterator[None]:
        """Count a rendering of a link; raise _BusyError where it has its share already."""
        if self._under_way[token] >= MOST_AT_ONCE:
            raise _BusyError
        self._under_way[token] += 1
        try:
            yield
        finally:
            self._under_way[token] -= 1
            if not self._under_way[token]:
                del self._under_way[token]


def _files(_: Translator, *, pdf: bool) -> list[tuple[str, str]]:
    """Return the names of the files that the page offers and what each is called."""
    words = page_words(_)
    files = [("report.docx", words["word"])]
    if pdf:
        files.append(("report.pdf", words["pdf"]))
    return [*files, ("report.xlsx", words["excel"]), ("chart.png", words["picture"])]


def _status(error: DomainError) -> int:
    if isinstance(error, NotAllowed):
        return 403
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, Conflict) and error.code.startswith("page_link"):
        return 410
    return 400 if isinstance(error, InvalidInput) else 409


def _root(request: Request) -> str:
    """Return the page's own address: the path with the token."""
    return f"/board/{quote(request.path_params['token'], safe='')}"


def _language(request: Request, reader: Reader | None) -> Translator:
    asked = request.query_params.get("language", "")
    if asked in LANGUAGES:
        return translator(asked)
    return translator(reader.person.language if reader is not None else "vi")


def _html(
    template: str, _: Translator, view: dict[str, Any], status_code: int = 200
) -> HTMLResponse:
    values = {"words": page_words(_), "language": _.language} | view
    content = _templates().get_template(template).render(values)
    return HTMLResponse(content, status_code, headers=HEADERS)


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
