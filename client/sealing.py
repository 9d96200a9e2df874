"""How Piket uses age: padding, nested wraps of identities that refuse a swap, and sealed content.

Every layer that holds content or an identity is post-quantum; nothing is ever compressed. Recipients are given as the
strings the signed directory or a signed act names, because that name is what a reader trusts, never the wrap itself.
"""

from typing import Final

from client.age import HybridIdentity, HybridRecipient, MalformedKey, X25519Identity, X25519Recipient, decrypt, encrypt

KIB: Final = 1024
SMALL_SIZES: Final = (1 * KIB, 4 * KIB, 16 * KIB)
LARGE_STEP: Final = 64 * KIB
"""Above the small sizes a padded text is a whole number of these."""

_LENGTH_BYTES: Final = 8


class SealingError(Exception):
    """Base of what this layer refuses; a file that age itself refuses raises `client.age.AgeError`."""


class SwappedIdentity(SealingError):
    """The wrap opened, but holds another identity than the one that was published: somebody swapped it."""


class BadPadding(SealingError):
    """The opened content is not padded the one way `pad` does it, so it was not made by a Piket client."""


def pad(data: bytes) -> bytes:
    """`data` behind its length (8 bytes, big endian), filled with zeros to 1, 4, 16 KiB or a multiple of 64 KiB."""
    body = len(data).to_bytes(_LENGTH_BYTES, "big") + data
    return body.ljust(_padded_size(len(body)), b"\0")


def unpad(padded: bytes) -> bytes:
    """The data inside; any other filling or size than `pad` gives raises `BadPadding`."""
    end = _LENGTH_BYTES + int.from_bytes(padded[:_LENGTH_BYTES], "big")
    data = padded[_LENGTH_BYTES:end]
    if pad(data) != padded:
        raise BadPadding("The content is not padded as Piket does it; ask the sender to send it again.")
    return data


def wrap_for_device(identity: HybridIdentity, x25519_recipient: str, hybrid_recipient: str) -> bytes:
    """`identity` for one device: age to the device's X25519 key around age to its hybrid key.

    It is a role epoch's identity, or an item's where P-02 excludes a holder of the role. Both keys of the
    device are needed to open it. Raises `MalformedKey` when a recipient is not of its kind.
    """
    inner = encrypt(identity.to_string().encode("ascii"), [HybridRecipient.from_string(hybrid_recipient)])
    return encrypt(inner, [X25519Recipient.from_string(x25519_recipient)])


def unwrap_for_device(
    blob: bytes, x25519_identity: X25519Identity, hybrid_identity: HybridIdentity, expected_recipient: str
) -> HybridIdentity:
    """The identity in `blob`, if it is the one behind `expected_recipient`, the recipient published for it.

    Raises `SwappedIdentity` when it is another, and `AgeError` when either layer does not open.
    """
    inner = decrypt(blob, [x25519_identity])
    return _expected_identity(decrypt(inner, [hybrid_identity]), expected_recipient)


def wrap_for_epoch(item_identity: HybridIdentity, epoch_recipient: str) -> bytes:
    """`item_identity` for everyone who holds the role epoch of `epoch_recipient`."""
    return encrypt(item_identity.to_string().encode("ascii"), [HybridRecipient.from_string(epoch_recipient)])


def unwrap_from_epoch(blob: bytes, epoch_identity: HybridIdentity, expected_recipient: str) -> HybridIdentity:
    """The item's identity, if it is the one behind `expected_recipient`, the recipient its submit act names.

    Raises `SwappedIdentity` when it is another, and `AgeError` when the wrap does not open.
    """
    return _expected_identity(decrypt(blob, [epoch_identity]), expected_recipient)


def seal(signed_inner: bytes, recipient: str) -> bytes:
    """The exact bytes of a signed payload, padded and encrypted to an item's recipient (sign, then encrypt)."""
    return encrypt(pad(signed_inner), [HybridRecipient.from_string(recipient)])


def open_sealed(blob: bytes, identity: HybridIdentity) -> bytes:
    """The exact bytes that were sealed; the caller must still verify the signature inside.

    Raises `AgeError` when the file does not open and `BadPadding` when it was not sealed by `seal`.
    """
    return unpad(decrypt(blob, [identity]))


def _padded_size(size: int) -> int:
    for small in SMALL_SIZES:
        if size <= small:
            return small
    return -(-size // LARGE_STEP) * LARGE_STEP


def _expected_identity(text: bytes, expected_recipient: str) -> HybridIdentity:
    try:
        identity = HybridIdentity.from_string(text.decode("ascii"))
    except (MalformedKey, UnicodeDecodeError):
        identity = None
    if identity is None or identity.recipient().to_string() != expected_recipient:
        raise SwappedIdentity("The key received is not the one that was published; tell the officers at once.")
    return identity
