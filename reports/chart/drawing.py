"""The report as a picture for a phone: months as bars, and below them units × months.

One upright page in which the bars stand over the columns of the heat map. The picture belongs to
the official report, so its text is always Vietnamese.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from domain.periods.spans import file_slug, period_title
from domain.reports.dataset import Report, known_sum
from domain.text import format_number
from reports.chart.canvas import Box, Canvas
from reports.chart.colours import shade, text_colour
from reports.rendered import Rendered

MOST_UNITS = 40
# More columns are too narrow for their numbers: then a column is a year.
_MOST_MONTHS = 13
_WIDTH = 1080
_MARGIN = 36
_LABELS = 410
_TOTALS = 92
_LEFT = _MARGIN + _LABELS
_RIGHT = _WIDTH - _MARGIN - _TOTALS
_HEADING = 148
_BARS = 330
_BAR_TOP = 40
_AXIS = 50
_ROW = 42
_FOOT = 84
_GAP = 3
_GREY, _BAR = "#595959", "#08306b"
_DIGIT_WIDTH = 0.72
_SMALLEST = 18.0


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    counts: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class _Table:
    """What is drawn: columns by label with their sums, and the units with most first."""

    labels: tuple[str, ...]
    sums: tuple[int | None, ...]
    rows: tuple[_Row, ...]

    def cell(self, column: int, row: int, top: float) -> Box:
        width = (_RIGHT - _LEFT) / len(self.labels)
        return Box(
            _LEFT + column * width + _GAP / 2,
            top + row * _ROW + _GAP / 2,
            width - _GAP,
            _ROW - _GAP,
        )


def render_chart(report: Report) -> Rendered:
    """Return the picture `bieu-do-….png`, 1080 pixels wide and at most about 2,300 high.

    At most 40 units are drawn, those with the most items first. Blocking: run it in a thread.
    """
    content = draw_chart(report).png()
    return Rendered(f"bieu-do-{file_slug(report.period)}.png", "image/png", content)


def draw_chart(report: Report) -> Canvas:
    """Draw the picture."""
    table = _table(report)
    # A single column says the same as the total.
    bars = _BARS if len(table.labels) > 1 else 0
    top = _HEADING + bars
    height = top + _AXIS + _ROW * max(len(table.rows), 1) + _FOOT
    canvas = Canvas(_WIDTH, height)
    _draw_heading(canvas, report)
    if bars:
        _draw_bars(canvas, table, Box(_LEFT, _HEADING, _RIGHT - _LEFT, bars))
        _draw_total(canvas, report)
    _draw_axis(canvas, table, top + _AXIS / 2)
    _draw_cells(canvas, table, top + _AXIS)
    _draw_foot(canvas, report, height - _FOOT)
    return canvas


def _table(report: Report) -> _Table:
    months = [month.month for month in report.period.months]
    several = len({month.year for month in months}) > 1
    units = sorted(report.units, key=lambda unit: -unit.total)[:MOST_UNITS]
    if len(months) <= _MOST_MONTHS:
        return _Table(
            tuple(
                f"{month.month}/{month.year % 100:02d}" if several else f"T{month.month}"
                for month in months
            ),
            report.known_month_totals,
            tuple(_Row(unit.name, unit.months, unit.known_total) for unit in units),
        )
    years = tuple(month.year for month in months)
    return _Table(
        tuple(str(year) for year, _ in groupby(years)),
        _by_year(years, report.known_month_totals),
        tuple(_Row(unit.name, _by_year(years, unit.months), unit.known_total) for unit in units),
    )


def _by_year(years: Sequence[int], counts: Sequence[int | None]) -> tuple[int | None, ...]:
    sums = []
    for _, pairs in groupby(zip(years, counts, strict=True), key=lambda pair: pair[0]):
        sums.append(known_sum(count for _, count in pairs))
    return tuple(sums)


def _draw_heading(canvas: Canvas, report: Report) -> None:
    room = _WIDTH - 2 * _MARGIN
    title = f"Tin, bài {period_title(report.period)}"
    canvas.write((_MARGIN, 56), title, canvas.fitting(title, room, 42, bold=True), bold=True)
    name = canvas.shorten(report.board.name, room, 25)
    canvas.write((_MARGIN, 110), name, 25, colour=_GREY)


def _draw_total(canvas: Canvas, report: Report) -> None:
    """Write the total large where the bars leave room, over the units' names."""
    middle = _HEADING + _BARS / 2
    canvas.write((_MARGIN, middle - 40), format_number(report.total), 88, bold=True, colour=_BAR)
    canvas.write((_MARGIN, middle + 36), "tin, bài", 28)
    with_items = sum(unit.total > 0 for unit in report.units)
    whole = format_number(len(report.units))
    line = f"{format_number(with_items)}/{whole} đơn vị có tin, bài"
    canvas.write((_MARGIN, middle + 80), canvas.shorten(line, _LABELS - 20, 24), 24, colour=_GREY)


