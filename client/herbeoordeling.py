"""What a person does in the reviews of a dossier from their own device; each verb reads, seals, signs and sends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from client.answers import ActAnswer
from client.content_rules import must_say_what_its_act_asks
from client.opening import OpeningActs, Submitted
from domain.flows.herbeoordeling import acts, sealed_for
from domain.flows.herbeoordeling.content import (
    AdviesAntwoordContent,
    BijstellingContent,
    DreigingsniveauContent,
    HerbeoordelingContent,
    HerbeoordelingEindeContent,
    InformerenContent,
    NieuweInformatieContent,
    TeHerbeoordelenContent,
)
from domain.flows.herbeoordeling.opening import local_authority
from domain.flows.herbeoordeling.state import Herbeoordeling
from domain.functies import Functie, Holding, Scope
from domain.ids import ItemId, PersonId

Reviewed = HerbeoordelingContent | InformerenContent | DreigingsniveauContent
"""What a review says: of measures, of informing the person, of the threat level of an object."""


class HerbeoordelingActs:
    """The verbs of the flow on one person's phone; a refusal by a rule comes back as an answer with its code."""

    def __init__(self, phone: OpeningActs) -> None:
        self._phone = phone

    async def plan(
        self,
        content: TeHerbeoordelenContent,
        area: Scope,
        *,
        subject: acts.Subject = "maatregelen",
        next_at: datetime | None = None,
        local: Scope | None = None,
        holding: Holding | None = None,
        excluded: Sequence[PersonId] = (),
        dossier: str | None = None,
        follows: ItemId | None = None,
        rccb: Scope | None = None,
        drill: bool = False,
    ) -> Submitted:
        """Plan the first review of a subject of a dossier in this arrondissement (HB-01, HB-05).

        `local` is the gemeente, or the arrondissement, whose decision the advice on an object is (C §2.5).
        """
        phone, name = self._phone, "herbeoordeling.plan"
        excluded = await phone.left_out(excluded, follows)
        serving = rccb or phone.other_eenheid(area, excluded)
        server = phone.rccb_of(area) if serving is None else Holding(Functie.RCCB, serving)
        advised = None if local is None else local_authority(local, area)
        own = {
            "subject": subject,
            "area": area,
            "local": local,
            "rccb": serving,
            "next_at": next_at,
        }
        return await phone.open_item(
            name,
            content,
            sealed_for(Herbeoordeling(subject, server, advised), area),
            own,
            holding=phone.acting_as(name, None, holding),
            excluded=excluded,
            dossier=dossier,
            follows=follows,
            drill=drill,
        )

    async def adjust(self, item: ItemId, next_at: datetime, content: BijstellingContent | None = None) -> ActAnswer:
        """Have the next review earlier (HB-01)."""
        doing = await self._phone.on(item, "herbeoordeling.adjust")
        blob = None if content is None else doing.seal(content)
        return await doing.send(acts.Adjust(next_at=next_at, content=blob))

    async def trigger(self, item: ItemId, content: NieuweInformatieContent) -> ActAnswer:
        """Ask for the review at once, because of new threat information (HB-04)."""
        return await self._phone.say(item, "herbeoordeling.trigger", content, lambda blob: acts.Trigger(content=blob))

    async def review(
        self,
        item: ItemId,
        outcome: acts.Outcome,
        content: Reviewed,
        next_at: datetime | None = None,
        *,
        holding: Holding | None = None,
    ) -> ActAnswer:
        """Review, with reasons, and set the next moment; without one the policy's term counts (HB-02, HB-05).

        Raises:
            ContentRefused: when what it says does not fit the outcome, and nothing was sent.
        """
        doing = await self._phone.on(item, "herbeoordeling.review", holding)
        params = acts.Review(outcome=outcome, content=doing.seal(content), next_at=next_at)
        must_say_what_its_act_asks(params, content)
        return await doing.send(params)

    async def acknowledge(self, item: ItemId) -> ActAnswer:
        """Say that one knows what changes, as who carries it out (HB-02)."""
        return await self._phone.bare(item, "herbeoordeling.acknowledge", acts.Acknowledge())

    async def answer(
        self,
        item: ItemId,
        outcome: Literal["opgevolgd", "niet_opgevolgd"],
        content: AdviesAntwoordContent | None = None,
    ) -> ActAnswer:
        """Say whether the advice on an object is followed, as the local authority (C §2.5)."""
        doing = await self._phone.on(item, "herbeoordeling.answer")
        blob = None if content is None else doing.seal(content)
        return await doing.send(acts.Answer(outcome=outcome, content=blob))

    async def close(self, item: ItemId, content: HerbeoordelingEindeContent) -> ActAnswer:
        """Record that what was to be ended has ended (HB-02, SA-11)."""
        return await self._phone.say(item, "herbeoordeling.close", content, lambda blob: acts.Close(content=blob))
