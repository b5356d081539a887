"""Nobody outside chooses which machine is talked to, how long, or how much is read."""

import asyncio
import gzip
import ssl
import time
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Sequence

import pytest

from services.pages.fetching import Fetcher, FetchError, resolve
from tests.fakes.portal import HTML, Answer, Portal, portals

NAME = "portal.example"


class Names:
    """A resolver that gives each answer in turn, the last one for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, int]] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append((host, port))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture
async def portal() -> AsyncIterator[Portal]:
    async with Portal() as running:
        running.pages["/tin/1"] = Answer(b"<html>1</html>")
        yield running


def _fetcher(portal: Portal, *answers: Sequence[str], timeout_s: float = 5.0) -> Fetcher:
    """Return a fetcher for NAME; the portal's own address is open, as the list names it."""
    hosts = [NAME, f"127.0.0.1:{portal.port}"]
    return Fetcher(hosts, resolver=Names(*(answers or (["127.0.0.1"],))), timeout_s=timeout_s)


async def _reason(fetcher: Fetcher, link: str, **options: list[str]) -> str:
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(link, **options)
    return caught.value.reason


async def test_a_listed_page_is_read_with_its_name_and_without_a_trace_of_us(
    portal: Portal,
) -> None:
    fetched = await _fetcher(portal).fetch(portal.link("/tin/1#dau", host=NAME))

    assert fetched.content == b"<html>1</html>"
    assert fetched.link == portal.link("/tin/1", host=NAME)
    assert (fetched.content_type, fetched.charset) == ("text/html", "utf-8")
    (request,) = portal.requests
    assert f"Host: {NAME}:{portal.port}" in request
    assert "Cookie" not in request


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("http://other.example/", "host_not_listed"),
        ("http://portal.example.other.example/", "host_not_listed"),
        ("http://portal.example@other.example/", "password_in_link"),
        ("http://user:secret@portal.example/", "password_in_link"),
        ("http://portal.example\\@other.example/", "password_in_link"),
        ("http://2130706433/", "host_not_listed"),
        ("http://0x7f.1/", "host_not_listed"),
        ("http://[::1]/", "host_not_listed"),
        ("http://[::ffff:7f00:1]/", "host_not_listed"),
        ("http://127.0.0.1/", "host_not_listed"),
        ("http://169.254.169.254/latest/meta-data", "host_not_listed"),
        ("file:///etc/passwd", "bad_link"),
        ("ftp://portal.example/", "bad_link"),
        ("//portal.example/", "bad_link"),
        ("http:///tin/1", "bad_link"),
        ("http://[::1", "bad_link"),
        ("không phải liên kết", "bad_link"),
        ("", "bad_link"),
    ],
)
async def test_a_link_to_anywhere_else_asks_nobody(portal: Portal, link: str, reason: str) -> None:
    names = Names(["127.0.0.1"])
    fetcher = Fetcher([NAME, f"127.0.0.1:{portal.port}"], resolver=names)

    assert await _reason(fetcher, link) == reason
    assert names.asked == []
    assert portal.requests == []


async def test_a_host_in_capitals_and_in_unicode_is_the_listed_one(portal: Portal) -> None:
    names = Names(["127.0.0.1"])
    fetcher = Fetcher(["giảilai.vn", "127.0.0.1"], resolver=names)

    for host in ("GIẢILAI.VN", "www.giảilai.vn", "xn--giilai-cd8b.vn", "XN--GIILAI-CD8B.vn."):
        assert (await fetcher.fetch(portal.link(host=host))).content == b"<html>1</html>"
    assert {host.removeprefix("www.") for host, _ in names.asked} == {"xn--giilai-cd8b.vn"}


@pytest.mark.parametrize(
    "target",
    [
        "http://other.example/",
        "//other.example/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://2130706433/",
        "http://user@portal.example/",
        "file:///etc/passwd",
        "http://[::1",
    ],
)
async def test_a_redirect_outward_is_not_followed(portal: Portal, target: str) -> None:
    link = portal.redirect("/di", target)
    names = Names(["127.0.0.1"])
    fetcher = Fetcher([NAME, f"127.0.0.1:{portal.port}"], resolver=names)

    assert await _reason(fetcher, link) in ("host_not_listed", "password_in_link", "bad_link")
    assert names.asked == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_inside_the_list_is_followed(portal: Portal, status: int) -> None:
    portal.redirect("/di", "/tin/1", status)

    fetched = await _fetcher(portal).fetch(portal.link("/di", host=NAME))

    assert fetched.link == portal.link("/tin/1", host=NAME)


