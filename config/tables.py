"""Reads tables of a TOML document, noting every value that is wrong instead of stopping at the first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final, TypeVar

from domain.holidays import Holiday
from domain.policy import Bounds
from domain.terms import Term
from domain.workweek import Weekday, Workweek

_DURATION: Final = re.compile(r"(\d{1,6})(s|m|h)")
_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours"}
ValueT = TypeVar("ValueT")
ChoiceT = TypeVar("ChoiceT", bound=StrEnum)


@dataclass(slots=True)
class Reader:
    """Reads one document, noting what is wrong instead of stopping at it."""

    faults: list[str]

    def table(
        self,
        document: Mapping[str, object],
        key: str,
        names: frozenset[str] | None,
        where: str,
        further: frozenset[str] = frozenset(),
    ) -> Table:
        """Read a table that has all of `names`, perhaps some `further` ones, and no other; None: whatever it has."""
        found = document.get(key)
        path = f"{where}{key}"
        if not isinstance(found, dict):
            self.faults.append(f"{path}: a table is missing")
            return Table(self, {}, path)
        if names is not None:
            self.faults += [f"{path}.{name}: no such name" for name in sorted(found.keys() - names - further)]
            self.faults += [f"{path}.{name}: is missing" for name in sorted(names - found.keys())]
        return Table(self, found, path)


@dataclass(frozen=True, slots=True)
class Table:
    """One table; `path` is where it stands, for the sentence about a fault."""

    reader: Reader
    values: Mapping[str, object]
    path: str

    def get(self, name: str, kind: type[ValueT], otherwise: ValueT) -> ValueT:
        """One value of this kind."""
        found = self.values.get(name, otherwise)
        if type(found) is not kind:
            self.fault(name, f"must be a {kind.__name__}")
            return otherwise
        return found

    def names(self, name: str) -> frozenset[str]:
        """Different names, at least one."""
        found = self.get(name, list, [])
        if not found or any(not isinstance(one, str) for one in found) or len(set(found)) != len(found):
            self.fault(name, "must be different names")
            return frozenset()
        return frozenset(found)

    def duration(self, name: str) -> timedelta:
        """An elapsed duration."""
        text = self.get(name, str, "1s")
        parts = _DURATION.fullmatch(text)
        if parts is None:
            self.fault(name, "must be an elapsed duration such as 30s, 5m or 72h")
            return timedelta(seconds=1)
        return timedelta(**{_UNITS[parts[2]]: int(parts[1])})

    def after(self, name: str, week: Workweek) -> timedelta | Term:
        """A duration or a term counted from the ladder's start, or before it: -12h, -P14D."""
        text = self.get(name, str, "0s")
        length, sign = text.removeprefix("-"), -1 if text.startswith("-") else 1
        try:
            term = Term.parse(length, week)
        except ValueError:
            return sign * Table(self.reader, {name: length}, self.path).duration(name)
        if term.elapsed or term == Term():
            self.fault(name, "must be elapsed, such as 5m, or by the calendar, such as P14D or 2 werkdagen: not both")
        return -term if sign < 0 else term

    def term(self, name: str, week: Workweek) -> Term:
        """A term by the calendar, in working days or elapsed."""
        try:
            return Term.parse(self.get(name, str, ""), week)
        except ValueError:
            self.fault(name, "must be P3D or P1M by the calendar, PT72H elapsed, or 2 werkdagen")
            return Term()

    def bounds(self, name: str, week: Workweek) -> Bounds:
        """The bounds of a kind of moment."""
        found = self.reader.table(self.values, name, None, f"{self.path}.")
        for unknown in sorted(found.values.keys() - {"back", "ahead"}):
            found.fault(unknown, "no such name")
        return Bounds(found.term("back", week) if "back" in found.values else None, found.term("ahead", week))

    def choices(self, name: str, among: type[ChoiceT]) -> tuple[ChoiceT, ...]:
        """Different names out of a fixed set."""
        found = self.get(name, list, [])
        known = {one.value: one for one in among}
        if any(not isinstance(one, str) or one not in known for one in found) or len(set(found)) != len(found):
            self.fault(name, f"must be different names out of {', '.join(known)}")
            return ()
        return tuple(known[one] for one in found)

    def at_least(self, name: str, least: int = 1) -> int:
        """A whole number that is no less than `least`."""
        number = self.get(name, int, least)
        if number < least:
            self.fault(name, f"must be at least {least}")
        return number

    def local_time(self, name: str) -> time:
        """A time by the clock on the wall."""
        text = self.get(name, str, "00:00")
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
            self.fault(name, "must be a local time such as 22:00")
            return time(0)
        return time.fromisoformat(text)

    def dates(self, name: str) -> tuple[date, ...]:
        """Different days."""
        found = self.get(name, list, [])
        if any(type(one) is not date for one in found) or len(set(found)) != len(found):
            self.fault(name, "must be different days such as 2026-05-15, without quotes")
            return ()
        return tuple(found)

    def workweek(self) -> Workweek:
        """The whole table as working days and hours."""
        days = self.choices("working_days", Weekday)
        if not days:
            self.fault("working_days", "must name at least one day")
        opens, closes = self.local_time("opens"), self.local_time("closes")
        if closes <= opens:
            self.fault("closes", "must be later than opens")
        places = list(Weekday)
        holidays = self.choices("holidays", Holiday)
        return Workweek(tuple(places.index(one) for one in days), opens, closes, holidays, self.dates("closed"))

    def fault(self, name: str, sentence: str) -> None:
        """Note what is wrong with one value."""
        self.reader.faults.append(f"{self.path}.{name}: {sentence}")
