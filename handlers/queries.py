"""Reading items: who may see which, and what one answer about an item says (P-01, P-06, SA-04, X-02, EV-04)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from domain.acts.envelope import Proof, SignedAct
from domain.acts.payload import parse_payload
from domain.audit.leaves import LeafType
from domain.errors import NotFound
from domain.events import Followed
from domain.functies import Holding
from domain.ids import Dossier, ItemId, Sha256Hex
from domain.items import Item
from domain.obligations import Obligation
from domain.policy import Policy, Selector
from domain.ports import Wrap
from handlers.flows import FLOWS
from handlers.gezag import Timeline, as_of_now, card, timelines
from handlers.grounds import grounds
from handlers.reading import DoorUnit
from handlers.retention import retention_view, unknown
from handlers.sessions import Viewer
from handlers.views import (
    ContentView,
    CountView,
    GezagskaartView,
    GezagView,
    HistoryView,
    HoldingView,
    ItemLine,
    ItemList,
    ItemView,
    LinkedView,
    ManyLine,
    ObligationView,
    PeriodView,
    ProofView,
    RungPerson,
    RungView,
    SelectorView,
    SignedView,
    WrapView,
    base64_text,
)
from handlers.withheld import is_kept, kept_blobs, state_shown, without_kept

FEW: Final = 8
"""So many open items of one gesture still stand in a list each for itself."""


def list_items(uow: DoorUnit, viewer: Viewer, limit: int, now: datetime) -> ItemList:
    """Return the newest items in which this person takes part now (P-01: functie, scope and need to know)."""
    found, many = _gathered(uow, viewer, limit + 1)
    parts = uow.items.participants_of([item.id for item in found])
    read = [item for item in found if takes_part(viewer, item, parts[item.id])][:limit]
    return ItemList(lines_of(uow, viewer, read, parts, now), len(found) > limit, many)


def lines_of(
    uow: DoorUnit,
    viewer: Viewer,
    read: Sequence[Item[Any]],
    parts: Mapping[ItemId, Sequence[Holding]],
    now: datetime,
) -> tuple[ItemLine, ...]:
    """Return these items in short, each as this person is told of it now (SA-08, RM-02)."""
    mine = as_of_now(read, timelines(uow, {item.dossier for item in read if item.closed_at is not None}))
    parents = uow.items.load_all({item.parent for item in mine if item.parent is not None})
    numbers = Numbers(uow)
    return tuple(
        FLOWS[item.flow].lined(
            uow,
            replace(
                _line(numbers, item, parents.get(item.parent or item.id)),
                state=state_shown(item, parts[item.id], viewer.holdings, now),
            ),
            set(viewer.holdings) & set(parts[item.id]),
            now,
        )
        for item in mine
    )


def _gathered(uow: DoorUnit, viewer: Viewer, limit: int) -> tuple[Sequence[Item[Any]], tuple[ManyLine, ...]]:
    """The newest items, and in one line each those that a gesture opened together, which this person keeps (BB-03).

    Else a notice to all mayors would push everything else off the list.
    """
    held = {one.functie for one in viewer.holdings}
    flows = {name for name, flow in FLOWS.items() if flow.many is not None and flow.many.keepers & held}
    apart: set[tuple[str, Dossier]] = set()
    while True:
        found = uow.items.visible_to(viewer.person, viewer.holdings, limit, sorted(apart))
        counted = Counter((one.flow, one.dossier) for one in found if one.flow in flows and one.closed_at is None)
        more = {pair for pair, count in counted.items() if count > FEW}
        if not more:
            return found, tuple(line for flow, dossier in sorted(apart) for line in _many(uow, flow, dossier))
        apart |= more


def _many(uow: DoorUnit, flow: str, dossier: Dossier) -> Iterable[ManyLine]:
    for drill, rows in groupby(uow.items.states_of(flow, dossier), key=lambda one: one.drill):
        found = list(rows)
        counts = tuple(CountView(one.state, one.count) for one in found)
        newest, mark = max(one.opened_at for one in found), sum(one.mark for one in found)
        yield ManyLine(flow, dossier, drill, newest, counts, mark)


def item_detail(uow: DoorUnit, viewer: Viewer, item_id: ItemId, small: int, policy: Policy, now: datetime) -> ItemView:
    """Return everything this person may know of one item; blobs up to `small` bytes come along.

    The release of what comes along must be recorded (`handlers.releases`) before the answer leaves.

    Raises:
        NotFound: when there is no such item for this person, whether or not it exists.
    """
    item = readable(uow, viewer, item_id)
    passed = timelines(uow, (item.dossier,))
    [item] = as_of_now([item], passed)
    participants = uow.items.participants(item.id)
    mine = set(viewer.holdings) & set(participants)
    history = tuple(
        HistoryView(line.version, line.act, line.at, line.tag, json.loads(line.body))
        for line in uow.items.history(item.id)
    )
    numbers = Numbers(uow)
    view = ItemView(
        item=_line(numbers, item, None if item.parent is None else uow.items.load(item.parent)),
        recipient=item.recipient,
        excluded=tuple(sorted(item.excluded)),
        participants=tuple(numbers.view(holding) for holding in participants),
        obligations=tuple(
            _obligation(uow, numbers, one, now) for one in uow.obligations.of_item(item.id, open_only=False)
        ),
        history=history,
        timeline=_periods(numbers, item, passed.get((item.dossier, item.drill))),
        linked=tuple(_linked(uow, viewer, item, history, now)),
        acts=tuple(_acts(uow, viewer, item, now)),
        wraps=tuple(_wraps(uow, viewer, item.id)),
        contents=tuple(_contents(uow, item.id, small)),
        grounds=grounds(viewer, mine, item, policy),
        retention=retention_view(uow, item, mine, policy),
        now=now,
    )
    kept = without_kept(view) if is_kept(item, participants, viewer.holdings, now) else view
    return FLOWS[item.flow].shown(kept, mine)


def readable(uow: DoorUnit, viewer: Viewer, item_id: ItemId) -> Item[Any]:
    """Return an item this person takes part in.

    Raises:
        NotFound: otherwise, telling nothing about whether it exists.
        Gone: when they took part in it and it was erased (EV-03).
    """
    item = uow.items.load(item_id)
    if item is None:
        raise unknown(uow, item_id, viewer.holdings)
    if not may_read(uow, viewer, item):
        raise NotFound("item.unknown", "There is no such item for this person.", field="item")
    return item


def may_read(uow: DoorUnit, viewer: Viewer, item: Item[Any]) -> bool:
    """Tell whether the person holds a functie that takes part and is not excluded (P-01, P-02)."""
    return takes_part(viewer, item, uow.items.participants(item.id))


def takes_part(viewer: Viewer, item: Item[Any], participants: Collection[Holding]) -> bool:
    """Tell the same, of whom takes part in the item."""
    return viewer.person not in item.excluded and bool(set(viewer.holdings) & set(participants))


def _line(numbers: Numbers, item: Item[Any], parent: Item[Any] | None) -> ItemLine:
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
        gezagskaart=_gezagskaart(numbers, item, parent),
        closed_at=item.closed_at,
    )


def _gezagskaart(numbers: Numbers, item: Item[Any], parent: Item[Any] | None) -> GezagskaartView | None:
    found = card(item, parent)
    if found is None:
        return None
    local = found.local_measures
    return GezagskaartView(found.public_order, numbers.view(local) if isinstance(local, Holding) else local)


def _periods(numbers: Numbers, item: Item[Any], timeline: Timeline | None) -> tuple[PeriodView, ...]:
    """P-06: the local authority until a designation, the NCTV from that instant on, the local one again."""
    if item.gezag is None or timeline is None:
        return ()
    passed = (PeriodView(numbers.view(one.holding), one.since, one.over) for one in timeline.passed)
    return (PeriodView(numbers.view(timeline.before), None, ("persoon",)), *passed)


class Numbers:
    """The telephone numbers of all functies, read once per answer: there is always a number to call."""

    def __init__(self, uow: DoorUnit) -> None:
        self._found = uow.directory.numbers()

    def number(self, holding: Holding) -> str | None:
        """Return the number the signed directory gives, or None."""
        return self._found.get(holding)

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
                index, rung.moment(one.start), index <= one.rung, tuple(selector_view(numbers, who) for who in rung.who)
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


def selector_view(numbers: Numbers, who: Selector) -> SelectorView:
    """Return one group on a rung, with the number to call."""
    named = None if who.functie is None or who.scope is None else Holding(who.functie, who.scope)
    number = None if named is None else numbers.number(named)
    return SelectorView(who.functie, who.scope, who.relation, who.slot.value, number)


def _linked(
    uow: DoorUnit, viewer: Viewer, item: Item[Any], history: Iterable[HistoryView], now: datetime
) -> Iterable[LinkedView]:
    related = [(one, "child") for one in uow.items.children(item.id)]
    for line in history:
        if line.tag == Followed.tag:
            related += _known(uow, ItemId(line.event["item"]), "follower")
    related = [*_known(uow, item.parent, "parent"), *_known(uow, item.follows, "followed"), *related]
    for other, relation in related:
        part = uow.items.participants(other.id)
        state = state_shown(other, part, viewer.holdings, now)
        yield LinkedView(other.id, other.flow, state, relation, takes_part(viewer, other, part))


def _known(uow: DoorUnit, item: ItemId | None, relation: str) -> list[tuple[Item[Any], str]]:
    found = None if item is None else uow.items.load(item)
    return [] if found is None else [(found, relation)]


def _acts(uow: DoorUnit, viewer: Viewer, item: Item[Any], now: datetime) -> Iterable[SignedView]:
    ids = dict.fromkeys(line.act for line in uow.items.history(item.id) if line.act is not None)
    for act in ids:
        signed = uow.acts.signed(act)
        payload = None if signed is None else parse_payload(signed.payload)
        if signed is None or payload is None or payload.item != item.id:
            continue
        others = (uow.items.load(other) for other in FLOWS[item.flow].told_of(payload))
        if not any(other is not None and _outcome_is_kept(uow, viewer, other, now) for other in others):
            yield signed_view(signed)


def _outcome_is_kept(uow: DoorUnit, viewer: Viewer, other: Item[Any], now: datetime) -> bool:
    """Tell whether an act that tells the outcome of this other item would tell the viewer what is kept from them.

    P-01, P-02, SA-12: they take no part in it, or are excluded from it. SA-08: it was refused, and its requester was
    not called yet.
    """
    part = uow.items.participants(other.id)
    return not takes_part(viewer, other, part) or is_kept(other, part, viewer.holdings, now)


def signed_view(signed: SignedAct) -> SignedView:
    """Return a signed act as it travels; the bytes are those that were signed."""
    return SignedView(signed.payload_type, base64_text(signed.payload), tuple(map(_proof, signed.proofs)))


def _proof(proof: Proof) -> ProofView:
    sig, by_passkey = base64_text(proof.signature), proof.kind == "webauthn"
    data, client = base64_text(proof.authenticator_data), base64_text(proof.client_data)
    return ProofView(proof.kind, proof.device, sig, data if by_passkey else None, client if by_passkey else None)


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


def blob_of_item(
    uow: DoorUnit, viewer: Viewer, item_id: ItemId, blob: Sha256Hex, now: datetime
) -> tuple[LeafType, int]:
    """Return what kind of release this blob would be, and its size in bytes.

    Raises:
        NotFound: when the item has no such blob for this person (yet, SA-08): content, or a wrap for what they hold.
    """
    item = readable(uow, viewer, item_id)
    waits = is_kept(item, uow.items.participants(item_id), viewer.holdings, now)
    kept = waits and blob in kept_blobs(uow, item)
    size = uow.blobs.size(blob)
    if size is not None and not kept:
        if any(row.blob == blob for row in uow.items.contents(item_id)):
            return LeafType.RELEASE_BLOB, size
        if any(wrap.blob == blob for wrap in _open_wraps(uow, viewer, item_id)):
            return LeafType.RELEASE_WRAP, size
    raise NotFound("blob.unknown", "There is no such blob; ask for one the item names.", field="sha")
