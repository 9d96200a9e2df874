"""Carrying out acts of a person on their own channels: couple, set, remove, test."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from domain.acts.channel import InviteTelegram, RemoveChannel, SetPush, SetWebhook, TestChannels
from domain.audit.leaves import LeafType
from domain.bells import BellAction, ChannelKind, Lane, NewBell, leads_to_listed
from domain.errors import Malformed, NotAllowed, OutOfStep
from domain.ids import DeviceId, PersonId, Sha256Hex
from domain.ports import UnitOfWork
from domain.subscriptions import Subscription
from handlers.addresses import clear_when_well, replace_address
from handlers.doing import Doing, Effect
from handlers.hushing import put
from handlers.inbox import LINK_TELEGRAM


def plan(doing: Doing) -> Effect:
    """Return what an act on the actor's own channels will write.

    Raises:
        OutOfStep: when there is no such channel, or none to test.
        NotAllowed: when bells would go to a host that the operator does not list.
        Malformed: when a push subscription names no place at its service, or nothing can be sealed for it.
    """
    match doing.act.params:
        case InviteTelegram(token_hash=token):
            return lambda: _invite(doing, Sha256Hex(token))
        case SetWebhook(url=url):
            _must_be_listed(doing, url, doing.policy.webhook_hosts, "params.url")
            return lambda: _set(doing, url)
        case SetPush(endpoint=endpoint, p256dh=p256dh, auth=auth):
            _must_be_listed(doing, endpoint, doing.policy.push_hosts, "params.endpoint")
            return _push(doing, Subscription(endpoint, p256dh, auth))
        case RemoveChannel(channel=channel):
            return _remove(doing, channel)
        case TestChannels():
            return _test(doing)
    raise Malformed("act.unknown", "Channels do not know this act.", field="act")


def _must_be_listed(doing: Doing, url: str, hosts: frozenset[str], field: str) -> None:
    if not leads_to_listed(url, hosts, any_port=doing.policy.any_port):
        raise NotAllowed("channel.host", "Bells go to listed hosts only; ask the operator.", field=field)


def _invite(doing: Doing, token: Sha256Hex) -> None:
    expires = doing.now + doing.policy.durations["telegram_token"]
    doing.uow.invitations.put(LINK_TELEGRAM, token, doing.actor.person, expires, doing.act.id)


def _set(doing: Doing, url: str) -> None:
    replace_address(doing.uow, doing.actor.person, ChannelKind.WEBHOOK, url, doing.now)
    _leaf(doing, ChannelKind.WEBHOOK, "linked")


def _push(doing: Doing, subscription: Subscription) -> Effect:
    if not urlsplit(subscription.endpoint).path:
        raise Malformed(
            "channel.keys",
            "A push subscription names a place at its service; subscribe again.",
            field="params.endpoint",
        )
    try:
        subscription.keys()
    except ValueError:
        raise Malformed(
            "channel.keys", "Nothing can be sealed for this subscription; subscribe again.", field="params.p256dh"
        ) from None
    person, device = doing.actor.person, doing.actor.device

    def effect() -> None:
        doing.uow.outbox.put_address(person, ChannelKind.WEB_PUSH, str(subscription), doing.now, device)
        clear_when_well(doing.uow, person, doing.now)
        _leaf(doing, ChannelKind.WEB_PUSH, "linked")

    return effect


def _remove(doing: Doing, channel: ChannelKind) -> Effect:
    mine = [
        one
        for one in doing.uow.outbox.addresses(doing.actor.person)
        if one.channel is channel and one.device in (None, doing.actor.device)
    ]
    if not mine:
        raise OutOfStep("channel.unknown", "You are not rung on this channel.", field="params.channel")

    def effect() -> None:
        for one in mine:
            if one.device is None:
                doing.uow.outbox.forget_address(one.id)
        forget_device(doing.uow, doing.actor.person, doing.actor.device, doing.now, channel)
        clear_when_well(doing.uow, doing.actor.person, doing.now)
        _leaf(doing, channel, "removed")

    return effect


def forget_device(
    uow: UnitOfWork,
    person: PersonId,
    device: DeviceId,
    now: datetime,
    channel: ChannelKind = ChannelKind.WEB_PUSH,
) -> None:
    """Ring a device no more on this channel, as when it is taken out of use."""
    mine = [one for one in uow.outbox.addresses(person) if one.device == device and one.channel is channel]
    for one in mine:
        uow.outbox.forget_address(one.id)
    if mine:
        clear_when_well(uow, person, now)


def _test(doing: Doing) -> Effect:
    mine = [one for one in doing.uow.outbox.addresses(doing.actor.person) if one.refused_at is None]
    if not mine:
        raise OutOfStep("channel.none", "There is no channel to test; couple one first.")
    bells = [
        NewBell(doing.actor.person, address, BellAction.TEST, Lane.REGULAR, drill=False, not_before=doing.now)
        for address in mine
    ]
    return lambda: put(doing.uow.outbox, bells, {doing.actor.person: doing.actor.employer}, doing.now)


def _leaf(doing: Doing, channel: ChannelKind, what: str) -> None:
    log = doing.uow.audit.log_of(doing.actor.employer)
    fields = {"person": doing.actor.person, "channel": channel.value, "what": what}
    doing.uow.audit.append(log, LeafType.ADDRESS, at=doing.now, fields=fields)
