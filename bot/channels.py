"""Makes the channels this installation rings over, each with its breaker, and Telegram with its pace."""

from __future__ import annotations

from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config.keys import load_webhook_seed
from config.settings import Bells, Settings
from domain.bells import ChannelKind
from domain.ports import Clock
from notify.breaker import Breaker, BreakerLimits
from notify.channel import Channel
from notify.dispatcher import Line
from notify.pacing import Limits, Pace
from notify.silent import SilentChannel
from notify.telegram import TelegramChannel, TelegramSettings
from notify.webhook import WebhookChannel, WebhookSettings


def lines(settings: Settings, clock: Clock) -> Mapping[ChannelKind, Line]:
    """Return every channel that is set up; the silent one always is.

    Raises:
        SettingsInvalid: when a key or token cannot be read.
    """
    bells = settings.bells
    found: dict[ChannelKind, Line] = {ChannelKind.SILENT: _line(SilentChannel(), bells)}
    if settings.bot_token is not None:
        channel = TelegramChannel(
            TelegramSettings(bells.telegram_api, settings.bot_token, app_url(settings), bells.send_time.total_seconds())
        )
        limits = Limits(bells.per_second, 1, bells.chat_per_second, bells.chat_burst)
        found[ChannelKind.TELEGRAM] = _line(channel, bells, Pace(limits) if bells.paced else None)
    seed = None if settings.log_key_file is None else load_webhook_seed(settings.log_key_file)
    if seed is not None:
        key = Ed25519PrivateKey.from_private_bytes(seed)
        chosen = WebhookSettings(key, bells.webhook_hosts, settings.practice, bells.send_time.total_seconds())
        found[ChannelKind.WEBHOOK] = _line(WebhookChannel(chosen, clock.now), bells)
    return found


def app_url(settings: Settings) -> str | None:
    """Return where the button Openen leads; None when Telegram would refuse it (no public HTTPS origin)."""
    if settings.practice or settings.app_origin.startswith("https://"):
        return f"{settings.app_origin}/"
    return None


def _line(channel: Channel, bells: Bells, pace: Pace | None = None) -> Line:
    limits = BreakerLimits(bells.breaker_faults, bells.long_wait, bells.breaker_rest)
    return Line(channel, Breaker(limits), pace)
