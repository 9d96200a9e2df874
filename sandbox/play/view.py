"""A live view of a night that fits the terminal: clock, items, their ladders, who is rung, what just happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from sandbox.play import words
from sandbox.play.scenario import AMSTERDAM, Scenario
from sandbox.play.telling import Telling, whole_seconds
from sandbox.play.timeline import Entry, Kind

_BESIDE = 72
"""Columns from which ladders and people stand beside each other."""
_PEOPLE = 46
"""Columns for who is rung beside the ladders."""
_JUST_NOW = timedelta(seconds=5)
_Row = tuple[Text, ...]


class View:
    """Follows a timeline (`listen` to it with `see`) and draws itself as it stands, one line less than there are."""

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
        self._telling = Telling()

    def tick(self, seconds: float) -> None:
        """Let the clock on screen go on between two entries."""
        self.at += timedelta(seconds=seconds)

    def see(self, entry: Entry) -> None:
        """Take in one entry of the timeline."""
        self.at = max(self.at, entry.at)
        self._follow(entry)
        self._telling.see(entry)

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
        """Always as high as the terminal less one line, so that nothing is cut off and nothing jumps."""
        left = options.size.height - 1
        drawn: list[RenderableType] = [self._head()]
        items = [*self._items()]
        most = max(1, (left - 4) // 4)
        drawn.append(_table((words.ITEM, words.STATE, words.AUTHORITY, words.WAITS), items, most, gives=(2, 3)))
        left -= 2 + min(most, max(1, len(items)))
        ladders, people = [*self._ladders()], [*self._people()]
        if options.max_width >= _BESIDE:
            most = max(1, (left - 2) // 2)
            beside = Table.grid(expand=True, padding=(0, 2))
            beside.add_column(ratio=1)
            beside.add_column(width=_PEOPLE)
            beside.add_row(_ladders(ladders, most), _people(people, most))
            drawn.append(beside)
            left -= 1 + min(most, max(1, len(ladders), len(people)))
        else:
            most = max(1, (left - 3) // 3)
            drawn += [_ladders(ladders, most), _people(people, most)]
            left -= 2 + min(most, max(1, len(ladders))) + min(most, max(1, len(people)))
        left = max(1, left - 1)
        happened = [(line,) for line in list(self._telling.lines)[-left:]]
        drawn.append(_table((words.HAPPENED,), [*happened, *[(Text(),)] * (left - len(happened))], left))
        yield from drawn

    def _head(self) -> RenderableType:
        local = (self._start + self.at).astimezone(AMSTERDAM)
        row = Table.grid(expand=True, padding=(0, 1))
        row.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
        row.add_column(no_wrap=True)
        style = "bold red" if self._service == words.SERVICE["killed"] else "green"
        clock = Text.assemble(f"{local:%H:%M:%S}  +{whole_seconds(self.at)}  ", (self._service, style))
        row.add_row(Text(self._scenario.title, style="bold reverse"), clock)
        return row

    def _items(self) -> Iterable[_Row]:
        for item, state in self._states.items():
            label = Text(item)
            if item in self._drills:
                label.append(f" {words.DRILL}", style="bold yellow")
            elif self._drills:  # beside a drill, what is real says so
                label.append(f" {words.NO_DRILL}", style="bold red")
            waits = ", ".join(sorted(self._open.get(item, {})))
            yield label, Text(state, style="bold"), Text(self._gezag.get(item, "")), Text(waits, style="dim")

    def _ladders(self) -> Iterable[_Row]:
        """Highest rung first."""
        found = [(rung, item, what) for item, rungs in self._open.items() for what, rung in rungs.items() if rung >= 0]
        for rung, item, what in sorted(found, key=lambda one: -one[0]):
            yield Text("▮" * (rung + 1), style="red" if rung > 1 else "yellow"), Text(f"{item} · {what}")

    def _people(self) -> Iterable[_Row]:
        """Whoever was rung last first."""
        for who, (rings, last) in sorted(self._rings.items(), key=lambda one: one[1][1], reverse=True):
            held = self._scenario.people[who].functies
            style = "bold red" if self.at - last <= _JUST_NOW else ""
            functie = str(held[0].functie) if held else ""
            yield tuple(Text(text, style=style) for text in (who, functie, str(rings), whole_seconds(last)))


def _ladders(rows: Sequence[_Row], most: int) -> Table:
    return _table((words.RUNG, words.LADDER), rows, most, gives=(1,))


def _people(rows: Sequence[_Row], most: int) -> Table:
    return _table((words.PERSON, words.FUNCTIE, words.RINGS, words.LAST), rows, most, gives=(1,))


def _table(names: Sequence[str], rows: Sequence[_Row], most: int, gives: Sequence[int] = ()) -> Table:
    """A heading and at least one line, at most `most`, none of them wrapped; the last says how many are not shown.

    Where it does not fit, the columns in `gives` are cut first.
    """
    table = Table(box=None, expand=True, padding=(0, 1, 0, 0), header_style="underline dim")
    for place, name in enumerate(names):
        table.add_column(_on_one_line(Text(name)), no_wrap=place not in gives, overflow="ellipsis")
    shown = rows if len(rows) <= most else rows[: most - 1]
    for row in shown:
        table.add_row(*map(_on_one_line, row))
    if len(shown) < len(rows):
        more = Text(words.MORE.format(len(rows) - len(shown)), style="dim")
        table.add_row(*[""] * (len(names) - 1), more)
    elif not rows:
        table.add_row("")
    return table


def _on_one_line(text: Text) -> Text:
    """In any column; what does not fit ends in an ellipsis."""
    text.no_wrap, text.overflow = True, "ellipsis"
    return text
