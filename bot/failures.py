"""Foreseen failures of the command line: one sentence, an exit code, never a traceback."""

import errno
import html
import os
import re

import structlog

from bot.config.faults import ConfigError
from bot.logs import configure_logs
from bot.terminal import operator_translator
from domain.errors import DomainError, InvalidFile, InvalidInput, Unusable
from domain.language import Translator
from domain.reports.settings import BY_KEY
from handlers.problems import problem_text
from handlers.reasons import system_reason
from handlers.reports.settings.texts import example as setting_example
from handlers.reports.settings.texts import value_example
from storage.engine.database import DatabaseError, fault_code

log = structlog.get_logger(__name__)

_TAG = re.compile(r"</?[a-z]+(?: [^<>]*)?>")
# What a sentence tells to type in the chat, where the command line has a list of its own.
_COMMAND = re.compile(
    r"(?<![\w/.])/(units|donvi|people|thanhvien|settings|caidat)\b( [^.;:]+:[^.;]*)?"
)
_HERE = {
    "units": "tinbai units",
    "donvi": "tinbai units",
    "people": "tinbai people",
    "thanhvien": "tinbai people",
    "settings": "tinbai board show",
    "caidat": "tinbai board show",
}


# Faults of `run` that a restart cannot mend, beside 2; deploy/ has them for systemd and Compose.
NEWER_DATABASE = 3
TOKEN_REJECTED = 4
DATABASE_GONE = 5
# What a database lacks that waiting will not bring.
_FOR_THE_OPERATOR = frozenset(
    {
        "database_refused",
        "no_database",
        "database_missing",
        "database_not_ours",
        "database_folder",
        "not_a_database",
        "foreign_database",
    }
)


# What the system says where the results are printed to a full or failing disk.
OF_OUTPUT = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG})


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


def _typed_here(command: re.Match[str]) -> str:
    if command[1] in {"settings", "caidat"} and command[2]:
        return 'tinbai board set place "Tân An"'
    return _HERE[command[1]] + (command[2] or "")


def typed_here(text: str) -> str:
    """Return a sentence of the chat with what is typed at the terminal instead."""
    return _COMMAND.sub(_typed_here, text)


def no_channel(_: Translator) -> str:
    """Return the sentence for an installation that has no messenger to run."""
    return _(
        "Chưa có kênh nào: hãy điền telegram.token hoặc zalo.token (trong config.toml hay tệp "
        "secrets_file, ví dụ TINBAI_TELEGRAM__TOKEN=123456789:AAE…), hoặc chạy tinbai demo để "
        "xem thử."
    )


def sentence(error: BaseException, *, running: bool = False) -> tuple[str, int]:
    """Return what the operator is told, and the exit code; `running` is said of `run`."""
    _ = operator_translator()
    if isinstance(error, ConfigError | WrongUse):
        return str(error), 2
    if isinstance(error, DomainError):
        text = plain(problem_text(_, error.code, error.values))
        if error.code == "empty_setting":
            key = str(error.values["key"])
            value = "Tân An" if key == "place" else value_example(_, key)
            here = f'tinbai board set {key} "{value}"'
            text = text.replace(setting_example(_, key), here)
        if error.code == "setting" and (key := str(error.values.get("nearest"))) in BY_KEY:
            text += _(' Ví dụ: tinbai board set {key} "{value}"').format(
                key=key, value=value_example(_, key)
            )
        if error.code == "board":
            text += _(" Xem các ban: tinbai boards")
        return typed_here(text), _code(error, running=running)
    if isinstance(error, DatabaseError):
        code = fault_code(error)
        if code is not None:
            values = {"place": "", "user": "", "database": ""}
            return plain(problem_text(_, code, values)).replace("  ", " "), 1
        reason = str(error.orig).partition("\n")[0]
        text = _("Không dùng được cơ sở dữ liệu; hãy chạy tinbai check. Nó nói: “{reason}”")
        return text.format(reason=reason), 1
    if isinstance(error, OSError):
        # Nothing names what is printed to, or the folder that one stands in and that is gone.
        printed = error.errno in OF_OUTPUT
        nameless = _("đầu ra") if printed else os.environ.get("PWD", ".")
        name = error.filename or nameless
        reason = system_reason(_, error.errno) if error.errno else type(error).__name__
        return _("Không dùng được {name}: {reason}.").format(name=name, reason=reason), 1
    return str(error), error.code if isinstance(error, Failed) else 1


def _code(error: DomainError, *, running: bool) -> int:
    if isinstance(error, Unusable):
        # A restart finds the server up again; whoever asks for something else has to look.
        down = error.code == "database_down" and not running
        return 2 if down or error.code in _FOR_THE_OPERATOR else 1
    if error.code == "newer_schema":
        return NEWER_DATABASE if running else 1
    # A file that cannot be used is a failure; an argument that cannot be read is wrong use.
    wrong = isinstance(error, InvalidInput) and not isinstance(error, InvalidFile)
    return 2 if wrong or error.code == "board_unnamed" else 1


def unforeseen(error: Exception) -> tuple[str, int]:
    """Log a fault of the program, without a secret, and return what the operator is told."""
    if not structlog.is_configured():
        configure_logs(())
    log.critical("crashed", error=type(error).__name__, exc_info=error)
    _ = operator_translator()
    text = _("tinbai gặp lỗi không lường trước ({name}); xin gửi phần nhật ký trên cho người làm.")
    return text.format(name=type(error).__name__), 1
