"""Lengths of time as a policy states them: days, weeks, months and years by the calendar, hours and less elapsed."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
"""The clock by which people plan; instants are stored in UTC (X-06)."""
_TERM: Final = re.compile(
    r"P(?=\w)(?:(\d{1,2})Y)?(?:(\d{1,3})M)?(?:(\d{1,3})W)?(?:(\d{1,4})D)?"
    r"(?:T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?"
)
_MONTHS: Final = 12
_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time with a calendar part (`months`, `days`) and a part that is elapsed.

    The calendar part keeps the clock time in Amsterdam, also across a change of the clocks: three days after Friday
    09:00 is Monday 09:00. A month later is the same day of that month, or its last day when it has no such day. A
    clock time that does not exist that night is as much later as the clocks went forward; of one that comes twice it
    is the first (early beats never). What comes out is an instant in UTC, and no later change of any clock moves it.
    """

    months: int = 0
    days: int = 0
    elapsed: timedelta = timedelta(0)

    def after(self, moment: datetime) -> datetime:
        """Return the instant this long after `moment` (aware): first by the calendar, then elapsed; in UTC."""
        return _moved(moment, self.months, self.days) + self.elapsed

    def before(self, moment: datetime) -> datetime:
        """Return the instant this long before `moment` (aware): first elapsed, then by the calendar; in UTC."""
        return _moved(moment.astimezone(UTC) - self.elapsed, -self.months, -self.days)

    @classmethod
    def parse(cls, text: str) -> Term:
        """Read an ISO 8601 duration such as P3D, P1M, PT72H or P1DT12H; raises ValueError when it is none."""
        parts = _TERM.fullmatch(text)
        if parts is None:
            raise ValueError("This is no ISO 8601 duration; write one such as P3D, P1M or PT72H.")
        years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in parts.groups())
        elapsed = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        return cls(years * _MONTHS + months, weeks * _DAYS + days, elapsed)


def _moved(moment: datetime, months: int, days: int) -> datetime:
    if not months and not days:
        return moment.astimezone(UTC)
    local = moment.astimezone(AMSTERDAM)
    count = local.year * _MONTHS + local.month - 1 + months
    year, month = count // _MONTHS, count % _MONTHS + 1
    day = date(year, month, min(local.day, calendar.monthrange(year, month)[1])) + timedelta(days=days)
    return datetime.combine(day, local.time().replace(fold=0), AMSTERDAM).astimezone(UTC)
