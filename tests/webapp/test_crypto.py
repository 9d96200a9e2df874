"""The app seals and opens as the Python client does: each opens what the other made, and both refuse the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pytest

from client import envelopes
from client.age import AgeError, HybridIdentity, HybridRecipient, X25519Identity, decrypt, encrypt
from client.content import INNER_TYPE, ContentRefused, Place, open_content, seal_content, sign_content
from client.directory import DIRECTORY_LOG, Directory
from client.itemkeys import GivenWrap, ItemWraps, RoleKeys, wrap_item
from client.keyring import Keyring
from client.sealing import BadPadding, SealingError, SwappedIdentity, pad, seal, unpad, wrap_for_device, wrap_for_epoch
from domain.acts.envelope import REAL_TYPE, SignedAct
from domain.acts.sealed import LinkedItem, named_blobs
from domain.contents import ACTS_OF
from domain.functies import NATIONAL, Functie, Holding, Scope
from domain.ids import ActId, DeviceId, ItemId, OrganisationId, PersonId
from tests.client.test_directory_replay import FOUNDERS, OFFICER, signed
from tests.client.world import HOVJ, LCC, NOW, PG, PIKET, keyring_of, practice_world, replayed, seeded
from tests.webapp.contents import CONTENTS, NOBODY, WRITERS
from tests.webapp.keys import b64, facts, key_of, pkcs8, x25519_key
from tests.webapp.node import vitest

ITEM, OTHER = ItemId("a" * 22), ItemId("b" * 22)
ACT, OTHER_ACT = ActId("019c0000-0000-7000-8000-000000000001"), ActId("019c0000-0000-7000-8000-000000000002")
KEY, OTHER_KEY = HybridIdentity(bytes([1]) * 32), HybridIdentity(bytes([2]) * 32)
X25519: Final = X25519Identity(bytes([3]) * 32)
NAME = KEY.recipient().to_string()
WORLD = practice_world()
DIRECTORY = WORLD.directory
REQUEST = CONTENTS["spoedaanwijzing"]
PLACE = Place(ITEM, NAME, ACT, "spoedaanwijzing.submit", HOVJ, frozenset({PersonId("pieter")}))
REVOKED = signed(OFFICER.revoke_device(keyring_of("hanna").device), *FOUNDERS)
ENDED = signed(OFFICER.end_grant(PersonId("hanna"), HOVJ), *FOUNDERS)
BLOBS = {name: blob for ready in WORLD.acts for name, blob in ready.blobs.items()}
NAMES = ("hanna", "pieter", "paula", "lies", "gerard", "dirk")
TEAMLEIDER = Holding(Functie.NCTV_TEAMLEIDER, NATIONAL)


@cache
def grown(*more: SignedAct) -> Directory:
    """The world's directory with these facts behind it."""
    replay = replayed()
    replay.extend(more)
    return replay.state


def opened(blob: bytes, key: HybridIdentity, directory: Directory, item: ItemId, act: ActId) -> dict[str, Any]:
    """What Python says of sealed content: its code, or everything that a reader may rely on."""
    try:
        found = open_content(blob, key, directory, item=item, act=act)
    except ContentRefused as refused:
        return {"code": refused.code}
    return {
        "content": found.content.model_dump(mode="json"), "act": found.act, "name": found.name,
        "person": found.person, "device": found.device, "functie": found.holding.functie,
        "scope": found.holding.scope, "sinceRemoved": found.since_removed, "recipient": found.recipient,
        "excluded": sorted(found.excluded),
    }  # fmt: skip


def forged(**changes: object) -> bytes:
    """Content that Hanna's own device signed, with these fields otherwise than her app would write them."""
    inside = envelopes.from_bytes(sign_content(REQUEST, PLACE, keyring_of("hanna"), DIRECTORY, NOW))
    document = {**json.loads(inside.payload), **changes}
    raw = json.dumps({name: value for name, value in document.items() if value != "left out"}).encode()
    return seal(envelopes.to_bytes(envelopes.sign(INNER_TYPE, raw, [keyring_of("hanna")])), NAME)


