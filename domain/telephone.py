"""Whether two written telephone numbers are the same one to dial; what is shown is never changed by it (SA-01)."""

from __future__ import annotations

import re
from typing import Final

_PLAIN: Final = re.compile(r"[ \u00a0(]*\+?[0-9 \u00a0().\-\u2010-\u2015/]*")
"""What a number is written with. Anything else may be dialled too: a letter, a sign, a digit of another script."""
_TRUNK: Final = re.compile(r"^(\D*(?:00)?31\D*)\(\s*0\s*\)")
"""The zero of a Dutch number within its own country, as it is written after the country code: +31 (0)30."""
_NETHERLANDS: Final = "+31"
"""The country of a number written with a single zero in front: duty numbers and the people who call them are Dutch."""


def same_number(one: str, other: str) -> bool:
    """Tell whether both dial the same telephone from the Netherlands, however they are written (SA-01, C §2.3.4).

    0031, +31, +31 (0) and a single 0 in front mean the same; spaces, dashes, dots, slashes and brackets mean nothing.
    Anything else in it (an extension, a letter, a sign) makes another number, and a text without digits is none: a
    number that is not recognised is asked about, one wrongly recognised is called. Pure.
    """
    dialled = _dialled(one)
    return dialled != "" and dialled == _dialled(other)


def _dialled(number: str) -> str:
    """`+`, the country code and what follows; a number without country or area as it is; empty when it is none."""
    if not _PLAIN.fullmatch(number):
        return ""
    abroad = re.sub(r"[^0-9+]", "", number).startswith(("+", "00"))
    digits = re.sub(r"[^0-9]", "", _TRUNK.sub(r"\1", number) if abroad else number)
    if not abroad:
        return _NETHERLANDS + digits[1:] if digits.startswith("0") else digits
    whole = "+" + digits.removeprefix("00")
    if whole == "+":
        return ""
    # No Dutch number begins with a zero after the country code: there it is the trunk zero, brackets or not.
    return whole.replace(f"{_NETHERLANDS}0", _NETHERLANDS, 1) if whole.startswith(f"{_NETHERLANDS}0") else whole
