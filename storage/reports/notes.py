"""The board's notes for its reports, by period and section."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from storage.engine.database import Prepared, Transaction
from storage.engine.prepared import prepared_among
from storage.engine.tables import report_notes, report_scripts, shown_reports


async def keep_notes(
    tx: Transaction,
    board_id: int,
    period: str,
    section: str,
    paragraphs: Sequence[str],
    person_id: int,
    now: datetime,
) -> None:
    """Make these the paragraphs of a section of a period's report."""
    values = {"paragraphs": list(paragraphs), "person_id": person_id, "updated_at": now}
    row = tx.insert(report_notes).values(
        board_id=board_id, period=period, section=section, **values
    )
    await tx.execute(
        row.on_conflict_do_update(index_elements=["board_id", "period", "section"], set_=values)
    )


# Built once: every report asks it.
_NOTES = prepared_among(
    select(report_notes.c.period, report_notes.c.section, report_notes.c.paragraphs).where(
        report_notes.c.board_id == bindparam("board")
    ),
    report_notes.c.period,
    "periods",
)


async def notes_of(
    tx: Transaction, board_id: int, periods: Collection[str]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the paragraphs by (period code, section); a section never written has no key."""
    rows = await tx.all(_NOTES, {"board": board_id, "periods": list(periods)})
    return {(row.period, row.section): tuple(row.paragraphs) for row in rows}


async def keep_script(
    tx: Transaction,
    board_id: int,
    period: str,
    section: str,
    script: dict[str, Any],
    person_id: int,
    now: datetime,
) -> None:
    """Make this what the board did with a section's generated sentences."""
    values = {"script": script, "person_id": person_id, "updated_at": now}
    row = tx.insert(report_scripts).values(
        board_id=board_id, period=period, section=section, **values
    )
    await tx.execute(
        row.on_conflict_do_update(index_elements=["board_id", "period", "section"], set_=values)
    )


_SCRIPTS = Prepared(
    select(report_scripts.c.section, report_scripts.c.script).where(
        report_scripts.c.board_id == bindparam("board"),
        report_scripts.c.period == bindparam("period"),
    )
)


async def scripts_of(tx: Transaction, board_id: int, period: str) -> dict[str, dict[str, Any]]:
    """Return what the board did with a period's generated sentences, by section."""
    rows = await tx.all(_SCRIPTS, {"board": board_id, "period": period})
    return {row.section: row.script for row in rows}


async def keep_shown(
    tx: Transaction, person_id: int, board_id: int, period: str, now: datetime
) -> None:
    """Remember the period of the report a person was shown last."""
    values = {"period": period, "shown_at": now}
    row = tx.insert(shown_reports).values(person_id=person_id, board_id=board_id, **values)
    await tx.execute(
        row.on_conflict_do_update(index_elements=["person_id", "board_id"], set_=values)
    )


async def find_shown(tx: Transaction, person_id: int, board_id: int, since: datetime) -> str | None:
    """Return the code of the period a person was shown last, if not before an instant."""
    code: str | None = await tx.value(
        select(shown_reports.c.period).where(
            shown_reports.c.person_id == person_id,
            shown_reports.c.board_id == board_id,
            shown_reports.c.shown_at >= since,
        )
    )
    return code
