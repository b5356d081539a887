"""The report as chat text, made to be read on a phone: short lines, no tables."""

from domain.articles.records import KIND_NAMES
from domain.dates import format_date
from domain.language import Translator
from domain.periods.spans import ReportingMonth
from domain.periods.words import period_words
from domain.reports.dataset import Comparison, Report
from domain.text import format_number
from reports.words.figure_text import figure_line
from reports.words.markup import bold, bullets, folded, italic, more, number_or_dash, plain
from reports.words.unit_text import improved_lines, silent_lines, unit_lines
from reports.words.warning_text import warning_text

_TOPICS = 60
_DUPLICATES = 20
_FEW = 3
_MUCH = 400  # characters: some eight lines on a phone


def report_text(_: Translator, report: Report) -> str:
    """Return the report as simple HTML: six lines, and the long lists folded below them.

    Every name is escaped. May be longer than a message: split it with `domain.text.split_text`.
    Long lists are cut and say how much more the files hold.
    """
    first = (_heading(_, report), _span(_, report), *_warnings(_, report))
    lists = (
        unit_lines(_, report),
        improved_lines(_, report),
        _topics(_, report),
        _figures(_, report),
        _remarks(_, report),
    )
    below = "\n\n".join("\n".join(block) for block in lists if block)
    counts = (*_totals(_, report), *_months(_, report))
    parts = (*first, *counts, *silent_lines(_, report), folded(below))
    return "\n".join(part for part in parts if part)


def _heading(_: Translator, report: Report) -> str:
    title = _("Báo cáo tin, bài {period}").format(period=period_words(_, report.period))
    return f"<b>{plain(title)}</b>"


def _span(_: Translator, report: Report) -> str:
    """Return whose report it is, over which days, and its number once it has one."""
    period = report.period
    days = _("Từ ngày {first} đến ngày {last}").format(
        first=format_date(period.first), last=format_date(period.last)
    )
    words = [plain(report.board.name), days]
    if report.number is not None:
        number = f"{report.number:02d}/{report.board.number_suffix}"
        issued = _("Số {number}").format(number=number)
        if report.signed_on is not None:
            issued = _("Số {number}, ngày {day}").format(
                number=number, day=format_date(report.signed_on)
            )
        words.append(plain(issued))
    if report.replaces:
        words.append(plain(_("Thay thế {report}").format(report=report.replaces)))
    return " · ".join(words)


def _warnings(_: Translator, report: Report) -> list[str]:
    """Return what to look at before signing, folded when it is much."""
    if not report.warnings:
        return []
    sentences = [plain(warning_text(_, warning)) for warning in report.warnings]
    text = "\n".join([bold(_("Cần xem trước khi ký")), *bullets(sentences)])
    much = len(sentences) > _FEW or len(text) > _MUCH
    return [folded(text) if much else text]


def _totals(_: Translator, report: Report) -> list[str]:
    lines = [bold(_("Tổng số: {count} tin, bài").format(count=format_number(report.total)))]
    compared = [
        _comparison(_, report, other)
        for other in (report.before, report.year_before)
        if other is not None
    ]
    lines += [" ".join(compared)] if compared else []
    kinds = [
        _("{kind}: {count}").format(kind=_(KIND_NAMES[kind]), count=format_number(count))
        for kind, count in report.kinds.items()
        if count
    ]
    if kinds and report.kinds_known:
        classified = sum(report.kinds.values())
        listed = " · ".join(kinds)
        lines.append(
            _("Thể loại: {kinds}").format(kinds=listed)
            if classified >= report.total
            else _("Thể loại của {count} tin, bài có ghi: {kinds}").format(
                count=format_number(classified), kinds=listed
            )
        )
    if report.opening:
        lines.append(
            _(
                "Trong đó {count} tin, bài lấy từ bảng thống kê đã nhập, "
                "không có danh sách kèm theo."
            ).format(count=format_number(report.opening))
        )
    return lines


