"""What officers sign: a person, a functie, a device, a new role key with its wraps, a number, a stretch of duty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from client.age import HybridIdentity
from client.directory import Directory, KnownDevice
from client.invitation import Invitation
from client.sealing import wrap_for_device
from client.signing import Draft, blob_name
from domain.acts import directory as acts
from domain.acts.payload import Params
from domain.acts.roster import SetDuty
from domain.functies import Holding
from domain.ids import ActId, DeviceId, OrganisationId, PersonId, Randomness, Sha256Hex, uuid7
from domain.policy import Slot


@dataclass(frozen=True)
class Officer:
    """Drafts acts in the functie of one officer; signing them, with as many others as must, is the caller's."""

    holding: Holding
    random: Randomness
    clock: Callable[[], datetime]

    def add_person(self, person: PersonId, organisation: OrganisationId) -> Draft:
        """An official exists (P-01)."""
        return self._draft("directory.add_person", acts.AddPerson(person=person, organisation=organisation))

    def grant(self, person: PersonId, holding: Holding) -> Draft:
        """A person may hold a functie in a scope from now on (P-01)."""
        params = acts.Grant(person=person, functie=holding.functie, scope=holding.scope)
        return self._draft("directory.grant", params)

    def end_grant(self, person: PersonId, holding: Holding) -> Draft:
        """A person no longer holds it; sign a `new_epoch` of the role right after."""
        params = acts.EndGrant(person=person, functie=holding.functie, scope=holding.scope)
        return self._draft("directory.end_grant", params)

    def invite(self, invitation: Invitation) -> Draft:
        """Invite a person to enrol a device; the secret itself stays in the invitation's link."""
        params = acts.InviteDevice(person=invitation.person, token_hash=invitation.token_hash)
        return self._draft("directory.invite_device", params)

    def add_device(self, keys: acts.DeviceKeys) -> Draft:
        """The device with these keys is this person's: verify the invitation's MAC before signing this."""
        return self._draft("directory.add_device", acts.AddDevice(**keys.model_dump()))

    def revoke_device(self, device: DeviceId) -> Draft:
        """A device is lost; sign a `new_epoch` of every role of its person right after."""
        return self._draft("directory.revoke_device", acts.RevokeDevice(device=device))

    def freeze_device(self, device: DeviceId, *, frozen: bool) -> Draft:
        """Stop, or release, a device that floods."""
        return self._draft("directory.freeze_device", acts.FreezeDevice(device=device, frozen=frozen))

    def new_epoch(self, directory: Directory, holding: Holding) -> Draft:
        """A new key for a role, sealed for every living device of each holder; no copy is kept beside them."""
        identity = HybridIdentity.generate(self.random)
        present = directory.epoch(holding)
        devices = [device for person in directory.holders(holding) for device in directory.living_devices(person)]
        wraps, blobs = _wraps(identity, devices)
        params = acts.NewEpoch(
            functie=holding.functie,
            scope=holding.scope,
            epoch=(present.number if present else 0) + 1,
            recipient=identity.recipient().to_string(),
            wraps=wraps,
        )
        return self._draft("directory.new_epoch", params, blobs)

    def wrap_epoch(self, holding: Holding, number: int, identity: HybridIdentity, to: Iterable[KnownDevice]) -> Draft:
        """The present key of a role, from somebody who has it, for devices that do not have it yet."""
        wraps, blobs = _wraps(identity, to)
        params = acts.WrapEpoch(functie=holding.functie, scope=holding.scope, epoch=number, wraps=wraps)
        return self._draft("directory.wrap_epoch", params, blobs)

    def set_number(self, holding: Holding, number: str) -> Draft:
        """The number on which those on duty can be called (SA-00, SA-01)."""
        params = acts.SetNumber(functie=holding.functie, scope=holding.scope, number=number)
        return self._draft("directory.set_number", params)

    def rotate_log_key(self, directory: Directory, log: str, new: str, size: int) -> Draft:
        """Let the key `new` sign `log` from the checkpoint of `size` leaves on, which the log may not have passed."""
        old = directory.log_keys[log].newest.encode()
        params = acts.RotateLogKey(log=log, old=old, new=new, size=size)
        return self._draft("directory.rotate_log_key", params)

    def release_app(self, files: Sha256Hex) -> Draft:
        """Let the app with this list of files be the one that is served; `piket release` says which one was built."""
        return self._draft("directory.release_app", acts.ReleaseApp(files=files))

    def set_duty(
        self,
        holding: Holding,
        person: PersonId,
        slot: Slot,
        starts: datetime,
        ends: datetime,
        *,
        override: bool = False,
    ) -> Draft:
        """A stretch of duty (RO-01)."""
        params = SetDuty(
            functie=holding.functie,
            scope=holding.scope,
            person=person,
            slot=slot,
            starts=starts,
            ends=ends,
            override=override,
        )
        return self._draft("roster.set", params)

    def _draft(self, name: str, params: Params, blobs: Mapping[Sha256Hex, bytes] | None = None) -> Draft:
        act = ActId(uuid7(self.clock(), self.random))
        return Draft(id=act, name=name, params=params, holding=self.holding, blobs=blobs or {})


def _wraps(
    identity: HybridIdentity, devices: Iterable[KnownDevice]
) -> tuple[list[acts.DeviceWrap], dict[Sha256Hex, bytes]]:
    wraps: list[acts.DeviceWrap] = []
    blobs: dict[Sha256Hex, bytes] = {}
    for device in devices:
        blob = wrap_for_device(identity, device.x25519, device.hybrid)
        blobs[blob_name(blob)] = blob
        wraps.append(acts.DeviceWrap(device=device.id, blob=blob_name(blob)))
    return wraps, blobs
