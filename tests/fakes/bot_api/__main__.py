"""Runs the Bot API server as a program; prints its port on a line of its own."""

import argparse
import asyncio
import contextlib

from tests.fakes.bot_api.server import TOKEN, BotApi


async def serve(port: int, token: str) -> None:
    """Serve until interrupted."""
    api = BotApi(token)
    await api.start(port)
    print(api.url.rpartition(":")[2], flush=True)  # noqa: T201 - the port is the program's result
    try:
        await asyncio.Event().wait()
    finally:
        await api.stop()


def main() -> None:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    arguments = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(arguments.port, arguments.token))


main()
