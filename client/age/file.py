"""Whole age v1 files: encrypting to recipients and decrypting with identities, in memory or as a stream."""

import secrets
from collections.abc import Sequence
from io import BytesIO
from typing import BinaryIO

from client.age.errors import NoMatchingIdentity, RecipientsRefused
from client.age.header import Stanza, read_header, write_header
from client.age.keys import FILE_KEY_BYTES, Identity, Random, Recipient
from client.age.payload import NONCE_BYTES, open_payload, seal_payload


def encrypt(plaintext: bytes, recipients: Sequence[Recipient], *, random: Random = secrets.token_bytes) -> bytes:
    """One age file of `plaintext` that each of `recipients` can open; refusals as for `encrypt_stream`."""
    sink = BytesIO()
    encrypt_stream(BytesIO(plaintext), sink, recipients, random=random)
    return sink.getvalue()


def decrypt(data: bytes, identities: Sequence[Identity]) -> bytes:
    """The whole plaintext of the age file `data`, or an `AgeError` and nothing."""
    sink = BytesIO()
    decrypt_stream(BytesIO(data), sink, identities)
    return sink.getvalue()


def encrypt_stream(
    source: BinaryIO, sink: BinaryIO, recipients: Sequence[Recipient], *, random: Random = secrets.token_bytes
) -> None:
    """Write everything left in `source` to `sink` as one age file; memory use does not grow with the size.

    Raises `RecipientsRefused`, with nothing written, when there are no recipients, when a post-quantum recipient
    would stand beside one that is not (the file would be no stronger than the weakest), or when a passphrase is not
    alone. `sink` must take all it is given, as buffered files do. Not safe to repeat into the same sink.
    """
    if not recipients:
        raise RecipientsRefused("A file needs at least one recipient; give one.")
    if len({recipient.labels for recipient in recipients}) > 1:
        raise RecipientsRefused("Recipients of different strength may not share a file; write one file for each.")
    file_key = random(FILE_KEY_BYTES)
    stanzas = [recipient.wrap(file_key, random) for recipient in recipients]
    sink.write(write_header(stanzas, file_key))
    seal_payload(source, sink, file_key, random(NONCE_BYTES))


def decrypt_stream(source: BinaryIO, sink: BinaryIO, identities: Sequence[Identity]) -> None:
    """Write the plaintext of the age file in `source` to `sink`; memory use does not grow with the size.

    Never writes a byte that was not authenticated. Returns only when the file was complete and nothing followed it;
    on `BadPayload` the caller must throw away what the sink holds, for it is authentic but not the whole. All other
    errors come before the first write. Identities are tried in the order given.
    """
    header = read_header(source)
    file_key = _unwrap(header.stanzas, identities)
    header.check_mac(file_key)
    open_payload(source, sink, file_key)


def _unwrap(stanzas: Sequence[Stanza], identities: Sequence[Identity]) -> bytes:
    for identity in identities:
        if (file_key := identity.unwrap(stanzas)) is not None:
            return file_key
    raise NoMatchingIdentity("This file was not encrypted to any key on this device; ask for it to be shared again.")
