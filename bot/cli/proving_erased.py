"""Holds acts whose bytes are gone against what the log itself says was erased: retention is proven, not believed."""

from __future__ import annotations

from collections.abc import Iterable

from bot.cli.proving import Untrue
from domain.audit.leaves import LeafFields, LeafType
from domain.ids import ItemId
from domain.retention import digest
from storage.evidence import Evidence, StoredAct


class ErasedActs:
    """The erasures that one log tells of, and the acts of it that are kept as a hash alone (EV-03)."""

    def __init__(self, store: Evidence, log: str) -> None:
        self._store, self._log = store, log
        self._said: list[tuple[int | None, frozenset[ItemId], str]] = []
        self._gone: list[tuple[int | None, ItemId | None]] = []

    @property
    def count(self) -> int:
        """How many acts are kept as a hash alone."""
        return len(self._gone)

    def leaf(self, leaf: LeafFields, kept: Iterable[tuple[str, bytes, str]], index: int | None) -> None:
        """Note which items a leaf says were erased, and the hash over all their acts. Raises Untrue."""
        if leaf.type is not LeafType.ERASURE:
            return
        said = {field: value for field, _, value in kept}
        if not {"items", "acts"} <= said.keys():
            raise Untrue(self._log, index, "what it says was erased is not kept")
        self._said.append((index, frozenset(map(ItemId, said["items"].split(","))), said["acts"]))

    def act(self, leaf: LeafFields, act: StoredAct, index: int | None) -> None:
        """Check what is left of an act that was erased against its leaf. Raises Untrue."""
        if (act.log, act.seq + 1, act.accepted) != (self._log, leaf.seq, leaf.type is LeafType.ACT):
            raise Untrue(self._log, index, "its act belongs to another log, number or outcome")
        self._gone.append((index, act.item))

    def finish(self) -> None:
        """Return only if each of these acts is of an item that was erased, by exactly these acts. Raises Untrue."""
        for index, items, acts in self._said:
            if digest(self._store.retention.acts(items).get(self._log, ())) != acts:
                raise Untrue(self._log, index, "other acts were erased than it says")
        named = frozenset[ItemId]().union(*(items for _, items, _ in self._said))
        for index, item in self._gone:
            if item not in named:
                raise Untrue(self._log, index, "its act is gone, and the log does not say that it was erased")
