"""The units of a report in chat: who sent how much, who improved, who sent nothing."""

from collections.abc import Sequence

from domain.language import Translator
from domain.periods.words import period_words
from domain.reports.dataset import Report, UnitRow, leading
from domain.reports.names import without_number
from domain.text import format_number
from reports.words.markup import bold, bullets, folded, more, number_or_dash, plain

_RANKED = 30
_GROUPS = 40
_SILENT = 200
_FEW = 3
_IMPROVED = 3


def unit_lines(_: Translator, report: Report) -> list[str]:
    """List each group's total and its units, ranked over all units of the board."""
    active = sorted((unit for unit in report.units if unit.total > 0), key=lambda unit: -unit.total)
    # All of a board of usual size; only of a very large one the head.
    shown = active if len(active) <= 2 * _RANKED else active[:_RANKED]
    ranks = _ranks(shown)
    lines = [bold(_("Đơn vị, theo thứ hạng chung"))] if shown else []
    for group in report.groups[:_GROUPS]:
        total = _("{group}: {count}").format(
            group=without_number(group.name), count=number_or_dash(group.known_total)
        )
        lines.append(bold(total))
        members = {unit.unit_id for unit in group.units}
        lines += [
            _("{rank}. {unit}: {count}").format(
                rank=ranks[unit.unit_id], unit=_named(_, unit), count=format_number(unit.total)
            )
            for unit in shown
            if unit.unit_id in members
        ]
    lines += more(_("… và {count} nhóm khác trong tệp kèm theo."), len(report.groups) - _GROUPS)
    lines += more(
        _("… và {count} đơn vị khác có tin, bài trong tệp kèm theo."), len(active) - len(shown)
    )
    return lines


def _ranks(units: Sequence[UnitRow]) -> dict[int, int]:
    """Give equal totals the same rank; `units` come in falling order."""
    ranks: dict[int, int] = {}
    rank = 1
    for place, unit in enumerate(units):
        if place and unit.total < units[place - 1].total:
            rank = place + 1
        ranks[unit.unit_id] = rank
    return ranks


def improved_lines(_: Translator, report: Report) -> list[str]:
    """Name the units that rose most since the period before."""
    if report.before is None:
        return []
    before = report.before.units
    rises = [
        (unit.total - before[unit.unit_id], unit)
        for unit in report.units
        if unit.unit_id in before and unit.total > before[unit.unit_id]
    ]
    if not rises:
        return []
    ranked = sorted(rises, key=lambda rise: -rise[0])
    best = leading(ranked, _IMPROVED, lambda rise: rise[0])
    if not best:
        return []
    heading = _("Tăng nhiều nhất so với {period}").format(
        period=period_words(_, report.before.period)
    )
    lines = (
        _("{unit}: tăng {count}").format(unit=plain(unit.name), count=format_number(rise))
        for rise, unit in best
    )
    return [bold(heading), *bullets(lines)]


def silent_lines(_: Translator, report: Report) -> list[str]:
    """Name the units with nothing, those that confirmed it apart from the silent ones."""
    lines: list[str] = []
    silent = report.silent_units
    if silent:
        heading = _("Chưa có tin, bài: {count} đơn vị").format(count=format_number(len(silent)))
        lines += _names(_, heading, [_named(_, unit) for unit in silent])
    confirmed = [unit for unit in report.zero_units if unit.confirmed_zero]
    if confirmed:
        heading = _("Đã báo không có tin, bài: {count} đơn vị").format(
            count=format_number(len(confirmed))
        )
        lines += _names(_, heading, [_answered(_, unit) for unit in confirmed])
    return lines


def _names(_: Translator, heading: str, names: Sequence[str]) -> list[str]:
    """Return names below a heading, folded when they are many."""
    rest = more(_("… và {count} đơn vị khác trong tệp kèm theo."), len(names) - _SILENT)
    lines = "\n".join([*bullets(names[:_SILENT]), *rest])
    return [bold(heading), folded(lines) if len(names) > _FEW else lines]


def _answered(_: Translator, unit: UnitRow) -> str:
    months = ", ".join(f"{month.month}/{month.year}" for month in unit.confirmed_zero)
    return _("{unit} (tháng {months})").format(unit=_named(_, unit), months=months)


def _named(_: Translator, unit: UnitRow) -> str:
    if unit.note:
        return _("{unit} ({note})").format(unit=plain(unit.name), note=plain(unit.note))
    return plain(unit.name)
