"""The channels that the configuration switches on, and what each is made of."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telegram.request import BaseRequest

from bot.channels.outbound import Outbound
from bot.channels.telegram.transport import TelegramOutbound, answer_request
from bot.channels.web.outbound import PageOutbound
from bot.channels.web.rows import RowsRequest
from bot.clock.now import Clock
from bot.config.model import Config
from bot.web.file_links import SignedFileLinks
from domain.channels import WEB
from services.container import Services

if TYPE_CHECKING:
    from bot.channels.zalo.api import ZaloApi
    from bot.channels.zalo.speech import ZaloSpeech

TELEGRAM = "telegram"
ZALO = "zalo"
# What an Application over a channel without tokens of Telegram's shape is built with.
_ZALO_TOKEN = "1:zalo"  # noqa: S105 - Zalo's own token is ZaloApi's
_WEB_TOKEN = "1:web"  # noqa: S105 - the page has no token


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel to be run: what its Application is built with, and the outbox's way out.

    `key` is the platform's own token. Request and outbound may share connections: the outbound is
    closed once, after the Application's shutdown.
    """

    name: str
    token: str
    key: str
    api_url: str | None
    request: BaseRequest
    outbound: Outbound
    webhook: bool
    zalo: "ZaloApi | None" = None


def switched_on(config: Config) -> list[str]:
    """Return the names of the channels that have a token."""
    tokens = {TELEGRAM: config.telegram.token, ZALO: config.zalo.token}
    return [name for name, token in tokens.items() if token.get_secret_value()]


def channels(config: Config, services: Services, clock: Clock) -> dict[str, Channel]:
    """Return the channels that have a token, by name, Telegram first.

    With `web.public_url` people have pages of their own beside them, the channel `web`.
    """
    found: dict[str, Channel] = {}
    on = switched_on(config)
    if TELEGRAM in on:
        telegram = config.telegram
        found[TELEGRAM] = Channel(
            TELEGRAM,
            telegram.token.get_secret_value(),
            telegram.token.get_secret_value(),
            telegram.api_url,
            answer_request(telegram.proxy),
            _telegram_outbound(config),
            telegram.mode == "webhook",
        )
    if ZALO in on:
        found[ZALO] = _zalo(config, services, clock)
    if config.web.public_url:
        request = RowsRequest(services.web_chat, clock)
        outbound = PageOutbound(request)
        found[WEB] = Channel(WEB, _WEB_TOKEN, "", None, request, outbound, webhook=False)
    return found


def outbounds(config: Config, services: Services, clock: Clock) -> dict[str, Outbound]:
    """Return a sender for every channel that has a token; closing each is the caller's."""
    found: dict[str, Outbound] = {}
    on = switched_on(config)
    if TELEGRAM in on:
        found[TELEGRAM] = _telegram_outbound(config)
    if ZALO in on:
        # Loaded where it is used: most starts have one channel.
        from bot.channels.zalo.outbound import ZaloOutbound

        found[ZALO] = ZaloOutbound(_zalo_speech(config, services, clock))
    if config.web.public_url:
        found[WEB] = PageOutbound(RowsRequest(services.web_chat, clock))
    return found


def _telegram_outbound(config: Config) -> TelegramOutbound:
    telegram = config.telegram
    return TelegramOutbound(telegram.token.get_secret_value(), telegram.api_url, telegram.proxy)


def _zalo(config: Config, services: Services, clock: Clock) -> Channel:
    # Loaded where it is used: most starts have one channel.
    from bot.channels.zalo.outbound import ZaloOutbound
    from bot.channels.zalo.request import ZaloRequest

    speech = _zalo_speech(config, services, clock)
    public_url = config.web.public_url
    links = None
    if public_url:
        files, pages = services.shared_files, services.my_page
        links = SignedFileLinks(files, pages, public_url, clock)
    return Channel(
        ZALO,
        _ZALO_TOKEN,
        config.zalo.token.get_secret_value(),
        None,
        ZaloRequest(speech, links),
        ZaloOutbound(speech),
        config.zalo.mode == "webhook",
        speech.api,
    )


def _zalo_speech(config: Config, services: Services, clock: Clock) -> "ZaloSpeech":
    # Loaded where it is used: most starts have one channel.
    from bot.channels.zalo.api import ZaloApi
    from bot.channels.zalo.speech import ZaloSpeech

    api = ZaloApi(config.zalo.token.get_secret_value(), config.zalo.api_url)
    memory = services.zalo
    return ZaloSpeech(api, memory, clock, memory.language_of, styled=config.zalo.bold)
