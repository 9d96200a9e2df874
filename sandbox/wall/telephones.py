"""Everybody's phone on the wall: whose it is, its chat, its line, how far its browser is, and what it last did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from domain.policy import Slot
from sandbox.play import steps
from sandbox.play.night import Night
from sandbox.play.scenario import Scenario
from sandbox.play.timeline import Entry, Kind
from sandbox.wall.chats import Chats, seconds
from sandbox.wall.enrolling import Enrolling
from sandbox.wall.hosts import Hosts
from sandbox.wall.lines import Line
from sandbox.wall.parts import Json, Parts
from sandbox.wall.playing import BY_HAND, PHONE_OFF, WAITS

Heard = Callable[[str, str, int, Any], None]
"""Whose phone, the path, the status and what the service said."""


@dataclass(slots=True)
class Telephone:
    """One phone of one night."""

    number: int
    who: str
    line: Line
    by_hand: bool = False
    opens: str | None = None
    doing: str | None = None
    fixed: dict[str, Json] = field(default_factory=dict)


class Telephones:
    """The phones of one night, those that the scenario needs first; each change is a new part of its own."""

    def __init__(self, night: Night, hosts: Hosts, parts: Parts, http: aiohttp.ClientSession, heard: Heard) -> None:
        self._night, self._parts = night, parts
        self.enrolling = Enrolling(night)
        self._all = [
            _telephone(night, hosts, number, who, http, heard) for number, who in enumerate(order(night.scenario), 1)
        ]
        self._by_who = {one.who: one for one in self._all}
        self._by_chat = {night.chats[one.who]: one.who for one in self._all if one.who in night.chats}
        self._chats = Chats(night.api, self._seconds, self._rang)
        parts.put("phones", [one.who for one in self._all])
        for one in self._all:
            self.show(one.who)
        night.timeline.listen(self._did)

    def numbered(self, number: int) -> Telephone | None:
        return self._all[number - 1] if 0 < number <= len(self._all) else None

    def of(self, who: str) -> Telephone | None:
        return self._by_who.get(who)

    def show(self, who: str) -> None:
        """Put this phone on the wall as it is now."""
        one = self._by_who[who]
        chat = self._night.chats.get(who)
        device = None if chat is None else self._night.api.world.people.user(chat).devices["phone"]
        self._parts.put(
            f"phone/{who}",
            one.fixed
            | {
                "byHand": one.by_hand,
                "on": not one.line.off and (device is None or device.online),
                "line": not one.line.cut,
                "app": self.enrolling.state(who),
                "opens": one.opens,
                "doing": one.doing,
            }
            | (self._without_chat(who) if chat is None else self._chats.of(chat)),
        )

    def close(self) -> None:
        """Hang up everywhere; the night is over."""
        self._chats.stop()
        for one in self._all:
            one.line.hang_up()

    def _rang(self, user: int) -> None:
        if user in self._by_chat:
            self.show(self._by_chat[user])

    def _did(self, entry: Entry) -> None:
        """Follow what the script makes somebody do, and every change of a phone."""
        one = self._by_who.get(str(entry["who"]))
        if one is None:
            return
        if entry.kind is Kind.STEP and entry["item"] is not None and entry["answer"] not in (BY_HAND, PHONE_OFF, WAITS):
            one.doing = f"{entry['does']} {entry['item']}"
            one.opens = self._night.notebook.items.get(entry["item"])
        if entry.kind in (Kind.STEP, Kind.HAND) or (entry.kind is Kind.BELL and one.who not in self._night.chats):
            self.show(one.who)

    def _without_chat(self, who: str) -> dict[str, Json]:
        """Whoever has no Telegram is rung another way: the timeline knows."""
        bells = [seconds(entry.at) for entry in self._night.timeline.of(Kind.BELL, who=who)]
        return {"rings": len(bells), "rangAt": bells[-1] if bells else None, "chat": []}

    def _seconds(self, moment: float) -> float:
        return round(moment - self._night.start.timestamp(), 3)


def order(scenario: Scenario) -> list[str]:
    """Return who has a phone on the wall: everybody with a functie and a device, in the order in which they matter."""
    acting = [step.who for step in scenario.steps if isinstance(step, steps.Act)]
    rung = [bells.who for bells in scenario.bells]
    able = [who for who, person in scenario.people.items() if person.functies and person.devices]
    return [who for who in dict.fromkeys([*acting, *rung, *able]) if who in able]


def needed(scenario: Scenario) -> set[str]:
    """Return who does something or hears something in a scenario."""
    acting = {str(getattr(step, "who", "")) for step in scenario.steps}
    return acting | {bells.who for bells in scenario.bells}


def _telephone(
    night: Night, hosts: Hosts, number: int, who: str, http: aiohttp.ClientSession, heard: Heard
) -> Telephone:
    person = night.scenario.people[who]
    duties = [
        {"functie": str(duty.functie), "slot": slot}
        for duty in night.scenario.roster
        for slot, name in ((Slot.ON_DUTY, duty.on_duty), (Slot.BACKUP, duty.backup))
        if name == who
    ]
    fixed: dict[str, Json] = {
        "n": number,
        "who": who,
        "organisation": person.organisation,
        "holdings": [{"functie": held.functie, "scope": held.scope} for held in person.functies],
        "duty": duties,
        "channels": list(person.channels),
        "needed": who in needed(night.scenario),
        "origin": hosts.phone(number),
    }
    line = Line(http, lambda path, status, said: heard(who, path, status, said))
    return Telephone(number, who, line, fixed=fixed)
