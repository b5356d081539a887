"""Webhooks and the figures: who is let in, and what is answered when."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.routing import Route

from bot.inbox.dispatch import Stopping
from bot.web.server import listen, metrics_route
from bot.web.webhooks import MAX_BODY, stored_or_503, telegram_endpoint
from storage.engine.database import DatabaseError

SITE = "https://tinbai.example"
SECRET = "s" * 64
HEADER = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
UPDATE = {"update_id": 1, "message": {"text": "Chào"}}
NOW = datetime(2021, 6, 15, tzinfo=UTC)


class Door:
    """Takes updates in, or fails as it is told to."""

    def __init__(self) -> None:
        self.stored: list[Any] = []
        self.failure: Exception | None = None

    async def accept(self, updates: Sequence[Any]) -> None:
        if self.failure is not None:
            raise self.failure
        await asyncio.sleep(0)
        self.stored += updates


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
async def client(door: Door) -> AsyncIterator[httpx.AsyncClient]:
    endpoint = stored_or_503("telegram", telegram_endpoint(SECRET, door.accept))
    app = Starlette(routes=[Route("/telegram/x", endpoint, methods=["POST"])])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=SITE) as client:
        yield client


async def test_an_update_is_stored_before_it_is_answered(
    client: httpx.AsyncClient, door: Door
) -> None:
    response = await client.post("/telegram/x", json=UPDATE, headers=HEADER)
    assert response.status_code == 200
    assert door.stored == [UPDATE]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"X-Telegram-Bot-Api-Secret-Token": "s" * 63}, 403),
        ({"X-Telegram-Bot-Api-Secret-Token": "é".encode()}, 403),
        ({"X-Bot-Api-Secret-Token": SECRET}, 401),
    ],
)
async def test_whoever_does_not_know_the_secret_stores_nothing(
    client: httpx.AsyncClient, door: Door, headers: dict[str, Any], status: int
) -> None:
    response = await client.post("/telegram/x", json=UPDATE, headers=headers)
    assert response.status_code == status
    assert SECRET not in response.text
    assert door.stored == []


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b'"x"', b"\xff", b"[" * 200_000])
async def test_what_is_no_update_is_refused(
    client: httpx.AsyncClient, door: Door, body: bytes
) -> None:
    response = await client.post("/telegram/x", content=body, headers=HEADER)
    assert response.status_code == 400
    assert door.stored == []


async def test_a_body_over_the_limit_is_refused_whether_it_says_so_or_not(
    client: httpx.AsyncClient, door: Door
) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(MAX_BODY // 65536 + 1):
            yield b"x" * 65536

    assert (
        await client.post("/telegram/x", content=b"x" * (MAX_BODY + 1), headers=HEADER)
    ).status_code == 413
    assert (await client.post("/telegram/x", content=pieces(), headers=HEADER)).status_code == 413
    assert door.stored == []


@pytest.mark.parametrize("failure", [DatabaseError("INSERT", None, OSError()), Stopping()])
async def test_what_cannot_be_stored_is_asked_for_again(
    client: httpx.AsyncClient, door: Door, failure: Exception
) -> None:
    door.failure = failure
    response = await client.post("/telegram/x", json=UPDATE, headers=HEADER)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "1"


async def test_only_a_post_is_answered(client: httpx.AsyncClient) -> None:
    assert (await client.get("/telegram/x", headers=HEADER)).status_code == 405


async def figures() -> bytes:
    return b"tinbai_leading 1.0\n"


@pytest.mark.parametrize(
    ("token", "client", "headers", "status"),
    [
        ("", ("127.0.0.1", 1), {}, 200),
        ("", ("::1", 1), {}, 200),
        ("", ("192.0.2.1", 1), {}, 403),
        ("", ("127.0.0.1", 1), {"X-Forwarded-For": "192.0.2.1"}, 403),
        ("", ("127.0.0.1", 1), {"Forwarded": "for=192.0.2.1"}, 403),
        ("t" * 20, ("192.0.2.1", 1), {"Authorization": f"Bearer {'t' * 20}"}, 200),
        ("t" * 20, ("192.0.2.1", 1), {"Authorization": f"Bearer {'t' * 19}"}, 401),
        ("t" * 20, ("127.0.0.1", 1), {}, 401),
    ],
)
async def test_figures_are_for_this_machine_or_for_the_bearer_of_the_token(
    token: str, client: tuple[str, int], headers: dict[str, str], status: int
) -> None:
    app = Starlette(routes=[metrics_route(figures, token)])
    transport = httpx.ASGITransport(app, client=client)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as visitor:
        response = await visitor.get("/metrics", headers=headers)
    assert response.status_code == status
    if status == 200:
        families = list(text_string_to_metric_families(response.text))
        assert [family.name for family in families] == ["tinbai_leading"]


def test_workers_of_one_machine_can_share_a_port() -> None:
    first = listen("127.0.0.1", 0, shared=True)
    port = first.getsockname()[1]
    with first, listen("127.0.0.1", port, shared=True):
        pass
    with listen("127.0.0.1", 0) as alone, pytest.raises(OSError, match="in use"):
        listen("127.0.0.1", alone.getsockname()[1])
