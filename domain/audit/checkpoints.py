"""C2SP tlog-checkpoint: origin, size and root as the text of a signed note, written and opened strictly."""

from dataclasses import dataclass

from domain.audit.errors import FormatInvalid, NoteUnverified
from domain.audit.notes import Note, SignerKey, VerifierKey, parse_note, sign, verify
from domain.audit.strict import from_decimal, hash_from_base64, to_base64
from domain.audit.tree import EMPTY_ROOT, HASH_BYTES, MAX_SIZE


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of one log: which log, how many leaves, and the root over them."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not self.origin or any(letter < " " for letter in self.origin):
            raise FormatInvalid("A checkpoint needs an origin of one line; name the log.")
        if not 0 <= self.size <= MAX_SIZE or len(self.root) != HASH_BYTES:
            raise FormatInvalid("A checkpoint needs a size of 0 or more and a root of 32 bytes; refuse it.")
        if self.size == 0 and self.root != EMPTY_ROOT:
            raise FormatInvalid("An empty log has one possible root, and this is another; refuse it.")

    def text(self) -> str:
        """The note text: three lines, no extension lines."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"


def parse_text(text: str) -> Checkpoint:
    """The checkpoint in a note's text; raises FormatInvalid unless it has exactly the three lines.

    Extension lines are refused: nobody audits them (tlog-checkpoint advises against them).
    """
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        raise FormatInvalid("A checkpoint has exactly three lines: origin, size and root; refuse it.")
    return Checkpoint(lines[0], from_decimal(lines[1]), hash_from_base64(lines[2]))


def parse_unverified(data: bytes) -> tuple[Checkpoint, Note]:
    """What a signed checkpoint claims, and its note; nothing in it may be trusted before `check`."""
    note = parse_note(data)
    return parse_text(note.text), note


def sign_checkpoint(checkpoint: Checkpoint, *signers: SignerKey) -> bytes:
    """The checkpoint signed by each of these keys (two where one takes over), ready to be stored and then published.

    A log must never sign two checkpoints that do not extend each other: the caller guards that, by storing
    the checkpoint under a compare-and-swap of the head before anyone sees it.
    """
    return sign(checkpoint.text(), *signers)


def check(checkpoint: Checkpoint, note: Note, origin: str, key: VerifierKey) -> None:
    """Return only if the checkpoint is of this log and signed by its key; raises NoteUnverified otherwise."""
    if checkpoint.origin != origin:
        raise NoteUnverified("The checkpoint belongs to another log; ask for the one of this log.")
    verify(note, key)


def open_checkpoint(data: bytes, origin: str, key: VerifierKey) -> Checkpoint:
    """The checkpoint in these bytes, verified to be of this log and signed by its key.

    Raises FormatInvalid or NoteUnverified.
    """
    checkpoint, note = parse_unverified(data)
    check(checkpoint, note, origin, key)
    return checkpoint
