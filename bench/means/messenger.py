"""A messenger in a process of its own: the tests' Bot API server over a quick HTTP server.

It lets people talk as well, each writing again as soon as the bot has answered, so that nothing of
the messenger's or the people's work runs in the bot's process. Orders come as lines of JSON on
stdin, each is answered with one line on stdout; `Messenger` is the handle of the measuring process.

    python -m bench.means.messenger
"""

import asyncio
import contextlib
import json
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from bench.means.talk import submission
from tests.fakes.bot_api import Fault, Faults
from tests.fakes.bot_api.body import Call, read_body
from tests.fakes.bot_api.methods import METHODS, answer
from tests.fakes.bot_api.server import TOKEN
from tests.fakes.bot_api.world import ApiError, World

Json = dict[str, Any]
SENDS = frozenset({"sendmessage", "senddocument", "sendphoto", "editmessagetext"})
MOST_LINE = 64 * 1024 * 1024
ANSWER_WITHIN_S = 60
CONNECTIONS = 40  # what setWebhook allows at once by default


@dataclass(slots=True)
class Attempt:
    """A call that sends: when it came, to which chat, and the answer's code."""

    at: float
    chat_id: int
    code: int


@dataclass(slots=True)
class _Talks:
    """What a round of talk has come to."""

    waits: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


