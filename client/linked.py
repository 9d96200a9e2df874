"""Linked items: a key and an audience of their own, sealed on the device that does the act which opens them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from client.age import HybridIdentity
from client.content import ContentRefused, Place
from client.device import Device
from client.itemkeys import wrap_item
from client.reading import Case
from client.signing import blob_name
from domain.acts.sealed import LinkedItem, WrapParam
from domain.contents import AnyContent
from domain.functies import Holding
from domain.ids import ActId, ItemId, PersonId, Sha256Hex, random_id


@dataclass(frozen=True, slots=True)
class SealedItem:
    """A new item as its opening act names it: id, key, wraps, sealed content, and the blobs of all these."""

    item: ItemId
    recipient: str
    wraps: list[WrapParam]
    content: Sha256Hex
    blobs: dict[Sha256Hex, bytes]
    gaps: tuple[Holding, ...]


def seal_item(
    device: Device,
    content: AnyContent,
    readers: Sequence[Holding],
    excluded: frozenset[PersonId],
    act: ActId,
    name: str,
    holding: Holding,
) -> SealedItem:
    """Make a new item: its key wrapped for `readers` except who is excluded (P-02), its first content sealed to it."""
    item = ItemId(random_id(device.random))
    identity = HybridIdentity.generate(device.random)
    recipient = identity.recipient().to_string()
    wraps = wrap_item(identity, device.directory, readers, excluded)
    sealed = device.seal(content, Place(item, recipient, act, name, holding, excluded))
    blobs = {**wraps.blobs, blob_name(sealed): sealed}
    return SealedItem(item, recipient, wraps.wraps, blob_name(sealed), blobs, tuple(wraps.gaps))


def linked_item(flow: str, sealed: SealedItem, joined: ItemId | None) -> LinkedItem:
    """Return the parameter with which an act opens `sealed` as a linked item, of a joined request when it names one."""
    return LinkedItem.model_validate(
        {
            "flow": flow,
            "item": sealed.item,
            "recipient": sealed.recipient,
            "wraps": sealed.wraps,
            "content": sealed.content,
            "joined": joined,
        }
    )


def key_of(case: Case) -> str:
    """Return the key to which content of an item goes now.

    Raises:
        ContentRefused: when no signature of somebody else vouches for any key of this item.
    """
    if case.recipient is None:
        raise ContentRefused("item.keyless", "Nobody vouches for the key of this item, so nothing is sealed to it")
    return case.recipient


def exclusions_of(case: Case) -> frozenset[PersonId]:
    """Return who may be given no key of an item (P-02), as somebody else than the service signed it.

    Raises:
        ContentRefused: for a linked item of which nothing was opened that says so.
    """
    if case.answer.item.parent is not None and not case.contents:
        raise ContentRefused("item.excluded", "Nobody vouches for who is excluded from this item, so no key is given")
    return case.excluded
