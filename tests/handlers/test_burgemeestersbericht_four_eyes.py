"""Who wrote a notice is not rung to release it, nor to give it a second look; somebody else is (BB-02)."""

from __future__ import annotations

from domain.functies import Holding
from domain.policy import Slot
from tests.handlers.test_burgemeestersbericht import Mayors, mayors
from tests.harness.desk import BEHANDELAAR, TEAMLEIDER, Desk, blob
from tests.harness.town import PIKET, Town

__all__ = ["mayors"]


def _also(mayors: Mayors, name: str, holding: Holding, *, slot: Slot | None = None) -> None:
    mayors.desk.town.person(name, holding, slot=slot)


def test_bb_02_a_writer_who_alone_stands_on_the_first_rung_lets_the_next_ring_at_once(town: Town) -> None:
    mayors = object.__new__(Mayors)
    mayors.desk = Desk(town)
    mayors.desk.add("bea", BEHANDELAAR)
    _also(mayors, "bea", TEAMLEIDER, slot=Slot.ON_DUTY)
    mayors.desk.add("piket", PIKET)
    item = mayors.send(visible=True)
    assert mayors.desk.rung() == {"piket"}
    assert ("holding.unreachable", str(TEAMLEIDER)) in mayors.desk.town.alarms()
    assert mayors.do("piket", "release", item, read=blob("bericht")).status == 201


def test_bb_02_a_rung_that_names_everybody_leaves_out_who_wrote_it(mayors: Mayors) -> None:
    mayors.desk.add("bo", BEHANDELAAR, slot=None)
    mayors.send(visible=True)
    rung = mayors.rung_until(minutes=16)
    assert rung[600] == {"tom", "bo", "piket"}
    assert not any("bea" in persons for persons in rung.values())


def test_bb_02_whose_own_correction_waits_for_a_second_look_is_rung_for_it_no_longer(mayors: Mayors) -> None:
    _also(mayors, "tom", BEHANDELAAR)
    item = mayors.send(acute=True)
    assert "tom" in mayors.desk.rung()
    assert mayors.do("tom", "correct", item, content=blob("beter")).status == 201
    rung = mayors.rung_until(hours=8)
    assert not any("tom" in persons for persons in rung.values())
    assert any("bea" in persons for persons in rung.values())  # who wrote what came before may look at this
    assert mayors.do("tom", "release", item, read=blob("beter")).code == "burgemeestersbericht.four_eyes"
