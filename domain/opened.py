"""How an item of its own begins: with what every act that opens one names, whichever its flow."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from domain.acts.sealed import Opening, excluded_persons
from domain.acts.spec import ParsedAct
from domain.functies import Scope
from domain.ids import Dossier, ItemId
from domain.items import Actor, Gezag, Item
from domain.policy import Policy

DataT = TypeVar("DataT")


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
