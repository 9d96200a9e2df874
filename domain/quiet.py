"""When a regular bell may sound: quiet hours for who is off duty, a budget per hour, bundling (X-04, X-08)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final

from domain.policy import Restraint
from domain.terms import AMSTERDAM

BUDGET_OVER: Final = timedelta(hours=1)
"""The budget is one of rings per person per hour, in the words of X-08."""


def may_ring_from(now: datetime, restraint: Restraint, recent: Sequence[datetime], *, on_duty: bool) -> datetime:
    """Return the earliest moment, `now` or later, for one more regular bell to one person.

    `recent` are the moments of that person's regular bells in the past hour or planned. Bells for several things
    that wait become one: after a bell there is none for the length of `bundle`, and it says the same anyway. Without
    a budget (merged emergencies) only bells that did ring count, so that nothing waits longer than `bundle`.
    """
    moment = now
    counted = sorted(at for at in recent if at > now - BUDGET_OVER)
    if restraint.per_hour is None:
        counted = [at for at in counted if at <= now]
    if counted:
        moment = max(moment, counted[-1] + restraint.bundle)
    if restraint.per_hour is not None and len(counted) >= restraint.per_hour:
        moment = max(moment, counted[-restraint.per_hour] + BUDGET_OVER)
    return moment if on_duty else after_quiet_hours(moment, restraint)


def after_quiet_hours(moment: datetime, restraint: Restraint) -> datetime:
    """Return `moment`, or the end of the quiet hours it falls in; right in the nights the clocks change (X-06)."""
    local = moment.astimezone(AMSTERDAM)
    if not is_quiet(local.time(), restraint):
        return moment
    day = local.date() if local.time() < restraint.quiet_until else local.date() + timedelta(days=1)
    return datetime.combine(day, restraint.quiet_until, AMSTERDAM).astimezone(moment.tzinfo)


def is_quiet(local: time, restraint: Restraint) -> bool:
    """Tell whether a local time lies in the quiet hours, which may pass midnight (X-04)."""
    start, end = restraint.quiet_from, restraint.quiet_until
    return start <= local < end if start <= end else local >= start or local < end
