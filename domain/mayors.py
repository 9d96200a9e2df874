"""Which mayor(s)? Asked at every designation and admission, sooner where people will see measures (BB-07, C §2.3.5)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from domain.policy import Policy

VISIBLE: Final = (
    "People in the street will see measures, so the question which mayors is due sooner (BB-07); never which measures, "
    "or where."
)
"""Why the server may know it, of every act that asks the question."""
DURATIONS: Final = frozenset({"burgemeester", "burgemeester_zichtbaar"})
"""What `which_mayors_by` asks of a policy."""


def which_mayors_by(policy: Policy, now: datetime, *, visible: bool) -> datetime:
    """Return by when the NCTV must have said which mayor(s) are told; sooner where people will see measures (BB-07)."""
    return now + policy.durations["burgemeester_zichtbaar" if visible else "burgemeester"]
