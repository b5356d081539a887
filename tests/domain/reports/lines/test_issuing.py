"""Lines of /issue in the orders that people write their parts."""

from datetime import date

import pytest

from domain.boards import Signatory
from domain.errors import InvalidField
from domain.reports.lines.issuing import IssueLine, read_issue_line
from domain.reports.signers import find_signer

TODAY = date(2021, 7, 29)
DAY = date(2021, 7, 28)
NAME = "Nguyễn Văn Mẫu"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("2021-H1 số 05 ngày 28/7/2021", IssueLine("2021-H1", 5, "", DAY)),
        ("số 05 ngày 28/7/2021 kỳ 2021-H1", IssueLine("2021-H1", 5, "", DAY)),
        ("so 05 ngay 28/7/2021 ky 6 thang dau nam 2021",
         IssueLine("6 thang dau nam 2021", 5, "", DAY)),
        ("ngày 28/7/2021 số 05 2021-H1", IssueLine("2021-H1", 5, "", DAY)),
        ("2021-H1 05/BC-BBT 28/7/2021", IssueLine("2021-H1", 5, "BC-BBT", DAY)),
        ("2021-H1 số 05 28/7/2021", IssueLine("2021-H1", 5, "", DAY)),
        ("2021-H1 số 05 ngày 28 tháng 7 năm 2021 ký thay " + NAME,
         IssueLine("2021-H1", 5, "", DAY, NAME)),
        ("2021-H1 số 05 ngày 28/7/2021 ký " + NAME, IssueLine("2021-H1", 5, "", DAY, NAME)),
        ("2021-H1 số 05 do " + NAME + " ký", IssueLine("2021-H1", 5, "", None, NAME)),
        ("2021-H1 KT. Trưởng ban " + NAME,
         IssueLine("2021-H1", signer="KT. Trưởng ban " + NAME)),
        ("từ ngày 1/1/2021 đến ngày 30/6/2021 số 05 ngày 28/7/2021",
         IssueLine("từ ngày 1/1/2021 đến ngày 30/6/2021", 5, "", DAY)),
        ("2021-H1 số 05 hôm nay", IssueLine("2021-H1", 5, "", TODAY)),
        ("2021-H1 hôm qua số 05", IssueLine("2021-H1", 5, "", DAY)),
        ("từ 1/1/2021 đến 30/6/2021 số 05",
         IssueLine("từ 1/1/2021 đến 30/6/2021", 5)),
    ],
)  # fmt: skip
def test_the_parts_of_a_line_may_stand_in_any_order(text: str, line: IssueLine) -> None:
    assert read_issue_line(text, TODAY) == line


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2021-H1 số 05 bản giấy", "issue_part"),
        ("2021-H1 số 05 hôm nào đó", "issue_part"),
        ("2021-H1 số 05 số 06", "issue_part"),
        ("2021-H1 số 05A", "issued_number"),
        ("2021-H1 số năm", "issued_number"),
        ("2021-H1 số 05 ngày 31/6/2021", "bad_date"),
        ("2021-H1 ngày", "issue_part"),
    ],
)
def test_a_part_that_is_not_understood_is_never_passed_over(text: str, code: str) -> None:
    with pytest.raises(InvalidField) as error:
        read_issue_line(text, TODAY)
    assert error.value.code == code


def test_a_signer_is_found_behind_the_post() -> None:
    signers = (Signatory("Trưởng ban", "Trần Văn Bình"), Signatory("Phó Trưởng ban", NAME))
    for text in (NAME, "KT. Trưởng ban " + NAME, "Phó Trưởng ban " + NAME, "2"):
        assert find_signer(text, signers) == 1
