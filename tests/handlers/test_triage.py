"""A triage through the real pipeline: after a spoedaanwijzing, authority, dispute, rings, exclusions (TR, L-7)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.flows import geschil, triage
from domain.functies import NATIONAL, Functie, Holding
from domain.ids import ItemId
from domain.policy import Slot
from tests.harness.desk import BEHANDELAAR, COORDINEREND, RCCB, RECIPIENT, STAFF, TEAMLEIDER, Desk, blob, wrap
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.town import ARR, HOVJ, Town

CONTENT: dict[str, Any] = {"content": blob("x")}
YES: dict[str, Any] = {"outcome": "opgenomen", **CONTENT}
NO: dict[str, Any] = {"outcome": "niet_opgenomen", **CONTENT}
SECRETARIAT = Holding(Functie.TRIAGESECRETARIAAT, NATIONAL)
ADVISEUR = Holding(Functie.ADVISEUR_BBC, ARR)


@pytest.fixture
def case(desk: Desk) -> Desk:
    """The officials of the emergency, and those of triage beside them."""
    for name, holding in (("secretaris", SECRETARIAT), ("adviseur_om", ADVISEUR)):
        desk.add(name, holding)
    return desk


def intake(line: str = "directe_opname", **more: Any) -> dict[str, Any]:
    readers = triage.sealed_for("triagetafel" if line == "triagetafel" else "directe_opname", HOVJ, ARR, RCCB)
    return {
        "line": line,
        "dossier": "d" * 22,
        "recipient": RECIPIENT,
        "wraps": [wrap(one) for one in readers],
        "content": blob("intake"),
        "excluded": [],
    } | more


def put_forward(desk: Desk, name: str = "hovj", *, drill: bool = False, **more: Any) -> str:
    item = desk.new_id()
    answer = desk.do(name, "triage.submit", item, drill=drill, **intake(**more))
    assert answer.status == 201, answer
    return item


def do(desk: Desk, name: str, verb: str, item: str, **params: Any) -> str | None:
    holding = {"secretaris": SECRETARIAT, "adviseur_om": ADVISEUR}.get(name) or STAFF[name]
    answer = desk.do(name, f"triage.{verb}", item, holding=holding, **params)
    assert answer.status == 201, answer
    return answer.state


def dispute(desk: Desk) -> dict[str, Any]:
    return desk.linked("geschil") | {"wraps": [wrap(one) for one in geschil.sealed_for(ARR, "triage")]}


def test_tr_01_tr_04_admission_passes_the_authority_in_the_same_instant(case: Desk) -> None:
    item = put_forward(case)
    assert case.item(item).gezag.holding == HOVJ  # type: ignore[union-attr]
    assert do(case, "teamleider", "judge", item, **YES) == "opgenomen"
    gezag = case.item(item).gezag
    assert gezag is not None
    assert (gezag.holding.functie, gezag.since) == (Functie.NCTV, case.town.now)
    assert "hovj" in case.rung(), "L-7: the file is asked at once"


def test_tr_01_sa_07_after_a_designation_the_hovj_puts_it_forward_and_that_settles_the_question(case: Desk) -> None:
    spoed, _ = case.decided()
    assert "triage" in case.open(spoed)
    since = case.item(spoed).gezag
    item = put_forward(case, follows=spoed)
    assert "triage" not in case.open(spoed)
    assert case.item(item).gezag == since
    do(case, "teamleider", "judge", item, **NO)
    assert case.item(spoed).state == "aangewezen"
    assert case.item(spoed).gezag == since == case.item(item).gezag, "TR-04: a refusal ends nothing"
    assert "maatregelen" not in case.open(item)


def test_tr_01_withdrawn_before_the_judgement_the_question_stands_again(case: Desk) -> None:
    spoed, _ = case.decided()
    item = put_forward(case, follows=spoed)
    assert do(case, "hovj", "withdraw", item) == "ingetrokken"
    assert "triage" in case.open(spoed)


def test_tr_01_under_the_nctv_nobody_puts_it_forward_without_the_spoedaanwijzing(case: Desk) -> None:
    case.decided()
    answer = case.do("hovj", "triage.submit", case.new_id(), **intake())
    assert (answer.status, answer.code) == (403, "gezag.other")


def test_tr_04_sa_11_an_admission_keeps_the_nctv_when_the_spoedaanwijzing_ends(case: Desk) -> None:
    spoed, _ = case.decided()
    item = put_forward(case, follows=spoed)
    do(case, "teamleider", "judge", item, **YES)
    before = case.item(item).gezag
    case.do("piket", "spoedaanwijzing.end", spoed, to="hovj", linked=None, **CONTENT)
    assert case.do("hovj", "spoedaanwijzing.end_received", spoed).state == "beeindigd"
    assert case.item(item).gezag == before
    tags = [line.tag for line in case.history(spoed)]
    assert tags.count("gezag.passed") == 1, "the designation, and no return while the admission stands"
    assert do(case, "teamleider", "end", item, to="hovj", linked=None, **CONTENT) == "einde_aangekondigd"
    assert do(case, "hovj", "end_received", item) == "beeindigd"
    gezag = case.item(item).gezag
    assert gezag is not None
    assert gezag.holding == HOVJ


def test_l_7_the_judgement_chases_the_nctv_and_then_rung_1_hears_of_it(case: Desk) -> None:
    item = put_forward(case)
    assert case.told() == {"teamleider", "behandelaar"}
    waiting = case.open(item)["oordelen"]
    assert waiting.due == POLICY.terms["triage_oordeel"].after(NIGHT)
    due = waiting.due - NIGHT

    def heard(until: timedelta) -> set[str | None]:
        return {row.person for _, row in case.town.run(until)}

    assert heard(due - timedelta(hours=25)) == set()
    assert heard(due - timedelta(hours=1)) == {"teamleider"}
    assert heard(due + timedelta(hours=23)) <= {"teamleider", "behandelaar"}
    assert {"coord", "dir"} <= heard(due + timedelta(hours=40))
    assert case.item(item).state == "te_beoordelen", "X-01: late is late, and shows"


def test_tr_07_the_table_from_agenda_to_judgement(case: Desk) -> None:
    item = put_forward(case, line="triagetafel")
    assert case.rung() == {"secretaris"}
    at = (NIGHT + timedelta(days=2)).isoformat()
    do(case, "secretaris", "schedule", item, at=at, invited=["rccb", "adviseur_bb"])
    assert case.told() >= {"rccb", "adviseur"}
    assert RCCB in case.town.participants(case.item(item))
    assert do(case, "secretaris", "discuss", item, **CONTENT) == "te_beoordelen"
    assert do(case, "teamleider", "judge", item, **NO) == "niet_opgenomen"


def test_tr_07_a_date_beyond_the_policy_is_refused_with_the_field(case: Desk) -> None:
    item = put_forward(case, line="triagetafel")
    late = case.sign(
        "secretaris", "triage.schedule", item, holding=SECRETARIAT,
        at=(NIGHT + timedelta(days=200)).isoformat(), invited=["rccb"],
    )  # fmt: skip
    assert case.refused_unstored(late) == ("moment.too_late", "params.at")


def test_tr_08_l_2_a_disputed_refusal_rings_both_sides_in_days_and_comes_back(case: Desk) -> None:
    item = put_forward(case)
    do(case, "teamleider", "judge", item, **NO)
    linked = dispute(case)
    assert do(case, "hovj", "dispute", item, linked=linked) == "betwist"
    assert {"coord", "dir"} <= case.rung()
    rung = case.open(linked["item"])["trede_1"]
    assert (rung.ladder.name, rung.due) == ("L-2.regulier.1", NIGHT + timedelta(hours=24))
    assert {COORDINEREND, STAFF["dir"]} <= set(case.town.participants(case.item(item)))
    assert "piket" not in case.told() | case.rung(), "no emergency: the piket officer sleeps"
    stays = {"rung": 1, "outcome": "blijft_niet_aangewezen", **CONTENT}
    case.do("coord", "geschil.record", linked["item"], **stays)
    case.do("dir", "geschil.record", linked["item"], **{**stays, "outcome": "alsnog_aanwijzen"})
    assert case.item(item).state == "te_beoordelen"
    do(case, "teamleider", "judge", item, **YES)
    assert case.item(item).state == "opgenomen"


def test_tr_04_measures_wait_for_whoever_is_the_authority_of_the_dossier_now(case: Desk) -> None:
    item = put_forward(case)
    do(case, "teamleider", "judge", item, **NO)
    spoed, _ = case.decided()
    assert set(case.open(item)) == {"berusten_of_betwisten"}, "the HOvJ could not settle it any more"
    case.do("piket", "spoedaanwijzing.end", spoed, to="hovj", linked=None, **CONTENT)
    assert case.do("hovj", "spoedaanwijzing.end_received", spoed).state == "beeindigd"
    assert set(case.open(item)) == {"berusten_of_betwisten", "maatregelen"}
    do(case, "hovj", "acquiesce", item)
    assert do(case, "hovj", "measures", item, **CONTENT) == "afgerond"


def test_tr_08_an_accepted_refusal_closes_when_the_person_is_designated_elsewhere(case: Desk) -> None:
    item = put_forward(case)
    do(case, "teamleider", "judge", item, **NO)
    do(case, "hovj", "acquiesce", item)
    case.decided()
    assert (case.item(item).state, case.open(item)) == ("afgerond", {})


def test_hb_01_where_reviews_run_in_another_item_a_follow_up_asks_for_no_more(case: Desk) -> None:
    item, done = put_forward(case), {"what": "eerste_herbeoordeling", **CONTENT}
    do(case, "teamleider", "judge", item, **YES)
    do(case, "behandelaar", "follow_up", item, **done)
    assert "eerste_herbeoordeling" in case.open(item), "nobody reviews it otherwise"
    plan: dict[str, Any] = {"dossier": "d" * 22, "recipient": RECIPIENT, "wraps": [], "content": blob("plan")}
    plan |= {"excluded": [], "subject": "maatregelen", "area": ARR}
    assert case.do("behandelaar", "herbeoordeling.plan", case.new_id(), **plan).status == 201
    do(case, "behandelaar", "follow_up", item, **done)
    assert "eerste_herbeoordeling" not in case.open(item)


def test_tr_08_an_admission_after_all_ends_the_dispute(case: Desk) -> None:
    item = put_forward(case)
    do(case, "teamleider", "judge", item, **NO)
    linked = dispute(case)
    do(case, "hovj", "dispute", item, linked=linked)
    do(case, "teamleider", "judge", item, **YES)
    assert case.item(linked["item"]).state == "alsnog_aanwijzen"
    assert not case.open(linked["item"])


def test_tr_06_the_file_and_the_card(case: Desk) -> None:
    item = put_forward(case)
    do(case, "teamleider", "judge", item, **YES)
    do(case, "hovj", "transfer", item, **CONTENT)
    assert "dossier_volledig" in case.open(item)
    rung = {row.person for _, row in case.town.run(timedelta(hours=1))}
    assert "behandelaar" in rung, "X-08: regular things that come soon after one another become one bell"
    assert do(case, "behandelaar", "check_dossier", item, outcome="volledig") == "overgedragen"


def test_tr_04_tr_08_measures_with_word_to_the_rccb(case: Desk) -> None:
    item = put_forward(case)
    do(case, "teamleider", "judge", item, **NO)
    do(case, "hovj", "acquiesce", item)
    word = case.linked("bericht_rccb", sender=HOVJ)
    assert do(case, "hovj", "measures", item, linked=word, **CONTENT) == "afgerond"
    assert "rccb" in case.rung()
    assert case.item(word["item"]).state == "verstuurd"


def test_p_02_an_excluded_hovj_leaves_the_case_to_the_coordinerend_hovj(case: Desk) -> None:
    item = case.new_id()
    request = intake(area=ARR, excluded=["hovj"])
    request["wraps"] = [one for one in request["wraps"] if one["functie"] != "hovj"]
    assert case.do("hovj", "triage.submit", case.new_id(), **request).code == "item.excluded"
    assert case.do("coord", "triage.submit", item, **request).status == 201
    do(case, "teamleider", "judge", item, **NO)
    assert "coord" in case.rung()
    assert "hovj" not in case.rung() | case.told()
    assert case.open(item)["maatregelen"].ladder.name == "L-7.om.coordinerend_hovj"


def test_p_02_elsewhere_the_coordinerend_hovj_puts_nothing_forward(case: Desk) -> None:
    answer = case.do("coord", "triage.submit", case.new_id(), **intake(area=ARR))
    assert (answer.status, answer.code) == (403, "triage.no_deputy")


def test_x_05_a_drill_changes_no_authority(case: Desk) -> None:
    item = put_forward(case, drill=True)
    answer = case.do("teamleider", "triage.judge", item, drill=True, **YES)
    assert answer.state == "opgenomen"
    gezag = case.item(item).gezag
    assert gezag is not None
    assert gezag.holding == HOVJ


def test_p_06_of_two_judgements_in_the_same_second_one_stands(case: Desk) -> None:
    item = put_forward(case)
    with case.town.unit() as uow:
        uow.items.add_participant(ItemId(item), STAFF["dir"], case.town.now, "rung")
    version = case.item(item).version
    assert case.do("teamleider", "triage.judge", item, version=version, **NO).status == 201
    late = case.do("dir", "triage.judge", item, version=version, **YES)
    assert (late.status, late.code) == (409, "item.stale")
    assert case.item(item).state == "niet_opgenomen"


def test_x_03_with_nobody_on_duty_all_who_hold_the_functie_are_told(town: Town) -> None:
    desk = Desk(town)
    desk.staff("hovj", "dir", "nctv", "coord", "pg")
    desk.add("teamleider", TEAMLEIDER, slot=None)
    desk.add("behandelaar", BEHANDELAAR, slot=Slot.BACKUP)
    put_forward(desk)
    assert desk.told() == {"teamleider", "behandelaar"}
