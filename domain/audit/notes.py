"""C2SP signed notes: key strings, strict parsing, Ed25519 signing and verification."""

import re
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from domain.audit.errors import FormatInvalid, NoteUnverified
from domain.audit.strict import from_base64, to_base64

MAX_NOTE_BYTES = 1 << 20
MAX_SIGNATURES = 64
KEY_BYTES = 32
SIGNATURE_BYTES = 64

_KEY = re.compile(r"([^+]*)\+([0-9a-f]{8})\+(.*)", re.DOTALL)
_SIGNER_PREFIX = "PRIVATE+KEY+"
_DASH = "\N{EM DASH} "


class SignatureType(IntEnum):
    """The signature type byte of a key; all others are refused."""

    ED25519 = 1
    COSIGNATURE = 4


def check_key_name(name: str) -> None:
    """Return only if the name may stand in a signature line: not empty, no space, plus or control character."""
    if not name or "+" in name or any(letter.isspace() or letter < " " for letter in name):
        raise FormatInvalid("A key name is empty or has a space, plus or control character; choose another.")
    _utf8(name)


@dataclass(frozen=True)
class VerifierKey:
    """A public key as configured by whoever verifies; name and key ID together identify it."""

    name: str
    type: SignatureType
    public: bytes

    def __post_init__(self) -> None:
        check_key_name(self.name)
        if len(self.public) != KEY_BYTES:
            raise FormatInvalid("An Ed25519 key has 32 bytes; copy the whole key.")

    @cached_property
    def key_id(self) -> bytes:
        """Four bytes: SHA-256 of the name, a newline, the type byte and the public key, cut off."""
        return sha256(self.name.encode() + b"\n" + bytes((self.type,)) + self.public).digest()[:4]

    def encode(self) -> str:
        """The key as `name+hash+base64`."""
        return f"{self.name}+{self.key_id.hex()}+{to_base64(bytes((self.type,)) + self.public)}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """The key such a string holds; raises FormatInvalid for any other text or a wrong hash."""
        name, hashed, kind, public = _key_parts(text)
        key = cls(name, kind, public)
        if key.key_id.hex() != hashed:
            raise FormatInvalid("The hash in the key does not belong to it; copy the whole key.")
        return key

    def check(self, signature: bytes, message: bytes) -> None:
        """Return only if the 64 bytes are this key's signature of the message; raises NoteUnverified."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature as error:
            raise NoteUnverified("A signature of a known key does not verify; refuse the whole note.") from error


@dataclass(frozen=True)
class SignerKey:
    """A private key; its seed never shows in its representation."""

    name: str
    type: SignatureType
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        check_key_name(self.name)
        if len(self.seed) != KEY_BYTES:
            raise FormatInvalid("An Ed25519 seed has 32 bytes; copy the whole key.")

    @cached_property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @cached_property
    def verifier(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self.type, self._private.public_key().public_bytes_raw())

    def encode(self) -> str:
        """The secret key as `PRIVATE+KEY+name+hash+base64`; write it to a secret file only."""
        secret = to_base64(bytes((self.type,)) + self.seed)
        return f"{_SIGNER_PREFIX}{self.name}+{self.verifier.key_id.hex()}+{secret}"

    @classmethod
    def parse(cls, text: str) -> "SignerKey":
        """The key such a string holds; raises FormatInvalid for any other text or a wrong hash."""
        if not text.startswith(_SIGNER_PREFIX):
            raise FormatInvalid("This is not a signing key; it starts with PRIVATE+KEY+.")
        name, hashed, kind, seed = _key_parts(text.removeprefix(_SIGNER_PREFIX))
        key = cls(name, kind, seed)
        if key.verifier.key_id.hex() != hashed:
            raise FormatInvalid("The hash in the key does not belong to it; copy the whole key.")
        return key

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the Ed25519 signature of the message."""
        return self._private.sign(message)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line, not verified: key name, key ID (4 bytes) and what follows it."""

    name: str
    key_id: bytes
    signature: bytes

    def line(self) -> str:
        """The line with its newline."""
        return f"{_DASH}{self.name} {to_base64(self.key_id + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A parsed note: its text must not be used before a signature has been verified."""

    text: str
    signatures: tuple[Signature, ...]

    def encode(self) -> bytes:
        """The note's bytes, ready to be served; exactly what was parsed."""
        return f"{self.text}\n{''.join(signature.line() for signature in self.signatures)}".encode()

    def by(self, key: VerifierKey) -> list[Signature]:
        """The signatures that claim to be of this key."""
        return [one for one in self.signatures if one.name == key.name and one.key_id == key.key_id]


