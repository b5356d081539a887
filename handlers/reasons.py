"""Why the system refused a file or a port, in the reader's language instead of the system's."""

import errno
import os

from domain.language import Translator


def system_reason(_: Translator, number: int | str | None) -> str:
    """Return the words for a number of the system's (errno)."""
    try:
        code = int(number or 0)
    except ValueError:
        code = 0
    match code:
        case errno.ENOENT:
            return _("không có tệp hay thư mục này")
        case errno.EACCES | errno.EPERM:
            return _("không có quyền")
        case errno.EISDIR:
            return _("đó là thư mục, không phải tệp")
        case errno.ENOTDIR:
            return _("đó là tệp, không phải thư mục")
        case errno.EEXIST:
            return _("đã có rồi")
        case errno.ENOSPC | errno.EDQUOT:
            return _("hết chỗ trên đĩa")
        case errno.EROFS:
            return _("đĩa chỉ cho đọc")
        case errno.ENAMETOOLONG:
            return _("tên quá dài")
        case errno.ELOOP:
            return _("liên kết vòng quanh")
        case errno.EADDRINUSE:
            return _("chương trình khác đang dùng")
        case errno.EADDRNOTAVAIL:
            return _("máy này không có địa chỉ ấy")
        case 0:
            return _("hệ thống không nói lý do")
    return os.strerror(code)
