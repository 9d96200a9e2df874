"""What the wall shows, as named parts that replace each other, and one list that only grows; readers follow both."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any, Final

Json = Any
TOLD: Final = "told"
"""The one part that appends: what happened, in order."""


class Parts:
    """The newest value of each part. A slow reader skips what was replaced meanwhile, and never holds anybody up."""

    def __init__(self) -> None:
        self._values: dict[str, Json] = {}
        self._told: list[Json] = []
        self._life = 0
        self._readers: set[_Reader] = set()

    def __getitem__(self, name: str) -> Json:
        return self._values[name]

    def put(self, name: str, value: Json) -> None:
        """Replace a part; the same value again tells nobody anything."""
        if name not in self._values or self._values[name] != value:
            self._values[name] = value
            self._wake(name)

    def tell(self, entry: Json) -> None:
        """Add to what happened."""
        self._told.append(entry)
        self._wake(None)

    def clear(self, *kept: str) -> None:
        """Begin anew: every part but those `kept` is gone, and nothing has happened."""
        gone = [name for name in self._values if name not in kept]
        for name in gone:
            del self._values[name]
            self._wake(name)
        self._told, self._life = [], self._life + 1
        self._wake(None)

    async def follow(self) -> AsyncIterator[bytes]:
        """Yield everything as it stands, and then what changes, as server-sent events; for ever."""
        with self._reading() as reader:
            told, life = 0, -1
            while True:
                for name in reader.take():
                    yield _event(name, self._values.get(name))
                if life != self._life:
                    told, life = 0, self._life
                    yield _event(TOLD, None)
                if told < len(self._told):
                    news = self._told[told:]
                    told += len(news)  # before it is sent: meanwhile more may be told
                    yield _event(TOLD, news)
                await reader.woken.wait()

    @contextmanager
    def _reading(self) -> Iterator[_Reader]:
        reader = _Reader(dict.fromkeys(self._values))
        self._readers.add(reader)
        try:
            yield reader
        finally:
            self._readers.discard(reader)

    def _wake(self, name: str | None) -> None:
        for reader in self._readers:
            if name is not None:
                reader.changed[name] = None
            reader.woken.set()


class _Reader:
    """What one reader has not been sent yet, in the order in which it first changed."""

    def __init__(self, changed: dict[str, None]) -> None:
        self.changed = changed
        self.woken = asyncio.Event()

    def take(self) -> list[str]:
        found, self.changed = list(self.changed), {}
        self.woken.clear()
        return found


def _event(part: str, value: Json) -> bytes:
    return f"data: {json.dumps({'part': part, 'value': value}, ensure_ascii=False)}\n\n".encode()