async def test_cookies_of_a_redirect_are_not_sent_on(portal: Portal) -> None:
    headers = {"Location": "/tin/1", "Set-Cookie": "phien=1"}
    portal.pages["/di"] = Answer(status=302, headers=headers)

    await _fetcher(portal).fetch(portal.link("/di"))

    assert "cookie" not in portal.requests[1].lower()


async def test_five_redirects_are_followed_and_no_more(portal: Portal) -> None:
    for step in range(6):
        portal.redirect(f"/{step}", f"/{step + 1}")
    portal.pages["/6"] = Answer(b"x")

    assert (await _fetcher(portal).fetch(portal.link("/1"))).content == b"x"
    assert await _reason(_fetcher(portal), portal.link("/0")) == "too_many_redirects"


async def test_a_name_that_leads_inside_is_refused(portal: Portal) -> None:
    for inside in ("127.0.0.2", "169.254.169.254", "::1", "::ffff:10.0.0.1", "10.0.0.1", "khong"):
        fetcher = _fetcher(portal, [inside])
        assert await _reason(fetcher, portal.link(host=NAME)) == "closed_address"
    assert portal.requests == []


async def test_one_closed_address_among_open_ones_is_enough_to_refuse(portal: Portal) -> None:
    fetcher = _fetcher(portal, ["127.0.0.1", "10.0.0.1"])

    assert await _reason(fetcher, portal.link(host=NAME)) == "closed_address"
    assert portal.requests == []


async def test_a_name_without_an_address_is_refused(portal: Portal) -> None:
    assert await _reason(_fetcher(portal, []), portal.link(host=NAME)) == "no_address"


async def test_a_second_answer_cannot_lead_inside() -> None:
    async with portals("127.0.0.1", "127.0.0.2") as (outside, inside):
        outside.pages["/tin/1"] = inside.pages["/tin/1"] = Answer(b"x")
        names = Names(["127.0.0.1"], ["127.0.0.2"])
        fetcher = Fetcher([NAME, f"127.0.0.1:{outside.port}"], resolver=names)

        await fetcher.fetch(outside.link(host=NAME))
        assert len(names.asked) == 1
        outside.redirect("/di", outside.link(host=NAME))
        assert await _reason(fetcher, outside.link("/di", host=NAME)) == "closed_address"
        assert inside.requests == []


async def test_the_next_address_is_tried_when_one_does_not_answer(portal: Portal) -> None:
    hosts = [NAME, "127.0.0.1", "127.0.0.3"]
    fetcher = Fetcher(hosts, resolver=Names(["127.0.0.3", "127.0.0.1"]))

    assert (await fetcher.fetch(portal.link(host=NAME))).content == b"<html>1</html>"
    assert await _reason(Fetcher(hosts, resolver=Names(["127.0.0.3"])), portal.link(host=NAME)) == (
        "ConnectError"
    )


async def test_an_ipv6_portal_that_is_listed_is_read() -> None:
    async with Portal("::1") as portal:
        portal.pages["/tin/1"] = Answer(b"x")

        assert (await Fetcher(["::1"]).fetch(portal.link())).content == b"x"
        assert (await Fetcher([f"[::1]:{portal.port}"]).fetch(portal.link())).content == b"x"


async def test_localhost_is_read_when_listed_and_only_then(portal: Portal) -> None:
    link = portal.link(host="localhost")

    assert (await Fetcher(["localhost"]).fetch(link)).content == b"<html>1</html>"
    assert await _reason(Fetcher(["127.0.0.1"]), link) == "host_not_listed"


async def test_the_name_is_what_tls_asks_for() -> None:
    asked: list[str | None] = []
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.sni_callback = lambda _socket, name, _context: asked.append(name)
    server = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0, ssl=tls)
    async with server:
        port = server.sockets[0].getsockname()[1]
        for host in (NAME, "127.0.0.1"):
            fetcher = Fetcher([NAME, "127.0.0.1"], resolver=Names(["127.0.0.1"]))
            # The server has no certificate, so nothing is read.
            assert await _reason(fetcher, f"https://{host}:{port}/") == "ConnectError"

    assert asked == [NAME, None]


