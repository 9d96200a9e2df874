"""What a reporter and the receivers do with a risk moment from their own device; each verb seals, signs and sends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

from client.answers import ActAnswer, unbase64
from client.content import ContentRefused
from client.linked import key_of
from client.loket import Answered, Outcome, new_key, open_answer, seal_answer
from client.opening import OpeningActs, Submitted
from client.reading import Case
from client.signing import blob_name
from domain.areas import Gemeente
from domain.flows.risicomoment import acts, sealed_for
from domain.flows.risicomoment.content import RisicomomentContent, WijzigingContent
from domain.flows.risicoweging import acts as weighing
from domain.flows.risicoweging import sealed_for as weighed_by
from domain.flows.risicoweging.content import (
    RisicoadviesContent,
    RisicobesluitContent,
    RisicowegingContent,
    VaststellingContent,
)
from domain.functies import Functie, Holding, Scope
from domain.ids import ActId, ItemId, PersonId

ANSWER: Final = "loketantwoord"
LONGEST: Final = 8000
"""What one text may hold; of more than that the rest stands in the report alone."""


def told_by(case: Case) -> Sequence[ActId]:
    """Return the acts in which its reporter said what the moment is, the newest first: what the loket answers to."""
    said = [act.payload.id for act in case.acts if act.payload.act in ("risicomoment.report", "risicomoment.change")]
    return [ActId(one) for one in reversed(said)]


def answer_of(case: Case) -> Answered | None:
    """Return the newest answer of the loket that was released, proven with the report's own key; None: none yet.

    Where it does not answer the newest of `told_by`, the moment was changed since.

    Raises:
        ContentRefused: when it is not what somebody who could read the report wrote with that act.
    """
    rows = [one for one in case.answer.contents if one.kind == ANSWER and one.data is not None]
    if not rows:
        return None
    newest = rows[-1]
    try:
        data = unbase64(newest.data or "")
    except ValueError as wrong:
        raise ContentRefused("loket.malformed", "The answer of the loket is malformed") from wrong
    if blob_name(data) != newest.blob:
        raise ContentRefused("loket.malformed", "The answer is not the one that is named")
    return open_answer(data, case.identities.values(), _loket_key(case), case.id, told_by(case))


def reported(case: Case) -> RisicowegingContent:
    """Return what was reported, with all changes, as whoever takes it writes it down for who cannot read the report."""
    told = [one.content for one in case.contents if isinstance(one.content, RisicomomentContent | WijzigingContent)]
    times = [act.params for act in case.acts if isinstance(act.params, acts.Report | acts.Change)]
    return RisicowegingContent(
        kind="risicoweging",
        what="\n\n".join(one.what for one in told)[:LONGEST] or None,
        where=next((one.where for one in reversed(told) if one.where is not None), None),
        public=next((one.public for one in reversed(told) if one.public is not None), None),
        person=next((one.person for one in told if isinstance(one, RisicomomentContent)), None),
        starts_at=times[-1].starts_at if times else None,
        ends_at=times[-1].ends_at if times else None,
    )


def chosen_in(case: Case) -> Scope | None:
    """Return the other eenheid that the signed report asks, where somebody is left out of the place's own (P-02)."""
    found = next((act.params.rccb for act in case.acts if isinstance(act.params, acts.Report)), None)
    return None if found is None else Scope(found)


def _loket_key(case: Case) -> str:
    report = case.content("risicomoment")
    if report is None or not isinstance(report.content, RisicomomentContent):
        raise ContentRefused("loket.unread", "The report itself does not open here")
    return report.content.loket_key


