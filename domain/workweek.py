"""Working days and working hours as a policy sets them, and which clock time lies so many working days on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from domain.holidays import Holiday, is_holiday

_DAY: Final = timedelta(days=1)


class Weekday(StrEnum):
    """A day of the week as a policy names it, Monday first."""

    MA = "ma"
    DI = "di"
    WO = "wo"
    DO = "do"
    VR = "vr"
    ZA = "za"
    ZO = "zo"


@dataclass(frozen=True, slots=True)
class Workweek:
    """When people who keep office hours are at work, by the clock on the wall; nothing about who is on call.

    `days` are weekdays (0 is Monday); `opens` and `closes` bound the hours of each, both moments included. The
    `holidays` that are kept and the single days in `closed` are free.
    """

    days: tuple[int, ...]
    opens: time
    closes: time
    holidays: tuple[Holiday, ...]
    closed: tuple[date, ...]

    def works_on(self, day: date) -> bool:
        """Tell whether it is a working day."""
        return day.weekday() in self.days and day not in self.closed and not is_holiday(day, self.holidays)

    def moved(self, local: datetime, days: int) -> datetime:
        """Return the local time `days` working days after `local`, or before it when negative: both without a zone.

        The clock time stays, the day is a working day. From outside working hours it counts on from the next opening,
        and back from the last closing, so that what is asked at night or in a weekend gets whole working days. What
        begins later never ends earlier.
        """
        step, edge = (_DAY, self.opens) if days >= 0 else (-_DAY, self.closes)
        day, clock = local.date(), local.time()
        if not self.works_on(day) or (clock > self.closes if days >= 0 else clock < self.opens):
            day, clock = self._next(day, step), edge
        elif clock < self.opens or clock > self.closes:
            clock = edge
        for _ in range(abs(days)):
            day = self._next(day, step)
        return datetime.combine(day, clock)

    def _next(self, day: date, step: timedelta) -> date:
        day += step
        while not self.works_on(day):
            day += step
        return day
