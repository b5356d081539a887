"""What is wrong with taking an import back or with a file that waits: a sentence each."""

from collections.abc import Callable, Mapping

from domain.language import Translator

Values = Mapping[str, str]


def _unknown_import(_: Translator, v: Values) -> str:
    return _("Không có lần nhập số {number}; xem danh sách bằng tinbai imports.").format(
        number=v["number"]
    )


def _import_undone(_: Translator, v: Values) -> str:
    return _("Lần nhập số {number} đã được hoàn tác trước đó.").format(number=v["number"])


def _import_issued(_: Translator, v: Values) -> str:
    return _(
        "Báo cáo {period} đã ban hành, nên lần nhập số {number} không hoàn tác được nữa; "
        "số liệu đúng có thể nhập bằng bảng mới."
    ).format(period=v["period"], number=v["number"])


def _upload_gone(_: Translator, v: Values) -> str:
    return _("Tệp này không còn chờ nhập; xin gửi lại tệp.")


IMPORTING: dict[str, Callable[[Translator, Values], str]] = {
    "unknown_import": _unknown_import,
    "import_undone": _import_undone,
    "import_issued": _import_issued,
    "upload_gone": _upload_gone,
}
