"""Acts of a person on the channels over which they themselves are rung."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field, StringConstraints

from domain.acts.payload import Params, Sha256Text
from domain.acts.spec import ActSpec
from domain.bells import ChannelKind
from domain.functies import Functie

_RINGS = "The server rings this person here, so it must know the address; no item is named in a bell."
_ANYBODY: Final = frozenset(Functie)


class InviteTelegram(Params):
    """Make a `/start` token for the actor's own chat; only its hash reaches the server."""

    token_hash: Sha256Text = Field(
        description="Recognises the token once when the chat sends it; not the token itself."
    )


class SetWebhook(Params):
    """Ring the actor over a signed webhook at this address."""

    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s@]{1,500}$")] = Field(description=_RINGS)


class SetPush(Params):
    """Ring the actor on the acting device by Web Push; takes the place of what was set for that device."""

    endpoint: Annotated[str, StringConstraints(pattern=r"^https?://[^\s@]{1,1000}$")] = Field(description=_RINGS)
    p256dh: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{87}$")] = Field(
        description="Bells are sealed for this key of the device's browser, so that its push service cannot read them."
    )
    auth: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{22}$")] = Field(
        description="The secret that goes with that key; it opens nothing but bells."
    )


class RemoveChannel(Params):
    """Stop ringing the actor over this channel; over Web Push, on the acting device."""

    channel: ChannelKind = Field(description=_RINGS)


class TestChannels(Params):
    """Ring the actor once over every channel they have, as a test."""

    __test__ = False  # the name is the act's, it holds no test


SPECS: Final = (
    ActSpec("channel.invite_telegram", InviteTelegram, _ANYBODY, "X-03 (§3)"),
    ActSpec("channel.set_webhook", SetWebhook, _ANYBODY, "X-03 (§3)"),
    ActSpec("channel.set_push", SetPush, _ANYBODY, "X-03 (§3)"),
    ActSpec("channel.remove", RemoveChannel, _ANYBODY, "X-03 (§3)"),
    ActSpec("channel.test", TestChannels, _ANYBODY, "X-03 (§3)"),
)
