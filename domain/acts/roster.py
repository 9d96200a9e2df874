"""Acts on the roster: who has duty for a functie from when to when."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from domain.acts.item import PARTICIPANTS
from domain.acts.payload import MAX_SAFE_INTEGER, Moment, MomentKind, Name, Params, ScopeText
from domain.acts.spec import ActSpec, may
from domain.functies import Functie, Power
from domain.policy import Slot

_RINGS = "The server rings whoever is on duty, so it must know this."


class SetDuty(Params):
    """A stretch of duty; an override beats a regular stretch of the same functie, scope and slot."""

    functie: Functie = Field(description=_RINGS)
    scope: ScopeText = Field(description=_RINGS)
    person: Name = Field(description=_RINGS)
    slot: Slot = Field(description=_RINGS)
    starts: Annotated[Moment, MomentKind("duty")] = Field(description=_RINGS)
    ends: Annotated[Moment, MomentKind("duty")] = Field(description=_RINGS)
    override: bool = Field(
        description="Whether this replaces what the rotation says, so that the right person is rung."
    )


class CancelDuty(Params):
    """Take a stretch of duty out of the roster from now on."""

    duty: Annotated[int, Field(ge=1, le=MAX_SAFE_INTEGER)] = Field(
        description="The server's own number of the stretch."
    )


_WHO: Final = PARTICIPANTS | may(Power.MANAGE_PEOPLE, Functie.ESCALATIEWACHTER)

SPECS: Final = (
    ActSpec("roster.set", SetDuty, _WHO, "RO-01 (§4)"),
    ActSpec("roster.cancel", CancelDuty, _WHO, "RO-01 (§4)"),
)
