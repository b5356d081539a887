"""The board's notes: its own paragraphs in the sections of a report."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

from pydantic import TypeAdapter

from domain.calls import Call
from domain.errors import Conflict, InvalidField
from domain.periods.spans import Period
from domain.permissions import Action, require
from domain.reports.notes import (
    MOST_PARAGRAPHS,
    SECTIONS,
    draft_periods,
    drafts,
    read_note,
    read_paragraphs,
)
from services.conversation.dialogues import ANSWER, opened
from services.conversation.effects import caused, once
from services.reports.building import Reports
from storage.conversation import dialogues
from storage.engine.database import Database, Transaction
from storage.reports import notes
from storage.upkeep import audit

QUESTION = "note"
USE_CASE = f"{ANSWER}{QUESTION}"


@dataclass(frozen=True, slots=True)
class SectionNotes:
    """A section's paragraphs; `settled` is False where the board has not touched it this period.

    `draft` are the paragraphs of the period before that could be taken over.
    """

    section: str
    paragraphs: tuple[str, ...]
    settled: bool
    draft: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notebook:
    """All sections of a period's notes; `section` is the one in view, None for all."""

    period: Period
    sections: tuple[SectionNotes, ...]
    section: str | None = None
    outcome: Literal["notes"] = "notes"

    @property
    def current(self) -> SectionNotes | None:
        """The section in view."""
        return next((each for each in self.sections if each.section == self.section), None)


_NOTEBOOK: TypeAdapter[Notebook] = TypeAdapter(Notebook)
Change = Callable[[SectionNotes], Sequence[str]]


def mark(paragraph: str) -> str:
    """Return four hex digits by which a button knows its paragraph again."""
    return f"{crc32(paragraph.encode()) & 0xFFFF:04x}"


class Notes:
    """What the board adds to its reports in its own words."""

    def __init__(self, database: Database, reports: Reports) -> None:
        self._database = database
        self._reports = reports

    async def write(self, call: Call, text: str) -> Notebook:
        """Do what a line of /note says: show a period or a section, or add to one.

        Raises InvalidPeriod, and the errors of domain.reports.notes.
        """
        require(call, Action.KEEP_NOTES)
        line = read_note(text)
        if line.period:
            period = self._reports.read_period(call.board, line.period, call.today)
        else:
            period = await self._reports.current_period(call)
        if line.section is None or not line.paragraphs:
            return await self.show(call, period.code, line.section)
        return await self._change(
            call, period, line.section, _adding(line.paragraphs, line.place), USE_CASE
        )

    async def show(self, call: Call, period: str, section: str | None = None) -> Notebook:
        """Return the notes of a period."""
        require(call, Action.KEEP_NOTES)
        days = self._reports.read_period(call.board, period, call.today)
        return await self._database.read(lambda tx: self._notebook(tx, call, days, section))

    async def ask(self, call: Call, period: str, section: str, place: int | None) -> Notebook:
        """Make the person's next text a paragraph of a section (in place of one where given)."""
        require(call, Action.KEEP_NOTES)
        days = self._reports.read_period(call.board, period, call.today)

        async def job(tx: Transaction) -> Notebook:
            content = {"asks": "note", "period": days.code, "section": section, "place": place}
            await dialogues.open_dialogue(tx, call, QUESTION, content)
            return await self._notebook(tx, call, days, section)

        return await self._database.write(job)

    async def answer(self, call: Call, text: str) -> Notebook:
        """Take a typed paragraph (or several, one a line) for the section that was asked about."""
        require(call, Action.KEEP_NOTES)
        done = await caused(self._database, call.origin, USE_CASE, _NOTEBOOK)
        if done is not None:
            return done
        paragraphs = read_paragraphs(text)
        asked = await self._database.read(lambda tx: opened(tx, call, QUESTION))
        days = self._reports.read_period(call.board, asked["period"], call.today)
        change = _adding(paragraphs, asked["place"])
        return await self._change(call, days, asked["section"], change, USE_CASE)

    async def adopt(self, call: Call, period: str, section: str) -> Notebook:
        """Take over the paragraphs of the period before."""
        days = self._reports.read_period(call.board, period, call.today)

        def change(found: SectionNotes) -> Sequence[str]:
            return (*found.paragraphs, *found.draft)

        return await self._change(call, days, section, change, "notes.adopt")

    async def remove(
        self, call: Call, period: str, section: str, place: int, marked: str
    ) -> Notebook:
        """Remove a paragraph by its place (from 1) and mark; raise Conflict when it has changed."""
        days = self._reports.read_period(call.board, period, call.today)

        def change(found: SectionNotes) -> Sequence[str]:
            kept = list(found.paragraphs)
            if not 0 < place <= len(kept) or mark(kept[place - 1]) != marked:
                raise Conflict("old_note")
            del kept[place - 1]
            return kept

        return await self._change(call, days, section, change, "notes.remove")

    async def clear(self, call: Call, period: str, section: str) -> Notebook:
        """Settle that a section has no notes this period."""
        days = self._reports.read_period(call.board, period, call.today)
        return await self._change(call, days, section, lambda _found: (), "notes.clear")

    async def _change(
        self, call: Call, period: Period, section: str, change: Change, use_case: str
    ) -> Notebook:
        require(call, Action.KEEP_NOTES)

        async def job(tx: Transaction) -> Notebook:
            found = (await self._notebook(tx, call, period, section)).current
            if found is None:
                raise InvalidField("bad_note", text=section)
            paragraphs = tuple(change(found))
            if len(paragraphs) > MOST_PARAGRAPHS:
                raise InvalidField("many_notes", count=len(paragraphs), limit=MOST_PARAGRAPHS)
            await notes.keep_notes(
                tx, call.board.id, period.code, section, paragraphs, call.person.id, call.now
            )
            where = {"period": period.code, "section": section}
            await audit.add_entry(
                tx,
                call,
                "note",
                "board",
                call.board.id,
                {**where, "paragraphs": list(found.paragraphs)},
                {**where, "paragraphs": list(paragraphs)},
            )
            question = await dialogues.find_dialogue(tx, call.person.id, call.board.id)
            if question is not None and question.kind == QUESTION:
                await dialogues.close_dialogue(tx, call)
            return await self._notebook(tx, call, period, section)

        return await once(self._database, call.origin, call.now, use_case, _NOTEBOOK, job)

    async def _notebook(
        self, tx: Transaction, call: Call, period: Period, section: str | None
    ) -> Notebook:
        board = call.board
        earlier = draft_periods(period, board.period_rule, board.closing_day)
        kept = await notes.notes_of(tx, board.id, [period.code, *earlier])
        sections = []
        for name in SECTIONS:
            own = kept.get((period.code, name), ())
            others = {key: value for key, value in kept.items() if key != (period.code, name)}
            carried = drafts(others, period.code, earlier).get(name, ())
            draft = tuple(paragraph for paragraph in carried if paragraph not in own)
            sections.append(SectionNotes(name, own, (period.code, name) in kept, draft))
        return Notebook(period, tuple(sections), section)


def _adding(paragraphs: Sequence[str], place: int | None) -> Change:
    """Add paragraphs at the end, or put them in place of one."""

    def change(found: SectionNotes) -> Sequence[str]:
        if place is None:
            return (*found.paragraphs, *paragraphs)
        if not 0 < place <= len(found.paragraphs):
            raise InvalidField("note_place", place=place, count=len(found.paragraphs))
        before, after = found.paragraphs[: place - 1], found.paragraphs[place:]
        return (*before, *paragraphs, *after)

    return change
