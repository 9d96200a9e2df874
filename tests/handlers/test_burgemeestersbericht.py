"""A notice to a mayor through the real pipeline: rung, released, telephoned, many at once (BB-02 … BB-06, L-4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import pytest

from domain.flows import burgemeestersbericht as flow
from domain.functies import Functie, Holding, Scope
from domain.ids import DeviceId, ItemId, OrganisationId, PersonId, Sha256Hex
from domain.policy import Slot
from domain.ports import Answer
from handlers.queries import item_detail, list_items
from handlers.sessions import Viewer
from handlers.views import ItemLine, ItemView
from handlers.wraps import KEYLESS
from tests.harness.desk import BEHANDELAAR, LCC, RCCB, RECIPIENT, TEAMLEIDER, Desk, blob, wrap
from tests.harness.ladders import POLICY
from tests.harness.town import ARR, HOVJ, PIKET, Town

GEMEENTE: Final = Scope("gm:GM0268")
BESIDE: Final = Scope("gm:GM0209")
MAYOR: Final = Holding(Functie.BURGEMEESTER, GEMEENTE)
MAYOR_BESIDE: Final = Holding(Functie.BURGEMEESTER, BESIDE)
LOCO: Final = Holding(Functie.LOCO_BURGEMEESTER, GEMEENTE)
CONTACT: Final = Holding(Functie.GEMEENTE_CONTACT, GEMEENTE)
WHO: Final = {
    "maud": MAYOR, "buur": MAYOR_BESIDE, "loes": LOCO, "lars": LOCO, "cor": CONTACT, "bea": BEHANDELAAR,
    "tom": TEAMLEIDER, "piket": PIKET, "rccb": RCCB, "lcc": LCC, "hovj": HOVJ,
}  # fmt: skip


class Mayors:
    """The desk of the NCTV, two mayors and those around one of them, each with a device and an address."""

    def __init__(self, town: Town) -> None:
        self.desk = Desk(town)
        for name, holding in WHO.items():
            on_duty = holding.scope == "nl" or name in ("rccb", "hovj")
            self.desk.add(name, holding, slot=Slot.ON_DUTY if on_duty else None)

    def do(self, name: str, verb: str, item: str, **params: Any) -> Answer:
        return self.desk.do(name, f"burgemeestersbericht.{verb}", item, holding=WHO[name], **params)

    def send(self, *, by: str = "bea", acute: bool = False, **more: Any) -> str:
        item = self.desk.new_id()
        gemeente = more.get("gemeente", GEMEENTE)
        params: dict[str, Any] = {
            "dossier": "d" * 22,
            "recipient": RECIPIENT,
            "wraps": [wrap(one) for one in flow.sealed_for(gemeente, WHO[by])],
            "content": blob("bericht"),
            "excluded": [],
            "gemeente": gemeente,
            "until_at": None,
        }
        params |= {} if acute else {"scenario": "opname", "visible": False}
        answer = self.do(by, "send_acute" if acute else "send", item, **(params | more))
        assert answer.status == 201, answer
        return item

    def participants(self, item: str) -> set[Holding]:
        return set(self.desk.town.participants(self.desk.item(item)))

    def sees(self, name: str, item: str) -> tuple[ItemLine, ItemView]:
        """The item in somebody's list, and whole, as they are shown it."""
        town, nobody = self.desk.town, OrganisationId("x")
        viewer = Viewer(PersonId(name), DeviceId(f"{name}-1"), nobody, (WHO[name],), Sha256Hex("0" * 64))
        with town.unit() as uow:
            [line] = [one for one in list_items(uow, viewer, 50, town.now).items if one.id == item]
            return line, item_detail(uow, viewer, ItemId(item), 0, POLICY, town.now)

    def rung_until(self, **elapsed: float) -> dict[float, set[str]]:
        """Who rings at which second of the night, with the engine at work."""
        found: dict[float, set[str]] = {}
        for second, row in self.desk.town.run(timedelta(**elapsed)):
            if row.person is not None:
                found.setdefault(second, set()).add(row.person)
        return found


@pytest.fixture
def mayors(town: Town) -> Mayors:
    return Mayors(town)


def test_bb_02_only_after_the_release_the_mayor_rings(mayors: Mayors) -> None:
    item = mayors.send(visible=True)
    assert mayors.desk.rung() == {"tom"}
    assert MAYOR not in mayors.participants(item)
    assert mayors.do("bea", "release", item, read=blob("bericht")).code == "burgemeestersbericht.four_eyes"
    assert mayors.do("tom", "release", item, read=blob("bericht")).status == 201
    assert mayors.desk.rung() == {"maud"}
    assert {MAYOR, HOVJ, RCCB, LCC} <= mayors.participants(item)
    assert not {CONTACT, LOCO} & mayors.participants(item)


