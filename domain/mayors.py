"""Which mayor(s)? Asked at every designation and admission, sooner where people will see measures (BB-07, C §2.3.5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from domain.events import LinkedProgressed, ObligationOpened
from domain.facts import Facts
from domain.functies import Holding
from domain.linked import Linked
from domain.policy import Policy

WHICH: Final = "burgemeester"
"""The obligation that asks it."""
VISIBLE: Final = (
    "People in the street will see measures, so the question which mayors is due sooner (BB-07); never which measures, "
    "or where."
)
"""Why the server may know it, of every act that asks the question."""
DURATIONS: Final = frozenset({"burgemeester", "burgemeester_zichtbaar"})
"""What `which_mayors` asks of a policy."""
_STANDING: Final = frozenset({"verstuurd", "kennisgenomen"})
"""States of a notice to a mayor that was sent and still holds."""


def which_mayors(
    desk: tuple[Holding, ...], ladder: str, policy: Policy, now: datetime, *, visible: bool
) -> ObligationOpened:
    """Return the question, to the NCTV's `desk`; due sooner where people will see measures (BB-07)."""
    due = now + policy.durations["burgemeester_zichtbaar" if visible else "burgemeester"]
    return ObligationOpened(WHICH, desk, ladder, now, due)


def asked_again(progress: LinkedProgressed, linked: Sequence[Linked], facts: Facts) -> bool:
    """Tell whether a notice that was taken back left no other standing, so that the question is open again (BB-07).

    `linked` is everything that hangs on the asking item or follows from it. Pure.
    """
    beside = (one for one in linked if one.flow == progress.flow and one.item != progress.item)
    return WHICH not in facts.open and not any(one.state in _STANDING for one in beside)
