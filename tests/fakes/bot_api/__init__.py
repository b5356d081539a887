"""A Bot API server for tests: real HTTP, real long polls, and faults on request.

    world.py      people, chats, messages, updates, and what was sent
    html.py       which HTML Telegram takes
    messages.py   the methods that send, edit and delete
    methods.py    the other methods, and the table of all
    faults.py     rates, and answers that fail or get lost
    webhook.py    hands updates out to a webhook
    body.py       reads JSON, form and multipart bodies
    server.py     HTTP, the control endpoints, and `BotApi`, the handle of a test

`python -m tests.fakes.bot_api --port 0` runs it as a program that prints its port.
"""

from tests.fakes.bot_api.faults import Fault, Faults
from tests.fakes.bot_api.server import BotApi
from tests.fakes.bot_api.world import Sent, SentButton, SentFile

__all__ = ("BotApi", "Fault", "Faults", "Sent", "SentButton", "SentFile")
