"""What `tinbai check` says of where a messenger's updates go: a webhook takes them away unseen."""

from urllib.parse import urlsplit

from bot.commands.running.findings import Findings
from domain.language import Translator


def check_webhook(
    _: Translator, findings: Findings, name: str, mode: str, set_to: str, own: str
) -> None:
    """Compare where a messenger posts updates with the configuration.

    `own` begins the addresses of this installation, "" where it has no public address.
    """
    ours = bool(own) and set_to.startswith(own)
    # The rest of an address may be a secret.
    host = urlsplit(set_to).hostname or set_to[:60]
    if set_to and not ours:
        text = _(
            "Webhook của {name} đang trỏ đến nơi khác ({host}) nên tin nhắn không tới tinbai; "
            "tinbai run sẽ lấy lại. Nếu còn lặp lại thì có người khác dùng token này: hãy cấp lại "
            "token."
        )
        findings.bad(text.format(name=name, host=host))
    elif mode == "polling":
        if set_to:
            text = _("{name} đang gửi tin đến {url}; tinbai run sẽ gỡ webhook này để tự hỏi tin.")
            findings.note(text.format(name=name, url=own))
        else:
            findings.good(
                _("{name}: tinbai tự hỏi tin (polling), không có webhook.").format(name=name)
            )
    elif ours:
        findings.good(_("{name}: webhook trỏ đến {url}.").format(name=name, url=own))
    else:
        text = _("Webhook của {name} chưa trỏ đến {url}; tinbai run sẽ đặt lại khi chạy.")
        findings.note(text.format(name=name, url=own))
