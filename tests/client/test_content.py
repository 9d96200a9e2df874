"""Content is signed, then sealed; it opens only for its item, its act, its key, and from whom may write it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client import envelopes
from client.age import HybridIdentity
from client.content import INNER_TYPE, ContentRefused, Inner, Place, open_content, seal_content, sign_content
from client.directory import Directory
from client.keyring import Keyring
from client.officers import Officer
from client.sealing import seal
from domain.acts import directory as acts
from domain.acts.envelope import REAL_TYPE
from domain.content import VraagContent
from domain.flows.spoedaanwijzing.content import BesluitContent, SpoedaanwijzingContent
from domain.functies import Holding
from domain.ids import ActId, DeviceId, ItemId, OrganisationId, PersonId
from tests.client.test_directory_replay import FOUNDERS, OFFICER, signed
from tests.client.world import HOVJ, NOW, PIKET, keyring_of, practice_world, replayed, seeded

ITEM, OTHER = ItemId("a" * 22), ItemId("b" * 22)
ACT, OTHER_ACT = ActId("019c0000-0000-7000-8000-000000000001"), ActId("019c0000-0000-7000-8000-000000000002")
KEY, OTHER_KEY = HybridIdentity(bytes([1]) * 32), HybridIdentity(bytes([2]) * 32)
NAME = KEY.recipient().to_string()
DIRECTORY = practice_world().directory
REQUEST = SpoedaanwijzingContent(kind="spoedaanwijzing", person="V. de Wit", need="Beveiliging", callback="+31 6 1")
PLACE = Place(ITEM, NAME, ACT, "spoedaanwijzing.submit", HOVJ)


def sealed(place: Place = PLACE, who: Keyring | None = None, directory: Directory = DIRECTORY) -> bytes:
    return seal_content(REQUEST, place, who or keyring_of("hanna"), directory, NOW)


def refusal(blob: bytes, item: ItemId = ITEM, act: ActId = ACT, key: HybridIdentity = KEY) -> str:
    with pytest.raises(ContentRefused) as found:
        open_content(blob, key, DIRECTORY, item=item, act=act)
    return found.value.code


def test_what_was_sealed_opens_with_who_wrote_it_and_as_what() -> None:
    opened = open_content(sealed(), KEY, DIRECTORY, item=ITEM, act=ACT)
    assert (opened.content, opened.person, opened.holding) == (REQUEST, "hanna", HOVJ)
    assert (opened.at, opened.since_removed) == (NOW, False)


def test_content_moved_to_another_item_or_act_is_refused() -> None:
    assert refusal(sealed(), item=OTHER) == "content.place"
    assert refusal(sealed(), act=OTHER_ACT) == "content.place"


def test_content_sealed_again_to_another_key_is_refused() -> None:
    """Surreptitious forwarding: who can read it seals the same signed words for somebody else."""
    inside = sign_content(REQUEST, PLACE, keyring_of("hanna"), DIRECTORY, NOW)
    moved = seal(inside, OTHER_KEY.recipient().to_string())
    assert refusal(moved, key=OTHER_KEY) == "content.place"


def test_another_key_opens_nothing() -> None:
    assert refusal(sealed(), key=OTHER_KEY) == "content.sealed"


def test_a_signer_nobody_knows_is_refused() -> None:
    stranger = Keyring.generate(PersonId("hanna"), OrganisationId("om"), DeviceId("vreemd"), seeded(2))
    assert refusal(sealed(who=stranger)) == "content.signature"


def test_a_functie_that_may_not_write_it_is_refused() -> None:
    assert refusal(sealed(replace(PLACE, holding=PIKET), keyring_of("pieter"))) == "content.functie"
    assert refusal(sealed(who=keyring_of("pieter"))) == "content.functie"


def test_an_act_that_cannot_carry_the_kind_is_refused_on_both_sides() -> None:
    wrong = replace(PLACE, name="spoedaanwijzing.ask")
    with pytest.raises(ContentRefused, match="does not carry"):
        sealed(wrong)
    inner = Inner(
        v=1, item=ITEM, act=ACT, name=wrong.name, kind="spoedaanwijzing", device=keyring_of("hanna").device,
        functie=HOVJ.functie, scope=HOVJ.scope, at=NOW, recipient=NAME, directory=DIRECTORY.facts, excluded=[],
        content=REQUEST.model_dump(mode="json"),
    )  # fmt: skip
    raw = json.dumps(inner.model_dump(mode="json")).encode()
    forged = envelopes.to_bytes(envelopes.sign(INNER_TYPE, raw, [keyring_of("hanna")]))
    assert refusal(seal(forged, NAME)) == "content.kind"


def test_a_signature_made_for_an_act_is_none_for_content() -> None:
    envelope = envelopes.from_bytes(sign_content(REQUEST, PLACE, keyring_of("hanna"), DIRECTORY, NOW))
    as_act = envelopes.sign(REAL_TYPE, envelope.payload, [keyring_of("hanna")])
    assert refusal(seal(envelopes.to_bytes(as_act), NAME)) == "content.signature"
    relabelled = replace(as_act, payload_type=INNER_TYPE)
    assert refusal(seal(envelopes.to_bytes(relabelled), NAME)) == "content.signature"


def test_a_request_without_its_compulsory_fields_is_refused_by_the_reader() -> None:
    """SA-01: person, need and number to call back are compulsory; the sender's app and the receiver's both check."""
    with pytest.raises(ValueError, match="need"):
        SpoedaanwijzingContent(kind="spoedaanwijzing", person="V. de Wit", need=" ", callback="+31 6 1")
    envelope = envelopes.from_bytes(sign_content(REQUEST, PLACE, keyring_of("hanna"), DIRECTORY, NOW))
    document = json.loads(envelope.payload)
    del document["content"]["callback"]
    forged = envelopes.sign(INNER_TYPE, json.dumps(document).encode(), [keyring_of("hanna")])
    assert refusal(seal(envelopes.to_bytes(forged), NAME)) == "content.signature"


def test_who_was_removed_before_writing_is_refused_and_who_was_removed_after_is_marked() -> None:
    before = sealed()
    replay = replayed()
    device = keyring_of("hanna").device
    replay.extend([signed(OFFICER.revoke_device(device), *FOUNDERS)])
    opened = open_content(before, KEY, replay.state, item=ITEM, act=ACT)
    assert opened.since_removed
    with pytest.raises(ContentRefused) as found:
        open_content(sealed(directory=replay.state), KEY, replay.state, item=ITEM, act=ACT)
    assert found.value.code == "content.removed"


def test_whose_functie_ended_is_treated_alike() -> None:
    replay = replayed()
    officer = Officer(acts.FOUNDERS, seeded(77), lambda: NOW)
    before = sealed()
    replay.extend([signed(officer.end_grant(PersonId("hanna"), HOVJ), *FOUNDERS)])
    assert open_content(before, KEY, replay.state, item=ITEM, act=ACT).since_removed
    with pytest.raises(ContentRefused):
        open_content(sealed(directory=replay.state), KEY, replay.state, item=ITEM, act=ACT)


@settings(deadline=None)
@given(st.data())
def test_any_changed_byte_is_refused(data: st.DataObject) -> None:
    blob = bytearray(BLOB)
    at = data.draw(st.integers(0, len(blob) - 1))
    blob[at] ^= 1 << data.draw(st.integers(0, 7))
    refusal(bytes(blob))


@settings(deadline=None)
@given(st.data())
def test_any_changed_byte_inside_is_refused(data: st.DataObject) -> None:
    """As if the sealing were broken: the signature alone still refuses, or the meaning is the same."""
    inside = bytearray(INSIDE)
    at = data.draw(st.integers(0, len(inside) - 1))
    inside[at] ^= 1 << data.draw(st.integers(0, 7))
    try:
        opened = open_content(seal(bytes(inside), NAME), KEY, DIRECTORY, item=ITEM, act=ACT)
    except ContentRefused:
        return
    assert opened == open_content(BLOB, KEY, DIRECTORY, item=ITEM, act=ACT)


BLOB = sealed()
INSIDE = sign_content(REQUEST, PLACE, keyring_of("hanna"), DIRECTORY, NOW)


@pytest.mark.parametrize(
    ("content", "name", "holding", "who"),
    [
        (VraagContent(kind="vraag", text="Waar?"), "spoedaanwijzing.ask", PIKET, "pieter"),
        (BesluitContent(kind="besluit", reasons="Ja", kerngezin=2), "spoedaanwijzing.decide", PIKET, "paula"),
    ],
)
def test_every_kind_keeps_its_words(
    content: VraagContent | BesluitContent, name: str, holding: Holding, who: str
) -> None:
    blob = seal_content(content, Place(ITEM, NAME, ACT, name, holding), keyring_of(who), DIRECTORY, NOW)
    assert open_content(blob, KEY, DIRECTORY, item=ITEM, act=ACT).content == content
