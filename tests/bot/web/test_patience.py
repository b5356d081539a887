"""Peers that send half a request, two lengths or nothing: others are answered all the same."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.web.patience import OnceAMinute, PatientProtocol
from bot.web.server import listen, metrics_route, web_server
from tests.fakes.loopback import plain_transport

HALF_HEAD = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "
HALF_BODY = b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"
TWO_LENGTHS = (
    b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"0\r\n\r\nGET /hidden HTTP/1.1\r\nHost: x\r\n\r\n"
)


async def health(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("ok\n")


async def echo(request: Request) -> PlainTextResponse:
    try:
        return PlainTextResponse(await request.body())
    except ClientDisconnect:
        return PlainTextResponse("", 400)


@asynccontextmanager
async def serving(within_s: float = 0.3, most: int = 20) -> AsyncIterator[int]:
    """Serve two pages; the context is the port."""
    page = metrics_route(_figures, "")
    app = Starlette(
        routes=[Route("/healthz", health), Route("/echo", echo, methods=["POST"]), page]
    )

    class Hasty(PatientProtocol):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, within_s=within_s, most=most, **kwargs)

    sock = listen("127.0.0.1", 0)
    server = web_server(app, Hasty)
    task = asyncio.create_task(server.serve(sockets=[sock]))
    try:
        yield sock.getsockname()[1]
    finally:
        server.should_exit = True
        await task
        sock.close()


async def _figures() -> bytes:
    return b"figures\n"


async def answer_to(port: int, sent: bytes, within_s: float = 3) -> bytes:
    """Send bytes and return all that comes until the server closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    async with asyncio.timeout(within_s):
        got = await reader.read()
    writer.close()
    return got


async def get(port: int, path: str = "/healthz", host: str = "") -> httpx.Response:
    headers = {"Host": host} if host else {}
    transport = plain_transport()
    async with httpx.AsyncClient(transport=transport, timeout=3) as client:
        return await client.get(f"http://127.0.0.1:{port}{path}", headers=headers)


@pytest.mark.parametrize("half", [b"", HALF_HEAD, HALF_BODY])
async def test_whoever_does_not_finish_a_request_in_time_is_let_go(half: bytes) -> None:
    async with serving() as port:
        got = await answer_to(port, half)
        assert got == b"" or got.startswith(b"HTTP/1.1 4")
        assert (await get(port)).text == "ok\n"


async def test_a_second_request_on_a_connection_has_its_own_deadline() -> None:
    async with serving() as port:
        got = await answer_to(port, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" + HALF_HEAD)
        assert got.startswith(b"HTTP/1.1 200 OK")


async def test_many_half_sent_requests_keep_nobody_out() -> None:
    async with serving(within_s=30, most=20) as port:
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(60)]
        for _reader, writer in held:
            writer.write(HALF_HEAD)
        for _ in range(5):
            assert (await get(port)).status_code == 200
        for _reader, writer in held:
            writer.close()


async def test_a_request_of_two_lengths_is_refused_and_the_connection_closed() -> None:
    async with serving() as port:
        got = await answer_to(port, TWO_LENGTHS)
        assert got.startswith(b"HTTP/1.1 400")
        assert got.count(b"HTTP/1.1") == 1


async def test_a_whole_request_is_read_and_answered() -> None:
    async with serving() as port:
        body = b"x" * 300_000
        async with httpx.AsyncClient(transport=plain_transport()) as client:
            answer = await client.post(f"http://127.0.0.1:{port}/echo", content=body)
        assert answer.content == body


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("", 200),
        ("localhost", 200),
        ("[::1]:8080", 200),
        ("tinbai.example", 403),
        ("127.0.0.1.evil.example", 403),
        ("10.0.0.5", 403),
    ],
)
async def test_figures_without_a_token_are_for_this_machine_by_its_own_name(
    host: str, status: int
) -> None:
    async with serving() as port:
        assert (await get(port, "/metrics", host)).status_code == status


def test_what_is_repeated_is_logged_once_a_minute_with_its_number() -> None:
    now = [0.0]
    clock: Callable[[], float] = lambda: now[0]  # noqa: E731
    quiet = OnceAMinute(clock)
    written: list[str] = []
    for second in range(130):
        now[0] = float(second)
        for number in range(10):
            line = f"socket.accept() out of system resource\nsocket: {second} {number}"
            record = logging.LogRecord("asyncio", logging.ERROR, "", 0, line, (), None)
            if quiet.filter(record):
                written.append(record.getMessage())
    assert len(written) == 3
    assert written[1].endswith("(and 599 times before)")
