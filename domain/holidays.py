"""Which days of a year are a Dutch holiday, reckoned from the year itself: no list that runs out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

_SUNDAY: Final = 6
_LUSTRUM: Final = 5


class Holiday(StrEnum):
    """A holiday by its Dutch name, as a policy lists it.

    The Algemene termijnenwet, art. 3, names nieuwjaarsdag, tweede paasdag, tweede pinksterdag, both kerstdagen,
    hemelvaartsdag, the day on which the birthday of the King is celebrated, and the fifth of May, of every year; its
    second paragraph puts goede vrijdag beside them. `bevrijdingsdag_lustrum` is the fifth of May of every fifth year
    only, for an organisation that works on it in the others [P].
    """

    NIEUWJAARSDAG = "nieuwjaarsdag"
    GOEDE_VRIJDAG = "goede_vrijdag"
    EERSTE_PAASDAG = "eerste_paasdag"
    TWEEDE_PAASDAG = "tweede_paasdag"
    KONINGSDAG = "koningsdag"
    BEVRIJDINGSDAG = "bevrijdingsdag"
    BEVRIJDINGSDAG_LUSTRUM = "bevrijdingsdag_lustrum"
    HEMELVAARTSDAG = "hemelvaartsdag"
    EERSTE_PINKSTERDAG = "eerste_pinksterdag"
    TWEEDE_PINKSTERDAG = "tweede_pinksterdag"
    EERSTE_KERSTDAG = "eerste_kerstdag"
    TWEEDE_KERSTDAG = "tweede_kerstdag"


@lru_cache(maxsize=256)
def holidays_of(year: int) -> Mapping[Holiday, date]:
    """Return the day of every holiday that the year has; 2014 and later (before it there was no Koningsdag)."""
    easter, king, liberation = easter_of(year), date(year, 4, 27), date(year, 5, 5)
    found = {
        Holiday.NIEUWJAARSDAG: date(year, 1, 1),
        Holiday.GOEDE_VRIJDAG: easter - timedelta(days=2),
        Holiday.EERSTE_PAASDAG: easter,
        Holiday.TWEEDE_PAASDAG: easter + timedelta(days=1),
        Holiday.KONINGSDAG: king if king.weekday() != _SUNDAY else king - timedelta(days=1),
        Holiday.BEVRIJDINGSDAG: liberation,
        Holiday.HEMELVAARTSDAG: easter + timedelta(days=39),
        Holiday.EERSTE_PINKSTERDAG: easter + timedelta(days=49),
        Holiday.TWEEDE_PINKSTERDAG: easter + timedelta(days=50),
        Holiday.EERSTE_KERSTDAG: date(year, 12, 25),
        Holiday.TWEEDE_KERSTDAG: date(year, 12, 26),
    }
    if year % _LUSTRUM == 0:
        found[Holiday.BEVRIJDINGSDAG_LUSTRUM] = liberation
    return found


def is_holiday(day: date, kept: Collection[Holiday]) -> bool:
    """Tell whether `day` is one of the holidays that are kept."""
    return any(found == day and holiday in kept for holiday, found in holidays_of(day.year).items())


def easter_of(year: int) -> date:
    """Return Easter Sunday: the first Sunday after the full moon of the Gregorian tables that is on or after 21 March.

    Follows the tables: the golden number gives the moon's age (epact), corrected per century for the leap days left
    out and for the moon's own drift.
    """
    golden = year % 19 + 1
    century = year // 100 + 1
    dropped = 3 * century // 4 - 12
    drift = (8 * century + 5) // 25 - 5
    epact = (11 * golden + 20 + drift - dropped) % 30
    if epact == 24 or (epact == 25 and golden > 11):
        epact += 1
    full_moon = 44 - epact if epact <= 23 else 74 - epact
    moon = date(year, 3, 1) + timedelta(days=full_moon - 1)
    return moon + timedelta(days=_SUNDAY - moon.weekday() or 7)
