"""The states of a signal and what its item knows; events are folded in here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final

from domain.events import Event
from domain.functies import Functie, Holding
from domain.ids import PersonId
from domain.linked import Linked, folded
from domain.stored import Form


class State(StrEnum):
    """Where a signal stands, as the person sees it too; `afgerond` is final. What it means is no state (SG-05)."""

    VERZONDEN = "verzonden"
    ONTVANGEN = "ontvangen"
    BEANTWOORD = "beantwoord"
    AFGEROND = "afgerond"


FINAL: Final = frozenset({State.AFGEROND})


class Kind(StrEnum):
    """What the server must know to ring: who, and how soon (SG-01, SG-04)."""

    ONVEILIG_NU = "onveilig_nu"
    VERDACHTE_SITUATIE = "verdachte_situatie"
    OVERIG = "overig"


@dataclass(frozen=True, slots=True)
class Received(Event):
    """A receipt by somebody who follows up (SG-02); only the `first` stands until it is reopened, all are kept."""

    tag: ClassVar[str] = "signaal.received"
    person: PersonId
    functie: Functie
    at: datetime
    first: bool


@dataclass(frozen=True, slots=True)
class Promised(Event):
    """The person was promised to hear more before `at`; None: what was promised has been done (SG-02)."""

    tag: ClassVar[str] = "signaal.promised"
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Interpreted(Event):
    """What the signal means, as far as anybody must be rung for it (SG-03)."""

    tag: ClassVar[str] = "signaal.interpreted"
    outcome: str


@dataclass(frozen=True, slots=True)
class FoundSafe(Event):
    """Somebody established at this moment that the person is safe."""

    tag: ClassVar[str] = "signaal.safe"
    at: datetime


@dataclass(frozen=True, slots=True)
class Signaal:
    """What the server knows of one signal, beside the item itself; nothing of its content."""

    holder: Holding
    """The person, by their own functie and scope."""
    follower: Holding
    side: str
    """`stelsel` or `lokaal`, as their authority recorded it before (SG-02)."""
    kind: Kind
    silent: bool = False
    received_by: PersonId | None = None
    received_as: Functie | None = None
    received_at: datetime | None = None
    promised_at: datetime | None = None
    interpreted: str | None = None
    safe_at: datetime | None = None
    linked: tuple[Linked, ...] = ()
    deputy: Holding | None = None
    """Who takes the place of the HOvJ, as on the line (P-02): a melding waits for them."""

    @property
    def hushes(self) -> bool:
        """SG-07: nothing may ring on the phone of its person, whatever else happens to them."""
        return self.silent and self.safe_at is None


def fold(data: Signaal, event: Event) -> Signaal:
    """Return what the item knows after one event; events of others change nothing here. Pure."""
    linked = folded(data.linked, event)
    if linked is not data.linked:
        return replace(data, linked=linked)
    match event:
        case Received(person=person, functie=functie, at=at, first=True):
            return replace(data, received_by=person, received_as=functie, received_at=at)
        case Promised(at=at):
            return replace(data, promised_at=at)
        case Interpreted(outcome=outcome):
            return replace(data, interpreted=outcome)
        case FoundSafe(at=at):
            return replace(data, safe_at=at)
    return data


_FORM: Final = Form(Signaal)
read, write = _FORM.read, _FORM.write
