"""Keeping wraps: who may be given an item's key, who is excluded from it (P-02), and who is still without one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from domain.acts.sealed import WrapParam
from domain.errors import Malformed
from domain.events import GapSeen
from domain.functies import Holding
from domain.ids import DeviceId
from domain.items import Item
from handlers.doing import Doing

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
