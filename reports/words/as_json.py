"""The report for programs: the shape that `tinbai report --format json` promises."""

import json
from collections.abc import Mapping

from domain.periods.spans import written_code
from domain.reports.dataset import (
    CounterValue,
    CountValue,
    Figure,
    GroupRows,
    MoneyValue,
    Report,
    UnitRow,
)
from domain.text import clean_line

Json = Mapping[str, "Json"] | list["Json"] | str | int | None


def report_json(report: Report) -> str:
    """Return the report as JSON text (design.md, "The command line").

    Months are parallel to the period's months and null where nothing was recorded; amounts of
    money are in đồng; days are ISO dates.
    """
    document: Json = {
        "period": written_code(report.period),
        "from": report.period.first.isoformat(),
        "to": report.period.last.isoformat(),
        "total": report.total,
        "months": list(report.month_totals),
        "groups": [_group(group) for group in report.groups],
        "zero_units": [clean_line(unit.name) for unit in report.zero_units],
        "topics": {clean_line(topic.name): topic.count for topic in report.topics},
        "uncovered_topics": [clean_line(name) for name in report.uncovered_topics],
        "duplicates": len(report.duplicates),
        "figures": {figure.definition.code: _figure(figure) for figure in report.figures},
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _group(group: GroupRows) -> Json:
    return {"name": clean_line(group.name), "units": [_unit(unit) for unit in group.units]}


def _unit(unit: UnitRow) -> Json:
    return {
        "name": clean_line(unit.name),
        "months": list(unit.months),
        "total": unit.total,
        "confirmed_zero": [month.code for month in unit.confirmed_zero],
    }


def _figure(figure: Figure) -> Json:
    value = figure.value
    match value:
        case CounterValue():
            return {
                "rise": value.rise,
                "total": value.total,
                "read_on": value.read_on.isoformat(),
            }
        case CountValue():
            return {
                "value": value.value,
                "items": [clean_line(item) for item in value.items],
                "of": value.of,
            }
        case MoneyValue():
            return {
                "budget": value.budget,
                "budget_year": value.budget_year,
                "spent": {clean_line(category.name): category.amount for category in value.spent},
                "spent_before": value.spent_before,
                "spent_total": value.spent_total,
                "left": value.left,
            }
