"""A malicious server changes the directory: every change ends in a hard refusal, none in a warning."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from client import envelopes
from client.age import HybridIdentity
from client.directory import DIRECTORY_LOG, DirectoryRefused
from client.genesis import Founding, found_practice_world
from client.keyring import Keyring
from client.officers import Officer
from client.replay import Replay
from client.signing import Draft, build_payload
from domain.acts import directory as acts
from domain.acts.envelope import DRILL_TYPE, REAL_TYPE, Proof, SignedAct
from domain.errors import Malformed
from domain.functies import Functie, Holding, Scope
from domain.ids import DeviceId, OrganisationId, PersonId, Sha256Hex
from tests.client.world import DIRECTEUR, HOVJ, LCC, NOW, PIKET, SPEC, keyring_of, practice_world, replayed, seeded

FACTS = [ready.signed for ready in practice_world().acts if ready.payload.log == DIRECTORY_LOG]
OFFICER = Officer(acts.FOUNDERS, seeded(99), lambda: NOW)
FOUNDERS = [keyring_of("stichter-a"), keyring_of("stichter-b")]


def refused(facts: list[SignedAct], genesis: Sha256Hex | None = None) -> str:
    with pytest.raises(DirectoryRefused) as found:
        Replay(genesis or practice_world().genesis).extend(facts)
    return found.value.code


def signed(draft: Draft, *signers: Keyring, skip: int = 0) -> SignedAct:
    """The next fact by these signers, numbered after everything the world's founding signed."""
    device = signers[0].device
    seq, prev = practice_world().chains.get((device, DIRECTORY_LOG), (-1, None))
    raw = build_payload(draft, device=device, at=NOW, log=DIRECTORY_LOG, seq=seq + 1 + skip, prev=prev)
    return envelopes.sign("application/vnd.piket.act.v1+json", raw, signers)


def refusal_of(draft: Draft, *signers: Keyring) -> str:
    """Why the next fact is refused after an honest directory."""
    with pytest.raises(DirectoryRefused) as found:
        replayed().extend([signed(draft, *signers)])
    return found.value.code


def test_an_honest_directory_replays_to_what_was_founded() -> None:
    state = replayed().state
    assert state == practice_world().directory
    assert state.holders(PIKET) == ["paula", "pieter"]
    assert state.numbers[PIKET] == "+31 70 555 0001"
    assert state.epoch(HOVJ) is not None
    assert set(state.epochs[HOVJ][0].wraps) == {device.id for device in state.living_devices(PersonId("hanna"))}


def test_another_genesis_than_the_pinned_one_is_refused() -> None:
    other = found_practice_world(replace(SPEC, people=SPEC.people[:3], duties=()), random=seeded(8), clock=lambda: NOW)
    assert refused([ready.signed for ready in other.acts]) == "genesis.other"


@pytest.mark.parametrize("left_out", range(len(FACTS) - 1))
def test_a_fact_left_out_is_missed(left_out: int) -> None:
    assert refused(FACTS[:left_out] + FACTS[left_out + 1 :])


@pytest.mark.parametrize("place", range(1, len(FACTS) - 1))
def test_two_facts_exchanged_are_noticed(place: int) -> None:
    assert refused([*FACTS[:place], FACTS[place + 1], FACTS[place], *FACTS[place + 2 :]])


def test_a_fact_repeated_is_noticed() -> None:
    assert refused([*FACTS, FACTS[-1]]) == "fact.repeated"


def changes(document: Any) -> list[Callable[[Any], None]]:
    """One change for every leaf of a JSON document: each string, number, truth value and list is made another."""
    found: list[Callable[[Any], None]] = []

    def walk(node: Any, path: tuple[str | int, ...]) -> None:
        for key in list(node) if isinstance(node, dict) else range(len(node)):
            value = node[key]
            if isinstance(value, dict | list) and value:
                walk(value, (*path, key))
            found.append(partial(_change, path=path, key=key, value=value))

    walk(document, ())
    return found


def _change(root: Any, path: tuple[str | int, ...], key: str | int, value: Any) -> None:
    for step in path:
        root = root[step]
    if isinstance(value, bool):
        root[key] = not value
    elif isinstance(value, int):
        root[key] = value + 1
    elif isinstance(value, str):
        root[key] = value[:-1] + ("0" if value[-1:] != "0" else "1")
    elif isinstance(value, list):
        root[key] = value[1:] if value else ["x"]
    else:
        root[key] = None if value is not None else 0


