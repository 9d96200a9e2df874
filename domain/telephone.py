"""Whether two written telephone numbers are the same one to dial; what is shown is never changed by it (SA-01)."""

from __future__ import annotations

import re
from typing import Final

_TRUNK: Final = re.compile(r"^(\D*(?:00)?[1-9][0-9]{0,2}\D*)\(\s*0\s*\)")
"""The zero of the number within its own country, as it is written after a country code: +31 (0)30."""
_NETHERLANDS: Final = "31"
"""The country of a number written without one: duty numbers and the people who call them are Dutch."""


def same_number(one: str, other: str) -> bool:
    """Tell whether both dial the same telephone from the Netherlands, however they are written (SA-01, C §2.3.4).

    0031, +31, +31 (0) and a single 0 in front mean the same; spaces, dashes, dots and brackets mean nothing. An
    extension, or anything else with digits in it, makes another number. A text without digits is no number. Pure.
    """
    dialled = _dialled(one)
    return dialled != "" and dialled == _dialled(other)


def _dialled(number: str) -> str:
    """The country code and what follows it, digits alone; a short number, which has none of these, as it is."""
    abroad = re.sub(r"[^0-9+]", "", number).startswith(("+", "00"))
    digits = re.sub(r"[^0-9]", "", _TRUNK.sub(r"\1", number) if abroad else number)
    if digits.startswith("00"):
        digits = digits[2:]
    elif digits.startswith("0") and not abroad:
        return _NETHERLANDS + digits[1:]
    # No Dutch number begins with a zero after the country code: there it is the trunk zero, brackets or not.
    return digits if not digits.startswith(f"{_NETHERLANDS}0") else _NETHERLANDS + digits[3:]
