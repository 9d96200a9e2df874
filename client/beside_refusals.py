"""Replays facts of which one follows upon a refused act: the directory's log explains the number it consumed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from client.directory import DIRECTORY_LOG, DirectoryRefused
from client.logs import LogWatch
from client.replay import Replay
from client.transport import ServerRefused
from domain.acts.envelope import SignedAct
from domain.audit.leaves import LeafType

BROKEN: Final = "chain.broken"
LOG_FOLLOWS_SECONDS: Final = (0.1, 0.2, 0.4, 0.8, 1.6)
"""A fact is given at once and the log follows some tenths of a second later: so long is asked again, then refused."""


async def extend_beside_refusals(
    replay: Replay,
    facts: Sequence[SignedAct],
    broken: DirectoryRefused,
    logs: LogWatch,
    pause: Callable[[float], Awaitable[None]],
) -> None:
    """Replay what `broken` stopped, beside the refusals that the verified log of the directory names.

    Raises:
        DirectoryRefused: `broken`, when the log does not explain it within some seconds, or is not for this person.
        LogRefused: when the log does not verify.
    """
    for seconds in (*LOG_FOLLOWS_SECONDS, None):
        try:
            leaves = await logs.leaves(DIRECTORY_LOG, replay.state.log_keys)
        except ServerRefused:
            raise broken from None
        known = {leaf.act_sha256 for leaf in leaves if leaf.type is LeafType.REFUSAL}
        logged = [leaf.act_sha256 for leaf in leaves if leaf.type is LeafType.ACT]
        try:
            replay.extend([fact for fact in facts if fact.sha256 not in replay.hashes], known, logged)
        except DirectoryRefused as still:
            if still.code != BROKEN or seconds is None:
                raise
            await pause(seconds)
        else:
            return
