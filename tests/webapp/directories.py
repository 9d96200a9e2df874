"""Directories to be replayed by the app: stories of facts, what Python makes of them, and one plain text of a state."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from client import envelopes
from client.directory import DIRECTORY_LOG, Directory, DirectoryRefused
from client.replay import Replay
from client.signing import Draft, build_payload
from domain.acts.envelope import REAL_TYPE, SignedAct
from domain.audit.succession import LogKeys
from domain.ids import DeviceId, Sha256Hex
from tests.client.world import NOW, practice_world

FACTS: Final = [ready.signed for ready in practice_world().acts if ready.payload.log == DIRECTORY_LOG]
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def dump(state: Directory) -> dict[str, Any]:
    """Everything a directory says, as plain JSON; whoever holds nothing is left out."""
    return {
        "practice": state.practice,
        "threshold": state.threshold,
        "facts": state.facts,
        "app": None if state.app is None else state.app.model_dump(),
        "organisations": dict(state.organisations),
        "log_keys": {log: _keys(keys) for log, keys in state.log_keys.items()},
        "people": dict(state.people),
        "memberships": {one: sorted(map(str, held)) for one, held in state.memberships.items() if held},
        "ended": {f"{person} {holding}": place for (person, holding), place in state.ended.items()},
        "devices": {
            device.id: {
                "person": device.person,
                "organisation": device.organisation,
                "points": [device.point, device.passkey_point],
                "recipients": [device.x25519, device.hybrid],
                "since": device.since,
                "revoked": device.revoked,
                "revoked_at": None if device.revoked_at is None else _microseconds(device.revoked_at),
                "frozen": device.frozen,
            }
            for device in state.devices.values()
        },
        "epochs": {
            str(holding): [[one.number, one.recipient, dict(one.wraps)] for one in known]
            for holding, known in state.epochs.items()
        },
        "numbers": {str(holding): number for holding, number in state.numbers.items()},
        "releases": [[one.files, one.fact] for one in state.releases],
    }


def _keys(keys: LogKeys) -> list[Any]:
    return [keys.first.encode(), *([turn.size, turn.new.encode()] for turn in keys.turns)]


def _microseconds(moment: datetime) -> str:
    gone = moment - _EPOCH
    return str((gone.days * 86_400 + gone.seconds) * 1_000_000 + gone.microseconds)


@dataclass
class Story:
    """Facts after the first `base` of the practice world's, numbered as each device should."""

    name: str
    base: int = len(FACTS)
    genesis: Sha256Hex = field(default_factory=lambda: practice_world().genesis)
    refused: tuple[Sha256Hex, ...] = ()
    logged: tuple[Sha256Hex, ...] = ()
    facts: list[SignedAct] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._chains: dict[str, tuple[int, Sha256Hex | None]] = {
            device: link for (device, log), link in practice_world().chains.items() if log == DIRECTORY_LOG
        }

    def sign(
        self, draft: Draft, *signers: envelopes.Signer, by: DeviceId, skip: int = 0, kind: str = REAL_TYPE
    ) -> Story:
        """Add the next fact of device `by`; with `skip`, as if so many of its acts stood before it."""
        seq, prev = self._chains.get(by, (-1, None))
        raw = build_payload(draft, device=by, at=NOW, log=DIRECTORY_LOG, seq=seq + 1 + skip, prev=prev)
        return self.add(envelopes.sign(kind, raw, signers))

    def add(self, fact: SignedAct) -> Story:
        """Add a fact as it is; one that is no JSON counts for no device."""
        self.facts.append(fact)
        try:
            found = json.loads(fact.payload)
            self._chains[found["device"]] = found["seq"], fact.sha256
        except (KeyError, TypeError, ValueError):
            pass
        return self

    def told(self, replay: Replay | None = None) -> dict[str, Any]:
        """The story as the app reads it, with what Python made of it: a code, and the state if it is another."""
        replay = replay or honest(self.base, self.genesis)
        code = outcome(replay, self.facts, self.refused, self.logged)
        unchanged = len(replay.hashes) == (self.base if self.genesis == practice_world().genesis else 0)
        state = None if unchanged else json.dumps(dump(replay.state), sort_keys=True, separators=(",", ":"))
        return {
            "name": self.name,
            "base": self.base,
            "genesis": self.genesis,
            "refused": list(self.refused),
            "logged": list(self.logged),
            "facts": [envelopes.to_json(fact) for fact in self.facts],
            "code": code,
            "state": state,
        }


def outcome(
    replay: Replay, facts: Sequence[SignedAct], refused: Collection[str] = (), logged: Sequence[str] = ()
) -> str | None:
    """The code with which Python refuses these facts; None when it believes them."""
    try:
        replay.extend(facts, refused, logged)
    except DirectoryRefused as no:
        return no.code
    return None


def honest(base: int, genesis: Sha256Hex) -> Replay:
    """A replay of the first `base` facts of the practice world."""
    replay = Replay(genesis)
    replay.extend(FACTS[:base])
    return replay
