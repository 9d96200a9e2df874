"""Carrying out acts of a person on their own channels: couple, set, remove, test."""

from __future__ import annotations

from urllib.parse import urlsplit

from domain.acts.channel import InviteTelegram, RemoveChannel, SetWebhook, TestChannels
from domain.audit.leaves import LeafType
from domain.bells import BellAction, ChannelKind, Lane
from domain.errors import Malformed, NotAllowed, OutOfStep
from domain.ids import Sha256Hex
from domain.ports import NewBell
from handlers.doing import Doing, Effect
from handlers.inbox import LINK_TELEGRAM


def plan(doing: Doing) -> Effect:
    """Return what an act on the actor's own channels will write.

    Raises:
        OutOfStep: when there is no such channel, or none to test.
        NotAllowed: when a webhook would go to a host that the operator does not list.
    """
    match doing.act.params:
        case InviteTelegram(token_hash=token):
            return lambda: _invite(doing, Sha256Hex(token))
        case SetWebhook(url=url):
            if urlsplit(url).hostname not in doing.policy.webhook_hosts:
                raise NotAllowed("channel.host", "Bells go to listed hosts only; ask the operator.", field="params.url")
            return lambda: _set(doing, url)
        case RemoveChannel(channel=channel):
            return _remove(doing, channel)
        case TestChannels():
            return _test(doing)
    raise Malformed("act.unknown", "Channels do not know this act.", field="act")


def _invite(doing: Doing, token: Sha256Hex) -> None:
    expires = doing.now + doing.policy.durations["telegram_token"]
    doing.uow.invitations.put(LINK_TELEGRAM, token, doing.actor.person, expires, doing.act.id)


def _set(doing: Doing, url: str) -> None:
    doing.uow.outbox.put_address(doing.actor.person, ChannelKind.WEBHOOK, url, doing.now)
    doing.uow.alarms.clear("address.refused", doing.actor.person, doing.now)
    _leaf(doing, ChannelKind.WEBHOOK, "linked")


def _remove(doing: Doing, channel: ChannelKind) -> Effect:
    mine = [one for one in doing.uow.outbox.addresses(doing.actor.person) if one.channel is channel]
    if not mine:
        raise OutOfStep("channel.unknown", "You are not rung on this channel.", field="params.channel")

    def effect() -> None:
        for one in mine:
            doing.uow.outbox.refuse_address(one.id, doing.now)
        _leaf(doing, channel, "removed")

    return effect


def _test(doing: Doing) -> Effect:
    mine = [one for one in doing.uow.outbox.addresses(doing.actor.person) if one.refused_at is None]
    if not mine:
        raise OutOfStep("channel.none", "There is no channel to test; couple one first.")
    bells = [
        NewBell(doing.actor.person, address, BellAction.TEST, Lane.REGULAR, drill=False, not_before=doing.now)
        for address in mine
    ]
    return lambda: doing.uow.outbox.put(bells, doing.now)


def _leaf(doing: Doing, channel: ChannelKind, what: str) -> None:
    log = doing.uow.audit.log_of(doing.actor.employer)
    fields = {"person": doing.actor.person, "channel": channel.value, "what": what}
    doing.uow.audit.append(log, LeafType.ADDRESS, at=doing.now, fields=fields)
