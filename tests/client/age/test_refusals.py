"""Which files `client.age` will not write or read, and with which error."""

from io import BytesIO

import pytest

from client.age import (
    BadMac,
    HybridIdentity,
    MalformedHeader,
    NoMatchingIdentity,
    Recipient,
    RecipientsRefused,
    ScryptRecipient,
    X25519Identity,
    decrypt,
    decrypt_stream,
    encrypt,
    encrypt_stream,
)
from client.age.header import MAX_HEADER_BYTES
from tests.client.age.seeded import CLASSIC, HYBRID, KEYS

PASSPHRASE = ScryptRecipient("an old lighthouse", work_factor=2)


@pytest.mark.parametrize(
    "recipients",
    [
        [],
        [CLASSIC.recipient(), HYBRID.recipient()],
        [HYBRID.recipient(), PASSPHRASE],
        [PASSPHRASE, CLASSIC.recipient()],
        [PASSPHRASE, PASSPHRASE],
    ],
    ids=["none", "classic and hybrid", "hybrid and passphrase", "passphrase and classic", "two passphrases"],
)
def test_recipients_that_may_not_stand_together_are_refused_before_a_byte_is_written(
    recipients: list[Recipient],
) -> None:
    sink = BytesIO()
    with pytest.raises(RecipientsRefused):
        encrypt_stream(BytesIO(b"words"), sink, recipients)
    assert sink.getvalue() == b""


def test_a_file_for_more_recipients_than_a_reader_accepts_is_not_written() -> None:
    with pytest.raises(RecipientsRefused):
        encrypt(b"", [HYBRID.recipient()] * (MAX_HEADER_BYTES // 1500))


@pytest.mark.parametrize("line", [b"A" * 64 + b"\n", b"-> x\n\n", b"A"], ids=["body", "stanzas", "one line"])
def test_an_endless_header_is_refused_before_it_fills_memory(line: bytes) -> None:
    endless = line * (4 * MAX_HEADER_BYTES // len(line))
    source = BytesIO(b"age-encryption.org/v1\n-> x\n" + endless)
    with pytest.raises(MalformedHeader):
        decrypt_stream(source, BytesIO(), KEYS)
    assert source.tell() <= MAX_HEADER_BYTES


def test_a_header_without_any_recipient_is_malformed() -> None:
    with pytest.raises(MalformedHeader):
        decrypt(b"age-encryption.org/v1\n--- " + b"A" * 43 + b"\n" + bytes(32), KEYS)


def test_a_foreign_mac_is_told_apart_from_a_foreign_key() -> None:
    file, other = (encrypt(b"words", [CLASSIC.recipient()]) for _ in range(2))
    mac, other_mac = (text.index(b"\n--- ") + 5 for text in (file, other))
    with pytest.raises(BadMac):
        decrypt(file[:mac] + other[other_mac : other_mac + 43] + file[mac + 43 :], KEYS)
    with pytest.raises(NoMatchingIdentity):
        decrypt(file, [X25519Identity.generate(), HybridIdentity.generate()])


def test_a_wrong_key_writes_nothing() -> None:
    sink = BytesIO()
    with pytest.raises(NoMatchingIdentity):
        decrypt_stream(BytesIO(encrypt(b"words", [HYBRID.recipient()])), sink, [CLASSIC])
    assert sink.getvalue() == b""
