"""When a stage is due, and who is written to."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.config.model import BoardSection
from domain.boards import Board, PeriodRule, QuietHours, ReminderStage, StageScope
from domain.people.records import Role
from domain.periods.spans import Month, named_month
from domain.reminders.rules import (
    Contact,
    due_stages,
    latest_stages,
    may_remind,
    next_moments,
    plan,
    retry_delay,
    stage_day,
    stage_moment,
    waking_moment,
)
from domain.reminders.timetable import outcomes, times_of, timetable
from domain.reminders.working_days import is_working_day, nearest_working_day, public_holidays
from domain.units.records import Unit

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
BOARD = BoardSection().board(1, ())
JUNE = named_month(Month(2021, 6), PeriodRule.CALENDAR, 31)
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


def stage(
    day: int, at: time = time(8), to: StageScope = StageScope.CORRESPONDENTS
) -> ReminderStage:
    """Return a stage named after its day."""
    return ReminderStage(f"ngay-{day}", day, at, to)


def local(year: int, month: int, day: int, hour: int = 8, minute: int = 0) -> datetime:
    """Return an instant by the board's clock."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


def moment(board: Board, days: tuple[int, int], found: ReminderStage) -> datetime:
    """Return when a stage of a calendar month is due, by the board's clock."""
    month = named_month(Month(*days), PeriodRule.CALENDAR, 31)
    return stage_moment(board, month, found).astimezone(ZONE)


def test_a_stage_on_a_working_day_is_due_at_its_own_time() -> None:
    assert moment(BOARD, (2021, 6), stage(22)) == local(2021, 6, 22)


def test_a_stage_on_a_weekend_waits_for_monday_at_its_own_time() -> None:
    assert moment(BOARD, (2021, 6), stage(20, time(9, 30))) == local(2021, 6, 21, 9, 30)


def test_a_stage_in_tet_waits_for_the_first_working_day_after_it() -> None:
    # Tết 2021: off from Wednesday 10/2 to Tuesday 16/2.
    assert moment(BOARD, (2021, 2), stage(10)) == local(2021, 2, 17)


def test_where_no_working_day_follows_the_one_before_is_taken() -> None:
    # 31/1/2021 is a Sunday, 29/1 the Friday before.
    assert moment(BOARD, (2021, 1), stage(31)) == local(2021, 1, 29)


def test_a_month_without_a_working_day_keeps_the_stages_day() -> None:
    weekends_only = replace(BOARD, days_off=frozenset(date(2021, 6, day) for day in range(1, 31)))
    assert moment(weekends_only, (2021, 6), stage(20)) == local(2021, 6, 20)


def test_the_boards_own_days_off_count() -> None:
    board = replace(BOARD, days_off=frozenset({date(2021, 6, 22)}))
    assert moment(board, (2021, 6), stage(22)) == local(2021, 6, 23)


def test_a_board_may_be_reminded_on_every_day() -> None:
    board = replace(BOARD, working_days_only=False)
    assert moment(board, (2021, 6), stage(20)) == local(2021, 6, 20)


def test_a_late_stage_waits_for_the_next_morning_when_the_quiet_hours_end() -> None:
    assert moment(BOARD, (2021, 6), stage(22, time(22))) == local(2021, 6, 23, 7)


def test_a_late_stage_before_a_weekend_waits_for_monday_morning() -> None:
    assert moment(BOARD, (2021, 6), stage(18, time(22))) == local(2021, 6, 21, 7)


def test_an_early_stage_waits_for_the_end_of_the_quiet_hours() -> None:
    assert moment(BOARD, (2021, 6), stage(22, time(5))) == local(2021, 6, 22, 7)


def test_a_late_stage_on_the_last_day_stays_within_its_month() -> None:
    assert moment(BOARD, (2021, 6), stage(30, time(22))) == local(2021, 6, 30, 7)


def test_quiet_hours_within_a_day_only_delay() -> None:
    board = replace(BOARD, quiet_hours=QuietHours(time(11), time(14)))
    assert moment(board, (2021, 6), stage(22, time(12))) == local(2021, 6, 22, 14)


def test_without_quiet_hours_a_stage_may_be_at_night() -> None:
    board = replace(BOARD, quiet_hours=None)
    assert moment(board, (2021, 6), stage(22, time(23))) == local(2021, 6, 22, 23)


