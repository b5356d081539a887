"""The channels that the configuration switches on."""

from bot.channels.outbound import Outbound
from bot.channels.telegram import TelegramOutbound
from bot.config import Config

TELEGRAM = "telegram"


def outbounds(config: Config) -> dict[str, Outbound]:
    """Return a sender for every channel with a token."""
    found: dict[str, Outbound] = {}
    token = config.telegram.token.get_secret_value()
    if token:
        found[TELEGRAM] = TelegramOutbound(token, config.telegram.api_url, config.telegram.proxy)
    return found
