"""How a designation ends, however it came about: by the NCTV, and over once the other side received it (SA-11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from domain.acts.payload import Params, Sha256Text
from domain.acts.sealed import LinkedItem
from domain.events import (
    ContentAdded,
    Event,
    GezagPassed,
    ItemClosed,
    LinkedOpened,
    StateChanged,
    Told,
)
from domain.facts import Facts, settled
from domain.functies import Holding
from domain.ids import ItemId, Sha256Hex
from domain.items import Item
from domain.parties import OVER, hovj

ANNOUNCED: Final = "einde_aangekondigd"
ENDED: Final = "beeindigd"
RECEIVED: Final = "einde_ontvangen"
"""The obligation of the HOvJ to whom an end goes, and what the NCTV hears when it came."""


class End(Params):
    """The NCTV ends the protection, to the local domain; it stays the authority until that is received (SA-11)."""

    to: Literal["hovj", "basispolitiezorg"] = Field(description="Who must receive it, so that they can be rung.")
    content: Sha256Text = Field(description="Hash of the sealed content: the server stores it and cannot open it.")
    linked: LinkedItem | None = Field(
        description="Sealed word to the rccb, who receives it when it goes to basispolitiezorg."
    )

    @field_validator("linked")
    @classmethod
    def _receiver_gets_word(cls, linked: LinkedItem | None, info: ValidationInfo) -> LinkedItem | None:
        if linked is not None and (linked.flow != "bericht_rccb" or linked.joined is not None):
            raise PydanticCustomError("linked_unexpected", "only word to the rccb goes with an end")
        if linked is None and info.data.get("to") == "basispolitiezorg":
            raise PydanticCustomError("linked_bericht_rccb_missing", "the receiver of the end gets word")
        return linked


class EndReceived(Params):
    """The HOvJ has received the end: the authority passes back in this instant (SA-11)."""


@dataclass(frozen=True, slots=True)
class EndAnnounced(Event):
    """The NCTV ended the protection, to `to`; `word` is the linked item that tells the rccb (SA-11)."""

    tag: ClassVar[str] = "einde.announced"
    to: str
    word: ItemId | None


def announced(params: End) -> list[Event]:
    """Return the announcement of an end: the NCTV stays the authority until it is received (SA-11).

    Who must receive it is rung by the flow: the HOvJ by an obligation of its own, the rccb by the word that goes along.
    """
    word = None if params.linked is None else ItemId(params.linked.item)
    events: list[Event] = [
        ContentAdded(Sha256Hex(params.content), "einde"),
        EndAnnounced(params.to, word),
        StateChanged(ANNOUNCED),
    ]
    if params.linked is not None:
        events.append(LinkedOpened(ItemId(params.linked.item), params.linked.flow))
    return events


def ended(item: Item[Any], facts: Facts, decider: Holding, now: datetime) -> list[Event]:
    """Return what the receipt of an end means: in this instant the authority is the HOvJ's again (SA-11).

    Not in a drill (X-05), nor while another designation of the same dossier stands: that one ends by its own act.
    """
    events: list[Event] = [*settled(facts, facts.open, ENDED), StateChanged(ENDED)]
    if not item.drill and facts.designated_since is None:
        events.append(GezagPassed(hovj(item.area), now, OVER))
    return [*events, Told(decider, RECEIVED), ItemClosed(ENDED)]
