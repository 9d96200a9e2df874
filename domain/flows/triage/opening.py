"""How a triage opens: the authority puts a case forward, for direct admission or to the table (TR-01, P-02)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from domain.acts.spec import ParsedAct
from domain.errors import Malformed, NotAllowed
from domain.events import (
    ContentAdded,
    Event,
    ObligationOpened,
    ParticipantAdded,
    StateChanged,
    Told,
)
from domain.facts import Facts, authority_of
from domain.flows.triage.acts import Submit
from domain.flows.triage.parties import JUDGES, officers
from domain.flows.triage.state import State, Triage
from domain.functies import Functie, Holding, Scope, scope_fits
from domain.ids import ItemId, Sha256Hex
from domain.items import Actor, Gezag, Item
from domain.opened import must_not_leave_itself_out, must_serve, opened_item
from domain.parties import (
    NCTV_BEHANDELAAR,
    NCTV_TEAMLEIDER,
    PG,
    TRIAGESECRETARIAAT,
    adviseur_bbc,
    deputy,
    hovj,
    rccb_of,
)
from domain.policy import Policy

FLOW: Final = "triage"
SPOED: Final = "spoedaanwijzing"
"""The flow after which the HOvJ puts a case forward although the NCTV is the authority (TR-01)."""


def area_of(params: Submit, holding: Holding) -> Scope:
    """Return the arrondissement of a case: of who puts it forward, or as named in the place of its HOvJ (P-02).

    Raises:
        Malformed: when the HOvJ names another than his own, or who stands in for one names none.
    """
    if holding.functie is Functie.HOVJ:
        if params.area not in (None, holding.scope):
            raise Malformed("triage.area", "Put the case forward in your own arrondissement.", field="params.area")
        return holding.scope
    if params.area is None or not scope_fits(Functie.HOVJ, Scope(params.area)):
        raise Malformed("triage.area", "Name the arrondissement whose HOvJ you stand in for.", field="params.area")
    return Scope(params.area)


def open_item(
    act: ParsedAct, item: ItemId, actor: Actor, facts: Facts, policy: Policy, now: datetime
) -> tuple[Item[Triage], list[Event]]:
    """Return the new item and what happens at once: the NCTV must judge, or the secretariat puts it on the agenda.

    Raises:
        NotAllowed: when the actor is excluded (P-02), is not the authority (TR-01), or stands in for nobody.
        Malformed: when the arrondissement is missing, or the rccb is one of whom somebody is excluded.
    """
    params = act.params
    if not isinstance(params, Submit):
        raise Malformed("act.malformed", "Only an intake form opens an item of this flow.", field="act")
    must_not_leave_itself_out(params, actor)
    area = area_of(params, actor.holding)
    instead = deputy(facts, area)
    if actor.holding not in (hovj(area), instead):
        raise NotAllowed("triage.no_deputy", "This arrondissement has a HOvJ who can put the case forward himself.")
    _must_be_put_forward_by_the_authority(params, area, facts)
    rccb = rccb_of(params.rccb, area, policy)
    must_serve(rccb, facts)
    direct = params.line == "directe_opname"
    opened = opened_item(
        act,
        params,
        item,
        actor,
        policy,
        now,
        state=State.TE_BEOORDELEN if direct else State.TE_AGENDEREN,
        area=area,
        gezag=facts.gezag or Gezag(hovj(area), now, ("persoon",)),
        data=Triage(line=params.line, rccb=rccb, deputy=instead),
    )
    events: list[Event] = [ContentAdded(Sha256Hex(params.content), "intake")]
    events += _participants(opened, college=params.tell_college or facts.excludes_om)
    events += to_be_judged(policy, now) if direct else _to_the_table(policy, now)
    return opened, events


def to_be_judged(policy: Policy, now: datetime) -> list[Event]:
    """TR-05, L-7: the NCTV judges within the policy's working days; its ladder leads up to that moment."""
    due = policy.terms["triage_oordeel"].after(now)
    return [
        StateChanged(State.TE_BEOORDELEN),
        Told(NCTV_TEAMLEIDER, "te_beoordelen"),
        Told(NCTV_BEHANDELAAR, "te_beoordelen"),
        ObligationOpened("oordelen", JUDGES, "L-7.oordeel", due, due),
    ]


def _to_the_table(policy: Policy, now: datetime) -> list[Event]:
    due = now + policy.durations["triage_agenderen"]
    return [
        StateChanged(State.TE_AGENDEREN),
        ParticipantAdded(TRIAGESECRETARIAAT, "secretariaat"),
        ObligationOpened("agenderen", (TRIAGESECRETARIAAT,), "L-7.om", now, due),
    ]


def _must_be_put_forward_by_the_authority(params: Submit, area: Scope, facts: Facts) -> None:
    """TR-01: only the authority puts a case forward; the HOvJ also after the spoedaanwijzing that made the NCTV so.

    Raises:
        NotAllowed: when somebody else is the authority over the dossier.
    """
    followed = None if params.follows is None else facts.others.get(ItemId(params.follows))
    authority = authority_of(facts, area)
    after_spoed = followed is not None and followed[0].flow == SPOED and followed[0].area == area
    if authority != hovj(area) and not (authority.functie is Functie.NCTV and after_spoed):
        raise NotAllowed("gezag.other", "Somebody else is the authority over this dossier now; read the item again.")


def _participants(case: Item[Triage], *, college: bool) -> list[Event]:
    events: list[Event] = [ParticipantAdded(case.opened_as, "indiener")]
    for officer in officers(case):
        if officer != case.opened_as:
            events += [ParticipantAdded(officer, "hovj"), Told(officer, "aangedragen")]
    events.append(ParticipantAdded(adviseur_bbc(case.area), "adviseur"))
    events += [ParticipantAdded(one, "beoordelaar") for one in (NCTV_TEAMLEIDER, NCTV_BEHANDELAAR)]
    if college:
        events += [ParticipantAdded(PG, "college"), Told(PG, "college")]
    return events
