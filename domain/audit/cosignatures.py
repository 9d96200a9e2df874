"""C2SP tlog-cosignature: a witness's timestamped Ed25519 signature on a checkpoint, made, verified, adopted."""

from collections.abc import Iterable

from domain.audit.checkpoints import parse_text
from domain.audit.errors import FormatInvalid, NoteUnverified
from domain.audit.notes import (
    MAX_SIGNATURES,
    SIGNATURE_BYTES,
    Note,
    Signature,
    SignatureType,
    SignerKey,
    VerifierKey,
    parse_note,
    parse_signatures,
)

MAX_SECONDS = (1 << 63) - 1


def cosign(text: str, signer: SignerKey, seconds: int) -> Signature:
    """The signature line of a witness on a checkpoint's text, at a POSIX time in whole seconds.

    The witness must first have stored this checkpoint as the newest it saw of the log.
    """
    parse_text(text)
    if signer.type is not SignatureType.COSIGNATURE or not 0 <= seconds <= MAX_SECONDS:
        raise FormatInvalid("A cosignature needs a witness key and a time of 0 or later; use the witness's own key.")
    signature = seconds.to_bytes(8, "big") + signer.sign(_message(text, seconds))
    return Signature(signer.name, signer.verifier.key_id, signature)


def verify_cosignature(note: Note, key: VerifierKey) -> int:
    """The latest POSIX time (seconds) at which this witness cosigned the note's checkpoint.

    Raises NoteUnverified when the witness did not, or when any line that claims to be its own does not
    verify, and FormatInvalid when the text is not a checkpoint.
    """
    parse_text(note.text)
    claimed = note.by(key)
    if key.type is not SignatureType.COSIGNATURE or not claimed:
        raise NoteUnverified("The checkpoint is not cosigned by the expected witness; ask it again.")
    return max(_check(one, note.text, key) for one in claimed)


def adopt(checkpoint: bytes, answer: bytes, witnesses: Iterable[VerifierKey]) -> bytes:
    """The signed checkpoint with the cosignatures of known witnesses from a witness's answer added.

    Lines of unknown keys are left out, lines already there are not doubled. Raises FormatInvalid or
    NoteUnverified when the answer is malformed or a known witness's line does not verify.
    """
    note = parse_note(checkpoint)
    keys = list(witnesses)
    lines = list(note.signatures)
    for one in parse_signatures(answer):
        key = next((key for key in keys if (key.name, key.key_id) == (one.name, one.key_id)), None)
        if key is not None and one not in lines:
            _check(one, note.text, key)
            lines.append(one)
    if len(lines) > MAX_SIGNATURES:
        raise FormatInvalid("The checkpoint has more cosignatures than a note may hold; ask fewer witnesses.")
    return Note(note.text, tuple(lines)).encode()


def _check(one: Signature, text: str, key: VerifierKey) -> int:
    seconds = int.from_bytes(one.signature[:8], "big")
    if len(one.signature) != 8 + SIGNATURE_BYTES or seconds > MAX_SECONDS:
        raise NoteUnverified("A cosignature does not have a time and 64 bytes; refuse the answer.")
    key.check(one.signature[8:], _message(text, seconds))
    return seconds


def _message(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()
