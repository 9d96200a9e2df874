"""tlog-proof: a file that proves offline that a leaf stands in a log, and nothing else."""

from base64 import b64encode
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.audit.cosignatures import adopt, cosign, verify_cosignature
from domain.audit.errors import AuditError, FormatInvalid, NoteUnverified, ProofInvalid
from domain.audit.notes import parse_note
from domain.audit.proof_file import ProofFile, parse_proof, verify_proof
from domain.audit.proofs import inclusion_proof
from domain.audit.succession import LogKeys
from domain.audit.tiles import hash_reader

from .sample_log import LOG_KEY, OTHER_KEY, WITNESS, sample_log

LOG = sample_log(11)
KEYS = LogKeys(LOG_KEY.verifier)
SIGNED = LOG.checkpoints[-1]


def proof_of(index: int, extra: bytes = b"") -> ProofFile:
    return ProofFile(index, tuple(inclusion_proof(index, 11, hash_reader(LOG.read_tile))), SIGNED, extra)


def test_a_proof_file_has_exactly_the_specified_lines() -> None:
    steps = "".join(f"{b64encode(step).decode()}\n" for step in inclusion_proof(3, 11, LOG.hash_at))
    assert proof_of(3).encode() == f"c2sp.org/tlog-proof@v1\nindex 3\n{steps}\n".encode() + SIGNED
    with_extra = f"c2sp.org/tlog-proof@v1\nextra AAE=\nindex 3\n{steps}\n".encode() + SIGNED
    assert proof_of(3, b"\x00\x01").encode() == with_extra
    assert parse_proof(with_extra) == proof_of(3, b"\x00\x01")


def test_every_leaf_is_proven_offline() -> None:
    for index, leaf in enumerate(LOG.leaves):
        proof = parse_proof(proof_of(index).encode())
        assert verify_proof(proof, leaf, KEYS) == LOG.head()
        for other in (b"", leaf + b" ", LOG.leaves[index - 1]):
            with pytest.raises(ProofInvalid):
                verify_proof(proof, other, KEYS)


def test_the_proof_of_the_only_leaf_has_no_steps() -> None:
    log = sample_log(1)
    proof = ProofFile(0, (), log.checkpoints[0])
    assert proof.encode() == b"c2sp.org/tlog-proof@v1\nindex 0\n\n" + log.checkpoints[0]
    verify_proof(parse_proof(proof.encode()), log.leaves[0], KEYS)


def test_another_log_and_another_key_prove_nothing() -> None:
    with pytest.raises(NoteUnverified):
        verify_proof(proof_of(3), LOG.leaves[3], LogKeys(replace(LOG_KEY.verifier, name="piket.example/log/nctv")))
    with pytest.raises(NoteUnverified):
        verify_proof(proof_of(3), LOG.leaves[3], LogKeys(OTHER_KEY.verifier))


def test_a_cosigned_checkpoint_travels_inside_the_proof() -> None:
    cosigned = adopt(SIGNED, cosign(LOG.head().text(), WITNESS, 1700000000).line().encode(), [WITNESS.verifier])
    proof = parse_proof(ProofFile(3, proof_of(3).path, cosigned).encode())
    verify_proof(proof, LOG.leaves[3], KEYS)
    assert verify_cosignature(parse_note(proof.checkpoint), WITNESS.verifier) == 1700000000


@given(st.integers(0, 10), st.data())
def test_any_changed_byte_of_a_proof_file_is_refused(index: int, data: st.DataObject) -> None:
    good = proof_of(index).encode()
    place = data.draw(st.integers(0, len(good) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda one: one != good[place]))
    with pytest.raises(AuditError):
        verify_proof(parse_proof(good[:place] + bytes((byte,)) + good[place + 1 :]), LOG.leaves[index], KEYS)


GOOD = proof_of(3).encode()
STEP = GOOD.split(b"\n")[2]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        SIGNED,
        GOOD[:-1],
        GOOD + b"\n",
        GOOD.replace(b"@v1", b"@v2"),
        GOOD.replace(b"index 3\n", b""),
        GOOD.replace(b"index 3", b"index 03"),
        GOOD.replace(b"index 3", b"index -3"),
        GOOD.replace(b"index 3", b"index  3"),
        GOOD.replace(b"index 3", b"Index 3"),
        GOOD.replace(b"index 3", b"index 9223372036854775808"),
        GOOD.replace(b"index 3", b"extra \nindex 3"),
        GOOD.replace(b"index 3", b"extra A\nindex 3"),
        GOOD.replace(b"index 3", b"extra AAE=\nextra AAE=\nindex 3"),
        GOOD.replace(b"index 3", b"index 3\nextra AAE="),
        GOOD.replace(STEP, STEP[:-1]),
        GOOD.replace(STEP, b"AAAA"),
        GOOD.replace(STEP, b"\xc3\xa9" * 22),
        GOOD.replace(STEP + b"\n", (STEP + b"\n") * 64),
        GOOD.replace(STEP + b"\n", STEP + b"\r\n"),
        GOOD.partition(b"\n\n")[0],
    ],
)
def test_a_malformed_proof_file_is_refused(data: bytes) -> None:
    with pytest.raises(FormatInvalid):
        parse_proof(data)


@pytest.mark.parametrize(("index", "path"), [(-1, ()), (1 << 63, ()), (0, (b"short",)), (0, (bytes(32),) * 64)])
def test_what_is_no_proof_cannot_be_made(index: int, path: tuple[bytes, ...]) -> None:
    with pytest.raises(FormatInvalid):
        ProofFile(index, path, SIGNED)


@given(st.binary(max_size=200) | st.just(GOOD), st.data())
def test_any_bytes_are_the_one_spelling_of_a_proof_or_refused(base: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(base)))
    changed = base[:cut] + data.draw(st.binary(max_size=3)) + base[cut + data.draw(st.integers(0, 3)) :]
    with suppress(AuditError):
        assert parse_proof(changed).encode() == changed
