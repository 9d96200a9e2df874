"""What a chat can do: couple itself, say "gezien", ask who is on duty; everything else is removed and explained.

Nothing here settles, decides or reads anything: only a signed act from the app does (ARCHITECTURE: a button is never
an act). Each function is safe to repeat; the caller marks the entry done in the same transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from domain.audit.leaves import LeafType
from domain.bells import Address, BellAction, ChannelKind, Lane, NewBell
from domain.ids import PersonId
from domain.inbox import InboxEntry
from domain.ports import UnitOfWork
from handlers import obligations
from handlers.addresses import clear_when_well, replace_address
from handlers.hushing import put_unless_hushed

LINK_TELEGRAM: Final = "telegram"
"""Kind of the invitations that `/start` uses up."""


def start(uow: UnitOfWork, entry: InboxEntry, now: datetime) -> None:
    """Couple this chat to the person whose token it brought: single use, 15 minutes, hashed at rest.

    A wrong, used or expired token gets the same neutral answer as any other text (F38).
    """
    person = None
    if entry.token_hash is not None:
        person = uow.invitations.use(LINK_TELEGRAM, entry.token_hash, now)
    if person is None:
        _answer(uow, entry, BellAction.EXPLAIN, now)
        return
    replace_address(uow, person, ChannelKind.TELEGRAM, entry.chat, now)
    log = uow.audit.log_of(uow.directory.employer(person))
    uow.audit.append(log, LeafType.ADDRESS, at=now, fields={"person": person, "channel": "telegram", "what": "linked"})
    _answer(uow, entry, BellAction.LINKED, now)


def tap(uow: UnitOfWork, entry: InboxEntry, now: datetime) -> None:
    """ "Ik heb dit gezien": pause this person's own ring, if the bell is theirs and still rings (F18, F36, F37).

    One bell may stand for several things that wait on the same item: all of them pause for this person.
    """
    bell = uow.outbox.bell(entry.handle) if entry.handle is not None else None
    address = uow.outbox.address_at(ChannelKind.TELEGRAM, entry.chat)
    theirs = bell is not None and address is not None and bell.person == address.person and bell.expires_at > now
    if bell is None or address is None or not theirs:
        _answer(uow, entry, BellAction.ANSWER_TAP, now, refers_to=entry.callback, too_late=True)
        return
    if bell.item is not None and bell.obligation is not None:
        for waiting in uow.obligations.of_item(bell.item):
            obligations.seen(uow, waiting.id, bell.person, now)
    _answer(uow, entry, BellAction.ANSWER_TAP, now, refers_to=entry.callback)
    if entry.message is not None:
        _answer(uow, entry, BellAction.SEEN, now, refers_to=entry.message)


def typed(uow: UnitOfWork, entry: InboxEntry, now: datetime, *, answer: bool) -> None:
    """X-07: whatever was typed was never kept; remove it where possible, explain once, give the button."""
    if entry.message is not None and uow.outbox.address_at(ChannelKind.TELEGRAM, entry.chat) is not None:
        _answer(uow, entry, BellAction.DELETE, now, refers_to=entry.message)
    if answer:
        _answer(uow, entry, BellAction.EXPLAIN, now)


def duty(uow: UnitOfWork, entry: InboxEntry, now: datetime) -> None:
    """RO-03 "wie heeft dienst": answered with a fixed sentence; names and numbers are only in the app."""
    known = uow.outbox.address_at(ChannelKind.TELEGRAM, entry.chat) is not None
    _answer(uow, entry, BellAction.DUTY if known else BellAction.EXPLAIN, now)


def blocked(uow: UnitOfWork, entry: InboxEntry, now: datetime) -> None:
    """The person blocked the bot: unreachable here, on the board within this transaction."""
    address = uow.outbox.address_at(ChannelKind.TELEGRAM, entry.chat)
    if address is not None:
        uow.outbox.refuse_address(address.id, now)
        uow.alarms.raise_("address.refused", address.person, now)


def unblocked(uow: UnitOfWork, entry: InboxEntry, now: datetime) -> None:
    """The person let the bot in again: this address counts as reachable."""
    address = uow.outbox.address_at(ChannelKind.TELEGRAM, entry.chat)
    if address is not None:
        uow.outbox.put_address(address.person, ChannelKind.TELEGRAM, entry.chat, now)
        clear_when_well(uow, address.person, now)


def _answer(
    uow: UnitOfWork,
    entry: InboxEntry,
    action: BellAction,
    now: datetime,
    *,
    refers_to: str | None = None,
    too_late: bool = False,
) -> None:
    address = uow.outbox.address_at(ChannelKind.TELEGRAM, entry.chat)
    if address is None:
        address = Address(0, PersonId(""), ChannelKind.TELEGRAM, entry.chat, 0, None)
    bell = NewBell(
        person=address.person or None,
        address=address,
        action=action,
        lane=Lane.REGULAR,
        drill=False,
        not_before=now,
        repeat=1 if too_late else 0,
        refers_to=refers_to,
    )
    put_unless_hushed(uow, [bell], now)
