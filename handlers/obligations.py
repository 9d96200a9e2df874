"""Opens, advances, pauses, reopens and settles obligations, and tells people: the one engine, inside a transaction.

Everything here is durable with the transaction of the `uow` it is given, and none of it decides anything (X-01).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from domain import ladders
from domain.audit.leaves import LeafType
from domain.bells import OutboxRow
from domain.errors import NotFound
from domain.events import ObligationOpened
from domain.functies import Holding, Scope
from domain.ids import PersonId
from domain.items import Item
from domain.obligations import Obligation, Ringing
from domain.policy import Ladder, LadderRung, Policy, Restraint, Slot
from domain.ports import UnitOfWork
from handlers.audience import Audience, scope_for
from handlers.bells import closing
from handlers.flows import FLOWS
from handlers.hushing import put_unless_hushed
from handlers.ringing import UNREACHABLE, bells_told, carry_out, log_of

_LADDERS: Final = 2048
"""So many are kept: every gemeente has its own of each ladder of a notice, and a gesture asks for all of them."""


def open_obligation(
    uow: UnitOfWork, item: Item[Any], event: ObligationOpened, now: datetime, policy: Policy, *, merged: bool = False
) -> Obligation:
    """Open an obligation under the item's own policy version (EV-04) and run what is due at once (the t+0 rung).

    A regular ladder keeps no prompt of which the moment had passed by then. `merged` is for what one device sends in a
    flood: the ladder runs whole, but people hear one ring for all of it.

    Raises:
        KeyError: when the policy has no ladder of that name, or the item's version is not kept.
    """
    own = policy.under(item.policy_version)
    ladder = snapshot(own.ladder(event.ladder, event.settles_by[0].functie), item.area, own.eenheid_of.get(item.area))
    ladder = ladders.from_now(ladder, event.start, now)
    if merged and ladder.emergency:  # what is no emergency keeps its quiet hours, also in a flood
        ladder = replace(ladder, restraint=own.flood)
    first = ladder.rungs[0].moment(event.start)
    planned = Obligation(
        id=0,
        item=item.id,
        what=event.what,
        settles_by=event.settles_by,
        ladder=ladder,
        policy_version=own.version,
        opened_at=now,
        start=event.start,
        due=event.due,
        rung=-1,
        next_at=first,
        settled_at=None,
        settled_by=None,
        outcome=None,
    )
    audience = Audience(uow, item, now, planned, _barred(item, event.what))
    found = ladders.advance(planned, (), audience, now) if first <= now else ladders.Advance(planned, (), ())
    opened = uow.obligations.open(found.obligation)  # stored once, as its first moment leaves it
    _leaf(uow, item, LeafType.OBLIGATION_OPENED, opened, now, ladder=ladder.name, policy=own.version)
    if first <= now:
        rows = tuple(replace(row, obligation=opened.id) for row in found.ringing)
        carry_out(uow, item, audience, replace(found, obligation=opened, ringing=rows), now)
    return opened


def advance(uow: UnitOfWork, obligation: Obligation, now: datetime) -> Obligation:
    """Bring one obligation to `now`: rungs, rings, releases, leaves, alarms. Safe to repeat; settled ones stay."""
    if obligation.settled_at is not None:
        return obligation
    item = uow.items.load(obligation.item)
    if item is None:
        raise NotFound("item.unknown", "An obligation names an item that is not stored; verify the database.")
    return _advanced(uow, item, obligation, uow.obligations.ringing(obligation.id), now)


def settle(
    uow: UnitOfWork, item: Item[Any], what: str, by: PersonId | None, outcome: str, now: datetime
) -> Obligation | None:
    """Settle the open obligation `what`: all rings stop, and every bell of it changes, silently, into "closed".

    `by` is None when events made it moot. None when nothing of that name was open: a second receipt changes nothing.
    It is `settle` of docs/formal.md.
    """
    obligation = uow.obligations.find_open(item.id, what)
    return None if obligation is None else _settled(uow, item, obligation, by, outcome, now)


def reopen(uow: UnitOfWork, item: Item[Any], what: str, now: datetime) -> Obligation | None:
    """Resume the ladder of a settled `what` at the rung it had reached, never lower, ringing at once (X-02).

    None when there is no settled one of that name.
    """
    last = uow.obligations.last(item.id, what)
    if last is None or last.settled_at is None:
        return None
    again, rows = ladders.reopened(last, uow.obligations.ringing(last.id), now)
    uow.obligations.put_ringing(rows)
    _leaf(uow, item, LeafType.RECEIPT_REOPENED, again, now, rung=str(again.rung))
    return _advanced(uow, item, again, rows, now)


def move(uow: UnitOfWork, item: Item[Any], what: str, start: datetime, now: datetime) -> Obligation | None:
    """Let the open ladder of `what` count from `start`; who was rung rests until then. None when none is open."""
    obligation = uow.obligations.find_open(item.id, what)
    if obligation is None:
        return None
    changed, rows = ladders.moved(obligation, uow.obligations.ringing(obligation.id), start)
    uow.obligations.put_ringing(rows)
    return _advanced(uow, item, changed, rows, now)


def pause(uow: UnitOfWork, item: Item[Any], what: str, person: PersonId, now: datetime) -> bool:
    """ "Ik bel": silence this person's own phone for a while, once per rung (X-02); False when it changed nothing."""
    obligation = uow.obligations.find_open(item.id, what)
    row = _row(uow, obligation, person)
    if obligation is None or row is None:
        return False
    return _paused(uow, obligation, ladders.calling(obligation, row, now))