def content_cases() -> Iterator[dict[str, Any]]:
    """Sealed content, good and hostile, with what Python says of it."""
    hanna, pieter = keyring_of("hanna"), keyring_of("pieter")
    stranger = Keyring.generate(PersonId("hanna"), OrganisationId("om"), DeviceId("vreemd"), seeded(2))
    sound = seal_content(REQUEST, PLACE, hanna, DIRECTORY, NOW)
    inside = sign_content(REQUEST, PLACE, hanna, DIRECTORY, NOW)
    envelope = envelopes.from_bytes(inside)
    as_act = envelopes.sign(REAL_TYPE, envelope.payload, [hanna])
    twice = envelopes.sign(INNER_TYPE, envelope.payload, [hanna, pieter])
    with_passkey = replace(envelope, proofs=(replace(envelope.proofs[0], kind="webauthn"),))
    other = seal(inside, OTHER_KEY.recipient().to_string())
    whole: list[Any] = []
    revoked, ended = [REVOKED], [ENDED]
    flipped = bytearray(sound)
    flipped[-1] ^= 1
    cases: list[tuple[bytes, HybridIdentity, list[Any], ItemId, ActId]] = [
        (sound, KEY, whole, ITEM, ACT), (sound, KEY, whole, OTHER, ACT), (sound, KEY, whole, ITEM, OTHER_ACT),
        (sound, OTHER_KEY, whole, ITEM, ACT), (other, OTHER_KEY, whole, ITEM, ACT),
        (bytes(flipped), KEY, whole, ITEM, ACT),
        (sound, KEY, revoked, ITEM, ACT), (sound, KEY, ended, ITEM, ACT),
        (seal_content(REQUEST, PLACE, hanna, grown(REVOKED), NOW), KEY, revoked, ITEM, ACT),
        (seal_content(REQUEST, PLACE, hanna, grown(ENDED), NOW), KEY, ended, ITEM, ACT),
    ]  # fmt: skip
    hostile = [
        seal_content(REQUEST, PLACE, stranger, DIRECTORY, NOW),
        seal_content(REQUEST, replace(PLACE, holding=PIKET), pieter, DIRECTORY, NOW),
        seal_content(REQUEST, PLACE, pieter, DIRECTORY, NOW),
        seal(envelopes.to_bytes(as_act), NAME),
        seal(envelopes.to_bytes(replace(as_act, payload_type=INNER_TYPE)), NAME),
        seal(envelopes.to_bytes(twice), NAME), seal(envelopes.to_bytes(with_passkey), NAME),
        seal(envelopes.to_bytes(replace(envelope, proofs=())), NAME), seal(b"{}", NAME), seal(b"", NAME),
        seal(inside + b" ", NAME), seal(inside[:-1], NAME),
        encrypt(inside, [KEY.recipient()]), encrypt(pad(inside) + bytes(1024), [KEY.recipient()]), b"", b"age",
        forged(), forged(v=2), forged(name="spoedaanwijzing.ask"), forged(name="spoedaanwijzing.niets"),
        forged(name="__proto__.x"), forged(kind="vraag"), forged(device=pieter.device), forged(functie="nctv"),
        forged(functie="koning"), forged(scope="nl"), forged(scope="arr:elders"), forged(directory=0),
        forged(directory=1), forged(directory=10**6), forged(directory=True), forged(excluded=["é"]),
        forged(excluded=["a"] * 1089), forged(excluded=["a"] * 1088), forged(extra=1), forged(content={}),
        forged(content=[]), forged(act="left out"), forged(recipient=OTHER_KEY.recipient().to_string()),
        forged(at="gisteren"), forged(item=OTHER), forged(content={"kind": "vraag", "text": "Waar?"}),
        forged(kind="vraag", name="spoedaanwijzing.ask", content={"kind": "vraag", "text": "Waar?"}),
        forged(content={"kind": "spoedaanwijzing", "person": " x ", "need": "y", "callback": "z"}),
        forged(content={"kind": "spoedaanwijzing", "person": "x", "need": " ", "callback": "z"}),
        forged(content={"kind": "spoedaanwijzing", "person": "x", "need": "y"}),
        forged(content={"kind": "spoedaanwijzing", "person": "x" * 301, "need": "y", "callback": "z"}),
    ]  # fmt: skip
    cases += [(blob, KEY, whole, ITEM, ACT) for blob in hostile]
    for kind, content in CONTENTS.items():
        who, name, holding = WRITERS[kind]
        place = Place(ITEM, NAME, ACT, name, holding)
        cases.append((seal_content(content, place, keyring_of(who), DIRECTORY, NOW), KEY, whole, ITEM, ACT))
    for blob, key, more, item, act in cases:
        said = opened(blob, key, grown(*more), item, act)
        yield {
            "blob": b64(blob), "secret": key.to_string(), "more": facts(more), "item": item, "act": act, "said": said,
        }  # fmt: skip


