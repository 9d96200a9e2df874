"""On which legal grounds the organisations of an item give each other what it holds, as a reader sees it (P-05)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final

from domain.functies import RULES, Holding, ScopeKind
from domain.items import Item
from domain.policy import Policy
from handlers.flows import FLOWS
from handlers.sessions import Viewer
from handlers.views import GroundView

_ORGANISATIONS: Final = sorted(frozenset().union(*(rule.organisations for rule in RULES.values())))


def grounds(viewer: Viewer, mine: Collection[Holding], item: Item[Any], policy: Policy) -> tuple[GroundView, ...]:
    """Return the ground of every route of this item, as stored, from or to the reader's organisation, in a fixed order.

    `mine` are the reader's holdings that take part. The grounds are those of the policy under which the item was opened
    (EV-04). Nobody learns from them between which others it goes; and who acts for themselves alone, a protected person
    or an aanmelder, is given none: they would tell who is in the stelsel (RM-02, SG-05).
    """
    flow, own = FLOWS[item.flow], viewer.organisation
    if all(RULES[holding.functie].scope is ScopeKind.OWN for holding in mine):
        return ()
    others = sorted(set(flow.between(replace(item, data=flow.rules.read(item.data)))))
    if own not in others:
        return ()
    under = policy.under(item.policy_version)
    routes = [route for other in others if other != own for route in ((own, other), (other, own))]
    return tuple(
        GroundView(sender, receiver, found.text, found.source)
        for sender, receiver in routes
        if (found := under.ground(item.flow, sender, receiver)) is not None
    )


def to_others(viewer: Viewer, flow: str, policy: Policy) -> tuple[GroundView, ...]:
    """Return on which grounds the reader's organisation gives others what items of this flow hold, before there is one.

    Who acts for themselves alone is given none, as of an item.
    """
    own = viewer.organisation
    if all(RULES[holding.functie].scope is ScopeKind.OWN for holding in viewer.holdings):
        return ()
    return tuple(
        GroundView(own, other, found.text, found.source)
        for other in _ORGANISATIONS
        if other != own and (found := policy.ground(flow, own, other)) is not None
    )
