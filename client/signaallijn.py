"""What the authority does on a line from their own device; and what anybody reads of it: who follows up (SG-01)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from client.answers import ActAnswer
from client.opening import OpeningActs, Submitted
from client.reading import Case
from domain.flows.signaallijn import acts, sealed_for
from domain.flows.signaallijn.acts import OF_THE_NCTV
from domain.flows.signaallijn.content import LijnEindeContent, OpvolgingContent
from domain.functies import Functie, Holding, Scope
from domain.ids import ItemId, PersonId
from domain.parties import LCC
from domain.sides import LOKAAL, STELSEL


class FollowUp(NamedTuple):
    """Who follows up one person's signals: to whom their device seals them."""

    holder: Holding
    follower: Holding
    side: str


def follow_up(phone: OpeningActs, line: Case) -> FollowUp:
    """Return who follows up, proven by what the authority signed; raises LookupError where the line has no such act."""
    for act in line.acts:
        if isinstance(act.params, acts.Open):
            if act.payload.functie in OF_THE_NCTV:
                return FollowUp(act.params.holder, LCC, STELSEL)
            chosen, own = act.params.rccb, phone.rccb_of(act.params.area)
            return FollowUp(act.params.holder, own if chosen is None else Holding(Functie.RCCB, Scope(chosen)), LOKAAL)
    raise LookupError("This line records nobody who follows up; read it again.")


class LijnActs:
    """The verbs of the flow on one official's phone; a refusal by a rule comes back as an answer with its code."""

    def __init__(self, phone: OpeningActs) -> None:
        self._phone = phone

    async def open(
        self,
        person: Holding,
        area: Scope,
        content: OpvolgingContent,
        *,
        dossier: str,
        day_and_night: bool,
        holding: Holding | None = None,
        excluded: Sequence[PersonId] = (),
        drill: bool = False,
        drill_consent: bool = False,
    ) -> Submitted:
        """Record who follows up this person's signals; it is sealed to them, that side and their authority (SG-01)."""
        name = "signaallijn.open"
        acting = self._phone.acting_as(name, None, holding)
        side = STELSEL if acting.functie in OF_THE_NCTV else LOKAAL
        elsewhere = self._phone.other_eenheid(area, excluded) if side == LOKAAL else None
        local = self._phone.rccb_of(area) if elsewhere is None else Holding(Functie.RCCB, elsewhere)
        own = {
            "person": person.functie.value,
            "own": person.scope,
            "area": area,
            "rccb": elsewhere,
            "day_and_night": day_and_night,
            "drill_consent": drill_consent,
        }
        return await self._phone.open_item(
            name,
            content,
            sealed_for(person, LCC if side == STELSEL else local, side, area),
            own,
            holding=acting,
            excluded=excluded,
            dossier=dossier,
            drill=drill,
        )

    async def record(self, item: ItemId, content: OpvolgingContent, *, day_and_night: bool) -> ActAnswer:
        """Say anew whether this side follows up day and night (SG-01)."""
        doing = await self._phone.on(item, "signaallijn.record")
        return await doing.send(acts.Record(day_and_night=day_and_night, content=doing.seal(content)))

    async def end(self, item: ItemId, content: LijnEindeContent) -> ActAnswer:
        """End the line."""
        return await self._phone.say(item, "signaallijn.end", content, lambda blob: acts.End(content=blob))