def test_the_31st_of_a_shorter_month_is_its_last_day() -> None:
    assert stage_day(JUNE, 31) == date(2021, 6, 30)


def test_a_month_by_decree_09_has_its_days_in_two_calendar_months() -> None:
    month = named_month(Month(2021, 6), PeriodRule.ND09, 31)
    assert stage_day(month, 20) == date(2021, 5, 20)
    assert stage_day(month, 10) == date(2021, 6, 10)
    cut = replace(month, first=date(2021, 6, 1))
    assert stage_day(cut, 20) == date(2021, 6, 14)


@pytest.mark.parametrize(
    ("now", "awake"),
    [
        (local(2021, 6, 22, 12), local(2021, 6, 22, 12)),
        (local(2021, 6, 22, 21), local(2021, 6, 23, 7)),
        (local(2021, 6, 22, 6, 59), local(2021, 6, 22, 7)),
        (local(2021, 6, 22, 7), local(2021, 6, 22, 7)),
    ],
)
def test_what_is_sent_in_the_quiet_hours_waits_for_their_end(
    now: datetime, awake: datetime
) -> None:
    assert waking_moment(BOARD, now) == awake


def test_without_quiet_hours_nothing_waits() -> None:
    now = local(2021, 6, 22, 3)
    assert waking_moment(replace(BOARD, quiet_hours=None), now) == now


@pytest.mark.parametrize(
    ("now", "allowed"),
    [
        (local(2021, 6, 22, 12), True),
        (local(2021, 6, 22, 22), False),
        (local(2021, 6, 20, 12), False),
        (local(2021, 2, 15, 12), False),
    ],
)
def test_late_reminders_go_out_in_working_mornings_only(now: datetime, allowed: bool) -> None:
    month = named_month(Month(now.year, now.month), PeriodRule.CALENDAR, 31)
    assert may_remind(BOARD, month, now) is allowed


def test_late_reminders_go_out_on_a_day_off_when_the_month_has_no_other_day_left() -> None:
    january = named_month(Month(2021, 1), PeriodRule.CALENDAR, 31)
    assert may_remind(BOARD, january, local(2021, 1, 30, 12))
    assert may_remind(replace(BOARD, working_days_only=False), JUNE, local(2021, 6, 20, 12))
    assert may_remind(replace(BOARD, quiet_hours=None), JUNE, local(2021, 6, 22, 3))


def test_of_several_due_stages_only_the_latest_to_the_same_people_counts() -> None:
    digest = stage(23, to=StageScope.EDITORS)
    board = replace(BOARD, stages=(stage(21), stage(22), digest, stage(28)))
    now = local(2021, 6, 24)
    assert [found.day for _at, found in due_stages(board, JUNE, now)] == [21, 22, 23]
    assert latest_stages(board, JUNE, now) == (stage(22), digest)
    assert [found.day for _at, found in next_moments(board, JUNE, now)] == [28]


def test_overtaken_stages_are_named_with_the_day_they_were_due() -> None:
    board = replace(BOARD, stages=(stage(21), stage(22), stage(23, to=StageScope.EDITORS)))
    table = timetable(board, local(2021, 6, 24))
    found = outcomes(table, {(Month(2021, 5), one.stage) for one in board.stages}, BEGINNING)
    assert [(one.due.stage.stage, one.outcome, one.due.due_on) for one in found] == [
        ("ngay-21", "overtaken", date(2021, 6, 21)),
        ("ngay-22", "run", date(2021, 6, 22)),
        ("ngay-23", "run", date(2021, 6, 23)),
    ]
    # The board began when the first stage was past.
    found = outcomes(table, (), local(2021, 6, 21, 9))
    assert [one.outcome for one in found] == ["merged", "run", "run"]


def test_stages_that_a_weekend_moved_to_one_morning_are_one() -> None:
    board = replace(BOARD, stages=(stage(19), stage(20)))
    table = timetable(board, local(2021, 6, 21))
    found = outcomes(table, {(Month(2021, 5), one.stage) for one in board.stages}, BEGINNING)
    assert [(one.due.stage, one.outcome) for one in found] == [
        (stage(19), "merged"),
        (stage(20), "run"),
    ]


