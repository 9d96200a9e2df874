"""X-03, RO-02: what nobody can be rung for is seen, and who watches sees every ladder, never content or an area."""

from __future__ import annotations

from typing import Any

from domain.events import ObligationOpened
from domain.functies import Functie, Holding, Scope
from handlers import obligations
from storage.unit_of_work import SqlUnitOfWork
from tests.bot.http.conftest import BEHEER, HOVJ, ITEM, PIKET, WATCH, World
from tests.bot.http.phones import Phone

ALARMS = (
    ("holding.unreachable", "hovj@arr:noord"),
    ("roster.gap", "nctv_piket@nl/backup"),
    ("role_without_keys", f"{ITEM}/lcc@nl"),
    ("person.unreachable", "bram"),
    ("clock.gap", ""),
)


async def watching(world: World, organisation: str, holding: Holding = WATCH) -> Phone:
    phone = await world.add(f"wacht_{organisation}", organisation, holding)
    await phone.open_session()
    return phone


async def ring(world: World, **changes: Any) -> None:
    """An item whose two obligations ring: one for the piket, one for the HOvJ."""
    item = await world.put_item(**changes)

    def unit(uow: SqlUnitOfWork) -> None:
        now = world.clock.now()
        for what, holding, ladder in (("ontvangen", PIKET, "L-1.ontvangst"), ("gesproken", HOVJ, "L-8.om")):
            event = ObligationOpened(what, (holding,), ladder, now)
            obligations.open_obligation(uow, item, event, now, world.door.policy)
        for kind, subject in ALARMS:
            uow.alarms.clear(kind, subject, now)
            uow.alarms.raise_(kind, subject, now)

    await world.opened.write(unit)


async def test_x_03_ro_02_a_watcher_sees_every_gap_and_every_ladder_that_rings(world: World) -> None:
    await ring(world)
    answer = await (await watching(world, "nctv")).get("/v1/board")
    ladders = {one["what"]: one for one in answer["ladders"]}
    assert set(ladders) == {"ontvangen", "gesproken"}
    assert (ladders["ontvangen"]["item"], ladders["ontvangen"]["rungs"]) == (ITEM, 6)
    assert ladders["ontvangen"]["waits_for"] == [{"functie": "nctv_piket", "scope": "nl", "number": "+31 70 000 0001"}]
    assert ladders["gesproken"]["waits_for"][0]["scope"] == "arr:noord"
    seen = {(one["kind"], one["about"]) for one in answer["alarms"]}
    assert seen >= {("roster.gap", "nctv_piket@nl/backup"), ("role_without_keys", f"{ITEM}/lcc@nl"), ("clock.gap", "")}


async def test_p_01_a_watcher_of_another_organisation_sees_no_arrondissement(world: World) -> None:
    await ring(world)
    answer = await (await watching(world, "kmar")).get("/v1/board")
    assert "noord" not in str(answer)
    assert ("holding.unreachable", "hovj") in {(one["kind"], one["about"]) for one in answer["alarms"]}
    assert {"functie": "hovj", "scope": "", "number": None} in [
        holding for one in answer["ladders"] for holding in one["waits_for"]
    ]


async def test_p_02_who_is_excluded_does_not_see_the_ladder_on_the_board(world: World) -> None:
    watcher = await watching(world, "nctv")
    await ring(world, excluded=frozenset({watcher.person}))
    assert (await watcher.get("/v1/board"))["ladders"] == []


async def test_ro_02_an_officer_sees_the_gaps_of_their_own_organisation(world: World) -> None:
    await ring(world)
    answer = await (await watching(world, "om", BEHEER)).get("/v1/board")
    assert answer["ladders"] == []
    about = {one["about"] for one in answer["alarms"]}
    assert {"hovj@arr:noord", "pg@nl"} <= about
    assert not {one for one in about if "nctv" in one or "lcc" in one or one in ("bram", "")}
    of_the_nctv = Holding(Functie.FUNCTIONEEL_BEHEERDER, Scope("org:nctv"))
    theirs = (await (await watching(world, "nctv", of_the_nctv)).get("/v1/board"))["alarms"]
    assert {("person.unreachable", "bram"), ("roster.gap", "nctv_piket@nl/backup")} <= {
        (one["kind"], one["about"]) for one in theirs
    }


async def test_p_01_nobody_else_has_a_board(world: World) -> None:
    bram = world.phones["bram"]
    await bram.open_session()
    status, body = await bram.ask("GET", "/v1/board")
    assert (status, body["code"]) == (404, "board.unknown")
