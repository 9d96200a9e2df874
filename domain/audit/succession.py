"""Which keys sign one log: its first, and each turn at which officers let another key take over from a stated size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.audit.checkpoints import Checkpoint, parse_unverified
from domain.audit.errors import FormatInvalid, NoteUnverified
from domain.audit.notes import Note, SignatureType, VerifierKey, verify


@dataclass(frozen=True, slots=True)
class Turn:
    """A checkpoint of `size` leaves is the last that the key before may sign; every larger one is signed by `new`."""

    size: int
    new: VerifierKey


@dataclass(frozen=True, slots=True)
class LogKeys:
    """The keys of one log in the order in which officers named them; each has the log's origin as its name."""

    first: VerifierKey
    turns: tuple[Turn, ...] = ()

    def __post_init__(self) -> None:
        if any(key.name != self.origin or key.type is not SignatureType.ED25519 for key in self.keys):
            raise FormatInvalid("A new key of a log is an Ed25519 key under the log's own origin; make another.")
        if len({key.public for key in self.keys}) < len(self.keys):
            raise FormatInvalid("A log takes over with a key that it never had; make another.")

    @property
    def origin(self) -> str:
        """The name of the log in its checkpoints."""
        return self.first.name

    @property
    def keys(self) -> tuple[VerifierKey, ...]:
        """Every key this log ever had, or is to have."""
        return (self.first, *(turn.new for turn in self.turns))

    @property
    def newest(self) -> VerifierKey:
        """The key that signs once every turn is past."""
        return self.keys[-1]

    def turned(self, size: int, new: VerifierKey) -> LogKeys:
        """These keys with one more turn; raises FormatInvalid for a key that cannot take over."""
        return LogKeys(self.first, (*self.turns, Turn(size, new)))

    def at(self, size: int) -> tuple[VerifierKey, ...]:
        """Who may sign a checkpoint of this size: one key, and at the size of a turn also the one that takes over."""
        return keys_at((self.first,), self.turns, size)

    def check(self, checkpoint: Checkpoint, note: Note) -> None:
        """Return only if the checkpoint is of this log and signed by a key that may sign at its size.

        Every signature there that claims to be of such a key must verify. Raises NoteUnverified.
        """
        if checkpoint.origin != self.origin:
            raise NoteUnverified("The checkpoint belongs to another log; ask for the one of this log.")
        able = [key for key in self.at(checkpoint.size) if note.by(key)]
        if not able:
            raise NoteUnverified("The checkpoint is not signed by the key that has the log at its size; refuse it.")
        for key in able:
            verify(note, key)

    def open(self, data: bytes) -> Checkpoint:
        """The checkpoint in these bytes, verified. Raises FormatInvalid or NoteUnverified."""
        checkpoint, note = parse_unverified(data)
        self.check(checkpoint, note)
        return checkpoint


def keys_at(first: Iterable[VerifierKey], turns: Iterable[Turn], size: int) -> tuple[VerifierKey, ...]:
    """Who may sign a checkpoint of this size, when `first` signed before any turn; of turns, the last named stands."""
    found = list(first)
    for turn in turns:
        if size > turn.size:
            found = [turn.new]
        elif size == turn.size:
            found.append(turn.new)
    return tuple(found)


def next_turn(turns: Iterable[Turn], size: int) -> int | None:
    """The smallest size of a turn above this one: no batch of leaves goes past it."""
    return min((turn.size for turn in turns if turn.size > size), default=None)


def log_named(origin: str) -> str:
    """The short name of a log: the last part of its origin, also out of a whole key's text."""
    return origin.partition("+")[0].rpartition("/")[2]
