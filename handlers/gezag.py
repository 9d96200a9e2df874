"""The gezagskaart of any item, linked ones included: read off the request it hangs on (P-06)."""

from __future__ import annotations

from typing import Any

from domain.flows import spoedaanwijzing
from domain.flows.spoedaanwijzing.gezag import Gezagskaart, gezagskaart
from domain.items import Item


def card(item: Item[Any], parent: Item[Any] | None) -> Gezagskaart | None:
    """Return who is the authority and who keeps which measures, for an item as stored; None when it has no request.

    `parent` is the item it is linked to, as stored; None for a request itself.
    """
    root = item if item.parent is None else parent
    if root is None or root.flow != spoedaanwijzing.FLOW or item.gezag is None:
        return None
    return gezagskaart(item.gezag, root.state, spoedaanwijzing.read(root.data))