class Server:
    """The Bot API and the people behind it."""

    def __init__(self) -> None:
        self.world = World()
        self.faults = Faults()
        self.attempts: list[Attempt] = []
        self._answers: dict[int, asyncio.Future[str]] = {}
        self._numbers: Iterator[int] = iter(range(1, 1 << 40))
        self._client: aiohttp.ClientSession | None = None

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[int]:
        """Listen on a free loopback port."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        connector = aiohttp.TCPConnector(limit=CONNECTIONS)
        try:
            async with aiohttp.ClientSession(connector=connector) as self._client:
                yield runner.addresses[0][1]
        finally:
            self.world.closed = True
            self.world.changed()
            await runner.cleanup()

    async def order(self, given: Json) -> Json:
        """Carry out an order."""
        match given["do"]:
            case "know":
                for chat_id in given["chats"]:
                    self.world.chat(chat_id)
                return {}
            case "faults":
                self.faults = Faults(**given["faults"])
                return {}
            case "talk":
                return await self._talk(**given["talk"])
            case "post":
                return await self._talk(**given["talk"], address=given["address"])
            case "attempts":
                return {"attempts": [[one.at, one.chat_id, one.code] for one in self.attempts]}
            case "webhook":
                await self.world.wait_for(lambda: self.world.webhook, ANSWER_WITHIN_S)
                return {"webhook": self.world.webhook}
            case "forget_webhook":
                self.world.webhook = None
                return {}
            case _:
                raise ValueError(given["do"])

    async def _call(self, request: web.Request) -> web.Response:
        at = time.monotonic()
        method = request.match_info["method"].lower()
        body = await request.read()
        chat_id = 0
        try:
            if method not in METHODS:
                raise ApiError(404, "Not Found")
            self.world.calls[METHODS[method][0]] += 1
            params, files = read_body(request.headers.get("Content-Type", ""), body)
            chat_id = params.number("chat_id")
            # What the call meets is decided as it comes; the answer takes its time.
            fault = self.faults.strike(method)
            if self.faults.latency:
                await asyncio.sleep(self.faults.latency)
            if fault is Fault.SERVER_ERROR:
                raise ApiError(500, "Internal Server Error")
            if fault is Fault.TOO_MANY:
                delay = self.faults.retry_after
                raise ApiError(429, "Too Many Requests", {"retry_after": delay})
            result = await answer(self.world, Call(METHODS[method][0], params, files, at))
        except ApiError as failure:
            self._note(method, at, chat_id, failure.code)
            content: Json = {
                "ok": False,
                "error_code": failure.code,
                "description": failure.description,
            }
            if failure.parameters:
                content["parameters"] = failure.parameters
            return web.json_response(content, status=failure.code)
        self._note(method, at, chat_id, 200)
        if method in SENDS and (waiting := self._answers.get(chat_id)) and not waiting.done():
            waiting.set_result(params.text("text"))
        return web.json_response({"ok": True, "result": result})

    def _note(self, method: str, at: float, chat_id: int, code: int) -> None:
        if method in SENDS:
            self.attempts.append(Attempt(at, chat_id, code))

    async def _talk(
        self,
        chats: list[int],
        messages: int,
        seconds: float,
        expect: str,
        says: dict[str, str] | None = None,
        address: Json | None = None,
    ) -> Json:
        """Let each chat write as soon as it was answered, until the messages or the time run out.

        `says` gives a chat's words, else they submit; each answer has to hold `expect`.
        """
        talks, left = _Talks(), messages
        until = time.monotonic() + seconds

        async def talk(chat_id: int) -> None:
            nonlocal left
            while left > 0 and time.monotonic() < until:
                left -= 1
                text = says[str(chat_id)] if says else submission(next(self._numbers))
                began = time.monotonic()
                said = await self._say(chat_id, text, address)
                talks.waits.append(time.monotonic() - began)
                if expect not in said:
                    talks.wrong.append(said[:200])

        began, busy = time.monotonic(), time.process_time()
        await asyncio.gather(*(talk(chat_id) for chat_id in chats))
        return {
            "answered": len(talks.waits),
            "seconds": time.monotonic() - began,
            "cpu": time.process_time() - busy,
            "waits": sorted(talks.waits),
            "wrong": talks.wrong[:5],
            "wrong_count": len(talks.wrong),
        }

    async def _say(self, chat_id: int, text: str, address: Json | None) -> str:
        answered = self._answers[chat_id] = asyncio.get_running_loop().create_future()
        message = self.world.message_of(chat_id, text=text)
        if address is None:
            self.world.inject({"message": message})
        else:
            await self._post({"update_id": self.world.next_update_id, "message": message}, address)
        return await asyncio.wait_for(answered, ANSWER_WITHIN_S)

    async def _post(self, update: Json, address: Json) -> None:
        """Hand an update over, again where a connection had been idle for too long."""
        assert self._client is not None
        self.world.next_update_id += 1
        headers = {"X-Telegram-Bot-Api-Secret-Token": address["secret"]}
        for _ in range(10):
            with contextlib.suppress(aiohttp.ClientConnectionError):
                async with self._client.post(address["url"], json=update, headers=headers) as taken:
                    taken.raise_for_status()
                    return
        raise RuntimeError("the webhook does not answer")


class Messenger:
    """A running messenger; `url` is what `telegram.api_url` takes."""

    token = TOKEN

    def __init__(self, process: asyncio.subprocess.Process, url: str) -> None:
        self._process = process
        self.pid = process.pid
        self.url = url

    async def order(self, do: str, **given: Any) -> Json:
        """Give an order and return its answer; raise RuntimeError when it fails."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, **given}).encode() + b"\n")
        await self._process.stdin.drain()
        line = await self._process.stdout.readline()
        found: Json = json.loads(line) if line else {"error": "the messenger has ended"}
        if "error" in found:
            raise RuntimeError(found["error"])
        return found

    async def talk(
        self,
        chats: list[int],
        messages: int,
        expect: str,
        *,
        seconds: float = 600,
        says: dict[int, str] | None = None,
        address: Json | None = None,
    ) -> Json:
        """Let people talk; raise RuntimeError when an answer is not what was expected."""
        talk = {
            "chats": chats,
            "messages": messages,
            "seconds": seconds,
            "expect": expect,
            "says": says,
        }
        if address is None:
            done = await self.order("talk", talk=talk)
        else:
            done = await self.order("post", talk=talk, address=address)
        if done["wrong"]:
            raise RuntimeError(f"{done['wrong_count']} answers are wrong: {done['wrong'][0]}")
        return done


@asynccontextmanager
async def messenger(chats: list[int], **faults: Any) -> AsyncIterator[Messenger]:
    """Run a messenger that knows these chats."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.means.messenger"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=MOST_LINE,
    )
    try:
        assert process.stdout is not None
        port = int(await process.stdout.readline())
        handle = Messenger(process, f"http://127.0.0.1:{port}")
        await handle.order("know", chats=chats)
        await handle.order("faults", faults=faults)
        yield handle
    finally:
        if process.stdin is not None:
            process.stdin.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), 5)
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _serve() -> None:
    server = Server()
    reader = asyncio.StreamReader(limit=MOST_LINE)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    async with server.serving() as port:
        print(port, flush=True)
        while line := await reader.readline():
            try:
                found = await server.order(json.loads(line))
            except Exception as error:  # noqa: BLE001 - whoever gave the order is told
                found = {"error": f"{type(error).__name__}: {error}"}
            print(json.dumps(found), flush=True)


if __name__ == "__main__":
    asyncio.run(_serve())
