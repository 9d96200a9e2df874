"""What a protected person, and who follows up, do on a signal from their own device; each verb seals and signs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from client.answers import ActAnswer
from client.opening import OpeningActs, Submitted
from client.reading import Case
from client.signaallijn import follow_up
from domain.flows.duiding import sealed_for as readers_of_meaning
from domain.flows.duiding.content import DuidingContent
from domain.flows.signaal import acts, sealed_for
from domain.flows.signaal.content import (
    AntwoordPersoonContent,
    BerichtPersoonContent,
    OnveiligContent,
    SignaalContent,
)
from domain.functies import Functie, Scope
from domain.ids import ItemId
from domain.sides import LOKAAL, STELSEL


class SignaalActs:
    """The verbs of the flow on one phone; a refusal by a rule comes back as an answer with its code."""

    def __init__(self, phone: OpeningActs) -> None:
        self._phone = phone

    async def unsafe(
        self, line: Case, content: OnveiligContent, *, silent: bool = False, drill: bool = False
    ) -> Submitted:
        """Send `onveilig_nu` along the line that was read before; 112 comes first (SG-01, SG-07)."""
        return await self._open("signaal.onveilig", line, content, {"silent": silent}, drill=drill)

    async def send(self, line: Case, content: SignaalContent, *, drill: bool = False) -> Submitted:
        """Send any other signal (SG-01); only whether it is a suspicious situation shows."""
        urgent = content.about == "verdachte_situatie"
        own = {"urgency": "verdachte_situatie" if urgent else "overig"}
        return await self._open("signaal.send", line, content, own, drill=drill)

    async def _open(
        self,
        name: str,
        line: Case,
        content: OnveiligContent | SignaalContent,
        own: Mapping[str, object],
        *,
        drill: bool,
    ) -> Submitted:
        known = follow_up(self._phone, line)
        about = line.answer.item
        return await self._phone.open_item(
            name,
            content,
            sealed_for(known.holder, known.follower, known.side, Scope(about.area)),
            own,
            holding=self._phone.acting_as(name, None, known.holder),
            excluded=sorted(line.excluded),
            dossier=about.dossier,
            drill=drill,
        )

    async def add(self, item: ItemId, content: BerichtPersoonContent) -> ActAnswer:
        """Add words or a place (SG-06)."""
        return await self._phone.say(item, "signaal.add", content, lambda blob: acts.Add(content=blob))

    async def receive_signal(
        self, item: ItemId, content: AntwoordPersoonContent | None = None, promise_at: datetime | None = None
    ) -> ActAnswer:
        """Receive it, with the next step for the person to read (SG-02)."""
        doing = await self._phone.on(item, "signaal.receive")
        blob = None if content is None else doing.seal(content)
        return await doing.send(acts.Receive(content=blob, promise_at=promise_at))

    async def answer(
        self, item: ItemId, content: AntwoordPersoonContent, promise_at: datetime | None = None
    ) -> ActAnswer:
        """Answer the person, or promise when they will hear more (SG-02, SG-03)."""
        doing = await self._phone.on(item, "signaal.answer")
        return await doing.send(acts.Answer(content=doing.seal(content), promise_at=promise_at))

    async def ask(self, item: ItemId, content: AntwoordPersoonContent) -> ActAnswer:
        """Ask the person more."""
        return await self._phone.say(item, "signaal.ask", content, lambda blob: acts.Ask(content=blob))

    async def interpret(self, item: ItemId, content: DuidingContent) -> ActAnswer:
        """Say what it means, sealed to professionals alone; a melding rings who is the authority now (SG-03, SG-05)."""
        doing = await self._phone.on(item, "signaal.interpret")
        melding, follower = content.outcome == "melding_dreiging", doing.holding
        gezag = doing.case.answer.item.gezag
        side = STELSEL if gezag is not None and gezag.holder.functie is Functie.NCTV else LOKAAL
        readers = readers_of_meaning(follower, side, Scope(doing.case.answer.item.area), melding=melding)
        linked = doing.link("duiding", content, readers)
        return await doing.send(
            acts.Interpret(outcome="melding_dreiging" if melding else "geen_melding", linked=linked)
        )

    async def safe(self, item: ItemId) -> ActAnswer:
        """Record that the person was found safe, by voice or on the spot."""
        return await self._phone.bare(item, "signaal.safe", acts.Safe())
