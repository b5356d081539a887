"""Who asks where a rule needs to know the board and the day."""

from datetime import UTC, datetime

from domain.calls import Call, Origin
from domain.people.records import Person
from tests.reports.factory import sample_board

CALL = Call(
    Origin("telegram", 1),
    datetime(2021, 6, 15, 2, 0, tzinfo=UTC),
    1,
    1,
    Person(1, "Lan", "vi"),
    sample_board(),
    (),
)
