"""The board's words in a report: its own paragraphs, and what becomes of generated sentences."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from zlib import crc32

from pydantic import TypeAdapter

from domain.calls import Call
from domain.errors import Conflict, InvalidField
from domain.periods.spans import Period
from domain.permissions import Action, require
from domain.reports.dataset import Report
from domain.reports.notes import (
    MOST_PARAGRAPHS,
    SECTIONS,
    NoteLine,
    draft_periods,
    drafts,
    read_note,
    read_numbers,
    read_paragraphs,
)
from domain.reports.script import (
    Line,
    Script,
    own_key,
    with_drop,
    with_edit,
    with_order,
    with_restored,
)
from domain.text import clean_line, nearest, search_key
from services.conversation.dialogues import ANSWER, opened
from services.conversation.effects import caused, once
from services.reports.building import Reports
from storage.conversation import dialogues
from storage.engine.database import Database, Transaction
from storage.reports import notes
from storage.upkeep import audit

QUESTION = "note"
USE_CASE = f"{ANSWER}{QUESTION}"
_ALL = frozenset({"tat ca", "het", "all"})
_NONE = frozenset({"khong", "khong co", "none"})
_SCRIPT: TypeAdapter[Script] = TypeAdapter(Script)


@dataclass(frozen=True, slots=True)
class SectionNotes:
    """A section's own paragraphs; `settled` is False where the board has not touched it yet.

    `draft` are the paragraphs of the period before that could be taken over; `lines` all sentences
    in the report's order, generated ones too, numbered from 1.
    """

    section: str
    paragraphs: tuple[str, ...]
    settled: bool
    draft: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicPick:
    """A topic without articles, and whether the report names it as not covered."""

    name: str
    named: bool


@dataclass(frozen=True, slots=True)
class Notebook:
    """All sections of a period's report; `section` is the one in view, None for all.

    `topics` are those that could be named as not covered.
    """

    period: Period
    sections: tuple[SectionNotes, ...]
    section: str | None = None
    topics: tuple[TopicPick, ...] = ()

    @property
    def current(self) -> SectionNotes | None:
        """The section in view."""
        return next((each for each in self.sections if each.section == self.section), None)


@dataclass(frozen=True, slots=True)
class Changed:
    """A section of a period's report was changed."""

    period: str
    section: str
    outcome: Literal["notes"] = "notes"


@dataclass(frozen=True, slots=True)
class Content:
    """What is stored of a section: the own paragraphs and what was done with the generated ones."""

    paragraphs: tuple[str, ...]
    script: Script


_CHANGED: TypeAdapter[Changed] = TypeAdapter(Changed)
Change = Callable[[Content], Content]


def mark(paragraph: str) -> str:
    """Return four hex digits by which a button knows its sentence again."""
    return f"{crc32(paragraph.encode()) & 0xFFFF:04x}"


