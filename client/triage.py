"""What a person does on a triage from their own device; each verb reads, seals, signs and sends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from client.answers import ActAnswer
from client.content import ContentRefused
from client.item_acts import Doing
from client.opening import OpeningActs, Submitted
from client.reading import Case
from domain.acts.sealed import LinkedItem
from domain.content import VraagContent
from domain.einde import End, EndReceived
from domain.flows.bericht_rccb import rules as bericht_rccb
from domain.flows.bericht_rccb.content import BerichtRccbContent
from domain.flows.geschil import rules as geschil
from domain.flows.geschil.content import GeschilContent
from domain.flows.triage import FLOW, acts, sealed_for
from domain.flows.triage.content import (
    AanvullingTriageContent,
    AgendaContent,
    DossieroordeelContent,
    IntakeContent,
    MaatregelenContent,
    OordeelContent,
    OpnameEindeContent,
    OverdrachtsdossierContent,
    TafelContent,
    VervolgOpnameContent,
)
from domain.flows.triage.toetsingskader import Ontbreekt, toets
from domain.functies import Functie, Holding, Scope
from domain.ids import ItemId, PersonId
from domain.refusals import Acquiesce, Dispute


def lacking(case: Case) -> tuple[Ontbreekt, ...]:
    """Return what the newest criteria of a case lack for the line it was put forward by (TR-03); () when nothing.

    Every reader is shown this: the service cannot check it, and the sender's app might not have.
    """
    intake = case.content("intake")
    if intake is None or not isinstance(intake.content, IntakeContent):
        return ()
    added = [one.content.criteria for one in case.contents if isinstance(one.content, AanvullingTriageContent)]
    newest = [one for one in added if one is not None]
    return toets(newest[-1] if newest else intake.content.criteria).missing(intake.content.line)


class TriageActs:
    """The verbs of the flow on one person's phone; a refusal by a rule comes back as an answer with its code."""

    def __init__(self, phone: OpeningActs) -> None:
        self._phone = phone

    async def submit(
        self,
        content: IntakeContent,
        *,
        holding: Holding | None = None,
        area: Scope | None = None,
        excluded: Sequence[PersonId] = (),
        tell_college: bool = False,
        dossier: str | None = None,
        follows: ItemId | None = None,
        rccb: Scope | None = None,
        drill: bool = False,
    ) -> Submitted:
        """Put a case forward by the line its form says (TR-01); after a spoedaanwijzing it `follows` that.

        `area` is the arrondissement whose HOvJ one stands in for (P-02); of the HOvJ himself it is his own.

        Raises:
            ContentRefused: when the criteria do not allow this line, and nothing was sent (TR-03).
        """
        if toets(content.criteria).line != content.line:
            raise ContentRefused("intake.criteria", "The criteria do not allow this line")
        phone, name = self._phone, "triage.submit"
        acting = phone.acting_as(name, None, holding)
        within = area or acting.scope
        excluded = await phone.left_out(excluded, follows)
        serving = rccb or phone.other_eenheid(within, excluded)
        server = phone.rccb_of(within) if serving is None else Holding(Functie.RCCB, serving)
        readers = sealed_for(content.line, acting, within, server)
        own = {"line": content.line, "area": area, "rccb": serving, "tell_college": tell_college}
        return await phone.open_item(
            name,
            content,
            readers,
            own,
            holding=acting,
            excluded=excluded,
            dossier=dossier,
            follows=follows,
            drill=drill,
        )

    async def withdraw(self, item: ItemId) -> ActAnswer:
        """Take the case back before it is judged."""
        return await self._phone.bare(item, "triage.withdraw", acts.Withdraw())

    async def ask(self, item: ItemId, content: VraagContent) -> ActAnswer:
        """Ask the HOvJ more, for the NCTV (TR-05)."""
        return await self._phone.say(item, "triage.ask", content, lambda blob: acts.Ask(content=blob))

    async def supplement(self, item: ItemId, content: AanvullingTriageContent) -> ActAnswer:
        """Add what was asked or became known (TR-05)."""
        return await self._phone.say(item, "triage.supplement", content, lambda blob: acts.Supplement(content=blob))

    async def schedule(
        self, item: ItemId, at: datetime, invited: Sequence[acts.Invitable], content: AgendaContent | None = None
    ) -> ActAnswer:
        """Put the case on the agenda of the triagetafel (TR-07)."""
        doing = await self._phone.on(item, "triage.schedule")
        blob = None if content is None else doing.seal(content)
        return await doing.send(acts.Schedule(at=at, invited=list(invited), content=blob))

    async def discuss(self, item: ItemId, content: TafelContent) -> ActAnswer:
        """Record what the triagetafel came to (TR-07)."""
        return await self._phone.say(item, "triage.discuss", content, lambda blob: acts.Discuss(content=blob))

    async def judge(
        self, item: ItemId, content: OordeelContent, review_at: datetime | None = None, *, visible: bool = False
    ) -> ActAnswer:
        """Send the oordeelsformulier, with the outcome it says (TR-05); `visible`: people will see measures (BB-07)."""
        doing = await self._phone.on(item, "triage.judge")
        blob = doing.seal(content)
        return await doing.send(acts.Judge(outcome=content.outcome, content=blob, review_at=review_at, visible=visible))

    async def transfer(self, item: ItemId, content: OverdrachtsdossierContent) -> ActAnswer:
        """Send the overdrachtsdossier (TR-06)."""
        return await self._phone.say(item, "triage.transfer", content, lambda blob: acts.Transfer(content=blob))

    async def check_dossier(self, item: ItemId, missing: DossieroordeelContent | None = None) -> ActAnswer:
        """Record that the file is complete, or with `missing` what it lacks (TR-06)."""
        doing = await self._phone.on(item, "triage.check_dossier")
        if missing is None:
            return await doing.send(acts.CheckDossier(outcome="volledig"))
        return await doing.send(acts.CheckDossier(outcome="onvolledig", content=doing.seal(missing)))

    async def measures(
        self, item: ItemId, content: MaatregelenContent, word: BerichtRccbContent | None = None
    ) -> ActAnswer:
        """Record which measures stand under the HOvJ; with `word` the rccb keeps some (TR-04, TR-08)."""
        doing = await self._phone.on(item, "triage.measures")
        linked = None if word is None else self._word(doing, word)
        return await doing.send(acts.Measures(content=doing.seal(content), linked=linked))

    async def acquiesce(self, item: ItemId) -> ActAnswer:
        """Accept that the case is not admitted (TR-08)."""
        return await self._phone.bare(item, "triage.acquiesce", Acquiesce())

    async def dispute(self, item: ItemId, content: GeschilContent) -> ActAnswer:
        """Hold that the case belongs with the NCTV: the dispute opens as a linked item (TR-08)."""
        doing = await self._phone.on(item, "triage.dispute")
        readers = geschil.sealed_for(Scope(doing.case.answer.item.area), FLOW)
        return await doing.send(Dispute(linked=doing.link("geschil", content, readers)))

    async def follow_up(
        self,
        item: ItemId,
        what: Literal["burgemeester", "eerste_herbeoordeling"],
        content: VervolgOpnameContent,
    ) -> ActAnswer:
        """What follows from an admission is not needed, because; what is, another flow does (BB-07, HB-01)."""
        doing = await self._phone.on(item, "triage.follow_up")
        return await doing.send(acts.FollowUp(what=what, content=doing.seal(content)))

    async def end(
        self,
        item: ItemId,
        to: Literal["hovj", "basispolitiezorg"],
        content: OpnameEindeContent,
        word: BerichtRccbContent | None = None,
    ) -> ActAnswer:
        """End the protection; the NCTV stays the authority until it is received (SA-11)."""
        doing = await self._phone.on(item, "triage.end")
        linked = None if word is None else self._word(doing, word)
        return await doing.send(End(to=to, content=doing.seal(content), linked=linked))

    async def end_received(self, item: ItemId) -> ActAnswer:
        """Receive the end, as HOvJ: the authority passes back (SA-11)."""
        return await self._phone.bare(item, "triage.end_received", EndReceived())

    def _word(self, doing: Doing, word: BerichtRccbContent) -> LinkedItem:
        """Word to the rccb of the eenheid that the signed form names (P-02), else of the area's (P-04)."""
        opening = doing.case.opening and doing.case.opening.params
        chosen = opening.rccb if isinstance(opening, acts.Submit) else None
        own = self._phone.rccb_of(doing.case.answer.item.area)
        rccb = own if chosen is None else Holding(Functie.RCCB, Scope(chosen))
        return doing.link("bericht_rccb", word, bericht_rccb.sealed_for(rccb, doing.holding))
