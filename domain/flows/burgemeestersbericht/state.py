"""The states of a notice to a mayor and what its item knows; events are folded in here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final

from domain.events import Event
from domain.functies import Functie, Holding, Scope
from domain.ids import OrganisationId, PersonId, Sha256Hex
from domain.stored import Form

FLOW: Final = "burgemeestersbericht"
FOUR_EYES: Final = frozenset({"vrijgeven", "tweede_blik"})
"""What somebody else than the writer of the newest word must do (BB-02)."""


class State(StrEnum):
    """Where a notice stands; an item in one of the last three closes once nothing waits on it any more."""

    TER_VRIJGAVE = "ter_vrijgave"
    VERSTUURD = "verstuurd"
    KENNISGENOMEN = "kennisgenomen"
    INGETROKKEN = "ingetrokken"
    BEEINDIGD = "beeindigd"
    VERVALLEN = "vervallen"


ENDING: Final = frozenset({State.INGETROKKEN, State.BEEINDIGD, State.VERVALLEN})


@dataclass(frozen=True, slots=True)
class Written(Event):
    """`person` wrote `blob`, now the newest word to the mayor: what is released and acknowledged must be this one."""

    tag: ClassVar[str] = "burgemeestersbericht.written"
    blob: Sha256Hex
    person: PersonId


@dataclass(frozen=True, slots=True)
class Looked(Event):
    """A second official read `blob` and agrees (BB-02); `before` tells whether that was before the mayor could."""

    tag: ClassVar[str] = "burgemeestersbericht.looked"
    blob: Sha256Hex
    person: PersonId
    functie: Functie
    at: datetime
    before: bool


@dataclass(frozen=True, slots=True)
class Known(Event):
    """The mayor's side knows `blob`: acknowledged, or told `by_telephone` by an official of the NCTV (BB-04, BB-05)."""

    tag: ClassVar[str] = "burgemeestersbericht.known"
    blob: Sha256Hex
    holding: Holding
    at: datetime
    by_telephone: bool


@dataclass(frozen=True, slots=True)
class InformedByOthers(Event):
    """The police or the KMar informed the mayor themselves (art. 16 Wpg)."""

    tag: ClassVar[str] = "burgemeestersbericht.informed"
    organisation: OrganisationId
    at: datetime


@dataclass(frozen=True, slots=True)
class VierhoekAsked(Event):
    """`holding` asked for a vierhoeksoverleg (BB-04)."""

    tag: ClassVar[str] = "burgemeestersbericht.vierhoek_asked"
    holding: Holding


@dataclass(frozen=True, slots=True)
class VierhoekPlanned(Event):
    """The four meet `at`, with these `participants` (BB-04)."""

    tag: ClassVar[str] = "burgemeestersbericht.vierhoek_planned"
    at: datetime
    participants: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class StandInReleased(Event):
    """The NCTV released the notice to this one stand-in (BB-05)."""

    tag: ClassVar[str] = "burgemeestersbericht.stand_in"
    person: PersonId


@dataclass(frozen=True, slots=True)
class Burgemeestersbericht:
    """What the server knows of one notice, beside the item itself; nothing of its content."""

    scenario: str
    urgent: bool
    """Acute, or measures that people will see: it rings as an emergency (L-4, BB-07)."""
    arrondissement: Scope
    """Of the gemeente, from the data: whose HOvJ is one of the four (P-04)."""
    eenheid: Scope
    newest: Sha256Hex
    writer: PersonId
    """Who wrote `newest`: somebody else must look at it (BB-02)."""
    until_at: datetime | None = None
    looked_at: datetime | None = None
    """When a second official agreed with `newest`; None: nobody has yet."""
    known: Sha256Hex | None = None
    """The newest word that the mayor's side knows."""
    informed: tuple[OrganisationId, ...] = ()
    vierhoek_at: datetime | None = None
    vierhoek_with: tuple[Holding, ...] = ()
    stand_ins: tuple[PersonId, ...] = ()


def fold(data: Burgemeestersbericht, event: Event) -> Burgemeestersbericht:
    """Return what the item knows after one event; events of others change nothing here. Pure."""
    match event:
        case Written(blob=blob, person=person):
            return replace(data, newest=blob, writer=person, looked_at=None)
        case Looked(at=at):
            return replace(data, looked_at=at)
        case Known(blob=blob):
            return replace(data, known=blob)
        case InformedByOthers(organisation=organisation):
            return replace(data, informed=(*data.informed, organisation))
        case VierhoekPlanned(at=at, participants=participants):
            return replace(data, vierhoek_at=at, vierhoek_with=participants)
        case StandInReleased(person=person):
            return replace(data, stand_ins=(*data.stand_ins, person))
    return data


_FORM: Final = Form(Burgemeestersbericht)
read, write = _FORM.read, _FORM.write
