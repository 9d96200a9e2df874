"""Lengths of time as a policy states them: by the calendar or in working days, hours and less elapsed."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from domain.workweek import Workweek

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
"""The clock by which people plan; instants are stored in UTC (X-06)."""
_TERM: Final = re.compile(
    r"P(?=\w)(?:(\d{1,2})Y)?(?:(\d{1,3})M)?(?:(\d{1,3})W)?(?:(\d{1,4})D)?"
    r"(?:T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?"
)
_WORKING: Final = re.compile(r"(?:(1) werkdag|([2-9]|[1-9]\d) werkdagen)")
_MONTHS: Final = 12
_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time with a calendar part (`months`, `days`, or `working` days of a `week`) and one that is elapsed.

    The calendar part keeps the clock time in Amsterdam, also across a change of the clocks: three days after Friday
    09:00 is Monday 09:00. A month later is the same day of that month, or its last day when it has no such day. A
    clock time that does not exist that night is as much later as the clocks went forward; of one that comes twice it
    is the first (early beats never). Working days are those of the policy (`Workweek.moved`). What comes out is an
    instant in UTC, and no later change of any clock moves it. A negative term leads back.
    """

    months: int = 0
    days: int = 0
    elapsed: timedelta = timedelta(0)
    working: int = 0
    week: Workweek | None = None

    def after(self, moment: datetime) -> datetime:
        """Return the instant this long after `moment` (aware), in UTC: first by the calendar, then elapsed.

        A term that leads back takes them the other way round, as `before` does.
        """
        if self.elapsed < timedelta(0):
            return self._moved(moment.astimezone(UTC) + self.elapsed)
        return self._moved(moment) + self.elapsed

    def before(self, moment: datetime) -> datetime:
        """Return the instant this long before `moment` (aware): first elapsed, then by the calendar; in UTC.

        Going on from there by the same term leads to `moment` again, where every day and clock time between has its
        like: not from the end of a month to a shorter one, a clock time that a night skips or has twice, or from
        outside working hours.
        """
        return (-self).after(moment)

    def __neg__(self) -> Term:
        return Term(-self.months, -self.days, -self.elapsed, -self.working, self.week)

    @classmethod
    def parse(cls, text: str, week: Workweek | None = None) -> Term:
        """Read an ISO 8601 duration such as P3D, P1M, PT72H or P1DT12H, or, with a `week`, "2 werkdagen".

        Raises:
            ValueError: when it is none of these.
        """
        working = None if week is None else _WORKING.fullmatch(text)
        if working is not None:
            return cls(working=int(working[1] or working[2]), week=week)
        parts = _TERM.fullmatch(text)
        if parts is None:
            raise ValueError("This is no ISO 8601 duration such as P3D, P1M or PT72H, nor working days: 2 werkdagen.")
        years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in parts.groups())
        elapsed = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        return cls(years * _MONTHS + months, weeks * _DAYS + days, elapsed)

    def _moved(self, moment: datetime) -> datetime:
        if not (self.months or self.days or self.working):
            return moment.astimezone(UTC)
        local = moment.astimezone(AMSTERDAM).replace(tzinfo=None, fold=0)
        if self.working and self.week is not None:
            found = self.week.moved(local, self.working)
        else:
            count = local.year * _MONTHS + local.month - 1 + self.months
            year, month = count // _MONTHS, count % _MONTHS + 1
            day = date(year, month, min(local.day, calendar.monthrange(year, month)[1])) + timedelta(days=self.days)
            found = datetime.combine(day, local.time())
        return found.replace(tzinfo=AMSTERDAM).astimezone(UTC)


def day_of(moment: datetime) -> datetime:
    """Return the instant, in UTC, at which the day of `moment` (aware) began by the clock in Amsterdam."""
    return datetime.combine(moment.astimezone(AMSTERDAM).date(), time(), AMSTERDAM).astimezone(UTC)