def seen(uow: UnitOfWork, obligation: int, person: PersonId, now: datetime) -> bool:
    """ "Ik heb dit gezien": silence this person's own phone for a while, once per rung; settles nothing.

    A tap is no act, but it is logged (EV-01). False when it changed nothing: settled, not rung, or used already.
    """
    found = uow.obligations.load(obligation)
    row = _row(uow, found, person)
    if found is None or found.settled_at is not None or row is None:
        return False
    log = uow.audit.log_of(uow.directory.employer(person))
    fields = {"item": found.item, "what": found.what, "person": person, "index": str(found.rung)}
    uow.audit.append(log, LeafType.SEEN, at=now, fields=fields)
    return _paused(uow, found, ladders.seen(found, row, now))


def ring_again(uow: UnitOfWork, item: Item[Any], what: str, at: datetime, now: datetime) -> Obligation | None:
    """Ring everybody on the rungs reached by `at`, except who pauses; None when nothing of that name is open."""
    obligation = uow.obligations.find_open(item.id, what)
    if obligation is None:
        return None
    rows = ladders.ring_by(uow.obligations.ringing(obligation.id), at)
    uow.obligations.put_ringing(rows)
    return _advanced(uow, item, replace(obligation, forced_at=at), rows, now)


def is_urgent(uow: UnitOfWork, item: Item[Any]) -> bool:
    """Tell whether anything that is asked of people about the item is an emergency (X-04).

    What leads up to a moment, such as a foreseen end, is one from its first rung on.
    """
    return any(
        one.ladder.emergency and (one.rung >= 0 or one.ladder.rungs[0].moment(one.start) >= one.start)
        for one in uow.obligations.of_item(item.id)
    )


def tell(
    uow: UnitOfWork,
    item: Item[Any],
    holding: Holding,
    why: str,
    now: datetime,
    restraint: Restraint | None = None,
) -> None:
    """Ring once whoever is on duty as `holding`; nobody reachable there, then all its holders; none, then an alarm.

    At once, unless a `restraint` makes it a regular bell.
    """
    audience = Audience(uow, item, now)
    for slot in (Slot.ON_DUTY, Slot.ALL):
        persons = audience.on(holding, slot)
        if audience.reachable(persons):
            bells_told(uow, item, audience, persons, why, now, restraint)
            return
    if audience.on(holding, Slot.ALL) or not item.excluded:
        uow.alarms.raise_(UNREACHABLE, str(holding), now)
    fields = {"item": item.id, "holding": str(holding), "why": why, "reachable": "false"}
    uow.audit.append(log_of(uow, item), LeafType.TOLD, at=now, fields=fields)


