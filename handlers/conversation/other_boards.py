"""A button of what tinbai said for a board, pressed while the person works with another."""

from telegram import Update

from handlers.context import Context
from handlers.conversation import general_texts as words
from handlers.replies import reply


async def is_of_another_board(update: Update, context: Context, board_id: int) -> bool:
    """Tell whether a message is of a board that the person does not work with now, and say so."""
    if board_id == context.call.board.id:
        return False
    await reply(update, words.of_another_board(context.translate))
    return True
