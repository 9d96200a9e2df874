"""Opening an item of its own from a device: sealed, signed and sent; and which rccb serves it (P-02, P-04)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from client.answers import ActAnswer
from client.content_rules import must_say_what_its_act_asks
from client.item_acts import ItemActs
from client.linked import exclusions_of, seal_item
from domain.catalogue import SPECS
from domain.contents import AnyContent
from domain.functies import Functie, Holding, Scope
from domain.ids import ItemId, PersonId, random_id


@dataclass(frozen=True, slots=True)
class Submitted:
    """An item that was sent: its id, the answer, and which roles could not be given its key."""

    item: ItemId
    answer: ActAnswer
    gaps: tuple[Holding, ...]


class OpeningActs(ItemActs):
    """What every flow whose items open by themselves stands on."""

    async def open_item(
        self,
        name: str,
        content: AnyContent,
        readers: Iterable[Holding],
        own: Mapping[str, object],
        *,
        holding: Holding,
        excluded: Collection[PersonId] = (),
        dossier: str | None = None,
        follows: ItemId | None = None,
        drill: bool = False,
    ) -> Submitted:
        """Seal an item to `readers` and to who opens it, and open it with the flow's `own` parameters.

        Who is `excluded`, here or from what it `follows`, gets no key (P-02). Without a `dossier` a new random handle
        stands for the person.

        Raises:
            ContentRefused: when the content does not say what its act asks, or nobody vouches for who is excluded.
        """
        excluded = await self.left_out(excluded, follows)
        act = self.new_act()
        sealed = seal_item(
            self, content, list(dict.fromkeys((*readers, holding))), frozenset(excluded), act, name, holding
        )
        params = SPECS[name].params.model_validate(
            {
                "dossier": dossier or random_id(self.random),
                "recipient": sealed.recipient,
                "wraps": sealed.wraps,
                "content": sealed.content,
                "excluded": excluded,
                "follows": follows,
                **own,
            }
        )
        must_say_what_its_act_asks(params, content)
        answer = await self.act(name, params, holding, id=act, item=sealed.item, blobs=sealed.blobs, drill=drill)
        return Submitted(sealed.item, answer, sealed.gaps)

    async def left_out(self, excluded: Collection[PersonId], follows: ItemId | None) -> list[PersonId]:
        """Return who is excluded from a new item: also everybody who is from the item it follows from (P-02).

        Raises:
            ContentRefused: when nobody but the service says who is excluded from that one.
        """
        if follows is None:
            return list(excluded)
        return sorted({*excluded, *exclusions_of(await self.read(follows))})

    def rccb_of(self, area: str) -> Holding:
        """Return the rccb of the eenheid in which an arrondissement lies (P-04: from data)."""
        known = self.eenheid_of.get(Scope(area), Scope(f"eenheid:{area.partition(':')[2]}"))
        return Holding(Functie.RCCB, known)

    def other_eenheid(self, area: str, excluded: Collection[PersonId]) -> Scope | None:
        """Return the eenheid to ask where somebody excluded is rccb of the area's own (P-02, C §2.4.2), else None.

        One that has an rccb goes first; the sender may choose another, nearer one.
        """
        own = self.rccb_of(area)
        if not set(excluded) & set(self.directory.holders(own)):
            return None
        others = {Holding(Functie.RCCB, scope) for scope in self.eenheid_of.values()} - {own}
        free = sorted(one for one in others if not set(excluded) & set(self.directory.holders(one)))
        return next((one.scope for one in sorted(free, key=lambda one: not self.directory.holders(one))), None)