def test_every_changed_field_of_every_fact_is_refused_and_the_honest_fact_still_goes_in() -> None:
    replay = Replay(practice_world().genesis)
    for fact in FACTS:
        for change in changes(json.loads(fact.payload)):
            forged = json.loads(fact.payload)
            change(forged)
            raw = json.dumps(forged, ensure_ascii=False, separators=(",", ":")).encode()
            assert raw != fact.payload
            with pytest.raises(DirectoryRefused):
                replay.extend([replace(fact, payload=raw)])
        replay.extend([fact])
    assert replay.state == practice_world().directory


@settings(deadline=None)
@given(st.integers(0, len(FACTS) - 1), st.data())
def test_any_changed_byte_of_a_signature_or_payload_is_refused(place: int, data: st.DataObject) -> None:
    fact = FACTS[place]
    at, bit = data.draw(st.integers(0, len(fact.payload) - 1)), data.draw(st.integers(0, 7))
    payload = bytearray(fact.payload)
    payload[at] ^= 1 << bit
    signature = bytearray(fact.proofs[0].signature)
    signature[at % 64] ^= 1 << bit
    proof = Proof("es256", fact.proofs[0].device, bytes(signature))
    for forged in (replace(fact, payload=bytes(payload)), replace(fact, proofs=(proof, *fact.proofs[1:]))):
        assert refused([forged]) if place == 0 else _refused_after_genesis(forged)


def _refused_after_genesis(forged: SignedAct) -> bool:
    replay = Replay(practice_world().genesis)
    replay.extend(FACTS[:1])
    with pytest.raises(DirectoryRefused):
        replay.extend([forged])
    return True


def test_fewer_signers_than_the_threshold_are_refused() -> None:
    assert refusal_of(OFFICER.add_person(PersonId("nieuw"), OrganisationId("om")), FOUNDERS[0]) == "threshold.missed"


def test_one_officer_with_two_devices_is_still_one_officer() -> None:
    world = practice_world()
    doubled = Keyring.generate(PersonId("stichter-a"), OrganisationId("nctv"), DeviceId("tweede"), seeded(4))
    replay = replayed()
    added = signed(OFFICER.add_device(doubled.public), *FOUNDERS)
    replay.extend([added])
    draft = OFFICER.add_person(PersonId("nieuw"), OrganisationId("om"))
    seq, prev = world.chains[FOUNDERS[0].device, DIRECTORY_LOG][0] + 1, added.sha256
    raw = build_payload(draft, device=FOUNDERS[0].device, at=NOW, log=DIRECTORY_LOG, seq=seq + 1, prev=prev)
    with pytest.raises(DirectoryRefused, match="Fewer officers"):
        replay.extend([envelopes.sign("application/vnd.piket.act.v1+json", raw, [FOUNDERS[0], doubled])])


def test_a_signer_nobody_knows_is_refused() -> None:
    stranger = Keyring.generate(PersonId("stichter-b"), OrganisationId("om"), DeviceId("vreemd"), seeded(5))
    draft = OFFICER.add_person(PersonId("nieuw"), OrganisationId("om"))
    assert refusal_of(draft, FOUNDERS[0], stranger) == "signer.unknown"


def test_an_official_who_is_no_officer_cannot_add_anybody() -> None:
    draft = replace(OFFICER.add_person(PersonId("nieuw"), OrganisationId("om")), holding=PIKET)
    assert refusal_of(draft, keyring_of("pieter"), keyring_of("paula")) == "actor.holding"


def test_a_device_added_for_a_person_of_another_organisation_is_refused() -> None:
    keys = Keyring.generate(PersonId("pieter"), OrganisationId("om"), DeviceId("extra"), seeded(6)).public
    assert refusal_of(OFFICER.add_device(keys), *FOUNDERS) == "device.organisation"


def test_the_key_of_one_device_cannot_be_recorded_for_another() -> None:
    keys = keyring_of("pieter").public.model_copy(update={"device": "kopie", "person": "paula"})
    assert refusal_of(OFFICER.add_device(keys), *FOUNDERS) == "device.twice"