def role_blobs(keyring: Keyring) -> list[dict[str, Any]]:
    """The role keys that the service gives a device."""
    return [
        {"functie": epoch.holding.functie, "scope": epoch.holding.scope, "number": epoch.number,
         "blob": b64(BLOBS[epoch.wraps[keyring.device]])}
        for epochs in DIRECTORY.epochs.values() for epoch in epochs if keyring.device in epoch.wraps
    ]  # fmt: skip


@cache
def role_keys(name: str) -> RoleKeys:
    """What somebody's phone holds after asking the service for its role keys."""
    keyring = keyring_of(name)
    keys = RoleKeys(keyring)
    for holding, epochs in DIRECTORY.epochs.items():
        for epoch in epochs:
            if keyring.device in epoch.wraps:
                keys.learn(DIRECTORY, holding, epoch.number, BLOBS[epoch.wraps[keyring.device]])
    return keys


def given(made: ItemWraps) -> list[GivenWrap]:
    return [GivenWrap(one.holding, one.epoch, one.wrap().device, made.blobs[one.wrap().blob]) for one in made.wraps]


def wraps_read(name: str, wraps: list[GivenWrap], recipients: list[str]) -> dict[str, Any]:
    """What a person's device makes of released wraps, named by the item's acts or not."""
    try:
        named: object = sorted(role_keys(name).open_wraps(wraps, recipients))
    except SealingError as wrong:
        named = "sealing.swapped" if isinstance(wrong, SwappedIdentity) else "sealing.refused"
    try:
        unnamed: object = sorted(role_keys(name).open_unnamed(wraps))
    except SealingError:
        unnamed = "sealing.refused"
    return {"who": name, "named": named, "unnamed": unnamed}


def wrap_cases() -> Iterator[dict[str, Any]]:
    """Released wraps, honest and swapped, with what each person's device makes of them."""
    paula = keyring_of("paula")
    epoch = DIRECTORY.epochs[PIKET][0].recipient
    mislabelled = given(wrap_item(KEY, DIRECTORY, [LCC], ()))[0]
    text = KEY.to_string().encode()
    single = encrypt(text, [paula.x25519.recipient()])
    role = HybridRecipient.from_string(epoch)
    odd = [
        wrap_for_epoch(OTHER_KEY, epoch), mislabelled.data, b"", single,
        *(encrypt(one, [role]) for one in (b"", b"\xff", text.lower(), text + b"\n", text[:-1])),
    ]  # fmt: skip
    made = [
        given(wrap_item(KEY, DIRECTORY, [PIKET, HOVJ, TEAMLEIDER], ())),
        given(wrap_item(KEY, DIRECTORY, [PIKET, LCC], {PersonId("pieter")})),
        [],
        *([GivenWrap(PIKET, 1, None, blob)] for blob in odd),
        *(
            [GivenWrap(PIKET, 1, paula.device, blob)]
            for blob in (wrap_for_device(OTHER_KEY, paula.public.x25519, paula.public.hybrid), single, b"x")
        ),
    ]
    for wraps in made:
        for recipients in ([NAME], [OTHER_KEY.recipient().to_string(), NAME], [OTHER_KEY.recipient().to_string()]):
            yield {
                "wraps": [
                    {"functie": one.holding.functie, "scope": one.holding.scope, "epoch": one.epoch,
                     "device": one.device, "data": b64(one.data)} for one in wraps
                ],
                "recipients": recipients,
                "said": [wraps_read(name, wraps, recipients) for name in NAMES],
            }  # fmt: skip


