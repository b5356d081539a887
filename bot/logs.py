"""Logs: structured lines on stderr, without a secret in any of them."""

import logging
import re
import sys
from collections.abc import Collection, MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

# What a token looks like in an address, for the case that it is not among the known secrets.
_TOKEN = re.compile(r"(bot)?\d{6,12}:[A-Za-z0-9_-]{20,}")
# A webhook's secret is derived, so it is in no configuration; libraries log the call that sets it.
_WEBHOOK_SECRET = re.compile(r"(secret_token\W{1,5})[A-Za-z0-9_-]+")


LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING}


class Redactor:
    """Takes secrets out of everything that is logged, tracebacks included."""

    def __init__(self, secrets: Collection[str]) -> None:
        self._secrets = tuple(sorted(secrets, key=len, reverse=True))

    def clean(self, text: str) -> str:
        """Return a text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        text = _WEBHOOK_SECRET.sub(r"\1[secret]", text)
        return _TOKEN.sub("[token]", text)

    def __call__(self, _logger: Any, _method: str, line: str) -> str:
        """Clean a finished line."""
        return self.clean(line)


class _Formatter(structlog.stdlib.ProcessorFormatter):
    def __init__(self, redactor: Redactor, **options: Any) -> None:
        super().__init__(**options)
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        return self._redactor.clean(super().format(record))


def configure_logs(
    secrets: Collection[str], level: int = logging.INFO, count: Processor | None = None
) -> None:
    """Send the logs of the program and its libraries to stderr, one line an event.

    `count` sees every event of the program, after what is bound to the update at hand.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    counting = [] if count is None else [count]
    structlog.configure(
        processors=[
            *shared,
            *counting,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        _Formatter(
            Redactor(secrets),
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # httpx logs every address at INFO, and the token is in it. At DEBUG the redactor alone stands
    # between the token and the log.
    quiet = level if level <= logging.DEBUG else max(level, logging.WARNING)
    for name in ("httpx", "httpcore", "aiohttp", "apscheduler", "telegram", "uvicorn.access"):
        logging.getLogger(name).setLevel(quiet)


_render = structlog.processors.LogfmtRenderer(
    key_order=["timestamp", "level", "event"], bool_as_flag=False
)


def _renderer(logger: Any, method: str, event: MutableMapping[str, Any]) -> str:
    """Render a line; a traceback follows on lines of its own."""
    trace = event.pop("exception", None)
    cleaned = {str(key).replace(" ", "_"): value for key, value in event.items()}
    line = _render(logger, method, cleaned)
    return f"{line}\n{trace}" if trace else str(line)