def test_bb_05_l_4_without_receipt_the_mayor_rings_again_and_the_nctv_phones(mayors: Mayors) -> None:
    item = mayors.send(acute=True)
    assert mayors.desk.rung() == {"maud", "tom"}  # who is on duty for the second look, without hurry
    rung = mayors.rung_until(minutes=6)
    assert "maud" in rung[180]
    assert "piket" in rung[300]
    assert "piket" not in rung[180]
    assert mayors.do("piket", "telephoned", item, content=blob("gesprek")).state == "kennisgenomen"
    assert "kennisnemen" not in mayors.desk.open(item)


def test_bb_05_x_03_a_gemeente_without_a_mayor_who_can_be_rung_is_a_gap_and_the_nctv_phones_at_once(
    mayors: Mayors,
) -> None:
    elsewhere = Scope("gm:GM0363")
    item = mayors.send(acute=True, gemeente=elsewhere, wraps=[wrap(BEHANDELAAR)])
    assert mayors.desk.rung() == {"piket", "tom"}
    with mayors.desk.town.unit() as uow:
        alarms = {(one.kind, one.subject) for one in uow.alarms.standing()}
    assert (KEYLESS, f"{item}/burgemeester@{elsewhere}") in alarms
    assert ("holding.unreachable", f"burgemeester@{elsewhere}") in alarms


def test_bb_03_many_at_once_are_many_acts_and_no_mayor_sees_another(mayors: Mayors) -> None:
    items = {gemeente: mayors.send(acute=True, gemeente=gemeente) for gemeente in (GEMEENTE, BESIDE)}
    for gemeente, item in items.items():
        mine = {one for one in mayors.participants(item) if one.scope.startswith("gm:")}
        assert mine == {Holding(Functie.BURGEMEESTER, gemeente)}
    with pytest.raises(Exception, match="no such item"):
        mayors.do("buur", "acknowledge", items[GEMEENTE], read=blob("bericht"))
    for item in items.values():
        assert mayors.do("tom", "recall", item, content=blob("fout")).state == "ingetrokken"


def test_bb_05_a_stand_in_only_by_name_and_on_the_own_devices(mayors: Mayors) -> None:
    item = mayors.send(acute=True)
    other = mayors.desk.sign("piket", "burgemeestersbericht.stand_in", item, holding=PIKET, person="loes",
                             wraps=[wrap(LOCO, "lars-1")])  # fmt: skip
    assert mayors.desk.refused_unstored(other) == ("wrap.other_reader", "params.wraps.0.device")
    assert mayors.do("piket", "stand_in", item, person="loes", wraps=[wrap(LOCO, "loes-1")]).status == 201
    assert mayors.desk.told() == {"loes"}
    with mayors.desk.town.unit() as uow:
        given = {(one.holding, one.device) for one in uow.items.wraps(ItemId(item))}
    assert (LOCO, "loes-1") in given
    assert (LOCO, None) not in given
    refused = mayors.do("lars", "acknowledge", item, read=blob("bericht"))
    assert refused.code == "burgemeestersbericht.stand_in"
    assert mayors.do("loes", "acknowledge", item, read=blob("bericht")).state == "kennisgenomen"
    rung = {person for persons in mayors.rung_until(hours=2).values() for person in persons}
    assert not rung & {"loes", "lars", "cor"}


def test_bb_04_the_vierhoek_gives_the_key_to_who_comes(mayors: Mayors) -> None:
    item = mayors.send(acute=True)
    assert mayors.do("rccb", "ask_vierhoek", item, content=None).status == 201
    at = (mayors.desk.town.now + timedelta(days=1)).isoformat()
    wraps = [wrap(HOVJ), wrap(RCCB)]
    planned = mayors.do("tom", "plan_vierhoek", item, at=at, kmar=False, wraps=wraps, content=blob("waar"))
    assert planned.status == 201
    assert mayors.desk.told() >= {"maud", "hovj", "rccb"}
    with mayors.desk.town.unit() as uow:
        assert {HOVJ, RCCB} <= {one.holding for one in uow.items.wraps(ItemId(item))}


def test_bb_01_police_and_kmar_say_that_they_informed_the_mayor(mayors: Mayors) -> None:
    item = mayors.send(acute=True)
    assert mayors.do("rccb", "informed", item).status == 201
    assert mayors.desk.data(item).informed == ("politie",)


def test_p_06_the_card_of_a_notice_names_the_hovj_of_the_gemeente_while_piket_knows_no_other(mayors: Mayors) -> None:
    gezag = mayors.desk.item(mayors.send()).gezag
    assert gezag is not None
    assert gezag.holding == Holding(Functie.HOVJ, ARR)


