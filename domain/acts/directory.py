"""Acts on the directory: who exists, who holds which functie, which keys are theirs (P-01); all signed by officers."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field, StringConstraints

from domain.acts.payload import Name, Params, PersonText, ScopeText, Sha256Text
from domain.acts.recipients import HybridText, X25519Text
from domain.acts.sealed import EpochNumber
from domain.acts.spec import ActSpec, may
from domain.acts.webauthn import App
from domain.functies import Functie, Holding, Power, Scope

_PERSON = "A pseudonym that stands for one official: the server rings and authorises by it."
_ORGANISATION = "The employer is logged apart from the functie (P-01) and decides in which log an act stands."
_HOLDING = "The server authorises acts and rings people by functie and scope."
_DEVICE = "Identifies the device whose signatures the server verifies."
_LOG = "Every reader of a log must know which key signs it; the name of a log is that of an organisation."
_LOG_KEY = "A log's public key: anybody may know it; devices verify checkpoints with it."
_PASSKEY = "Public key of the device's passkey (ES256), if it has one: with it, too, the device may prove its acts."
_PUBLIC = "A public key: anybody may know it; devices verify and seal with it."

FOUNDERS: Final = Holding(Functie.FUNCTIONEEL_BEHEERDER, Scope("org:founders"))
"""What the founders hold: they may manage every organisation's people."""

PointText = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{86}[AEIMQUYcgkosw048]$")]
"""An uncompressed P-256 point of 65 bytes as unpadded base64url, in its one spelling: points are told apart by it."""
NumberText = Annotated[str, StringConstraints(pattern=r"^\+?[0-9 ()-]{3,24}$")]
LogKeyText = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_./-]{1,200}\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{44}$")]
"""A log's public key as a signed note spells it; its name is the log's origin, of which the last part is its name."""


class DeviceKeys(Params):
    """The public keys of one device of one person."""

    person: PersonText = Field(description=_PERSON)
    organisation: Name = Field(description=_ORGANISATION)
    device: Name = Field(description=_DEVICE)
    signing_key: PointText = Field(description=_PUBLIC)
    x25519: X25519Text = Field(description=_PUBLIC)
    hybrid: HybridText = Field(description=_PUBLIC)
    passkey: PointText | None = Field(default=None, description=_PASSKEY)


class Organisation(Params):
    """An organisation with the name of the log in which its acts stand."""

    organisation: Name = Field(description=_ORGANISATION)
    log: Name = Field(description="The log in which acts of this organisation stand.")


class Genesis(Params):
    """The first fact of a directory: its founders, how many must sign together, its organisations."""

    practice: bool = Field(
        description="A practice installation may use one founder and a virtual clock; shown on screens."
    )
    threshold: Annotated[int, Field(ge=1, le=32)] = Field(
        description="How many distinct officers must sign each change."
    )
    founders: Annotated[list[DeviceKeys], Field(min_length=1, max_length=32)] = Field(description=_PUBLIC)
    organisations: Annotated[list[Organisation], Field(min_length=1, max_length=512)] = Field(description=_ORGANISATION)
    log_keys: Annotated[list[LogKeyText], Field(max_length=520)] = Field(
        default=[], description="Public key of each log, the directory's and the root included: devices verify with it."
    )
    app: App | None = Field(default=None, description="Where the app runs: a passkey used elsewhere proves nothing.")


class AddPerson(Params):
    """An official exists, employed by an organisation; under a pseudonym."""

    person: PersonText = Field(description=_PERSON)
    organisation: Name = Field(description=_ORGANISATION)


class Grant(Params):
    """A person may hold a functie in a scope from now on."""

    person: Name = Field(description=_PERSON)
    functie: Functie = Field(description=_HOLDING)
    scope: ScopeText = Field(description=_HOLDING)


class EndGrant(Params):
    """A person no longer holds a functie in a scope; a new epoch of its key is asked for."""

    person: Name = Field(description=_PERSON)
    functie: Functie = Field(description=_HOLDING)
    scope: ScopeText = Field(description=_HOLDING)


class InviteDevice(Params):
    """Invite a person to enrol a device; the server keeps a hash of the secret, used once within a day."""

    person: Name = Field(description=_PERSON)
    token_hash: Sha256Text = Field(description="Recognises the invitation once when it is used; not the secret itself.")


