"""Who waits for changes on this instance: woken after every commit that may matter; bounded by device and in all."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from bot.http.problems import TryAgain
from config.settings import Limits
from domain.ids import DeviceId

_RETRY_SECONDS = 5


class Stream:
    """One reader that waits; `ended` says why it is to stop, in a fixed word."""

    def __init__(self, device: DeviceId) -> None:
        self.device = device
        self.woken = asyncio.Event()
        self.ended: str | None = None

    def end(self, why: str) -> None:
        """Have the reader stop at its next turn, which comes at once."""
        self.ended = self.ended or why
        self.woken.set()


class Changes:
    """All readers that wait; nothing here says what changed: each reader asks that for itself, as its holder."""

    def __init__(self) -> None:
        self._streams: OrderedDict[Stream, None] = OrderedDict()
        self._closed = False

    def __len__(self) -> int:
        return len(self._streams)

    def changed(self, *_what: object) -> None:
        """Wake every reader; call it on the event loop, after the commit. Once too often is harmless."""
        for stream in self._streams:
            stream.woken.set()

    def close(self) -> None:
        """End every reader, and whoever comes after: this instance stops."""
        self._closed = True
        for stream in self._streams:
            stream.end("service")

    @contextmanager
    def open(self, device: DeviceId, limits: Limits) -> Iterator[Stream]:
        """Wait as a reader; a device's newest reader ends its oldest, which it has lost most probably.

        Raises:
            TryAgain: when as many wait as this instance keeps; the caller asks the list at intervals meanwhile.
        """
        mine = [one for one in self._streams if one.device == device and one.ended is None]
        if len(mine) < limits.device_streams and len(self._streams) >= limits.streams:
            sentence = "As many wait for changes as may; ask the list at intervals meanwhile."
            raise TryAgain("events.full", sentence, wait=_RETRY_SECONDS)
        for oldest in mine[: max(0, len(mine) + 1 - limits.device_streams)]:
            oldest.end("newer")
        stream = Stream(device)
        if self._closed:
            stream.end("service")
        self._streams[stream] = None
        try:
            yield stream
        finally:
            del self._streams[stream]