def padding_cases() -> Iterator[dict[str, Any]]:
    """Padded bytes by their length, and whether they come off again."""
    kib = 1024
    for length in (0, 1, kib - 8, kib - 7, 4 * kib - 8, 4 * kib - 7, 16 * kib - 7, 64 * kib - 8, 64 * kib - 7, 131073):
        yield {"padded": b64(pad(b"x" * length)), "data": length}
    hostile = [
        b"", bytes(7), bytes(8), bytes(kib - 1), bytes(kib + 1), bytes(4 * kib), b"\xff" * kib,
        (kib - 7).to_bytes(8, "big") + bytes(kib - 8), pad(b"")[:-1] + b"x",
        (2**63).to_bytes(8, "big") + bytes(kib - 8),
    ]  # fmt: skip
    for padded in hostile:
        with pytest.raises(BadPadding):
            unpad(padded)
        yield {"padded": b64(padded), "data": None}


def file_cases() -> Iterator[dict[str, Any]]:
    """Age files for the device's two kinds of key, sound and broken."""
    for key in (KEY, X25519):
        sound = encrypt(b"woorden", [key.recipient()])
        other = encrypt(b"woorden", [OTHER_KEY.recipient()])
        end = sound.index(b"\n--- ")
        stanza = sound[sound.index(b"\n") : end]
        scrypt = b"\n-> scrypt " + b"A" * 22 + b" 10\n" + b"A" * 43
        many = sound[:end].replace(stanza, stanza + (b"\n-> x\n" + b"A" * 63) * 16_000) + sound[end:]
        broken = [sound[:-1], sound + b"x", sound[:end] + scrypt + sound[end:], sound.replace(b"\n", b"\r\n", 1), many,
                  sound.replace(b"age-encryption.org/v1", b"age-encryption.org/v2"), sound[: end + 5], other,
                  sound.replace(stanza, b"", 1), zero_share(sound)]  # fmt: skip
        for file in (sound, encrypt(b"", [key.recipient()]), *broken):
            secret = key.to_string() if isinstance(key, HybridIdentity) else None
            yield {"file": b64(file), "secret": secret, "x25519": pkcs8(x25519_key(X25519)), "plain": plain(file, key)}


def zero_share(file: bytes) -> bytes:
    """The same file with an X25519 share of low order: what it agrees on is known to everybody."""
    lines = file.split(b"\n")
    kind, name, share = lines[1].split(b" ")
    size = 32 * 4 // 3 if len(share) < 60 else 43
    lines[1] = b" ".join((kind, name, share[:-size] + b"A" * size))
    return b"\n".join(lines)


def plain(file: bytes, key: HybridIdentity | X25519Identity) -> str | None:
    try:
        return b64(decrypt(file, [key]))
    except AgeError:
        return None


