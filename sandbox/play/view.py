"""A live view of a night in the terminal: the clock, the items, their ladders, who is rung, what just happened."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from sandbox.play import words
from sandbox.play.moments import write_span
from sandbox.play.scenario import AMSTERDAM, Scenario
from sandbox.play.timeline import Entry, Kind

_LINES = 12
_JUST_NOW = timedelta(seconds=5)


class View:
    """Follows a timeline (`listen` to it with `see`) and draws itself as it then stands."""

    def __init__(self, scenario: Scenario, start: datetime) -> None:
        self._scenario, self._start = scenario, start
        self.at = timedelta(0)
        self._service = words.SERVICE["started"]
        self._states: dict[str, str] = {}
        self._gezag: dict[str, str] = {}
        self._drills: set[str] = set()
        self._open: dict[str, dict[str, int]] = {}
        self._rings: dict[str, tuple[int, timedelta]] = {}
        self._lines: deque[Text] = deque(maxlen=_LINES)

    def see(self, entry: Entry) -> None:
        """Take in one entry of the timeline."""
        self.at = max(self.at, entry.at)
        item, what = str(entry["item"]), str(entry["what"])
        match entry.kind:
            case Kind.ITEM if entry["drill"]:
                self._drills.add(item)
            case Kind.STATE:
                self._states[item] = str(entry["state"])
            case Kind.GEZAG:
                self._gezag[item] = str(entry["holder"])
            case Kind.OPENED:
                self._open.setdefault(item, {})[what] = -1
            case Kind.RUNG:
                rungs = self._open.setdefault(item, {})
                rungs[what] = max(int(entry["index"]), rungs.get(what, -1))
            case Kind.SETTLED:
                self._open.get(item, {}).pop(what, None)
            case Kind.SERVICE:
                self._service = words.SERVICE.get(what, what)
            case Kind.BELL:
                rings, _ = self._rings.get(str(entry["who"]), (0, timedelta(0)))
                self._rings[str(entry["who"])] = rings + 1, entry.at
        if (line := describe(entry)) is not None:
            self._lines.append(line)

    def __rich__(self) -> RenderableType:
        body = Table.grid(expand=True, padding=(0, 1))
        body.add_column(ratio=3)
        body.add_column(ratio=2)
        body.add_row(Group(self._items(), self._ladders()), self._people())
        happened = Panel(Group(*self._lines), title=words.HAPPENED, title_align="left", height=_LINES + 2)
        return Group(self._head(), body, happened)

    def _head(self) -> RenderableType:
        local = (self._start + self.at).astimezone(AMSTERDAM)
        head = Text.assemble(
            (f" {self._scenario.title} ", "bold reverse"),
            f"   {words.CLOCK} {local:%H:%M:%S}   +{write_span(self.at)}   ",
            (self._service, "bold red" if self._service == words.SERVICE["killed"] else "green"),
        )
        return Panel(Group(head, Text(self._scenario.about, style="dim")))

    def _items(self) -> RenderableType:
        table = Table(title=words.ITEMS, title_justify="left", expand=True)
        for name in (words.ITEM, words.STATE, words.AUTHORITY, words.WAITS):
            table.add_column(name)
        for item, state in self._states.items():
            label = Text(item)
            if item in self._drills:
                label.append(f" {words.DRILL}", style="bold yellow")
            waits = ", ".join(sorted(self._open.get(item, {})))
            table.add_row(label, Text(state, style="bold"), self._gezag.get(item, ""), Text(waits, style="dim"))
        return table

    def _ladders(self) -> RenderableType:
        table = Table(title=words.LADDERS, title_justify="left", expand=True)
        table.add_column(words.OBLIGATION)
        table.add_column(words.RUNG)
        for item, rungs in self._open.items():
            for what, rung in rungs.items():
                if rung >= 0:
                    table.add_row(f"{item} · {what}", Text("▮" * (rung + 1), style="red" if rung > 1 else "yellow"))
        return table

    def _people(self) -> RenderableType:
        table = Table(title=words.PEOPLE, title_justify="left", expand=True)
        for name in (words.PERSON, words.FUNCTIE, words.RINGS, words.LAST):
            table.add_column(name)
        for who, (rings, last) in sorted(self._rings.items(), key=lambda one: one[1][1], reverse=True):
            held = self._scenario.people[who].functies
            ringing = self.at - last <= _JUST_NOW
            style = "bold red" if ringing else ""
            table.add_row(who, str(held[0].functie) if held else "", str(rings), write_span(last), style=style)
        return table


def describe(entry: Entry) -> Text | None:
    """Return one line about an entry, or None for what only machines want to know."""
    at = (f"{write_span(entry.at):>12}  ", "dim")
    match entry.kind:
        case Kind.STEP:
            who = f"{entry['who']} " if entry["who"] else ""
            refused = "" if entry["answer"] == "accepted" else f" → {entry['answer']}"
            return Text.assemble(at, (f"{who}{entry['does']}", "cyan"), f" {entry['item'] or ''}", (refused, "yellow"))
        case Kind.BELL:
            return Text.assemble(at, ("♪ ", "red"), f"{entry['who']} ({entry['channel']}): {entry['text']}")
        case Kind.RUNG if entry["empty"]:
            return Text.assemble(at, f"{entry['what']} {words.RUNG} {entry['index']}: ", (words.EMPTY_RUNG, "bold red"))
        case Kind.STATE:
            return Text.assemble(at, f"{entry['item']} → ", (str(entry["state"]), "bold"))
        case Kind.GEZAG:
            return Text.assemble(at, f"{entry['item']}: {words.AUTHORITY} ", (str(entry["holder"]), "bold green"))
        case Kind.SERVICE:
            return Text.assemble(at, (words.SERVICE.get(str(entry["what"]), str(entry["what"])), "bold magenta"))
    return None
