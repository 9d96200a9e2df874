"""Every (state, act, functie) of the main flow: who may do what when, written out; a wrong permission fails here.

The rows below are the specification (DOMAIN §1, §2.1, X-02). The request was made by `namens_hovj`, and every rung has
been reached, so that need to know stands in nobody's way; what is not in a row is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from domain.catalogue import SPECS
from domain.flows.spoedaanwijzing.acts import LEAD_ON
from domain.ids import ItemId
from tests.harness.desk import PG, RECIPIENT, STAFF, Desk, blob
from tests.harness.town import Town
from tests.harness.triples import allowed, rows

NCTV3 = "nctv_piket directeur_nctv nctv"
OM2 = "hovj namens_hovj"
INSIDE = f"{OM2} {NCTV3} nctv_behandelaar nctv_teamleider coordinerend_hovj pg"
WATCHED = f"{INSIDE} escalatiewachter"

ALWAYS = f"""
item.ik_bel: {INSIDE}
item.ring_again: {WATCHED}
item.rekey: {INSIDE}
item.wrap: {INSIDE}
item.attach: {INSIDE}
spoedaanwijzing.ask: {NCTV3}
spoedaanwijzing.answer: {OM2}
spoedaanwijzing.supplement: {OM2} nctv_piket
spoedaanwijzing.spoken: {OM2} {NCTV3}
"""
UNDECIDED = f"""{ALWAYS}
spoedaanwijzing.receive: {NCTV3}
spoedaanwijzing.decide aangewezen: {NCTV3}
spoedaanwijzing.decide al_onder_gezag_nctv: {NCTV3}
spoedaanwijzing.decide niet_aangewezen: {NCTV3}
spoedaanwijzing.withdraw: {OM2}
spoedaanwijzing.join: nctv_piket
"""
FOLLOW_UPS = """
spoedaanwijzing.acknowledge verzoeker_geinformeerd: namens_hovj
spoedaanwijzing.acknowledge hovj_geinformeerd: hovj
spoedaanwijzing.follow_up persoon_geinformeerd: nctv_piket nctv_behandelaar directeur_nctv
spoedaanwijzing.follow_up burgemeester: nctv_piket nctv_behandelaar nctv_teamleider
spoedaanwijzing.follow_up triage: hovj
spoedaanwijzing.follow_up eerste_herbeoordeling: nctv_piket nctv_behandelaar nctv_teamleider directeur_nctv
spoedaanwijzing.object: hovj
"""
REFUSED = f"""{ALWAYS}
spoedaanwijzing.decide aangewezen: {NCTV3}
spoedaanwijzing.decide al_onder_gezag_nctv: {NCTV3}
spoedaanwijzing.acknowledge directeur_ingelicht: directeur_nctv nctv
spoedaanwijzing.overbrugging: hovj
spoedaanwijzing.object: hovj
"""
HOLDS = f"\nitem.hold: hovj coordinerend_hovj pg {NCTV3} nctv_teamleider"
"""EV-03: in every state, also when it is closed; nobody lifts what they do not hold."""
TABLE = {
    "ingediend": UNDECIDED,
    "ontvangen": f"{UNDECIDED}item.reopen: {WATCHED}",
    "aangewezen": f"""{ALWAYS}{FOLLOW_UPS}
