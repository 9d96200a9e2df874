"""The states of a triage and what its item knows; events are folded in here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.einde import EndAnnounced
from domain.events import Event
from domain.flows.triage.events import Discussed, DossierComplete, Judged, Scheduled, Transferred
from domain.functies import Functie, Holding
from domain.ids import ItemId, PersonId
from domain.linked import Linked, folded
from domain.stored import Form


class State(StrEnum):
    """Where a triage stands; the last three are final."""

    TE_AGENDEREN = "te_agenderen"
    GEAGENDEERD = "geagendeerd"
    TE_BEOORDELEN = "te_beoordelen"
    OPGENOMEN = "opgenomen"
    OVERGEDRAGEN = "overgedragen"
    EINDE_AANGEKONDIGD = "einde_aangekondigd"
    NIET_OPGENOMEN = "niet_opgenomen"
    BETWIST = "betwist"
    BEEINDIGD = "beeindigd"
    INGETROKKEN = "ingetrokken"
    AFGEROND = "afgerond"


BEFORE_THE_TABLE: Final = frozenset({State.TE_AGENDEREN, State.GEAGENDEERD})
UNJUDGED: Final = BEFORE_THE_TABLE | {State.TE_BEOORDELEN}
ADMITTED: Final = frozenset({State.OPGENOMEN, State.OVERGEDRAGEN, State.EINDE_AANGEKONDIGD})
"""The case is in the stelsel: the item itself makes the NCTV the authority (TR-04, P-06)."""
FINAL: Final = frozenset({State.BEEINDIGD, State.INGETROKKEN, State.AFGEROND})


@dataclass(frozen=True, slots=True)
class Triage:
    """What the server knows of one triage, beside the item itself; nothing of its content."""

    line: str
    rccb: Holding
    """Keeps the local measures until the NCTV has the full file (TR-06, P-06)."""
    deputy: Holding | None = None
    """Who takes the place of the HOvJ, because the exclusions leave no other (P-02)."""
    table_at: datetime | None = None
    invited: tuple[Holding, ...] = ()
    discussed_at: datetime | None = None
    outcome: str | None = None
    judged_by: PersonId | None = None
    judged_as: Functie | None = None
    judged_at: datetime | None = None
    review_at: datetime | None = None
    visible: bool = False
    """Whether people will see measures: which mayors is asked sooner then, also when it is asked again (BB-07)."""
    transferred_at: datetime | None = None
    complete_at: datetime | None = None
    ending_to: str | None = None
    end_word: ItemId | None = None
    linked: tuple[Linked, ...] = ()


def fold(data: Triage, event: Event) -> Triage:
    """Return what the item knows after one event; events of others change nothing here. Pure."""
    match event:
        case Scheduled(at=at, invited=invited):
            return replace(data, table_at=at, invited=invited)
        case Discussed(at=at):
            return replace(data, discussed_at=at)
        case Judged():
            return replace(
                data,
                outcome=event.outcome,
                judged_by=event.person,
                judged_as=event.functie,
                judged_at=event.at,
                review_at=event.review_at,
                visible=event.visible,
            )
        case Transferred(at=at):
            return replace(data, transferred_at=at)
        case DossierComplete(at=at):
            return replace(data, complete_at=at)
        case EndAnnounced(to=to, word=word):
            return replace(data, ending_to=to, end_word=word)
    linked = folded(data.linked, event)
    return data if linked is data.linked else replace(data, linked=linked)


_FORM: Final = Form(Triage)
read, write = _FORM.read, _FORM.write
