"""Makes the channels this installation rings over, each with its breaker, and Telegram with its pace."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import partial

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config.keys import load_push_seed, load_webhook_seed
from config.settings import Settings
from domain.bells import ChannelKind
from domain.policy import Policy
from domain.ports import Clock
from notify.breaker import BreakerLimits, Breakers
from notify.dispatcher import Line
from notify.outside import host_of
from notify.pacing import Limits, Pace
from notify.silent import SilentChannel
from notify.telegram import TelegramChannel, TelegramSettings
from notify.vapid import Vapid
from notify.web_push import WebPushChannel, WebPushSettings, service_of
from notify.webhook import WebhookChannel, WebhookSettings


def lines(settings: Settings, policy: Policy, clock: Clock) -> Mapping[ChannelKind, Line]:
    """Return every channel that is set up; the silent one always is.

    Raises:
        SettingsInvalid: when a key or token cannot be read.
    """
    bells = settings.bells
    breakers = partial(Breakers, BreakerLimits(bells.breaker_faults, bells.long_wait, bells.breaker_rest))
    found: dict[ChannelKind, Line] = {ChannelKind.SILENT: Line(SilentChannel(), breakers(), None)}
    if settings.bot_token is not None:
        channel = TelegramChannel(
            TelegramSettings(bells.telegram_api, settings.bot_token, app_url(settings), bells.send_time.total_seconds())
        )
        limits = Limits(bells.per_second, 1, bells.chat_per_second, bells.chat_burst)
        found[ChannelKind.TELEGRAM] = Line(channel, breakers(), Pace(limits) if bells.paced else None)
    seed = None if settings.log_key_file is None else load_webhook_seed(settings.log_key_file)
    if seed is not None:
        key = Ed25519PrivateKey.from_private_bytes(seed)
        chosen = WebhookSettings(key, bells.webhook_hosts, settings.practice, bells.send_time.total_seconds())
        found[ChannelKind.WEBHOOK] = Line(WebhookChannel(chosen, clock.now), breakers(host_of), None)
    who = vapid(settings, clock)
    if who is not None:
        push = WebPushSettings(
            settings.push_hosts, settings.practice, bells.send_time.total_seconds(), policy.durations["bell_handle"]
        )
        found[ChannelKind.WEB_PUSH] = Line(WebPushChannel(push, who, secrets.token_bytes), breakers(service_of), None)
    return found


def vapid(settings: Settings, clock: Clock) -> Vapid | None:
    """Return what says to push services who sends; None where there is no key for it, so that nothing goes that way.

    Raises:
        SettingsInvalid: when the key cannot be read.
    """
    seed = None if settings.log_key_file is None else load_push_seed(settings.log_key_file)
    bells = settings.bells
    return None if seed is None else Vapid(seed, bells.push_contact or settings.app_origin, bells.push_token, clock.now)


def app_url(settings: Settings) -> str | None:
    """Return where the button Openen leads; None when Telegram would refuse it (no public HTTPS origin)."""
    if settings.practice or settings.app_origin.startswith("https://"):
        return f"{settings.app_origin}/"
    return None
