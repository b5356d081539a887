"""The report as JSON, read back as a program would."""

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.periods.spans import Month
from domain.reports.dataset import DuplicateLine, GroupRows, Report, TopicCount, UnitRow
from reports.words.as_json import report_json
from tests.reports.factory import UNCOVERED, empty_report, sample_report


def read(report: Report) -> dict[str, Any]:
    document = json.loads(report_json(report))
    assert isinstance(document, dict)
    return document


def test_the_sample_has_the_promised_shape() -> None:
    document = read(sample_report())
    assert list(document) == [
        "period",
        "from",
        "to",
        "total",
        "months",
        "groups",
        "zero_units",
        "topics",
        "uncovered_topics",
        "duplicates",
        "figures",
    ]
    assert (document["period"], document["from"], document["to"]) == (
        "2021-H1",
        "2021-01-01",
        "2021-06-30",
    )
    assert document["total"] == 242
    assert document["months"] == [34, 37, 52, 58, 56, 5]
    groups = document["groups"]
    assert [sum(unit["total"] for unit in group["units"]) for group in groups] == [204, 38]
    assert sum(len(group["units"]) for group in groups) == 25
    assert document["zero_units"] == [
        "Phòng Tài chính - Kế hoạch",
        "Phòng Dân tộc",
        "Thanh tra huyện",
        "Phòng Lao động - TBXH huyện",
        "Văn phòng Huyện ủy",
    ]
    assert document["uncovered_topics"] == list(UNCOVERED)


def test_nothing_recorded_is_null_and_a_reported_zero_is_0() -> None:
    units = (
        UnitRow(1, "Phòng Nội vụ", (None, 0, 3, None, 1, 0), confirmed_zero=(Month(2021, 2),)),
        UnitRow(
            2, "Phòng Dân tộc", (None, 0, None, None, None, None), confirmed_zero=(Month(2021, 2),)
        ),
    )
    document = read(sample_report(groups=(GroupRows("Các phòng", units),)))
    assert document["groups"] == [
        {
            "name": "Các phòng",
            "units": [
                {
                    "name": "Phòng Nội vụ",
                    "months": [None, 0, 3, None, 1, 0],
                    "total": 4,
                    "confirmed_zero": ["2021-02"],
                },
                {
                    "name": "Phòng Dân tộc",
                    "months": [None, 0, None, None, None, None],
                    "total": 0,
                    "confirmed_zero": ["2021-02"],
                },
            ],
        }
    ]
    assert document["zero_units"] == ["Phòng Dân tộc"]


def test_figures_stand_under_their_codes() -> None:
    figures = read(sample_report())["figures"]
    assert figures["visits"] == {"rise": 9933, "total": 96811, "read_on": "2021-06-29"}
    assert figures["documents"] == {"value": 213, "items": [], "of": None}
    assert len(figures["sections"]["items"]) == 3
    assert figures["commune_pages"] == {"value": 17, "items": [], "of": 17}
    assert figures["budget"] == {
        "budget": 150_000_000,
        "budget_year": 2021,
        "spent": {"Nhuận bút": 46_276_000, "Văn phòng phẩm": 8_620_000},
        "spent_before": 0,
        "spent_total": 54_896_000,
        "left": 95_104_000,
    }


def test_topics_and_duplicates_are_counted() -> None:
    document = read(
        sample_report(
            topics=(TopicCount("Y tế", 4), TopicCount("Tôn giáo", 0)),
            duplicates=(DuplicateLine(9, "Tin cũ", "Phòng Nội vụ", 3),),
        )
    )
    assert document["topics"] == {"Y tế": 4, "Tôn giáo": 0}
    assert document["uncovered_topics"] == ["Tôn giáo"]
    assert document["duplicates"] == 1


def test_vietnamese_is_written_as_itself() -> None:
    assert "Phòng Tư pháp" in report_json(sample_report())


def test_a_board_without_units_is_sound() -> None:
    document = read(empty_report())
    assert document["total"] == 0
    assert document["months"] == [0] * 6
    assert document["groups"] == document["zero_units"] == []


@given(st.text())
def test_a_hostile_name_arrives_as_one_plain_line(name: str) -> None:
    report = sample_report()
    unit = replace(report.units[0], name=name)
    text = report_json(replace(report, groups=(GroupRows(name, (unit,)),)))
    text.encode("utf-8")
    written = json.loads(text)["groups"][0]
    assert written["name"] == written["units"][0]["name"]
    assert not any(char < " " for char in written["name"])
