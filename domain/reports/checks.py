"""What the chair should look at before signing: warnings drawn from the report's own data."""

from datetime import timedelta

from domain.reports.dataset import CounterValue, CountValue, MoneyValue, Report, ReportWarning
from domain.reports.settings import example_texts

OLD_READING = timedelta(days=14)
INCOMPLETE = 0.5


def check_report(report: Report) -> tuple[ReportWarning, ...]:
    """Return the report's warnings, the most serious first."""
    if report.total == 0:
        found = (ReportWarning("nothing_recorded", {}), *_signing(report))
    else:
        found = (
            *_twice(report),
            *_last_month(report),
            *_people(report),
            *_figures(report),
            *_signing(report),
        )
    return (*_months(report), *found)


def _months(report: Report) -> tuple[ReportWarning, ...]:
    if not report.cut_months:
        return ()
    return (ReportWarning("cut_months", {"months": report.cut_months}),)


def _last_month(report: Report) -> tuple[ReportWarning, ...]:
    # Of months that have not begun nothing can be missing yet.
    begun = sum(month.first <= report.prepared_on for month in report.period.months)
    totals = report.month_totals[:begun]
    if begun < 2:
        return ()
    month = report.period.months[begun - 1].month
    if month in report.cut_months:
        return ()
    before, last = totals[-2], totals[-1]
    warnings: list[ReportWarning] = []
    if last < before * INCOMPLETE:
        warnings.append(
            ReportWarning(
                "incomplete_last_month", {"month": month, "count": last, "before": before}
            )
        )
    biggest = max(report.units, key=lambda unit: unit.total)
    if biggest.months[begun - 1] is None and sum(count is not None for count in biggest.months) > 1:
        warnings.append(ReportWarning("biggest_blank", {"unit": biggest.name, "month": month}))
    return tuple(warnings)


def _twice(report: Report) -> tuple[ReportWarning, ...]:
    cells = tuple(
        f"{unit.name} ({month.month}/{month.year})" for unit in report.units for month in unit.mixed
    )
    return (ReportWarning("counts_and_articles", {"cells": cells}),) if cells else ()


def _people(report: Report) -> tuple[ReportWarning, ...]:
    if not report.units_with_nobody:
        return ()
    return (ReportWarning("units_with_nobody", {"units": report.units_with_nobody}),)


def _figures(report: Report) -> tuple[ReportWarning, ...]:
    signing = report.signed_on or report.prepared_on
    overspent = [
        ReportWarning(
            "overspent", {"name": figure.definition.name, "amount": -(figure.value.left or 0)}
        )
        for figure in report.figures
        if isinstance(figure.value, MoneyValue) and (figure.value.left or 0) < 0
    ]
    old = [
        ReportWarning(
            "old_reading", {"name": figure.definition.name, "read_on": figure.value.read_on}
        )
        for figure in report.figures
        if isinstance(figure.value, CounterValue) and signing - figure.value.read_on > OLD_READING
    ]
    return (*overspent, *old, *_unsaid(report), *_portal(report))


def _unsaid(report: Report) -> tuple[ReportWarning, ...]:
    """Return what the document leaves unsaid of a figure because the data does not give it."""
    warnings = []
    for figure in report.figures:
        name, value = figure.definition.name, figure.value
        if isinstance(value, CounterValue) and value.rise is None:
            warnings.append(ReportWarning("counter_alone", {"name": name}))
        elif isinstance(value, CounterValue) and (value.rise or 0) < 0:
            warnings.append(ReportWarning("counter_falls", {"name": name}))
        elif isinstance(value, CountValue) and 0 < len(value.items) < value.value:
            missing = value.value - len(value.items)
            warnings.append(ReportWarning("unnamed_items", {"name": name, "count": missing}))
    return tuple(warnings)


def _portal(report: Report) -> tuple[ReportWarning, ...]:
    check = report.completeness
    if check is None or check.published <= check.logged:
        return ()
    values = {
        "missing": check.published - check.logged,
        "published": check.published,
        "on": check.checked_on,
    }
    return (ReportWarning("portal_gap", values),)


def _signing(report: Report) -> tuple[ReportWarning, ...]:
    signing = report.signed_on or report.prepared_on
    warnings: list[ReportWarning] = [
        ReportWarning("expired_basis", {"text": basis.text, "on": basis.valid_to})
        for basis in report.board.legal_basis
        if basis.valid_to is not None and basis.valid_to < signing
    ]
    if report.signed_on is not None and report.signed_on < report.period.last:
        values = {"signed_on": report.signed_on, "last": report.period.last}
        warnings.insert(0, ReportWarning("signed_early", values))
    if report.signed_on is not None and report.signed_on > report.prepared_on:
        warnings.insert(0, ReportWarning("signed_ahead", {"signed_on": report.signed_on}))
    warnings += [
        ReportWarning("early_basis", {"text": basis.text, "on": basis.valid_from})
        for basis in report.board.legal_basis
        if basis.valid_from is not None and basis.valid_from > signing
    ]
    texts = example_texts(report.board)
    if texts:
        warnings.append(ReportWarning("example_words", {"texts": texts}))
    if not report.board.signatory.name:
        warnings.append(ReportWarning("missing_signatory", {}))
    return tuple(warnings)
