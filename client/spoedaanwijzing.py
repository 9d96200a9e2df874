"""What a person does on a spoedaanwijzing from their own device; each verb reads, seals, signs and sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from client.answers import ActAnswer
from client.content_rules import must_say_what_its_act_asks
from client.item_acts import Doing
from client.opening import OpeningActs, Submitted
from client.reading import Case
from domain.acts.sealed import LinkedItem
from domain.content import AntwoordContent, VraagContent
from domain.einde import End, EndReceived
from domain.flows.bericht_rccb import rules as bericht_rccb
from domain.flows.bericht_rccb.content import BerichtRccbContent
from domain.flows.geschil import rules as geschil
from domain.flows.geschil.content import GeschilContent
from domain.flows.opdracht import rules as opdracht
from domain.flows.opdracht.content import OpdrachtContent
from domain.flows.spoedaanwijzing import FLOW, acts
from domain.flows.spoedaanwijzing.content import (
    AanvullingContent,
    BesluitContent,
    BezwaarContent,
    CorrectieContent,
    EindeContent,
    OverbruggingContent,
    SpoedaanwijzingContent,
    VervolgContent,
)
from domain.flows.spoedaanwijzing.parties import sealed_for
from domain.functies import Functie, Holding, Scope
from domain.ids import ItemId, PersonId
from domain.refusals import Acquiesce, Dispute

Told = Literal["verzoeker_geinformeerd", "hovj_geinformeerd", "directeur_ingelicht"]
"""Which telling one says to know of."""


class SpoedaanwijzingActs(OpeningActs):
    """The verbs of the flow; a refusal by a rule comes back as an answer with its code."""

    async def submit_spoedaanwijzing(
        self,
        content: SpoedaanwijzingContent,
        *,
        ground: acts.Ground = "directe_noodzaak",
        holding: Holding | None = None,
        excluded: Sequence[PersonId] = (),
        tell_college: bool = False,
        dossier: str | None = None,
        rccb: Scope | None = None,
        follows: ItemId | None = None,
        drill: bool = False,
    ) -> Submitted:
        """Ask for a designation (SA-01); who is `excluded` gets no key and is not rung (P-02).

        `rccb` is the scope of another eenheid that serves the request; chosen here when the area's own is excluded.
        `follows` is the item of the same dossier that this makes an emergency of (RM-06).
        """
        name = "spoedaanwijzing.submit"
        return await self._open(
            name, {}, content, self.acting_as(name, None, holding), None, ground, excluded, tell_college,
            dossier, rccb, drill, follows,
        )  # fmt: skip

    async def register(
        self,
        content: SpoedaanwijzingContent,
        caller: Holding,
        called_at: datetime,
        *,
        ground: acts.Ground = "directe_noodzaak",
        excluded: Sequence[PersonId] = (),
        tell_college: bool = False,
        dossier: str | None = None,
        rccb: Scope | None = None,
        drill: bool = False,
    ) -> Submitted:
        """Write down a request that came by telephone (SA-03)."""
        name = "spoedaanwijzing.register"
        more = {"caller_functie": caller.functie.value, "caller_scope": caller.scope, "called_at": called_at}
        return await self._open(
            name, more, content, self.acting_as(name), caller, ground, excluded, tell_college,
            dossier, rccb, drill,
        )  # fmt: skip

    async def _open(
        self,
        name: str,
        more: Mapping[str, object],
        content: SpoedaanwijzingContent,
        holding: Holding,
        caller: Holding | None,
        ground: acts.Ground,
        excluded: Sequence[PersonId],
        tell_college: bool,
        dossier: str | None,
        rccb: Scope | None,
        drill: bool,
        follows: ItemId | None = None,
    ) -> Submitted:
        requester, excluded = caller or holding, await self.left_out(excluded, follows)
        own = {
            "ground": ground,
            "tell_college": tell_college,
            "rccb": rccb or self.other_eenheid(requester.scope, excluded),
            "callback_verified": self.directory.has_number(requester, content.callback),
            **more,
        }
        return await self.open_item(
            name, content, sealed_for(requester), own, holding=holding, excluded=excluded, dossier=dossier,
            follows=follows, drill=drill,
        )  # fmt: skip

    async def confirm(self, item: ItemId, correction: CorrectieContent | None = None) -> ActAnswer:
        """Confirm, or correct, what the NCTV wrote down of a call (SA-03)."""
        doing = await self.on(item, "spoedaanwijzing.confirm")
        if correction is None:
            return await doing.send(acts.Confirm(outcome="bevestigd", content=None))
        return await doing.send(acts.Confirm(outcome="gecorrigeerd", content=doing.seal(correction)))

    async def receive(self, item: ItemId, *, holding: Holding | None = None) -> ActAnswer:
        """Receive the request, as somebody who may decide (SA-04)."""
        return await self.bare(item, "spoedaanwijzing.receive", acts.Receive(), holding)

    async def spoken(self, item: ItemId) -> ActAnswer:
        """Record that the two sides spoke (SA-00)."""
        return await self.bare(item, "spoedaanwijzing.spoken", acts.Spoken())

    async def ask(self, item: ItemId, content: VraagContent) -> ActAnswer:
        """Ask the requester more (SA-05)."""
        return await self.say(item, "spoedaanwijzing.ask", content, lambda blob: acts.Ask(content=blob))

    async def answer(self, item: ItemId, content: AntwoordContent) -> ActAnswer:
        """Answer a question (SA-05)."""
        return await self.say(item, "spoedaanwijzing.answer", content, lambda blob: acts.AnswerQuestion(content=blob))

    async def supplement(self, item: ItemId, content: AanvullingContent) -> ActAnswer:
        """Add what was not yet known (SA-01)."""
        return await self.say(item, "spoedaanwijzing.supplement", content, lambda blob: acts.Supplement(content=blob))

    async def decide(
        self,
        item: ItemId,
        outcome: acts.Outcome,
        content: BesluitContent,
        *,
        order: OpdrachtContent | None = None,
        word: BerichtRccbContent | None = None,
        from_at: datetime | None = None,
        ends_at: datetime | None = None,
        review_at: datetime | None = None,
        joined: Mapping[ItemId, tuple[acts.Outcome, BesluitContent]] | None = None,
        words: Mapping[ItemId, BerichtRccbContent] | None = None,
        visible: bool = False,
        holding: Holding | None = None,
    ) -> ActAnswer:
        """Decide (SA-06); a designation carries the sealed `order` for the lcc and `word` for the rccb (SA-07).

        `words` are for the rccb of a joined request in another eenheid, by that request (SA-12).
        """
        doing = await self.on(item, "spoedaanwijzing.decide", holding)
        others: list[acts.JoinedOutcome] = []
        cases: dict[ItemId, Case] = {}
        served: list[Case] = []
        for other, (its_outcome, its_content) in (joined or {}).items():
            case = cases[other] = await self.read(other)
            its_content = its_content.model_copy(update={"outcome": its_outcome})
            others.append(acts.JoinedOutcome(item=other, outcome=its_outcome, content=doing.seal(its_content, case)))
            served += [] if its_outcome == "niet_aangewezen" else [case]
        linked = [] if order is None else [doing.link("opdracht", order, opdracht.sealed_for(), serves=served)]
        linked += [] if word is None else [self._word(doing, word, serves=served)]
        linked += [self._word(doing, text, cases[other], served) for other, text in (words or {}).items()]
        params = acts.Decide(
            outcome=outcome,
            content=doing.seal(content.model_copy(update={"outcome": outcome})),
            from_at=from_at or self.clock(),
            ends_at=ends_at,
            review_at=review_at,
            visible=visible,
            linked=linked,
            joined=others,
        )
        return await doing.send(params)

    async def withdraw(self, item: ItemId) -> ActAnswer:
        """Withdraw the request before the decision (SA-02, SA-13)."""
        return await self.bare(item, "spoedaanwijzing.withdraw", acts.Withdraw())

    async def object(self, item: ItemId, content: BezwaarContent) -> ActAnswer:
        """Object, as HOvJ, to what was asked on their behalf (SA-02)."""
        return await self.say(item, "spoedaanwijzing.object", content, lambda blob: acts.Object(content=blob))

    async def acquiesce(self, item: ItemId) -> ActAnswer:
        """Accept a refusal (SA-08)."""
        return await self.bare(item, "spoedaanwijzing.acquiesce", Acquiesce())

    async def dispute(self, item: ItemId, content: GeschilContent) -> ActAnswer:
        """Disagree with a refusal: the dispute opens as a linked item (SA-08)."""
        doing = await self.on(item, "spoedaanwijzing.dispute")
        readers = geschil.sealed_for(Scope(doing.case.answer.item.area), FLOW)
        return await doing.send(Dispute(linked=doing.link("geschil", content, readers)))

    async def overbrugging(
        self, item: ItemId, content: OverbruggingContent, word: BerichtRccbContent | None = None
    ) -> ActAnswer:
        """Record which other measures stand after a refusal; with `word` the rccb keeps some (SA-08)."""
        doing = await self.on(item, "spoedaanwijzing.overbrugging")
        linked = None if word is None else self._word(doing, word)
        return await doing.send(acts.Overbrugging(content=doing.seal(content), linked=linked))

    async def acknowledge(self, item: ItemId, what: Told) -> ActAnswer:
        """Say that one knows (SA-07, SA-08)."""
        return await self.bare(item, "spoedaanwijzing.acknowledge", acts.Acknowledge(what=what))

    async def follow_up(
        self,
        item: ItemId,
        what: str,
        outcome: Literal["gedaan", "niet_nodig"] = "gedaan",
        content: VervolgContent | None = None,
        *,
        next_at: datetime | None = None,
        holding: Holding | None = None,
    ) -> ActAnswer:
        """A follow-up is done, or not needed, because (SA-07); a review sets the next moment (HB-02).

        Raises:
            ContentRefused: when the person was told and the official who did it is not named (SA-07).
        """
        doing = await self.on(item, "spoedaanwijzing.follow_up", holding)
        blob = None if content is None else doing.seal(content)
        found = {"what": what, "outcome": outcome, "content": blob, "next_at": next_at}
        params = acts.FollowUp.model_validate(found)
        if content is not None:
            must_say_what_its_act_asks(params, content)
        return await doing.send(params)

    async def join(self, item: ItemId, with_item: ItemId) -> ActAnswer:
        """Join two requests about the same event (SA-12)."""
        return await self.bare(item, "spoedaanwijzing.join", acts.Join(with_item=with_item))

    async def end(
        self,
        item: ItemId,
        to: Literal["hovj", "basispolitiezorg"],
        content: EindeContent,
        word: BerichtRccbContent | None = None,
    ) -> ActAnswer:
        """End the protection; the NCTV stays the authority until it is received (SA-11)."""
        doing = await self.on(item, "spoedaanwijzing.end")
        linked = None if word is None else self._word(doing, word)
        return await doing.send(End(to=to, content=doing.seal(content), linked=linked))

    async def end_received(self, item: ItemId) -> ActAnswer:
        """Receive the end, as HOvJ: the authority passes back (SA-11)."""
        return await self.bare(item, "spoedaanwijzing.end_received", EndReceived())

    def _word(
        self, doing: Doing, word: BerichtRccbContent, joined: Case | None = None, serves: Sequence[Case] = ()
    ) -> LinkedItem:
        """Word for the rccb of the item or of a joined request; of `serves`, it serves those of the same rccb."""
        rccb = self._rccb_serving(joined or doing.case)
        same = [one for one in serves if self._rccb_serving(one) == rccb]
        return doing.link("bericht_rccb", word, bericht_rccb.sealed_for(rccb, doing.holding), joined, same)

    def _rccb_serving(self, case: Case) -> Holding:
        """The rccb of the eenheid that the signed request names (P-02), else of the area's (P-04)."""
        chosen = case.opening and case.opening.params
        if isinstance(chosen, acts.Submit | acts.Register) and chosen.rccb is not None:
            return Holding(Functie.RCCB, Scope(chosen.rccb))
        return self.rccb_of(case.answer.item.area)
