"""EV-03: who holds an item and lifts it, what stops an erasure, and what people hear of what was erased."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.audit.leaves import LeafType
from domain.bells import Attempt, BellAction, ChannelKind, Outcome
from domain.catalogue import SPECS
from domain.errors import Gone, NotFound
from domain.functies import Functie, Holding, Scope
from domain.ids import DeviceId, ItemId, OrganisationId, PersonId, Sha256Hex
from domain.ports import Device
from domain.retention import Stop, stop
from handlers.bells import record_attempts
from handlers.queries import item_detail, list_items
from handlers.retention import HELD, START, erase, family_of, over, retention_view, scans
from handlers.sessions import Viewer
from handlers.views import ItemView, RetentionView
from tests.harness.counting import statements
from tests.harness.desk import STAFF, Desk, blob
from tests.harness.ladders import POLICY
from tests.harness.loket import Loket
from tests.harness.town import LONG_AGO

YEARS = timedelta(days=5 * 366)


def viewer(name: str, organisation: str = "om") -> Viewer:
    held = (STAFF[name],)
    return Viewer(PersonId(name), DeviceId(f"{name}-1"), OrganisationId(organisation), held, Sha256Hex("0" * 64))


def seen(desk: Desk, item: str, name: str = "hovj") -> ItemView:
    with desk.town.unit() as uow:
        return item_detail(uow, viewer(name), ItemId(item), 0, POLICY, desk.town.now)


def said(desk: Desk, item: str, name: str = "hovj") -> RetentionView:
    with desk.town.unit() as uow:
        found = uow.items.load(ItemId(item))
        assert found is not None
        return retention_view(uow, found, (STAFF[name],), POLICY)


def withdrawn(desk: Desk, **more: Any) -> str:
    item = desk.submit(**more)
    assert desk.do("hovj", "spoedaanwijzing.withdraw", item).status == 201
    return item


def stops(desk: Desk, item: str) -> Stop | None:
    with desk.town.unit() as uow:
        family = family_of(uow, ItemId(item))
        assert family is not None
        return stop(family, POLICY, desk.town.now)


def erased(desk: Desk, item: str) -> bool:
    with desk.town.unit() as uow:
        return erase(uow, ItemId(item), POLICY, desk.town.now)


def found(desk: Desk) -> list[str]:
    """What a look finds over and free, whichever way it pages."""
    free: list[str] = []
    with desk.town.unit() as uow:
        for scan in scans(POLICY):
            place: Any = START
            while place is not None:
                page, place = over(uow, scan, POLICY, desk.town.now, place, 1)
                free += [one.item for one in page if one.stop is None]
    return free


# --- holds ------------------------------------------------------------------------------------------------------------


def test_ev_03_a_hold_is_a_signed_act_that_shows_on_the_item_the_board_and_in_both_logs(desk: Desk) -> None:
    item = withdrawn(desk)
    assert desk.do("hovj", "item.hold", item, ground="bezwaar").status == 201
    [hold] = said(desk, item).holds
    assert (hold.functie, hold.scope, hold.ground) == (Functie.HOVJ, "arr:gelderland", "bezwaar")
    assert (HELD, f"{item}/{STAFF['hovj']}") in desk.town.alarms()
    leaves = desk.town.leaves(LeafType.HOLD)
    assert [(leaf["item"], leaf["ground"], leaf["event"]) for leaf in leaves] == [(item, "bezwaar", "hold.set")] * 2
    assert desk.do("hovj", "item.lift", item).status == 201
    assert said(desk, item).holds == ()
    assert not {kind for kind, _ in desk.town.alarms()} & {HELD}
    assert [line.tag for line in desk.history(item)][-2:] == ["hold.set", "hold.lifted"]


def test_ev_03_rm_02_who_holds_a_report_is_not_named_in_the_log_of_its_reporters_employer(desk: Desk) -> None:
    loket = Loket(desk)
    item = loket.report("bva", 20)
    loket.done("rccb", "item.hold", item, ground="onderzoek")
    with desk.town.unit() as uow:
        employers = uow.audit.log_of(OrganisationId("werkgever"))
    told = {leaf["log"] for leaf in desk.town.leaves(LeafType.HOLD)}
    assert "politie" in told
    assert employers not in told


def test_ev_03_rm_02_who_may_not_hold_sees_that_it_is_held_and_its_own_term_alone(desk: Desk) -> None:
    item, linked = desk.decided()
    assert desk.do("hovj", "item.hold", item, ground="bezwaar").status == 201
    found = said(desk, item, "namens")
    assert (found.held, found.holds, found.erase_at) == (True, (), None)
    assert said(desk, linked["opdracht"], "hovj").holds == said(desk, item).holds, "what hangs on it is held with it"


def test_ev_03_who_set_a_hold_lifts_it_and_nobody_else(desk: Desk) -> None:
    item = withdrawn(desk)
    assert desk.do("hovj", "item.hold", item, ground="onderzoek").status == 201
    again = desk.do("hovj", "item.hold", item, ground="bezwaar")
    assert (again.status, again.code) == (409, "hold.already")
    other = desk.do("piket", "item.lift", item)
    assert (other.status, other.code) == (409, "hold.none")
    assert desk.do("piket", "item.hold", item, ground="bewaarplicht").status == 201
    assert desk.do("hovj", "item.lift", item).status == 201
    assert [one.functie for one in said(desk, item).holds] == [Functie.NCTV_PIKET]


def test_ev_03_p_01_only_who_answers_for_a_side_and_takes_part_holds(desk: Desk) -> None:
    item = withdrawn(desk)
    clerk = desk.do("namens", "item.hold", item, ground="bezwaar")
    assert (clerk.status, clerk.code) == (403, "functie.not_allowed")
    elsewhere = desk.sign("rccb", "item.hold", item, ground="bezwaar")
    assert desk.refused_unstored(elsewhere) == ("item.unknown", "item")


def inspector(desk: Desk, name: str, organisation: str, over: str) -> Holding:
    holding = Holding(Functie.TOEZICHTHOUDER, Scope(f"org:{over}"))
    with desk.town.unit() as uow:
        uow.directory.put_organisation(OrganisationId(organisation), organisation, LONG_AGO)
        uow.directory.put_person(PersonId(name), OrganisationId(organisation), LONG_AGO)
        uow.directory.put_membership(PersonId(name), holding, LONG_AGO)
        device = DeviceId(f"{name}-1")
        uow.directory.put_device(
            Device(device, PersonId(name), OrganisationId(organisation), name.encode(), "x", name, None, None), LONG_AGO
        )
        uow.outbox.put_address(PersonId(name), ChannelKind.TELEGRAM, name, LONG_AGO)
    return holding


def test_ev_03_p_03_a_supervisor_holds_what_its_organisations_did_and_nothing_else(desk: Desk) -> None:
    item = withdrawn(desk)
    within = inspector(desk, "inspectie", "inspectie_jenv", "nctv")
    assert desk.do("inspectie", "item.hold", item, holding=within, ground="onderzoek").status == 201
    assert stops(desk, item) is Stop.TERM
    beyond = inspector(desk, "ctivd", "ctivd", "nctv")
    act = desk.sign("ctivd", "item.hold", item, holding=beyond, ground="onderzoek")
    assert desk.refused_unstored(act) == ("item.unknown", "item")
    elsewhere = inspector(desk, "kmar", "inspectie_jenv", "kmar")
    act = desk.sign("kmar", "item.hold", item, holding=elsewhere, ground="onderzoek")
    assert desk.refused_unstored(act) == ("item.unknown", "item")


# --- what stops -------------------------------------------------------------------------------------------------------


def test_ev_03_x_01_an_open_item_is_never_erased_however_old(desk: Desk) -> None:
    item = desk.submit()
    desk.town.now += 4 * YEARS
    assert (stops(desk, item), erased(desk, item), found(desk)) == (Stop.OPEN, False, [])
    assert said(desk, item).erase_at is None


def test_ev_03_what_is_over_is_found_and_erased_once(desk: Desk) -> None:
    item = withdrawn(desk)
    due = said(desk, item).erase_at
    assert due is not None
    desk.town.now = due - timedelta(microseconds=1)
    assert (stops(desk, item), erased(desk, item), found(desk)) == (Stop.TERM, False, [])
    desk.town.now = due
    assert found(desk) == [item]
    assert [erased(desk, item), erased(desk, item)] == [True, False]


def test_ev_03_a_hold_stops_it_until_it_is_lifted_however_long(desk: Desk) -> None:
    item = withdrawn(desk)
    assert desk.do("hovj", "item.hold", item, ground="bewaarplicht").status == 201
    desk.town.now += 3 * YEARS
    assert (stops(desk, item), erased(desk, item), found(desk)) == (Stop.HELD, False, [])
    assert desk.do("hovj", "item.lift", item).status == 201
    assert erased(desk, item)


def test_ev_03_sa_12_requests_that_were_joined_go_together_with_what_hangs_on_them(desk: Desk) -> None:
    one, other = desk.submit(), desk.submit()
    for item in (one, other):
        assert desk.do("piket", "spoedaanwijzing.receive", item).status == 201
    assert desk.do("piket", "spoedaanwijzing.join", one, with_item=other).status == 201
    decision = desk.decision(joined=[{"item": other, "outcome": "aangewezen", "content": blob("ander")}])
    assert desk.do("piket", "spoedaanwijzing.decide", one, **decision).status == 201
    hanging = {linked["item"] for linked in decision["linked"]}
    with desk.town.unit() as uow:
        families = [family_of(uow, ItemId(item)) for item in (one, other, *hanging)]
    assert {frozenset(family.ids) for family in families if family is not None} == {frozenset({one, other, *hanging})}
    assert {family.root.id for family in families if family is not None} == {one}


def test_ev_03_an_item_asks_what_it_says_of_retention_in_as_few_statements_however_large_its_family_is(
    desk: Desk,
) -> None:
    def cost(item: str) -> int:
        with desk.town.unit() as uow:
            stored = uow.items.load(ItemId(item))
            assert stored is not None
            with statements() as found:
                retention_view(uow, stored, (STAFF["hovj"],), POLICY)
        return len(found)

    alone, (item, linked) = desk.submit(), desk.decided()
    assert (cost(alone), cost(item), *map(cost, linked.values())) == (2, 2, 2, 2)
    costs = set()
    for _ in range(3):
        other = desk.submit()
        for one in {alone, other}:
            desk.do("piket", "spoedaanwijzing.receive", one)
        assert desk.do("piket", "spoedaanwijzing.join", alone, with_item=other).status == 201
        costs.add((cost(alone), cost(other)))
    assert costs <= {(3, 3), (3, 4)}, "one more for each step to what was joined: at most two"


def test_ev_03_the_job_asks_of_a_family_in_as_few_statements_however_much_hangs_on_it(desk: Desk) -> None:
    def cost(item: str) -> int:
        """Of a family of which nothing is owed any more, so that each of it has to be asked about."""
        with desk.town.unit() as uow:
            for one in uow.retention.together([ItemId(item)]):
                for owed in uow.obligations.of_item(one.id):
                    uow.obligations.save(replace(owed, settled_at=desk.town.now, next_at=None))
            with statements() as found:
                family = family_of(uow, ItemId(item))
            assert family is not None
            assert not family.waits
        return len(found)

    alone, (item, linked) = desk.submit(), desk.decided()
    assert len(linked) > 1
    assert cost(item) == cost(alone)


def test_ev_03_nothing_hangs_on_what_hangs_on_a_request() -> None:
    """So a family is found from any of it in one step up and one down."""
    hanging = {"opdracht", "bericht_rccb", "geschil", "risicoweging", "duiding"}
    opens = {name for name, spec in SPECS.items() if "linked" in spec.params.model_fields}
    assert opens
    assert not {name for name in opens if name.partition(".")[0] in hanging}


def test_ev_03_p_06_what_designates_or_is_owed_stays(desk: Desk) -> None:
    item, _ = desk.decided()
    with desk.town.unit() as uow:
        family = family_of(uow, ItemId(item))
    assert family is not None
    assert (family.designates, family.waits) == (True, True)


def test_ev_03_what_an_open_item_follows_from_stays(desk: Desk) -> None:
    item = withdrawn(desk)
    later = desk.submit(follows=item)
    desk.town.now += 2 * YEARS
    assert (stops(desk, item), erased(desk, item)) == (Stop.FOLLOWED, False)
    assert desk.do("hovj", "spoedaanwijzing.withdraw", later).status == 201
    assert erased(desk, item)


# --- afterwards -------------------------------------------------------------------------------------------------------


@pytest.fixture
def gone(desk: Desk) -> str:
    item = withdrawn(desk)
    desk.town.now += 2 * YEARS
    assert erased(desk, item)
    return item


def test_ev_03_who_took_part_hears_that_it_was_erased_and_nobody_else_hears_anything(desk: Desk, gone: str) -> None:
    with pytest.raises(Gone) as told:
        seen(desk, gone)
    assert (told.value.status, told.value.code, told.value.at) == (410, "item.erased", desk.town.now)
    with pytest.raises(NotFound):
        seen(desk, gone, "rccb")
    with desk.town.unit() as uow:
        assert list_items(uow, viewer("hovj"), 10, desk.town.now).items == ()


def test_ev_03_no_act_on_what_was_erased_is_stored_and_its_id_is_never_taken_again(desk: Desk, gone: str) -> None:
    late = desk.sign("hovj", "item.hold", gone, ground="bezwaar")
    assert desk.refused_unstored(late) == ("item.erased", "item")
    late = desk.sign("hovj", "spoedaanwijzing.supplement", gone, content=blob("te laat"))
    assert desk.refused_unstored(late) == ("item.erased", "item")
    elsewhere = desk.sign("rccb", "item.hold", gone, ground="bezwaar")
    assert desk.refused_unstored(elsewhere) == ("item.unknown", "item")
    again = desk.sign("hovj", "spoedaanwijzing.submit", gone, **desk.request(STAFF["hovj"]))
    assert desk.refused_unstored(again) == ("item.taken", "item")


def test_ev_03_a_refusal_that_names_what_was_erased_is_not_stored_either(desk: Desk, gone: str) -> None:
    """Else an act would name the item that the leaf of its erasure does not, and the log would never verify again."""
    foreign = desk.sign("hovj", "item.ik_bel", gone, holding=STAFF["piket"], what="ontvangen")
    assert desk.refused_unstored(foreign) == ("item.unknown", "item"), "who does not hold it hears nothing of it"
    wrong = desk.sign("hovj", "spoedaanwijzing.decide", gone, version=1, **desk.decision())
    assert desk.refused_unstored(wrong) == ("item.unknown", "item")
    with desk.town.unit() as uow:
        uow.directory.revoke_device(DeviceId("hovj-1"), LONG_AGO)
    revoked = desk.sign("hovj", "spoedaanwijzing.supplement", gone, content=blob("na intrekking"))
    assert desk.refused_unstored(revoked) == ("item.unknown", "item")


def test_ev_03_an_act_that_comes_once_more_after_its_item_was_erased_gets_its_answer(desk: Desk) -> None:
    item = desk.submit()
    opened = desk.last
    assert opened is not None
    assert desk.do("hovj", "spoedaanwijzing.withdraw", item).status == 201
    desk.town.now += 2 * YEARS
    assert erased(desk, item)
    with desk.town.unit() as uow:
        while uow.retention.wipe([ItemId(item)], 3):
            pass
    answer = desk.perform(opened)
    assert (answer.status, answer.item, answer.state) == (201, item, None)


def test_ev_03_the_erasure_is_a_leaf_in_each_log_in_which_its_acts_are_counted(desk: Desk) -> None:
    item = desk.submit()
    assert desk.do("piket", "spoedaanwijzing.receive", item).status == 201
    assert desk.do("hovj", "spoedaanwijzing.withdraw", item).status == 201
    desk.town.now += 2 * YEARS
    assert erased(desk, item)
    leaves = desk.town.leaves(LeafType.ERASURE)
    assert [(leaf["family"], leaf["items"], leaf["flow"]) for leaf in leaves] == [(item, item, "spoedaanwijzing")] * 2
    assert len({leaf["acts"] for leaf in leaves}) == 2, "the acts of om and those of the nctv, apart"


def test_ev_03_what_the_leaves_of_rings_and_deliveries_hid_goes_with_their_item(desk: Desk) -> None:
    item = desk.submit()
    rung = [Attempt(row, Outcome.SENT) for row in desk.bells if row.action is BellAction.RING]
    with desk.town.unit() as uow:
        record_attempts(uow, rung, desk.town.now, POLICY)
    assert desk.do("hovj", "spoedaanwijzing.withdraw", item).status == 201
    assert {leaf["item"] for leaf in desk.town.leaves(LeafType.DELIVERY)} == {item}
    desk.town.now += 2 * YEARS
    assert erased(desk, item)
    with desk.town.unit() as uow:
        while uow.retention.wipe([ItemId(item)], 3):
            pass
    left = [leaf for kind in (LeafType.RING, LeafType.DELIVERY, LeafType.TOLD) for leaf in desk.town.leaves(kind)]
    assert left
    assert all(leaf.keys() <= {"log"} for leaf in left), "leaves stay, what they hid is gone"
