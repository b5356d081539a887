"""What the report says about figures: visits, documents, sections, commune pages, money.

Five codes have sentences of their own (`visits`, `documents`, `sections`, `commune_pages`,
`budget`); every other figure a board defines is worded by its kind. The report is an official
document, so these sentences are always Vietnamese.
"""

from datetime import date

from domain.dates import format_date
from domain.reports.dataset import CounterValue, CountValue, Figure, MoneyValue, Report
from domain.reports.script import Sentence
from domain.text import clean_line, format_money, format_number

COMMUNE_PAGES = "commune_pages"
_TWO_LEVELS = date(2025, 7, 1)


def padded(count: int) -> str:
    """Return a count as official documents write it: 05 for 5, 1.234 for 1234."""
    return f"0{count}" if 0 < count < 10 else format_number(count)


def lower_first(text: str) -> str:
    """Return the text for the middle of a sentence; an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def activity_lines(report: Report) -> tuple[Sentence, ...]:
    """Return one sentence for each count and counter but the component pages."""
    found = []
    for figure in report.figures:
        if figure.definition.code == COMMUNE_PAGES:
            continue
        text = ""
        if isinstance(figure.value, CounterValue):
            text = _counter_line(figure, figure.value)
        elif isinstance(figure.value, CountValue):
            text = _count_line(figure, figure.value)
        if text:
            found.append(Sentence(figure.definition.code, text))
    return tuple(found)


def component_lines(report: Report) -> tuple[Sentence, ...]:
    """Return the sentences about component pages."""
    found = []
    for figure in report.figures:
        value = figure.value
        if figure.definition.code != COMMUNE_PAGES or not isinstance(value, CountValue):
            continue
        whole = _whole(figure, value)
        if whole:
            text = f"{_part(value, whole)} {page_owners(report)} có trang thành phần hoạt động."
            found.append(Sentence("working", text))
        elif value.value:
            text = f"Có {padded(value.value)} trang thành phần hoạt động."
            found.append(Sentence("working", text))
    return tuple(found)


def page_owners(report: Report) -> str:
    """Return what has component pages: the figure's unit, where the board gave one of its own.

    Townships were abolished on 1/7/2025, when communes and wards became the only level below the
    provinces (Law 72/2025/QH15).
    """
    for figure in report.figures:
        unit = clean_line(figure.definition.unit)
        if figure.definition.code == COMMUNE_PAGES and unit and unit != "trang":
            return unit
    return "xã, thị trấn" if report.period.last < _TWO_LEVELS else "xã, phường"


def missing_pages(report: Report) -> int:
    """Return how many component pages do not work."""
    return sum(
        max(_whole(figure, figure.value) - figure.value.value, 0)
        for figure in report.figures
        if figure.definition.code == COMMUNE_PAGES and isinstance(figure.value, CountValue)
    )


def money_lines(report: Report) -> tuple[Sentence, ...]:
    """Return budget, spent by category and left, each as its own sentence, in đồng."""
    figures = [figure for figure in report.figures if isinstance(figure.value, MoneyValue)]
    found: list[Sentence] = []
    for figure in figures:
        name = "" if len(figures) == 1 else f"{_name(figure)}: "
        if isinstance(figure.value, MoneyValue):
            found += [
                Sentence(f"{figure.definition.code}:{key}", name + text)
                for key, text in _money_sentences(figure.value)
            ]
    return tuple(found)


def _counter_line(figure: Figure, value: CounterValue) -> str:
    unit = _unit(figure)
    total = f"{format_number(value.total)}{unit} (tính đến ngày {format_date(value.read_on)})"
    if value.rise is None or value.rise < 0:
        return f"{_name(figure)}: tổng số {total}."
    return f"{_name(figure)}: {format_number(value.rise)}{unit} trong kỳ; tổng số {total}."


def _count_line(figure: Figure, value: CountValue) -> str:
    items = [name for item in value.items if (name := clean_line(item))]
    whole = _whole(figure, value)
    # The list decides: a number that names fewer than it counts must say so.
    count = max(value.value, len(items))
    if not count and not whole:
        return ""
    number = _part(value, whole) if whole else padded(count)
    listed = "; ".join(items)
    if count > len(items) and items:
        named = f", trong đó có: {listed}"
    else:
        named = f": {listed}" if items else ""
    code = figure.definition.code
    if code == "documents" and not whole:
        return f"Đăng tải {number} văn bản{named}."
    if code == "sections" and not whole:
        return f"Mở mới {number} chuyên mục{named}."
    dash = named.startswith(":")
    return f"{_name(figure)}: {number}{_unit(figure)}{' -' if dash else ''}{named.lstrip(':')}."


def _money_sentences(value: MoneyValue) -> list[tuple[str, str]]:
    lines = []
    if value.budget is not None:
        text = f"Kinh phí được giao năm {value.budget_year}: {format_money(value.budget)}."
        lines.append(("budget", text))
    if value.spent_before:
        lines.append(("before", f"Đã chi trước kỳ báo cáo: {format_money(value.spent_before)}."))
    spent = f"Đã chi trong kỳ: {format_money(value.spent_total)}"
    if len(value.spent) == 1:
        spent += f" ({lower_first(clean_line(value.spent[0].name))})"
    elif value.spent:
        parts = (
            f"{lower_first(clean_line(part.name))} {format_money(part.amount)}"
            for part in value.spent
        )
        spent += f", gồm: {'; '.join(parts)}"
    lines.append(("spent", f"{spent}."))
    if value.left is not None:
        of_year, others = "", ""
        if value.spent_other_years:
            # Or budget, spent and left would not add up.
            of_year = f" năm {value.budget_year}"
            others = (
                f"; số đã chi trong kỳ có {format_money(value.spent_other_years)} không thuộc "
                f"kinh phí năm {value.budget_year}"
            )
        amount = format_money(abs(value.left))
        if value.left < 0:
            text = f"Chi vượt kinh phí được giao{of_year}: {amount}{others}."
        else:
            text = f"Kinh phí{of_year} còn lại: {amount}{others}."
        lines.append(("left", text))
    return lines


def _whole(figure: Figure, value: CountValue) -> int:
    return (value.of if value.of is not None else figure.definition.of) or 0


def _part(value: CountValue, whole: int) -> str:
    return f"{format_number(value.value)}/{format_number(whole)}"


def _name(figure: Figure) -> str:
    return clean_line(figure.definition.name) or figure.definition.code


def _unit(figure: Figure) -> str:
    unit = clean_line(figure.definition.unit)
    return f" {unit}" if unit else ""
