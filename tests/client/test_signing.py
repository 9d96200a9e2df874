"""An act is saved before it is sent, sent again byte for byte, and numbered without a hole; one at a time in a log."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from client.keyring import Keyring, KeyringInvalid
from client.signing import ActUnderWay, Draft, Outbox, blob_name
from domain.acts.envelope import DRILL_TYPE, REAL_TYPE, verify_es256
from domain.acts.item import IkBel
from domain.acts.payload import CheckpointSeen
from domain.errors import Malformed
from domain.ids import ActId, ItemId, uuid7
from tests.client.world import NOW, PIKET, keyring_of, seeded

PIETER = keyring_of("pieter")
ITEM = ItemId("a" * 22)
RANDOM = seeded(12)


def draft(what: str = "ontvangen", *, drill: bool = False) -> Draft:
    return Draft(ActId(uuid7(NOW, RANDOM)), "item.ik_bel", IkBel(what=what), PIKET, ITEM, drill=drill)


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "acts", PIETER, lambda: NOW)


def again(outbox: Outbox) -> Outbox:
    """The same outbox after the process died."""
    return Outbox(outbox._folder, PIETER, lambda: NOW)


def test_an_act_verifies_and_says_what_was_meant(outbox: Outbox) -> None:
    seen = CheckpointSeen(origin="piket.example/log/nctv", size=3, root="0" * 64)
    ready = outbox.sign(draft(), "nctv", checkpoint=seen)
    verify_es256(PIETER.signing.public_key(), ready.signed.signed_bytes, ready.signed.proofs[0].signature)
    payload = ready.payload
    assert (payload.act, payload.seq, payload.prev, payload.log) == ("item.ik_bel", 0, None, "nctv")
    assert (payload.at, payload.checkpoint, payload.holding) == (NOW, seen, PIKET)


def test_acts_of_one_log_are_a_chain(outbox: Outbox) -> None:
    first = outbox.sign(draft(), "nctv")
    outbox.answered("nctv", stored=True)
    second = outbox.sign(draft(), "nctv")
    assert (second.payload.seq, second.payload.prev) == (1, first.signed.sha256)
    assert outbox.sign(draft(), "directory").payload.seq == 0


def test_what_was_never_stored_gives_its_number_back(outbox: Outbox) -> None:
    outbox.sign(draft(), "nctv")
    outbox.answered("nctv", stored=False)
    assert outbox.sign(draft(), "nctv").payload.seq == 0


def test_the_next_act_waits_for_the_answer_of_the_last(outbox: Outbox) -> None:
    outbox.sign(draft(), "nctv")
    with pytest.raises(ActUnderWay):
        outbox.sign(draft(), "nctv")


def test_after_a_crash_the_same_bytes_are_there(outbox: Outbox) -> None:
    sealed = b"ciphertext"
    ready = outbox.sign(replace(draft(), blobs={blob_name(sealed): sealed}), "nctv")
    found = again(outbox).pending("nctv")
    assert found == ready
    assert list(again(outbox).logs()) == ["nctv"]


@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
def test_a_write_that_fails_leaves_the_chain_as_it_was(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    outbox.sign(draft(), "nctv")
    outbox.answered("nctv", stored=True)

    def fail(*_args: object, **_more: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        if step == "replace":
            broken.setattr(Path, "replace", fail)
        else:
            broken.setattr(os, step, fail)
        with pytest.raises(OSError, match="disk full"):
            outbox.sign(draft(), "nctv")
    assert again(outbox).pending("nctv") is None
    assert again(outbox).sign(draft(), "nctv").payload.seq == 1


def test_a_malformed_act_is_never_numbered(outbox: Outbox) -> None:
    wrong = Draft(ActId(uuid7(NOW, RANDOM)), "item.ik_bel", IkBel(what="ontvangen"), PIKET, None)
    with pytest.raises(Malformed):
        outbox.sign(wrong, "nctv")
    assert outbox.pending("nctv") is None
    assert outbox.sign(draft(), "nctv").payload.seq == 0


def test_a_drill_is_signed_under_its_own_type(outbox: Outbox) -> None:
    assert outbox.sign(draft(drill=True), "nctv").signed.payload_type == DRILL_TYPE
    assert outbox.sign(draft(), "om").signed.payload_type == REAL_TYPE


def test_keys_survive_and_are_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "phone" / "keys.json"
    PIETER.save(path)
    assert Keyring.load(path).public == PIETER.public
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    message = b"challenge"
    point = PIETER.signing.public_key()
    verify_es256(point, message, Keyring.load(path).sign(message))


def test_a_damaged_key_file_is_refused_without_repeating_it(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    PIETER.save(path)
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(KeyringInvalid) as found:
        Keyring.load(path)
    assert "SECRET" not in str(found.value)


def test_no_secret_shows_in_a_representation() -> None:
    shown = repr(PIETER)
    assert PIETER.x25519.to_string() not in shown
    assert PIETER.hybrid.to_string() not in shown