async def test_a_dripping_server_is_left_at_the_deadline(portal: Portal) -> None:
    portal.pages["/tin/1"] = Answer(b"<html>" + b" " * 400, chunks=400, pause_s=0.05)
    started = time.monotonic()

    assert await _reason(_fetcher(portal, timeout_s=0.4), portal.link()) == "too_slow"
    assert time.monotonic() - started < 2


async def test_a_slow_name_server_counts_as_time_too() -> None:
    async def never(host: str, port: int) -> Sequence[str]:
        await asyncio.Event().wait()
        return []

    fetcher = Fetcher([NAME], resolver=never, timeout_s=0.05)

    assert await _reason(fetcher, f"http://{NAME}/") == "too_slow"


@pytest.mark.parametrize("declared", [True, False])
async def test_a_body_over_the_cap_is_not_read(portal: Portal, declared: bool) -> None:
    body = b"x" * 3_000_000
    headers = {**HTML, "Content-Length": str(len(body))} if declared else HTML
    portal.pages["/tin/1"] = Answer(body, headers=headers, chunks=100)

    assert await _reason(_fetcher(portal), portal.link()) == "too_big"


async def test_a_compressed_page_is_read(portal: Portal) -> None:
    body = b"<html>" + b"xin chao " * 1000
    for coding, packed in (("gzip", gzip.compress(body)), ("deflate", zlib.compress(body))):
        headers = {**HTML, "Content-Encoding": coding}
        portal.pages["/tin/1"] = Answer(packed, headers=headers, chunks=3)
        assert (await _fetcher(portal).fetch(portal.link())).content == body


async def test_a_gzip_bomb_is_stopped_at_the_cap(portal: Portal) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000, 9)
    portal.pages["/tin/1"] = Answer(bomb, headers={**HTML, "Content-Encoding": "gzip"})

    tracemalloc.start()
    try:
        assert await _reason(_fetcher(portal), portal.link()) == "too_big"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000


@pytest.mark.parametrize("coding", ["br", "gzip, gzip", "gzip"])
async def test_an_encoding_that_cannot_be_undone_is_refused(portal: Portal, coding: str) -> None:
    portal.pages["/tin/1"] = Answer(b"khong nen", headers={**HTML, "Content-Encoding": coding})

    assert await _reason(_fetcher(portal), portal.link()) == "content_encoding"


@pytest.mark.parametrize("status", [204, 301, 403, 404, 500])
async def test_an_answer_that_is_no_page_is_refused(portal: Portal, status: int) -> None:
    portal.pages["/tin/1"] = Answer(status=status)

    assert await _reason(_fetcher(portal), portal.link()) == f"status_{status}"


async def test_a_content_type_that_was_not_asked_for_is_refused(portal: Portal) -> None:
    portal.pages["/tin/1"] = Answer(b"%PDF", headers={"Content-Type": "application/pdf"})
    portal.pages["/tin/2"] = Answer(b"<html>", headers={})

    assert await _reason(_fetcher(portal), portal.link(), types=["text/html"]) == "content_type"
    untyped = await _fetcher(portal).fetch(portal.link("/tin/2"), types=["text/html"])
    assert untyped.content == b"<html>"


@pytest.mark.parametrize("raw", [b"", b"khong phai HTTP\r\n\r\n", b"HTTP/1.1 200 OK\r\nA\r\n\r\n"])
async def test_a_server_that_speaks_no_http_is_refused(portal: Portal, raw: bytes) -> None:
    portal.pages["/tin/1"] = Answer(raw=raw)

    assert await _reason(_fetcher(portal), portal.link()) == "RemoteProtocolError"


async def test_an_environments_proxy_is_not_used(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")

    assert (await _fetcher(portal).fetch(portal.link())).content == b"<html>1</html>"


async def test_the_systems_resolver_knows_this_machine() -> None:
    assert "127.0.0.1" in await resolve("localhost", 80)


async def test_a_name_too_long_to_ask_for_is_an_error_like_any_other() -> None:
    fetcher = Fetcher(["*.gialai.gov.vn"])

    assert await _reason(fetcher, f"http://{'a' * 70}.gialai.gov.vn/") == "OSError"


def test_covers_tells_without_asking_anyone() -> None:
    fetcher = Fetcher([NAME])

    assert fetcher.covers(f"https://www.{NAME}/tin/1")
    assert not fetcher.covers("https://other.example/tin/1")
