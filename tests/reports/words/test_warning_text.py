"""The sentences of a report's warnings."""

from datetime import date

import pytest

from domain.language import translator
from domain.periods.spans import Month
from domain.reports.dataset import ReportWarning
from reports.words.warning_text import warning_text

_ = translator("vi")


@pytest.mark.parametrize(
    ("code", "values", "sentence"),
    [
        (
            "old_reading",
            {"name": "Lượt truy cập", "read_on": date(2021, 6, 29)},
            "Số liệu “Lượt truy cập” được đọc từ ngày 29/6/2021, đã cũ; nên cập nhật trước khi ký.",
        ),
        (
            "incomplete_last_month",
            {"month": Month(2021, 6), "count": 5, "before": 1056},
            "Tháng 6/2021 mới có 5 tin, bài trong khi tháng trước đó có 1.056; "
            "có thể các đơn vị chưa cập nhật đủ.",
        ),
        (
            "biggest_blank",
            {"unit": "Trung tâm Văn hóa", "month": Month(2021, 6)},
            "Trung tâm Văn hóa có nhiều tin, bài nhất kỳ nhưng chưa có tin, bài nào "
            "trong tháng 6/2021.",
        ),
        (
            "expired_basis",
            {"text": "Quy chế cũ", "on": date(2019, 12, 31)},
            "Căn cứ “Quy chế cũ” chỉ có hiệu lực đến ngày 31/12/2019; cần thay trước khi ký.",
        ),
        (
            "early_basis",
            {"text": "Quy chế mới", "on": date(2022, 1, 1)},
            "Căn cứ “Quy chế mới” từ ngày 1/1/2022 mới có hiệu lực nên không đưa vào báo cáo.",
        ),
        (
            "example_words",
            {"texts": ("Xã Mẫu", "Ủy ban nhân dân xã Mẫu")},
            "Còn chữ của bản mẫu: Xã Mẫu; Ủy ban nhân dân xã Mẫu; "
            "xin đổi bằng /caidat trước khi ký.",
        ),
        (
            "overspent",
            {"name": "Kinh phí", "amount": 1_500_000},
            "Kinh phí: đã chi vượt kinh phí được giao 1.500.000 đồng; cần kiểm tra trước khi ký.",
        ),
        (
            "units_with_nobody",
            {"units": ("Phòng A", "Phòng B")},
            "Chưa có cộng tác viên nào liên lạc được: Phòng A; Phòng B.",
        ),
        (
            "units_with_nobody",
            {"units": "Phòng A"},
            "Chưa có cộng tác viên nào liên lạc được: Phòng A.",
        ),
        ("nothing_recorded", {}, "Kỳ này chưa ghi nhận tin, bài nào."),
        ("missing_signatory", {}, "Chưa khai báo người ký báo cáo."),
    ],
)
def test_each_warning_is_one_sentence(code: str, values: dict[str, object], sentence: str) -> None:
    assert warning_text(_, ReportWarning(code, values)) == sentence


def test_many_units_with_nobody_are_cut_with_a_count() -> None:
    names = [f"Phòng {place}" for place in range(1, 31)]
    sentence = warning_text(_, ReportWarning("units_with_nobody", {"units": names}))
    assert sentence.endswith("Phòng 20 và 10 đơn vị khác.")


def test_a_warning_without_a_sentence_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="no_such_code"):
        warning_text(_, ReportWarning("no_such_code", {}))
