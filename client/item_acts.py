"""Doing an act on an item this person can read: read it, seal what goes with it, sign, send."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from client.answers import ActAnswer
from client.content import Place
from client.device import Device
from client.linked import key_of, linked_item, seal_item
from client.reading import Case
from client.signing import blob_name
from domain.acts.payload import Params
from domain.acts.sealed import LinkedItem
from domain.catalogue import SPECS
from domain.contents import AnyContent
from domain.functies import Holding
from domain.ids import ActId, ItemId, Sha256Hex


class Doing:
    """One act being prepared: its id (which content names), its item as just read, and the blobs that go with it."""

    def __init__(self, device: Device, name: str, case: Case, holding: Holding | None) -> None:
        self.device, self.name, self.case = device, name, case
        self.id: ActId = device.new_act()
        self.holding = device.acting_as(name, case, holding)
        self.blobs: dict[Sha256Hex, bytes] = {}

    def seal(self, content: AnyContent, into: Case | None = None) -> Sha256Hex:
        """Seal content to the item (or to another, `into`) and return its name."""
        case = into or self.case
        place = Place(case.id, key_of(case), self.id, self.name, self.holding, case.excluded)
        blob = self.device.seal(content, place)
        self.blobs[blob_name(blob)] = blob
        return blob_name(blob)

    def link(
        self,
        flow: str,
        content: AnyContent,
        readers: Sequence[Holding],
        joined: Case | None = None,
        serves: Iterable[Case] = (),
    ) -> LinkedItem:
        """Make a linked item of the act, or of a joined request; that item's exclusions hold for it too (P-02).

        So do those of the further joined requests that it `serves`, each read and verified (SA-12).
        """
        excluded = (joined or self.case).excluded.union(*(one.excluded for one in serves))
        sealed = seal_item(self.device, content, readers, excluded, self.id, self.name, self.holding)
        self.blobs.update(sealed.blobs)
        return linked_item(flow, sealed, None if joined is None else joined.id)

    async def send(self, params: Params) -> ActAnswer:
        """Sign, save and send; raises as `Device.act`."""
        return await self.device.act(
            self.name,
            params,
            self.holding,
            id=self.id,
            item=self.case.id,
            version=self.case.version if SPECS[self.name].versioned else None,
            blobs=self.blobs,
            drill=self.case.answer.item.drill,
        )


class ItemActs(Device):
    """What every flow's verbs stand on."""

    async def on(self, item: ItemId, name: str, holding: Holding | None = None) -> Doing:
        """Begin an act on an item: it is read and verified first. Raises as `Device.read`."""
        return Doing(self, name, await self.read(item), holding)

    async def bare(self, item: ItemId, name: str, params: Params, holding: Holding | None = None) -> ActAnswer:
        """Do an act that carries no content."""
        return await (await self.on(item, name, holding)).send(params)

    async def say(
        self,
        item: ItemId,
        name: str,
        content: AnyContent,
        params: Callable[[Sha256Hex], Params],
        holding: Holding | None = None,
    ) -> ActAnswer:
        """Do an act that carries one sealed content, whose name goes into its parameters."""
        doing = await self.on(item, name, holding)
        return await doing.send(params(doing.seal(content)))
