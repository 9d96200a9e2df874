"""How an item of its own begins: with what every act that opens one names, whichever its flow."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from domain.acts.sealed import Opening, excluded_persons
from domain.acts.spec import ParsedAct
from domain.errors import Malformed, NotAllowed
from domain.facts import Facts
from domain.functies import Holding, Scope, scope_fits
from domain.ids import Dossier, ItemId
from domain.items import Actor, Gezag, Item
from domain.policy import Policy

DataT = TypeVar("DataT")


def must_not_leave_itself_out(params: Opening, actor: Actor) -> None:
    """P-02: nobody opens an item from which the very act leaves them out; not asked of a signal, which refuses nobody.

    Raises:
        NotAllowed: when the actor is among those left out.
    """
    if actor.person in excluded_persons(params.excluded):
        raise NotAllowed("item.excluded", "Nobody acts in an item about themselves; somebody else must.")


def must_serve(rccb: Holding, facts: Facts) -> None:
    """C §2.4.2: where somebody of a rccb is left out, it is not a colleague of the same eenheid, but another eenheid.

    Raises:
        Malformed: when it is that rccb, or its scope is no eenheid.
    """
    if rccb in facts.touched or not scope_fits(rccb.functie, rccb.scope):
        raise Malformed("rccb.excluded", "Choose the rccb of another eenheid for this item.", field="params.rccb")


def opened_item(
    act: ParsedAct,
    params: Opening,
    item: ItemId,
    actor: Actor,
    policy: Policy,
    now: datetime,
    *,
    state: str,
    area: Scope,
    gezag: Gezag | None,
    data: DataT,
) -> Item[DataT]:
    """Return the new item, at version 0: nothing of it is stored. Its flow is that of the act.

    It keeps the version of the policy under which it was opened (EV-04), and whom the act leaves out (P-02).
    """
    return Item(
        id=item,
        flow=act.spec.family,
        state=state,
        version=0,
        dossier=Dossier(params.dossier),
        area=area,
        opened_at=now,
        opened_by=actor.person,
        opened_as=actor.holding,
        policy_version=policy.version,
        drill=act.drill,
        parent=None,
        recipient=params.recipient,
        excluded=excluded_persons(params.excluded),
        gezag=gezag,
        closed_at=None,
        data=data,
        follows=None if params.follows is None else ItemId(params.follows),
    )
