"""Every reason for which the client refuses a directory, each as a story of facts that meets it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import replace

from client.age import HybridIdentity, bech32
from client.keyring import Keyring
from client.officers import Officer
from client.passkey import Passkey
from domain.acts import directory as acts
from domain.acts.envelope import DRILL_TYPE, Proof
from domain.audit.notes import SignatureType, SignerKey
from domain.ids import DeviceId, OrganisationId, PersonId, Sha256Hex
from tests.client.world import HOVJ, LCC, LOGS, NOW, PIKET, SPEC, keyring_of, practice_world, replayed, seeded
from tests.webapp.directories import FACTS, Story
from tests.webapp.directory_drafts import (
    FOUNDERS,
    NEW_KEY,
    NEW_PERSON,
    OFFICER,
    A,
    B,
    anew,
    by_hand,
    changed,
    epoch,
    genesis,
    keys,
    locals_sign,
    numbered,
    respelt,
    rotation,
    set_founder,
    set_param,
    signed_again,
    story,
)


def refusals() -> Iterator[tuple[str, Story]]:
    """Each refusal code of `client.replay`, each reason that has one of its own, with the story that meets it."""
    founders = json.loads(FACTS[0].payload)["params"]["founders"]
    hanna, pieter, lies = keyring_of("hanna"), keyring_of("pieter"), keyring_of("lies")
    wrap = OFFICER.new_epoch(replayed().state, PIKET)
    assert isinstance(wrap.params, acts.NewEpoch)
    again = [*wrap.params.wraps, wrap.params.wraps[0]]
    outside = acts.DeviceWrap(device=lies.device, blob=wrap.params.wraps[0].blob)
    witness = Keyring.generate(PersonId("stichter-b"), OrganisationId("om"), DeviceId("vreemd"), seeded(5))
    off_curve = base64.urlsafe_b64encode(b"\x04" + bytes(64)).rstrip(b"=").decode()
    compressed = "Ag" + off_curve[2:]
    yield (
        "fact.malformed",
        Story("an unknown field").add(replace(FACTS[-1], payload=FACTS[-1].payload.replace(b"{", b'{"x":1,', 1))),
    )
    yield "fact.malformed", Story("no JSON").add(replace(FACTS[-1], payload=b"{"))
    for place, app in enumerate(
        (
            {"rp_id": "piket.example", "origins": ["https://other.example"]},
            {"rp_id": "piket.example", "origins": ["http://piket.example"]},
            {"rp_id": "piket.example", "origins": ["https://piket.example:443"]},
            {"rp_id": "piket.example", "origins": ["https://notpiket.example"]},
            {"rp_id": "piket.example", "origins": ["https://piket.example", "https://piket.example"]},
            {"rp_id": "piket.example", "origins": ["https://piket.example/"]},
            {"rp_id": "Piket.example", "origins": ["https://piket.example"]},
            {"rp_id": "localhost", "origins": ["http://localhost:80"]},
            {"rp_id": "piket.example", "origins": []},
        )
    ):
        yield "fact.malformed", genesis(f"an app that cannot be, {place}", set_param(app=app))
    yield "fact.foreign", Story("a drill").sign(NEW_PERSON, *FOUNDERS, by=A.device, kind=DRILL_TYPE)
    roster = next(ready.signed for ready in practice_world().acts if ready.payload.act == "roster.set")
    yield "fact.foreign", Story("an act of the roster").add(roster)
    yield "fact.repeated", Story("a fact again").add(FACTS[-1])
    yield "fact.malformed", genesis("a point in another spelling", set_founder(0, signing_key=respelt(A)))
    yield "genesis.place", Story("no genesis", base=0).add(FACTS[1])
    later = json.loads(FACTS[-1].payload) | {"id": json.loads(FACTS[0].payload)["id"][:-1] + "f"}
    later |= {"act": "directory.genesis", "params": json.loads(FACTS[0].payload)["params"]}
    yield "genesis.place", Story("two of them").add(signed_again(FACTS[-1], later))
    yield "genesis.other", Story("another genesis", base=0, genesis=Sha256Hex("0" * 64)).add(FACTS[0])
    yield "genesis.threshold", genesis("more than there are", set_param(threshold=3))
    yield "genesis.threshold", genesis("one in earnest", set_param(threshold=1, practice=False))
    yield "genesis.double", genesis("a device twice", set_founder(1, device=founders[0]["device"]))
    double = [{"organisation": "om", "log": "om"}, {"organisation": "om", "log": "nctv"}]
    yield "genesis.double", genesis("an organisation twice", set_param(organisations=double))
    other = SignerKey("elsewhere/om", SignatureType.ED25519, bytes([8]) * 32).verifier.encode()
    om = LOGS["om"].verifier.encode()
    yield "genesis.double", genesis("a log twice", set_param(log_keys=[om, other]))
    wrong = re.sub(r"\+[0-9a-f]{8}\+", "+00000000+", om)
    witness_key = SignerKey(LOGS["om"].name, SignatureType.COSIGNATURE, bytes([92]) * 32).verifier.encode()
    yield "log_key.malformed", genesis("a witness's key for a log", set_param(log_keys=[witness_key]))
    yield "log_key.malformed", story("to a witness's key", rotation(LOGS["om"], witness_key))
    yield "log_key.malformed", genesis("a hash that is another's", set_param(log_keys=[wrong]))
    yield "device.keys", genesis("a point off the curve", set_founder(0, signing_key=off_curve))
    yield "device.keys", genesis("a compressed point", set_founder(0, passkey=compressed))
    yield "fact.malformed", genesis("a recipient misspelt", set_founder(0, x25519=founders[0]["x25519"][:-1] + "q"))
    yield "fact.malformed", genesis("a hybrid for a classic one", set_founder(0, x25519=founders[0]["hybrid"]))
    yield "fact.malformed", genesis("a classic for a hybrid one", set_founder(1, hybrid=founders[0]["x25519"]))
    one_key = set_founder(0, passkey=founders[0]["signing_key"])
    yield "device.twice", genesis("one key for two purposes", one_key)
    yield "device.twice", genesis("two founders with one passkey", set_founder(1, passkey=founders[0]["passkey"]))
    yield "organisation.unknown", genesis("a founder of nowhere", set_founder(1, organisation="nergens"))
    twofold = {**founders[1], "device": "derde", "organisation": "om", "person": founders[0]["person"]}
    twofold |= json.loads(keys("x", "y").params.model_dump_json(include={"signing_key", "x25519", "hybrid"}))
    yield (
        "person.twice",
        genesis("a founder in two places", lambda params: params["founders"].append({**twofold, "passkey": None})),
    )
    yield "signer.unknown", story("a stranger", NEW_PERSON, signers=(A, witness))
    yield "signer.unknown", story("one signature twice", NEW_PERSON, signers=(A, A))
    revoke, freeze = OFFICER.revoke_device(B.device), OFFICER.freeze_device(B.device, frozen=True)
    yield "signer.revoked", story("after a revocation", revoke, NEW_PERSON)
    yield "signer.revoked", story("while frozen", freeze, NEW_PERSON)
    fact = story("", NEW_PERSON).facts[0]
    forged = Proof("es256", B.device, fact.proofs[0].signature)
    yield "signature.invalid", Story("another's signature").add(replace(fact, proofs=(fact.proofs[0], forged)))
    short = replace(fact.proofs[1], signature=fact.proofs[1].signature[:-1])
    yield "signature.invalid", Story("a short signature").add(replace(fact, proofs=(fact.proofs[0], short)))
    assert B.passkey is not None
    assert SPEC.app is not None
    elsewhere = SPEC.app.model_copy(update={"origins": ["https://elsewhere.example"]})
    yield (
        "signature.invalid",
        story("a passkey used elsewhere", NEW_PERSON, signers=(A, Passkey(B.device, B.passkey, elsewhere))),
    )
    yield (
        "signature.invalid",
        story("another's passkey", NEW_PERSON, signers=(A, Passkey(B.device, A.signing, SPEC.app))),
    )
    yield "signer.missing", story("the actor did not sign", NEW_PERSON, signers=(B,))
    yield "signer.missing", story("nobody signed", NEW_PERSON, signers=())
    yield "chain.broken", Story("a number left out").sign(NEW_PERSON, *FOUNDERS, by=A.device, skip=1)
    yield (
        "chain.broken",
        Story("left out, and another was refused", refused=(Sha256Hex("0" * 64),)).sign(
            NEW_PERSON, *FOUNDERS, by=A.device, skip=1
        ),
    )
    twice = Story(
        "a number again, though what it follows was refused",
        refused=(practice_world().chains[A.device, "directory"][1],),
    )
    yield "chain.broken", twice.sign(NEW_PERSON, *FOUNDERS, by=A.device, skip=-1)
    seq, last = practice_world().chains[A.device, "directory"]
    doubled, hidden = numbered("dubbel", seq + 1, last), numbered("verborgen", seq + 1, last)
    follows = numbered("dubbel", seq + 2, hidden.sha256)
    for back in (0, 1):
        doubles = Story(f"the number of a fact, {back} back", refused=(doubled.sha256,))
        yield "chain.broken", doubles.add(numbered("weer", seq - back, doubled.sha256))
    for name, before, shown in (
        ("a doubled number", doubled, numbered("getoond", seq + 2, doubled.sha256)),
        ("a gap", follows, numbered("getoond", seq + 3, follows.sha256)),
    ):
        logged = tuple(fact.sha256 for fact in (*FACTS, hidden, shown))
        told = Story(f"a fact held back behind {name}", refused=(before.sha256,), logged=logged)
        yield "directory.held_back", told.add(shown)
    yield "actor.holding", story("no officer", replace(NEW_PERSON, holding=PIKET), signers=(pieter,), by=pieter)
    yield "actor.holding", story("an officer's functie of somebody else", NEW_PERSON, signers=(hanna,), by=hanna)
    yield "threshold.missed", story("one officer", NEW_PERSON, signers=(A,))
    yield (
        "threshold.missed",
        story("one officer twice", NEW_PERSON, signers=(A, Passkey(A.device, A.passkey or A.signing, SPEC.app))),
    )
    alone = replace(FACTS[0], proofs=FACTS[0].proofs[:1])
    yield "threshold.missed", Story("a founder who did not sign", base=0).add(alone)
    yield "threshold.missed", locals_sign("managers of one organisation make a founder", acts.FOUNDERS)
    released = OFFICER.release_app(Sha256Hex("a" * 64))
    yield "threshold.missed", story("one founder releases an app", released, signers=(A,))
    yield "organisation.unknown", story("an unknown employer", changed(NEW_PERSON, organisation="nergens"))
    yield "person.twice", story("a person again", NEW_PERSON, changed(anew(NEW_PERSON), organisation="nctv"))
    yield "person.unknown", story("a grant to nobody", OFFICER.grant(PersonId("niemand"), HOVJ))
    yield (
        "scope.kind",
        story("a functie where it cannot act", changed(OFFICER.grant(PersonId("hanna"), HOVJ), scope="nl")),
    )
    yield (
        "scope.kind",
        story("a number where nobody can act", changed(OFFICER.set_number(PIKET, "+31 70 555 0009"), scope="board")),
    )
    yield "grant.organisation", story("a functie elsewhere", OFFICER.grant(PersonId("hanna"), PIKET))
    yield "grant.unknown", story("an end without a beginning", OFFICER.end_grant(PersonId("hanna"), PIKET))
    yield "device.organisation", story("another employer", keys("pieter", "om"))
    yield "device.twice", story("another's key", keys("paula", "nctv", signing_key=pieter.public.signing_key))
    yield "device.twice", story("another's key as passkey", keys("paula", "nctv", passkey=pieter.public.signing_key))
    yield "device.twice", story("another's passkey as key", keys("paula", "nctv", signing_key=pieter.public.passkey))
    yield "device.twice", story("another's hybrid key", keys("paula", "nctv", hybrid=pieter.public.hybrid))
    yield "device.twice", story("another's name", keys("paula", "nctv", device=pieter.device))
    yield "device.unknown", story("an unknown device", OFFICER.revoke_device(DeviceId("niets")))
    yield (
        "device.revoked",
        story("out of use twice", OFFICER.revoke_device(lies.device), OFFICER.revoke_device(lies.device)),
    )
    yield "epoch.number", story("an old number", epoch(epoch=1))
    yield "epoch.number", story("a number too far", epoch(epoch=3))
    share = Officer(PIKET, seeded(33), lambda: NOW)
    late = share.wrap_epoch(PIKET, 2, HybridIdentity.generate(seeded(3)), [])
    yield "epoch.number", story("a role key that is not there yet", late, signers=(pieter,), by=pieter)
    yield "epoch.recipient", story("an old key", epoch(recipient=practice_world().directory.epochs[LCC][0].recipient))
    everybodys = bech32.encode("age", b"\x01" + bytes(31))
    yield "fact.malformed", by_hand("a role key that is classic", epoch(), recipient=lies.public.x25519)
    yield "fact.malformed", by_hand("a key that agrees on what all know", keys("pieter", "nctv"), x25519=everybodys)
    yield "epoch.member", story("somebody outside the role", changed(wrap, wraps=[outside]))
    yield "epoch.double", story("a device twice in a role", changed(anew(wrap), wraps=again))
    yield "log_key.old", story("from a key it has not", rotation(NEW_KEY, NEW_KEY.verifier.encode()))
    yield "log_key.new", story("to the key it has", rotation(LOGS["om"], om))
    yield "log_key.new", story("to a key of another log", rotation(LOGS["om"], LOGS["nctv"].verifier.encode()))
    yield "log_key.malformed", story("to a key that is none", rotation(LOGS["om"], wrong))