@pytest.mark.parametrize("key", ["signing_key", "passkey"])
def test_a_key_has_one_spelling_so_that_it_cannot_be_recorded_twice(key: str) -> None:
    """65 bytes leave two bits of the last letter idle: another letter would be the same point under another name."""
    made = Keyring.generate(PersonId("paula"), OrganisationId("nctv"), DeviceId("kopie"), seeded(7), with_passkey=True)
    point = getattr(made.public, key)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    respelt = point[:-1] + letters[letters.index(point[-1]) + 1]
    assert envelopes.decode64(respelt) == envelopes.decode64(point)
    with pytest.raises(ValidationError):
        acts.DeviceKeys.model_validate(made.public.model_dump() | {key: respelt})


def test_a_functie_goes_only_to_an_organisation_that_fills_it() -> None:
    assert refusal_of(OFFICER.grant(PersonId("hanna"), PIKET), *FOUNDERS) == "grant.organisation"


def test_a_revoked_device_signs_nothing_more() -> None:
    replay = replayed()
    replay.extend([signed(OFFICER.revoke_device(FOUNDERS[1].device), *FOUNDERS)])
    draft = OFFICER.add_person(PersonId("nieuw"), OrganisationId("om"))
    seq, prev = practice_world().chains[FOUNDERS[0].device, DIRECTORY_LOG][0] + 1, replay.hashes[-1]
    raw = build_payload(draft, device=FOUNDERS[0].device, at=NOW, log=DIRECTORY_LOG, seq=seq + 1, prev=prev)
    with pytest.raises(DirectoryRefused) as found:
        replay.extend([envelopes.sign("application/vnd.piket.act.v1+json", raw, FOUNDERS)])
    assert found.value.code == "signer.revoked"


def test_a_dropped_revocation_shows_with_the_next_fact_of_that_officer() -> None:
    draft = OFFICER.add_person(PersonId("nieuw"), OrganisationId("om"))
    with pytest.raises(DirectoryRefused) as found:
        replayed().extend([signed(draft, *FOUNDERS, skip=1)])
    assert found.value.code == "chain.broken"


def test_an_act_that_a_rule_refused_is_no_hole_when_the_log_says_so() -> None:
    last = practice_world().chains[FOUNDERS[0].device, DIRECTORY_LOG][1]
    fact = signed(OFFICER.add_person(PersonId("nieuw"), OrganisationId("om")), *FOUNDERS, skip=1)
    replay = replayed()
    replay.extend([fact], refused={last})
    assert PersonId("nieuw") in replay.state.people


def numbered(name: str, seq: int, prev: Sha256Hex) -> SignedAct:
    """A founder adds somebody, under any number."""
    draft = OFFICER.add_person(PersonId(name), OrganisationId("om"))
    raw = build_payload(draft, device=FOUNDERS[0].device, at=NOW, log=DIRECTORY_LOG, seq=seq, prev=prev)
    return envelopes.sign(REAL_TYPE, raw, FOUNDERS)


def test_a_number_that_a_refused_act_doubled_is_no_hole_when_the_log_says_so() -> None:
    seq, prev = practice_world().chains[FOUNDERS[0].device, DIRECTORY_LOG]
    one = numbered("een", seq + 1, prev)
    doubled = numbered("dubbel", seq + 1, prev)
    two = numbered("twee", seq + 2, doubled.sha256)
    replay = replayed()
    replay.extend([one, two], refused={doubled.sha256}, logged=[*replay.hashes, one.sha256, two.sha256])
    assert {"een", "twee"} <= replay.state.people.keys()


@pytest.mark.parametrize("again", [0, 1], ids=["the number of the last fact", "a number before it"])
def test_a_fact_never_takes_a_number_that_a_fact_had(again: int) -> None:
    seq, prev = practice_world().chains[FOUNDERS[0].device, DIRECTORY_LOG]
    doubled = numbered("dubbel", seq + 1, prev)
    replay = replayed()
    with pytest.raises(DirectoryRefused) as found:
        replay.extend([numbered("weer", seq - again, doubled.sha256)], refused={doubled.sha256})
    assert found.value.code == "chain.broken"


