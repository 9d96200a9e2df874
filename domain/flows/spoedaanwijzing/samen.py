"""Which joined requests one linked item serves, and who is therefore excluded from it (P-02, SA-12)."""

from __future__ import annotations

from domain.acts.payload import Params
from domain.acts.sealed import LinkedItem
from domain.facts import Facts
from domain.flows.spoedaanwijzing.acts import Decide
from domain.flows.spoedaanwijzing.state import Spoedaanwijzing
from domain.ids import ItemId, PersonId
from domain.items import Item


def excluded_from(linked: LinkedItem, item: Item[Spoedaanwijzing], params: Params, facts: Facts) -> frozenset[PersonId]:
    """Return who gets no key of a linked item and is not rung for it (P-02): whoever one request it serves excludes.

    SA-12: the one order of a decision serves each request that is designated in it; word to an rccb serves those of
    its eenheid. What a request that is refused excludes says nothing of either. `params` are those of an act that the
    rules accepted, on `item`.
    """
    parent: Item[Spoedaanwijzing] = item if linked.joined is None else facts.others[ItemId(linked.joined)][0]
    excluded = parent.excluded
    if not isinstance(params, Decide):
        return excluded
    designated = [facts.others[ItemId(one.item)][0] for one in params.joined if one.outcome != "niet_aangewezen"]
    for one in designated:
        if linked.flow == "opdracht" or one.data.rccb == parent.data.rccb:
            excluded |= one.excluded
    return excluded
