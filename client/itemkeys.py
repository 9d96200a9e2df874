"""Keys of items: made on the device that opens an item, wrapped for who may read it, unwrapped by who does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from client.age import AgeError, HybridIdentity, decrypt
from client.directory import Directory, RoleEpoch
from client.keyring import Keyring
from client.sealing import (
    SealingError,
    SwappedIdentity,
    unwrap_for_device,
    unwrap_from_epoch,
    wrap_for_device,
    wrap_for_epoch,
)
from client.signing import blob_name
from domain.acts.sealed import WrapParam
from domain.functies import Holding
from domain.ids import DeviceId, PersonId, Sha256Hex


@dataclass(slots=True)
class ItemWraps:
    """An item's key sealed for its readers: what the act names, the blobs that go with it, and who lacks a key."""

    wraps: list[WrapParam] = field(default_factory=list)
    blobs: dict[Sha256Hex, bytes] = field(default_factory=dict)
    gaps: list[Holding] = field(default_factory=list)
    """Roles that have no key, or no device: shown, and wrapped later by somebody who can read the item."""

    def add(self, holding: Holding, epoch: int, device: DeviceId | None, blob: bytes) -> None:
        """Add one wrap."""
        name = blob_name(blob)
        self.blobs[name] = blob
        self.wraps.append(
            WrapParam(functie=holding.functie, scope=holding.scope, epoch=epoch, device=device, blob=name)
        )


@dataclass(frozen=True, slots=True)
class GivenWrap:
    """A wrap as a server released it to this device; nothing about it is trusted."""

    holding: Holding
    epoch: int
    device: DeviceId | None
    data: bytes


def wrap_item(
    identity: HybridIdentity, directory: Directory, readers: Iterable[Holding], excluded: Collection[PersonId]
) -> ItemWraps:
    """Seal an item's key for everybody who may read it, and for nobody who is excluded (P-02).

    A role is wrapped to its epoch, unless somebody has (or may be given) that epoch's key who may not read the item:
    an excluded holder, a revoked device, a person who no longer holds the role. Then each other device gets a wrap of
    its own.
    """
    made = ItemWraps()
    for holding in dict.fromkeys(readers):
        epoch = directory.epoch(holding)
        if epoch is None:
            made.gaps.append(holding)
        elif _epoch_is_safe(directory, epoch, excluded):
            made.add(holding, epoch.number, None, wrap_for_epoch(identity, epoch.recipient))
        else:
            _wrap_per_device(made, identity, directory, epoch, excluded)
    return made


def wrap_for_person(
    made: ItemWraps, identity: HybridIdentity, directory: Directory, holding: Holding, person: PersonId
) -> None:
    """Add wraps of an item's key for one person's own living devices, never for the role (BB-05)."""
    epoch = directory.epoch(holding)
    for device in directory.living_devices(person):
        blob = wrap_for_device(identity, device.x25519, device.hybrid)
        made.add(holding, 0 if epoch is None else epoch.number, device.id, blob)


def _epoch_is_safe(directory: Directory, epoch: RoleEpoch, excluded: Collection[PersonId]) -> bool:
    members = directory.holders(epoch.holding)
    devices = [directory.devices[device] for device in epoch.wraps]
    return not any(member in excluded for member in members) and all(
        device.revoked is None and device.person in members and device.person not in excluded for device in devices
    )


def _wrap_per_device(
    made: ItemWraps,
    identity: HybridIdentity,
    directory: Directory,
    epoch: RoleEpoch,
    excluded: Collection[PersonId],
) -> None:
    devices = [
        device
        for member in directory.holders(epoch.holding)
        if member not in excluded
        for device in directory.living_devices(member)
    ]
    for device in devices:
        made.add(epoch.holding, epoch.number, device.id, wrap_for_device(identity, device.x25519, device.hybrid))
    if not devices:
        made.gaps.append(epoch.holding)


class RoleKeys:
    """The role keys this device holds, each proven to be the one that officers published."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._known: dict[tuple[Holding, int], HybridIdentity] = {}

    def learn(self, directory: Directory, holding: Holding, number: int, blob: bytes) -> None:
        """Take a role key that the server released.

        Raises:
            SwappedIdentity: when it is not the key the directory's officers published and sealed for this device.
        """
        epoch = directory.epoch_numbered(holding, number)
        if epoch is None or epoch.wraps.get(self._keyring.device) != blob_name(blob):
            raise SwappedIdentity("A role key was sent that no officer sealed for this device; tell the officers.")
        if (holding, number) in self._known:
            return
        try:
            identity = unwrap_for_device(blob, self._keyring.x25519, self._keyring.hybrid, epoch.recipient)
        except AgeError as wrong:
            raise SwappedIdentity("A role key does not open on this device; tell the officers.") from wrong
        self._known[holding, number] = identity

    def get(self, holding: Holding, number: int) -> HybridIdentity | None:
        """Return a role key that was learned."""
        return self._known.get((holding, number))

    def open_wraps(self, wraps: Iterable[GivenWrap], recipients: Collection[str]) -> Mapping[str, HybridIdentity]:
        """Return the item's identities by recipient, as far as this device holds keys for them.

        `recipients` are the public keys that signed acts name for the item.

        Raises:
            SealingError: at the first wrap that opens to anything else: somebody tried to swap the item's key.
        """
        found: dict[str, HybridIdentity] = {}
        for wrap in wraps:
            for identity in self._open(wrap, recipients):
                found[identity.recipient().to_string()] = identity
        return found

    def open_unnamed(self, wraps: Iterable[GivenWrap]) -> Mapping[str, HybridIdentity]:
        """Return the identities in the wraps of a linked item, whose opening act its readers may not see.

        Nothing may be sealed to them until content names them: the sender signs the recipient inside the content.

        Raises:
            SealingError: when a wrap that should open does not.
        """
        found: dict[str, HybridIdentity] = {}
        for wrap in wraps:
            mine = wrap.device == self._keyring.device
            role = self.get(wrap.holding, wrap.epoch)
            try:
                if mine:
                    inner = decrypt(wrap.data, [self._keyring.x25519])
                    identity = HybridIdentity.from_string(decrypt(inner, [self._keyring.hybrid]).decode("ascii"))
                elif wrap.device is None and role is not None:
                    identity = HybridIdentity.from_string(decrypt(wrap.data, [role]).decode("ascii"))
                else:
                    continue
            except (AgeError, UnicodeDecodeError) as wrong:
                raise SealingError("A wrap of the item's key does not open; tell the officers at once.") from wrong
            found[identity.recipient().to_string()] = identity
        return found

    def _open(self, wrap: GivenWrap, recipients: Collection[str]) -> Iterator[HybridIdentity]:
        mine = wrap.device == self._keyring.device
        role = self.get(wrap.holding, wrap.epoch)
        if not mine and (wrap.device is not None or role is None):
            return
        swapped: Exception = SwappedIdentity("The item names no key for its wraps; tell the officers at once.")
        for recipient in recipients:
            try:
                if mine:
                    yield unwrap_for_device(wrap.data, self._keyring.x25519, self._keyring.hybrid, recipient)
                elif role is not None:
                    yield unwrap_from_epoch(wrap.data, role, recipient)
                return
            except SwappedIdentity as wrong:
                swapped = wrong
            except AgeError as wrong:
                raise SealingError("A wrap of the item's key does not open; tell the officers at once.") from wrong
        raise swapped
