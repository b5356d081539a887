"""A command that was sent without what it needs asks for it: the next message is that part."""

from telegram import InlineKeyboardMarkup, Update

from domain.errors import DomainError
from handlers.context import Context
from handlers.replies import reply

KIND = "command"


async def run_command(update: Update, context: Context, name: str, rest: str = "") -> None:
    """Answer exactly as the command, typed with what stands behind it."""
    message, user = update.effective_message, update.effective_user
    if message is None or user is None:
        return
    text = f"/{name} {rest}".rstrip()
    raw = message.to_dict()
    typed = {
        "message_id": message.message_id,
        "date": raw["date"],
        "chat": message.chat.to_dict(),
        "from": user.to_dict(),
        "text": text,
        "entities": [{"type": "bot_command", "offset": 0, "length": len(name) + 1}],
    }
    if "forward_origin" in raw:
        typed["forward_origin"] = raw["forward_origin"]
    changed = Update.de_json({"update_id": update.update_id, "message": typed}, context.bot)
    await context.bot_data.commands[name](changed, context)


async def ask_rest(
    update: Update,
    context: Context,
    name: str,
    question: str,
    keyboard: InlineKeyboardMarkup | None = None,
    *,
    lead: str = "",
) -> None:
    """Ask for what a command lacks; `lead` is what is known of it already."""
    await context.services.dialogues.ask_rest(context.call, name, lead)
    await reply(update, question, keyboard)


async def answer_rest(update: Update, context: Context, text: str) -> None:
    """Run the command that asked with the text behind it; a text it refuses may be mended."""
    dialogues = context.services.dialogues
    asked = await dialogues.take_rest(context.call)
    try:
        await run_command(update, context, asked.name, f"{asked.lead} {text}".strip())
    except DomainError:
        await dialogues.ask_rest(context.call, asked.name, asked.lead)
        raise
