"""The nightly backup: made by the tick, in a thread, where the configuration names a folder."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from domain.errors import DomainError
from services.backups import Backups

log = structlog.get_logger(__name__)

AGAIN = timedelta(hours=1)


def nightly_backup(
    backups: Backups, folder: Path, keep_days: int, zone: ZoneInfo
) -> Callable[[datetime], Awaitable[None]]:
    """Return what a tick calls; a failure is logged and tried again after an hour."""
    not_before: datetime | None = None

    async def back_up(now: datetime) -> None:
        nonlocal not_before
        if not_before is not None and now < not_before:
            return
        not_before = None
        try:
            made = await backups.make_nightly(folder, keep_days, now.astimezone(zone))
        except (DomainError, OSError) as error:
            not_before = now + AGAIN
            log.error("backup_failed", error=type(error).__name__, reason=str(error)[:200])
        else:
            if made is not None:
                log.info("backup", path=str(made))

    return back_up
