"""Updates that are handled again after a crash: nothing is done twice, the answer is the same."""

from dataclasses import replace
from datetime import datetime

import pytest

from domain.calls import Call, Origin
from domain.errors import Conflict, NotFound
from domain.people.records import Membership, Person, Role
from services.reports.figures import Doubtful, Recorded
from services.reports.issued.issuing import Issued, IssuePreview
from tests.flows.conftest import ZONE, World

JULY = datetime(2021, 7, 29, 9, 0, tzinfo=ZONE)


@pytest.fixture
async def call(world: World) -> Call:
    """The call of a chair on 29/7/2021."""
    chair = await world.join("chair")
    await world.at(JULY)
    board = world.services.boards.named("huyen-mau")
    person_id = world.rows("SELECT max(id) FROM people")[0]
    return Call(
        Origin("telegram", 900_000),
        world.stage.clock(),
        chair,
        1,
        Person(person_id, "Người", "vi"),
        board,
        (Membership(person_id, board.id, Role.CHAIR, None),),
        (board.id,),
    )


def update(call: Call, number: int, *, replay: bool = False) -> Call:
    """Return the call of another update."""
    return replace(call, origin=Origin("telegram", 900_000 + number, replay))


async def test_a_typed_value_is_stored_once(world: World, call: Call) -> None:
    figures = world.services.figures
    await figures.open(update(call, 1), "visits")
    first = await figures.answer(update(call, 2), "96.811")
    again = await figures.answer(update(call, 2, replay=True), "96.811")
    assert isinstance(first, Recorded)
    assert again == first
    assert world.rows("SELECT amount FROM figure_entries") == [96811]
    with pytest.raises(Conflict):
        await figures.answer(update(call, 3), "96.811")


async def test_a_doubt_and_what_was_insisted_on_are_told_again(world: World, call: Call) -> None:
    figures = world.services.figures
    await figures.record(update(call, 1), "visits 100")
    doubt = await figures.record(update(call, 2), "visits 50")
    assert isinstance(doubt, Doubtful)
    assert await figures.record(update(call, 2, replay=True), "visits 50") == doubt
    insisted = await figures.insist(update(call, 3))
    assert await figures.insist(update(call, 3, replay=True)) == insisted
    assert world.rows("SELECT amount FROM figure_entries ORDER BY id") == [100, 50]
    await figures.open(update(call, 4), "visits")
    with pytest.raises(Conflict):
        await figures.insist(update(call, 5))


async def test_a_typed_note_is_kept_once(world: World, call: Call) -> None:
    notes = world.services.notes
    await notes.ask(update(call, 1), "2021-H1", "tasks", None)
    first = await notes.answer(update(call, 2), "Mở lớp tập huấn")
    assert await notes.answer(update(call, 2, replay=True), "Mở lớp tập huấn") == first
    assert first.current is not None
    assert first.current.paragraphs == ("Mở lớp tập huấn",)


async def test_a_report_is_issued_and_cancelled_once(world: World, call: Call) -> None:
    issuing, cancelling = world.services.issuing, world.services.cancelling
    digest = (await issuing.preview(call, "2021-H1")).digest
    first = await issuing.issue(update(call, 1), "2021-H1", "paper", digest, 0)
    assert isinstance(first, Issued)
    assert await issuing.issue(update(call, 1, replay=True), "2021-H1", "paper", digest, 0) == first
    # Another press of the old button sees that the report is in force already.
    assert isinstance(
        await issuing.issue(update(call, 2), "2021-H1", "paper", digest, 0), IssuePreview
    )
    await cancelling.ask_reason(update(call, 3), first.issued.id)
    await cancelling.answer(update(call, 4), "Nhầm")
    cancelled = await cancelling.answer(update(call, 5), "đồng ý")
    assert await cancelling.answer(update(call, 5, replay=True), "đồng ý") == cancelled
    assert world.rows("SELECT number, state FROM issued_reports") == [(1, "cancelled")]
    assert world.rows("SELECT value FROM counters WHERE name = 'report:2021'") == [1]


async def test_what_is_not_the_board_s_is_not_found(world: World, call: Call) -> None:
    issuing, cancelling = world.services.issuing, world.services.cancelling
    for wrong in (issuing.files, issuing.pdf, cancelling.ask_reason):
        with pytest.raises(NotFound):
            await wrong(call, 4711)
