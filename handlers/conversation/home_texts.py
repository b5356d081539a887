"""The words a person always has at hand: the four buttons of a role, and what the bot is."""

from domain.language import Translator
from domain.people.records import Role


def description(_: Translator) -> str:
    """Return what an empty chat shows before somebody writes."""
    return _(
        "Trợ lý của Ban Biên tập: ghi tin, bài đã đăng, nhắc đơn vị chưa có bài và lập báo cáo "
        "theo kỳ. Trợ lý chỉ phục vụ người có mã mời; xin liên hệ thư ký của ban để nhận mã, "
        "rồi bấm Bắt đầu và gửi mã vào đây."
    )


def short_description(_: Translator) -> str:
    """Return what the bot's profile and a shared link show."""
    return _("Ghi tin, bài, nhắc đơn vị và lập báo cáo cho Ban Biên tập.")


def home(_: Translator, roles: frozenset[Role]) -> tuple[str, ...]:
    """Return the four things somebody of these roles does most, as words that are understood."""
    by_role = {
        Role.CHAIR: _("Báo cáo | Tình hình | Nhắc các đơn vị | Mời người"),
        Role.EDITOR: _("Tình hình | Duyệt bài | Nhắc các đơn vị | Báo cáo"),
        Role.CORRESPONDENT: _("Ghi bài | Bài của tôi | Tháng này không có | Tình hình"),
        Role.HEAD: _("Tình hình | Bài của đơn vị | Tìm bài | Hướng dẫn"),
    }
    labels = next((labels for role, labels in by_role.items() if role in roles), "")
    return tuple(label.strip() for label in labels.split("|") if label)


def spoken_home(_: Translator, labels: tuple[str, ...]) -> str:
    """Return the same as words to type, where there is no keyboard."""
    named = ", ".join(f"<code>{label.lower()}</code>" for label in labels)
    return _("Lúc nào cũng có thể gõ: {words}.").format(words=named)


def placeholder(_: Translator) -> str:
    """Return the grey hint in the field where people type."""
    return _("Dán liên kết hoặc chọn bên dưới")


def renewed(_: Translator) -> str:
    """Return what comes with the buttons in a newly chosen language."""
    return _("Các nút dưới đây cũng đã đổi theo.")
