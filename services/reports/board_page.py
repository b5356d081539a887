"""The board's page: who may open it by a signed link, and what it shows.

A link names the board, the person it was given to, the board's version of links and its end, signed
with the installation's key. So nothing is stored for a link, revoking is one number that rises, and
a person who left the board cannot read on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from itsdangerous import BadData
from pydantic import BaseModel, TypeAdapter, ValidationError

from domain.boards import Board
from domain.calls import Call
from domain.errors import Conflict, NotAllowed
from domain.people.records import Person
from domain.periods.spans import (
    Month,
    Period,
    dates_period,
    named_month,
    parse_period,
    rule_month,
)
from domain.permissions import PERMISSIONS, Action, require
from domain.reports.dataset import Report
from services.boards import Boards
from services.conversation.effects import once
from services.reminders.due import Reminders
from services.reports.building import Reports
from services.signing import SigningKey
from storage.engine.database import Database, Transaction
from storage.people import rows as people
from storage.reminders import outbox
from storage.reminders.outbox import Undelivered
from storage.reports import board_page as store
from storage.upkeep import audit

LINK_LIFE = timedelta(days=7)
TREND_MONTHS = 12
MOST_UNDELIVERED = 50
_DONE: TypeAdapter[bool] = TypeAdapter(bool)
_SALT = "board-page"


@dataclass(frozen=True, slots=True)
class PageLink:
    """An address that opens the board's page until an instant (UTC)."""

    address: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Reader:
    """Who opens the page: the person the link was given to, and the board it shows."""

    board: Board
    person: Person


@dataclass(frozen=True, slots=True)
class PageContents:
    """What the page shows: the report of a period, and how the current month stands.

    `trend` is the total of each of the last twelve reporting months, the current one last.
    """

    report: Report
    month: Month
    silent: tuple[str, ...]
    trend: tuple[tuple[Month, int], ...]
    undelivered: tuple[Undelivered, ...]
    periods: tuple[Period, ...]


class _Claim(BaseModel):
    """What a link says: board, person, version of links, end (seconds since 1970)."""

    b: int
    p: int
    v: int
    e: int


class BoardPage:
    """Signs links to the board's page and answers what the page shows."""

    def __init__(
        self,
        database: Database,
        boards: Boards,
        reports: Reports,
        reminders: Reminders,
        key: SigningKey,
    ) -> None:
        self._database = database
        self._boards = boards
        self._reports = reports
        self._reminders = reminders
        self._key = key
        self._address: str | None = None

    def serve_at(self, address: str) -> None:
        """Tell the address under which this installation's pages are reached."""
        self._address = address.rstrip("/")

    async def link(self, call: Call) -> PageLink | None:
        """Return a fresh link for a chair or an editor, None where no page is served."""
        require(call, Action.SEE_BOARD)
        if self._address is None:
            return None
        expires_at = call.now + LINK_LIFE
        version = await self._database.read(lambda tx: store.links_version(tx, call.board.id))
        claim = _Claim(b=call.board.id, p=call.person.id, v=version, e=int(expires_at.timestamp()))
        signer = await self._key.signer(_SALT, call.now)
        token = signer.dumps(claim.model_dump())
        return PageLink(f"{self._address}/board/{token}", expires_at)

    async def revoke(self, call: Call) -> None:
        """Make every link of the board given so far worthless."""
        require(call, Action.SEE_BOARD)

        async def job(tx: Transaction) -> bool:
            version = await store.raise_links_version(tx, call.board.id)
            await audit.add_entry(
                tx, call, "revoke_links", "board", call.board.id, after={"version": version}
            )
            return True

        await once(self._database, call.origin, call.now, "board_page.revoke", _DONE, job)

    async def open(self, token: str, now: datetime) -> Reader:
        """Return who reads by a link.

        Raises NotAllowed for a forged link or a person who may no longer see the board, Conflict
        for one that has ended or was revoked.
        """
        try:
            claim = _Claim.model_validate((await self._key.signer(_SALT, now)).loads(token))
        except (BadData, ValidationError):
            raise NotAllowed("page_link_forged") from None
        board = self._boards.by_id.get(claim.b)
        if board is None:
            raise NotAllowed("page_link_forged")
        if now >= datetime.fromtimestamp(claim.e, UTC):
            raise Conflict("page_link_expired")

        async def job(tx: Transaction) -> tuple[int, tuple[people.Member, ...]]:
            return await store.links_version(tx, board.id), await people.members(tx, board.id)

        version, members = await self._database.read(job)
        if claim.v != version:
            raise Conflict("page_link_revoked")
        for member in members:
            if member.person.id == claim.p and Action.SEE_BOARD in PERMISSIONS[member.role]:
                return Reader(board, member.person)
        raise NotAllowed("page_link_left")

    async def contents(self, reader: Reader, text: str, now: datetime) -> PageContents:
        """Return what the page shows of a period (the current half-year when `text` is empty).

        Raises InvalidPeriod.
        """
        board = reader.board
        today = now.astimezone(board.zone).date()
        current = rule_month(today, board.period_rule, board.closing_day)
        periods = [
            parse_period(code, today, board.period_rule, board.closing_day)
            for code in _suggestions(current.month)
        ]
        chosen = self._reports.read_period(board, text, today) if text else periods[0]
        first = named_month(
            current.month.shifted(1 - TREND_MONTHS), board.period_rule, board.closing_day
        )
        year = dates_period(first.first, current.last, board.period_rule, board.closing_day)
        lately = await self._reports.build(board, year, now, counts_only=True)
        return PageContents(
            await self._reports.build(board, chosen, now, counts_only=True),
            current.month,
            tuple(unit.name for unit in await self._reminders.silent(board, current)),
            tuple(
                (days.month, total)
                for days, total in zip(year.months, lately.month_totals, strict=True)
            ),
            await self._database.read(
                lambda tx: outbox.undelivered(tx, board.id, MOST_UNDELIVERED)
            ),
            tuple(periods),
        )

    async def report(self, reader: Reader, text: str, now: datetime) -> Report:
        """Return the whole report of a period, for a file of it; raise InvalidPeriod."""
        today = now.astimezone(reader.board.zone).date()
        period = self._reports.read_period(reader.board, text, today)
        return await self._reports.build(reader.board, period, now)


def _suggestions(month: Month) -> Sequence[str]:
    half = 1 if month.month <= 6 else 2
    before = f"{month.year}-H1" if half == 2 else f"{month.year - 1}-H2"
    return (f"{month.year}-H{half}", before, str(month.year), str(month.year - 1))