def _comparison(_: Translator, report: Report, other: Comparison) -> str:
    period = plain(period_words(_, other.period))
    difference = report.total - other.total
    before = format_number(other.total)
    if difference == 0:
        return _("Bằng {period} ({before}).").format(period=period, before=before)
    values = {"period": period, "before": before, "difference": format_number(abs(difference))}
    if other.total == 0:
        return _("So với {period} ({before}): tăng {difference}.").format(**values)
    tenths = round(abs(difference) * 1000 / other.total)
    values["percent"] = format_number(round(tenths / 10)) if tenths >= 10 else f"0,{tenths}"
    if difference > 0:
        return _("So với {period} ({before}): tăng {difference} ({percent}%).").format(**values)
    return _("So với {period} ({before}): giảm {difference} ({percent}%).").format(**values)


def _months(_: Translator, report: Report) -> list[str]:
    months = report.period.months
    if len(months) < 2:
        return []
    same_year = months[0].month.year == months[-1].month.year
    counts = [
        _("{month}: {count}").format(
            month=_month_label(_, month, same_year), count=number_or_dash(count)
        )
        for month, count in zip(months, report.known_month_totals, strict=True)
    ]
    return [" · ".join(counts)]


def _month_label(_: Translator, month: ReportingMonth, same_year: bool) -> str:
    number, year = month.month.month, month.month.year
    if not month.whole:
        return _("Tháng {month}/{year} ({first}–{last})").format(
            month=number,
            year=year,
            first=f"{month.first.day}/{month.first.month}",
            last=f"{month.last.day}/{month.last.month}",
        )
    if same_year:
        return _("Tháng {month}").format(month=number)
    return _("Tháng {month}/{year}").format(month=number, year=year)


def _topics(_: Translator, report: Report) -> list[str]:
    lines: list[str] = []
    covered = sorted(
        (topic for topic in report.topics if topic.count), key=lambda topic: -topic.count
    )
    if covered and report.topics_known:
        counts = (
            _("{topic}: {count}").format(topic=plain(topic.name), count=format_number(topic.count))
            for topic in covered[:_TOPICS]
        )
        classified = sum(topic.count for topic in covered)
        heading = (
            _("Chuyên mục")
            if classified >= report.total
            else _("Chuyên mục của {count} tin, bài có ghi").format(count=format_number(classified))
        )
        lines += [bold(heading), *bullets(counts)]
        lines += more(_("… và {count} chuyên mục khác trong tệp kèm theo."), len(covered) - _TOPICS)
    missing = report.named_uncovered
    if missing:
        heading = _("Chuyên mục chưa có tin, bài: {count}").format(
            count=format_number(len(missing))
        )
        lines += [bold(heading), "; ".join(plain(name) for name in missing[:_TOPICS])]
        lines += more(_("… và {count} chuyên mục khác trong tệp kèm theo."), len(missing) - _TOPICS)
        if report.opening:
            lines.append(italic(_("Bảng thống kê đã nhập không ghi chuyên mục.")))
    return lines


def _figures(_: Translator, report: Report) -> list[str]:
    if not report.figures:
        return []
    lines = (plain(figure_line(_, figure)) for figure in report.figures)
    return [bold(_("Số liệu khác")), *bullets(lines)]


def _remarks(_: Translator, report: Report) -> list[str]:
    lines: list[str] = []
    if report.duplicates:
        lines.append(
            _("Không tính {count} tin, bài trùng:").format(
                count=format_number(len(report.duplicates))
            )
        )
        lines += bullets(
            _("#{number} {title} (trùng #{other})").format(
                number=line.number, title=plain(line.title), other=line.of_number
            )
            if line.of_number is not None
            else _("#{number} {title}").format(number=line.number, title=plain(line.title))
            for line in report.duplicates[:_DUPLICATES]
        )
        lines += more(_("… và {count} tin, bài trùng khác."), len(report.duplicates) - _DUPLICATES)
    if report.completeness is not None:
        lines.append(
            _(
                "Đối chiếu với cổng ngày {day}: đã ghi {logged} trong {published} tin, bài đã đăng."
            ).format(
                day=format_date(report.completeness.checked_on),
                logged=format_number(report.completeness.logged),
                published=format_number(report.completeness.published),
            )
        )
    return lines
