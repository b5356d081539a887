"""The words of a file that is to be imported: what was understood, what is asked, what was done.

Plain lines, for the chat and the command line alike.
"""

from collections.abc import Sequence

from domain.imports.names import NearName
from domain.imports.places import place_text
from domain.language import Translator
from domain.periods.spans import Month
from services.imports.plans import Lacking, Overlap, Plan
from services.imports.undoing import UndoneImport

MOST_NAMES = 40


def months_text(_: Translator, months: Sequence[Month]) -> str:
    """Return months as people write them: "tháng 1–6/2023", "tháng 12/2022, tháng 1/2023"."""
    if not months:
        return ""
    spans: list[tuple[Month, Month]] = []
    for month in months:
        if spans and spans[-1][1].shifted(1) == month:
            spans[-1] = spans[-1][0], month
        else:
            spans.append((month, month))
    parts = []
    for first, last in spans:
        if first == last:
            parts.append(f"{last.month}/{last.year}")
        elif first.year == last.year:
            parts.append(f"{first.month}–{last.month}/{last.year}")
        else:
            parts.append(f"{first.month}/{first.year}–{last.month}/{last.year}")
    return _("tháng {months}").format(months=", ".join(parts))


def headline(_: Translator, plan: Plan) -> str:
    """Return what the file holds in one line: units, months, the total."""
    values = {
        "units": len(plan.counted),
        "groups": max(1, len(plan.groups)),
        "months": months_text(_, plan.months),
        "total": plan.total,
        "articles": len(plan.appendix.articles),
    }
    if plan.appendix.articles:
        return _("Danh sách mỗi dòng một bài: {articles} bài của {units} đơn vị, {months}.").format(
            **values
        )
    return _("{units} đơn vị trong {groups} nhóm, {months}, tổng {total} tin, bài.").format(
        **values
    )


def understood(_: Translator, plan: Plan) -> list[str]:
    """Return what was understood of the file, the most telling first."""
    appendix = plan.appendix
    lines: list[str] = []
    if appendix.total_matches:
        lines.append(_("Số liệu khớp với dòng Tổng cộng của bảng."))
    elif appendix.total_matches is False and not appendix.total_difference:
        lines.append(_("Tổng chung khớp nhưng có tháng lệch so với dòng Tổng cộng của bảng."))
    elif appendix.total_matches is False:
        lines.append(
            _("Số liệu lệch {difference} so với dòng Tổng cộng của bảng.").format(
                difference=f"{appendix.total_difference or 0:+d}"
            )
        )
    if plan.ahead:
        lines.append(
            _("{months} chưa tới mà đã có số; xin xem lại năm của bảng.").format(
                months=months_text(_, plan.ahead).capitalize()
            )
        )
    if len(appendix.sheets) > 1:
        lines.append(_("Các trang tính đã đọc: {names}.").format(names=_names(appendix.sheets)))
    groups = [group for group in plan.groups if group]
    if groups:
        lines.append(_("Nhóm: {names}.").format(names=_names(groups)))
    if plan.new_units:
        lines.append(
            _("Đơn vị mới ({count}): {names}.").format(
                count=len(plan.new_units), names=_names(plan.new_units)
            )
        )
    lines += _spelled(_, plan)
    if plan.new_authors:
        lines.append(
            _("Tác giả chưa có trong ban ({count}): {names}.").format(
                count=len(plan.new_authors), names=_names(plan.new_authors)
            )
        )
    if plan.known_articles:
        lines.append(
            _("{count} bài đã có trong sổ, không ghi lại.").format(count=plan.known_articles)
        )
    if plan.alike:
        lines.append(
            _(
                "{count} bài trùng tiêu đề, đơn vị và ngày với bài đã ghi nhưng khác liên kết: "
                "vẫn ghi, xin xem lại ở /duyet."
            ).format(count=plan.alike)
        )
    if plan.repeated:
        lines.append(
            _("{count} dòng lặp lại trong danh sách, không ghi lại.").format(count=plan.repeated)
        )
    if plan.late:
        places = _names([place_text(_, row.place) for row in plan.late])
        lines.append(
            _("{count} dòng có ngày chưa tới, không nhập: {places}.").format(
                count=len(plan.late), places=places
            )
        )
    lines += [_lacking(_, each) for each in plan.lacking]
    return lines