spoedaanwijzing.follow_up einde_herzien: nctv_piket nctv_behandelaar nctv_teamleider directeur_nctv
spoedaanwijzing.end hovj: {NCTV3}
spoedaanwijzing.end basispolitiezorg: {NCTV3}""",
    "niet_aangewezen": f"{REFUSED}spoedaanwijzing.acquiesce: hovj\nspoedaanwijzing.dispute: hovj",
    "betwist": REFUSED,
    "einde_aangekondigd": f"{ALWAYS}{FOLLOW_UPS}spoedaanwijzing.end_received: hovj",
    "beeindigd": "",
    "ingetrokken": "",
    "afgerond": "",
}


def variants(desk: Desk) -> dict[str, dict[str, Any]]:
    """Every act with parameters, each variant that the rules tell apart."""
    content = {"content": blob("x")}
    word, dispute = desk.linked("bericht_rccb"), desk.linked("geschil")
    made: dict[str, dict[str, Any]] = {
        "item.ik_bel": {"what": "gesproken"},
        "item.ring_again": {"what": "gesproken"},
        "item.reopen": {"what": "ontvangen"},
        "item.rekey": {"recipient": RECIPIENT, "wraps": []},
        "item.wrap": {"wraps": []},
        "item.attach": content,
        "item.hold": {"ground": "bezwaar"},
        "item.lift": {},
        "spoedaanwijzing.confirm": {"outcome": "bevestigd", "content": None},
        "spoedaanwijzing.receive": {},
        "spoedaanwijzing.spoken": {},
        "spoedaanwijzing.ask": content,
        "spoedaanwijzing.answer": content,
        "spoedaanwijzing.supplement": content,
        "spoedaanwijzing.withdraw": {},
        "spoedaanwijzing.object": content,
        "spoedaanwijzing.acquiesce": {},
        "spoedaanwijzing.dispute": {"linked": dispute},
        "spoedaanwijzing.overbrugging": content,
        "spoedaanwijzing.end hovj": {"to": "hovj", "linked": None, **content},
        "spoedaanwijzing.end basispolitiezorg": {"to": "basispolitiezorg", "linked": word, **content},
        "spoedaanwijzing.end_received": {},
    }
    for outcome in ("aangewezen", "al_onder_gezag_nctv", "niet_aangewezen"):
        made[f"spoedaanwijzing.decide {outcome}"] = desk.decision(outcome)
    for what in ("verzoeker_geinformeerd", "hovj_geinformeerd", "directeur_ingelicht"):
        made[f"spoedaanwijzing.acknowledge {what}"] = {"what": what}
    for what in (
        "persoon_geinformeerd", "burgemeester", "triage", "eerste_herbeoordeling",
        "herbeoordeling", "einde_herzien", "bezwaar",
    ):  # fmt: skip
        how = "niet_nodig" if what in LEAD_ON else "gedaan"
        made[f"spoedaanwijzing.follow_up {what}"] = {"what": what, "outcome": how, "content": blob("vervolg")}
    return made


DEPUTIES = {"coord": ["hovj"], "pg": ["coord", "hovj"]}
"""P-02: who takes the place of the HOvJ in a request of which these are left out."""


def item_in(desk: Desk, state: str, officer: str = "hovj") -> str:
    """A request by `namens_hovj` brought into `state` by acts alone, with every rung reached; `officer` is its HOvJ."""
    left_out = DEPUTIES.get(officer, [])
    sealed: dict[str, Any] = {"wraps": []} if left_out else {}
    item = desk.submit("namens", excluded=left_out, **sealed)
    with desk.town.unit() as uow:
        for name in ("coord", "dir", "pg", "nctv", "teamleider", "behandelaar"):
            uow.items.add_participant(ItemId(item), STAFF[name], desk.town.now, "rung")
    end = {"to": "hovj", "linked": None, "content": blob("einde")}
    ends_at = "2027-01-01T00:00:00Z"
    steps: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
        "ontvangen": [("piket", "receive", {})],
        "aangewezen": [("piket", "decide", desk.decision(ends_at=ends_at))],
        "niet_aangewezen": [("piket", "decide", desk.decision("niet_aangewezen"))],
        "ingetrokken": [("namens", "withdraw", {})],
    }
    dispute = desk.linked("geschil") | sealed
    steps["betwist"] = [*steps["niet_aangewezen"], ("hovj", "dispute", {"linked": dispute})]
    steps["einde_aangekondigd"] = [*steps["aangewezen"], ("piket", "end", end)]
    steps["beeindigd"] = [*steps["einde_aangekondigd"], ("hovj", "end_received", {})]
    steps["afgerond"] = [
        *steps["niet_aangewezen"],
        ("piket", "spoken", {}),
        ("dir", "acknowledge", {"what": "directeur_ingelicht"}),
        ("hovj", "overbrugging", {"content": blob("overbrugging")}),
        ("hovj", "acquiesce", {}),
    ]
    for name, verb, params in steps.get(state, []):
        answer = desk.do(officer if name == "hovj" else name, f"spoedaanwijzing.{verb}", item, **params)
        assert answer.status == 201, (verb, answer)
    assert desk.item(item).state == state
    return item


@pytest.mark.parametrize("state", TABLE)
def test_every_state_act_and_functie(desk: Desk, state: str) -> None:
    check(desk, item_in(desk, state), rows(TABLE[state] + HOLDS))


@pytest.mark.parametrize("name", DEPUTIES)
@pytest.mark.parametrize("state", TABLE)
def test_p_02_every_state_act_and_functie_where_somebody_takes_the_place_of_the_hovj(
    desk: Desk, state: str, name: str
) -> None:
    """The deputy may what the HOvJ may, and nobody else may more; a HOvJ who comes later may it as well."""
    deputy = STAFF[name].functie.value
    told = rows(TABLE[state] + HOLDS)
    expected = {act: who | {deputy} if "hovj" in who else who for act, who in told.items()}
    check(desk, item_in(desk, state, name), expected)


def check(desk: Desk, item: str, expected: Mapping[str, frozenset[str]]) -> None:
    other = desk.submit()
    acts = variants(desk) | {"spoedaanwijzing.join": {"with_item": other}}
    assert expected.keys() <= acts.keys()
    found = {act: allowed(desk, item, act.split()[0], params) for act, params in acts.items()}
    assert found == {act: expected.get(act, frozenset()) for act in acts}


def test_the_table_names_every_act_of_the_flow(town: Town) -> None:
    told = {act.split()[0] for act in variants(Desk(town))} | {"spoedaanwijzing.join"}
    opening = {name for name, spec in SPECS.items() if spec.opens}
    known = {name for name, spec in SPECS.items() if spec.family in ("item", "spoedaanwijzing")}
    assert told == known - opening


def test_need_to_know_a_rung_that_was_not_reached_sees_nothing(town: Town) -> None:
    desk = Desk(town)
    desk.staff()
    item = desk.submit()
    acts = variants(desk)
    assert allowed(desk, item, "spoedaanwijzing.receive", acts["spoedaanwijzing.receive"]) == {"nctv_piket"}
    assert PG not in town.participants(desk.item(item))