def test_bb_06_who_knows_it_ended_lets_the_item_close(mayors: Mayors) -> None:
    item = mayors.send(acute=True)
    assert mayors.do("bea", "end", item, content=blob("einde")).state == "beeindigd"
    assert mayors.do("maud", "acknowledge", item, read=blob("bericht")).code == "burgemeestersbericht.newer"
    assert mayors.do("maud", "acknowledge", item, read=blob("einde")).status == 201
    assert mayors.desk.item(item).closed_at is None
    assert mayors.do("tom", "release", item, read=blob("einde")).status == 201
    assert mayors.desk.item(item).closed_at is not None


def test_x_04_many_notices_at_night_are_no_flood_and_spare_whom_they_do_not_hurry(mayors: Mayors) -> None:
    for _ in range(POLICY.numbers["flood_emergencies"] + 2):
        item = mayors.send(acute=True)
    later = mayors.desk.open(item)["tweede_blik"]
    assert later.ladder.restraint == POLICY.regular
    assert mayors.desk.open(item)["kennisnemen"].ladder.emergency


def test_many_acute_notices_of_one_device_are_a_flood_only_where_they_are_of_one_gemeente(mayors: Mayors) -> None:
    def flooded() -> bool:
        return ("flood", "bea-1") in mayors.desk.town.alarms()

    several = sorted(POLICY.gemeenten)[: POLICY.numbers["flood_emergencies"] + 2]
    for gemeente in several:
        mayors.send(acute=True, gemeente=gemeente, wraps=[])
    assert not flooded()
    for _ in range(POLICY.numbers["flood_emergencies"]):
        mayors.send(acute=True, gemeente=several[0])
    assert flooded()


def test_bb_07_the_question_which_mayors_is_answered_by_a_notice_that_leaves(mayors: Mayors) -> None:
    item = designated(mayors)
    assert "burgemeester" in mayors.desk.open(item)
    first, second = (mayors.send(follows=item) for _ in range(2))
    assert "burgemeester" in mayors.desk.open(item), "it waits for four eyes"
    assert mayors.do("tom", "recall", first, content=blob("niet deze")).state == "vervallen"
    assert "burgemeester" in mayors.desk.open(item), "no mayor knows of it"
    assert mayors.do("tom", "release", second, read=blob("bericht")).status == 201
    assert "burgemeester" not in mayors.desk.open(item)


@pytest.mark.parametrize(("visible", "minutes"), [(False, 240), (True, 30)])
def test_bb_07_the_question_is_due_sooner_where_people_will_see_measures(
    mayors: Mayors, visible: bool, minutes: int
) -> None:
    item, _ = mayors.desk.decided(visible=visible)
    assert mayors.desk.open(item)["burgemeester"].due == mayors.desk.town.now + timedelta(minutes=minutes)
    notice = mayors.send(acute=True, follows=item)
    assert mayors.do("tom", "recall", notice, content=blob("weg")).state == "ingetrokken"
    asked_again = mayors.desk.open(item)["burgemeester"]
    assert asked_again.due == mayors.desk.town.now + timedelta(minutes=minutes), "when it is asked again too"


def test_bb_06_when_the_protection_has_ended_the_nctv_is_rung_to_tell_each_mayor(mayors: Mayors) -> None:
    item = designated(mayors)
    notice = mayors.send(acute=True, follows=item)
    mayors.do("maud", "acknowledge", notice, read=blob("bericht"))
    mayors.do("tom", "release", notice, read=blob("bericht"))
    end: dict[str, Any] = {"to": "hovj", "linked": None, "content": blob("einde")}
    assert mayors.desk.do("piket", "spoedaanwijzing.end", item, **end).status == 201
    assert mayors.desk.open(notice)["actueel"].start > mayors.desk.town.now
    assert mayors.desk.do("hovj", "spoedaanwijzing.end_received", item).status == 201
    assert mayors.desk.open(notice)["actueel"].start == mayors.desk.town.now
    assert "bea" in mayors.desk.rung()
    assert mayors.desk.item(notice).closed_at is None


def designated(mayors: Mayors) -> str:
    """A request of the HOvJ that the NCTV designated, which the desk for mayors takes part in."""
    item, _ = mayors.desk.decided()
    assert BEHANDELAAR in mayors.participants(item)
    return item


def test_p_01_who_was_given_no_key_of_it_gives_nobody_one(mayors: Mayors) -> None:
    item = mayors.send(by="piket", acute=True, wraps=[wrap(PIKET), wrap(MAYOR)])
    assert mayors.do("maud", "ask_vierhoek", item, content=None).status == 201
    at = (mayors.desk.town.now + timedelta(days=1)).isoformat()
    plan: dict[str, Any] = {"at": at, "kmar": False, "content": blob("waar")}
    assert mayors.do("bea", "plan_vierhoek", item, wraps=[wrap(HOVJ)], **plan).code == "key.none"
    assert mayors.do("bea", "plan_vierhoek", item, wraps=[], **plan).status == 201, "who carries no key needs none"


