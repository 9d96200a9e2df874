"""Enrolling a device: an invitation is used once, and its keys wait until an officer has verified and signed them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.acts.directory import FOUNDERS
from domain.acts.envelope import load_p256
from domain.enrolment import Enrolment
from domain.errors import Malformed, NotFound, SignatureInvalid
from domain.functies import RULES, Power
from domain.ids import DeviceId, Sha256Hex
from handlers.reading import DoorUnit
from handlers.sessions import Viewer

INVITATION: Final = "device"
"""The kind of invitation that `directory.invite_device` makes."""


@dataclass(frozen=True, slots=True)
class NewKeys:
    """What a device offers: its public keys, with a MAC that only the invited person and the officer can make."""

    device: DeviceId
    signing_key: bytes
    x25519: str
    hybrid: str
    mac: bytes
    passkey: bytes | None = None


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Whose device it will be once an officer signs; it can do nothing until then."""

    person: str
    organisation: str
    device: str


def enrol(uow: DoorUnit, redeem: bytes, keys: NewKeys, now: datetime, life: timedelta) -> Enrolled:
    """Use up an invitation and keep the offered keys for the officer; the same offer again gives the same answer.

    Raises:
        NotFound: when there is no such invitation, or it was used with other keys, or has expired.
        Malformed: when the signing key is no P-256 point, or the device's id is taken.
    """
    token = Sha256Hex(hashlib.sha256(redeem).hexdigest())
    before = uow.enrolments.find(token)
    if before is not None and keys == NewKeys(
        before.device, before.signing_key, before.x25519, before.hybrid, before.mac, before.passkey
    ):
        return Enrolled(before.person, before.organisation, before.device)
    for field, point in (("signing_key", keys.signing_key), ("passkey", keys.passkey)):
        try:
            if point is not None:
                load_p256(point)
        except SignatureInvalid as wrong:
            raise Malformed(wrong.code, str(wrong), field=field) from None
    if uow.directory.device(keys.device) is not None:
        raise Malformed("device.taken", "A device of this id exists; choose another random id.", field="device")
    person = uow.invitations.use(INVITATION, token, now)
    if person is None:
        raise NotFound("invitation.unknown", "There is no such invitation any more; ask for a new one.", field="redeem")
    organisation = uow.directory.employer(person)
    uow.enrolments.put(
        Enrolment(
            token=token,
            person=person,
            organisation=organisation,
            device=keys.device,
            signing_key=keys.signing_key,
            x25519=keys.x25519,
            hybrid=keys.hybrid,
            mac=keys.mac,
            at=now,
            expires_at=now + life,
            passkey=keys.passkey,
        )
    )
    return Enrolled(person, organisation, keys.device)


def waiting(uow: DoorUnit, viewer: Viewer, now: datetime, limit: int) -> list[Enrolment]:
    """Return the offered keys that wait for this officer: those of the organisations whose people they manage.

    Raises:
        NotFound: when this person manages nobody.
    """
    managed = {held.scope for held in viewer.holdings if Power.MANAGE_PEOPLE in RULES[held.functie].powers}
    if not managed:
        raise NotFound("enrolment.unknown", "There is nothing here for this person.")
    everybody = FOUNDERS.scope in managed
    offers = uow.enrolments.waiting(now, limit)
    return [one for one in offers if everybody or f"org:{one.organisation}" in managed]