def test_what_a_month_left_behind_is_missed_and_what_is_done_stays_done() -> None:
    board = replace(BOARD, stages=(stage(10), stage(20)))
    table = timetable(board, local(2021, 6, 12, 12))
    assert not table.open  # a Saturday
    known = {(Month(2021, 5), "ngay-10")}
    found = outcomes(table, known, BEGINNING)
    assert [(one.due.month.code, one.due.stage.stage, one.outcome) for one in found] == [
        ("2021-05", "ngay-20", "missed")
    ]
    open_table = timetable(board, local(2021, 6, 14, 12))
    known |= {(Month(2021, 5), "ngay-20"), (Month(2021, 6), "ngay-10")}
    assert outcomes(open_table, known, BEGINNING) == []


def test_boards_that_keep_the_same_times_share_a_timetable() -> None:
    assert times_of(BOARD) == times_of(replace(BOARD, id=7, name="Ban khác"))
    assert times_of(BOARD) != times_of(replace(BOARD, stages=(stage(3),)))


def test_holidays_are_those_of_viet_nam() -> None:
    assert date(2021, 2, 12) in public_holidays(2021)
    assert not is_working_day(date(2021, 9, 2))
    assert not is_working_day(date(2021, 6, 20))
    assert is_working_day(date(2021, 6, 22))
    assert nearest_working_day(date(2021, 6, 19), date(2021, 6, 19), date(2021, 6, 20)) is None


TAX = Unit(1, 1, 1, "Phòng Tài chính", (), 1)
TRAINING = Unit(2, 1, 1, "Phòng Giáo dục", (), 2)
CLOSED = Unit(3, 1, 1, "Phòng Y tế", (), 3, valid_to=date(2020, 12, 31))
LAN = Contact(10, "Lan", Role.CORRESPONDENT, 1, reachable=True)
MINH = Contact(11, "Minh", Role.CORRESPONDENT, 2, reachable=True)
HEAD = Contact(12, "Hòa", Role.HEAD, 1, reachable=True)
CHAIR = Contact(13, "Bình", Role.CHAIR, None, reachable=True)


def test_a_person_gets_one_message_with_all_silent_units() -> None:
    both = replace(MINH, person_id=10, name="Lan")
    found = plan(JUNE, stage(20), (TAX, TRAINING), (LAN, both, HEAD, CHAIR))
    assert [(one.name, one.units, one.stands_in) for one in found.reminders] == [
        ("Lan", (TAX, TRAINING), False)
    ]
    assert found.with_nobody == ()


def test_the_head_stands_in_for_correspondents_who_cannot_be_reached() -> None:
    found = plan(JUNE, stage(20), (TAX, TRAINING), (replace(LAN, reachable=False), HEAD, CHAIR))
    assert [(one.name, one.units, one.stands_in) for one in found.reminders] == [
        ("Hòa", (TAX,), True)
    ]
    assert found.with_nobody == (TRAINING,)


def test_a_correspondent_who_heads_another_unit_gets_one_message() -> None:
    own = replace(HEAD, person_id=11, name="Minh")
    found = plan(JUNE, stage(20), (TAX, TRAINING), (MINH, own))
    assert [(one.name, one.units, one.stands_in) for one in found.reminders] == [
        ("Minh", (TRAINING, TAX), False)
    ]


def test_heads_are_told_of_their_own_units_and_the_board_of_all() -> None:
    contacts = (LAN, MINH, HEAD, CHAIR)
    heads = plan(JUNE, stage(26, to=StageScope.HEADS), (TAX, TRAINING), contacts)
    assert [(one.name, one.units) for one in heads.reminders] == [("Hòa", (TAX,))]
    chair = plan(JUNE, stage(28, to=StageScope.CHAIR), (TAX, TRAINING), contacts)
    assert [(one.name, one.units) for one in chair.reminders] == [("Bình", (TAX, TRAINING))]
    assert plan(JUNE, stage(28, to=StageScope.CHAIR), (), contacts).reminders == ()


def test_pauses_between_attempts_grow_to_half_an_hour() -> None:
    assert [retry_delay(tries).total_seconds() for tries in (1, 2, 3, 9)] == [5, 15, 45, 1800]
