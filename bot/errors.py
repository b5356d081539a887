"""The one place that turns errors into replies, and records what becomes of the update."""

import secrets

import structlog
from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.failures import plain
from domain.errors import DomainError
from handlers.context import Context, handling
from handlers.conversation import general_texts as general
from handlers.problems import problem_text
from handlers.replies import acknowledge, reply
from storage.engine.database import DatabaseError

# What a second press of a button meets: a toast says what was done, and no message comes.
PRESSED_BEFORE = frozenset(
    {"no_question", "old_broadcast", "figure_entry", "role_ended", "article_state", "same_value"}
)
log = structlog.get_logger(__name__)


async def answer_error(update: object, context: Context) -> None:
    """Tell the person what a domain error means; keep any other error for the dispatcher.

    process_update returns normally after a handler failed, so the failure is left in the
    Handling of this update, where the dispatcher decides whether it is handled again.
    """
    current = handling.get()
    error = context.error
    if isinstance(error, DomainError) and isinstance(update, Update):
        text = problem_text(context.translate, error.code, error.values)
        try:
            if update.callback_query is not None and error.code in PRESSED_BEFORE:
                await acknowledge(update, plain(text))
            else:
                await reply(update, text)
        except TelegramError as failed:
            current.failure = failed
    elif isinstance(error, Exception):
        current.failure = error
    # No later handler may act on an update whose handling failed.
    raise ApplicationHandlerStop


def is_final(error: Exception) -> bool:
    """Tell whether handling the update again could not help: the person is out of reach."""
    return isinstance(error, BadRequest | Forbidden)


def is_outage(error: Exception) -> bool:
    """Tell whether the network or the database failed, which is no fault of the update."""
    if isinstance(error, BadRequest):
        return False
    return isinstance(error, NetworkError | RetryAfter | DatabaseError)


def fault_number() -> str:
    """Return a short number under which a fault stands in the log."""
    return secrets.token_hex(3).upper()


async def apologise(update: Update, context: Context, number: str) -> bool:
    """Tell the person that the update could not be handled; False when it is to be tried again."""
    try:
        await reply(update, general.fault(context.translate, number))
    except TelegramError as error:
        log.warning("apology_failed", fault=number, error=type(error).__name__)
        return not is_outage(error)
    return True
