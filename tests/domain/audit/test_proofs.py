"""Inclusion and consistency proofs: made as RFC 6962 defines them, and refused after any change."""

from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from domain.audit.errors import ProofInvalid
from domain.audit.proofs import (
    consistency_proof,
    inclusion_proof,
    root_at,
    verify_consistency,
    verify_inclusion,
)
from domain.audit.tree import EMPTY_ROOT, leaf_hash

from .sample_log import SampleLog, largest_power_below, mth, sample_log

LOG = sample_log(70)
ROOTS = [mth(LOG.leaves[:size]) for size in range(71)]
HASHES = [leaf_hash(leaf) for leaf in LOG.leaves]
SIZES = range(1, 71)


@pytest.fixture(scope="module")
def oracle() -> InmemoryTree:
    return InmemoryTree.init_from_entries(LOG.leaves, algorithm="sha256")


def test_inclusion_proofs_are_those_of_an_independent_library(oracle: InmemoryTree) -> None:
    for size in SIZES:
        for index in range(size):
            path = inclusion_proof(index, size, LOG.hash_at)
            # The library counts from one and puts the leaf itself first.
            assert [HASHES[index], *path] == list(oracle.prove_inclusion(index + 1, size).path)
            verify_inclusion(HASHES[index], index, size, path, oracle.get_root(size))


def test_consistency_proofs_are_those_of_rfc_6962_between_roots_of_an_independent_library(
    oracle: InmemoryTree,
) -> None:
    for new in SIZES:
        for old in range(1, new + 1):
            path = consistency_proof(old, new, LOG.hash_at)
            assert path == subproof(old, LOG.leaves[:new], True)
            verify_consistency(old, new, path, oracle.get_root(old), oracle.get_root(new))


def test_the_root_at_every_size_is_read_from_subtrees() -> None:
    assert [root_at(size, LOG.hash_at) for size in range(71)] == ROOTS


def test_a_proof_of_a_public_log_verifies() -> None:
    path = """
        fGRlLyuz+L9Jb8+uTSut/2aVc4z7fKFW+clvsb6xjEM= F6LautOHD5eppkWC0xn/lz00X5g2yLlZAkl2jCI/wdE=
        qH7OJxFNup+TDvJuohd2HphKVngfMeMzUK8QChEDcas= +Y3g758yXtPCRh/eqhLTA3bdcx+cCV1Uah0JdgB0YEs=
        vq8cJSjj8dPVmFBRUqDLlaMqW6aAYR2GKugVhgudXLs= J0z3X5qTb9WFC1gABhVFx0bW1rVZRL+DAoBL2e2h4G4=
        NmSbYg25xNFzTRerIsF3HbEMyTIDqW87AQd9ekzopE8= L8BZipjURnkctkjJtGJs+YyTXMssvNKA7+a8nV2JT/s=
        pva4RFzCejMkVMVmYc93As2lbk7WAyrw58TvrzEOjNc="""
    proof = [b64decode(text) for text in path.split()]
    root = b64decode("QYfrD7XAd4qUHbRBs4dDyDZwpZN4M/cccXr2G56pxkY=")
    verify_inclusion(leaf_hash(b"hello tesseroak\n"), 76958, 76959, proof, root)
    with pytest.raises(ProofInvalid):
        verify_inclusion(leaf_hash(b"hello tesseroak"), 76958, 76959, proof, root)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 3), (7, 3)])
def test_no_inclusion_proof_outside_the_tree(index: int, size: int) -> None:
    with pytest.raises(ProofInvalid):
        inclusion_proof(index, size, LOG.hash_at)
    with pytest.raises(ProofInvalid):
        verify_inclusion(HASHES[0], index, size, [], HASHES[0])


@pytest.mark.parametrize(("old", "new"), [(-1, 3), (4, 3)])
def test_no_consistency_proof_of_a_shrinking_tree(old: int, new: int) -> None:
    with pytest.raises(ProofInvalid):
        consistency_proof(old, new, LOG.hash_at)
    with pytest.raises(ProofInvalid):
        verify_consistency(old, new, [], ROOTS[3], ROOTS[3])


def test_every_tree_extends_the_empty_one_and_itself() -> None:
    verify_consistency(0, 0, [], EMPTY_ROOT, EMPTY_ROOT)
    verify_consistency(0, 9, consistency_proof(0, 9, LOG.hash_at), EMPTY_ROOT, ROOTS[9])
    verify_consistency(9, 9, consistency_proof(9, 9, LOG.hash_at), ROOTS[9], ROOTS[9])
    for old, new, proof, old_root, new_root in (
        (0, 9, [ROOTS[1]], EMPTY_ROOT, ROOTS[9]),
        (0, 9, [], ROOTS[1], ROOTS[9]),
        (9, 9, [], ROOTS[9], ROOTS[8]),
        (9, 9, [ROOTS[1]], ROOTS[9], ROOTS[9]),
        (8, 9, [], ROOTS[8], ROOTS[8]),
    ):
        with pytest.raises(ProofInvalid):
            verify_consistency(old, new, proof, old_root, new_root)


