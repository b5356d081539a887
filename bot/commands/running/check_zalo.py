"""What `tinbai check` tries of Zalo: the token, where events go, what is used of the plan."""

from bot.app import Foundation
from bot.channels.outbound import SendError, TokenRejected
from bot.channels.zalo.api import ZaloApi
from bot.commands.running.check_webhooks import check_webhook
from bot.commands.running.findings import Findings
from domain.channels import ZALO
from domain.conversation.zalo_quota import (
    MONTHLY_MESSAGES,
    MOST_GROUPS,
    MOST_PEOPLE,
    NEARLY_SPENT,
    quota_month,
)
from domain.language import Translator
from domain.text import format_number


async def check_zalo(
    _: Translator, base: Foundation, findings: Findings, *, quota: bool = True
) -> None:
    """Check the Zalo channel, or say that it is off; `quota` asks the database for its use."""
    config = base.config.config
    token = config.zalo.token.get_secret_value()
    if not token:
        findings.note(_("Zalo đang tắt (zalo.token trống)."))
        return
    public_url = config.web.public_url.rstrip("/")
    own = f"{public_url}/{ZALO}" if public_url else ""
    api = ZaloApi(token, config.zalo.api_url)
    try:
        me = await api.get_me()
        findings.good(_("Zalo: {name}.").format(name=me.name))
        check_webhook(_, findings, "Zalo", config.zalo.mode, await api.webhook_url(), own)
    except TokenRejected:
        findings.bad(_("Zalo không nhận token này; hãy lấy token mới ở Zalo Bot Manager."))
    except SendError as error:
        text = _("Không gọi được Zalo ({reason}); kiểm tra mạng và biến HTTPS_PROXY.")
        findings.bad(text.format(reason=type(error).__name__))
    finally:
        await api.close()
    if config.zalo.mode == "polling" and public_url.startswith("https://"):
        findings.note(
            _(
                'Đã có web.public_url: nên đặt zalo.mode = "webhook"; Zalo dành polling để chạy '
                "thử và có thể mất tin khi tinbai dừng."
            )
        )
    if quota:
        await _check_plan(_, base, findings)
    if not public_url:
        findings.note(_("Chưa đặt web.public_url nên tinbai không gửi được tệp qua Zalo."))


async def _check_plan(_: Translator, base: Foundation, findings: Findings) -> None:
    """Say what is used of the plan; no other can be had."""
    sent = await base.services.zalo.count_sent(quota_month(base.clock()))
    values = {"sent": format_number(sent), "limit": format_number(MONTHLY_MESSAGES)}
    if sent >= NEARLY_SPENT:
        text = _(
            "Zalo: đã gửi {sent}/{limit} tin trong tháng; sắp hết thì nhờ mọi người dùng thêm kênh "
            "khác (gõ lienket), sang tháng sau lại có đủ."
        )
        findings.bad(text.format(**values))
    else:
        findings.good(_("Zalo: đã gửi {sent}/{limit} tin trong tháng.").format(**values))
    people = await base.services.zalo.count_people()
    groups = await base.services.announcements.count_groups(ZALO)
    text = _("Có {people}/{most} người và {groups}/{most_groups} nhóm dùng bot Zalo.").format(
        people=people, most=MOST_PEOPLE, groups=groups, most_groups=MOST_GROUPS
    )
    if people >= MOST_PEOPLE:
        text += " " + _("Đã đủ người: người mới không nhắn được cho bot này.")
        findings.bad(text)
    else:
        findings.good(text)
