"""The app replays the directory to the state that the Python client reaches, and refuses for the same reason."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

import client.replay
from client import envelopes
from client.age import HybridIdentity, bech32
from client.directory import DIRECTORY_LOG
from client.invitation import Invitation
from client.keyring import Keyring
from client.officers import Officer
from client.passkey import Passkey
from client.removed import signed_after_removal
from client.replay import Replay
from domain.acts import directory as acts
from domain.acts.envelope import Proof, SignedAct, load_p256
from domain.acts.payload import parse_payload
from domain.acts.recipients import check_hybrid, check_x25519
from domain.acts.webauthn import App, verify_assertion
from domain.errors import SignatureInvalid
from domain.functies import Functie, Holding, Scope
from domain.ids import DeviceId, OrganisationId, PersonId, Sha256Hex
from domain.telephone import same_number
from tests.client.test_directory_replay import changes
from tests.client.world import HOVJ, LOGS, NOW, PIKET, SPEC, keyring_of, practice_world, replayed, seeded
from tests.domain.acts import test_webauthn as passkeys
from tests.webapp.directories import FACTS, Story, dump, honest
from tests.webapp.directory_drafts import (
    FOUNDERS,
    LOCAL,
    NEW_KEY,
    NEW_PERSON,
    OFFICER,
    A,
    B,
    epoch,
    keys,
    locals_sign,
    numbered,
    rotation,
    signed_again,
    story,
)
from tests.webapp.directory_refusals import refusals
from tests.webapp.node import vitest

WATCH: Final = Holding(Functie.ESCALATIEWACHTER, Scope("board"))


def believed() -> Iterator[Story]:
    """What officers may do, each kind of fact at least once."""
    pieter, kees, lies = keyring_of("pieter"), keyring_of("kees"), keyring_of("lies")
    assert B.passkey is not None
    assert SPEC.app is not None
    passkey = Passkey(B.device, B.passkey, SPEC.app, counter=9)
    yield story("a person", NEW_PERSON)
    yield story("a founder who signs by passkey", NEW_PERSON, signers=(A, passkey))
    yield story("both proofs of one device", NEW_PERSON, signers=(A, B, passkey))
    yield story("a device of a new person", NEW_PERSON, keys("nieuw", "om"))
    own = Keyring.generate(PersonId("x"), OrganisationId("x"), DeviceId("x"), seeded(51), with_passkey=True)
    yield story("a device with a passkey", keys("paula", "nctv", passkey=own.public.passkey))
    watch = Officer(WATCH, seeded(12), lambda: NOW)
    frozen = story("a watch freezes and releases alone", OFFICER.grant(PersonId("kees"), WATCH))
    for stopped in (True, False):
        frozen.sign(watch.freeze_device(B.device, frozen=stopped), kees, by=kees.device)
    yield frozen.sign(NEW_PERSON, *FOUNDERS, by=A.device)
    yield story("one officer freezes", OFFICER.freeze_device(lies.device, frozen=True), signers=(A,))
    end, again = OFFICER.end_grant(PersonId("pieter"), PIKET), OFFICER.grant(PersonId("pieter"), PIKET)
    yield story("a grant ends", end)
    yield story("a grant ends, and comes back", end, again)
    yield story("a device out of use", OFFICER.revoke_device(lies.device))
    yield story("a founder more", OFFICER.grant(PersonId("hanna"), acts.FOUNDERS))
    link = Invitation.new(PersonId("hanna"), OrganisationId("om"), practice_world().genesis, seeded(1))
    yield story("an invitation", OFFICER.invite(link), signers=(A,))
    numbers = [OFFICER.set_number(HOVJ, number) for number in ("+31 30 555 0003", "030 555 0004")]
    yield story("a number changes", *numbers)
    yield story("a role key more", epoch())
    target = replayed().state.living_devices(PersonId("paula"))
    holder = Officer(PIKET, seeded(31), lambda: NOW)
    shared = holder.wrap_epoch(PIKET, 1, HybridIdentity.generate(seeded(3)), target)
    yield story("a holder shares a role key", shared, signers=(pieter,), by=pieter)
    yield story("another key for a log", rotation(LOGS["om"], NEW_KEY.verifier.encode()))
    releases = [OFFICER.release_app(Sha256Hex(mark * 64)) for mark in "aba"]
    yield story("apps, and an earlier one again", *releases)
    last = practice_world().chains[A.device, DIRECTORY_LOG][1]
    skipped = Story("an act that a rule refused is no hole", refused=(last,))
    yield skipped.sign(NEW_PERSON, *FOUNDERS, by=A.device, skip=1)
    seq, _ = practice_world().chains[A.device, DIRECTORY_LOG]
    one, doubled = numbered("een", seq + 1, last), numbered("dubbel", seq + 1, last)
    two = numbered("twee", seq + 2, doubled.sha256)
    logged = tuple(fact.sha256 for fact in (*FACTS, one, two))
    for shown in (logged, logged[:-1], (*logged, last), ()):
        name = f"a number that a refused act doubled is no hole, beside {len(shown)} facts of the log"
        yield Story(name, refused=(doubled.sha256,), logged=shown).add(one).add(two)
    local = story("a manager of one organisation signs with a founder", OFFICER.grant(PersonId("dirk"), LOCAL))
    yield local.sign(OFFICER.grant(PersonId("paula"), LOCAL), A, keyring_of("dirk"), by=A.device)
    yield locals_sign("managers of one organisation alone", Holding(Functie.NCTV_TEAMLEIDER, Scope("nl")))


def mutations() -> Iterator[Story]:
    """A change of each third field of a fact, as its signers could have signed it; some as a server makes them."""
    for place, fact in enumerate(FACTS):
        for number, change in list(enumerate(changes(json.loads(fact.payload))))[place % 3 :: 3]:
            document = json.loads(fact.payload)
            change(document)
            resigned = signed_again(fact, document)
            genesis = resigned.sha256 if place == 0 else practice_world().genesis
            if number % 12 == 0:
                yield Story(f"fact {place}, change {number}", place).add(replace(fact, payload=resigned.payload))
            yield Story(f"fact {place}, change {number}, signed", place, genesis).add(resigned)


def test_every_reason_to_refuse_in_the_client_has_a_story() -> None:
    source = Path(client.replay.__file__).read_text("utf-8")
    assert {code for code, _ in refusals()} == set(re.findall(r'_no\(\s*"([a-z_.]+)"', source))


def test_the_app_replays_every_story_as_the_client_does(tmp_path: Path) -> None:
    world, replay, states = practice_world(), honest(0, practice_world().genesis), []
    for fact in FACTS:
        replay.extend([fact])
        states.append(json.dumps(dump(replay.state), sort_keys=True, separators=(",", ":")))
    bases = [honest(base, world.genesis) for base in range(len(FACTS) + 1)]
    told: list[dict[str, Any]] = []
    for code, refused in refusals():
        told.append(refused.told(_start(refused, bases)))
        assert told[-1]["code"] == code, refused.name
    for one in believed():
        told.append(one.told(_start(one, bases)))
        assert told[-1]["code"] is None, one.name
    changed = [one.told(_start(one, bases)) for one in mutations()]
    assert {one["code"] for one in changed} > {
        None,
        "fact.malformed",
        "fact.foreign",
        "signature.invalid",
        "chain.broken",
    }
    facts = [envelopes.to_json(fact) for fact in FACTS]
    start = {"genesis": world.genesis, "facts": facts, "states": states}
    (tmp_path / "world.json").write_text(json.dumps(start), "utf-8")
    (tmp_path / "stories.json").write_text(json.dumps(told + changed), "utf-8")
    vitest("tests/directory.cross.ts", vectors=tmp_path)
    assert json.loads((tmp_path / "hashes.json").read_text("utf-8")) == replay.hashes


def _start(one: Story, bases: list[Replay]) -> Replay:
    return bases[one.base].copy() if one.genesis == practice_world().genesis else Replay(one.genesis)


def test_the_app_judges_every_assertion_as_the_client_does(tmp_path: Path) -> None:
    def case(name: str, proof: Proof, app: App, point: ec.EllipticCurvePublicKey, signed: bytes) -> dict[str, Any]:
        try:
            verify_assertion(point, signed, proof, app)
            said = None
        except SignatureInvalid as wrong:
            said = [wrong.code, wrong.field]
        raw = point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        act = envelopes.to_json(SignedAct("", b"", (proof,)))
        return {
            "name": name,
            "act": act,
            "app": app.model_dump(),
            "point": envelopes.encode64(raw),
            "challenge": envelopes.encode64(signed),
            "said": said,
        }

    own, challenge = passkeys.KEY.public_key(), sha256(passkeys.MESSAGE).digest()
    r, s = decode_dss_signature(passkeys.GOOD.signature)
    spellings = {
        "the other s": encode_dss_signature(r, passkeys.ORDER - s),
        "r is zero": encode_dss_signature(0, s),
        "s is the order": encode_dss_signature(r, passkeys.ORDER),
        "a number too long": b"\x30\x46\x02\x22\x01" + bytes(33) + b"\x02\x20" + bytes([1] * 32),
        "a long form": b"\x30\x81" + passkeys.GOOD.signature[1:],
        "a negative number": passkeys.GOOD.signature[:4] + b"\xff" + passkeys.GOOD.signature[5:],
    }
    named = [*passkeys.ACCEPTED, *((name, proof) for name, proof, _ in passkeys.REFUSED), *passkeys.UNSIGNED]
    named += [(name, replace(passkeys.GOOD, signature=der)) for name, der in spellings.items()]
    cases = [case(name, proof, passkeys.APP, own, challenge) for name, proof in named]
    cases += [
        case(
            vector["name"],
            passkeys.proof_of(vector),
            passkeys.STANDARD,
            load_p256(bytes.fromhex(vector["public_key"])),
            bytes.fromhex(vector["challenge"]),
        )
        for vector in passkeys.VECTORS
    ]
    assert {one["said"] is None for one in cases} == {True, False}
    assert len({json.dumps(one["said"]) for one in cases}) > 8
    (tmp_path / "assertions.json").write_text(json.dumps({"cases": cases, "frozen": passkeys.FROZEN}), "utf-8")
    vitest("tests/directory-passkeys.cross.ts", vectors=tmp_path)


def test_the_app_knows_keys_numbers_and_removals_as_the_client_does(tmp_path: Path) -> None:
    classic, hybrid = A.public.x25519, A.public.hybrid
    raw = bech32.decode("age1pq", hybrid)
    classics = [b"", bytes(31), bytes(33), b"\x09" + bytes(31), *_points()]
    hybrids = [
        raw[:-1], bytes(1216), b"\xff\xff" + raw[2:], b"\x01\x0d" + raw[2:], b"\x00\x0d" + raw[2:],
        raw[:1149] + b"\x00\x10\xd0" + raw[1152:], raw[:1149] + b"\x00\x00\xd0" + raw[1152:],
        raw[:1152] + b"\xff" * 32 + raw[1184:], raw[:1184], b"",
        *(raw[:1184] + point for point in _points()),
    ]  # fmt: skip
    texts = [
        classic, hybrid, classic.upper(), classic[:-1], classic[:-1] + "q", classic[:-1] + "b", hybrid[:-2] + "qq", "",
        "1", "age1", "age1pq1", classic.replace("age1", "agf1"), " " + classic,
        *(bech32.encode("age", one) for one in classics), *(bech32.encode("age1pq", one) for one in hybrids),
    ]  # fmt: skip
    recipients = [[text, _is(check_x25519, text), _is(check_hybrid, text)] for text in texts]
    assert {tuple(one[1:]) for one in recipients} == {(True, False), (False, True), (False, False)}
    numbers = _numbers()
    same = [[one, other, same_number(one, other)] for one in numbers for other in numbers]
    assert {one[2] for one in same} == {True, False}
    document = {"recipients": recipients, "numbers": same, "removals": _removals()}
    (tmp_path / "known.json").write_text(json.dumps(document), "utf-8")
    vitest("tests/directory-known.cross.ts", vectors=tmp_path)


def _is(check: Callable[[str], str], text: str) -> bool:
    try:
        check(text)
    except ValueError:
        return False
    return True


def _points() -> list[bytes]:
    """X25519 keys in every spelling of the points of low order, and of points beside those."""
    prime = 2**255 - 19
    low = (
        0, 1, prime - 1,
        325606250916557431795983626356110631294008115727848805560023387167927233504,
        39382357235489614581723060781553021112529911719440698176882885853963445705823,
    )  # fmt: skip
    spelt = {value for point in low for value in (point - 1, point, point + 1, point + prime) if 0 <= value < 2**255}
    return [(value | top).to_bytes(32, "little") for value in sorted(spelt) for top in (0, 2**255)]


def _numbers() -> list[str]:
    """Spellings of few numbers, so that many pairs are the same one."""
    dice = random.Random(5)
    pieces = ["0", "00", "+", "31", "(0)", " ", "-", "30", "555", "0002", "112", "( 0 )", ".", "ext 1", "(", ")", "1"]
    known = ["+31 30 555 0002", "0031305550002", "030-5550002", "+31 (0)30 555 0002", "30 555 0002", "112", "", "+"]
    return known + ["".join(dice.choices(pieces, k=dice.randrange(1, 8))) for _ in range(60)]


def _removals() -> dict[str, Any]:
    """Acts of a device that is revoked now, and of others, around the moment of its revocation."""
    revoked, other = keyring_of("lies").device, keyring_of("pieter").device
    told = story("", OFFICER.revoke_device(revoked), OFFICER.revoke_device(keyring_of("rob").device))
    replay = honest(len(FACTS), practice_world().genesis)
    replay.extend(told.facts)
    example = parse_payload(told.facts[0].payload)
    moments = [NOW + step * timedelta(microseconds=1) for step in (-1, 0, 1)]
    made = [
        example.model_copy(update={"device": device, "at": at, "version": version})
        for device in (revoked, other, keyring_of("rob").device)
        for at in moments
        for version in (None, 1, 2)
    ]
    judged = [
        [made.index(act), made.index(before), signed_after_removal(act, [before], replay.state)]
        for act in made
        for before in made
    ]
    assert {one[2] for one in judged} == {True, False}
    assert any(one[2] and made[one[0]].at <= NOW for one in judged)
    facts = [envelopes.to_json(fact) for fact in [*FACTS, *told.facts]]
    acts_made = [act.model_dump(mode="json") for act in made]
    return {"genesis": practice_world().genesis, "facts": facts, "acts": acts_made, "judged": judged}
