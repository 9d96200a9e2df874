"""A live view of a night in the terminal: the clock, the items, their ladders, who is rung, what just happened."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from sandbox.play import words
from sandbox.play.moments import write_span
from sandbox.play.scenario import AMSTERDAM, Scenario
from sandbox.play.timeline import Entry, Kind

_LINES = 10
_WIDE = 110
_JUST_NOW = timedelta(seconds=5)


class View:
    """Follows a timeline (`listen` to it with `see`) and draws itself as it then stands."""

    def __init__(self, scenario: Scenario, start: datetime) -> None:
        self._scenario, self._start = scenario, start
        self.at = timedelta(0)
        self._service = words.STARTING
        self._states: dict[str, str] = {}
        self._gezag: dict[str, str] = {}
        self._drills: set[str] = set()
        self._open: dict[str, dict[str, int]] = {}
        self._reached: dict[tuple[str, str], int] = {}
        self._rings: dict[str, tuple[int, timedelta]] = {}
        self._bells: tuple[str, dict[str, None]] | None = None
        self._lines: deque[Text] = deque(maxlen=_LINES)

    def tick(self, seconds: float) -> None:
        """Let the clock on screen go on between two entries."""
        self.at += timedelta(seconds=seconds)

    def see(self, entry: Entry) -> None:
        """Take in one entry of the timeline."""
        self.at = max(self.at, entry.at)
        self._follow(entry)
        if entry.kind is Kind.BELL:
            self._add_bell(entry)
        elif (line := describe(entry)) is not None:
            self._bells = None
            self._lines.append(line)

    def _add_bell(self, entry: Entry) -> None:
        """Bells of one second stand on one line, for at night they come in crowds."""
        second = whole_seconds(entry.at)
        if self._bells is not None and self._bells[0] == second:
            self._bells[1][str(entry["who"])] = None
            self._lines.pop()
        else:
            self._bells = (second, {str(entry["who"]): None})
        names = ", ".join(self._bells[1])
        self._lines.append(
            Text.assemble((f"{second}  ", "dim"), ("♪ ", "red"), (names, "bold"), f"  «{entry['text']}»")
        )

    def _follow(self, entry: Entry) -> None:
        item, what = str(entry["item"]), str(entry["what"])
        match entry.kind:
            case Kind.ITEM if entry["drill"]:
                self._drills.add(item)
            case Kind.STATE:
                self._states[item] = str(entry["state"])
            case Kind.GEZAG:
                self._gezag[item] = str(entry["holder"])
            case Kind.OPENED:
                self._open.setdefault(item, {}).setdefault(what, self._reached.get((item, what), -1))
            case Kind.RUNG:
                self._reached[item, what] = int(entry["index"])
                if what in self._open.get(item, {}):
                    self._open[item][what] = int(entry["index"])
            case Kind.SETTLED:
                self._open.get(item, {}).pop(what, None)
            case Kind.SERVICE:
                self._service = words.SERVICE.get(what, what)
            case Kind.BELL:
                rings, _ = self._rings.get(str(entry["who"]), (0, timedelta(0)))
                self._rings[str(entry["who"])] = rings + 1, entry.at

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield self._head()
        if options.max_width >= _WIDE:
            body = Table.grid(expand=True, padding=(0, 1))
            body.add_column(ratio=3)
            body.add_column(ratio=2)
            body.add_row(Group(self._items(), self._ladders()), self._people())
            yield body
        else:
            yield from (self._items(), self._ladders(), self._people())
        yield Panel(Group(*self._lines), title=words.HAPPENED, title_align="left", height=_LINES + 2)

    def _head(self) -> RenderableType:
        local = (self._start + self.at).astimezone(AMSTERDAM)
        head = Text.assemble(
            (f" {self._scenario.title} ", "bold reverse"),
            f"   {words.CLOCK} {local:%H:%M:%S}   +{whole_seconds(self.at)}   ",
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
            elif self._drills:  # beside a drill, what is real says so
                label.append(f" {words.NO_DRILL}", style="bold red")
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
            table.add_row(who, str(held[0].functie) if held else "", str(rings), whole_seconds(last), style=style)
        return table


def whole_seconds(span: timedelta) -> str:
    """Return `hh:mm:ss`; a fraction of a second says nothing to who watches."""
    return write_span(timedelta(seconds=max(span, timedelta(0)) // timedelta(seconds=1)))


def describe(entry: Entry) -> Text | None:
    """Return one line about an entry, or None for what only machines want to know."""
    at = (f"{whole_seconds(entry.at)}  ", "dim")
    match entry.kind:
        case Kind.STEP:
            who = f"{entry['who']} " if entry["who"] else ""
            refused = "" if entry["answer"] == "accepted" else f" → {entry['answer']}"
            return Text.assemble(at, (f"{who}{entry['does']}", "cyan"), f" {entry['item'] or ''}", (refused, "yellow"))
        case Kind.RUNG if entry["empty"]:
            return Text.assemble(at, f"{entry['what']} {words.RUNG} {entry['index']}: ", (words.EMPTY_RUNG, "bold red"))
        case Kind.STATE:
            return Text.assemble(at, f"{entry['item']} → ", (str(entry["state"]), "bold"))
        case Kind.GEZAG:
            return Text.assemble(at, f"{entry['item']}: {words.AUTHORITY} ", (str(entry["holder"]), "bold green"))
        case Kind.SERVICE:
            return Text.assemble(at, (words.SERVICE.get(str(entry["what"]), str(entry["what"])), "bold magenta"))
    return None
