"""The terms of a policy and the working days by which they go, so that a phone can say which day a term comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.errors import NotFound
from domain.holidays import Holiday
from domain.policy import Policy

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class TermView:
    """A length of time: months, days or working days by the calendar of Amsterdam, and elapsed seconds (X-06)."""

    months: int
    days: int
    working: int
    seconds: int


@dataclass(frozen=True, slots=True)
class CalendarView:
    """One version's terms by name, and its working week: `days` are weekdays, 0 is Monday; hours by the local clock."""

    policy_version: str
    terms: Mapping[str, TermView]
    days: tuple[int, ...]
    opens: str
    closes: str
    holidays: tuple[Holiday, ...]
    closed: tuple[date, ...]
    now: datetime


def calendar(policy: Policy, version: str | None, now: datetime) -> CalendarView:
    """Return the calendar of the policy version that an item was opened under; None: of the present one (EV-04).

    Raises:
        NotFound: when that version is not kept.
    """
    if version not in (None, policy.version, *policy.earlier):
        raise NotFound("policy.unknown", "There is no such version of the policy; read the item again.", field="policy")
    of = policy if version is None else policy.under(version)
    return CalendarView(
        of.version,
        {
            name: TermView(term.months, term.days, term.working, int(term.elapsed / _SECOND))
            for name, term in sorted(of.terms.items())
        },
        of.calendar.days,
        of.calendar.opens.strftime("%H:%M"),
        of.calendar.closes.strftime("%H:%M"),
        of.calendar.holidays,
        of.calendar.closed,
        now,
    )
