"""Issued reports and their frozen files."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, func, insert, select, update

from domain.boards import Signatory
from domain.reports.issuing import IssueChoices, IssuedReport, IssueState
from storage.engine.database import Prepared, Transaction
from storage.engine.tables import in_words, issue_choices, issued_files, issued_reports, people


@dataclass(frozen=True, slots=True)
class FrozenFile:
    """A file as it was issued; `sha256` is the hex digest of its content."""

    name: str
    media_type: str
    sha256: str
    content: bytes


@dataclass(frozen=True, slots=True)
class NewIssue:
    """What is stored of a report when it is issued; `dataset` is its JSON."""

    board_id: int
    period: str
    first: date
    last: date
    number: int
    signed_on: date
    mode: str
    corrects_id: int | None
    dataset: str
    issued_by: int
    issued_at: datetime


# A report that is issued and in force and has a day (`board`, `day`).
HAS_DAY = and_(
    issued_reports.c.board_id == bindparam("board"),
    in_words(issued_reports.c.state, IssueState.ISSUED.value),
    issued_reports.c.first <= bindparam("day"),
    issued_reports.c.last >= bindparam("day"),
)
_ISSUED_ON = Prepared(select(issued_reports.c.id).where(HAS_DAY))


async def issued_between(tx: Transaction, board_id: int, day: date) -> bool:
    """Tell whether a day lies in a period whose report is issued and in force."""
    return await tx.value(_ISSUED_ON, {"board": board_id, "day": day}) is not None


async def newest_number(tx: Transaction, board_id: int, year: int) -> int:
    """Return the number of a year's report that was issued last, 0 before the first."""
    number: int | None = await tx.value(
        select(issued_reports.c.number)
        .where(issued_reports.c.board_id == board_id, issued_reports.c.year == year)
        .order_by(issued_reports.c.id.desc())
        .limit(1)
    )
    return number or 0


async def used_numbers(tx: Transaction, board_id: int, year: int) -> frozenset[int]:
    """Return every number that a year's reports have, in whatever state."""
    rows = await tx.all(
        select(issued_reports.c.number).where(
            issued_reports.c.board_id == board_id, issued_reports.c.year == year
        )
    )
    return frozenset(row.number for row in rows)


async def find_choices(tx: Transaction, board_id: int, period: str) -> IssueChoices:
    """Return what was chosen for the report of a period that is to be issued."""
    row = await tx.first(
        select(issue_choices.c.number, issue_choices.c.signed_on, issue_choices.c.signer).where(
            issue_choices.c.board_id == board_id, issue_choices.c.period == period
        )
    )
    if row is None:
        return IssueChoices()
    signer = Signatory(**row.signer) if row.signer else None
    return IssueChoices(row.number, row.signed_on, signer)


async def keep_choices(
    tx: Transaction,
    board_id: int,
    period: str,
    choices: IssueChoices,
    person_id: int,
    now: datetime,
) -> None:
    """Make these the choices for the report of a period."""
    values = {
        "number": choices.number,
        "signed_on": choices.signed_on,
        "signer": asdict(choices.signer) if choices.signer else None,
        "person_id": person_id,
        "chosen_at": now,
    }
    row = tx.insert(issue_choices).values(board_id=board_id, period=period, **values)
    await tx.execute(row.on_conflict_do_update(index_elements=["board_id", "period"], set_=values))


async def drop_choices(tx: Transaction, board_id: int, period: str) -> None:
    """Forget what was chosen for a period: its report is issued."""
    await tx.execute(
        delete(issue_choices).where(
            issue_choices.c.board_id == board_id, issue_choices.c.period == period
        )
    )


async def add_issue(tx: Transaction, new: NewIssue, files: Sequence[FrozenFile]) -> int:
    """Store an issued report with its files; return its id."""
    issued_id: int = await tx.value(
        insert(issued_reports)
        .values(
            board_id=new.board_id,
            period=new.period,
            first=new.first,
            last=new.last,
            year=new.signed_on.year,
            number=new.number,
            signed_on=new.signed_on,
            mode=new.mode,
            state=IssueState.ISSUED.value,
            corrects_id=new.corrects_id,
            dataset=new.dataset,
            issued_by=new.issued_by,
            issued_at=new.issued_at,
        )
        .returning(issued_reports.c.id)
    )
    await tx.execute(
        insert(issued_files),
        [
            {
                "issued_id": issued_id,
                "name": file.name,
                "media_type": file.media_type,
                "sha256": file.sha256,
                "content": file.content,
            }
            for file in files
        ],
    )
    return issued_id


