"""Before a request is signed: who would be rung, when, and where nobody could be (SA-10, L-1, X-03)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.bells import ChannelKind
from domain.functies import Functie, Holding, Scope
from domain.ids import ActId, PersonId
from domain.policy import Slot
from domain.ports import Duty
from tests.bot.http.conftest import BEHEER, HOVJ, PIKET, START, World
from tests.bot.http.test_people import MAYOR, RCCB, reader

NAMENS = Holding(Functie.NAMENS_HOVJ, Scope("arr:noord"))
SUBMIT = "/v1/forecast?act=spoedaanwijzing.submit&scope=arr:noord"
REGISTER = "/v1/forecast?act=spoedaanwijzing.register&scope=arr:noord"


def moments(answer: Any) -> list[timedelta]:
    start = datetime.fromisoformat(answer["now"])
    return [datetime.fromisoformat(rung["at"]) - start for rung in answer["rungs"]]


def minutes(*counts: int) -> list[timedelta]:
    return [timedelta(minutes=count) for count in counts]


async def test_l_1_is_told_in_clock_times_with_the_number_of_each(world: World) -> None:
    anna = await reader(world, "anna")
    answer = await anna.get(SUBMIT)
    assert answer["ladder"] == "L-1.ontvangst"
    assert moments(answer) == minutes(0, 1, 2, 4, 6, 8)
    first = answer["rungs"][0]["who"]
    assert [(one["functie"], one["scope"], one["slot"]) for one in first] == [("nctv_piket", "nl", "on_duty")]
    assert first[0]["number"] is None or first[0]["number"].startswith("+31")


async def test_x_03_a_rung_that_would_find_nobody_says_so(world: World) -> None:
    anna = await reader(world, "anna")
    assert [rung["empty"] for rung in (await anna.get(SUBMIT))["rungs"]] == [True] * 6

    def unit(uow: Any) -> None:
        uow.outbox.put_address(PersonId("bram"), ChannelKind.TELEGRAM, "1001", START)

    await world.opened.write(unit)
    assert [rung["empty"] for rung in (await anna.get(SUBMIT))["rungs"]] == [False] * 3 + [True] * 3


async def test_ro_02_the_roster_of_the_moment_of_the_rung_counts(world: World) -> None:
    """Bram holds the functie; somebody unreachable takes over in five minutes, when L-1 stands at its third rung."""
    anna = await reader(world, "anna")
    await world.add("cato", "nctv", PIKET)

    def unit(uow: Any) -> None:
        uow.outbox.put_address(PersonId("bram"), ChannelKind.TELEGRAM, "1001", START)
        over = START + timedelta(seconds=30)
        uow.roster.put(Duty(0, PIKET, PersonId("bram"), Slot.ON_DUTY, START, over, False), ActId("a"))
        uow.roster.put(
            Duty(0, PIKET, PersonId("cato"), Slot.ON_DUTY, over, START + timedelta(hours=9), False), ActId("b")
        )

    await world.opened.write(unit)
    assert (await anna.get(SUBMIT))["rungs"][0]["empty"] is False
    world.clock.moment = START + timedelta(minutes=1)
    assert (await anna.get(SUBMIT))["rungs"][0]["empty"] is True


async def test_sa_03_who_writes_a_call_down_has_received_it_and_sees_the_ladder_of_the_decision(world: World) -> None:
    bram = await reader(world, "bram")
    answer = await bram.get(REGISTER)
    assert (answer["ladder"], moments(answer)) == ("L-1.besluit", minutes(5, 10, 15))
    assert answer["rungs"][0]["who"][0]["relation"] == "settler:ontvangen"


@pytest.mark.parametrize(
    ("holding", "target", "status"),
    [
        (HOVJ, SUBMIT, 200),
        (NAMENS, SUBMIT, 200),
        (PIKET, REGISTER, 200),
        (HOVJ, SUBMIT.replace("noord", "zuid"), 404),
        (HOVJ, REGISTER, 404),
        (PIKET, SUBMIT, 404),
        (RCCB, SUBMIT, 404),
        (MAYOR, SUBMIT, 404),
        (BEHEER, REGISTER, 404),
        (HOVJ, SUBMIT + "&more=1", 400),
        (HOVJ, "/v1/forecast?act=spoedaanwijzing.decide&scope=arr:noord", 400),
        (HOVJ, "/v1/forecast?act=spoedaanwijzing.submit", 400),
    ],
)
async def test_ro_03_it_is_told_to_who_may_open_such_a_request(
    world: World, holding: Holding, target: str, status: int
) -> None:
    await world.add("eva", "om", holding)
    assert (await (await reader(world, "eva")).ask("GET", target))[0] == status


async def test_p_05_what_opens_is_given_on_grounds_that_are_told_before_it_is_signed(world: World) -> None:
    anna = await reader(world, "anna")
    answer = await anna.get("/v1/forecast?act=triage.submit&scope=arr:noord")
    assert (answer["ladder"], answer["rungs"]) == (None, [])
    to_nctv = next(one for one in answer["grounds"] if one["receiver"] == "nctv")
    assert to_nctv["sender"] == "om"
    assert to_nctv["ground"].startswith("Artikel 42")
    assert to_nctv["source"].startswith("C §1.2")
    assert (await anna.get(SUBMIT))["grounds"] == answer["grounds"]


async def test_rm_02_who_acts_for_themselves_alone_is_told_no_ground(world: World) -> None:
    await world.add("zus", "om", Holding(Functie.AANMELDER, Scope("own:zus")))
    answer = await (await reader(world, "zus")).get("/v1/forecast?act=risicomoment.report&scope=own:zus")
    assert answer["grounds"] == []


async def test_asking_rings_nobody_and_writes_nothing(world: World) -> None:
    anna = await reader(world, "anna")
    before = await world.leaves("ring")
    await anna.get(SUBMIT)
    assert await world.leaves("ring") == before
