"""Carrying out acts on a notice to a mayor: who may be given its key, in whose logs it stands, what a mayor sees."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, Final

from domain.acts.item import Attach, Rekey, WrapLate
from domain.acts.sealed import WrapParam
from domain.acts.spec import ParsedAct
from domain.errors import Malformed, OutOfStep
from domain.events import Event, Followed, GezagPassed, LinkedProgressed
from domain.facts import Facts
from domain.flows import burgemeestersbericht
from domain.flows.burgemeestersbericht.acts import DESK_FUNCTIES, StandIn
from domain.flows.burgemeestersbericht.parties import loco_burgemeester
from domain.flows.burgemeestersbericht.state import Burgemeestersbericht
from domain.functies import Functie, Holding
from domain.ids import DeviceId, ItemId, OrganisationId, PersonId
from domain.items import ELSEWHERE, Gezag, Gezagskaart, Item
from domain.ports import UnitOfWork
from domain.terms import day_of
from handlers.doing import Doing
from handlers.flow import NCTV, Flow, Many
from handlers.views import ItemLine, ItemView

CURRENT: Final = "actueel"
"""The NCTV's own obligation to keep true what the mayor knows: it begins for every notice of a case at one instant."""
_BEHIND: Final = frozenset({Followed.tag, LinkedProgressed.tag, GezagPassed.tag})
"""What happened to other items of the case."""


def _between(_item: Item[Any]) -> Collection[OrganisationId]:
    return (NCTV, OrganisationId("gemeente"))


def _opening(doing: Doing, item: ItemId, facts: Facts) -> tuple[Item[Any], list[Event]]:
    """Return the new notice and what happens at once; raises what `open_item` raises."""
    return burgemeestersbericht.open_item(doing.act, item, doing.actor, facts, doing.policy, doing.now)


def _known(uow: UnitOfWork, item: Item[Any], act: ParsedAct | None, facts: Facts) -> Facts:
    """Return `facts` as they are, once what the act brings may come to this notice.

    Raises:
        OutOfStep: for an attachment, which no second official could release (BB-02).
        Malformed: naming the wrap that is for somebody to whom the notice was not given (BB-03, BB-05).
    """
    match None if act is None else act.params:
        case StandIn(person=person, wraps=wraps):
            for place, wrap in enumerate(wraps):
                _must_be_theirs(uow, place, wrap, {PersonId(person)})
        case Rekey(wraps=wraps) | WrapLate(wraps=wraps):
            _must_be_readers(uow, item, wraps)
        case Attach():
            raise OutOfStep("burgemeestersbericht.attachment", "A notice has no attachments; write it in further word.")
    return facts


def _must_be_theirs(uow: UnitOfWork, place: int, wrap: WrapParam, persons: Collection[PersonId]) -> None:
    """BB-05: the keys of a stand-in are for devices of that very person."""
    device = None if wrap.device is None else uow.directory.device(DeviceId(wrap.device))
    if device is None or device.person not in persons:
        raise Malformed(
            "wrap.other_reader",
            "A stand-in is given the key on his own devices, and nobody else is.",
            field=f"params.wraps.{place}.device",
        )


def _must_be_readers(uow: UnitOfWork, item: Item[Any], wraps: Sequence[WrapParam]) -> None:
    """BB-03, BB-05: a later key reaches who was given one before: mayor, NCTV, who came to the table, a stand-in."""
    given = {wrap.holding for wrap in uow.items.wraps(item.id)}
    readers = given.union(burgemeestersbericht.addressees(item), item.data.vierhoek_with)
    for place, wrap in enumerate(wraps):
        if wrap.holding == loco_burgemeester(item.area):
            _must_be_theirs(uow, place, wrap, item.data.stand_ins)
        elif wrap.holding not in readers:
            raise Malformed(
                "wrap.other_reader",
                "A notice is sealed to its own mayor and to the NCTV, and to who came to the table.",
                field=f"params.wraps.{place}",
            )


def _barred(item: Item[Any], what: str) -> Collection[PersonId]:
    """BB-02: who wrote the newest word releases nothing, and gives it no second look."""
    if what not in burgemeestersbericht.FOUR_EYES:
        return ()
    data = item.data if isinstance(item.data, Burgemeestersbericht) else burgemeestersbericht.read(item.data)
    return (data.writer,)


def _is_the_mayors(mine: Collection[Holding]) -> bool:
    """Whether somebody takes part for the gemeente and as nothing else."""
    return bool(mine) and {one.functie for one in mine} <= {Functie.BURGEMEESTER, Functie.LOCO_BURGEMEESTER}


def _lined(line: ItemLine, mine: Collection[Holding]) -> ItemLine:
    """BB-03: nothing joins one notice to another; the notice's own id stands where its dossier would.

    Who is the authority he is told by the day: of one case every notice has the same instant (P-06).
    """
    if not _is_the_mayors(mine):
        return line
    gezag = None if line.gezag is None else replace(line.gezag, since=day_of(line.gezag.since))
    return replace(line, dossier=line.id, gezag=gezag)


def _shown(view: ItemView, mine: Collection[Holding]) -> ItemView:
    """BB-01: the mayor knows what the NCTV wrote; not how far the case behind it is, nor when the NCTV must look."""
    if not _is_the_mayors(mine):
        return view
    return replace(
        view,
        item=_lined(view.item, mine),
        obligations=tuple(one for one in view.obligations if one.what != CURRENT),
        history=tuple(line for line in view.history if line.tag not in _BEHIND and line.event.get("what") != CURRENT),
        timeline=(),
        linked=(),
    )


def _card(gezag: Gezag, _item: Item[Any]) -> Gezagskaart:
    """P-06: public order is this mayor's; which local measures stand is on the case itself, not on its notice."""
    return Gezagskaart(gezag, Functie.BURGEMEESTER, ELSEWHERE)


FLOW: Final = Flow(
    burgemeestersbericht,
    _between,
    opening=_opening,
    of_a_place=True,
    many=Many(DESK_FUNCTIES, frozenset({Functie.BURGEMEESTER})),
    known=_known,
    barred=_barred,
    passed=burgemeestersbericht.passed,
    card=_card,
    shown=_shown,
    lined=lambda _uow, line, mine, _now: _lined(line, mine),
)
