"""The words of open questions in general."""

from domain.language import Translator


def dropped(_: Translator) -> str:
    """Return the answer to a dropped question."""
    return _("Đã bỏ câu hỏi đang chờ; không có gì thay đổi.")
