"""Parses what servers and strangers sent, in a process of its own.

Parsers hold the interpreter's lock: two megabytes of unclosed tags keep trafilatura busy for twelve
seconds and stop the event loop for half of one. A process can be killed at its time, its memory is
limited, and it is given nothing of this program's environment, which holds the tokens.

The child reads one line of JSON (what to parse it as, and the facts that go with it) and then the
bytes, and prints its answer as JSON.
"""

import asyncio
import dataclasses
import json
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from domain.portal.listing import FeedItem, PageFacts

_ROOT = str(Path(__file__).resolve().parents[2])
_MEMORY = 1_000_000_000
_NICENESS = 10
_ENVIRONMENT = ("LD_LIBRARY_PATH", "SYSTEMROOT")


class ParseError(Exception):
    """The parser died or was stopped."""


async def parse_page(
    content: bytes, *, link: str, charset: str | None, zone: ZoneInfo
) -> PageFacts | None:
    """Return what the page says of itself; raises ParseError."""
    page = await _ask({"as": "page", "link": link, "charset": charset, "zone": zone.key}, content)
    if page is None:
        return None
    return PageFacts(**{**page, "link": link, "published_on": _as_date(page["published_on"])})


async def parse_feed(
    content: bytes, *, link: str, content_type: str, zone: ZoneInfo
) -> tuple[FeedItem, ...] | None:
    """Return the feed's entries, or None when it is no feed; raises ParseError."""
    facts = {"as": "feed", "link": link, "content_type": content_type, "zone": zone.key}
    items = await _ask(facts, content)
    if items is None:
        return None
    return tuple(
        FeedItem(item["link"], item["title"], _as_date(item["published_on"])) for item in items
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Listing:
    """What a list is (feed, sitemap, index or page), its items, and the lists or feeds it names."""

    kind: str
    items: tuple[FeedItem, ...]
    more: tuple[str, ...] = ()


async def parse_listing(
    content: bytes, *, link: str, content_type: str, charset: str | None, zone: ZoneInfo
) -> Listing | None:
    """Return what a feed, a sitemap or a page lists, None for nothing; raises ParseError."""
    facts = {
        "as": "listing",
        "link": link,
        "content_type": content_type,
        "charset": charset,
        "zone": zone.key,
    }
    found = await _ask(facts, content)
    if not found["items"] and not found["more"]:
        return None
    items = [
        FeedItem(**{**item, "published_on": _as_date(item["published_on"])})
        for item in found["items"]
    ]
    return Listing(found["kind"], tuple(items), tuple(found["more"]))


async def _ask(facts: Mapping[str, str | None], content: bytes) -> Any:
    return json.loads(await ask_child("services.pages.parsing", facts, content))


async def ask_child(module: str, facts: Mapping[str, Any], content: bytes) -> bytes:
    """Return what a module prints that runs in a limited process; raise ParseError.

    It is given one line of JSON and then the bytes. Cancelled, it is killed with all it started.
    """
    try:
        child = await _start(module)
    except OSError as error:
        raise ParseError("not_started") from error
    try:
        answer, _ = await child.communicate(json.dumps(facts).encode() + b"\n" + content)
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            await child.wait()
    if child.returncode != 0:
        raise ParseError(f"exit code {child.returncode}")
    return answer


async def _start(module: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", module),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={
            "PYTHONPATH": os.pathsep.join((_ROOT, *filter(None, sys.path))),
            **{name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        },
        # Ctrl-C in the terminal is for the program, which ends its children itself.
        start_new_session=True,
    )


def read(facts: dict[str, Any], content: bytes) -> Any:
    """Return, as JSON values, what the content says."""
    zone = ZoneInfo(facts["zone"])
    if facts["as"] == "feed":
        from services.pages.feed_items import read_items

        items = read_items(
            content, link=facts["link"], content_type=facts["content_type"], zone=zone
        )
        return None if items is None else [_as_json(item) for item in items]
    if facts["as"] == "listing":
        from services.pages.listing_items import read_listing

        kind, found, more = read_listing(
            content,
            link=facts["link"],
            content_type=facts["content_type"],
            charset=facts["charset"],
            zone=zone,
        )
        return {"kind": kind, "items": [_as_json(item) for item in found], "more": more}
    from services.pages.facts import read_page

    page = read_page(content, link=facts["link"], charset=facts["charset"], zone=zone)
    return None if page is None else _as_json(page)


# Coverage does not see the child; the tests of pages and feeds run it.
def main() -> None:  # pragma: no cover
    """Answer one question on standard input."""
    limit_memory(_MEMORY)
    facts = json.loads(sys.stdin.buffer.readline())
    json.dump(read(facts, sys.stdin.buffer.read()), sys.stdout)


def limit_memory(most: int) -> None:  # pragma: no cover
    """Bound this process's memory, and let those who wait go first."""
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    os.nice(_NICENESS)


def _as_json(found: PageFacts | FeedItem) -> dict[str, str | None]:
    values = dataclasses.asdict(found)
    day = values["published_on"]
    return {**values, "published_on": day.isoformat() if day else None}


def _as_date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


if __name__ == "__main__":  # pragma: no cover
    main()
