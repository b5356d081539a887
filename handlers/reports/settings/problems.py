"""What is wrong with a setting: one sentence each, with one right example."""

from collections.abc import Callable, Mapping
from html import escape

from domain.language import Translator
from domain.reports.settings import BY_KEY
from handlers.reports.settings.texts import example, name

Values = Mapping[str, str]


def _setting(_: Translator, v: Values) -> str:
    text = _("Không có mục cài đặt “{name}”; gõ /caidat để xem các mục.").format(
        name=v["name"][:60]
    )
    if v.get("nearest"):
        near = v["nearest"]
        # The command line's own names, as signatory.name, are shown as they are.
        shown = name(_, near) if near in BY_KEY else near
        text += " " + _("Có phải là “{nearest}”?").format(nearest=shown)
    return text


def _installation_setting(_: Translator, v: Values) -> str:
    return _(
        "{name} là phần của người vận hành, sửa trong config.toml; ở đây sửa được các mục trong "
        "/caidat."
    ).format(name=v["name"])


def _empty_setting(_: Translator, v: Values) -> str:
    text = _("Giá trị đang trống; xin gửi như <code>{example}</code>.")
    return text.format(example=escape(example(_, v["key"])))


def _several_settings(_: Translator, v: Values) -> str:
    return _(
        "Tin này có vẻ nói đến nhiều mục nên chưa đổi mục nào; xin gửi mỗi mục trong một tin "
        "riêng, như <code>/caidat địa danh: Chư Păh</code>."
    )


def _long_setting(_: Translator, v: Values) -> str:
    return _("Giá trị dài {length} ký tự; xin viết gọn trong {limit} ký tự.").format(
        length=v["length"], limit=v["limit"]
    )


def _many_settings(_: Translator, v: Values) -> str:
    return _("Danh sách chỉ có tối đa {limit} mục, không thể có {count}; xin gộp lại.").format(
        count=v["count"], limit=v["limit"]
    )


def _one_or_several(_: Translator, v: Values) -> str:
    return _(
        "“{text}” là một mục hay nhiều mục? Nếu là nhiều, xin ngăn bằng dấu chấm phẩy, như "
        "<code>Y tế; Giáo dục</code>; nếu là một, xin thêm dấu chấm phẩy ở cuối, như "
        "<code>Văn hóa, Thể thao và Du lịch;</code>."
    ).format(text=v["text"][:80])


def _repeated_setting(_: Translator, v: Values) -> str:
    return _("“{text}” có hai lần trong danh sách; xin chỉ gửi một lần.").format(
        text=v["text"][:80]
    )


def _bad_suffix(_: Translator, v: Values) -> str:
    return _(
        "“{text}” không phải là ký hiệu; xin gửi phần sau số, như <code>BC-BBT</code>."
    ).format(text=v["text"][:40])


def _bad_hours(_: Translator, v: Values) -> str:
    return _("“{text}” không phải là khoảng giờ; xin gửi như <code>21:00-7:00</code>.").format(
        text=v["text"][:40]
    )


def _bad_switch(_: Translator, v: Values) -> str:
    return _("“{text}” không rõ là có hay không; xin gửi <code>có</code>.").format(
        text=v["text"][:40]
    )


def _bad_validity(_: Translator, v: Values) -> str:
    return _(
        "Không đọc được thời hạn ở “{text}”; xin gửi như <code>Quy chế hoạt động | từ 1/1/2020 | "
        "đến 31/12/2030</code>."
    ).format(text=v["text"][:80])


def _bad_signer(_: Translator, v: Values) -> str:
    return _(
        "Chưa rõ chức vụ và họ tên ở “{text}”; xin gửi như "
        "<code>Phó Trưởng ban | Nguyễn Văn A | KT. TRƯỞNG BAN</code>."
    ).format(text=v["text"][:80])


def _unknown_wording_field(_: Translator, v: Values) -> str:
    text = _("Không có trường “{name}”; dùng được: {fields}.").format(
        name=v["name"][:40], fields=v["fields"]
    )
    if v.get("nearest"):
        text += " " + _("Có phải là “{nearest}”?").format(nearest=v["nearest"])
    return text


def _open_brace(_: Translator, v: Values) -> str:
    return _("Dấu ngoặc nhọn chưa đóng ở “{text}”; trường viết như <code>{example}</code>.").format(
        text=v["text"][:80], example="{{ period }}"
    )


def _setting_place(_: Translator, v: Values) -> str:
    return _("Danh sách không có mục {place}, chỉ có {count} mục; gõ /caidat để xem.").format(
        place=v["place"], count=v["count"]
    )


def _setting_entry(_: Translator, v: Values) -> str:
    return _(
        "Không rõ mục nào là “{text}”; xin gửi số của mục, như <code>/caidat bỏ nơi nhận 2</code>."
    ).format(text=v["text"][:60])


def _setting_entries(_: Translator, v: Values) -> str:
    return _(
        "Chưa bỏ gì, vì “{text}” có thể là {entries}; xin gửi số của mục, như "
        "<code>/caidat bỏ {name} {place}</code>."
    ).format(
        text=v["text"][:60],
        entries=v["entries"],
        name=name(_, v["key"]).lower(),
        place=v["place"],
    )


def _no_list(_: Translator, v: Values) -> str:
    return _(
        "Mục này chỉ có một giá trị; xin gửi giá trị mới, như "
        "<code>/caidat địa danh: Chư Păh</code>."
    )


def _setting_unchanged(_: Translator, v: Values) -> str:
    return _("Mục này chưa được đổi lần nào; gõ /caidat để xem.")


SETTING: dict[str, Callable[[Translator, Values], str]] = {
    "setting": _setting,
    "installation_setting": _installation_setting,
    "empty_setting": _empty_setting,
    "several_settings": _several_settings,
    "long_setting": _long_setting,
    "many_settings": _many_settings,
    "one_or_several": _one_or_several,
    "repeated_setting": _repeated_setting,
    "bad_suffix": _bad_suffix,
    "bad_hours": _bad_hours,
    "bad_switch": _bad_switch,
    "bad_review": _bad_switch,
    "bad_validity": _bad_validity,
    "bad_signer": _bad_signer,
    "unknown_wording_field": _unknown_wording_field,
    "open_brace": _open_brace,
    "setting_place": _setting_place,
    "setting_entry": _setting_entry,
    "setting_entries": _setting_entries,
    "no_list": _no_list,
    "setting_unchanged": _setting_unchanged,
}
