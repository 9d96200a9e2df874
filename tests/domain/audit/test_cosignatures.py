"""Cosignatures of witnesses: the specified bytes, verified, and adopted from an answer."""

from base64 import b64encode
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from domain.audit.checkpoints import Checkpoint, open_checkpoint, sign_checkpoint
from domain.audit.cosignatures import adopt, cosign, verify_cosignature
from domain.audit.errors import AuditError, FormatInvalid, NoteUnverified
from domain.audit.notes import Note, Signature, SignatureType, SignerKey, parse_note, parse_signatures, sign

from .sample_log import LOG_KEY, ORIGIN, WITNESS

CHECKPOINT = Checkpoint(ORIGIN, 42, bytes(range(32)))
SIGNED = sign_checkpoint(CHECKPOINT, LOG_KEY)
SECOND = SignerKey("witness.example/w2", SignatureType.COSIGNATURE, bytes(range(3, 35)))
AT = 1679315147


def test_a_cosignature_has_exactly_the_specified_bytes() -> None:
    private = Ed25519PrivateKey.from_private_bytes(WITNESS.seed)
    public = private.public_key().public_bytes_raw()
    key_id = sha256(b"witness.example/w1\n\x04" + public).digest()[:4]
    message = b"cosignature/v1\ntime 1679315147\n" + CHECKPOINT.text().encode()
    expected = key_id + (1679315147).to_bytes(8, "big") + private.sign(message)
    line = f"— witness.example/w1 {b64encode(expected).decode()}\n"
    assert cosign(CHECKPOINT.text(), WITNESS, AT).line() == line
    assert verify_cosignature(parse_note(SIGNED + line.encode()), WITNESS.verifier) == AT


def test_an_answer_of_a_witness_is_adopted_without_strangers_and_doubles() -> None:
    mine, later = (cosign(CHECKPOINT.text(), WITNESS, seconds) for seconds in (AT, AT + 60))
    stranger = cosign(CHECKPOINT.text(), SECOND, AT)
    answer = "".join(one.line() for one in (mine, stranger, later, mine)).encode()
    signed = adopt(SIGNED, answer, [WITNESS.verifier])
    assert signed == SIGNED + mine.line().encode() + later.line().encode()
    assert adopt(signed, answer, [WITNESS.verifier]) == signed
    assert open_checkpoint(signed, ORIGIN, LOG_KEY.verifier) == CHECKPOINT
    assert verify_cosignature(parse_note(signed), WITNESS.verifier) == AT + 60
    with pytest.raises(NoteUnverified):
        verify_cosignature(parse_note(signed), SECOND.verifier)


def test_a_wrong_line_of_a_known_witness_refuses_the_answer() -> None:
    good = cosign(CHECKPOINT.text(), WITNESS, AT)
    elsewhere = cosign(Checkpoint(ORIGIN, 43, bytes(32)).text(), WITNESS, AT)
    for wrong in (
        elsewhere.signature,
        good.signature[:-1],
        good.signature + b"\x00",
        b"\x80" + good.signature[1:],
        (AT + 1).to_bytes(8, "big") + good.signature[8:],
        b"short",
    ):
        line = Signature(good.name, good.key_id, wrong)
        with pytest.raises(NoteUnverified):
            adopt(SIGNED, (good.line() + line.line()).encode(), [WITNESS.verifier])
        with pytest.raises(NoteUnverified):
            verify_cosignature(Note(CHECKPOINT.text(), (good, line)), WITNESS.verifier)


def test_a_time_beyond_the_specified_range_is_refused_though_signed() -> None:
    text, seconds = CHECKPOINT.text(), 1 << 63
    signature = WITNESS.sign(f"cosignature/v1\ntime {seconds}\n{text}".encode())
    line = Signature(WITNESS.name, WITNESS.verifier.key_id, seconds.to_bytes(8, "big") + signature)
    with pytest.raises(NoteUnverified):
        verify_cosignature(Note(text, (line,)), WITNESS.verifier)


def test_a_log_key_does_not_cosign_and_a_witness_only_cosigns_checkpoints() -> None:
    with pytest.raises(FormatInvalid):
        cosign(CHECKPOINT.text(), LOG_KEY, AT)
    with pytest.raises(FormatInvalid):
        cosign("any text\n", WITNESS, AT)
    for seconds in (-1, 1 << 63):
        with pytest.raises(FormatInvalid):
            cosign(CHECKPOINT.text(), WITNESS, seconds)
    with pytest.raises(NoteUnverified):
        verify_cosignature(parse_note(SIGNED), LOG_KEY.verifier)
    with pytest.raises(FormatInvalid):
        verify_cosignature(parse_note(sign("any text\n", LOG_KEY)), WITNESS.verifier)


def test_more_cosignatures_than_a_note_may_hold_are_refused() -> None:
    answer = "".join(cosign(CHECKPOINT.text(), WITNESS, AT + number).line() for number in range(64)).encode()
    with pytest.raises(FormatInvalid):
        adopt(SIGNED, answer, [WITNESS.verifier])


@given(st.binary(max_size=150))
def test_any_answer_is_adopted_or_refused(answer: bytes) -> None:
    try:
        assert adopt(SIGNED, answer, [WITNESS.verifier]).startswith(SIGNED)
        assert parse_signatures(answer)
    except AuditError:
        pass
