"""Foreseen failures of the command line: one sentence, an exit code, never a traceback."""

import html
import re

import structlog

from bot.config.loading import ConfigError
from bot.logs import configure_logs
from bot.terminal import operator_translator
from domain.errors import DomainError, InvalidFile, InvalidInput
from handlers.problems import problem_text
from storage.engine.database import DatabaseError

log = structlog.get_logger(__name__)

_TAG = re.compile(r"</?[a-z]+>")


# A fault of `run` that a restart cannot mend: deploy/ has it for systemd and Compose.
DATABASE_GONE = 5


class WrongUse(Exception):  # noqa: N818 - the exit code's own name
    """The arguments do not fit together; the text is one sentence with the mend."""


class Failed(Exception):  # noqa: N818
    """The thing asked for failed; the text is one sentence with the mend."""

    def __init__(self, text: str, code: int = 1) -> None:
        super().__init__(text)
        self.code = code


FORESEEN = (ConfigError, DomainError, DatabaseError, WrongUse, Failed, OSError)


def plain(text: str) -> str:
    """Return a chat's simple HTML as plain text."""
    return html.unescape(_TAG.sub("", text))


def sentence(error: BaseException) -> tuple[str, int]:
    """Return what the operator is told, and the exit code."""
    _ = operator_translator()
    if isinstance(error, ConfigError | WrongUse):
        return str(error), 2
    if isinstance(error, DomainError):
        # A file that cannot be used is a failure; an argument that cannot be read is wrong use.
        wrong = isinstance(error, InvalidInput) and not isinstance(error, InvalidFile)
        return plain(problem_text(_, error.code, error.values)), 2 if wrong else 1
    if isinstance(error, DatabaseError):
        reason = str(error.orig).partition("\n")[0]
        return _("Không dùng được cơ sở dữ liệu: {reason}.").format(reason=reason), 1
    if isinstance(error, OSError):
        name = error.filename or ""
        reason = error.strerror or type(error).__name__
        return _("Không dùng được {name}: {reason}.").format(name=name, reason=reason), 1
    return str(error), error.code if isinstance(error, Failed) else 1


def unforeseen(error: Exception) -> tuple[str, int]:
    """Log a fault of the program, without a secret, and return what the operator is told."""
    if not structlog.is_configured():
        configure_logs(())
    log.critical("crashed", error=type(error).__name__, exc_info=error)
    _ = operator_translator()
    text = _("tinbai gặp lỗi không lường trước ({name}); xin gửi phần nhật ký trên cho người làm.")
    return text.format(name=type(error).__name__), 1
