"""Every command with its Vietnamese twin, who may use it and what it does: the menu and /help."""

from dataclasses import dataclass
from functools import cache

from domain.calls import Call
from domain.language import Translator, translator
from domain.people.records import Role
from domain.permissions import Action, may


@dataclass(frozen=True, slots=True)
class Command:
    """One command; `action` None is for everybody, strangers included."""

    name: str
    twin: str | None
    action: Action | None
    what: str


@cache
def commands(_: Translator) -> tuple[Command, ...]:
    """Return every command in the order of the menu."""
    return (
        Command("submit", "nop", Action.LOG_ARTICLE, _("ghi tin, bài đã đăng")),
        Command("mine", "cuatoi", Action.SEE_UNIT, _("tin, bài của đơn vị tôi")),
        Command("none", "khongco", Action.CONFIRM_ZERO, _("báo tháng này không có tin, bài")),
        Command("status", "tinhhinh", Action.SEE_UNIT, _("tình hình tháng này")),
        Command("review", "duyet", Action.REVIEW, _("duyệt các bài đang chờ")),
        Command("portal", "doichieu", Action.REVIEW, _("bài trên cổng chưa được ghi")),
        Command("topics", "chuyenmuc", Action.REVIEW, _("các từ gợi ý chuyên mục")),
        Command("report", "baocao", Action.REPORT, _("báo cáo theo kỳ, kèm tệp Word và Excel")),
        Command("figure", "solieu", Action.KEEP_FIGURES, _("số liệu cho báo cáo")),
        Command("pay", "chi", Action.KEEP_FIGURES, _("kinh phí và các khoản chi")),
        Command("note", "ghichu", Action.KEEP_NOTES, _("ghi chú của ban cho báo cáo")),
        Command(
            "settings", "caidat", Action.KEEP_SETTINGS, _("người ký, nơi nhận, lời văn của ban")
        ),
        Command("issue", "banhanh", Action.ISSUE, _("cấp số và ban hành báo cáo")),
        Command("rollup", "tonghop", Action.REPORT, _("bảng tổng hợp nhiều ban")),
        Command("remind", "nhac", Action.REMIND, _("xem và gửi nhắc các đơn vị chưa có tin, bài")),
        Command("broadcast", "thongbao", Action.BROADCAST, _("gửi thông báo cho cả ban")),
        Command("digest", "bantin", Action.SWITCH_DIGEST, _("bật, tắt bản tin trong nhóm")),
        Command("units", "donvi", Action.KEEP_UNITS, _("danh sách đơn vị")),
        Command("people", "thanhvien", Action.KEEP_PEOPLE, _("người của ban và các đơn vị")),
        Command("invite", "moi", Action.KEEP_PEOPLE, _("mời một người vào ban")),
        Command("find", "tim", Action.FIND, _("tìm bài theo chữ hoặc số")),
        Command("history", "lichsu", Action.SEE_UNIT, _("các lần sửa của một bài")),
        Command("undo", "hoantac", Action.LOG_ARTICLE, _("rút lại việc vừa làm")),
        Command("cancel", "huy", None, _("bỏ bài đang ghi dở")),
        Command("link", "lienket", Action.SEE_UNIT, _("nối tài khoản thứ hai của tôi")),
        Command("page", "trang", Action.SEE_UNIT, _("mở trang riêng của tôi trên trình duyệt")),
        Command("board", "chonban", Action.SEE_UNIT, _("chọn ban biên tập đang làm việc")),
        Command("language", "ngonngu", None, _("đổi ngôn ngữ: tiếng Việt, English")),
        Command("help", "huongdan", None, _("hướng dẫn")),
        Command("start", None, None, _("vào ban bằng mã mời")),
    )


def commands_for(_: Translator, call: Call | None) -> tuple[Command, ...]:
    """Return the commands a person may use; a stranger has those for everybody."""
    return tuple(
        command
        for command in commands(_)
        if command.action is None or (call is not None and may(call, command.action))
    )


_KEEPING = ("invite", "people", "units", "figure", "pay", "note", "settings")
_ALWAYS = ("find", "page", "undo", "help")

# What a role works with, the likeliest first: its menu. Whatever else it may do, it can type.
USED: dict[Role, tuple[str, ...]] = {
    Role.CHAIR: (
        *("report", "status", "issue", "review", "remind", "broadcast", "digest"),
        *_KEEPING,
        *_ALWAYS,
    ),
    Role.EDITOR: (
        *("submit", "status", "review", "remind", "report", "portal"),
        *_KEEPING,
        *_ALWAYS,
    ),
    Role.CORRESPONDENT: ("submit", "mine", "none", "status", *_ALWAYS),
    Role.HEAD: ("status", "mine", "find", "page", "help"),
}
_EVERYBODY = ("start", "help")
_IN_GROUPS = ("digest",)


def used_by(_: Translator, call: Call | None) -> tuple[Command, ...]:
    """Return the commands of a person's menu, by the roles on the current board.

    The one place that says which commands a role uses; a stranger has start and help.
    """
    return _named(_, _EVERYBODY) if call is None else _used_by_roles(_, call.roles)


@cache  # every message asks whether its chat's menu is still right
def _used_by_roles(_: Translator, roles: frozenset[Role]) -> tuple[Command, ...]:
    wanted = [name for role, names in USED.items() if role in roles for name in names]
    names = [name for name in dict.fromkeys(wanted) if name != "help"]
    return _named(_, (*names, "help"))


def used_in_groups(_: Translator) -> tuple[Command, ...]:
    """Return the commands of a group's menu."""
    return _named(_, _IN_GROUPS)


def _named(_: Translator, names: tuple[str, ...]) -> tuple[Command, ...]:
    known = {command.name: command for command in commands(_)}
    return tuple(known[name] for name in names if name in known)


# How the twins are spelled with their accents and blanks.
SPELLED = {
    "nộp": "submit",
    "của tôi": "mine",
    "không có": "none",
    "tình hình": "status",
    "duyệt": "review",
    "đối chiếu": "portal",
    "chuyên mục": "topics",
    "báo cáo": "report",
    "số liệu": "figure",
    "chi": "pay",
    "ghi chú": "note",
    "cài đặt": "settings",
    "ban hành": "issue",
    "tổng hợp": "rollup",
    "nhắc": "remind",
    "thông báo": "broadcast",
    "bản tin": "digest",
    "đơn vị": "units",
    "thành viên": "people",
    "mời": "invite",
    "tìm": "find",
    "lịch sử": "history",
    "hoàn tác": "undo",
    "huỷ": "cancel",
    "hủy": "cancel",
    "liên kết": "link",
    "chọn ban": "board",
    "ngôn ngữ": "language",
    "hướng dẫn": "help",
}


def command_names(_: Translator) -> dict[str, str]:
    """Return every name of every command, English and Vietnamese, with its English name."""
    return {
        name: command.name
        for command in commands(_)
        for name in (command.name, command.twin)
        if name
    }


def names_of(name: str) -> tuple[str, ...]:
    """Return all names of the command of an English name: what its handler answers to."""
    found = next(command for command in commands(translator("vi")) if command.name == name)
    return (found.name, found.twin) if found.twin else (found.name,)


def typed(_: Translator, name: str) -> str:
    """Return how a reader of this language types the command of an English name."""
    found = next(command for command in commands(_) if command.name == name)
    return f"/{shown_name(found, _.language)}"


def shown_name(command: Command, language: str) -> str:
    """Return the name a reader of this language sees in the menu."""
    return command.twin if language == "vi" and command.twin else command.name
