"""Which instant each message gets."""

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.reminders.paces import LONGEST_HOLD, Slots, pace_of, take_slots

NOW = datetime(2021, 6, 15, 2, 0, tzinfo=UTC)
PACE = pace_of("telegram")
SECOND = timedelta(seconds=1)


def slots(
    chats: list[int], next_at: datetime | None = None, busy: dict[int, datetime] | None = None
) -> Slots:
    """Return the slots of a message to each chat, numbered from 1."""
    assert PACE is not None
    return take_slots(list(enumerate(chats, start=1)), PACE, NOW, next_at, busy or {})


def test_a_persons_own_page_has_no_limits_and_unknown_channels_are_careful() -> None:
    assert pace_of("web") is None
    assert pace_of("zalo") == PACE


def test_thirty_messages_fit_into_a_second_and_no_more() -> None:
    found = slots(list(range(1, 62)))
    at = sorted(found.sent_at.values())
    assert at[29] - at[0] < SECOND < at[30] - at[0]
    assert found.next_at - at[0] >= 2 * SECOND


def test_slots_follow_those_that_other_processes_took() -> None:
    assert slots([1], NOW + SECOND).sent_at == {1: NOW + SECOND}
    assert slots([1], NOW - SECOND).sent_at == {1: NOW}


def test_a_second_message_to_a_chat_waits_a_second_and_to_a_group_three() -> None:
    found = slots([7, 7, -7, -7])
    assert found.put_back[2] == found.sent_at[1] + SECOND
    assert found.put_back[4] == found.sent_at[3] + 3 * SECOND
    assert set(found.sent_at) == {1, 3}


def test_a_chat_that_has_to_wait_keeps_nobody_else_waiting() -> None:
    found = slots([7, 8], busy={7: NOW + 60 * SECOND})
    assert found.put_back == {1: NOW + 60 * SECOND}
    assert found.sent_at == {2: NOW}
    assert 7 not in found.chats


def test_a_clock_that_jumped_back_keeps_nothing_waiting() -> None:
    hour = timedelta(hours=1)
    assert slots([7], NOW + hour, {7: NOW + hour}).sent_at == {1: NOW}
    assert slots([7], NOW + LONGEST_HOLD).sent_at == {1: NOW + LONGEST_HOLD}


@given(st.lists(st.integers(-3, 3), max_size=60))
def test_every_limit_is_kept_and_every_message_placed(chats: list[int]) -> None:
    found = slots(chats)
    at = sorted(found.sent_at.values())
    assert set(found.sent_at) | set(found.put_back) == set(range(1, len(chats) + 1))
    assert not set(found.sent_at) & set(found.put_back)
    assert all(b - a >= timedelta(microseconds=33_334) for a, b in itertools.pairwise(at))
    assert len({chats[one - 1] for one in found.sent_at}) == len(found.sent_at)
