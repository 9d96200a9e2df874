"""Reading items: who may see which, and what one answer about an item says (P-01, P-06, SA-04, X-02, EV-04)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from domain.acts.envelope import SignedAct
from domain.acts.payload import parse_payload
from domain.audit.leaves import LeafType
from domain.errors import NotFound
from domain.functies import Holding
from domain.ids import ItemId, Sha256Hex
from domain.items import Item
from domain.obligations import Obligation
from domain.policy import Selector
from domain.ports import Wrap
from handlers.gezag import card
from handlers.reading import DoorUnit
from handlers.sessions import Viewer
from handlers.views import (
    ContentView,
    GezagskaartView,
    GezagView,
    HistoryView,
    HoldingView,
    ItemLine,
    ItemList,
    ItemView,
    LinkedView,
    ObligationView,
    ProofView,
    RungPerson,
    RungView,
    SelectorView,
    SignedView,
    WrapView,
    base64_text,
)


def list_items(uow: DoorUnit, viewer: Viewer, limit: int) -> ItemList:
    """Return the newest items in which this person takes part now (P-01: functie, scope and need to know)."""
    found = uow.items.visible_to(viewer.person, viewer.holdings, limit + 1)
    mine = [item for item in found if may_read(uow, viewer, item)]
    numbers = Numbers(uow)
    return ItemList(tuple(_line(numbers, item) for item in mine[:limit]), len(found) > limit)


def item_detail(uow: DoorUnit, viewer: Viewer, item_id: ItemId, small: int, now: datetime) -> ItemView:
    """Return everything this person may know of one item; blobs up to `small` bytes come along.

    The release of what comes along must be recorded (`handlers.releases`) before the answer leaves.

    Raises:
        NotFound: when there is no such item for this person, whether or not it exists.
    """
    item = readable(uow, viewer, item_id)
    numbers = Numbers(uow)
    return ItemView(
        item=_line(numbers, item),
        gezagskaart=_gezagskaart(uow, numbers, item),
        recipient=item.recipient,
        excluded=tuple(sorted(item.excluded)),
        participants=tuple(numbers.view(holding) for holding in uow.items.participants(item.id)),
        obligations=tuple(
            _obligation(uow, numbers, one, now) for one in uow.obligations.of_item(item.id, open_only=False)
        ),
        history=tuple(
            HistoryView(line.version, line.act, line.at, line.tag, json.loads(line.body))
            for line in uow.items.history(item.id)
        ),
        linked=tuple(_linked(uow, viewer, item)),
        acts=tuple(_acts(uow, item.id)),
        wraps=tuple(_wraps(uow, viewer, item.id)),
        contents=tuple(_contents(uow, item.id, small)),
        now=now,
    )


def readable(uow: DoorUnit, viewer: Viewer, item_id: ItemId) -> Item[Any]:
    """Return an item this person takes part in; raises NotFound otherwise, telling nothing about whether it exists."""
    item = uow.items.load(item_id)
    if item is None or not may_read(uow, viewer, item):
        raise NotFound("item.unknown", "There is no such item for this person.", field="item")
    return item


def may_read(uow: DoorUnit, viewer: Viewer, item: Item[Any]) -> bool:
    """Tell whether the person holds a functie that takes part and is not excluded (P-01, P-02)."""
    if viewer.person in item.excluded:
        return False
    return bool(set(viewer.holdings) & set(uow.items.participants(item.id)))


def _line(numbers: Numbers, item: Item[Any]) -> ItemLine:
    gezag = item.gezag
    return ItemLine(
        id=item.id,
        flow=item.flow,
        state=item.state,
        version=item.version,
        dossier=item.dossier,
        area=item.area,
        opened_at=item.opened_at,
        opened_by=item.opened_by,
        opened_as=numbers.view(item.opened_as),
        policy_version=item.policy_version,
        drill=item.drill,
        parent=item.parent,
        gezag=None if gezag is None else GezagView(numbers.view(gezag.holding), gezag.since, gezag.over),
        closed_at=item.closed_at,
    )


def _gezagskaart(uow: DoorUnit, numbers: Numbers, item: Item[Any]) -> GezagskaartView | None:
    found = card(uow.items, item)
    if found is None:
        return None
    local = None if found.local_measures is None else numbers.view(found.local_measures)
    return GezagskaartView(found.public_order, local)


class Numbers:
    """The telephone number of each functie, read once per answer: there is always a number to call."""

    def __init__(self, uow: DoorUnit) -> None:
        self._uow = uow
        self._found: dict[Holding, str | None] = {}

    def number(self, holding: Holding) -> str | None:
        """Return the number the signed directory gives, or None."""
        if holding not in self._found:
            self._found[holding] = self._uow.directory.number(holding)
        return self._found[holding]

    def view(self, holding: Holding) -> HoldingView:
        """Return a holding with its number."""
        return HoldingView(holding.functie, holding.scope, self.number(holding))


def _obligation(uow: DoorUnit, numbers: Numbers, one: Obligation, now: datetime) -> ObligationView:
    return ObligationView(
        what=one.what,
        waits_for=tuple(numbers.view(holding) for holding in one.settles_by),
        ladder=one.ladder.name,
        source=one.ladder.source,
        policy_version=one.policy_version,
        opened_at=one.opened_at,
        start=one.start,
        due=one.due,
        late=one.settled_at is None and one.due is not None and one.due < now,
        rung=one.rung,
        rungs=tuple(
            RungView(
                index, one.start + rung.after, index <= one.rung, tuple(_selector(numbers, who) for who in rung.who)
            )
            for index, rung in enumerate(one.ladder.rungs)
        ),
        rang=tuple(
            RungPerson(
                person=row.person,
                rung=row.rung,
                rings=row.rings,
                seen=row.seen_rung >= 0,
                calling=row.calling_rung >= 0,
                paused_until=row.paused_until,
                settled=row.person == one.settled_by,
            )
            for row in uow.obligations.ringing(one.id)
        ),
        settled_at=one.settled_at,
        settled_by=one.settled_by,
        outcome=one.outcome,
    )


def _selector(numbers: Numbers, who: Selector) -> SelectorView:
    named = None if who.functie is None or who.scope is None else Holding(who.functie, who.scope)
    number = None if named is None else numbers.number(named)
    return SelectorView(who.functie, who.scope, who.relation, who.slot.value, number)


def _linked(uow: DoorUnit, viewer: Viewer, item: Item[Any]) -> Iterable[LinkedView]:
    parent = None if item.parent is None else uow.items.load(item.parent)
    related = ([] if parent is None else [(parent, "parent")]) + [(one, "child") for one in uow.items.children(item.id)]
    for other, relation in related:
        yield LinkedView(other.id, other.flow, other.state, relation, may_read(uow, viewer, other))


def _acts(uow: DoorUnit, item: ItemId) -> Iterable[SignedView]:
    ids = dict.fromkeys(line.act for line in uow.items.history(item) if line.act is not None)
    for act in ids:
        signed = uow.acts.signed(act)
        if signed is not None and parse_payload(signed.payload).item == item:
            yield signed_view(signed)


def signed_view(signed: SignedAct) -> SignedView:
    """Return a signed act as it travels; the bytes are those that were signed."""
    proofs = tuple(ProofView(proof.kind, proof.device, base64_text(proof.signature)) for proof in signed.proofs)
    return SignedView(signed.payload_type, base64_text(signed.payload), proofs)


def _wraps(uow: DoorUnit, viewer: Viewer, item: ItemId) -> Iterable[WrapView]:
    for wrap in _open_wraps(uow, viewer, item):
        data = _data(uow, wrap.blob)
        yield WrapView(wrap.holding.functie, wrap.holding.scope, wrap.epoch, wrap.device, wrap.blob, data)


def _open_wraps(uow: DoorUnit, viewer: Viewer, item: ItemId) -> Iterable[Wrap]:
    """The wraps released to this device: of a holding that takes part and that the person holds, now."""
    released = set(viewer.holdings) & set(uow.items.participants(item))
    for wrap in uow.items.wraps(item):
        if wrap.holding in released and wrap.device in (None, viewer.device):
            yield wrap


def _contents(uow: DoorUnit, item: ItemId, small: int) -> Iterable[ContentView]:
    for row in uow.items.contents(item):
        size = uow.blobs.size(row.blob)
        if size is not None:
            data = _data(uow, row.blob) if size <= small else None
            yield ContentView(row.blob, row.kind, row.act, row.at, size, data)


def _data(uow: DoorUnit, blob: Sha256Hex) -> str:
    return base64_text(whole_blob(uow, blob))


def whole_blob(uow: DoorUnit, blob: Sha256Hex) -> bytes:
    """Return a blob that is small enough to hold in memory."""
    data, number = b"", 0
    while piece := uow.blobs.chunk(blob, number):
        data, number = data + piece, number + 1
    return data


def blob_of_item(uow: DoorUnit, viewer: Viewer, item_id: ItemId, blob: Sha256Hex) -> tuple[LeafType, int]:
    """Return what kind of release this blob would be, and its size in bytes.

    Raises:
        NotFound: when the item has no such blob for this person: content, or a wrap for what they hold.
    """
    readable(uow, viewer, item_id)
    size = uow.blobs.size(blob)
    if size is not None:
        if any(row.blob == blob for row in uow.items.contents(item_id)):
            return LeafType.RELEASE_BLOB, size
        if any(wrap.blob == blob for wrap in _open_wraps(uow, viewer, item_id)):
            return LeafType.RELEASE_WRAP, size
    raise NotFound("blob.unknown", "There is no such blob; ask for one the item names.", field="sha")
