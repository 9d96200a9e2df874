"""HB-01 … HB-05 through the real pipeline and engine: who is asked for a review, when, and under which authority."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from domain.bells import BellAction
from domain.flows import herbeoordeling
from domain.functies import Functie, Holding, Scope
from domain.ids import DeviceId, ItemId, OrganisationId, PersonId, Sha256Hex
from domain.terms import AMSTERDAM
from handlers import obligations
from handlers.board import ladders_now
from handlers.sessions import Viewer
from tests.harness.desk import BEHANDELAAR, RCCB, RECIPIENT, STAFF, Desk, blob, wrap
from tests.harness.ladders import POLICY
from tests.harness.town import ARR, HOVJ

DAY: Final = timedelta(days=1)
GEMEENTE: Final = Scope("gm:GM0202")
SEALED: Final = herbeoordeling.sealed_for(
    herbeoordeling.read({"subject": "maatregelen", "rccb": {"functie": "rccb", "scope": RCCB.scope}}), ARR
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


def opening() -> dict[str, Any]:
    """What a plan of the reviews of local measures says."""
    return {
        "dossier": "d" * 22,
        "recipient": RECIPIENT,
        "wraps": [wrap(one) for one in SEALED],
        "content": blob("plan"),
        "excluded": [],
        "subject": "maatregelen",
        "area": ARR,
    }


def plan(desk: Desk, name: str, **more: Any) -> tuple[str, Any]:
    """Plan the reviews of a subject; returns the item and the answer."""
    item = desk.new_id()
    return item, desk.do(name, "herbeoordeling.plan", item, **(opening() | more))


def planned(desk: Desk, name: str, **more: Any) -> str:
    item, answer = plan(desk, name, **more)
    assert answer.status == 201, answer
    return item


def of_an_object(desk: Desk, next_at: datetime | None = None, local: str | None = None) -> str:
    named = None if next_at is None else next_at.isoformat()
    params = {"dossier": "o" * 22, "subject": "object_of_dienst", "local": local, "next_at": named}
    return planned(desk, "behandelaar", **params)


def review(desk: Desk, name: str, item: str, outcome: str = "voortzetten", **more: Any) -> Any:
    return desk.do(name, "herbeoordeling.review", item, outcome=outcome, content=blob("herbeoordeling"), **more)


def only(desk: Desk, item: str) -> None:
    """Settle whatever waits on other items, so that nothing else rings."""
    with desk.town.unit() as uow:
        for number, _ in uow.obligations.upcoming(100):
            one = uow.obligations.load(number)
            assert one is not None
            found = uow.items.load(one.item)
            assert found is not None
            if one.item != item:
                obligations.settle(uow, found, one.what, None, "gedaan", desk.town.now)


def rung_until(desk: Desk, end: datetime) -> dict[datetime, set[str | None]]:
    """Who is rung at which moment until then, each moment looked at when the engine itself asks for it."""
    found: dict[datetime, set[str | None]] = defaultdict(set)
    while True:
        with desk.town.unit() as uow:
            upcoming = uow.obligations.upcoming(1)
        if not upcoming or upcoming[0][1] > end:
            return dict(found)
        desk.town.now = max(desk.town.now, upcoming[0][1])
        with desk.town.unit() as uow:
            for one in uow.obligations.claim_due(desk.town.now, 100):
                obligations.advance(uow, one, desk.town.now)
        for row in desk.town.bells:
            if row.action is BellAction.RING:
                found[desk.town.now].add(row.person)


def days(moment: datetime, *before: int) -> list[datetime]:
    """So many days by the calendar before (negative: after) the moment, at the same clock time."""
    here = moment.astimezone(AMSTERDAM).replace(tzinfo=None)
    return [(here - one * DAY).replace(tzinfo=AMSTERDAM).astimezone(UTC) for one in before]


@pytest.mark.parametrize("due", ["2027-04-05 10:00", "2026-12-31 09:30", "2027-03-31 14:00", "2027-11-08 10:00"])
def test_l_5_hb_03_prompts_fourteen_and_three_days_before_and_climbs_a_day_and_a_week_after(
    desk: Desk, due: str
) -> None:
    """Days by the calendar, at the same clock time, also when the clocks change in between (X-06)."""
    moment = local(due)
    desk.town.now = moment - 30 * DAY
    item = of_an_object(desk, moment)
    assert desk.rung() == set(), "planning rings nobody"
    rung = rung_until(desk, moment + 8 * DAY)
    first = {person: min(at for at, who in rung.items() if person in who) for person in set().union(*rung.values())}
    assert first == dict(zip(("behandelaar", "teamleider", "dir"), days(moment, 14, -1, -7), strict=True))
    of_the_holder = {at for at, who in rung.items() if "behandelaar" in who}
    assert set(days(moment, 14, 3, 0, -1, -7)) <= of_the_holder
    assert len(of_the_holder) == 6, "and once more in the fortnight before"
    assert desk.open(item)["herbeoordelen"].settles_by[0] == BEHANDELAAR
    assert desk.item(item).state == "gepland", "overdue changes nothing (X-01)"


def test_l_5_in_the_local_domain_the_hovj_and_then_the_coordinerend_hovj(desk: Desk) -> None:
    moment = local("2026-12-31 09:30")
    desk.town.now = moment - 30 * DAY
    planned(desk, "hovj", next_at=moment.isoformat())
    rung = rung_until(desk, moment + 8 * DAY)
    assert [min(at for at, who in rung.items() if "coord" in who)] == days(moment, -7)
    assert set().union(*rung.values()) == {"hovj", "coord"}


def test_hb_03_overdue_stands_on_the_board_as_late(desk: Desk) -> None:
    moment = local("2026-12-31 09:30")
    desk.town.now = moment - DAY
    of_an_object(desk, moment)
    wacht = Viewer(PersonId("wacht"), DeviceId("wacht-1"), OrganisationId("nctv"), (STAFF["wacht"],), Sha256Hex(""))
    for now, late in ((moment - DAY, False), (moment + 2 * DAY, True)):
        rung_until(desk, now)
        with desk.town.unit() as uow:
            [shown] = ladders_now(uow, wacht, 10, now)
        assert (shown.what, shown.due, shown.late) == ("herbeoordelen", moment, late)
    assert shown.climbs_at == days(moment, -7)[0]


def test_x_08_planning_for_next_week_prompts_nobody_for_a_fortnight_before(desk: Desk) -> None:
    moment = local("2026-12-31 09:30")
    desk.town.now = moment - 10 * DAY
    of_an_object(desk, moment)
    assert desk.rung() == set()
    assert list(rung_until(desk, moment)) == days(moment, 3, 0)


def test_x_08_planning_for_tomorrow_rings_tomorrow(desk: Desk) -> None:
    moment = local("2026-12-31 09:30")
    desk.town.now = moment - DAY
    of_an_object(desk, moment)
    assert list(rung_until(desk, moment)) == [moment]


def test_x_04_a_review_due_at_night_waits_for_the_morning_of_who_is_off_duty(desk: Desk) -> None:
    moment = local("2026-12-31 03:00")
    desk.town.now = moment - DAY
    of_an_object(desk, moment)
    assert list(rung_until(desk, moment + timedelta(hours=5))) == [local("2026-12-31 07:00")]


def test_hb_02_after_a_designation_the_nctv_plans_and_the_designation_shows_that_it_did(desk: Desk) -> None:
    request, _ = desk.decided()
    item = planned(desk, "behandelaar", follows=request)
    assert desk.item(item).follows == request
    gezag = desk.item(item).gezag
    assert gezag is not None
    assert gezag.holding.functie is Functie.NCTV
    assert "followed" in [line.tag for line in desk.history(request)]
    assert "eerste_herbeoordeling" not in desk.open(request), "the reviews live in one place from here on"
    due = desk.open(item)["herbeoordelen"]
    assert (due.ladder.name, due.settles_by[0]) == ("L-5", BEHANDELAAR)


def test_p_06_while_the_nctv_is_the_authority_the_hovj_plans_and_reviews_nothing(desk: Desk) -> None:
    request, _ = desk.decided()
    _, answer = plan(desk, "hovj", follows=request)
    assert (answer.status, answer.code) == (403, "gezag.other")
    item = planned(desk, "behandelaar", follows=request)
    assert review(desk, "hovj", item).code == "gezag.other"


def test_hb_01_a_second_item_of_the_same_subject_is_refused_and_the_refusal_is_on_record(desk: Desk) -> None:
    planned(desk, "hovj")
    _, answer = plan(desk, "hovj")
    assert (answer.status, answer.code) == (409, "herbeoordeling.exists")
    assert plan(desk, "hovj", subject="informeren_persoon")[1].status == 201


def test_p_06_hb_02_the_designation_moves_the_open_review_of_the_hovj_to_the_nctv(desk: Desk) -> None:
    item = planned(desk, "hovj", next_at=(desk.town.now + 90 * DAY).isoformat())
    assert desk.open(item)["herbeoordelen"].settles_by == (HOVJ,)
    request, _ = desk.decided()
    waits = desk.open(item)
    assert set(waits) == {"herbeoordelen"}
    assert "eerste_herbeoordeling" not in desk.open(request), "taken over by the reviews that run already"
    assert waits["herbeoordelen"].settles_by[0] == BEHANDELAAR
    assert waits["herbeoordelen"].start == POLICY.terms["first_review"].after(desk.town.now)
    assert waits["herbeoordelen"].ladder.name == "L-5"
    assert review(desk, "hovj", item).code == "gezag.other"
    assert review(desk, "behandelaar", item).status == 201


def test_hb_01_a_second_designation_opens_no_first_review_beside_the_reviews_that_run(desk: Desk) -> None:
    request, _ = desk.decided()
    item = planned(desk, "behandelaar", follows=request)
    before = desk.open(item)
    again, _ = desk.decided("al_onder_gezag_nctv")
    assert "eerste_herbeoordeling" not in desk.open(again)
    assert desk.open(item) == before


def test_p_06_sa_11_once_the_end_is_received_the_review_is_the_hovjs_again(desk: Desk) -> None:
    request, _ = desk.decided()
    item = planned(desk, "behandelaar", follows=request)
    assert review(desk, "behandelaar", item, "beeindigen").state == "einde_verwacht"
    closed = desk.do("behandelaar", "herbeoordeling.close", item, content=blob("einde"))
    assert (closed.status, closed.code) == (409, "herbeoordeling.not_ended")
    desk.do("piket", "spoedaanwijzing.end", request, to="hovj", content=blob("einde"), linked=None)
    assert desk.open(item)["einde_vastleggen"].settles_by[0] == BEHANDELAAR, "until it is received"
    desk.do("hovj", "spoedaanwijzing.end_received", request)
    assert desk.open(item)["einde_vastleggen"].settles_by == (HOVJ,)
    assert desk.do("hovj", "herbeoordeling.close", item, content=blob("einde")).state == "beeindigd"
    assert desk.open(item) == {}


@pytest.mark.parametrize("name", ["lcc", "rccb", "adviseur", "hovj", "behandelaar"])
def test_hb_04_new_information_rings_the_officer_on_duty_at_once(desk: Desk, name: str) -> None:
    request, _ = desk.decided()
    item = planned(desk, "behandelaar", follows=request)
    only(desk, item)
    answer = desk.do(name, "herbeoordeling.trigger", item, content=blob("informatie"))
    assert (answer.status, answer.state) == (201, "gevraagd")
    assert desk.rung() == {"piket"}
    assert set(desk.open(item)) == {"herbeoordelen", "nieuwe_informatie"}


def test_hb_04_of_local_measures_the_hovj_is_rung_and_the_nctv_does_not_know_of_them(desk: Desk) -> None:
    item = planned(desk, "hovj")
    assert desk.do("rccb", "herbeoordeling.trigger", item, content=blob("informatie")).status == 201
    assert desk.rung() == {"hovj"}
    with desk.town.unit() as uow:
        parties = {one.functie for one in uow.items.participants(ItemId(item))}
    assert parties == {Functie.HOVJ, Functie.RCCB, Functie.ADVISEUR_BBC}


def test_hb_02_two_reviews_on_the_same_version_cannot_both_win(desk: Desk) -> None:
    item = planned(desk, "hovj")
    seen = desk.item(item).version
    assert review(desk, "hovj", item, version=seen).status == 201
    late = review(desk, "hovj", item, "beeindigen", version=seen)
    assert (late.status, late.code) == (409, "item.stale")
    assert desk.data(item).reviews == 1


def test_hb_02_what_changes_rings_who_carries_it_out_until_they_know(desk: Desk) -> None:
    item = planned(desk, "hovj")
    review(desk, "hovj", item, "afschalen")
    assert desk.rung() == {"rccb"}
    assert desk.open(item)["uitvoering"].settles_by == (RCCB,)
    assert desk.do("rccb", "herbeoordeling.acknowledge", item).status == 201
    assert set(desk.open(item)) == {"herbeoordelen"}


def test_hb_05_the_mayor_is_asked_whether_the_advice_on_an_object_is_followed(desk: Desk) -> None:
    mayor = Holding(Functie.BURGEMEESTER, GEMEENTE)
    desk.add("burgemeester", mayor)
    item = of_an_object(desk, local=GEMEENTE)
    assert review(desk, "behandelaar", item, "opschalen").status == 201
    assert desk.open(item)["advies"].settles_by == (mayor,)
    answer = desk.do("burgemeester", "herbeoordeling.answer", item, holding=mayor, outcome="opgevolgd", content=None)
    assert answer.status == 201
    assert set(desk.open(item)) == {"herbeoordelen"}


def test_p_02_an_excluded_hovj_is_never_rung_and_the_coordinerend_hovj_takes_the_place(desk: Desk) -> None:
    sealed = {"excluded": ["hovj"], "wraps": [wrap(one) for one in SEALED if one != HOVJ]}
    item = planned(desk, "coord", **sealed)
    assert desk.open(item)["herbeoordelen"].settles_by[0] == STAFF["coord"]
    desk.do("rccb", "herbeoordeling.trigger", item, content=blob("informatie"))
    assert "hovj" not in desk.rung()
    assert "coord" in desk.rung()


def test_x_05_a_drill_of_reviews_stays_apart_from_the_real_ones(desk: Desk) -> None:
    planned(desk, "hovj")
    _, answer = plan(desk, "hovj", drill=True)
    assert answer.status == 201, "the real reviews of the dossier do not count for it"


def test_x_05_while_a_designation_of_a_drill_stands_its_reviews_are_not_closed(desk: Desk) -> None:
    """A drill makes nobody the authority: the HOvJ reviews, and without the reviews nobody would be obliged to it."""
    item, answer = plan(desk, "hovj", drill=True)
    assert answer.status == 201, answer
    request = desk.submit(drill=True)
    desk.do("piket", "spoedaanwijzing.receive", request, drill=True)
    desk.do("piket", "spoedaanwijzing.decide", request, drill=True, **desk.decision())
    ends: dict[str, Any] = {"outcome": "beeindigen", "content": blob("herbeoordeling")}
    assert desk.do("hovj", "herbeoordeling.review", item, drill=True, **ends).state == "einde_verwacht"
    desk.do("rccb", "herbeoordeling.acknowledge", item, drill=True)
    closed = desk.do("hovj", "herbeoordeling.close", item, drill=True, content=blob("einde"))
    assert (closed.status, closed.code) == (409, "herbeoordeling.not_ended")
    desk.do("piket", "spoedaanwijzing.end", request, drill=True, to="hovj", content=blob("einde"), linked=None)
    desk.do("hovj", "spoedaanwijzing.end_received", request, drill=True)
    assert desk.do("hovj", "herbeoordeling.close", item, drill=True, content=blob("einde")).state == "beeindigd"