def tell_person(
    uow: UnitOfWork,
    item: Item[Any],
    person: PersonId,
    why: str,
    now: datetime,
    restraint: Restraint | None = None,
) -> None:
    """Ring one person once; an excluded one never (P-02). At once, unless a `restraint` makes it a regular bell."""
    bells_told(uow, item, Audience(uow, item, now), [person], why, now, restraint)


def roster_changed(uow: UnitOfWork, holding: Holding, now: datetime) -> None:
    """Let every open ladder that names `holding` look again at once: who newly stands on a reached rung is rung."""
    uow.obligations.wake(uow.obligations.open_for(holding), now)


def suspend(uow: UnitOfWork, drill: Item[Any], now: datetime) -> None:
    """Stop every ring of a drill because something real happens (X-05)."""
    for obligation in uow.obligations.of_item(drill.id):
        _settled(uow, drill, obligation, None, "opgeschort", now)


@lru_cache(maxsize=_LADDERS)
def snapshot(ladder: Ladder, area: Scope, eenheid: Scope | None) -> Ladder:
    """Return the ladder with the scope of each functie filled in for an item of this area, in this eenheid."""
    eenheid_of = {} if eenheid is None else {area: eenheid}
    rungs = [
        LadderRung(
            rung.after,
            tuple(
                who if who.functie is None else replace(who, scope=scope_for(who.functie, area, eenheid_of))
                for who in rung.who
            ),
        )
        for rung in ladder.rungs
    ]
    return replace(ladder, rungs=tuple(rungs))


def _advanced(
    uow: UnitOfWork, item: Item[Any], obligation: Obligation, rows: Sequence[Ringing], now: datetime
) -> Obligation:
    audience = Audience(uow, item, now, obligation, _barred(item, obligation.what))
    found = ladders.advance(obligation, rows, audience, now)
    uow.obligations.save(found.obligation)
    carry_out(uow, item, audience, found, now)
    return found.obligation


def _barred(item: Item[Any], what: str) -> Collection[PersonId]:
    return FLOWS[item.flow].barred(item, what)


def _settled(
    uow: UnitOfWork, item: Item[Any], obligation: Obligation, by: PersonId | None, outcome: str, now: datetime
) -> Obligation:
    done = replace(obligation, next_at=None, settled_at=now, settled_by=by, outcome=outcome)
    uow.obligations.save(done)
    others = [one for one in uow.obligations.of_item(item.id) if one.id != obligation.id]
    waited_for = {row.person for one in others for row in uow.obligations.ringing(one.id)}
    newest: dict[tuple[PersonId | None, int], OutboxRow] = {}
    for row in uow.outbox.sent_of(obligation.id):
        if row.refers_to is not None and row.person not in waited_for:  # theirs still says the truth: something waits
            newest.setdefault((row.person, row.address.id), row)
    put_unless_hushed(uow, [closing(row, row.refers_to, now) for row in newest.values()], now)
    _leaf(uow, item, LeafType.OBLIGATION_SETTLED, done, now, outcome=outcome, by=by or "")
    return done


def _row(uow: UnitOfWork, obligation: Obligation | None, person: PersonId) -> Ringing | None:
    if obligation is None:
        return None
    return next((row for row in uow.obligations.ringing(obligation.id) if row.person == person), None)


def _paused(uow: UnitOfWork, obligation: Obligation, row: Ringing | None) -> bool:
    """Store a pause. The obligation's own `next_at` may stay early: looking once too often rings nobody."""
    if row is None:
        return False
    uow.obligations.put_ringing([row])
    return True


def _leaf(uow: UnitOfWork, item: Item[Any], kind: LeafType, obligation: Obligation, now: datetime, **more: str) -> None:
    fields = {"item": item.id, "what": obligation.what, **more}
    uow.audit.append(log_of(uow, item), kind, at=now, fields=fields)
