"""The states of a spoedaanwijzing and what its item knows; events are folded in here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.einde import EndAnnounced
from domain.events import Event, ObligationSettled
from domain.flows.spoedaanwijzing.events import (
    Confirmed,
    Decided,
    EndForeseen,
    JoinedTo,
    JoinedWith,
    JoinReleased,
    Received,
    Relieved,
    ReviewPlanned,
    Spoke,
    VoiceFirst,
)
from domain.functies import Functie, Holding
from domain.ids import ItemId, PersonId
from domain.linked import Linked, folded
from domain.stored import Form


class State(StrEnum):
    """Where a spoedaanwijzing stands; the last three are final."""

    INGEDIEND = "ingediend"
    ONTVANGEN = "ontvangen"
    AANGEWEZEN = "aangewezen"
    NIET_AANGEWEZEN = "niet_aangewezen"
    BETWIST = "betwist"
    EINDE_AANGEKONDIGD = "einde_aangekondigd"
    BEEINDIGD = "beeindigd"
    INGETROKKEN = "ingetrokken"
    AFGEROND = "afgerond"


UNDECIDED: Final = frozenset({State.INGEDIEND, State.ONTVANGEN})
DESIGNATED: Final = frozenset({State.AANGEWEZEN, State.EINDE_AANGEKONDIGD})
REFUSED: Final = frozenset({State.NIET_AANGEWEZEN, State.BETWIST})
FINAL: Final = frozenset({State.BEEINDIGD, State.INGETROKKEN, State.AFGEROND})


@dataclass(frozen=True, slots=True)
class Spoedaanwijzing:
    """What the server knows of one request, beside the item itself; nothing of its content."""

    ground: str
    requester: Holding
    requester_person: PersonId | None
    """None when the request came by telephone: the caller is known by functie and scope (SA-03)."""
    rccb: Holding
    """Keeps the local measures until relief (SA-07)."""
    callback_verified: bool
    called_at: datetime | None
    """When it came by telephone: the moment of the call, beside the moment of entry (SA-03)."""
    deputy: Holding | None = None
    """Who takes the place of the HOvJ, because the exclusions leave no other (P-02)."""
    confirmed: str | None = None
    received_by: PersonId | None = None
    received_as: Functie | None = None
    received_at: datetime | None = None
    spoken_at: datetime | None = None
    outcome: str | None = None
    decided_by: PersonId | None = None
    decided_as: Functie | None = None
    decided_at: datetime | None = None
    from_at: datetime | None = None
    ends_at: datetime | None = None
    review_at: datetime | None = None
    visible: bool = False
    """Whether people will see measures: which mayors is asked sooner then, also when it is asked again (BB-07)."""
    voice_until: datetime | None = None
    """Until when the requester's side is not given the refusal, unless they speak first (SA-08); None: given."""
    relieved_at: datetime | None = None
    joined: tuple[ItemId, ...] = ()
    joined_to: ItemId | None = None
    clock: datetime | None = None
    ending_to: str | None = None
    end_word: ItemId | None = None
    linked: tuple[Linked, ...] = ()

    @property
    def namens(self) -> bool:
        """Whether somebody asked on behalf of the HOvJ (SA-02)."""
        return self.requester.functie is Functie.NAMENS_HOVJ


def fold(data: Spoedaanwijzing, event: Event) -> Spoedaanwijzing:
    """Return what the item knows after one event; events of others change nothing here. Pure."""
    match event:
        case Received(person=person, functie=functie, at=at, first=True):
            return replace(data, received_by=person, received_as=functie, received_at=at)
        case Spoke(at=at):
            return replace(data, spoken_at=data.spoken_at or at, voice_until=None)
        case Confirmed(outcome=outcome):
            return replace(data, confirmed=outcome)
        case Decided():
            return replace(
                data,
                outcome=event.outcome,
                decided_by=event.person,
                decided_as=event.functie,
                decided_at=event.at,
                from_at=event.from_at,
                ends_at=event.ends_at,
                review_at=event.review_at,
                visible=event.visible,
                voice_until=None,
            )
        case VoiceFirst(until=until):
            return replace(data, voice_until=until)
        case ObligationSettled(what="overbrugging" | "berusten_of_betwisten"):
            return replace(data, voice_until=None)  # who does what follows from the refusal has heard it
        case EndForeseen(ends_at=ends_at):
            return replace(data, ends_at=ends_at)
        case ReviewPlanned(review_at=review_at):
            return replace(data, review_at=review_at)
        case Relieved(at=at):
            return replace(data, relieved_at=at)
        case JoinedWith(item=item, clock=clock):
            return replace(data, joined=(*data.joined, item), clock=clock)
        case JoinedTo(item=item, clock=clock):
            return replace(data, joined_to=item, clock=clock)
        case JoinReleased(item=item):
            joined = tuple(one for one in data.joined if one != item)
            return replace(data, joined=joined, joined_to=None if data.joined_to == item else data.joined_to)
        case EndAnnounced(to=to, word=word):
            return replace(data, ending_to=to, end_word=word)
    linked = folded(data.linked, event)
    return data if linked is data.linked else replace(data, linked=linked)


_FORM: Final = Form(Spoedaanwijzing)
read, write = _FORM.read, _FORM.write