def parse_note(data: bytes) -> Note:
    """The note in these bytes; raises FormatInvalid unless they are exactly a text, a blank line and signatures."""
    if len(data) > MAX_NOTE_BYTES:
        raise FormatInvalid("A note is larger than any checkpoint can be; refuse it.")
    content = _text(data)
    end = content.rfind("\n\n")
    if end < 0:
        raise FormatInvalid("A note has no blank line before its signatures; refuse it.")
    return Note(content[: end + 1], _signatures(content[end + 2 :]))


def parse_signatures(data: bytes) -> tuple[Signature, ...]:
    """One or more signature lines alone, as a witness answers them; raises FormatInvalid for anything else."""
    if len(data) > MAX_NOTE_BYTES:
        raise FormatInvalid("An answer is larger than any signatures can be; refuse it.")
    return _signatures(_text(data))


def sign(text: str, *signers: SignerKey) -> bytes:
    """The note over this text (which ends in a newline), signed by each Ed25519 (0x01) key, in this order."""
    message = _utf8(text)
    if not text.endswith("\n") or not signers or _has_control(text):
        raise FormatInvalid("A note's text ends in a newline, has no control characters, and needs a signer.")
    if any(signer.type is not SignatureType.ED25519 for signer in signers):
        raise FormatInvalid("A cosignature key cannot sign a note; use the log's own key.")
    lines = tuple(Signature(one.name, one.verifier.key_id, one.sign(message)) for one in signers)
    return Note(text, lines).encode()


def verify(note: Note, key: VerifierKey) -> None:
    """Return only if this Ed25519 (0x01) key signed the note's text; raises NoteUnverified otherwise.

    Signatures of other keys are ignored; every signature that claims to be of this key must verify.
    """
    claimed = note.by(key)
    if key.type is not SignatureType.ED25519 or not claimed:
        raise NoteUnverified("The note is not signed by the expected key; do not use its text.")
    for one in claimed:
        key.check(one.signature, note.text.encode())


def _key_parts(text: str) -> tuple[str, str, SignatureType, bytes]:
    found = _KEY.fullmatch(text)
    if not found:
        raise FormatInvalid("A key has the form name+hash+base64; copy the whole key.")
    name, hashed, encoded = found.groups()
    material = from_base64(encoded)
    if material[:1] not in (b"\x01", b"\x04"):
        raise FormatInvalid("The key is of a type that is not supported; use an Ed25519 key.")
    return name, hashed, SignatureType(material[0]), material[1:]


def _signatures(block: str) -> tuple[Signature, ...]:
    lines = block.split("\n")
    if not 1 <= len(lines) - 1 <= MAX_SIGNATURES or lines.pop() != "":
        raise FormatInvalid("A note ends with 1 to 64 whole signature lines; refuse it.")
    found: list[Signature] = []
    for line in lines:
        name, _, encoded = line.removeprefix(_DASH).partition(" ")
        raw = from_base64(encoded)
        if not line.startswith(_DASH) or len(raw) <= 4:
            raise FormatInvalid("A signature line is not a dash, a key name and a signature; refuse the note.")
        check_key_name(name)
        found.append(Signature(name, raw[:4], raw[4:]))
    return tuple(found)


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormatInvalid("A note is not valid UTF-8; refuse it.") from error
    if _has_control(text):
        raise FormatInvalid("A note has a control character; refuse it.")
    return text


def _has_control(text: str) -> bool:
    return any(letter < " " and letter != "\n" for letter in text)


def _utf8(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise FormatInvalid("A text cannot be written as UTF-8; correct it.") from error
