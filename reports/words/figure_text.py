"""A board's figures in one line of chat each."""

from domain.dates import format_date
from domain.language import Translator
from domain.reports.dataset import CounterValue, CountValue, Figure, MoneyValue
from domain.text import clean_line, format_number

_ITEMS = 10


def figure_line(_: Translator, figure: Figure) -> str:
    """Return a figure's name and value in the period, with a reading's day, as plain text."""
    match figure.value:
        case CounterValue():
            value = _counter(_, figure.value, figure.definition.unit)
        case CountValue():
            value = _count(_, figure.value, figure.definition.unit)
        case MoneyValue():
            value = _money(_, figure.value)
    return _("{name}: {value}").format(name=clean_line(figure.definition.name), value=value)


def _counter(_: Translator, value: CounterValue, unit: str) -> str:
    total = _measured(value.total, unit)
    day = format_date(value.read_on)
    if value.rise is None:
        return _("tổng cộng {total} (tính đến ngày {day})").format(total=total, day=day)
    return _("{rise} trong kỳ, tổng cộng {total} (tính đến ngày {day})").format(
        rise=_measured(value.rise, unit), total=total, day=day
    )


def _count(_: Translator, value: CountValue, unit: str) -> str:
    if value.of is None:
        counted = _measured(value.value, unit)
    else:
        counted = f"{format_number(value.value)}/{_measured(value.of, unit)}"
    if not value.items:
        return counted
    items = "; ".join(clean_line(item) for item in value.items[:_ITEMS])
    if len(value.items) > _ITEMS:
        items += "; …"
    return _("{count} ({items})").format(count=counted, items=items)


def _money(_: Translator, value: MoneyValue) -> str:
    spent = _("chi trong kỳ {amount} đồng").format(amount=format_number(value.spent_total))
    if len(value.spent) > 1:
        by_category = "; ".join(
            f"{clean_line(category.name)} {format_number(category.amount)}"
            for category in value.spent
        )
        spent = _("{spent} ({by_category})").format(spent=spent, by_category=by_category)
    parts = []
    if value.budget is not None:
        parts.append(
            _("dự toán năm {year} {amount} đồng").format(
                year=value.budget_year, amount=format_number(value.budget)
            )
        )
    if value.spent_before:
        parts.append(
            _("đã chi trước kỳ {amount} đồng").format(amount=format_number(value.spent_before))
        )
    parts.append(spent)
    if value.spent_other_years and value.left is not None:
        parts.append(
            _("trong đó {amount} đồng không thuộc dự toán năm {year}").format(
                amount=format_number(value.spent_other_years), year=value.budget_year
            )
        )
    if value.left is not None:
        text = _("còn lại {amount} đồng") if value.left >= 0 else _("chi vượt {amount} đồng")
        parts.append(text.format(amount=format_number(abs(value.left))))
    return ", ".join(parts)


def _measured(count: int, unit: str) -> str:
    return f"{format_number(count)} {clean_line(unit)}".rstrip()
