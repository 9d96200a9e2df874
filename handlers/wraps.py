"""Keeping wraps: who may be given an item's key, who is excluded from it (P-02), and who is still without one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from domain.acts.sealed import WrapParam
from domain.errors import Malformed, NotAllowed, OutOfStep
from domain.events import GapSeen
from domain.functies import Holding
from domain.ids import DeviceId
from domain.items import Item
from handlers.doing import Doing
from handlers.flows import FLOWS

KEYLESS: Final = "role_without_keys"
"""The gap, the flag on the answer and the alarm of a role that has no wrap of an item it may have to read."""


def check_wraps(doing: Doing, excluded: Collection[str], wraps: Sequence[WrapParam], field: str) -> None:
    """Check that no wrap reaches somebody who is excluded (P-02); writes nothing.

    A role that an excluded person holds is wrapped to the devices of each other member, never to its epoch.

    Raises:
        Malformed: naming the wrap.
    """
    if not excluded:
        return
    hit: dict[Holding, bool] = {}
    for place, wrap in enumerate(wraps):
        if wrap.holding not in hit:
            holders = doing.uow.directory.holders(wrap.holding, doing.now)
            hit[wrap.holding] = any(person in excluded for person in holders)
        device = None if wrap.device is None else doing.uow.directory.device(DeviceId(wrap.device))
        to_excluded = device is not None and device.person in excluded
        if to_excluded or (hit[wrap.holding] and wrap.device is None):
            raise Malformed(
                "wrap.excluded",
                "A role that an excluded person holds is wrapped to the devices of its other members only.",
                field=f"{field}.{place}.device",
            )


def must_have_key(doing: Doing, item: Item[Any]) -> None:
    """P-01: who takes part and was given no key of an item makes none for it, and adds nothing to what others read.

    Raises:
        NotAllowed: when no wrap is for the functie acted in, or for this device of it.
    """
    actor = doing.actor
    mine = [wrap.device for wrap in doing.uow.items.wraps(item.id) if wrap.holding == actor.holding]
    if actor.holding != item.opened_as and not {None, actor.device} & set(mine):
        raise NotAllowed("key.none", "You were given no key of this item; ask somebody who can read it.")


def must_allow_keys(item: Item[Any]) -> None:
    """RM-02: another key of a report would come from a side that its reporter is never shown, and lock them out.

    Raises:
        OutOfStep: when an item of this flow keeps the key it has.
    """
    if FLOWS[item.flow].one_key:
        raise OutOfStep("key.only_one", "This keeps the key it was sealed with; give that key, or open it anew.")


def keep_wraps(doing: Doing, item: Item[Any], wraps: Sequence[WrapParam]) -> None:
    """Store wraps of an item that exists."""
    doing.uow.items.add_wraps(item.id, [wrap.wrap() for wrap in wraps])


def close_gaps(doing: Doing, item: Item[Any], wraps: Sequence[WrapParam]) -> None:
    """Take back the gaps that later wraps close; an item that just opened has none where it was given a wrap."""
    for holding in {wrap.holding for wrap in wraps}:
        doing.uow.alarms.clear(KEYLESS, f"{item.id}/{holding}", doing.now)


def gaps(doing: Doing, addressees: Sequence[Holding], wraps: Sequence[WrapParam]) -> list[GapSeen]:
    """Return one gap for each addressee without a wrap: shown and flagged, never a refusal."""
    given = {wrap.holding for wrap in wraps}
    found = [GapSeen(holding, KEYLESS) for holding in addressees if holding not in given]
    if found:
        doing.flag(KEYLESS)
    return found