async def add_file(tx: Transaction, issued_id: int, file: FrozenFile) -> None:
    """Store one file more of an issued report."""
    await tx.execute(
        insert(issued_files).values(
            issued_id=issued_id,
            name=file.name,
            media_type=file.media_type,
            sha256=file.sha256,
            content=file.content,
        )
    )


async def set_state(tx: Transaction, issued_id: int, state: IssueState, **values: Any) -> None:
    """Change what became of an issued report."""
    await tx.execute(
        update(issued_reports)
        .where(issued_reports.c.id == issued_id)
        .values(state=state.value, **values)
    )


async def find_in_force(tx: Transaction, board_id: int, period: str) -> IssuedReport | None:
    """Return the issued report of a period that is in force."""
    return await _one(
        tx,
        _issued(board_id).where(
            issued_reports.c.period == period,
            issued_reports.c.state == IssueState.ISSUED.value,
        ),
    )


async def find_issue(tx: Transaction, board_id: int, issued_id: int) -> IssuedReport | None:
    """Return the board's issued report of this id."""
    return await _one(tx, _issued(board_id).where(issued_reports.c.id == issued_id))


async def find_by_number(
    tx: Transaction, board_id: int, year: int, number: int
) -> IssuedReport | None:
    """Return the board's report of a number of a year."""
    return await _one(
        tx,
        _issued(board_id).where(issued_reports.c.year == year, issued_reports.c.number == number),
    )


async def list_by_number(tx: Transaction, board_id: int, number: int) -> list[IssuedReport]:
    """Return the board's reports that have a number, whatever their year and state."""
    rows = await tx.all(_issued(board_id).where(issued_reports.c.number == number))
    return [_report(row) for row in rows]


async def list_issues(tx: Transaction, board_id: int, limit: int) -> tuple[IssuedReport, ...]:
    """Return the board's issued reports in every state, the newest first."""
    rows = await tx.all(_issued(board_id).order_by(issued_reports.c.id.desc()).limit(limit))
    return tuple(_report(row) for row in rows)


async def dataset_of(tx: Transaction, issued_id: int) -> str:
    """Return the frozen dataset's JSON."""
    dataset: str = await tx.value(
        select(issued_reports.c.dataset).where(issued_reports.c.id == issued_id)
    )
    return dataset


async def files_of(tx: Transaction, issued_id: int) -> tuple[FrozenFile, ...]:
    """Return the frozen files in the order in which they were stored."""
    rows = await tx.all(
        select(
            issued_files.c.name,
            issued_files.c.media_type,
            issued_files.c.sha256,
            issued_files.c.content,
        )
        .where(issued_files.c.issued_id == issued_id)
        .order_by(issued_files.c.id)
    )
    return tuple(FrozenFile(*row) for row in rows)


def _issued(board_id: int) -> Select[Any]:
    canceller = people.alias("canceller")
    return (
        select(
            *(column for column in issued_reports.c if column.name not in {"dataset", "year"}),
            people.c.name.label("issuer"),
            func.coalesce(canceller.c.name, "").label("canceller"),
        )
        .join(people, people.c.id == issued_reports.c.issued_by)
        .outerjoin(canceller, canceller.c.id == issued_reports.c.cancelled_by)
        .where(issued_reports.c.board_id == board_id)
    )


async def _one(tx: Transaction, statement: Select[Any]) -> IssuedReport | None:
    row = await tx.first(statement)
    return None if row is None else _report(row)


def _report(row: Any) -> IssuedReport:
    return IssuedReport(
        row.id,
        row.board_id,
        row.period,
        row.first,
        row.last,
        row.number,
        row.signed_on,
        row.mode,
        IssueState(row.state),
        row.corrects_id,
        row.issuer,
        row.issued_at,
        row.canceller,
        row.cancelled_at,
        row.reason or "",
    )