class Notes:
    """What the board says in its reports."""

    def __init__(self, database: Database, reports: Reports) -> None:
        self._database = database
        self._reports = reports

    async def write(self, call: Call, text: str) -> Notebook:
        """Do what a line of /note says: show a period or a section, or change one.

        Raises InvalidPeriod, and the errors of domain.reports.notes.
        """
        require(call, Action.KEEP_NOTES)
        line = read_note(text)
        if line.period:
            period = self._reports.read_period(call.board, line.period, call.today)
        else:
            period = await self._reports.current_period(call)
        if line.section is None:
            return await self.show(call, period.code)
        done = await self._done(call, USE_CASE)
        if done is not None:
            return done
        if line.verb:
            return await self._do(call, period, line.section, line)
        if not line.paragraphs:
            return await self.show(call, period.code, line.section)
        return await self._take(call, period, line.section, line.paragraphs, line.place)

    async def show(self, call: Call, period: str, section: str | None = None) -> Notebook:
        """Return what a period's report says."""
        require(call, Action.KEEP_NOTES)
        days = self._reports.read_period(call.board, period, call.today)
        report = await self._reports.draft(call.board, days, call.now)
        board = report.board
        earlier = draft_periods(days, board.period_rule, board.closing_day)
        kept = await self._database.read(
            lambda tx: notes.notes_of(tx, board.id, [days.code, *earlier])
        )
        sections = []
        for name in SECTIONS:
            own = kept.get((days.code, name), ())
            others = {key: value for key, value in kept.items() if key != (days.code, name)}
            carried = drafts(others, days.code, earlier).get(name, ())
            draft = tuple(paragraph for paragraph in carried if paragraph not in own)
            settled = (days.code, name) in kept
            sections.append(SectionNotes(name, own, settled, draft, _lines(report, name)))
        named = set(report.named_uncovered)
        topics = tuple(TopicPick(name, name in named) for name in report.uncovered_topics)
        return Notebook(days, tuple(sections), section, topics)

    async def ask(self, call: Call, period: str, section: str, place: int | None) -> Notebook:
        """Make the person's next text a paragraph of a section (in place of one where given)."""
        content = {"asks": "note", "section": section, "place": place}
        return await self._open(call, period, section, content)

    async def ask_order(self, call: Call, period: str, section: str) -> Notebook:
        """Make the person's next text the order of a section's sentences."""
        return await self._open(call, period, section, {"asks": "order", "section": section})

    async def answer(self, call: Call, text: str) -> Notebook:
        """Take a typed paragraph (or several, one a line) or order for the section asked about."""
        require(call, Action.KEEP_NOTES)
        done = await self._done(call, USE_CASE)
        if done is not None:
            return done
        asked = await self._database.read(lambda tx: opened(tx, call, QUESTION))
        days = self._reports.read_period(call.board, asked["period"], call.today)
        section = asked["section"]
        if asked["asks"] == "order":
            line = NoteLine(section=section, verb="order", numbers=read_numbers(text))
            return await self._do(call, days, section, line)
        return await self._take(call, days, section, read_paragraphs(text), asked["place"])

    async def adopt(self, call: Call, period: str, section: str) -> Notebook:
        """Take over the paragraphs of the period before."""
        found = (await self.show(call, period, section)).current
        draft = found.draft if found else ()

        def change(content: Content) -> Content:
            new = tuple(each for each in draft if each not in content.paragraphs)
            return Content((*content.paragraphs, *new), content.script)

        return await self._change(call, period, section, change, "notes.adopt")

    async def remove(
        self, call: Call, period: str, section: str, place: int, marked: str
    ) -> Notebook:
        """Take a sentence out by its place (from 1) and mark; raise Conflict if it has changed."""
        done = await self._done(call, "notes.remove")
        if done is not None:
            return done
        line = _at(await self.show(call, period, section), place, marked)
        return await self._change(call, period, section, _dropping(line), "notes.remove")

    async def restore(
        self, call: Call, period: str, section: str, place: int, marked: str
    ) -> Notebook:
        """Take a generated sentence back in, or give an edited one its first words."""
        done = await self._done(call, "notes.restore")
        if done is not None:
            return done
        line = _at(await self.show(call, period, section), place, marked)
        return await self._change(call, period, section, _restoring(line), "notes.restore")

    async def clear(self, call: Call, period: str, section: str) -> Notebook:
        """Settle that a section has no notes this period."""
        return await self._change(
            call, period, section, lambda content: Content((), content.script), "notes.clear"
        )

    async def pick_topic(self, call: Call, period: str, place: int, marked: str) -> Notebook:
        """Name a topic (numbered from 1) as not covered, or name it no more."""
        done = await self._done(call, "notes.pick")
        if done is not None:
            return done
        found = await self.show(call, period, "weaknesses")
        if not 0 < place <= len(found.topics) or mark(found.topics[place - 1].name) != marked:
            raise Conflict("old_note")
        chosen = found.topics[place - 1]
        names = [topic.name for topic in found.topics if topic.named != (topic is chosen)]
        return await self._pick(call, period, names)

    async def pick_topics(self, call: Call, period: str, text: str) -> Notebook:
        """Name these topics as not covered: names divided by ";", "tất cả" or "không"."""
        found = await self.show(call, period, "weaknesses")
        return await self._pick(call, period, _named_topics(found, text))

    async def _done(self, call: Call, use_case: str) -> Notebook | None:
        """Return the section that the update has changed already."""
        require(call, Action.KEEP_NOTES)
        done = await caused(self._database, call.origin, use_case, _CHANGED)
        return None if done is None else await self.show(call, done.period, done.section)

    async def _pick(self, call: Call, period: str, names: Sequence[str]) -> Notebook:
        def change(content: Content) -> Content:
            script = _SCRIPT.dump_python(content.script)
            picked = _SCRIPT.validate_python({**script, "topics": list(names)})
            return Content(content.paragraphs, picked)

        return await self._change(call, period, "weaknesses", change, "notes.pick")

    async def _take(
        self,
        call: Call,
        period: Period,
        section: str,
        paragraphs: Sequence[str],
        place: int | None,
    ) -> Notebook:
        """Add paragraphs at the end, or put them in place of a sentence."""
        if place is None:

            def add(content: Content) -> Content:
                return Content((*content.paragraphs, *paragraphs), content.script)

            return await self._change(call, period.code, section, add, USE_CASE)
        line = _at(await self.show(call, period.code, section), place)

        def put(content: Content) -> Content:
            if not line.own:
                text = " ".join(paragraphs)
                return Content(content.paragraphs, with_edit(content.script, line, text))
            index = _place_of(content, line)
            before, after = content.paragraphs[:index], content.paragraphs[index + 1 :]
            keys = {line.key: own_key(paragraphs[0])}
            order = tuple(keys.get(key, key) for key in content.script.order)
            script = _SCRIPT.validate_python(
                {**_SCRIPT.dump_python(content.script), "order": order}
            )
            return Content((*before, *paragraphs, *after), script)

        return await self._change(call, period.code, section, put, USE_CASE)

    async def _do(self, call: Call, period: Period, section: str, line: NoteLine) -> Notebook:
        """Drop, restore or order sentences by their numbers, or pick topics."""
        if line.verb == "topics":
            return await self.pick_topics(call, period.code, line.paragraphs[0])
        found = await self.show(call, period.code, section)
        lines = found.current.lines if found.current else ()
        chosen = [_at(found, number) for number in line.numbers]
        if line.verb in {"order", "move"}:
            numbers = list(line.numbers)
            if line.verb == "move":
                rest = [place for place in range(1, len(lines) + 1) if place != numbers[0]]
                rest.insert(numbers[1] - 1, numbers[0])
                numbers = rest
            if len(set(numbers)) < len(numbers):
                raise InvalidField("note_numbers", verb="order")

            def order(content: Content) -> Content:
                return Content(content.paragraphs, with_order(content.script, lines, numbers))

            return await self._change(call, period.code, section, order, USE_CASE)
        make = _dropping if line.verb == "drop" else _restoring

        def change(content: Content) -> Content:
            for each in chosen:
                content = make(each)(content)
            return content

        return await self._change(call, period.code, section, change, USE_CASE)

    async def _open(
        self, call: Call, period: str, section: str, content: dict[str, Any]
    ) -> Notebook:
        found = await self.show(call, period, section)
        content["period"] = found.period.code
        await self._database.write(lambda tx: dialogues.open_dialogue(tx, call, QUESTION, content))
        return found

    async def _change(
        self, call: Call, period: str, section: str, change: Change, use_case: str
    ) -> Notebook:
        require(call, Action.KEEP_NOTES)
        if section not in SECTIONS:
            raise InvalidField("bad_note", text=section)
        code = self._reports.read_period(call.board, period, call.today).code

        async def job(tx: Transaction) -> Changed:
            await self._write(tx, call, code, section, change)
            question = await dialogues.find_dialogue(tx, call.person.id, call.board.id)
            if question is not None and question.kind == QUESTION:
                await dialogues.close_dialogue(tx, call)
            return Changed(code, section)

        done = await once(self._database, call.origin, call.now, use_case, _CHANGED, job)
        return await self.show(call, done.period, done.section)

    async def _write(
        self, tx: Transaction, call: Call, code: str, section: str, change: Change
    ) -> None:
        board_id = call.board.id
        kept = await notes.notes_of(tx, board_id, [code])
        stored = (await notes.scripts_of(tx, board_id, code)).get(section)
        before = Content(
            kept.get((code, section), ()),
            _SCRIPT.validate_python(stored) if stored else Script(),
        )
        after = change(before)
        if len(after.paragraphs) > MOST_PARAGRAPHS:
            raise InvalidField("many_notes", count=len(after.paragraphs), limit=MOST_PARAGRAPHS)
        script = _SCRIPT.dump_python(after.script, mode="json")
        if after.script != before.script:
            await notes.keep_script(tx, board_id, code, section, script, call.person.id, call.now)
        if after.paragraphs != before.paragraphs or after.script == before.script:
            await notes.keep_notes(
                tx, board_id, code, section, after.paragraphs, call.person.id, call.now
            )
        where = {"period": code, "section": section}
        await audit.add_entry(
            tx,
            call,
            "note",
            "board",
            board_id,
            {
                **where,
                "paragraphs": list(before.paragraphs),
                "script": _SCRIPT.dump_python(before.script, mode="json"),
            },
            {**where, "paragraphs": list(after.paragraphs), "script": script},
        )