@given(st.data())
def test_inclusion_is_refused_after_any_bit_of_proof_leaf_or_root_changes(data: st.DataObject) -> None:
    size = data.draw(st.sampled_from(SIZES))
    index = data.draw(st.integers(0, size - 1))
    parts = [HASHES[index], *inclusion_proof(index, size, LOG.hash_at), ROOTS[size]]
    changed = flip_one(data, parts)
    with pytest.raises(ProofInvalid):
        verify_inclusion(changed[0], index, size, changed[1:-1], changed[-1])


@given(st.data())
def test_consistency_is_refused_after_any_bit_of_proof_or_roots_changes(data: st.DataObject) -> None:
    new = data.draw(st.sampled_from(SIZES))
    old = data.draw(st.integers(1, new))
    parts = [ROOTS[old], *consistency_proof(old, new, LOG.hash_at), ROOTS[new]]
    changed = flip_one(data, parts)
    with pytest.raises(ProofInvalid):
        verify_consistency(old, new, changed[1:-1], changed[0], changed[-1])


@given(st.data())
def test_a_longer_shorter_or_misshapen_proof_is_refused(data: st.DataObject) -> None:
    new = data.draw(st.integers(2, 70))
    old = data.draw(st.integers(1, new - 1))

    def include(path: list[bytes]) -> None:
        verify_inclusion(HASHES[old], old, new, path, ROOTS[new])

    def consist(path: list[bytes]) -> None:
        verify_consistency(old, new, path, ROOTS[old], ROOTS[new])

    inclusion, consistency = inclusion_proof(old, new, LOG.hash_at), consistency_proof(old, new, LOG.hash_at)
    for proof, check in ((inclusion, include), (consistency, consist)):
        check(proof)
        for wrong in (proof[:-1], proof[1:], [*proof, ROOTS[1]], [ROOTS[1], *proof], [*proof[:-1], proof[-1][:31]]):
            with pytest.raises(ProofInvalid):
                check(wrong)


def test_another_index_is_refused_and_another_size_whenever_it_gives_another_path() -> None:
    """A root does not say its size: only sizes that give this leaf the same turns are alike (see the docstring)."""
    for size in range(1, 26):
        for index in range(size):
            proof = inclusion_proof(index, size, LOG.hash_at)
            for other_index in range(28):
                for other_size in {size, size + 1, *(size ^ 1 << bit for bit in range(7))}:
                    same = other_index < other_size and turns(other_index, other_size) == turns(index, size)
                    if other_size == size:
                        assert same == (other_index == index)
                    if same:
                        verify_inclusion(HASHES[index], other_index, other_size, proof, ROOTS[size])
                    else:
                        with pytest.raises(ProofInvalid):
                            verify_inclusion(HASHES[index], other_index, other_size, proof, ROOTS[size])


def test_other_sizes_are_refused_whenever_they_ask_another_consistency_proof() -> None:
    for new in range(1, 20):
        for old in range(1, new + 1):
            proof = consistency_proof(old, new, LOG.hash_at)
            for other_new in range(1, 26):
                for other_old in range(1, 26):
                    same = other_old <= other_new and joins(other_old, other_new) == joins(old, new)
                    try:
                        verify_consistency(other_old, other_new, proof, ROOTS[old], ROOTS[new])
                        assert same
                    except ProofInvalid:
                        assert not same


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=40), st.data())
def test_proofs_of_any_tree_verify_from_any_smaller_size(leaves: list[bytes], data: st.DataObject) -> None:
    log = SampleLog(leaves)
    old = data.draw(st.integers(0, len(leaves)))
    verify_consistency(
        old, len(leaves), consistency_proof(old, len(leaves), log.hash_at), mth(leaves[:old]), mth(leaves)
    )
    for index, leaf in enumerate(leaves):
        proof = inclusion_proof(index, len(leaves), log.hash_at)
        verify_inclusion(leaf_hash(leaf), index, len(leaves), proof, mth(leaves))


def flip_one(data: st.DataObject, parts: list[bytes]) -> list[bytes]:
    """The same hashes with one drawn bit changed."""
    place = data.draw(st.integers(0, len(parts) - 1))
    bit = data.draw(st.integers(0, 255))
    flipped = (int.from_bytes(parts[place], "big") ^ 1 << bit).to_bytes(32, "big")
    return [*parts[:place], flipped, *parts[place + 1 :]]


def turns(index: int, size: int) -> str:
    """Left and right from the root to a leaf, by definition."""
    if size == 1:
        return ""
    k = largest_power_below(size)
    return "l" + turns(index, k) if index < k else "r" + turns(index - k, size - k)


def subproof(m: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962 §2.1.2, word for word."""
    n = len(leaves)
    if m == n:
        return [] if whole else [mth(leaves)]
    k = largest_power_below(n)
    if m <= k:
        return [*subproof(m, leaves[:k], whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def joins(old: int, new: int) -> tuple[object, ...]:
    """How RFC 6962 §2.1.2 builds both roots from a consistency proof, as a shape."""

    def sub(m: int, n: int, whole: bool) -> tuple[object, ...]:
        if m == n:
            return ("old root",) if whole else ("given",)
        k = largest_power_below(n)
        if m <= k:
            return (sub(m, k, whole), "new only")
        return ("both", sub(m - k, n - k, False))

    return sub(old, new, True)
