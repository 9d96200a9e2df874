"""What people do on a notice to a mayor from their own device; each verb reads, seals, signs and sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from client.answers import ActAnswer
from client.itemkeys import ItemWraps, wrap_for_person, wrap_item
from client.linked import exclusions_of
from client.opening import OpeningActs, Submitted
from client.reading import Case
from domain.content import AntwoordContent, Content, VraagContent
from domain.flows.burgemeestersbericht import acts, sealed_for
from domain.flows.burgemeestersbericht.content import (
    BerichtAanvullingContent,
    BerichtCorrectieContent,
    BerichtEindeContent,
    BerichtGebeldContent,
    BerichtIntrekkingContent,
    BurgemeestersberichtContent,
    VierhoekContent,
    VierhoekVerslagContent,
    VierhoekVraagContent,
)
from domain.flows.burgemeestersbericht.parties import loco_burgemeester
from domain.functies import Functie, Holding, Scope
from domain.ids import ItemId, PersonId, Sha256Hex

WORDS: Final = frozenset(
    {"burgemeestersbericht", "bericht_correctie", "bericht_aanvulling", "bericht_intrekking", "bericht_einde"}
)
"""Kinds of content that say something new to the mayor: the newest is what is released and acknowledged."""


class NothingRead(LookupError):
    """There is no word on this notice that this device could open, so nothing to release or acknowledge."""


def newest_word(case: Case) -> Sha256Hex:
    """Return the hash of the newest word to the mayor that this device opened and verified; raises NothingRead."""
    opened = {one.act for one in case.contents if one.content.kind in WORDS}
    found = [one.blob for one in case.answer.contents if one.act in opened]
    if not found:
        raise NothingRead("Read the notice first; this device has no key of it.")
    return found[-1]


class BurgemeestersActs:
    """The verbs of the flow on one person's phone; a refusal by a rule comes back as an answer with its code."""

    def __init__(self, phone: OpeningActs) -> None:
        self._phone = phone

    async def send(
        self,
        gemeente: Scope,
        content: BurgemeestersberichtContent,
        *,
        scenario: str,
        visible: bool = False,
        until_at: datetime | None = None,
        holding: Holding | None = None,
        excluded: Sequence[PersonId] = (),
        dossier: str | None = None,
        follows: ItemId | None = None,
        drill: bool = False,
        drill_consent: bool = False,
    ) -> Submitted:
        """Write to one mayor; a second official releases it (BB-01, BB-02). One call for each mayor (BB-03)."""
        own = {"scenario": scenario, "visible": visible, "until_at": until_at, "drill_consent": drill_consent}
        return await self._open("send", gemeente, content, own, holding, excluded, dossier, follows, drill=drill)

    async def send_acute(
        self,
        gemeente: Scope,
        content: BurgemeestersberichtContent,
        *,
        until_at: datetime | None = None,
        holding: Holding | None = None,
        excluded: Sequence[PersonId] = (),
        dossier: str | None = None,
        follows: ItemId | None = None,
        drill: bool = False,
        drill_consent: bool = False,
    ) -> Submitted:
        """Write to one mayor about an acute risk: rung at once, looked at afterwards (BB-01, BB-02)."""
        own = {"until_at": until_at, "drill_consent": drill_consent}
        return await self._open("send_acute", gemeente, content, own, holding, excluded, dossier, follows, drill=drill)

    async def _open(
        self,
        verb: str,
        gemeente: Scope,
        content: BurgemeestersberichtContent,
        own: Mapping[str, object],
        holding: Holding | None,
        excluded: Sequence[PersonId],
        dossier: str | None,
        follows: ItemId | None,
        *,
        drill: bool,
    ) -> Submitted:
        name = f"burgemeestersbericht.{verb}"
        acting = self._phone.acting_as(name, None, holding)
        return await self._phone.open_item(
            name,
            content,
            sealed_for(gemeente, acting),
            {"gemeente": gemeente, **own},
            holding=acting,
            excluded=excluded,
            dossier=dossier,
            follows=follows,
            drill=drill,
        )

    async def release(self, item: ItemId) -> ActAnswer:
        """Release what this device opened and nothing newer, or agree with it afterwards (BB-02)."""
        doing = await self._phone.on(item, "burgemeestersbericht.release")
        return await doing.send(acts.Release(read=newest_word(doing.case)))

    async def acknowledge(self, item: ItemId) -> ActAnswer:
        """Say to know what this device opened and nothing newer (BB-04)."""
        doing = await self._phone.on(item, "burgemeestersbericht.acknowledge")
        return await doing.send(acts.Acknowledge(read=newest_word(doing.case)))

    async def telephoned(self, item: ItemId, content: BerichtGebeldContent) -> ActAnswer:
        """Record that a named official told the mayor by telephone (BB-05)."""
        return await self._say(item, "telephoned", content, acts.Telephoned)

    async def ask(self, item: ItemId, content: VraagContent) -> ActAnswer:
        """Ask the NCTV something, for the mayor (BB-04)."""
        return await self._say(item, "ask", content, acts.Ask)

    async def answer(self, item: ItemId, content: AntwoordContent) -> ActAnswer:
        """Answer the mayor (BB-04)."""
        return await self._say(item, "answer", content, acts.Answer)

    async def correct(self, item: ItemId, content: BerichtCorrectieContent) -> ActAnswer:
        """Put what is right in the place of what was said (BB-06)."""
        return await self._say(item, "correct", content, acts.Correct)

    async def supplement(self, item: ItemId, content: BerichtAanvullingContent) -> ActAnswer:
        """Add what was not yet known (BB-06)."""
        return await self._say(item, "supplement", content, acts.Supplement)

    async def recall(self, item: ItemId, content: BerichtIntrekkingContent) -> ActAnswer:
        """Take it back (BB-06)."""
        return await self._say(item, "recall", content, acts.Recall)

    async def end(self, item: ItemId, content: BerichtEindeContent) -> ActAnswer:
        """Tell that it ended or moved (BB-06)."""
        return await self._say(item, "end", content, acts.End)

    async def keep(self, item: ItemId, next_at: datetime | None = None) -> ActAnswer:
        """Say that it is still true, and when to look again (BB-06)."""
        return await self._phone.bare(item, "burgemeestersbericht.keep", acts.Keep(next_at=next_at))

    async def informed(self, item: ItemId) -> ActAnswer:
        """Say that one's own organisation informed the mayor itself (art. 16 Wpg)."""
        return await self._phone.bare(item, "burgemeestersbericht.informed", acts.Informed())

    async def stand_in(self, item: ItemId, person: PersonId) -> ActAnswer:
        """Release the notice to one who may stand in, on that person's own devices (BB-05)."""
        doing = await self._phone.on(item, "burgemeestersbericht.stand_in")
        holding = loco_burgemeester(Scope(doing.case.answer.item.area))
        made = ItemWraps()
        for identity in doing.case.identities.values():
            wrap_for_person(made, identity, self._phone.directory, holding, person)
        doing.blobs.update(made.blobs)
        return await doing.send(acts.StandIn(person=person, wraps=made.wraps))

    async def ask_vierhoek(self, item: ItemId, content: VierhoekVraagContent | None = None) -> ActAnswer:
        """Ask for a vierhoeksoverleg (BB-04)."""
        doing = await self._phone.on(item, "burgemeestersbericht.ask_vierhoek")
        blob = None if content is None else doing.seal(content)
        return await doing.send(acts.AskVierhoek(content=blob))

    async def plan_vierhoek(
        self, item: ItemId, at: datetime, content: VierhoekContent, *, kmar: bool = False
    ) -> ActAnswer:
        """Plan it: who comes is told and given the key; the lcc for the KMar when it is involved (BB-04)."""
        doing = await self._phone.on(item, "burgemeestersbericht.plan_vierhoek")
        comes = {Functie.HOVJ, Functie.RCCB} | ({Functie.LCC} if kmar else set())
        readers = [one.holding for one in doing.case.answer.participants if one.functie in comes]
        made = ItemWraps()
        for identity in doing.case.identities.values():
            more = wrap_item(identity, self._phone.directory, readers, exclusions_of(doing.case))
            made.wraps += more.wraps
            made.blobs.update(more.blobs)
        doing.blobs.update(made.blobs)
        blob = doing.seal(content)
        return await doing.send(acts.PlanVierhoek(at=at, kmar=kmar, wraps=made.wraps, content=blob))

    async def close_vierhoek(self, item: ItemId, content: VierhoekVerslagContent, *, held: bool = True) -> ActAnswer:
        """Record that it was held, or is not needed, because (BB-04)."""
        doing = await self._phone.on(item, "burgemeestersbericht.close_vierhoek")
        blob = doing.seal(content)
        return await doing.send(acts.CloseVierhoek(outcome="gehouden" if held else "niet_nodig", content=blob))

    async def _say(
        self,
        item: ItemId,
        verb: str,
        content: Content,
        params: type[
            acts.Telephoned | acts.Ask | acts.Answer | acts.Correct | acts.Supplement | acts.Recall | acts.End
        ],
    ) -> ActAnswer:
        name = f"burgemeestersbericht.{verb}"
        return await self._phone.say(item, name, content, lambda blob: params(content=blob))
