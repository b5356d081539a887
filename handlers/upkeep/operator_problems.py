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
    ).format(path=v["path"], reason=_copy_reason(_, v["reason"]))


def _backup_failed(_: Translator, v: Values) -> str:
    return _(
        "Không sao lưu được vào {path}: {reason}; hãy kiểm tra chỗ trống và quyền ghi."
    ).format(path=v["path"], reason=_copy_reason(_, v["reason"]))


def _copy_reason(_: Translator, code: str) -> str:
    """Return why a copy cannot be made or used, in words instead of the database's own."""
    match code:
        case "not_a_database":
            return _("không phải tệp cơ sở dữ liệu của SQLite")
        case "not_a_dump":
            return _("không phải tệp do pg_dump viết")
        case "dump_unreadable":
            return _("tệp bị cắt cụt, hoặc do PostgreSQL mới hơn máy này viết")
        case "foreign_database":
            return _("không có đủ các bảng của tinbai")
        case "broken_links":
            return _("có hàng trỏ đến hàng không còn")
        case "database_full":
            return _("hết chỗ trên đĩa")
        case "database_not_ours":
            return _("không có quyền mở hay ghi tệp")
        case "database_locked":
            return _("chương trình khác đang giữ tệp")
        case "database_failing":
            return _("đĩa không đọc hay ghi được")
    return _("nội dung bị hỏng")


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
    return _(
        "{program} không làm được; hãy kiểm tra quyền ghi, chỗ trống, và gói postgresql-client có "
        "cũ hơn máy chủ không. {program} nói: “{reason}”"
    ).format(program=v["program"], reason=v["reason"])


def _no_person(_: Translator, v: Values) -> str:
    return _("Không có ai là “{name}”; hãy dùng số hoặc đúng tên của người ấy.").format(
        name=v["name"]
    )


def _namesakes(_: Translator, v: Values) -> str:
    return _("Có nhiều người tên “{name}”: {people}; hãy dùng số, ví dụ --person {id}.").format(
        name=v["name"], people=v["people"], id=v["id"]
    )


def _board_slug_taken(_: Translator, v: Values) -> str:
    return _(
        "Ban {slug} đã có dữ liệu trong cơ sở dữ liệu; hãy chọn slug khác, hoặc xóa ban ấy trước: "
        "tinbai boards remove {slug}"
    ).format(slug=v["slug"])


def _not_a_backup(_: Translator, v: Values) -> str:
    return _(
        "{path} đã có và không phải bản sao lưu của tinbai nên được giữ nguyên; hãy nêu tên khác, "
        "ví dụ: tinbai backup /srv/sao-luu/tinbai.db"
    ).format(path=v["path"])


def _backup_shrunk(_: Translator, v: Values) -> str:
    return _(
        "bản sao {path} chỉ có {rows} dòng dữ liệu, trong khi bản trước {before} có {earlier}; "
        "hãy xem có đúng cơ sở dữ liệu không, các bản cũ được giữ lại."
    ).format(path=v["path"], rows=v["rows"], before=v["before"], earlier=v["earlier"])


def _database_down(_: Translator, v: Values) -> str:
    return _(
        "Không nối được với PostgreSQL ở {place}; hãy kiểm tra máy chủ có chạy không, và "
        "database.url, ví dụ: postgresql+asyncpg://tinbai@/tinbai"
    ).format(place=v["place"])


def _database_refused(_: Translator, v: Values) -> str:
    return _(
        "PostgreSQL ở {place} không nhận tên “{user}” hay mật khẩu; hãy sửa database.url, "
        "ví dụ: postgresql+asyncpg://tên:mật-khẩu@máy/tinbai"
    ).format(place=v["place"], user=v["user"])


def _database_missing(_: Translator, v: Values) -> str:
    return _(
        "PostgreSQL ở {place} không có cơ sở dữ liệu “{database}”; hãy tạo: "
        "sudo -u postgres createdb -O tinbai {database}, hoặc sửa database.url."
    ).format(place=v["place"], database=v["database"])


def _no_database(_: Translator, v: Values) -> str:
    return _("Chưa có cơ sở dữ liệu {path}; tạo bằng: tinbai init").format(path=v["place"])


def _database_not_ours(_: Translator, v: Values) -> str:
    return _(
        "Không được ghi vào cơ sở dữ liệu {place}; hãy chạy bằng người dùng tinbai "
        "(sudo -u tinbai …) hoặc cấp quyền ghi, rồi kiểm tra database.url."
    ).format(place=v["place"])


def _database_folder(_: Translator, v: Values) -> str:
    return _(
        "database.url: {place} là thư mục; hãy ghi tên tệp, ví dụ: sqlite+aiosqlite:///tinbai.db"
    ).format(place=v["place"])


def _not_a_database(_: Translator, v: Values) -> str:
    return _(
        "{place} không phải cơ sở dữ liệu của tinbai; hãy sửa database.url, "
        "ví dụ: sqlite+aiosqlite:///tinbai.db"
    ).format(place=v["place"])


def _database_broken(_: Translator, v: Values) -> str:
    return _(
        "Cơ sở dữ liệu {place} bị hỏng; hãy dừng tinbai run rồi phục hồi bản sao lưu gần nhất: "
        "tinbai restore TỆP"
    ).format(place=v["place"])


def _database_locked(_: Translator, v: Values) -> str:
    return _(
        "Cơ sở dữ liệu {place} đang bị một chương trình khác giữ; hãy chờ nó xong hoặc dừng nó, "
        "rồi chạy lại."
    ).format(place=v["place"])


def _database_busy(_: Translator, v: Values) -> str:
    return _(
        "PostgreSQL ở {place} đã hết chỗ nối; hãy tăng max_connections hoặc bớt tiến trình."
    ).format(place=v["place"])


def _database_full(_: Translator, v: Values) -> str:
    return _("Hết chỗ trống cho cơ sở dữ liệu {place}; hãy giải phóng đĩa rồi chạy lại.").format(
        place=v["place"]
    )


def _database_failing(_: Translator, v: Values) -> str:
    return _("Không đọc ghi được {place}; hãy kiểm tra ổ đĩa của máy.").format(place=v["place"])


OPERATING: dict[str, Callable[[Translator, Values], str]] = {
    "board_slug_taken": _board_slug_taken,
    "no_backup": _no_backup,
    "not_a_backup": _not_a_backup,
    "backup_shrunk": _backup_shrunk,
    "broken_backup": _broken_backup,
    "backup_failed": _backup_failed,
    "same_file": _same_file,
    "database_in_use": _database_in_use,
    "database_down": _database_down,
    "database_refused": _database_refused,
    "no_database": _no_database,
    "database_missing": _database_missing,
    "database_not_ours": _database_not_ours,
    "database_folder": _database_folder,
    "not_a_database": _not_a_database,
    "foreign_database": _not_a_database,
    "database_broken": _database_broken,
    "database_locked": _database_locked,
    "database_busy": _database_busy,
    "database_full": _database_full,
    "database_failing": _database_failing,
    "no_program": _no_program,
    "program_failed": _program_failed,
    "no_person": _no_person,
    "namesakes": _namesakes,
}