@pytest.mark.timeout(240)  # Node starts, reads and seals hundreds of files
def test_each_opens_what_the_other_sealed_and_both_refuse_the_same(tmp_path: Path) -> None:
    vectors: dict[str, Any] = {
        "genesis": WORLD.genesis,
        "facts": facts([ready.signed for ready in WORLD.acts if ready.payload.log == DIRECTORY_LOG]),
        "keys": {name: key_of(keyring_of(name)) for name in NAMES},
        "roleBlobs": {name: role_blobs(keyring_of(name)) for name in NAMES},
        "item": {"secret": KEY.to_string(), "recipient": NAME},
        "contents": list(content_cases()),
        "wraps": list(wrap_cases()),
        "padding": list(padding_cases()),
        "files": list(file_cases()),
        "actsOf": {kind: sorted(acts) for kind, acts in ACTS_OF.items()},
        "writers": {
            kind: {"who": who, "name": name, "functie": holding.functie, "scope": holding.scope}
            for kind, (who, name, holding) in WRITERS.items()
            if kind not in NOBODY
        },
        "kinds": {kind: content.model_dump(mode="json") for kind, content in CONTENTS.items()},
    }
    codes = {case["said"].get("code") for case in vectors["contents"]}
    assert codes == {None, "content.sealed", "content.signature", "content.place", "content.kind", "content.functie",
                     "content.removed"}  # fmt: skip
    assert {said["named"] for case in vectors["wraps"] for said in case["said"] if isinstance(said["named"], str)} == {
        "sealing.swapped",
        "sealing.refused",
    }
    (tmp_path / "crypto.json").write_text(json.dumps(vectors), encoding="utf-8")
    vitest("tests/crypto.cross.ts", vectors=tmp_path)
    check_made(json.loads((tmp_path / "made.json").read_bytes()))


def check_made(made: dict[str, Any]) -> None:
    """Open everything that the app sealed."""
    assert {one["kind"] for one in made["contents"]} == set(CONTENTS) - NOBODY
    for one in made["contents"]:
        found = open_content(envelopes.decode64(one["blob"]), KEY, DIRECTORY, item=ITEM, act=ACT)
        assert found.content == CONTENTS[one["kind"]]
        assert (found.person, found.holding) == (WRITERS[one["kind"]][0], WRITERS[one["kind"]][2])
        assert found.excluded == {"gerard", "lies"}
    readers = {"all": {"pieter", "paula", "hanna"}, "excluded": {"paula", "lies"}, "revoked": {"paula"}}
    assert {one["name"] for one in made["wraps"]} == set(readers)
    for one in made["wraps"]:
        wraps = [
            GivenWrap(Holding(Functie(wrap["functie"]), Scope(wrap["scope"])), wrap["epoch"], wrap["device"], blob)
            for wrap in one["wraps"]
            for blob in [envelopes.decode64(one["blobs"][wrap["blob"]])]
        ]
        assert all(sha256(envelopes.decode64(blob)).hexdigest() == name for name, blob in one["blobs"].items())
        assert {name for name in NAMES if role_keys(name).open_wraps(wraps, [NAME])} == readers[one["name"]]
    check_linked(made["linked"])
    assert [one["gaps"] for one in made["wraps"]] == [[str(TEAMLEIDER)], [str(PG)], []]


def check_linked(made: dict[str, Any]) -> None:
    """Read the linked item as its readers do, who see no act that names its key."""
    linked = LinkedItem.model_validate_json(json.dumps(made["params"]))
    blobs = {name: envelopes.decode64(blob) for name, blob in made["blobs"].items()}
    assert set(blobs) == {hash for _, hash in named_blobs(linked)}
    wraps = [GivenWrap(one.holding, one.epoch, one.wrap().device, blobs[one.blob]) for one in linked.wraps]
    for name in ("lies", "pieter"):
        found = role_keys(name).open_unnamed(wraps)
        assert list(found) == [linked.recipient]
        key = found[linked.recipient]
        content = open_content(blobs[linked.content], key, DIRECTORY, item=ItemId(linked.item), act=ACT)
        assert content.content == CONTENTS["opdracht"]
        assert content.excluded == {"paula"}
    assert role_keys("paula").open_unnamed(wraps) == {}
    assert made["gaps"] == []
