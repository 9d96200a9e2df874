"""What officers of the practice world sign, rightly or not, for the app to replay."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from client import envelopes
from client.directory import DIRECTORY_LOG
from client.keyring import Keyring
from client.officers import Officer
from client.signing import Draft, build_payload
from domain.acts import directory as acts
from domain.acts.envelope import REAL_TYPE, SignedAct
from domain.audit.notes import SignatureType, SignerKey
from domain.functies import Functie, Holding, Scope
from domain.ids import DeviceId, OrganisationId, PersonId, Sha256Hex
from tests.client.world import LOGS, NOW, PIKET, keyring_of, practice_world, replayed, seeded
from tests.webapp.directories import FACTS, Story

OFFICER: Final = Officer(acts.FOUNDERS, seeded(99), lambda: NOW)
A, B = FOUNDERS = keyring_of("stichter-a"), keyring_of("stichter-b")
LOCAL: Final = Holding(Functie.FUNCTIONEEL_BEHEERDER, Scope("org:nctv"))
NEW_PERSON: Final = OFFICER.add_person(PersonId("nieuw"), OrganisationId("om"))
NEW_KEY: Final = SignerKey(LOGS["om"].name, SignatureType.ED25519, bytes([91]) * 32)


def story(name: str, *drafts: Draft, signers: tuple[envelopes.Signer, ...] = FOUNDERS, by: Keyring = A) -> Story:
    told = Story(name)
    for draft in drafts:
        told.sign(draft, *signers, by=by.device)
    return told


def changed(draft: Draft, **fields: object) -> Draft:
    return replace(draft, params=draft.params.model_copy(update=fields))


def keys(person: str, organisation: str, seed: int = 50, **fields: object) -> Draft:
    fresh = Keyring.generate(PersonId(person), OrganisationId(organisation), DeviceId("extra"), seeded(seed))
    return OFFICER.add_device(fresh.public.model_copy(update=fields))


def epoch(**fields: object) -> Draft:
    return changed(OFFICER.new_epoch(replayed().state, PIKET), **fields)


def rotation(old: SignerKey, new: str) -> Draft:
    params = acts.RotateLogKey(log="om", old=old.verifier.encode(), new=new, size=40)
    return replace(OFFICER.rotate_log_key(replayed().state, "om", NEW_KEY.verifier.encode(), 40), params=params)


def signed_again(fact: SignedAct, document: Any) -> SignedAct:
    """The fact as its own signers would have signed this document instead."""
    raw = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    rings = practice_world().keyrings
    return envelopes.sign(fact.payload_type, raw, [rings[proof.device] for proof in fact.proofs])


def by_hand(name: str, draft: Draft, **fields: object) -> Story:
    """The founders sign this with these parameters instead, which no client of theirs would write."""
    fact = story("", draft).facts[0]
    document = json.loads(fact.payload)
    document["params"] |= fields
    return Story(name).add(signed_again(fact, document))


def genesis(name: str, change: Callable[[Any], None]) -> Story:
    """A genesis that its founders signed so, pinned by its own hash."""
    document = json.loads(FACTS[0].payload)
    change(document["params"])
    fact = signed_again(FACTS[0], document)
    return Story(name, base=0, genesis=fact.sha256).add(fact)


def set_param(**fields: object) -> Callable[[Any], None]:
    return lambda params: params.update(fields)


def set_founder(place: int, **fields: object) -> Callable[[Any], None]:
    return lambda params: params["founders"][place].update(fields)


def anew(draft: Draft) -> Draft:
    """The same once more, as another act."""
    return replace(draft, id=OFFICER.revoke_device(DeviceId("x")).id)


def numbered(person: str, seq: int, prev: Sha256Hex | None) -> SignedAct:
    """Both founders add this person; by the first one's device, under this number after this act of it."""
    draft = OFFICER.add_person(PersonId(person), OrganisationId("om"))
    raw = build_payload(draft, device=A.device, at=NOW, log=DIRECTORY_LOG, seq=seq, prev=prev)
    return envelopes.sign(REAL_TYPE, raw, FOUNDERS)


def respelt(ring: Keyring) -> str:
    """A device's point with a bit set that means nothing: another text of the same key, for who decodes loosely."""
    point = ring.public.signing_key
    return point[:-1] + chr(ord(point[-1]) + 1)


def locals_sign(name: str, holding: Holding) -> Story:
    """The two who manage the NCTV alone give a colleague this functie."""
    two = [keyring_of("dirk"), keyring_of("paula")]
    told = story(name, *(OFFICER.grant(ring.person, LOCAL) for ring in two))
    draft = replace(OFFICER.grant(PersonId("pieter"), holding), holding=LOCAL)
    return told.sign(draft, *two, by=two[0].device)
