"""RO-02: gaps of the coming fourteen days stand on the board, and leave it when they are filled."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.policy import Slot
from domain.terms import Term
from handlers.gaps import Outlook, look_ahead, show_gaps
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.town import HOVJ, PIKET, Town


def shown(town: Town) -> Outlook:
    """What stands on the board after somebody looked."""
    with town.unit() as uow:
        outlook = look_ahead(uow, town.now, POLICY)
        show_gaps(uow, outlook, town.now)
    return outlook


def test_ro_02_gaps_of_fourteen_days_are_shown_and_cleared(town: Town) -> None:
    an = town.person("an", PIKET)
    town.duty(an, PIKET, Slot.ON_DUTY, hours=(0, 24))
    found = [gap for gap in shown(town).gaps if gap.holding == PIKET]
    assert [(gap.slot, gap.starts - NIGHT, gap.ends - NIGHT) for gap in found] == [
        (Slot.BACKUP, timedelta(0), timedelta(days=14)),
        (Slot.ON_DUTY, timedelta(days=1), timedelta(days=14)),
    ]
    assert ("roster.gap", "nctv_piket@nl/backup") in town.alarms()
    for slot in (Slot.ON_DUTY, Slot.BACKUP):
        town.duty(an, PIKET, slot, hours=(0, 15 * 24))
    shown(town)
    assert not {subject for kind, subject in town.alarms() if subject.startswith("nctv_piket")}


def test_ro_02_fourteen_days_are_days_of_the_calendar(town: Town) -> None:
    an = town.person("an", PIKET)
    town.now = NIGHT + timedelta(days=118)  # the clocks go forward within the fortnight: it lasts an hour less
    for slot in (Slot.ON_DUTY, Slot.BACKUP):
        town.duty(an, PIKET, slot, hours=(0, (118 + 14) * 24 - 1))
    assert not [gap for gap in shown(town).gaps if gap.holding == PIKET]
    with town.unit() as uow:
        elapsed = replace(POLICY, terms={**POLICY.terms, "roster_horizon": Term.parse("PT336H")})
        assert [gap for gap in look_ahead(uow, town.now, elapsed).gaps if gap.holding == PIKET]


def test_x_03_a_functie_nobody_can_be_rung_for_stands_on_the_board_until_somebody_can(town: Town) -> None:
    town.person("an", PIKET, channels=0)
    shown(town)
    assert ("holding.unreachable", "nctv_piket@nl") in town.alarms()
    town.person("bo", PIKET)
    shown(town)
    assert ("holding.unreachable", "nctv_piket@nl") not in town.alarms()


def test_ro_02_an_area_in_which_somebody_is_hovj_shows_its_gaps_and_no_other_area(town: Town) -> None:
    hanna = town.person("hanna", HOVJ)
    town.duty(hanna, HOVJ, Slot.ON_DUTY, hours=(0, 15 * 24))
    shown(town)
    local = {subject for kind, subject in town.alarms() if kind == "roster.gap" and "@nl" not in subject}
    assert local == {"hovj@arr:gelderland/backup"}


def test_ro_02_a_gap_where_nobody_holds_the_functie_any_more_leaves_the_board(town: Town) -> None:
    hanna = town.person("hanna", HOVJ)
    shown(town)
    assert ("roster.gap", "hovj@arr:gelderland/backup") in town.alarms()
    with town.unit() as uow:
        uow.directory.end_membership(hanna, HOVJ, NIGHT)
    town.now += timedelta(minutes=5)
    shown(town)
    assert not {subject for kind, subject in town.alarms() if kind == "roster.gap" and "hovj@arr" in subject}


def test_an_alarm_raised_at_night_where_nobody_looked_ahead_is_left_standing(town: Town) -> None:
    with town.unit() as uow:
        uow.alarms.raise_("holding.unreachable", "rccb@eenheid:oost-nederland", NIGHT)
    shown(town)
    assert ("holding.unreachable", "rccb@eenheid:oost-nederland") in town.alarms()
