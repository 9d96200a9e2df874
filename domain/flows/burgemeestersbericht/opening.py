"""How a notice opens: to one mayor, waiting for a second official, or at once where it is acute (BB-01, BB-02)."""

from __future__ import annotations

from datetime import datetime

from domain.acts.sealed import WrapParam
from domain.acts.spec import ParsedAct
from domain.errors import Malformed, NotAllowed
from domain.events import ContentAdded, Event, ObligationOpened, ParticipantAdded, StateChanged
from domain.facts import Facts, must_be_later
from domain.flows.burgemeestersbericht.acts import Send, SendAcute
from domain.flows.burgemeestersbericht.parties import DESK, beside, burgemeester, sealed_for, second
from domain.flows.burgemeestersbericht.state import FLOW, Burgemeestersbericht, State, Written
from domain.functies import Holding, Scope
from domain.ids import ItemId, Sha256Hex
from domain.items import Actor, Gezag, Item
from domain.opened import must_not_leave_itself_out, opened_item
from domain.parties import hovj
from domain.policy import Policy

ACUTE = "acuut"

Notice = Item[Burgemeestersbericht]


def open_item(
    act: ParsedAct, item: ItemId, actor: Actor, facts: Facts, policy: Policy, now: datetime
) -> tuple[Notice, list[Event]]:
    """Return the new notice to one mayor; nobody in it is told of another addressee (BB-03).

    Raises:
        NotAllowed: when the actor is excluded (P-02), the policy names no ground (P-05), or a drill would ring a mayor
            who did not agree to it (X-05).
        OutOfStep: when the situation is over already.
        Malformed: when the gemeente is unknown, or a key would go to somebody else than this mayor and the NCTV.
    """
    params = act.params
    if not isinstance(params, Send | SendAcute):
        raise Malformed("act.malformed", "Only a notice opens an item of this flow.", field="act")
    must_not_leave_itself_out(params, actor)
    if act.drill and not params.drill_consent:
        raise NotAllowed("drill.consent", "A mayor takes part in a drill only after agreeing to it.")
    must_be_later(params.until_at, now, "until_at")
    area = Scope(params.gemeente)
    if policy.ground(FLOW, "nctv", "gemeente") is None:
        raise NotAllowed("ground.none", "The policy names no ground on which the NCTV may tell a mayor this.")
    gemeente = policy.areas.gemeente(area, field="params.gemeente")
    _must_reach_nobody_else(params.wraps, sealed_for(area, actor.holding))
    content = Sha256Hex(params.content)
    data = Burgemeestersbericht(
        scenario=params.scenario if isinstance(params, Send) else ACUTE,
        urgent=isinstance(params, SendAcute) or params.visible,
        arrondissement=gemeente.arrondissement,
        eenheid=gemeente.eenheid,
        newest=content,
        writer=actor.person,
        until_at=params.until_at,
    )
    opened = opened_item(
        act,
        params,
        item,
        actor,
        policy,
        now,
        state=State.TER_VRIJGAVE if isinstance(params, Send) else State.VERSTUURD,
        area=area,
        gezag=facts.gezag or Gezag(hovj(gemeente.arrondissement), now, ("persoon",)),
        data=data,
    )
    events: list[Event] = [
        ContentAdded(content, "bericht"),
        Written(content, actor.person),
        *(ParticipantAdded(one, "nctv") for one in dict.fromkeys((actor.holding, *DESK))),
    ]
    if isinstance(params, Send):
        return opened, [*events, StateChanged(State.TER_VRIJGAVE), _to_be_released(opened, policy, now)]
    return opened, [*events, *to_mayor(opened, policy, now), look_later(opened, actor.holding, policy, now)]


def to_mayor(item: Notice, policy: Policy, now: datetime) -> list[Event]:
    """Return what lets the mayor read: he is rung until he knows, and the NCTV keeps what he knows up to date.

    OM, police and KMar see that the notice is there (`beside`); `gemeente_contact` never does (BB-08).
    """
    current = item.data.until_at or policy.terms["burgemeester_actueel"].after(now)
    return [
        StateChanged(State.VERSTUURD),
        ParticipantAdded(burgemeester(item.area), "burgemeester"),
        *(ParticipantAdded(one, "zonder_inhoud") for one in beside(item)),
        to_be_known(item, policy, now),
        ObligationOpened("actueel", DESK, "L-8.regulier", current, current),
    ]


def to_be_known(item: Notice, policy: Policy, now: datetime) -> ObligationOpened:
    """BB-04, BB-05: the mayor must know the newest word; an official who told it by telephone may say so."""
    due = None if item.data.urgent else now + policy.durations["burgemeester_gelezen"]
    knows = (burgemeester(item.area), *DESK)
    return ObligationOpened("kennisnemen", knows, "L-4" if item.data.urgent else "L-4.regulier", now, due)


def look_later(item: Notice, writer: Holding, policy: Policy, now: datetime) -> ObligationOpened:
    """BB-02: what went out at once is looked at afterwards by a second official; it delays nothing."""
    due = now + policy.durations["tweede_blik"]
    return ObligationOpened("tweede_blik", second(writer), "BB-02.regulier", now, due)


def _to_be_released(item: Notice, policy: Policy, now: datetime) -> ObligationOpened:
    """BB-02, BB-07: four eyes first; sooner where people will see measures."""
    others, urgent = second(item.opened_as), item.data.urgent
    due = now + policy.durations["burgemeester_zichtbaar" if urgent else "burgemeester"]
    return ObligationOpened("vrijgeven", others, "BB-02.vrijgeven" if urgent else "BB-02.regulier", now, due)


def _must_reach_nobody_else(wraps: list[WrapParam], readers: tuple[Holding, ...]) -> None:
    """BB-03, BB-05, BB-08: no other mayor, no stand-in, no `gemeente_contact`.

    Raises:
        Malformed: naming the wrap.
    """
    for place, wrap in enumerate(wraps):
        if wrap.holding not in readers:
            raise Malformed(
                "wrap.other_reader",
                "A notice is sealed to its own mayor and to the NCTV, and to nobody else.",
                field=f"params.wraps.{place}",
            )
