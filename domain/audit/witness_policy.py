"""C2SP tlog-policy: which witnesses there are, where they are asked, and how many of which must have cosigned."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from domain.audit.cosignatures import verify_cosignature
from domain.audit.errors import FormatInvalid, NoteUnverified
from domain.audit.notes import Note, SignatureType, VerifierKey

NONE = "none"
MAX_LINES = 200
_THRESHOLDS = ("any", "all")


@dataclass(frozen=True, slots=True)
class Witness:
    """One witness; `url` is its submission prefix, or None when it is not asked from here."""

    name: str
    key: VerifierKey
    url: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """It has witnessed when at least `least` of its members have."""

    least: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WitnessPolicy:
    """The witnesses by name, the groups of them by name, and the name of the one that must have witnessed."""

    witnesses: Mapping[str, Witness]
    groups: Mapping[str, Group]
    quorum: str

    def met(self, cosigned: Collection[str]) -> bool:
        """Tell whether these witnesses, by name, are enough; always, where the policy asks for none."""
        return self.quorum == NONE or self._has(self.quorum, cosigned)

    def cosigners(self, note: Note) -> dict[str, int]:
        """When (POSIX seconds) each witness cosigned this checkpoint; a line that does not verify is not counted."""
        found: dict[str, int] = {}
        for witness in self.witnesses.values():
            try:
                found[witness.name] = verify_cosignature(note, witness.key)
            except NoteUnverified:
                continue
        return found

    def check(self, note: Note) -> None:
        """Return only if enough witnesses cosigned this checkpoint; raises NoteUnverified otherwise."""
        if not self.met(self.cosigners(note)):
            raise NoteUnverified("Too few witnesses have cosigned this checkpoint; do not rely on it yet.")

    def _has(self, name: str, cosigned: Collection[str]) -> bool:
        group = self.groups.get(name)
        if group is None:
            return name in cosigned
        return sum(self._has(member, cosigned) for member in group.members) >= group.least


def parse_policy(text: str) -> WitnessPolicy:
    """The policy in such a file; its `log` lines are read over, since the logs and their keys are the directory's.

    Raises:
        FormatInvalid: for anything that is not exactly a policy; no part of it counts then.
    """
    witnesses: dict[str, Witness] = {}
    groups: dict[str, Group] = {}
    quorum: str | None = None
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        raise FormatInvalid("A witness policy has at most 200 lines; take the right file.")
    for line in lines:
        match line.split():
            case [] | ["log", _] | ["log", _, _]:
                continue
            case [first, *_] if first.startswith("#"):
                continue
            case ["witness", name, key, *url] if len(url) <= 1:
                _fresh(name, witnesses, groups)
                witnesses[name] = Witness(name, _witness_key(key), url[0].rstrip("/") if url else None)
            case ["group", name, least, *members] if members:
                _fresh(name, witnesses, groups)
                groups[name] = _group(least, members, {*witnesses, *groups})
            case ["quorum", name] if quorum is None and (name == NONE or name in {*witnesses, *groups}):
                quorum = name
            case _:
                raise FormatInvalid("A line of the witness policy cannot be read; see tlog-policy for its form.")
    publics = {witness.key.public for witness in witnesses.values()}
    if quorum is None or len(publics) < len(witnesses):
        raise FormatInvalid("A witness policy names one quorum, and each witness key once; correct it.")
    return WitnessPolicy(witnesses, groups, quorum)


def _fresh(name: str, *taken: Collection[str]) -> None:
    if name == NONE or any(name in names for names in taken):
        raise FormatInvalid("The witness policy gives a name twice, or the name none; choose another.")


def _witness_key(text: str) -> VerifierKey:
    key = VerifierKey.parse(text)
    if key.type is not SignatureType.COSIGNATURE:
        raise FormatInvalid("A witness has a key for cosignatures; copy the witness's own.")
    return key


def _group(least: str, members: list[str], known: Collection[str]) -> Group:
    if len(set(members)) < len(members) or not set(members) <= set(known):
        raise FormatInvalid("A group names members that stand above it, each once; correct the witness policy.")
    if least in _THRESHOLDS:
        return Group(1 if least == "any" else len(members), tuple(members))
    if not least.isascii() or not least.isdigit() or not 1 <= int(least) <= len(members):
        raise FormatInvalid("A group says how many of its members are enough; correct the witness policy.")
    return Group(int(least), tuple(members))
