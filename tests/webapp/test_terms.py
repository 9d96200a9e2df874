"""X-06: the app says of a term the day and hour that the service reckons: clocks, months, working days, holidays."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from config.areas import load_areas
from config.policy import load_policies
from config.settings import Settings
from domain.holidays import Holiday, holidays_of
from domain.terms import AMSTERDAM, Term
from domain.workweek import Workweek
from handlers.calendar import calendar
from tests.domain.test_terms import TABLE as TERMS
from tests.domain.test_working_days import TABLE as WORKING
from tests.webapp.node import vitest

POLICY: Final = load_policies(load_areas(), Settings.model_fields["policies"].default)
OTHERS: Final = (
    POLICY.calendar,
    Workweek((0, 1, 2, 3, 4, 5, 6), time(0), time(23, 59), (), ()),
    Workweek((1, 3, 6), time(7, 30), time(12), tuple(Holiday), (date(2026, 5, 15), date(2027, 1, 4))),
)
NIGHTS: Final = ("2025-03-30", "2025-10-26", "2026-03-29", "2026-10-25", "2027-03-28", "2027-10-31")
"""In these the clocks change."""


def moments(dice: random.Random) -> Iterator[datetime]:
    """Table, every half hour around each change of the clocks, ends of months, holidays, and whatever comes up."""
    for start, *_ in (*TERMS, *WORKING):
        yield datetime.fromisoformat(start).replace(tzinfo=AMSTERDAM).astimezone(UTC)
    for night in NIGHTS:
        for step in range(12):
            yield datetime.fromisoformat(night).replace(tzinfo=AMSTERDAM).astimezone(UTC) + timedelta(minutes=30 * step)
    for year in (2026, 2027, 2028):
        for month in range(1, 13):
            last = (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            yield datetime.combine(last, time(23, 30), AMSTERDAM).astimezone(UTC)
        for day in holidays_of(year).values():
            yield datetime.combine(day - timedelta(days=1), time(16, 45), AMSTERDAM).astimezone(UTC)
    for _ in range(400):
        yield datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=dice.randrange(12 * 365 * 24 * 60))


def lengths(dice: random.Random) -> Iterator[Term]:
    """Every term of the policy, and others."""
    yield from POLICY.terms.values()
    yield from (Term(months=1), Term(days=1), Term(days=154), Term(working=1, week=POLICY.calendar), Term())
    for _ in range(30):
        kind = dice.randrange(3)
        if kind == 0:
            yield Term(working=dice.randrange(1, 30), week=POLICY.calendar)
        else:
            yield Term(dice.randrange(14), dice.randrange(60), timedelta(seconds=dice.choice((0, 90, 43_200)) * kind))


def shown(term: Term) -> dict[str, int]:
    return {
        "months": term.months,
        "days": term.days,
        "working": term.working,
        "seconds": int(term.elapsed.total_seconds()),
    }


def week_shown(week: Workweek) -> dict[str, Any]:
    return {
        "days": week.days,
        "opens": week.opens.strftime("%H:%M"),
        "closes": week.closes.strftime("%H:%M"),
        "holidays": [one.value for one in week.holidays],
        "closed": [one.isoformat() for one in week.closed],
    }


def iso(moment: datetime) -> str:
    """As a browser writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def test_x_06_the_app_and_the_service_reckon_every_term_and_clock_time_alike(tmp_path: Path) -> None:
    dice = random.Random(31)
    starts, terms = list(moments(dice)), list(lengths(dice))
    pairs = [(start, dice.choice(terms), dice.randrange(len(OTHERS))) for start in starts for _ in range(8)]
    walls = [f"{night}T{hour:02}:{minute:02}" for night in NIGHTS for hour in range(6) for minute in (0, 15, 30, 59)]
    walls += [start.astimezone(AMSTERDAM).strftime("%Y-%m-%dT%H:%M") for start in starts]
    days = [(start, place) for start in starts for place in range(len(OTHERS))]
    cases = {
        "weeks": [week_shown(week) for week in OTHERS],
        "terms": [{"from": iso(start), "term": shown(term), "week": place} for start, term, place in pairs],
        "walls": walls,
        "days": [{"at": iso(start), "week": place} for start, place in days],
    }
    (tmp_path / "cases.json").write_text(json.dumps(cases))
    vitest("tests/terms.cross.ts", vectors=tmp_path)
    found = json.loads((tmp_path / "answers.json").read_text())
    for (start, term, place), there in zip(pairs, found["terms"], strict=True):
        ours = Term(term.months, term.days, term.elapsed, term.working, OTHERS[place] if term.working else None)
        assert iso(ours.after(start)) == there, (start, term, place)
    for wall, there in zip(walls, found["walls"], strict=True):
        assert iso(datetime.fromisoformat(wall).replace(tzinfo=AMSTERDAM).astimezone(UTC)) == there, wall
    for (start, place), there in zip(days, found["days"], strict=True):
        local = start.astimezone(AMSTERDAM).date()
        kept = [
            one.value for one, day in holidays_of(local.year).items() if day == local and one in OTHERS[place].holidays
        ]
        assert there["free"] is not OTHERS[place].works_on(local), (start, place)
        assert there["holiday"] in kept if kept else there["holiday"] is None, (start, place)


def test_x_06_what_the_service_tells_of_its_calendar_is_the_policys() -> None:
    told = calendar(POLICY, None, datetime(2026, 3, 14, tzinfo=UTC))
    assert {name: vars_of(term) for name, term in told.terms.items()} == {
        name: shown(term) for name, term in POLICY.terms.items()
    }
    assert week_shown(POLICY.calendar) == {
        "days": told.days,
        "opens": told.opens,
        "closes": told.closes,
        "holidays": [one.value for one in told.holidays],
        "closed": [one.isoformat() for one in told.closed],
    }


def vars_of(term: Any) -> dict[str, int]:
    return {name: getattr(term, name) for name in ("months", "days", "working", "seconds")}
