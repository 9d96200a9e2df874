"""An item on the wall: its state, and each obligation with its ladder against the time of the night."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sandbox.play.timeline import Kind, Timeline
from sandbox.wall.chats import seconds
from sandbox.wall.parts import Json


def item_part(
    label: str, view: dict[str, Any], timeline: Timeline, since: Callable[[datetime], timedelta]
) -> dict[str, Json]:
    """Return what the wall shows of an item, from the service's answer about it and from what the timeline tells."""

    def at(moment: str | None) -> float | None:
        return None if moment is None else seconds(since(datetime.fromisoformat(moment)))

    line, gezag = view["item"], view["item"]["gezag"]
    return {
        "label": label,
        "id": line["id"],
        "flow": line["flow"],
        "state": line["state"],
        "gezag": gezag and f"{gezag['holder']['functie']}@{gezag['holder']['scope']}",
        "drill": line["drill"],
        "openedAt": at(line["opened_at"]),
        "obligations": [
            {
                "what": one["what"],
                "ladder": one["ladder"],
                "opened": at(one["opened_at"]),
                "due": at(one["due"]),
                "late": one["late"],
                "settled": at(one["settled_at"]),
                "settledBy": one["settled_by"],
                "outcome": one["outcome"],
                "rungs": [_rung(rung, at(rung["at"]), label, one["what"], timeline) for rung in one["rungs"]],
                "rang": [
                    {
                        "who": person["person"],
                        "rung": person["rung"],
                        "rings": person["rings"],
                        "seen": person["seen"],
                        "calling": person["calling"],
                        "received": person["settled"],
                    }
                    for person in one["rang"]
                ],
            }
            for one in view["obligations"]
        ],
    }


def _rung(rung: dict[str, Any], forecast: float | None, label: str, what: str, timeline: Timeline) -> dict[str, Json]:
    reached = [entry for entry in timeline.of(Kind.RUNG, item=label, what=what, index=rung["index"]) if rung["reached"]]
    newest = reached[-1] if reached else None
    return {
        "index": rung["index"],
        "at": forecast,
        "reached": None if newest is None else seconds(newest.at),
        "late_ms": 0 if newest is None else newest["late_ms"],
        "empty": newest is not None and bool(newest["empty"]),
        "groups": rung["who"],
    }