class AddDevice(DeviceKeys):
    """A device is this person's: the officer's own device has verified that the keys come from the invited person."""


class RevokeDevice(Params):
    """A device is lost or taken out of use: its sessions end in the same transaction."""

    device: Name = Field(description=_DEVICE)


class FreezeDevice(Params):
    """A watcher stops (or releases) a device that floods, until officers look at it."""

    device: Name = Field(description=_DEVICE)
    frozen: bool = Field(description="Whether the server refuses this device's acts from now on.")


class DeviceWrap(Params):
    """A role key sealed for one device."""

    device: Name = Field(description=_DEVICE)
    blob: Sha256Text = Field(description="Hash of the sealed role key: the server stores it and cannot open it.")


class NewEpoch(Params):
    """A new key for a role, sealed for the devices of everybody who holds it."""

    functie: Functie = Field(description=_HOLDING)
    scope: ScopeText = Field(description=_HOLDING)
    epoch: EpochNumber = Field(description="Number of the key, one higher than the last.")
    recipient: HybridText = Field(description=_PUBLIC)
    wraps: Annotated[list[DeviceWrap], Field(max_length=1024)] = Field(
        description="Which devices are sent the role key."
    )


class WrapEpoch(Params):
    """The present key of a role, sealed for devices that did not have it yet."""

    functie: Functie = Field(description=_HOLDING)
    scope: ScopeText = Field(description=_HOLDING)
    epoch: EpochNumber = Field(description="Which key of the role this is.")
    wraps: Annotated[list[DeviceWrap], Field(max_length=1024)] = Field(
        description="Which devices are sent the role key."
    )


class SetNumber(Params):
    """The telephone number on which those on duty for a functie can be called (SA-00, SA-01)."""

    functie: Functie = Field(description=_HOLDING)
    scope: ScopeText = Field(description=_HOLDING)
    number: NumberText = Field(
        description="Shown to those who may ring this functie; there is always a number to call."
    )


class RotateLogKey(Params):
    """Another key signs a log from a stated checkpoint on; the key before signs none that is larger."""

    log: Name = Field(description=_LOG)
    old: LogKeyText = Field(description=_LOG_KEY)
    new: LogKeyText = Field(description=_LOG_KEY)
    size: Annotated[int, Field(ge=1, lt=1 << 53)] = Field(
        description="Leaves of the checkpoint at which it turns: whoever verifies takes the old key up to there."
    )


class ReleaseApp(Params):
    """The app that is served from now on, named by its list of files: whoever serves it cannot change it unseen."""

    files: Sha256Text = Field(
        description="Hash of the list of the app's files, each with its own hash: anybody may know it."
    )


_OFFICERS: Final = may(Power.MANAGE_PEOPLE)
_HOLDERS: Final = frozenset(Functie) - {Functie.TOEZICHTHOUDER}

SPECS: Final = (
    ActSpec("directory.genesis", Genesis, _OFFICERS, "P-01, P-04"),
    ActSpec("directory.add_person", AddPerson, _OFFICERS, "P-01"),
    ActSpec("directory.grant", Grant, _OFFICERS, "P-01"),
    ActSpec("directory.end_grant", EndGrant, _OFFICERS, "P-01"),
    ActSpec("directory.invite_device", InviteDevice, _OFFICERS, "P-01"),
    ActSpec("directory.add_device", AddDevice, _OFFICERS, "P-01"),
    ActSpec("directory.revoke_device", RevokeDevice, _OFFICERS, "P-01"),
    ActSpec("directory.freeze_device", FreezeDevice, _OFFICERS | may(Power.WATCH), "DOMAIN §1 escalatiewachter"),
    ActSpec("directory.new_epoch", NewEpoch, _OFFICERS, "P-01"),
    ActSpec("directory.wrap_epoch", WrapEpoch, _HOLDERS, "P-01"),
    ActSpec("directory.rotate_log_key", RotateLogKey, _OFFICERS, "ARCHITECTURE §7"),
    ActSpec("directory.release_app", ReleaseApp, _OFFICERS, "ARCHITECTURE §9"),
    ActSpec("directory.set_number", SetNumber, _OFFICERS, "SA-00, SA-01 (C §2.3.4)"),
)
