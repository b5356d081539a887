"""The floor of the measures over the wire: an echo bot as python-telegram-bot's own example has it.

python -m bench.means.echo API_URL TOKEN
"""

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer with what was written."""
    if update.effective_message is not None:
        await update.effective_message.reply_text(update.effective_message.text or "")


def main() -> None:
    """Poll until SIGTERM."""
    address, token = sys.argv[1:]
    app = Application.builder().token(token).base_url(f"{address}/bot").build()
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.run_polling()


if __name__ == "__main__":
    main()
