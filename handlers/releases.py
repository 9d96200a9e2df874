"""Releasing ciphertext to a device: the leaf that says so commits before the bytes leave (EV-01)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from domain.audit.leaves import LeafType
from domain.errors import NotFound
from domain.ids import ItemId, Sha256Hex
from handlers.queries import readable
from handlers.reading import DoorUnit
from handlers.sessions import Viewer, living_device

ROLE_KEYS = ItemId("")
"""Stands for the item where role keys are released: those belong to a device, not to an item."""


Releases = Mapping[LeafType, Collection[Sha256Hex]]
"""What is about to leave: wraps and other blobs apart, since the log keeps them apart."""


def outstanding(uow: DoorUnit, viewer: Viewer, item: ItemId, releases: Releases) -> Releases:
    """Return those of which no leaf says yet that this device was given them."""
    given = set(uow.blobs.released(viewer.device, item))
    found = {kind: [blob for blob in blobs if blob not in given] for kind, blobs in releases.items()}
    return {kind: blobs for kind, blobs in found.items() if blobs}


def record_releases(uow: DoorUnit, viewer: Viewer, item: ItemId, releases: Releases, now: datetime) -> None:
    """Record that these blobs go to this device, with the proof it asked with.

    One leaf per device, item and blob, however often it is asked (EV-01); durable with the transaction, so the
    bytes may leave once it has committed. Checks once more that the person may, at this moment.

    Raises:
        NotFound: when the person takes no part in the item (any more), or the device is revoked or frozen.
    """
    if living_device(uow.directory, viewer.device) is None:
        raise NotFound("item.unknown", "There is no such item for this person.", field="item")
    if item != ROLE_KEYS:
        readable(uow, viewer, item)
    log = uow.audit.log_of(viewer.organisation)
    for kind, blobs in releases.items():
        for blob in uow.blobs.release(viewer.device, item, dict.fromkeys(blobs), now):
            fields = {"device": viewer.device, "item": item, "blob": blob, "proof": viewer.proof}
            uow.audit.append(log, kind, at=now, actor=viewer.person, fields=fields)
