"""The directory as this device believes it: what the signed facts say, and nothing a server adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec

from domain.acts.directory import FOUNDERS
from domain.acts.webauthn import App
from domain.audit.succession import LogKeys
from domain.functies import RULES, Functie, Holding, Power, Scope
from domain.ids import DeviceId, OrganisationId, PersonId, Sha256Hex
from domain.telephone import same_number

DIRECTORY_LOG: Final = "directory"


class DirectoryRefused(Exception):
    """What the server calls the directory does not verify; use nothing of it, and tell the officers by telephone."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A device that officers signed; `since` and `revoked` are positions in the directory."""

    id: DeviceId
    person: PersonId
    organisation: OrganisationId
    key: ec.EllipticCurvePublicKey
    point: str
    x25519: str
    hybrid: str
    since: int
    revoked: int | None = None
    revoked_at: datetime | None = None
    """The moment that the officers signed for the revocation: what the device signed later counts for nothing."""
    frozen: bool = False
    passkey: ec.EllipticCurvePublicKey | None = None
    passkey_point: str | None = None

    @property
    def points(self) -> frozenset[str]:
        """Every point this device signs with, as the directory spells it."""
        return frozenset((self.point,) if self.passkey_point is None else (self.point, self.passkey_point))


@dataclass(frozen=True, slots=True)
class RoleEpoch:
    """One key of a role: its number, its public recipient, and the wrap that officers or holders signed per device."""

    holding: Holding
    number: int
    recipient: str
    wraps: Mapping[DeviceId, Sha256Hex]


@dataclass(frozen=True, slots=True)
class AppRelease:
    """An app that founders signed: the hash of its list of files, and the position of the fact that says so."""

    files: Sha256Hex
    fact: int


@dataclass(slots=True)
class Directory:
    """The state after replaying `facts` signed facts; change it through `client.replay.Replay` alone."""

    practice: bool = False
    threshold: int = 0
    facts: int = 0
    app: App | None = None
    """Where the app runs, as the founders signed it: proofs by passkey count from there alone."""
    organisations: dict[OrganisationId, str] = field(default_factory=dict)
    """Name of each organisation's log."""
    log_keys: dict[str, LogKeys] = field(default_factory=dict)
    """Public keys of each log by the log's name, with the size from which each of them signs."""
    people: dict[PersonId, OrganisationId] = field(default_factory=dict)
    memberships: dict[PersonId, set[Holding]] = field(default_factory=dict)
    ended: dict[tuple[PersonId, Holding], int] = field(default_factory=dict)
    """Position of the fact that ended what a person held; gone again when it is given anew."""
    devices: dict[DeviceId, KnownDevice] = field(default_factory=dict)
    epochs: dict[Holding, list[RoleEpoch]] = field(default_factory=dict)
    numbers: dict[Holding, str] = field(default_factory=dict)
    releases: list[AppRelease] = field(default_factory=list)
    """Every app that was to be served, oldest first; the last one is to be served now."""

    def holds(self, person: PersonId, holding: Holding) -> bool:
        """Tell whether officers gave this person this functie in this scope, and did not end it (P-01)."""
        return holding in self.memberships.get(person, ())

    def has_number(self, holding: Holding, number: str) -> bool:
        """Tell whether officers signed this number, however written, for exactly this functie in this scope (SA-01)."""
        return holding in self.numbers and same_number(self.numbers[holding], number)

    def holders(self, holding: Holding) -> list[PersonId]:
        """Return who holds it now, in a stable order."""
        return sorted(person for person, held in self.memberships.items() if holding in held)

    def living_devices(self, person: PersonId) -> list[KnownDevice]:
        """Return the devices of a person to which keys may be sealed: not revoked and not frozen."""
        mine = (device for device in self.devices.values() if device.person == person)
        return [device for device in mine if device.revoked is None and not device.frozen]

    def epoch(self, holding: Holding) -> RoleEpoch | None:
        """Return the present key of a role; None when it never had one."""
        known = self.epochs.get(holding)
        return known[-1] if known else None

    def epoch_numbered(self, holding: Holding, number: int) -> RoleEpoch | None:
        """Return one key of a role, also an earlier one."""
        return next((epoch for epoch in self.epochs.get(holding, ()) if epoch.number == number), None)

    def log_of(self, person: PersonId) -> str:
        """Return the log in which a person's acts are counted: their employer's (P-01)."""
        return self.organisations[self.people[person]]

    def managers_among(self, persons: Iterable[PersonId], organisations: Iterable[OrganisationId]) -> set[PersonId]:
        """Return which persons may manage people of one of these organisations; founders manage everybody."""
        fitting = {Holding(Functie.FUNCTIONEEL_BEHEERDER, Scope(f"org:{name}")) for name in organisations} | {FOUNDERS}
        return {person for person in persons if self.memberships.get(person, set()) & fitting}

    def watches(self, person: PersonId) -> bool:
        """Tell whether the person may freeze a device that floods."""
        return any(Power.WATCH in RULES[held.functie].powers for held in self.memberships.get(person, ()))
