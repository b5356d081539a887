"""What goes wrong at the terminal with backups and exports: one sentence each, with the mend."""

from collections.abc import Callable, Mapping

from domain.language import Translator

Values = Mapping[str, str]


def _no_backup(_: Translator, v: Values) -> str:
    return _("Không có tệp {path}; hãy dùng tệp do tinbai backup tạo ra.").format(path=v["path"])


def _broken_backup(_: Translator, v: Values) -> str:
    return _(
        "{path} không phải bản sao lưu nguyên vẹn ({reason}); hãy dùng một bản khác, "
        "dữ liệu hiện nay chưa bị đụng đến."
    ).format(path=v["path"], reason=v["reason"])


def _backup_failed(_: Translator, v: Values) -> str:
    return _(
        "Không sao lưu được vào {path}: {reason}; hãy kiểm tra chỗ trống và quyền ghi."
    ).format(path=v["path"], reason=v["reason"])


def _same_file(_: Translator, v: Values) -> str:
    return _("{path} chính là cơ sở dữ liệu đang dùng; hãy nêu một tệp khác.").format(
        path=v["path"]
    )


def _database_in_use(_: Translator, v: Values) -> str:
    return _("Cơ sở dữ liệu đang được dùng; hãy dừng mọi tinbai run rồi phục hồi.")


def _no_program(_: Translator, v: Values) -> str:
    return _("Máy này không có {program}; hãy cài gói postgresql-client.").format(
        program=v["program"]
    )


def _program_failed(_: Translator, v: Values) -> str:
    return _("{program} không làm được: {reason}; hãy kiểm tra database.url.").format(
        program=v["program"], reason=v["reason"]
    )


def _no_person(_: Translator, v: Values) -> str:
    return _("Không có ai là “{name}”; hãy dùng số hoặc đúng tên của người ấy.").format(
        name=v["name"]
    )


def _several_people(_: Translator, v: Values) -> str:
    return _("Có nhiều người tên “{name}”: {people}; hãy dùng số, ví dụ --person {id}.").format(
        name=v["name"], people=v["people"], id=v["id"]
    )


OPERATING: dict[str, Callable[[Translator, Values], str]] = {
    "no_backup": _no_backup,
    "broken_backup": _broken_backup,
    "backup_failed": _backup_failed,
    "same_file": _same_file,
    "database_in_use": _database_in_use,
    "no_program": _no_program,
    "program_failed": _program_failed,
    "no_person": _no_person,
    "several_people": _several_people,
}
