"""Acts on the roster and on one's own channels: who stands on a reached rung is rung, wherever they can be (RO-01)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from domain.bells import BellAction, ChannelKind
from domain.functies import Functie, Holding, Scope
from domain.ids import PersonId, Sha256Hex
from tests.harness.desk import Desk, blob
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.town import PIKET

HOUR = timedelta(hours=1)
OFFICER = Holding(Functie.FUNCTIONEEL_BEHEERDER, Scope("org:nctv"))


def stretch(person: str, **more: Any) -> dict[str, Any]:
    return {
        "functie": "nctv_piket",
        "scope": "nl",
        "person": person,
        "slot": "on_duty",
        "starts": (NIGHT - HOUR).isoformat(),
        "ends": (NIGHT + HOUR).isoformat(),
        "override": True,
    } | more


def test_ro_01_who_newly_stands_on_a_reached_rung_is_rung_at_once(desk: Desk) -> None:
    desk.add("invaller", PIKET, slot=None)
    item = desk.submit()
    assert "invaller" not in desk.rung()
    assert desk.do("piket", "roster.set", **stretch("invaller")).status == 201
    rung = {row.person for _, row in desk.town.run(timedelta(seconds=1)) if row.action is BellAction.RING}
    assert "invaller" in rung
    assert "ontvangen" in desk.open(item)


def test_ro_01_the_officer_of_the_organisation_sets_the_roster_and_another_functie_does_not(desk: Desk) -> None:
    desk.add("beheerder", OFFICER, slot=None)
    assert desk.do("beheerder", "roster.set", holding=OFFICER, **stretch("tweede")).status == 201
    answer = desk.do("hovj", "roster.set", **stretch("tweede"))
    assert (answer.status, answer.code) == (403, "roster.not_yours")


def test_ro_01_duty_is_only_for_who_holds_the_functie_and_has_a_length(desk: Desk) -> None:
    assert desk.do("piket", "roster.set", **stretch("hovj")).code == "duty.not_held"
    backwards = desk.sign("piket", "roster.set", **stretch("piket", ends=(NIGHT - 2 * HOUR).isoformat()))
    assert desk.refused_unstored(backwards) == ("act.malformed", "params.ends")


def test_ro_01_a_stretch_is_cancelled_once(desk: Desk) -> None:
    desk.do("piket", "roster.set", **stretch("tweede"))
    with desk.town.unit() as uow:
        (duty,) = [one for one in uow.roster.duties(PIKET, NIGHT) if one.override]
    assert desk.do("piket", "roster.cancel", duty=duty.id).status == 201
    with desk.town.unit() as uow:
        assert not [one for one in uow.roster.duties(PIKET, NIGHT) if one.override]
    assert desk.do("piket", "roster.cancel", duty=999).code == "duty.over"


def test_a_chat_is_coupled_by_a_hashed_token_within_minutes(desk: Desk) -> None:
    token = blob("token")
    assert desk.do("piket", "channel.invite_telegram", token_hash=token).status == 201
    with desk.town.unit() as uow:
        late = NIGHT + POLICY.durations["telegram_token"]
        assert uow.invitations.use("telegram", Sha256Hex(token), late) is None
        assert uow.invitations.use("telegram", Sha256Hex(token), NIGHT) == "piket"


def test_a_person_sets_tests_and_removes_their_own_channels(desk: Desk) -> None:
    assert desk.do("piket", "channel.set_webhook", url="https://elders.example/een").code == "channel.host"
    assert desk.do("piket", "channel.set_webhook", url="https://bel.example/een").status == 201
    assert desk.do("piket", "channel.test").status == 201
    assert [(row.person, row.action) for row in desk.bells] == [("piket", BellAction.TEST)] * 2
    assert desk.do("piket", "channel.remove", channel="webhook").status == 201
    with desk.town.unit() as uow:
        usable = [one.channel for one in uow.outbox.addresses(PersonId("piket")) if one.refused_at is None]
    assert usable == [ChannelKind.TELEGRAM]
    assert desk.do("hovj", "channel.remove", channel="webhook").code == "channel.unknown"


def test_x_05_only_acts_on_items_can_be_part_of_a_drill(desk: Desk) -> None:
    assert desk.do("piket", "channel.test", drill=True).code == "drill.mixed"
