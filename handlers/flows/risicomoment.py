"""Carrying out acts on a reported risk moment: what overlaps, and what its reporter is never shown (RM-02, RM-07)."""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from domain.acts.payload import parse_payload
from domain.acts.spec import ParsedAct
from domain.events import Event
from domain.facts import Facts
from domain.flows import risicomoment
from domain.flows.risicomoment.acts import TAKERS, Change, Report
from domain.flows.risicomoment.opening import mayor_of, rccb_for
from domain.flows.risicomoment.state import BIJ_LOKET, Answered
from domain.functies import RULES, Holding, Scope
from domain.ids import ActId, Dossier, ItemId, OrganisationId
from domain.items import Gezag, Gezagskaart, Item, local_card
from domain.parties import DEPUTIES, hovj
from domain.ports import UnitOfWork
from handlers.doing import Doing
from handlers.exclusions import with_exclusions
from handlers.flow import RISK_RECEIVERS, Flow, Withheld, always, of_the_authority
from handlers.reading import DoorUnit
from handlers.views import HistoryView, ItemLine, ItemView

ANSWER: Final = "loketantwoord"
_TOLD: Final = frozenset({"risico.timed", "risicomoment.promised", "item.closed"})
"""What happened that its reporter may know, beside what they sent themselves."""
_NAMES: Final = frozenset(
    {
        "oppakken",
        "oppakken_piket",
        "oppakken_nood",
        "beoordelen",
        "beoordelen_piket",
        "antwoorden",
        "antwoorden_piket",
        "afronden",
        "kennisnemen",
    }
)


def _between(item: Item[Any]) -> Collection[OrganisationId]:
    """The reporter's own organisation and always the same receivers: a log tells nobody which side took it (RM-02)."""
    own = sorted(RULES[item.opened_as.functie].organisations)
    return tuple(dict.fromkeys((*(OrganisationId(one) for one in own), *RISK_RECEIVERS)))


def _opening(doing: Doing, item: ItemId, facts: Facts) -> tuple[Item[Any], list[Event]]:
    """Return the new report and what happens at once.

    Raises:
        OutOfStep: when the moment has ended.
        NotAllowed: when the actor is excluded by the report itself (P-02).
        Malformed: when there is no such gemeente, or the rccb is one of whom somebody is excluded (P-02).
    """
    params = doing.act.params
    if isinstance(params, Report):
        place = doing.policy.areas.gemeente(Scope(params.gemeente), field="params.gemeente")
        concerned = (hovj(place.arrondissement), *DEPUTIES, rccb_for(params, place), mayor_of(params))
        facts = with_exclusions(doing, facts, concerned)
        others = _reports(doing.uow, Dossier(params.dossier), drill=doing.act.drill)
        facts = replace(facts, others={**facts.others, **others})
    return risicomoment.open_item(doing.act, item, doing.actor, facts, doing.policy, doing.now)


def _reports(uow: UnitOfWork, dossier: Dossier, *, drill: bool) -> dict[ItemId, tuple[Item[Any], Facts]]:
    """The open reports of a dossier, in the flow's own form (RM-07)."""
    return {
        one.id: (replace(one, data=risicomoment.read(one.data)), Facts())
        for one in uow.items.of_dossier(dossier, (risicomoment.FLOW,), drill=drill)
    }


def _known(uow: UnitOfWork, item: Item[Any], act: ParsedAct | None, facts: Facts) -> Facts:
    if act is None or not isinstance(act.params, Change):
        return facts
    others = _reports(uow, item.dossier, drill=item.drill)
    return replace(facts, others={**facts.others, **{one: found for one, found in others.items() if one != item.id}})


def _only_reports(reporter: Holding, mine: Collection[Holding]) -> bool:
    """Whether somebody takes part as who reported it and as nothing else; a receiver sees the item whole."""
    return set(mine) == {reporter} and reporter.functie not in TAKERS


def _waits(item: Item[Any], mine: Collection[Holding], now: datetime) -> bool:
    waits: bool = item.data.waits(item.state, now)
    return waits and _only_reports(item.data.reporter, mine)


def _without(view: ItemView) -> ItemView:
    """RM-02: until the fixed moment the report is with the loket, and nothing tells how far it is."""
    newest = [one for one in view.contents if one.kind == ANSWER][-1:]
    return replace(
        view,
        item=replace(view.item, state=BIJ_LOKET),
        obligations=(),
        contents=tuple(one for one in view.contents if one not in newest),
    )


