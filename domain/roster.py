"""Who is on duty: one moment of a piketrooster resolved to people, and the stretches nobody covers (DOMAIN §4)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.functies import Holding
from domain.ids import PersonId
from domain.policy import Slot
from domain.ports import Duty

_OTHER = {Slot.ON_DUTY: Slot.BACKUP, Slot.BACKUP: Slot.ON_DUTY}


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who to ring for one slot; `rostered` is False when the roster named nobody fit, so that all holders ring."""

    persons: tuple[PersonId, ...]
    rostered: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch in which the roster names nobody for a slot (RO-02)."""

    holding: Holding
    slot: Slot
    starts: datetime
    ends: datetime


def on_roster(slot: Slot, duties: Sequence[Duty]) -> tuple[PersonId, ...]:
    """Return who stands on the roster for `slot`, out of the duties covering one moment; an override beats the rest."""
    named = [duty for duty in duties if duty.slot is slot]
    overriding = [duty for duty in named if duty.override]
    return tuple(dict.fromkeys(duty.person for duty in overriding or named))


def who(slot: Slot, duties: Sequence[Duty], holders: Sequence[PersonId], excluded: Collection[PersonId] = ()) -> OnDuty:
    """Resolve a slot at one moment: `duties` cover that moment, `holders` hold the functie at that moment.

    Somebody on the roster who does not hold the functie any more is passed over. An empty slot gives all holders
    (RO-02, X-03). When only an exclusion empties it, the deputy takes the place before all holders do (P-02).
    Excluded persons are never in the answer.
    """
    fit = [person for person in holders if person not in excluded]
    if slot is Slot.ALL:
        return OnDuty(tuple(fit), rostered=False)
    meant = [person for person in on_roster(slot, duties) if person in holders]
    chosen = tuple(person for person in meant if person in fit)
    if meant and not chosen:
        chosen = tuple(person for person in on_roster(_OTHER[slot], duties) if person in fit)
    return OnDuty(chosen, rostered=True) if chosen else OnDuty(tuple(fit), rostered=False)


def gaps(holding: Holding, slot: Slot, duties: Sequence[Duty], start: datetime, end: datetime) -> list[Gap]:
    """Return every stretch between `start` and `end` that no duty of this slot covers, in order (RO-02)."""
    found: list[Gap] = []
    covered = start
    for duty in sorted((duty for duty in duties if duty.slot is slot), key=lambda duty: duty.starts):
        if duty.starts > covered:
            found.append(Gap(holding, slot, covered, min(duty.starts, end)))
        covered = max(covered, duty.ends)
        if covered >= end:
            return found
    found.append(Gap(holding, slot, covered, end))
    return found
