"""Tells what happens in a night as lines of text, newest last; bells of one second share a line."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import timedelta

from rich.text import Text

from sandbox.play import words
from sandbox.play.moments import write_span
from sandbox.play.timeline import Entry, Kind

_KEPT = 200


class Telling:
    """Follows a timeline (`listen` to it with `see`); `tell` hears each line once nothing is added to it any more."""

    def __init__(self, tell: Callable[[Text], None] | None = None) -> None:
        self.lines: deque[Text] = deque(maxlen=_KEPT)
        self._tell = tell
        self._bells: tuple[str, dict[str, None]] | None = None

    def see(self, entry: Entry) -> None:
        """Take in one entry of the timeline."""
        if entry.kind is Kind.BELL:
            self._add_bell(entry)
        elif (line := describe(entry)) is not None:
            self.finish()
            self.lines.append(line)
            self._hand_over()

    def finish(self) -> None:
        """Nothing is added to the last line any more."""
        if self._bells is not None:
            self._bells = None
            self._hand_over()

    def _hand_over(self) -> None:
        if self._tell is not None:
            self._tell(self.lines[-1])

    def _add_bell(self, entry: Entry) -> None:
        """Bells of one second stand on one line, for at night they come in crowds."""
        second = whole_seconds(entry.at)
        if self._bells is not None and self._bells[0] == second:
            self.lines.pop()
        else:
            self.finish()
            self._bells = (second, {})
        names = self._bells[1]
        names[str(entry["who"])] = None
        rung = (", ".join(names), "bold")
        self.lines.append(Text.assemble((f"{second}  ", "dim"), ("♪ ", "red"), rung, f"  «{entry['text']}»"))


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
