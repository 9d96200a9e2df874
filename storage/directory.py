"""The signed directory, folded: who holds what, with which devices and keys; and the statements it came from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.errors import NotFound
from domain.functies import Functie, Holding
from domain.ids import DeviceId, OrganisationId, PersonId, Sha256Hex
from domain.ports import Device, Epoch, VerifiedAct
from domain.readings import EpochWrap, Fact
from storage.acts import signed_act
from storage.committed import Committed
from storage.prepared import Row, Transaction
from storage.sessions import end_sessions_of
from storage.tables import acts, devices, epoch_wraps, epochs, facts, memberships, numbers, organisations, persons

_AT: BindParameter[datetime] = bindparam("at")
_HOLDING = (memberships.c.functie == bindparam("functie"), memberships.c.scope == bindparam("scope"))
_NOW = (memberships.c.since <= _AT, or_(memberships.c.until.is_(None), memberships.c.until > _AT))
_DEVICE = select(devices).where(devices.c.id == bindparam("id"))
_DEVICES = select(devices).where(devices.c.person == bindparam("person")).order_by(devices.c.at, devices.c.id)
_POINTS: BindParameter[tuple[bytes, ...]] = bindparam("points", expanding=True)
_KNOWS = (
    select(devices.c.id)
    .where(
        or_(
            devices.c.id == bindparam("id"),
            devices.c.hybrid == bindparam("hybrid"),
            devices.c.signing_key.in_(_POINTS),
            devices.c.passkey.in_(_POINTS),
        )
    )
    .limit(1)
)
_HOLDS = select(memberships.c.id).where(memberships.c.person == bindparam("person"), *_HOLDING, *_NOW).limit(1)
_HOLDERS = select(memberships.c.person).where(*_HOLDING, *_NOW).distinct().order_by(memberships.c.person)
_GRANTED_TO = select(memberships.c.person).where(*_HOLDING).distinct().order_by(memberships.c.person)
_HOLDERS_OF = (
    select(memberships.c.functie, memberships.c.scope, memberships.c.person)
    .where(memberships.c.functie.in_(bindparam("functies", expanding=True)), *_NOW)
    .distinct()
    .order_by(memberships.c.functie, memberships.c.scope, memberships.c.person)
)
_HOLDINGS = (
    select(memberships.c.functie, memberships.c.scope)
    .where(memberships.c.person == bindparam("person"), *_NOW)
    .distinct()
    .order_by(memberships.c.functie, memberships.c.scope)
)
_EMPLOYER = select(persons.c.organisation).where(persons.c.id == bindparam("person"))
_EMPLOYERS = select(persons.c.id, persons.c.organisation).where(persons.c.id.in_(bindparam("persons", expanding=True)))
_EPOCH = (
    select(epochs)
    .where(epochs.c.functie == bindparam("functie"), epochs.c.scope == bindparam("scope"))
    .order_by(epochs.c.epoch.desc())
    .limit(1)
)
_HAD = select(epochs.c.epoch).where(epochs.c.recipient == bindparam("recipient")).limit(1)
_POSITION = select(func.coalesce(func.max(facts.c.position), -1) + 1)
_ADD_FACT = insert(facts)
_FACTS = (
    select(facts, acts.c.payload_type, acts.c.payload, acts.c.proofs)
    .join(acts, acts.c.id == facts.c.act)
    .where(facts.c.position >= bindparam("since"))
    .order_by(facts.c.position)
    .limit(bindparam("limit"))
)
_ORGANISATION = upsert(organisations)
_ORGANISATION = _ORGANISATION.on_conflict_do_update(
    index_elements=["id"], set_={"log": _ORGANISATION.excluded.log, "at": _ORGANISATION.excluded.at}
)
_PERSON = upsert(persons)
_PERSON = _PERSON.on_conflict_do_update(
    index_elements=["id"], set_={"organisation": _PERSON.excluded.organisation, "at": _PERSON.excluded.at}
)
_MEMBERSHIP = insert(memberships)
_END = (
    update(memberships)
    .where(
        memberships.c.person == bindparam("the_person"),
        memberships.c.functie == bindparam("the_functie"),
        memberships.c.scope == bindparam("the_scope"),
        or_(memberships.c.until.is_(None), memberships.c.until > _AT),
    )
    .values(until=_AT)
)
_PUT_DEVICE = insert(devices)
_REVOKE = (
    update(devices)
    .where(devices.c.id == bindparam("device"), devices.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("moment"))
)
_FREEZE = update(devices).where(devices.c.id == bindparam("device")).values(frozen_at=bindparam("moment"))
_PUT_EPOCH = insert(epochs)
_PUT_WRAPS = upsert(epoch_wraps)
_PUT_WRAPS = _PUT_WRAPS.on_conflict_do_update(
    index_elements=["functie", "scope", "epoch", "device"], set_={"blob": _PUT_WRAPS.excluded.blob}
)
_WRAPS_OF = (
    select(epoch_wraps)
    .where(epoch_wraps.c.device == bindparam("device"))
    .order_by(epoch_wraps.c.functie, epoch_wraps.c.scope, epoch_wraps.c.epoch)
)
_PUT_NUMBER = upsert(numbers)
_PUT_NUMBER = _PUT_NUMBER.on_conflict_do_update(
    index_elements=["functie", "scope"], set_={"number": _PUT_NUMBER.excluded.number}
)
_NUMBERS = select(numbers)
_NUMBER = select(numbers.c.number).where(
    numbers.c.functie == bindparam("functie"), numbers.c.scope == bindparam("scope")
)


class Directory:
    """`domain.ports.Directory` over one transaction."""

    def __init__(self, transaction: Transaction, effects: Committed) -> None:
        self._transaction = transaction
        self._effects = effects

    def device(self, device: DeviceId) -> Device | None:
        row = self._transaction.execute(_DEVICE, {"id": device}).first()
        return None if row is None else _device(row)

    def knows(self, keys: Device | Epoch) -> bool:
        if isinstance(keys, Epoch):
            return self._transaction.execute(_HAD, {"recipient": keys.recipient}).first() is not None
        points = (keys.signing_key,) if keys.passkey is None else (keys.signing_key, keys.passkey)
        terms = {"id": keys.id, "hybrid": keys.hybrid, "points": points}
        return self._transaction.execute(_KNOWS, terms).first() is not None

    def devices_of(self, person: PersonId) -> Sequence[Device]:
        return [_device(row) for row in self._transaction.execute(_DEVICES, {"person": person})]

    def holds(self, person: PersonId, holding: Holding, at: datetime) -> bool:
        terms = {"person": person, **_key(holding), "at": at}
        return self._transaction.execute(_HOLDS, terms).first() is not None

    def holders_of(self, functies: Collection[Functie], at: datetime) -> Mapping[Holding, Sequence[PersonId]]:
        found: dict[Holding, list[PersonId]] = {}
        terms = {"functies": tuple(functie.value for functie in functies), "at": at}
        for row in self._transaction.execute(_HOLDERS_OF, terms):
            found.setdefault(Holding(Functie(row.functie), row.scope), []).append(row.person)
        return found

    def employer(self, person: PersonId) -> OrganisationId:
        found = self._transaction.execute(_EMPLOYER, {"person": person}).scalar()
        if found is None:
            raise NotFound("person.unknown", "The directory does not know this person; add the person first.")
        return OrganisationId(found)

    def employers(self, persons: Collection[PersonId]) -> Mapping[PersonId, OrganisationId]:
        if not persons:
            return {}
        rows = self._transaction.execute(_EMPLOYERS, {"persons": tuple(persons)})
        return {PersonId(row.id): OrganisationId(row.organisation) for row in rows}

    def holders(self, holding: Holding, at: datetime) -> Sequence[PersonId]:
        rows = self._transaction.execute(_HOLDERS, {**_key(holding), "at": at})
        return [PersonId(person) for person in rows.scalars()]

    def granted_to(self, holding: Holding) -> Sequence[PersonId]:
        return [PersonId(person) for person in self._transaction.execute(_GRANTED_TO, _key(holding)).scalars()]

    def holdings_of(self, person: PersonId, at: datetime) -> Sequence[Holding]:
        rows = self._transaction.execute(_HOLDINGS, {"person": person, "at": at})
        return [Holding(Functie(row.functie), row.scope) for row in rows]

    def current_epoch(self, holding: Holding) -> Epoch | None:
        row = self._transaction.execute(_EPOCH, _key(holding)).first()
        return None if row is None else Epoch(holding, row.epoch, row.recipient)

    def add_fact(self, act: VerifiedAct, kind: str, now: datetime) -> int:
        """Positions have no gaps; of two that want the same one, the second transaction runs again."""
        position: int = self._transaction.execute(_POSITION).scalar()
        row = {"position": position, "kind": kind, "act": act.payload.id, "at": now}
        self._transaction.execute(_ADD_FACT, row)
        return position

    def facts(self, since: int, limit: int) -> Sequence[Fact]:
        rows = self._transaction.execute(_FACTS, {"since": since, "limit": limit})
        return [
            Fact(row.position, row.kind, signed_act(row.payload_type, row.payload, row.proofs), row.at) for row in rows
        ]

    def put_organisation(self, organisation: OrganisationId, log: str, at: datetime) -> None:
        self._transaction.execute(_ORGANISATION, {"id": organisation, "log": log, "at": at})

    def put_person(self, person: PersonId, organisation: OrganisationId, at: datetime) -> None:
        self._transaction.execute(_PERSON, {"id": person, "organisation": organisation, "at": at})

    def put_membership(self, person: PersonId, holding: Holding, since: datetime) -> None:
        self._transaction.execute(_MEMBERSHIP, {"person": person, **_key(holding), "since": since})

    def end_membership(self, person: PersonId, holding: Holding, at: datetime) -> None:
        terms = {"the_person": person, "the_functie": holding.functie.value, "the_scope": holding.scope, "at": at}
        self._transaction.execute(_END, terms)

    def put_device(self, device: Device, at: datetime) -> None:
        row = {
            "id": device.id,
            "person": device.person,
            "organisation": device.organisation,
            "signing_key": device.signing_key,
            "x25519": device.x25519,
            "hybrid": device.hybrid,
            "passkey": device.passkey,
            "at": at,
            "revoked_at": device.revoked_at,
            "frozen_at": device.frozen_at,
        }
        self._transaction.execute(_PUT_DEVICE, row)

    def revoke_device(self, device: DeviceId, at: datetime) -> None:
        self._transaction.execute(_REVOKE, {"device": device, "moment": at})
        end_sessions_of(self._transaction, self._effects, device, at)

    def freeze_device(self, device: DeviceId, at: datetime | None) -> None:
        self._transaction.execute(_FREEZE, {"device": device, "moment": at})

    def put_epoch(self, epoch: Epoch, wraps: Mapping[DeviceId, Sha256Hex], at: datetime) -> None:
        row = {**_key(epoch.holding), "epoch": epoch.epoch, "recipient": epoch.recipient, "at": at}
        self._transaction.execute(_PUT_EPOCH, row)
        self.add_epoch_wraps(epoch.holding, epoch.epoch, wraps)

    def add_epoch_wraps(self, holding: Holding, epoch: int, wraps: Mapping[DeviceId, Sha256Hex]) -> None:
        rows = [{**_key(holding), "epoch": epoch, "device": device, "blob": blob} for device, blob in wraps.items()]
        if rows:
            self._transaction.many(_PUT_WRAPS, rows)

    def epoch_wraps_of(self, device: DeviceId) -> Sequence[EpochWrap]:
        rows = self._transaction.execute(_WRAPS_OF, {"device": device})
        return [EpochWrap(Holding(Functie(row.functie), row.scope), row.epoch, row.blob) for row in rows]

    def put_number(self, holding: Holding, number: str) -> None:
        self._transaction.execute(_PUT_NUMBER, {**_key(holding), "number": number})

    def numbers(self) -> Mapping[Holding, str]:
        rows = self._transaction.execute(_NUMBERS)
        return {Holding(Functie(row.functie), row.scope): row.number for row in rows}

    def number(self, holding: Holding) -> str | None:
        found: str | None = self._transaction.execute(_NUMBER, _key(holding)).scalar()
        return found


def _key(holding: Holding) -> dict[str, str]:
    return {"functie": holding.functie.value, "scope": holding.scope}


def _device(row: Row) -> Device:
    return Device(
        id=row.id,
        person=row.person,
        organisation=row.organisation,
        signing_key=bytes(row.signing_key),
        x25519=row.x25519,
        hybrid=row.hybrid,
        revoked_at=row.revoked_at,
        frozen_at=row.frozen_at,
        passkey=None if row.passkey is None else bytes(row.passkey),
    )