def test_bb_01_bb_03_the_mayor_sees_the_notice_and_nothing_of_the_case_behind_it(mayors: Mayors) -> None:
    spoed = designated(mayors)
    item = mayors.send(acute=True, follows=spoed, wraps=[wrap(BEHANDELAAR)])
    mayors.send(acute=True, follows=item, wraps=[wrap(BEHANDELAAR)])
    line, seen = mayors.sees("maud", item)
    assert (seen.linked, seen.item.dossier, line.dossier) == ((), item, item)
    assert not {"followed", "linked.progressed"} & {one.tag for one in seen.history}
    line, seen = mayors.sees("tom", item)
    assert spoed in {one.id for one in seen.linked}
    assert seen.item.dossier == line.dossier == "d" * 22
    assert {"followed", "linked.progressed"} <= {one.tag for one in seen.history}


def test_bb_07_which_mayors_is_asked_again_once_the_last_notice_that_stood_is_taken_back(mayors: Mayors) -> None:
    item = designated(mayors)
    first, second = (mayors.send(acute=True, follows=item) for _ in range(2))
    mayors.send(follows=item)  # waits for four eyes: no mayor knows of it
    mayors.do("maud", "acknowledge", first, read=blob("bericht"))
    assert mayors.do("tom", "recall", second, content=blob("weg")).state == "ingetrokken"
    assert "burgemeester" not in mayors.desk.open(item), "another one stands"
    assert mayors.do("tom", "recall", first, content=blob("weg")).state == "ingetrokken"
    assert mayors.desk.open(item)["burgemeester"].due == mayors.desk.town.now + POLICY.durations["burgemeester"]
    assert "piket" in mayors.desk.rung()
    mayors.send(acute=True, follows=item)
    assert "burgemeester" not in mayors.desk.open(item)


def test_p_02_who_is_excluded_from_the_case_is_excluded_from_the_notice_that_follows(mayors: Mayors) -> None:
    mayors.desk.add("hovj2", HOVJ)
    spoed = mayors.desk.submit("hovj", excluded=["hovj2"], wraps=[])
    with pytest.raises(AssertionError, match=r"follows\.excluded"):
        mayors.send(by="piket", acute=True, follows=spoed, wraps=[])
    with pytest.raises(AssertionError, match=r"follows\.excluded"):
        mayors.send(by="piket", acute=True, follows=spoed, wraps=[], excluded=["lars"])
    item = mayors.send(by="piket", acute=True, follows=spoed, wraps=[], excluded=["hovj2", "lars"])
    assert mayors.desk.item(item).excluded == {"hovj2", "lars"}


def test_bb_02_no_attachment_reaches_a_mayor_past_the_second_official(mayors: Mayors) -> None:
    item = mayors.send()
    for state in ("ter_vrijgave", "verstuurd"):
        assert mayors.desk.item(item).state == state
        refused = mayors.desk.do("bea", "item.attach", item, holding=BEHANDELAAR, content=blob("bijlage"))
        assert (refused.status, refused.code) == (409, "burgemeestersbericht.attachment")
        mayors.do("tom", "release", item, read=blob("bericht"))


@pytest.mark.parametrize("act", ["item.wrap", "item.rekey"])
def test_bb_03_bb_05_a_later_key_reaches_nobody_to_whom_the_notice_was_not_given(mayors: Mayors, act: str) -> None:
    item = mayors.send(by="piket", acute=True)
    assert mayors.do("piket", "stand_in", item, person="loes", wraps=[wrap(LOCO, "loes-1")]).status == 201
    more: dict[str, Any] = {"recipient": "age1pq1" + "z" * 60} if act == "item.rekey" else {}
    for place, wrong in enumerate((wrap(LOCO), wrap(LOCO, "lars-1"), wrap(MAYOR_BESIDE), wrap(CONTACT), wrap(HOVJ))):
        signed = mayors.desk.sign("maud", act, item, holding=MAYOR, wraps=[wrap(MAYOR), wrong], **more)
        code, field = mayors.desk.refused_unstored(signed)
        assert (code, (field or "").split(".")[:3]) == ("wrap.other_reader", ["params", "wraps", "1"]), place
    at = (mayors.desk.town.now + timedelta(days=1)).isoformat()
    mayors.do("maud", "ask_vierhoek", item, content=None)
    mayors.do("tom", "plan_vierhoek", item, at=at, kmar=False, wraps=[wrap(RCCB)], content=blob("waar"))
    given = [wrap(one, epoch=2) for one in (MAYOR, BEHANDELAAR, HOVJ, RCCB)] + [wrap(LOCO, "loes-1", epoch=2)]
    assert mayors.desk.do("maud", act, item, holding=MAYOR, wraps=given, **more).status == 201
