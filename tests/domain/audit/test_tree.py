"""RFC 6962 roots: known values, an independent library, the plain definition, and the stored state."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from domain.audit.errors import AuditError, FormatInvalid
from domain.audit.tree import EMPTY_ROOT, RunningTree, leaf_hash

from .sample_log import mth

# The reference inputs of Certificate Transparency and the roots of their first 1 to 8 leaves.
CT_LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
CT_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def test_roots_are_those_of_certificate_transparency() -> None:
    tree = RunningTree()
    assert tree.root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    for leaf, root in zip(CT_LEAVES, CT_ROOTS, strict=True):
        tree.append(leaf_hash(leaf))
        assert tree.root().hex() == root


def test_roots_are_those_of_an_independent_library_for_1_to_70_leaves() -> None:
    tree, oracle = RunningTree(), InmemoryTree(algorithm="sha256")
    for number in range(1, 71):
        leaf = f"leaf {number}".encode()
        tree.append(leaf_hash(leaf))
        oracle.append_entry(leaf)
        assert tree.root() == oracle.get_root(number)
        assert tree.size == number


@given(st.lists(st.binary(max_size=8), max_size=80), st.integers(0, 80))
def test_a_tree_stored_and_restored_anywhere_grows_on_to_the_same_root(leaves: list[bytes], cut: int) -> None:
    first = RunningTree()
    first.extend(map(leaf_hash, leaves[:cut]))
    stored = first.to_bytes()
    assert len(stored) == 8 + 32 * len(leaves[:cut]).bit_count()
    second = RunningTree.from_bytes(stored)
    second.extend(map(leaf_hash, leaves[cut:]))
    assert second.root() == mth(leaves)
    assert second.size == len(leaves)


@given(st.lists(st.binary(max_size=4), max_size=70), st.integers(0, 5))
def test_whole_subtrees_grow_the_tree_like_their_leaves(leaves: list[bytes], height: int) -> None:
    tree, step = RunningTree(), 1 << height
    for at in range(0, len(leaves) // step * step, step):
        tree.append(mth(leaves[at : at + step]), height)
    tree.extend(leaf_hash(leaf) for leaf in leaves[tree.size :])
    assert (tree.size, tree.root()) == (len(leaves), mth(leaves))


def test_a_subtree_does_not_stand_where_its_leaves_would_not_be_one() -> None:
    tree = RunningTree()
    tree.append(leaf_hash(b"one"))
    with pytest.raises(FormatInvalid):
        tree.append(mth([b"two", b"three"]), 1)


def test_an_empty_tree_is_stored_and_restored() -> None:
    assert RunningTree.from_bytes(RunningTree().to_bytes()).root() == EMPTY_ROOT


@pytest.mark.parametrize("data", [b"", bytes(7), bytes(9), bytes(7) + b"\x01", bytes(7) + b"\x01" + bytes(33)])
def test_a_stored_tree_of_another_length_is_refused(data: bytes) -> None:
    with pytest.raises(FormatInvalid):
        RunningTree.from_bytes(data)


@given(st.binary(max_size=120))
def test_any_bytes_restore_a_tree_that_stores_as_the_same_bytes_or_are_refused(data: bytes) -> None:
    try:
        tree = RunningTree.from_bytes(data)
    except AuditError:
        return
    assert tree.to_bytes() == data