def _lines(report: Report, section: str) -> tuple[Line, ...]:
    from reports.words.narrative import lines

    return lines(report, section)


def _at(found: Notebook, place: int, marked: str | None = None) -> Line:
    """Return the sentence at a place (from 1); raise InvalidField, or Conflict for another mark."""
    lines = found.current.lines if found.current else ()
    if marked is not None and not (
        0 < place <= len(lines) and mark(lines[place - 1].text) == marked
    ):
        raise Conflict("old_note")
    if not 0 < place <= len(lines):
        raise InvalidField("note_place", place=place, count=len(lines))
    return lines[place - 1]


def _place_of(content: Content, line: Line) -> int:
    for index, paragraph in enumerate(content.paragraphs):
        if own_key(paragraph) == line.key:
            return index
    raise Conflict("old_note")


def _dropping(line: Line) -> Change:
    """Leave a generated sentence out; take an own paragraph away."""

    def change(content: Content) -> Content:
        if not line.own:
            return Content(content.paragraphs, with_drop(content.script, line))
        index = _place_of(content, line)
        kept = (*content.paragraphs[:index], *content.paragraphs[index + 1 :])
        return Content(kept, content.script)

    return change


def _restoring(line: Line) -> Change:
    def change(content: Content) -> Content:
        if line.own or not (line.dropped or line.edited):
            raise InvalidField("note_as_generated", text=line.text[:80])
        return Content(content.paragraphs, with_restored(content.script, line))

    return change


def _named_topics(found: Notebook, text: str) -> list[str]:
    """Return the topics that a text names; raise InvalidField("uncovered_topic", name, nearest)."""
    names = [topic.name for topic in found.topics]
    if search_key(text).strip(" .") in _ALL:
        return names
    if search_key(text).strip(" .") in _NONE:
        return []
    chosen = []
    for part in _parts(text, names):
        key = search_key(part)
        exact = [name for name in names if search_key(name) == key]
        near = exact or [name for name in names if f" {key} " in f" {search_key(name)} "]
        if len(near) != 1:
            raise InvalidField("uncovered_topic", name=part, nearest=nearest(part, names))
        chosen.append(near[0])
    if not chosen:
        raise InvalidField("uncovered_topic", name=clean_line(text), nearest=None)
    return [name for name in names if name in chosen]


def _parts(text: str, names: Sequence[str]) -> list[str]:
    parts = [line for part in re.split(r"[\n;]", text) if (line := clean_line(part).strip(" .-•"))]
    keys = {search_key(name) for name in names}
    if len(parts) == 1 and search_key(parts[0]) not in keys:
        parts = [part for each in parts[0].split(",") if (part := each.strip())]
    return parts