def _draw_bars(canvas: Canvas, table: _Table, area: Box) -> None:
    highest = max(*(count or 0 for count in table.sums), 1)
    width = area.width / len(table.labels)
    size = _number_size(width, [count or 0 for count in table.sums])
    base = area.top + area.height
    for column, count in enumerate(table.sums):
        if count is None:
            continue
        height = (area.height - _BAR_TOP) * count / highest
        left = area.left + column * width
        canvas.fill(Box(left + width * 0.14, base - height, width * 0.72, height), _BAR)
        canvas.write(
            (left + width / 2, base - height - 18),
            format_number(count),
            size,
            align="center",
            bold=True,
        )
    canvas.fill(Box(area.left, base, area.width, 2), _GREY)


def _draw_axis(canvas: Canvas, table: _Table, middle: float) -> None:
    width = (_RIGHT - _LEFT) / len(table.labels)
    size = min(24.0, width / (_DIGIT_WIDTH * max(map(len, table.labels))))
    for column, label in enumerate(table.labels):
        canvas.write(
            (_LEFT + (column + 0.5) * width, middle), label, size, align="center", colour=_GREY
        )
    canvas.write((_WIDTH - _MARGIN, middle), "Tổng", 24, align="right", bold=True)


def _draw_cells(canvas: Canvas, table: _Table, top: float) -> None:
    if not table.rows:
        canvas.write((_MARGIN, top + _ROW / 2), "Chưa có đơn vị nào.", 24, colour=_GREY)
        return
    counts = [count or 0 for row in table.rows for count in row.counts]
    highest = max(*counts, 1)
    size = _number_size((_RIGHT - _LEFT) / len(table.labels), counts)
    for place, row in enumerate(table.rows):
        middle = top + (place + 0.5) * _ROW
        _draw_name(canvas, row.name, middle)
        for column, count in enumerate(row.counts):
            box = table.cell(column, place, top)
            if count is None:
                canvas.hatch(box)
                continue
            ground = shade(count / highest)
            canvas.fill(box, ground)
            canvas.write(
                box.middle, format_number(count), size, align="center", colour=text_colour(ground)
            )
        if row.total is not None:
            total = format_number(row.total)
            canvas.write((_WIDTH - _MARGIN, middle), total, 24, align="right", bold=True)


def _draw_name(canvas: Canvas, name: str, middle: float) -> None:
    """Write a unit's name, on two lines where it is long: names differ in their last words."""
    room = _LABELS - 16
    size = canvas.fitting(name, room, 22)
    if size >= _SMALLEST:
        canvas.write((_MARGIN, middle), name, size)
        return
    first, second = canvas.two_lines(name, room, _SMALLEST)
    canvas.write((_MARGIN, middle - 10), first, _SMALLEST)
    canvas.write((_MARGIN, middle + 11), second, _SMALLEST)


def _draw_foot(canvas: Canvas, report: Report, top: float) -> None:
    canvas.hatch(Box(_MARGIN, top + 14, 34, 22))
    canvas.write((_MARGIN + 44, top + 26), "chưa ghi nhận", 20, colour=_GREY)
    zero = Box(_MARGIN + 240, top + 14, 34, 22)
    canvas.fill(zero, shade(0))
    canvas.write(zero.middle, "0", 18, align="center", colour=text_colour(shade(0)))
    canvas.write((_MARGIN + 284, top + 26), "đơn vị báo không có", 20, colour=_GREY)
    hidden = len(report.units) - MOST_UNITS
    if hidden > 0:
        line = (
            f"{MOST_UNITS} đơn vị nhiều tin, bài nhất; "
            f"{format_number(hidden)} đơn vị khác xem trong tệp kèm theo."
        )
        canvas.write((_MARGIN, top + 60), line, 20, colour=_GREY)


def _number_size(width: float, counts: Sequence[int]) -> float:
    """Return the text height in pixels at which the longest number fits a column."""
    longest = max(len(format_number(count)) for count in (*counts, 0))
    return min(24.0, (width - _GAP) / (_DIGIT_WIDTH * longest))