class RisicomomentActs:
    """The verbs of the flow on one phone; a refusal by a rule comes back as an answer with its code."""

    def __init__(self, phone: OpeningActs) -> None:
        self._phone = phone

    async def report(
        self,
        what: str,
        where: str,
        public: str,
        starts_at: datetime,
        ends_at: datetime,
        place: Gemeente,
        *,
        person: str | None = None,
        callback: str | None = None,
        holding: Holding | None = None,
        excluded: Sequence[PersonId] = (),
        dossier: str | None = None,
        rccb: Scope | None = None,
        drill: bool = False,
    ) -> Submitted:
        """Report a moment, sealed to both sides whichever it is (RM-01, RM-02).

        `rccb` is the scope of another eenheid that serves it; chosen here when somebody excluded is of its own (P-02).
        """
        acting = self._phone.acting_as("risicomoment.report", None, holding)
        serving = rccb or self._phone.other_eenheid(place.arrondissement, excluded)
        content = RisicomomentContent(
            kind="risicomoment",
            what=what,
            where=where,
            public=public,
            person=person,
            callback=callback,
            loket_key=new_key(self._phone.random),
        )
        return await self._phone.open_item(
            "risicomoment.report",
            content,
            sealed_for(acting, Holding(Functie.RCCB, serving or place.eenheid), place.arrondissement),
            {"starts_at": starts_at, "ends_at": ends_at, "gemeente": f"gm:{place.code}", "rccb": serving},
            holding=acting,
            excluded=excluded,
            dossier=dossier,
            drill=drill,
        )

    async def change(
        self, item: ItemId, starts_at: datetime, ends_at: datetime, content: WijzigingContent
    ) -> ActAnswer:
        """Change what was reported; it is assessed anew (RM-05)."""
        doing = await self._phone.on(item, "risicomoment.change")
        return await doing.send(acts.Change(starts_at=starts_at, ends_at=ends_at, content=doing.seal(content)))

    async def cancel(self, item: ItemId) -> ActAnswer:
        """Cancel the moment (RM-05)."""
        return await self._phone.bare(item, "risicomoment.cancel", acts.Cancel())

    async def read_answer(self, item: ItemId) -> ActAnswer:
        """Say that the answer was read: the ring stops (RM-02)."""
        return await self._phone.bare(item, "risicomoment.read", acts.Read())

    async def take(self, item: ItemId, content: RisicowegingContent, place: Gemeente) -> tuple[ItemId, ActAnswer]:
        """Take a report for one's side; returns the new item in which the receivers weigh it (RM-02).

        What was reported goes along, where `content` says nothing in its place.
        """
        doing = await self._phone.on(item, "risicomoment.take")
        own = {name: value for name, value in content if value is not None}
        content = reported(doing.case).model_copy(update=own)
        rccb = Holding(Functie.RCCB, chosen_in(doing.case) or place.eenheid)
        readers = weighed_by(rccb, place.arrondissement, Scope(f"gm:{place.code}"))
        linked = doing.link("risicoweging", content, readers)
        return ItemId(linked.item), await doing.send(acts.Take(linked=linked))

    async def answer(self, item: ItemId, outcome: Outcome, text: str) -> ActAnswer:
        """Answer the reporter as the loket: the words carry no person's signature, the act does (RM-02)."""
        doing = await self._phone.on(item, "risicomoment.answer")
        told = told_by(doing.case)[0]
        blob = seal_answer(_loket_key(doing.case), item, told, outcome, text, key_of(doing.case))
        doing.blobs[blob_name(blob)] = blob
        return await doing.send(acts.Answer(content=blob_name(blob)))

    async def close(self, item: ItemId) -> ActAnswer:
        """Close what is over and answered."""
        return await self._phone.bare(item, "risicomoment.close", acts.Close())

    async def establish(
        self, item: ItemId, content: VaststellingContent, about: Literal["persoon", "object_of_openbare_orde"]
    ) -> ActAnswer:
        """Establish whether extra measures are advised, with the outcome it says (RM-03)."""
        doing = await self._phone.on(item, "risicoweging.establish")
        blob = doing.seal(content)
        return await doing.send(weighing.Establish(outcome=content.outcome, about=about, content=blob))

    async def advise(self, item: ItemId, content: RisicoadviesContent) -> ActAnswer:
        """Prepare the decision of the HOvJ (C §2.4.1)."""
        return await self._phone.say(item, "risicoweging.advise", content, lambda blob: weighing.Advise(content=blob))

    async def decide(self, item: ItemId, content: RisicobesluitContent) -> ActAnswer:
        """Decide on the measures, with the outcome it says (RM-03)."""
        doing = await self._phone.on(item, "risicoweging.decide")
        return await doing.send(weighing.Decide(outcome=content.outcome, content=doing.seal(content)))

    async def acknowledge(self, item: ItemId) -> ActAnswer:
        """Say that one knows what was decided, or that it is off (RM-03, RM-05)."""
        return await self._phone.bare(item, "risicoweging.acknowledge", weighing.Acknowledge())
