"""The keys of a log: up to a turn the old one signs, beyond it the new one alone, and where it turns either does."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.audit.checkpoints import Checkpoint, sign_checkpoint
from domain.audit.errors import Difference, FormatInvalid, LogDiffers, NoteUnverified
from domain.audit.notes import SignatureType, SignerKey, VerifierKey
from domain.audit.succession import LogKeys, Turn, keys_at, log_named, next_turn
from domain.audit.verify import Progress, verify_log

from .sample_log import LOG_KEY, ORIGIN, OTHER_KEY, WITNESS, SampleLog

THIRD_KEY = SignerKey(ORIGIN, SignatureType.ED25519, bytes(range(3, 35)))
OLD, NEW, THIRD = LOG_KEY.verifier, OTHER_KEY.verifier, THIRD_KEY.verifier
TURNED = LogKeys(OLD).turned(300, NEW)


@pytest.mark.parametrize(
    ("size", "signers"),
    [(0, [OLD]), (299, [OLD]), (300, [OLD, NEW]), (301, [NEW]), (10_000, [NEW])],
)
def test_who_may_sign_follows_from_the_size_alone(size: int, signers: list[VerifierKey]) -> None:
    assert list(TURNED.at(size)) == signers


@pytest.mark.parametrize(
    ("size", "key", "good"),
    [
        (300, LOG_KEY, True),
        (300, OTHER_KEY, True),
        (299, OTHER_KEY, False),
        (301, LOG_KEY, False),
        (301, OTHER_KEY, True),
    ],
)
def test_a_stolen_old_key_signs_nothing_beyond_the_turn(size: int, key: SignerKey, good: bool) -> None:
    data = sign_checkpoint(Checkpoint(ORIGIN, size, bytes(32)), key)
    if good:
        assert TURNED.open(data).size == size
    else:
        with pytest.raises(NoteUnverified):
            TURNED.open(data)


def test_where_it_turns_both_signatures_must_be_good() -> None:
    data = sign_checkpoint(Checkpoint(ORIGIN, 300, bytes(32)), LOG_KEY, OTHER_KEY)
    assert TURNED.open(data).size == 300
    text, _, lines = data.partition(b"\n\n")
    first, second = lines.splitlines(keepends=True)
    for broken in (first[:-8] + b"AAAA" + first[-4:] + second, first + second[:-8] + b"AAAA" + second[-4:]):
        with pytest.raises(NoteUnverified):
            TURNED.open(text + b"\n\n" + broken)


def test_a_whole_log_verifies_over_its_turns_and_nothing_signed_by_the_wrong_key_does() -> None:
    log = SampleLog()
    for size, key in ((5, LOG_KEY), (300, LOG_KEY), (301, OTHER_KEY), (600, OTHER_KEY), (700, THIRD_KEY)):
        log.grow_to(size)
        log.checkpoints[-1] = sign_checkpoint(log.head(), key)
    keys = TURNED.turned(600, THIRD)
    *_, last = verify_log(keys, log.leaves, log.checkpoints, log.read_tile)
    assert last == Progress(700, 5, 700)
    log.checkpoints[2] = sign_checkpoint(Checkpoint(ORIGIN, 301, bytes(32)), LOG_KEY)
    with pytest.raises(LogDiffers) as found:
        list(verify_log(keys, log.leaves, log.checkpoints, log.read_tile))
    assert (found.value.kind, found.value.place) == (Difference.SIGNATURE, 301)


def test_a_key_that_was_lost_before_its_turn_is_replaced_by_another() -> None:
    keys = TURNED.turned(300, THIRD)
    assert keys.at(301) == (THIRD,)
    assert keys.newest == THIRD
    earlier = LogKeys(OLD).turned(1 << 40, NEW).turned(20, THIRD)
    assert [earlier.at(size) for size in (20, 21, 1 << 41)] == [(OLD, THIRD), (THIRD,), (THIRD,)]


@pytest.mark.parametrize(
    "new", [OLD, replace(NEW, name="piket.example/log/nctv"), replace(WITNESS.verifier, name=ORIGIN)]
)
def test_a_key_of_another_log_or_kind_and_one_it_had_cannot_take_over(new: VerifierKey) -> None:
    with pytest.raises(FormatInvalid):
        LogKeys(OLD).turned(3, new)


@given(st.lists(st.integers(1, 30), max_size=4), st.integers(0, 40))
def test_no_step_to_the_next_turn_skips_a_change_of_keys(sizes: list[int], size: int) -> None:
    turns = [Turn(at, VerifierKey(ORIGIN, SignatureType.ED25519, bytes([n]) * 32)) for n, at in enumerate(sizes)]
    stop = next_turn(turns, size)
    between = range(size + 1, 41 if stop is None else stop)
    assert len({keys_at([OLD], turns, one) for one in between}) <= 1
    assert keys_at([OLD], turns, size), "there is always somebody who may sign"


def test_the_name_of_a_log_is_the_last_part_of_its_origin() -> None:
    assert log_named(ORIGIN) == log_named(OLD.encode()) == "om"
