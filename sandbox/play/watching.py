"""Reads the items of a scenario as somebody who may, and puts what changed on the timeline."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from client.phone import Phone
from client.transport import ServerRefused
from domain.flows.risicomoment.acts import REPORTERS
from domain.ids import ItemId, PersonId
from sandbox.phones import Notebook
from sandbox.play.timeline import Kind, Timeline

_HISTORY: Final = {"item.state": Kind.STATE, "rung.reached": Kind.RUNG}
_FIELDS: Final = {
    Kind.STATE: ("state",),
    Kind.RUNG: ("what", "index", "late_ms", "empty", "functies"),
}


class Watcher:
    """Follows every item of the notebook; each thing that happened is told once, at the moment the service gives it."""

    def __init__(
        self, notebook: Notebook, phones: dict[str, Phone], timeline: Timeline, since: Callable[[datetime], timedelta]
    ) -> None:
        self._notebook, self._phones, self._timeline, self._since = notebook, phones, timeline, since
        self._readers: dict[ItemId, str] = {}
        self._lines: dict[ItemId, int] = {}
        self._obligations: dict[tuple[ItemId, str, str], str | None] = {}
        self._gezag: dict[ItemId, str] = {}
        self.views: dict[str, dict[str, Any]] = {}
        """The newest answer about each item, by label."""

    async def look(self, first: str | None = None) -> None:
        """Read every item; `first` is who is asked first about an item that nobody has read yet."""
        seen: set[str] = set()
        while new := [label for label in self._notebook.items if label not in seen]:
            for label in new:
                seen.add(label)
                await self._look_at(label, first)

    async def _look_at(self, label: str, first: str | None) -> None:
        item = self._notebook.items[label]
        view = await self._read(item, first)
        if view is None:
            return
        if label not in self.views:
            line = view["item"]
            self._timeline.add(
                self._at(line["opened_at"]), Kind.ITEM, item=label, flow=line["flow"], drill=line["drill"]
            )
        self.views[label] = view
        for linked in view["linked"]:
            if linked["relation"] == "child":
                self._notebook.items[f"{label}.{linked['flow']}"] = ItemId(linked["id"])
        self._history(label, item, view["history"])
        self._obligations_of(label, item, view)
        self._authority(label, item, view["item"]["gezag"])

    async def _read(self, item: ItemId, first: str | None) -> dict[str, Any] | None:
        for who in self._candidates(item, first):
            view = await read_as(self._phones[who], item)
            if view is not None:
                self._readers[item] = who
                return view
        return None

    def _candidates(self, item: ItemId, first: str | None) -> Iterable[str]:
        known = self._readers.get(item)
        found = dict.fromkeys([*([known] if known else []), *([first] if first else []), *self._phones])
        return sorted(found, key=self._sees_a_part)

    def _sees_a_part(self, who: str) -> bool:
        """Whether somebody is shown less of their items than others are (SG-05, RM-02); they are asked last."""
        held = self._phones[who].directory.memberships.get(PersonId(who), ())
        return any(one.functie in REPORTERS for one in held)

    def _history(self, label: str, item: ItemId, history: list[dict[str, Any]]) -> None:
        for line in history[self._lines.get(item, 0) :]:
            kind = _HISTORY.get(line["tag"])
            if kind is not None:
                about = {name: line["event"].get(name) for name in _FIELDS[kind]}
                self._timeline.add(self._at(line["at"]), kind, item=label, **about)
        self._lines[item] = len(history)

    def _obligations_of(self, label: str, item: ItemId, view: dict[str, Any]) -> None:
        for one in view["obligations"]:
            key, settled_at = (item, one["what"], one["opened_at"]), one["settled_at"]
            again = key in self._obligations
            before = self._obligations.get(key)
            if not again or (before is not None and settled_at is None):
                opened = view["now"] if again else one["opened_at"]
                about = {"what": one["what"], "ladder": one["ladder"], "again": again}
                self._timeline.add(self._at(opened), Kind.OPENED, item=label, **about)
            if settled_at is not None and before != settled_at:
                about = {"what": one["what"], "by": one["settled_by"], "outcome": one["outcome"]}
                self._timeline.add(self._at(settled_at), Kind.SETTLED, item=label, **about)
            self._obligations[key] = settled_at

    def _authority(self, label: str, item: ItemId, gezag: dict[str, Any] | None) -> None:
        if gezag is None:
            return
        holder = f"{gezag['holder']['functie']}@{gezag['holder']['scope']}"
        if self._gezag.get(item) != holder:
            self._gezag[item] = holder
            self._timeline.add(self._at(gezag["since"]), Kind.GEZAG, item=label, holder=holder)

    def _at(self, moment: str) -> timedelta:
        return self._since(datetime.fromisoformat(moment))


async def read_as(phone: Phone, item: ItemId) -> dict[str, Any] | None:
    """Return what the service answers this person about an item; None when it says that there is no such item."""
    try:
        found: dict[str, Any] = (await phone.transport.read("GET", f"/v1/items/{item}")).json()
    except ServerRefused as refused:
        if refused.status == 404:
            return None
        raise
    return found


def acts_in(view: dict[str, Any]) -> set[str]:
    """Return the ids of the signed acts that an item's answer holds."""
    return {str(json.loads(base64.b64decode(act["payload"]))["id"]) for act in view["acts"]}
