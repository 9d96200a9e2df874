"""tlog-witness: the request, and a witness that never cosigns two histories of one log."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.audit.checkpoints import Checkpoint, sign_checkpoint
from domain.audit.cosignatures import adopt, verify_cosignature
from domain.audit.errors import FormatInvalid
from domain.audit.notes import parse_note
from domain.audit.proofs import consistency_proof
from domain.audit.witnessing import AddCheckpoint, Reply, answer, origin_of, parse_request

from .sample_log import LOG_KEY, ORIGIN, OTHER_KEY, WITNESS, sample_log

EXAMPLE = (
    "old 20852014\n"
    "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
    "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
    "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
    "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n"
    "\n"
    "example.com/behind-the-sofa\n"
    "20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    "\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/"
    "Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
).encode()
"""The example of the specification."""

LOG = sample_log(300, 700)
NOW = 1700000000
TRUSTED = [LOG_KEY.verifier]


def request(old: int, size: int = 700, *, forked: bool = False, stranger: bool = False) -> bytes:
    log = sample_log(size)
    root = bytes(32) if forked else log.head().root
    checkpoint = sign_checkpoint(Checkpoint(ORIGIN, size, root), OTHER_KEY if stranger else LOG_KEY)
    proof = consistency_proof(old, size, log.hash_at) if old <= size else []
    return AddCheckpoint(old, tuple(proof), checkpoint).encode()


def ask(data: bytes, seen: Checkpoint | None = None) -> Reply:
    return answer(data, seen, TRUSTED, WITNESS, NOW)


def test_the_example_of_the_specification_is_read_and_written_back() -> None:
    found = parse_request(EXAMPLE)
    assert (found.old, len(found.proof)) == (20852014, 4)
    assert found.encode() == EXAMPLE
    assert origin_of(EXAMPLE) == "example.com/behind-the-sofa"


@pytest.mark.parametrize("old", [0, 1, 299, 300, 512, 700])
def test_what_extends_what_it_saw_is_cosigned(old: int) -> None:
    seen = None if old == 0 else sample_log(old).head()
    reply = ask(request(old), seen)
    assert (reply.status, reply.keep) == (200, sample_log(700).head())
    note = adopt(parse_request(request(old)).checkpoint, reply.body, [WITNESS.verifier])
    assert verify_cosignature(parse_note(note), WITNESS.verifier) == NOW


@pytest.mark.parametrize(
    ("data", "seen", "status", "body"),
    [
        (request(300), None, 409, b"0\n"),
        (request(0), LOG.head(), 409, b"700\n"),
        (request(700, forked=True), LOG.head(), 409, b"700\n"),
        (request(300, forked=True), sample_log(300).head(), 422, b""),
        (request(800, 700), sample_log(700).head(), 400, b""),
        (request(0, stranger=True), None, 403, b""),
        (EXAMPLE, None, 404, b""),
        (b"nothing", None, 400, b""),
    ],
    ids=["older", "newer", "forked", "rewritten", "shrunk", "another key", "another log", "no request"],
)
def test_everything_else_is_refused_as_the_specification_says(
    data: bytes, seen: Checkpoint | None, status: int, body: bytes
) -> None:
    assert ask(data, seen) == Reply(status, body)


def test_a_log_without_trusted_keys_is_unknown() -> None:
    assert answer(request(0), None, [], WITNESS, NOW).status == 404


@given(st.integers(0, len(EXAMPLE) - 1), st.integers(0, 255))
def test_any_changed_byte_is_another_request_or_none(place: int, byte: int) -> None:
    changed = EXAMPLE[:place] + bytes((byte,)) + EXAMPLE[place + 1 :]
    try:
        assert parse_request(changed).encode() == changed
    except FormatInvalid:
        return
