"""Buttons of the card of a report that is to be issued."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from domain.language import Translator
from domain.reports.issuing import IssuedReport
from services.reports.issued.issuing import IssuePreview

LONGEST = 60


def card(_: Translator, preview: IssuePreview) -> InlineKeyboardMarkup:
    """Return what can be changed, and at the end the buttons that issue."""
    code = preview.report.period.code
    replaces = preview.in_force.id if preview.in_force else 0
    tail = f"{preview.digest}:{replaces}:{code}"
    return InlineKeyboardMarkup(
        [
            [
                _button(_("Đổi số"), f"is:number:{code}"),
                _button(_("Đổi ngày"), f"is:date:{code}"),
            ],
            [
                _button(_("Người ký"), f"is:who:{code}"),
                _button(_("Nơi nhận"), "st:show:recipients"),
            ],
            [
                _button(_("Địa danh"), "st:show:place"),
                _button(_("Căn cứ"), "st:show:legal_basis"),
            ],
            [_button(_("Xem toàn văn"), f"is:words:{code}")],
            [_button(_("Ban hành bản giấy"), f"is:paper:{tail}")],
            [_button(_("Ban hành bản điện tử"), f"is:electronic:{tail}")],
        ]
    )


def signers(_: Translator, preview: IssuePreview) -> InlineKeyboardMarkup:
    """Return a button for each person who may sign, and the way to their list."""
    code = preview.report.period.code
    rows = [
        [_button(_short(f"{signer.post} {signer.name}"), f"is:by:{place}:{code}")]
        for place, signer in enumerate(preview.signers, start=1)
    ]
    rows.append([_button(_("Sửa danh sách người ký"), "st:show:signers")])
    return InlineKeyboardMarkup(rows)


def cancel(_: Translator, issued_id: int) -> InlineKeyboardMarkup:
    """Return the buttons that cancel an issued report, or leave it."""
    return InlineKeyboardMarkup(
        [
            [_button(_("Đúng, huỷ báo cáo"), f"is:sure:{issued_id}")],
            [_button(_("Không huỷ"), "q:drop")],
        ]
    )


def restore(_: Translator, before: IssuedReport, suffix: str) -> InlineKeyboardMarkup:
    """Return the button that lets a replaced report hold again."""
    label = _("Dùng lại Báo cáo số {number}").format(number=before.number_line(suffix))
    return InlineKeyboardMarkup([[_button(label, f"is:again:{before.id}")]])


def _short(label: str) -> str:
    return label if len(label) <= LONGEST else label[: LONGEST - 1] + "…"


def _button(label: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=data)
