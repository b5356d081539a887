"""The nightly backup: made by the tick, in a thread, where the configuration names a folder."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from bot.failures import sentence
from domain.errors import DomainError
from services.upkeep.backups import Backups

log = structlog.get_logger(__name__)

AGAIN = timedelta(hours=1)


def nightly_backup(
    backups: Backups, folder: Path, keep_days: int, zone: ZoneInfo
) -> Callable[[datetime], Awaitable[str | None]]:
    """Return what a tick calls; a failure is logged and tried again after an hour.

    The first failure of a day is returned in a sentence, for whoever is to be told of it.
    """
    not_before: datetime | None = None
    told_on: date | None = None

    async def back_up(now: datetime) -> str | None:
        nonlocal not_before, told_on
        if not_before is not None and now < not_before:
            return None
        not_before = None
        local = now.astimezone(zone)
        try:
            made = await backups.make_nightly(folder, keep_days, local)
        except (DomainError, OSError) as error:
            not_before = now + AGAIN
            reason, _code = sentence(error)
            log.error("backup_failed", error=type(error).__name__, reason=reason)
            if told_on == local.date():
                return None
            told_on = local.date()
            return reason
        if made is not None:
            log.info("backup", path=str(made))
        return None

    return back_up
