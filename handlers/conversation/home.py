"""A person's home: four buttons below the field on Telegram, the same as words elsewhere."""

from telegram import KeyboardButton, ReplyKeyboardMarkup, Update

from domain.channels import has_keyboard
from handlers.context import Context, handling
from handlers.conversation import home_texts as words
from handlers.replies import reply


async def reply_at_home(update: Update, context: Context, text: str) -> None:
    """Answer with the home of the person's roles."""
    _, call = context.translate, context.call
    labels = words.home(_, call.roles)
    if not labels:
        await reply(update, text)
    elif has_keyboard(handling.get().origin.channel):
        await reply(update, text, _keyboard(labels, words.placeholder(_)))
    else:
        await reply(update, f"{text}\n{words.spoken_home(_, labels)}")


def _keyboard(labels: tuple[str, ...], placeholder: str) -> ReplyKeyboardMarkup:
    rows = [
        [KeyboardButton(label) for label in labels[start : start + 2]]
        for start in range(0, len(labels), 2)
    ]
    return ReplyKeyboardMarkup(
        rows, resize_keyboard=True, is_persistent=True, input_field_placeholder=placeholder
    )
