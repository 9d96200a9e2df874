"""Files and keys go both ways between `client.age`, npm `age-encryption` and `pyrage`."""

import hashlib

import pyrage
import pytest

from client.age import (
    HybridIdentity,
    ScryptRecipient,
    X25519Identity,
    decrypt,
    encrypt,
    parse_identity,
    parse_recipient,
)
from client.sealing import pad, seal, unwrap_for_device, wrap_for_device
from tests.client.age.seeded import CHUNK, KINDS
from tests.interop.node import NpmAge, NpmRefused

SIZES = [0, 1, 15, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7]


def content(size: int) -> bytes:
    return hashlib.shake_256(b"content").digest(size)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", SIZES)
def test_npm_opens_what_we_write(node: NpmAge, kind: str, size: int) -> None:
    identity = KINDS[kind].generate()
    file = encrypt(content(size), [identity.recipient()])
    assert node.decrypt(file, [identity.to_string()]) == content(size)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", SIZES)
def test_we_open_what_npm_writes(node: NpmAge, kind: str, size: int) -> None:
    identity = KINDS[kind].generate()
    file = node.encrypt(content(size), [identity.recipient().to_string()])
    assert decrypt(file, [identity]) == content(size)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [bytes(32), bytes(range(32)), b"\xff" * 32])
def test_the_same_seed_is_the_same_recipient_in_npm(node: NpmAge, kind: str, seed: bytes) -> None:
    identity = KINDS[kind](seed)
    assert node.recipient(identity.to_string()) == identity.recipient().to_string()


@pytest.mark.parametrize("kind", KINDS)
def test_an_identity_made_by_npm_reads_back_as_the_same_text(node: NpmAge, kind: str) -> None:
    text = node.generate(kind)
    identity = parse_identity(text)
    assert isinstance(identity, KINDS[kind])
    assert identity.to_string() == text
    recipient = parse_recipient(node.recipient(text))
    assert recipient.to_string() == identity.recipient().to_string()


@pytest.mark.parametrize("kind", KINDS)
def test_several_recipients_each_open_the_file_in_npm(node: NpmAge, kind: str) -> None:
    identities = [KINDS[kind].generate() for _ in range(3)]
    file = encrypt(b"for three", [identity.recipient() for identity in identities])
    assert {node.decrypt(file, [identity.to_string()]) for identity in identities} == {b"for three"}


def test_npm_refuses_with_the_wrong_identity(node: NpmAge) -> None:
    file = encrypt(b"not for you", [HybridIdentity.generate().recipient()])
    with pytest.raises(NpmRefused, match="no identity matched"):
        node.decrypt(file, [HybridIdentity.generate().to_string()])


@pytest.mark.parametrize("size", SIZES)
def test_x25519_both_ways_with_pyrage(size: int) -> None:
    ours = X25519Identity.generate()
    theirs = pyrage.x25519.Identity.from_str(ours.to_string())
    assert str(theirs.to_public()) == ours.recipient().to_string()

    file = encrypt(content(size), [ours.recipient()])
    assert pyrage.decrypt(file, [theirs]) == content(size)
    assert decrypt(pyrage.encrypt(content(size), [theirs.to_public()]), [ours]) == content(size)


def test_a_passphrase_both_ways_with_pyrage() -> None:
    file = encrypt(b"backup", [ScryptRecipient("an old lighthouse", work_factor=10)])
    assert pyrage.passphrase.decrypt(file, "an old lighthouse") == b"backup"


def test_an_app_built_on_npm_opens_our_nested_wraps_and_sealed_content(node: NpmAge) -> None:
    outer, inner, epoch = X25519Identity.generate(), HybridIdentity.generate(), HybridIdentity.generate()
    blob = wrap_for_device(epoch, outer.recipient().to_string(), inner.recipient().to_string())
    text = node.decrypt(node.decrypt(blob, [outer.to_string()]), [inner.to_string()])
    assert text == epoch.to_string().encode()

    name = node.recipient(text.decode())
    assert name == epoch.recipient().to_string()
    assert node.decrypt(seal(b"signed words", name), [text.decode()]) == pad(b"signed words")


def test_we_open_nested_wraps_of_an_app_built_on_npm(node: NpmAge) -> None:
    outer, inner = X25519Identity.generate(), HybridIdentity.generate()
    text = node.generate("hybrid")
    wrapped = node.encrypt(text.encode(), [inner.recipient().to_string()])
    blob = node.encrypt(wrapped, [outer.recipient().to_string()])
    assert unwrap_for_device(blob, outer, inner, node.recipient(text)).to_string() == text
