"""EV-01: what truly left is in the log, also when the word of it came after others had settled the bell."""

from __future__ import annotations

import pytest

from domain.audit.leaves import LeafType
from domain.bells import Attempt, Outcome
from domain.ids import PersonId
from domain.policy import Slot
from handlers import obligations
from handlers.bells import record_attempts
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.town import HOVJ, PIKET, Town


@pytest.mark.parametrize("outcome", [Outcome.MOOT, Outcome.NOT_SENT, Outcome.REFUSED, Outcome.AMBIGUOUS], ids=str)
def test_ev_01_a_bell_that_left_though_its_lease_was_lost_has_its_leaf_once(town: Town, outcome: Outcome) -> None:
    """Whoever found its lease run out gave it an outcome before the word came that it had left."""
    hovj = town.person("hovj", HOVJ, slot=Slot.ON_DUTY)
    town.person("an", PIKET, slot=Slot.ON_DUTY)
    item = town.item(hovj)
    town.open(item, "L-1.ontvangst")
    bell = next(row for row in town.bells if row.person == "an")
    with town.unit() as uow:
        uow.outbox.settle(bell.id, outcome, None, NIGHT if outcome is Outcome.NOT_SENT else None)
        obligations.settle(uow, item, "ontvangen", PersonId("an"), "ontvangen", NIGHT)
    for _ in range(2):
        with town.unit() as uow:
            record_attempts(uow, [Attempt(bell, Outcome.SENT, "message")], NIGHT, POLICY)
    leaves = [leaf for leaf in town.leaves(LeafType.DELIVERY) if leaf["handle"] == bell.handle]
    assert [(leaf["outcome"], leaf["person"]) for leaf in leaves] == [("sent", "an")]
    for late in (Outcome.NOT_SENT, Outcome.AMBIGUOUS, Outcome.MOOT):
        with town.unit() as uow:
            record_attempts(uow, [Attempt(bell, late)], NIGHT, POLICY)
    assert len(town.leaves(LeafType.DELIVERY)) == 1, "what is not known to have left has the outcome of before"
