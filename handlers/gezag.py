"""The gezagskaart of any item of any flow, linked ones included: made by the flow of the request it hangs on (P-06)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.items import Gezagskaart, Item
from handlers.effects import FLOWS


def card(item: Item[Any], parent: Item[Any] | None) -> Gezagskaart | None:
    """Return who is the authority and who keeps which measures, for an item as stored; None when it has no request.

    `parent` is the item it is linked to, as stored; None for a request itself.
    """
    root = item if item.parent is None else parent
    if root is None or item.gezag is None:
        return None
    flow = FLOWS[root.flow]
    if flow.card is None:
        return None
    return flow.card(item.gezag, replace(root, data=flow.rules.read(root.data)))
