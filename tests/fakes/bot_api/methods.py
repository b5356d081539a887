"""The Bot API's methods over the world, with the limits and the words of the real ones."""

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any

from tests.fakes.bot_api import html, messages
from tests.fakes.bot_api.body import Call
from tests.fakes.bot_api.world import BOT, ApiError, Json, World


def get_me(world: World, call: Call) -> Json:
    """Tell who the bot is."""
    return BOT


async def get_updates(world: World, call: Call) -> list[Json]:
    """Forget the updates below the offset, then wait for others."""
    if world.webhook:
        raise ApiError(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    world.poll += 1
    this = world.poll
    world.changed()
    _allow(world, call)
    offset = call.params.number("offset")
    if offset < 0:
        world.updates = world.updates[offset:]
    else:
        world.updates = [update for update in world.updates if update["update_id"] >= offset]
    await world.wait_for(
        lambda: world.updates or world.poll != this or world.closed,
        max(0, call.params.number("timeout")),
    )
    if world.poll != this:
        raise ApiError(
            409,
            "Conflict: terminated by other getUpdates request; "
            "make sure that only one bot instance is running",
        )
    limit = min(max(call.params.number("limit", 100), 1), 100)
    return world.updates[:limit]


def set_webhook(world: World, call: Call) -> bool:
    """Hand updates out to an address from now on; an empty one means polls again."""
    url = call.params.text("url")
    secret = call.params.text("secret_token")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise ApiError(400, "Bad Request: secret token contains unallowed characters")
    _allow(world, call)
    _drop_pending(world, call)
    world.webhook = {"url": url, "secret": secret, "last_error_message": ""} if url else None
    world.changed()
    return True


def delete_webhook(world: World, call: Call) -> bool:
    """Return to polls."""
    _drop_pending(world, call)
    world.webhook = None
    return True


def get_webhook_info(world: World, call: Call) -> Json:
    """Tell where updates go and how many wait."""
    hook = world.webhook or {}
    info = {
        "url": hook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }
    if hook.get("last_error_message"):
        info["last_error_message"] = hook["last_error_message"]
    return info


def send_chat_action(world: World, call: Call) -> bool:
    """Show that the bot is typing."""
    world.reachable(call.params.number("chat_id"))
    if not call.params.text("action"):
        raise ApiError(400, "Bad Request: wrong parameter action in request")
    return True


def answer_callback_query(world: World, call: Call) -> bool:
    """Answer a press; the answers of each query are kept."""
    answers = world.queries.get(call.params.text("callback_query_id"))
    if answers is None:
        raise ApiError(
            400,
            "Bad Request: query is too old and response timeout expired or query ID is invalid",
        )
    if html.length(call.params.text("text")) > 200:
        raise ApiError(400, "Bad Request: MESSAGE_TOO_LONG")
    answers.append(dict(call.params.values))
    return True


def set_my_commands(world: World, call: Call) -> bool:
    """Keep the menu of a scope and a language."""
    commands = call.params.value("commands") or []
    if len(commands) > 100:
        raise ApiError(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command.get("command", "")):
            raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= 256:
            raise ApiError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[_menu(call)] = commands
    return True


def set_my_description(world: World, call: Call) -> bool:
    """Keep what an empty chat shows, by language."""
    text = call.params.text("description")
    if len(text) > 512:
        raise ApiError(400, "Bad Request: BOT_DESCRIPTION_TOO_LONG")
    world.described["description", call.params.text("language_code")] = text
    return True


def set_my_short_description(world: World, call: Call) -> bool:
    """Keep what the bot's profile shows, by language."""
    text = call.params.text("short_description")
    if len(text) > 120:
        raise ApiError(400, "Bad Request: BOT_SHORT_DESCRIPTION_TOO_LONG")
    world.described["short_description", call.params.text("language_code")] = text
    return True


def delete_my_commands(world: World, call: Call) -> bool:
    """Forget the menu of a scope and a language."""
    world.commands.pop(_menu(call), None)
    return True


def get_my_commands(world: World, call: Call) -> list[Json]:
    """Return the menu of a scope and a language."""
    return world.commands.get(_menu(call), [])


def set_chat_menu_button(world: World, call: Call) -> bool:
    """Take a menu button."""
    return True


def get_file(world: World, call: Call) -> Json:
    """Tell where a file can be downloaded."""
    file_id = call.params.text("file_id")
    if file_id not in world.files:
        raise ApiError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    content = world.files[file_id].content
    if len(content) > 20_000_000:
        raise ApiError(400, "Bad Request: file is too big")
    return {
        "file_id": file_id,
        "file_unique_id": file_id,
        "file_size": len(content),
        "file_path": f"documents/{file_id}",
    }


def get_chat(world: World, call: Call) -> Json:
    """Describe a chat."""
    chat = world.reachable(call.params.number("chat_id"))
    return {**chat, "accent_color_id": 0, "max_reaction_count": 11}


def _allow(world: World, call: Call) -> None:
    allowed = call.params.value("allowed_updates")
    if allowed is not None:
        world.allowed = frozenset(allowed) or None


def _drop_pending(world: World, call: Call) -> None:
    if call.params.text("drop_pending_updates").lower() == "true":
        world.updates.clear()


def _menu(call: Call) -> str:
    scope = call.params.value("scope") or {"type": "default"}
    return json.dumps([scope, call.params.text("language_code")], sort_keys=True)


METHODS: dict[str, tuple[str, Callable[[World, Call], Any]]] = {
    name.lower(): (name, function)
    for name, function in {
        "getMe": get_me,
        "getUpdates": get_updates,
        "setWebhook": set_webhook,
        "deleteWebhook": delete_webhook,
        "getWebhookInfo": get_webhook_info,
        "sendMessage": messages.send_message,
        "sendDocument": messages.send_document,
        "sendPhoto": messages.send_photo,
        "sendMediaGroup": messages.send_media_group,
        "editMessageText": messages.edit_message_text,
        "editMessageReplyMarkup": messages.edit_message_reply_markup,
        "deleteMessage": messages.delete_message,
        "sendChatAction": send_chat_action,
        "answerCallbackQuery": answer_callback_query,
        "setMyCommands": set_my_commands,
        "deleteMyCommands": delete_my_commands,
        "getMyCommands": get_my_commands,
        "setMyDescription": set_my_description,
        "setMyShortDescription": set_my_short_description,
        "setChatMenuButton": set_chat_menu_button,
        "getFile": get_file,
        "getChat": get_chat,
    }.items()
}


async def answer(world: World, call: Call) -> Any:
    """Carry out a call and return its result."""
    result = METHODS[call.method.lower()][1](world, call)
    result = await result if asyncio.iscoroutine(result) else result
    world.changed()
    return result