def _reporter(line: ItemLine) -> Holding:
    return Holding(line.opened_as.functie, Scope(line.opened_as.scope))


def _lined(uow: DoorUnit, line: ItemLine, mine: Collection[Holding], now: datetime) -> ItemLine:
    """RM-02: the loket is all that its reporter deals with: no authority, and no number of what others did."""
    reporter = _reporter(line)
    if not _only_reports(reporter, mine):
        return line
    history = [
        HistoryView(one.version, one.act, one.at, one.tag, json.loads(one.body))
        for one in uow.items.history(ItemId(line.id))
    ]
    own = _own(uow, reporter, {one.act for one in history if one.act is not None})
    return _faceless(line, _told(history, own, now))


def _own(uow: DoorUnit, reporter: Holding, acts: Collection[str]) -> Collection[str]:
    signed = {act: uow.acts.signed(ActId(act)) for act in acts}
    return [
        act for act, found in signed.items() if found is not None and parse_payload(found.payload).holding == reporter
    ]


def _faceless(line: ItemLine, told: Collection[int]) -> ItemLine:
    return replace(line, version=len(told), gezag=None, gezagskaart=None)


def _told(history: Iterable[HistoryView], own: Collection[str], now: datetime) -> list[int]:
    """The versions that its reporter is told of, in order: what they did, each answer from its moment on, the end."""
    lines = list(history)
    released = _released(lines, now)
    return sorted({one.version for one in lines if one.act in own or one.act in released or one.tag in _TOLD})


def _shown(view: ItemView, mine: Collection[Holding]) -> ItemView:
    """RM-02: its reporter sees what they sent, the loket's answer, and when that comes; no person, side or functie.

    An answer stands under the act that reported: the id of its own tells when somebody gave it.
    """
    reporter = _reporter(view.item)
    if not _only_reports(reporter, mine):
        return view
    released = _released(view.history, view.now)
    payloads = [(one, parse_payload(base64.b64decode(one.payload))) for one in view.acts]
    own = {payload.id: one for one, payload in payloads if payload.holding == reporter}
    told = _told(view.history, own, view.now)
    return replace(
        view,
        item=_faceless(view.item, told),
        participants=tuple(
            one for one in view.participants if (one.functie, one.scope) == (reporter.functie, reporter.scope)
        ),
        obligations=tuple(
            replace(one, rang=(), opened_at=one.start)
            for one in view.obligations
            if one.what == "kennisnemen" and one.start <= view.now
        ),
        history=tuple(
            replace(_unsigned(line), version=told.index(line.version) + 1)
            for line in view.history
            if _is_theirs(line, own)
        ),
        timeline=(),
        linked=(),
        acts=tuple(own.values()),
        contents=tuple(
            replace(one, act=next(iter(own)), at=released[one.act]) if one.act in released else one
            for one in view.contents
            if one.act in own or one.act in released
        ),
    )


def _released(history: Iterable[HistoryView], now: datetime) -> Mapping[str, datetime]:
    """The acts that answered and whose moment has come, each with that moment; a cancellation hastens none (RM-02)."""
    given = [(line.act, line.event["released_at"]) for line in history if line.tag == Answered.tag]
    moments = {act: datetime.fromisoformat(at) for act, at in given if act is not None}
    return {act: at for act, at in moments.items() if at <= now}


def _is_theirs(line: HistoryView, own: Collection[str]) -> bool:
    return line.tag in _TOLD or (line.tag == "content.added" and line.act in own)


def _unsigned(line: HistoryView) -> HistoryView:
    return line if line.tag == "content.added" else replace(line, act=None)


def _card(gezag: Gezag, item: Item[Any]) -> Gezagskaart:
    """P-06: in the local domain the rccb keeps the measures for it; public order is the burgemeester's."""
    return local_card(gezag, item.data.rccb)


FLOW: Final = Flow(
    risicomoment,
    _between,
    log_of=of_the_authority,
    gezag_between=lambda _item: RISK_RECEIVERS,
    one_key=True,
    opening=_opening,
    of_a_place=True,
    asks_gezag=always,
    passed=risicomoment.passed,
    known=_known,
    withheld=Withheld(_waits, BIJ_LOKET, _NAMES, ANSWER, _without, _only_reports),
    card=_card,
    shown=_shown,
    lined=_lined,
)
