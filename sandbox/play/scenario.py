"""A scenario: who there is, who has duty, what happens when, and what must come of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

from domain.functies import Functie, Holding, Scope, scope_fits
from domain.holidays import Holiday, is_holiday
from domain.workweek import Weekday
from sandbox.play.every_step import AnyStep
from sandbox.play.steps import Label, Span, Strict

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")


def read_holding(text: object) -> object:
    """Return the holding that `functie@scope` names.

    Raises:
        ValueError: when there is no such functie, or the scope is not of its kind.
    """
    if not isinstance(text, str):
        return text
    name, _, scope = text.partition("@")
    if name not in list(Functie) or not scope_fits(Functie(name), Scope(scope)):
        raise ValueError("write functie@scope, such as hovj@arr:midden-nederland or nctv_piket@nl")
    return Holding(Functie(name), Scope(scope))


def _local_time(text: object) -> object:
    if isinstance(text, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
        return time.fromisoformat(text)
    raise ValueError("write a local time such as 03:12")


HeldText = Annotated[Holding, BeforeValidator(read_holding)]


class Person(Strict):
    """One official. Without a device somebody can neither act nor be coupled; without channels nobody can ring them."""

    organisation: str
    functies: tuple[HeldText, ...] = ()
    channels: tuple[Literal["telegram", "webhook", "push"], ...] = ("telegram",)
    devices: Annotated[int, Field(ge=0, le=3)] = 1
    founder: bool = False


class Duty(Strict):
    """Who of a functie is on duty and who is the backup, the whole scenario long; a slot left out is empty."""

    functie: HeldText
    on_duty: str | None = None
    backup: str | None = None


class Bells(Strict):
    """Bells that somebody must hear, on each of their channels (or on `channel` alone), and why.

    Either at moments, or from the first on, every so long, up to and including `until`.
    """

    who: str
    at: tuple[Span, ...] = ()
    first: Span | None = None
    every: Span | None = None
    until: Span | None = None
    times: Annotated[int, Field(ge=1)] = 1
    """How many bells at each moment: one for each obligation that rings this person then."""
    channel: Literal["telegram", "webhook", "push"] | None = None
    drill: bool = False
    why: str

    def moments(self) -> list[timedelta]:
        """Return every moment at which one bell is expected, in order."""
        found = list(self.at)
        if self.first is not None and self.every is not None and self.until is not None:
            found += [self.first + n * self.every for n in range((self.until - self.first) // self.every + 1)]
        return sorted(moment for moment in found for _ in range(self.times))


class Rungs(Strict):
    """The rungs one obligation's ladder reached, and when; no more and no fewer. `empty` are those nobody stood on."""

    item: Label
    what: str
    reached: tuple[Span, ...]
    empty: tuple[int, ...] = ()


class Expect(Strict):
    """What an item must look like at a moment (at the end when none is given)."""

    item: Label
    at: Span | None = None
    state: str | None = None
    gezag: HeldText | None = None
    open: tuple[str, ...] | None = None
    """Exactly these obligations are open then."""
    settled: dict[str, str] = Field(default_factory=dict)
    """These have been settled by then, each by this person (or by `nobody`: events made it moot)."""


class Access(Strict):
    """Who can open the item's content at the end, and for whom it does not exist."""

    item: Label
    reads: tuple[str, ...] = ()
    cannot: tuple[str, ...] = ()


class Scenario(Strict):
    """One night, whole. Steps with the same moment happen in the order in which they stand here."""

    title: str
    about: str
    starts: Annotated[time, BeforeValidator(_local_time)]
    """Local time in Europe/Amsterdam, in a night to come: the service's practice clock never runs back."""
    weekday: Weekday | None = None
    """The day it starts on, of a stretch without holiday or change of clocks: for a night of working days."""
    lasts: Span
    quiet: tuple[tuple[Span, Span], ...] = ()
    """From when to when nothing happens: time leaps over it. What is due in it is late, and so breaks the night."""
    within: Span = timedelta(seconds=1)
    """How much later than expected a bell or a rung may be; never earlier."""
    people: dict[str, Person]
    roster: tuple[Duty, ...] = ()
    without_keys: tuple[HeldText, ...] = ()
    """Roles that have no key: a gap that must never block an emergency."""
    steps: tuple[AnyStep, ...]
    bells: tuple[Bells, ...] = ()
    rungs: tuple[Rungs, ...] = ()
    expect: tuple[Expect, ...] = ()
    access: tuple[Access, ...] = ()

    def start_after(self, now: datetime) -> datetime:
        """Return the first moment with this local time, and weekday, that is at least a day after `now`, in UTC."""
        local = (now + timedelta(days=1)).astimezone(AMSTERDAM)
        moment = local.replace(hour=self.starts.hour, minute=self.starts.minute, second=0, microsecond=0, fold=0)
        if moment < local:
            moment = (local + timedelta(days=1)).replace(
                hour=self.starts.hour, minute=self.starts.minute, second=0, microsecond=0, fold=0
            )
        while self.weekday is not None and not self._ordinary(moment, self.weekday):
            moment += timedelta(days=1)
        return moment.astimezone(UTC)

    def _ordinary(self, moment: datetime, weekday: Weekday) -> bool:
        """Whether a stretch that starts then, on this day of the week, has no holiday and no change of clocks."""
        days = [moment + timedelta(days=day) for day in range(self.lasts.days + 2)]
        return (
            moment.weekday() == list(Weekday).index(weekday)
            and not any(is_holiday(day.date(), tuple(Holiday)) for day in days)
            and len({day.utcoffset() for day in days}) == 1
        )
