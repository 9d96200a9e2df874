"""RO-02: gaps of the coming fourteen days stand on the board, and leave it when they are filled."""

from __future__ import annotations

from datetime import timedelta

from domain.policy import Slot
from handlers.gaps import show_gaps
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.town import HOVJ, PIKET, Town


def test_ro_02_gaps_of_fourteen_days_are_shown_and_cleared(town: Town) -> None:
    an = town.person("an", PIKET)
    town.duty(an, PIKET, Slot.ON_DUTY, hours=(0, 24))
    with town.unit() as uow:
        found = [gap for gap in show_gaps(uow, NIGHT, POLICY) if gap.holding == PIKET]
    assert [(gap.slot, gap.starts - NIGHT, gap.ends - NIGHT) for gap in found] == [
        (Slot.BACKUP, timedelta(0), timedelta(days=14)),
        (Slot.ON_DUTY, timedelta(days=1), timedelta(days=14)),
    ]
    assert ("roster.gap", "nctv_piket@nl/backup") in town.alarms()
    for slot in (Slot.ON_DUTY, Slot.BACKUP):
        town.duty(an, PIKET, slot, hours=(0, 15 * 24))
    with town.unit() as uow:
        show_gaps(uow, NIGHT, POLICY)
    assert not {subject for kind, subject in town.alarms() if subject.startswith("nctv_piket")}


def test_x_03_a_functie_nobody_can_be_rung_for_stands_on_the_board_until_somebody_can(town: Town) -> None:
    town.person("an", PIKET, channels=0)
    with town.unit() as uow:
        show_gaps(uow, NIGHT, POLICY)
    assert ("holding.unreachable", "nctv_piket@nl") in town.alarms()
    town.person("bo", PIKET)
    with town.unit() as uow:
        show_gaps(uow, NIGHT, POLICY)
    assert ("holding.unreachable", "nctv_piket@nl") not in town.alarms()


def test_ro_02_an_area_in_which_somebody_is_hovj_shows_its_gaps_and_no_other_area(town: Town) -> None:
    hanna = town.person("hanna", HOVJ)
    town.duty(hanna, HOVJ, Slot.ON_DUTY, hours=(0, 15 * 24))
    with town.unit() as uow:
        show_gaps(uow, NIGHT, POLICY)
    local = {subject for kind, subject in town.alarms() if kind == "roster.gap" and "@nl" not in subject}
    assert local == {"hovj@arr:gelderland/backup"}