@pytest.mark.parametrize("step", [1, 2], ids=["a doubled number", "a gap"])
def test_a_refusal_hides_no_fact_that_stands_in_the_log(step: int) -> None:
    seq, prev = practice_world().chains[FOUNDERS[0].device, DIRECTORY_LOG]
    hidden = numbered("verborgen", seq + 1, prev)
    doubled = numbered("dubbel", seq + step - 1, prev if step == 1 else hidden.sha256)
    shown = numbered("getoond", seq + step, doubled.sha256)
    replay = replayed()
    logged = [*replay.hashes, hidden.sha256, shown.sha256]
    with pytest.raises(DirectoryRefused) as found:
        replay.extend([shown], refused={doubled.sha256}, logged=logged)
    assert found.value.code == "directory.held_back"
    assert PersonId("getoond") not in replay.state.people


def epoch(**changed: object) -> Draft:
    draft = OFFICER.new_epoch(replayed().state, PIKET)
    return replace(draft, params=draft.params.model_copy(update=changed))


def test_an_old_epoch_cannot_come_back() -> None:
    present = practice_world().directory.epochs[PIKET][0]
    assert refusal_of(epoch(epoch=1), *FOUNDERS) == "epoch.number"
    assert refusal_of(epoch(recipient=present.recipient), *FOUNDERS) == "epoch.recipient"


def test_a_role_key_is_never_sealed_for_somebody_outside_the_role() -> None:
    draft = epoch()
    intruder = acts.DeviceWrap(device=keyring_of("lies").device, blob=next(iter(draft.blobs)))
    params = draft.params.model_copy(update={"wraps": [intruder]})
    assert refusal_of(replace(draft, params=params), *FOUNDERS) == "epoch.member"


@pytest.mark.parametrize("recipient", [keyring_of("lies").public.x25519, "age1pq1" + "q" * 1952])
def test_a_role_key_without_post_quantum_strength_is_refused(recipient: str) -> None:
    with pytest.raises(Malformed):
        signed(epoch(recipient=recipient), *FOUNDERS)
    forged = json.loads(signed(epoch(), *FOUNDERS).payload)
    forged["params"]["recipient"] = recipient
    with pytest.raises(DirectoryRefused) as found:
        replayed().extend([envelopes.sign(REAL_TYPE, json.dumps(forged).encode(), FOUNDERS)])
    assert found.value.code == "fact.malformed"


def test_a_holder_may_share_the_present_role_key_and_an_outsider_may_not() -> None:
    world = practice_world()
    identity = HybridIdentity.generate(seeded(3))
    target = world.directory.living_devices(PersonId("paula"))
    own = Officer(PIKET, seeded(31), lambda: NOW).wrap_epoch(PIKET, 1, identity, target)
    replay = replayed()
    replay.extend([signed(own, keyring_of("pieter"))])
    assert replay.state.epochs[PIKET][0].wraps != world.directory.epochs[PIKET][0].wraps
    outside = Officer(LCC, seeded(32), lambda: NOW).wrap_epoch(PIKET, 1, identity, target)
    assert refusal_of(outside, keyring_of("lies")) == "threshold.missed"


def test_a_drill_act_is_never_a_fact() -> None:
    fact = signed(OFFICER.add_person(PersonId("nieuw"), OrganisationId("om")), *FOUNDERS)
    drill = envelopes.sign(DRILL_TYPE, fact.payload, FOUNDERS)
    with pytest.raises(DirectoryRefused):
        replayed().extend([drill])


def test_a_real_installation_needs_two_founders() -> None:
    founding = Founding(seeded(1), lambda: NOW)
    with pytest.raises(DirectoryRefused, match="fewer signatures"):
        founding.genesis(FOUNDERS[:1], SPEC.organisations, SPEC.log_keys, threshold=1, practice=False)


def test_an_officer_of_one_organisation_does_not_reach_into_another() -> None:
    replay = replayed()
    local = Holding(Functie.FUNCTIONEEL_BEHEERDER, Scope("org:nctv"))
    replay.extend([signed(OFFICER.grant(PersonId("dirk"), local), *FOUNDERS)])
    assert replay.state.managers_among([PersonId("dirk")], [OrganisationId("nctv")]) == {"dirk"}
    assert replay.state.managers_among([PersonId("dirk")], [OrganisationId("om")]) == set()
    assert replay.state.holds(PersonId("dirk"), DIRECTEUR)
