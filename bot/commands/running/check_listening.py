"""What `tinbai check` sees of the web server: whether its address can be listened at."""

import errno
import socket

from bot.commands.running.findings import Findings
from bot.config.loading import LoadedConfig
from bot.config.model import WebSection
from domain.language import Translator
from handlers.reasons import system_reason


def check_listening(_: Translator, loaded: LoadedConfig, findings: Findings) -> None:
    """Say why the web server cannot be opened; a port in use is this program's own, mostly."""
    section = loaded.config.web
    try:
        _bind(section.host, section.port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            text = _("Cổng {port} của web đang được dùng; tinbai run đang chạy thì đúng là vậy.")
            findings.note(text.format(port=section.port))
        elif section.public_url:
            findings.bad(not_listening(_, section, error))
        else:
            findings.warn(not_listening(_, section, error))


def _bind(host: str, port: int) -> None:
    """Take an address for a moment; without listening no caller of another worker is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        tried.bind((host, port))


def not_listening(_: Translator, section: WebSection, error: OSError) -> str:
    """Return why the web server's address cannot be opened, with what is right."""
    # A name that nobody knows has a number of another kind.
    known = error.errno if error.errno and error.errno > 0 else errno.EADDRNOTAVAIL
    if known == errno.EADDRNOTAVAIL:
        text = _("web.host: máy này không có địa chỉ {host}; ví dụ đúng: “127.0.0.1”")
        return text.format(host=section.host)
    text = _("Cổng {port} của web không mở được: {reason}; hãy đổi web.port, ví dụ: 8080")
    return text.format(port=section.port, reason=system_reason(_, known))
