"""What `tinbai check` tries of Zalo: the token, where events go, the month's messages."""

from bot.app import Foundation
from bot.channels.outbound import SendError, TokenRejected
from bot.channels.zalo.api import ZaloApi
from bot.commands.running.findings import Findings
from domain.conversation.zalo_quota import MONTHLY_MESSAGES, quota_month
from domain.language import Translator
from domain.text import format_number

# Told from here on, while there is still time to do something.
NEARLY_SPENT = MONTHLY_MESSAGES * 9 // 10


async def check_zalo(
    _: Translator, base: Foundation, findings: Findings, *, quota: bool = True
) -> None:
    """Check the Zalo channel, or say that it is off; `quota` asks the database for its use."""
    section = base.config.config.zalo
    token = section.token.get_secret_value()
    if not token:
        findings.note(_("Zalo đang tắt (zalo.token trống)."))
        return
    api = ZaloApi(token, section.api_url)
    try:
        me = await api.get_me()
        findings.good(_("Zalo: {name}.").format(name=me.name))
        _check_webhook(_, base, await api.webhook_url(), findings)
    except TokenRejected:
        findings.bad(_("Zalo không nhận token này; hãy lấy token mới ở Zalo Bot Manager."))
    except SendError as error:
        text = _("Không gọi được Zalo ({reason}); kiểm tra mạng và biến HTTPS_PROXY.")
        findings.bad(text.format(reason=type(error).__name__))
    finally:
        await api.close()
    if quota:
        await _check_quota(_, base, findings)
    if not base.config.config.web.public_url:
        findings.note(_("Chưa đặt web.public_url nên tinbai không gửi được tệp qua Zalo."))


def _check_webhook(_: Translator, base: Foundation, set_to: str, findings: Findings) -> None:
    config = base.config.config
    if config.zalo.mode == "polling":
        if set_to:
            text = _("Zalo đang gửi tin đến {url}; tinbai run sẽ gỡ webhook này để tự hỏi tin.")
            findings.note(text.format(url=set_to))
        else:
            findings.good(_("Zalo: tinbai tự hỏi tin (polling), không có webhook."))
        return
    wanted = f"{config.web.public_url.rstrip('/')}/zalo"
    if not wanted.startswith("https://"):
        findings.bad(_('zalo.mode = "webhook" cần web.public_url bắt đầu bằng https://.'))
    elif set_to == wanted:
        findings.good(_("Zalo: webhook trỏ đến {url}.").format(url=set_to))
    else:
        text = _("Webhook của Zalo chưa trỏ đến {url}; tinbai run sẽ đặt lại khi chạy.")
        findings.note(text.format(url=wanted))


async def _check_quota(_: Translator, base: Foundation, findings: Findings) -> None:
    sent = await base.services.zalo.count_sent(quota_month(base.clock()))
    values = {"sent": format_number(sent), "limit": format_number(MONTHLY_MESSAGES)}
    if sent >= NEARLY_SPENT:
        text = _(
            "Zalo: đã gửi {sent}/{limit} tin trong tháng; sắp hết thì nhờ mọi người dùng Telegram "
            "hoặc nâng gói của bot."
        )
        findings.bad(text.format(**values))
    else:
        findings.good(_("Zalo: đã gửi {sent}/{limit} tin trong tháng.").format(**values))
