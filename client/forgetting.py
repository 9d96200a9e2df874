"""Forgets what this device keeps of an item once its retention is over: told so by the service, or by its own clock."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from client.answers import ItemAnswer
from client.api import Api
from client.durable import private_folder
from client.kept import KeptActs
from client.transport import ServerRefused
from domain.ids import ItemId

ERASED: Final = "item.erased"
_AT_ONCE: Final = 10
"""So many items that are on no list any more are asked after at a time."""


class Forgetting:
    """What is known of the terms of items that closed: `<item>` holds when what it held is erased (EV-03).

    A term that is lost is learned again when the item is read; one that is over is forgotten with all that is kept of
    its item, also where the service is never reached again. Of what was held when it was last read no term is known; a
    hold that came since makes no difference: what is forgotten can be read again for as long as the service has it.
    """

    def __init__(self, folder: Path, kept: KeptActs, clock: Callable[[], datetime]) -> None:
        self._folder, self._kept, self._clock = folder, kept, clock

    async def heard(self, asked: Awaitable[ItemAnswer], item: ItemId) -> ItemAnswer:
        """Return what the service answered about an item, with its term noted; forget it when it says it is erased.

        Raises:
            ServerRefused: as it came.
        """
        try:
            answer = await asked
        except ServerRefused as refused:
            if refused.code == ERASED:
                self.forget(item)
            raise
        due = None if answer.retention is None or answer.retention.held else answer.retention.erase_at
        if due is None:
            self._term(item).unlink(missing_ok=True)
        else:
            private_folder(self._folder)
            self._term(item).write_text(due.isoformat(), "ascii")
        return answer

    async def look(self, api: Api) -> None:
        """Forget what is over by this device's clock; then ask after what is kept here and on no list any more."""
        self.forget_over()
        if not (self._terms() or self._kept.items()):
            return
        listed = {line.id for line in (await api.items()).items}
        for item in sorted((set(self._terms()) | self._kept.items()) - listed)[:_AT_ONCE]:
            with suppress(ServerRefused):
                await self.heard(api.item(item), item)

    def forget_over(self) -> None:
        """Forget every item whose term is over by this device's clock."""
        for item, due in self._terms().items():
            if due <= self._clock():
                self.forget(item)

    def forget(self, item: ItemId) -> None:
        """Remove all that this device keeps of an item; safe to repeat."""
        self._kept.forget(item)
        self._term(item).unlink(missing_ok=True)

    def _terms(self) -> dict[ItemId, datetime]:
        paths = sorted(self._folder.iterdir()) if self._folder.exists() else ()
        found = {}
        for path in paths:
            with suppress(ValueError):  # half written: learned again
                found[ItemId(path.name)] = datetime.fromisoformat(path.read_text("ascii"))
        return found

    def _term(self, item: ItemId) -> Path:
        return self._folder / item
