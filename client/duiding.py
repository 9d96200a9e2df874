"""What the adviseur BB&C and the authority do on a melding from their own device (SG-03)."""

from __future__ import annotations

from typing import Literal

from client.answers import ActAnswer
from client.opening import OpeningActs
from domain.flows.duiding import acts
from domain.flows.duiding.content import MeldingBesluitContent, WegingContent
from domain.ids import ItemId


class DuidingActs:
    """The verbs of the flow on one official's phone; a refusal by a rule comes back as an answer with its code."""

    def __init__(self, phone: OpeningActs) -> None:
        self._phone = phone

    async def forward(self, item: ItemId, content: WegingContent) -> ActAnswer:
        """Lay the melding before the HOvJ, weighed (C §2.4.1)."""
        return await self._phone.say(item, "duiding.forward", content, lambda blob: acts.Forward(content=blob))

    async def decide(
        self,
        item: ItemId,
        outcome: Literal["herbeoordeling", "spoedaanwijzing", "afgerond"],
        content: MeldingBesluitContent,
    ) -> ActAnswer:
        """Decide what follows; what is opened next names this item as the one it follows (C §3.2, HB-04)."""
        doing = await self._phone.on(item, "duiding.decide")
        return await doing.send(acts.Decide(outcome=outcome, content=doing.seal(content)))
