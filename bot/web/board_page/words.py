"""What the board's page says itself, in the reader's language."""

from domain.language import Translator


def page_words(_: Translator) -> dict[str, str]:
    """Return the page's words by the names its templates use."""
    return {
        "page": _("Trang của ban"),
        "read_only": _("Chỉ xem"),
        "period": _("Kỳ"),
        "unit": _("Đơn vị"),
        "total": _("Tổng"),
        "whole_board": _("Toàn ban"),
        "table": _("Số tin, bài của các đơn vị"),
        "no_entry": _("chưa có số liệu"),
        "legend": _("“·” là tháng chưa có số liệu; 0 là đơn vị đã báo không có tin, bài."),
        "trend": _("12 tháng gần đây"),
        "topics": _("Chuyên mục"),
        "uncovered": _("Chuyên mục chưa có tin, bài"),
        "no_uncovered": _("Mọi chuyên mục đều đã có tin, bài."),
        "no_topics": _("Kỳ này chưa có bài nào được ghi với chuyên mục."),
        "silent": _("Chưa có tin, bài và chưa trả lời"),
        "no_silent": _("Mọi đơn vị đã có tin, bài hoặc đã trả lời trong tháng này."),
        "undelivered": _("Tin nhắn chưa gửi được"),
        "no_undelivered": _("Mọi tin nhắn của tinbai đều đã gửi được."),
        "downloads": _("Tải về"),
        "word": _("Báo cáo (Word)"),
        "excel": _("Phụ lục (Excel)"),
        "pdf": _("Báo cáo (PDF)"),
        "picture": _("Biểu đồ (ảnh PNG)"),
        "back": _("Về trang của ban"),
        "articles": _("tin, bài"),
    }
