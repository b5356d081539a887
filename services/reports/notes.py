"""The board's words in a report: its own paragraphs, and what becomes of generated sentences."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from zlib import crc32

from pydantic import TypeAdapter

from domain.calls import Call
from domain.conversation.replies import says_yes
from domain.errors import Conflict, InvalidField, InvalidPeriod
from domain.periods.next import next_title
from domain.periods.spans import Period, period_title
from domain.permissions import Action, require
from domain.reports.dataset import Report
from domain.reports.lines.notes import (
    LAST,
    MOST_PARAGRAPHS,
    NoteLine,
    read_answer,
    read_note,
    read_numbers,
    says_none,
)
from domain.reports.notes import SECTIONS, draft_periods, drafts
from domain.reports.script import (
    Line,
    Script,
    own_key,
    with_drop,
    with_edit,
    with_order,
    with_own,
    with_restored,
    without_own,
)
from domain.text import clean_line, nearest, search_key, without_mark
from services.conversation.dialogues import ANSWER, close_question, opened
from services.conversation.effects import caused, once
from services.reports.building import Reports
from storage.conversation import dialogues
from storage.engine.database import Database, Transaction
from storage.reports import notes
from storage.upkeep import audit

QUESTION = "note"
USE_CASE = f"{ANSWER}{QUESTION}"
# What is no section and longer than this is no period either.
_PERIOD_WORDS = 6
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
class WhereAsked:
    """A paragraph names a period that is not the one being written: nothing is stored yet.

    `named` is the period it would go into, `current` the one being written.
    """

    section: str
    named: Period
    current: Period


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

    async def write(self, call: Call, text: str) -> Notebook | WhereAsked:
        """Do what a line of /note says: show a period or a section, or change one.

        A period behind the section's name that is not the one being written is asked about before
        anything is stored: a task may be meant for it, or be told in its report.

        Raises InvalidPeriod, and the errors of domain.reports.lines.notes.
        """
        require(call, Action.KEEP_NOTES)
        line = read_note(text)
        period = await self._period(call, line)
        if line.section is None:
            return await self.show(call, period.code)
        done = await self._done(call, USE_CASE)
        if done is not None:
            return done
        if line.verb:
            return await self._do(call, period, line.section, line)
        if not line.paragraphs:
            return await self.show(call, period.code, line.section)
        if line.behind and not line.period:
            current = await self._reports.current_period(call)
            if period.code != current.code:
                return await self._ask_where(call, line, period, current)
        return await self._take(call, period, line.section, line.paragraphs, line.place)

    async def _period(self, call: Call, line: NoteLine) -> Period:
        """Return the period that a line is about, else the one the person works on.

        Behind the tasks' name the period that they are for may stand, as in their heading. Raises
        InvalidPeriod, InvalidField("bad_note", text=) and InvalidField("note_words", text=).
        """
        board, today = call.board, call.today

        def read(text: str) -> Period:
            return self._reports.read_period(board, text, today)

        if line.period and line.section is None and len(line.period.split()) > _PERIOD_WORDS:
            try:
                return read(line.period)
            except InvalidPeriod:
                raise InvalidField("bad_note", text=line.period) from None
        if line.period:
            period = read(line.period)
        else:
            period = await self._reports.current_period(call)
        if not line.behind:
            return period
        try:
            behind = read(line.behind)
        except InvalidPeriod:
            raise InvalidField("note_words", text=line.behind) from None
        ahead = line.section == "tasks" and next_title(period) == period_title(behind)
        if behind.code == period.code or ahead:
            return period
        if line.period:
            raise InvalidField("note_words", text=line.behind)
        return behind

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

    async def _ask_where(
        self, call: Call, line: NoteLine, named: Period, current: Period
    ) -> WhereAsked:
        content = {
            "asks": "sure",
            "section": line.section,
            "place": line.place,
            "paragraphs": list(line.paragraphs),
            "period": named.code,
            "current": current.code,
        }
        await self._database.write(lambda tx: dialogues.open_dialogue(tx, call, QUESTION, content))
        return WhereAsked(line.section or "other", named, current)

    async def put_into(self, call: Call, period: str) -> Notebook:
        """Store the paragraphs that were asked about in a period's report."""
        done = await self._done(call, USE_CASE)
        if done is not None:
            return done
        asked = await self._database.read(lambda tx: opened(tx, call, QUESTION))
        if asked["asks"] != "sure":
            raise Conflict("no_question")
        days = self._reports.read_period(call.board, period, call.today)
        section, paragraphs = str(asked["section"]), tuple(asked["paragraphs"])
        return await self._take(call, days, section, paragraphs, asked["place"])

    async def answer(self, call: Call, text: str) -> Notebook | WhereAsked:
        """Take a typed paragraph (or several, one a line), order or period for the question."""
        require(call, Action.KEEP_NOTES)
        done = await self._done(call, USE_CASE)
        if done is not None:
            return done
        asked = await self._database.read(lambda tx: opened(tx, call, QUESTION))
        if asked["asks"] == "sure":
            return await self.put_into(call, asked["period"] if says_yes(text) else text)
        days = self._reports.read_period(call.board, asked["period"], call.today)
        section = asked["section"]
        if asked["asks"] == "order":
            line = NoteLine(section=section, verb="order", numbers=read_numbers(text))
            return await self._do(call, days, section, line)
        return await self._take(call, days, section, read_answer(text, section), asked["place"])

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
        """Take a dropped sentence back in, or give an edited one its first words."""
        done = await self._done(call, "notes.restore")
        if done is not None:
            return done
        line = _at(await self.show(call, period, section), place, marked)
        return await self._change(call, period, section, _restoring(line), "notes.restore")

    async def clear(self, call: Call, period: str, section: str) -> Notebook:
        """Settle that a section has no notes this period."""

        def change(content: Content) -> Content:
            every = range(len(content.paragraphs))
            return Content(*without_own(content.paragraphs, content.script, every))

        return await self._change(call, period, section, change, "notes.clear")

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
        """Add paragraphs, put them in place of a sentence, or settle that there are none.

        Raises InvalidField: "notes_kept" (count) for none where there are some, and for none in
        place of a sentence "note_numbers".
        """
        if says_none(paragraphs):
            if place is not None:
                raise InvalidField("note_numbers", verb="drop")

            def settle(content: Content) -> Content:
                if content.paragraphs:
                    raise InvalidField("notes_kept", count=len(content.paragraphs))
                return content

            return await self._change(call, period.code, section, settle, USE_CASE)
        if place is None:

            def add(content: Content) -> Content:
                return Content((*content.paragraphs, *paragraphs), content.script)

            return await self._change(call, period.code, section, add, USE_CASE)
        line = _at(await self.show(call, period.code, section), place)

        def put(content: Content) -> Content:
            if not line.own:
                text = " ".join(paragraphs)
                return Content(content.paragraphs, with_edit(content.script, line, text))
            if line.dropped:
                return Content(*with_own(content.paragraphs, content.script, line.key, paragraphs))
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
        numbers = [min(number, len(lines)) if number == LAST else number for number in line.numbers]
        chosen = [_at(found, number) for number in numbers]
        if line.verb in {"order", "move", "swap"}:
            if line.verb == "swap":
                first, second = numbers
                ends = {first: second, second: first}
                numbers = [ends.get(place, place) for place in range(1, len(lines) + 1)]
            elif line.verb == "move":
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
            await close_question(tx, call, QUESTION)
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
    """Leave a sentence out, generated or the board's own."""

    def change(content: Content) -> Content:
        if not line.own:
            return Content(content.paragraphs, with_drop(content.script, line))
        if line.dropped:
            return content
        places = [_place_of(content, line)]
        return Content(*without_own(content.paragraphs, content.script, places))

    return change


def _restoring(line: Line) -> Change:
    def change(content: Content) -> Content:
        if not (line.dropped or line.edited):
            raise InvalidField("note_as_generated", text=line.text[:80])
        if line.own:
            return Content(*with_own(content.paragraphs, content.script, line.key))
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
    parts = [
        line
        for part in re.split(r"[\n;]", text)
        if (line := without_mark(clean_line(part)).strip(" ."))
    ]
    keys = {search_key(name) for name in names}
    if len(parts) == 1 and search_key(parts[0]) not in keys:
        parts = [part for each in parts[0].split(",") if (part := each.strip())]
    return parts