def _spelled(_: Translator, plan: Plan) -> list[str]:
    """Return which units were known under another spelling."""
    pairs = [
        f"“{name}” → “{unit}”"
        for name, unit in plan.naming.official.items()
        if name != unit and name.casefold() != unit.casefold()
    ]
    return [_("Tên viết khác: {pairs}.").format(pairs="; ".join(pairs))] if pairs else []


def _lacking(_: Translator, each: Lacking) -> str:
    if each.articles:
        return _("Lần nhập số {number} có {count} bài mà danh sách này không có.").format(
            number=each.number, count=each.articles
        )
    return _("Lần nhập số {number} có “{unit}” ({months}) mà bảng này không có.").format(
        number=each.number, unit=each.unit, months=months_text(_, each.months)
    )


def near_name(_: Translator, near: NearName) -> str:
    """Return a name that may be another's, with the names it may be."""
    candidates = " / ".join(f"“{name}”" for name in near.candidates)
    return _("“{name}” gần giống {candidates}: cùng một đơn vị hay đơn vị mới?").format(
        name=near.name, candidates=candidates
    )


def overlap_line(_: Translator, each: Overlap, *, is_list: bool) -> str:
    """Return a unit's month that would be counted twice."""
    text = (
        _("{unit}, tháng {month}: số liệu đã nhập là {counted}, danh sách thêm {logged} bài.")
        if is_list
        else _("{unit}, tháng {month}: bảng ghi {counted}, trong sổ đã có {logged} bài.")
    )
    return text.format(
        unit=each.unit,
        month=f"{each.month.month}/{each.month.year}",
        counted=each.counted,
        logged=each.logged,
    )


def overlap_question(_: Translator, plan: Plan) -> str:
    """Return what is asked about counts that stand beside logged articles."""
    if plan.appendix.articles:
        return _(
            "Những tháng này đã có số liệu nhập từ bảng; "
            "số ấy có gồm các bài trong danh sách không?"
        )
    text = _("Những tháng này đã có bài trong sổ; số trong bảng có gồm các bài ấy không?")
    if plan.appendix.own_workbook:
        text += " " + _("Tệp này do tinbai xuất ra, nên bảng là tổng số.")
    return text


def outcome(_: Translator, plan: Plan) -> str:
    """Return what storing the file changed, or would change."""
    if not plan.changes_something:
        return _("Tệp này đã được nhập đủ; không có gì thay đổi.")
    values = {
        "units": len(plan.new_units),
        "cells": plan.changed,
        "articles": len(plan.articles),
        "number": plan.number,
    }
    if plan.appendix.articles:
        text = (
            _("Lần nhập số {number}: đã thêm {units} đơn vị và ghi {articles} bài.")
            if plan.applied
            else _("Nhập sẽ thêm {units} đơn vị và ghi {articles} bài.")
        )
    else:
        text = (
            _("Lần nhập số {number}: đã thêm {units} đơn vị và đổi {cells} ô số liệu.")
            if plan.applied
            else _("Nhập sẽ thêm {units} đơn vị và đổi {cells} ô số liệu.")
        )
    return text.format(**values)


def undone(_: Translator, done: UndoneImport) -> str:
    """Return what taking an import back changed."""
    text = _(
        "Đã hoàn tác lần nhập số {number}: trả lại {cells} ô số liệu, bỏ {articles} bài và "
        "{units} đơn vị."
    ).format(number=done.number, cells=done.cells, articles=done.articles, units=done.units)
    if done.kept:
        text += " " + _("Giữ lại vì đã có việc khác: {names}.").format(names=_names(done.kept))
    return text


def _names(names: Sequence[str]) -> str:
    shown = "; ".join(names[:MOST_NAMES])
    return shown if len(names) <= MOST_NAMES else f"{shown}; …"
