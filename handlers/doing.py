"""One act while it is being carried out: the transaction, who acts, when, and what the answer will carry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from domain.acts.spec import ParsedAct
from domain.items import Actor, Item
from domain.moments import hold
from domain.policy import Policy
from domain.ports import UnitOfWork, VerifiedAct

_UNTIL_ENDED: Final = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Doing:
    """What every handler of an act is given; `flags` are the fixed words its answer will carry."""

    uow: UnitOfWork
    verified: VerifiedAct
    act: ParsedAct
    actor: Actor
    policy: Policy
    now: datetime
    merged: bool = False
    """The act is one too many from this device in a short time: it counts, and people hear one ring for all of it."""
    flags: list[str] = field(default_factory=list)
    rings_at: datetime | None = None
    """When people ring again because this act forces it."""

    @property
    def held_at(self) -> datetime:
        """When who acts must hold a functie. The directory goes by the order of its facts, as every replay does.

        A clock that steps back, or another instance's that is behind, makes nothing undone there that was signed.
        """
        return _UNTIL_ENDED if self.act.spec.family == "directory" else self.now

    def flag(self, word: str) -> None:
        """Let the answer carry `word`, once."""
        if word not in self.flags:
            self.flags.append(word)

    def hold_moments(self, policy: Policy) -> None:
        """Go on with the moments of this act within that policy's bounds of the server's clock.

        Raises:
            Malformed: when somebody whose telephone is right named a moment too far off.
        """
        held = hold(self.act, self.verified.payload.at, policy, self.now)
        self.act = held.act
        if held.replaced:
            self.flag("clock.wrong")


Effect = Callable[[], Item[Any] | None]
"""Writes what was decided and returns the item as it then is (None when the act is on no item). Never refuses."""
