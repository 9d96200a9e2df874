"""P-06, SA-07: on every flow's card who keeps local measures or kept them last, that nobody does, or who says so."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, Final

import pytest
from pydantic import ValidationError

from bot.http.answers import adapter
from client.answers import GezagskaartAnswer
from domain.flows.herbeoordeling.parties import OBJECT
from domain.functies import Functie, Holding, Scope
from domain.items import ELSEWHERE, Elsewhere, Gezag, Item
from domain.parties import NCTV
from handlers.flows import FLOWS
from handlers.gezag import card
from handlers.views import GezagskaartView, HoldingView, ItemLine
from tests.contracts.samples import NOW, item_id, make_item
from tests.handlers.test_burgemeestersbericht import Mayors
from tests.handlers.test_gathered import listed
from tests.harness.desk import STAFF
from tests.harness.town import Town

RCCB: Final = Holding(Functie.RCCB, Scope("eenheid:noord"))
HOVJ: Final = Holding(Functie.HOVJ, Scope("arr:noord"))
LATER: Final = NOW + timedelta(hours=3)
UNRELIEVED: Final[dict[str, Any]] = {"rccb": RCCB, "relieved_at": None}
FILE: Final[dict[str, Any]] = {"rccb": RCCB, "judged_at": NOW, "complete_at": None}

SIGNALS: Final[list[tuple[Holding, dict[str, Any], dict[str, Any], Holding | Elsewhere | None]]] = [
    (HOVJ, {"side": "lokaal", "follower": RCCB}, {}, RCCB),
    (HOVJ, {"side": "lokaal", "follower": RCCB}, {"closed_at": LATER}, RCCB),
    (NCTV, {"side": "lokaal", "follower": RCCB}, {}, ELSEWHERE),
    (NCTV, {"side": "stelsel", "follower": STAFF["lcc"]}, {}, ELSEWHERE),
    (HOVJ, {"side": "stelsel", "follower": STAFF["lcc"]}, {}, ELSEWHERE),
]
Row = tuple[str, Holding, dict[str, Any], dict[str, Any], Holding | Elsewhere | None]
"""A flow, its authority since NOW, what the item holds, what else differs, and what its card says of local measures."""
TABLE: Final[list[Row]] = [
    ("spoedaanwijzing", HOVJ, UNRELIEVED, {"state": "ingediend"}, RCCB),
    ("spoedaanwijzing", NCTV, UNRELIEVED, {"state": "ingediend"}, ELSEWHERE),
    ("spoedaanwijzing", NCTV, UNRELIEVED, {"state": "ingetrokken", "closed_at": LATER}, ELSEWHERE),
    ("spoedaanwijzing", NCTV, UNRELIEVED, {"state": "niet_aangewezen"}, ELSEWHERE),
    ("spoedaanwijzing", HOVJ, UNRELIEVED | {"relieved_at": LATER}, {"state": "beeindigd", "closed_at": LATER}, RCCB),
    ("spoedaanwijzing", HOVJ, UNRELIEVED, {"state": "aangewezen"}, RCCB),
    ("spoedaanwijzing", NCTV, UNRELIEVED, {"state": "aangewezen"}, RCCB),
    ("spoedaanwijzing", NCTV, UNRELIEVED | {"relieved_at": LATER}, {"state": "aangewezen"}, None),
    ("spoedaanwijzing", HOVJ, UNRELIEVED, {"state": "beeindigd", "closed_at": LATER}, RCCB),
    ("spoedaanwijzing", NCTV, UNRELIEVED, {"state": "beeindigd", "closed_at": LATER}, ELSEWHERE),
    ("triage", HOVJ, FILE | {"judged_at": None}, {}, RCCB),
    ("triage", NCTV, FILE | {"judged_at": None}, {}, ELSEWHERE),
    ("triage", NCTV, FILE | {"judged_at": LATER}, {}, ELSEWHERE),
    ("triage", NCTV, FILE, {"state": "opgenomen"}, RCCB),
    ("triage", NCTV, FILE | {"complete_at": LATER}, {"state": "overgedragen"}, None),
    ("triage", HOVJ, FILE, {"state": "beeindigd", "closed_at": LATER}, RCCB),
    ("triage", NCTV, FILE, {"state": "beeindigd", "closed_at": LATER}, ELSEWHERE),
    ("herbeoordeling", HOVJ, {"subject": "persoon", "rccb": RCCB}, {}, RCCB),
    ("herbeoordeling", HOVJ, {"subject": "persoon", "rccb": RCCB}, {"closed_at": LATER}, RCCB),
    ("herbeoordeling", NCTV, {"subject": "persoon", "rccb": RCCB}, {}, ELSEWHERE),
    ("herbeoordeling", NCTV, {"subject": "persoon", "rccb": RCCB}, {"closed_at": LATER}, ELSEWHERE),
    ("herbeoordeling", HOVJ, {"subject": OBJECT, "rccb": RCCB}, {}, None),
    ("herbeoordeling", NCTV, {"subject": OBJECT, "rccb": RCCB}, {}, None),
    ("burgemeestersbericht", HOVJ, {}, {}, ELSEWHERE),
    ("burgemeestersbericht", NCTV, {}, {}, ELSEWHERE),
    ("risicomoment", HOVJ, {"rccb": RCCB}, {}, RCCB),
    ("risicomoment", HOVJ, {"rccb": RCCB}, {"closed_at": LATER}, RCCB),
    ("risicomoment", NCTV, {"rccb": RCCB}, {}, ELSEWHERE),
    *((flow, *rest) for flow in ("signaal", "signaallijn") for rest in SIGNALS),
]


@pytest.mark.parametrize(("flow", "holder", "data", "more", "said"), TABLE)
def test_sa_07_p_06_every_flows_card_says_who_keeps_local_measures_or_that_it_does_not_know(
    flow: str,
    holder: Holding,
    data: dict[str, Any],
    more: dict[str, Any],
    said: Any,
) -> None:
    gezag, made = Gezag(holder, NOW, ("persoon",)), FLOWS[flow].card
    assert made is not None
    item: Item[Any] = make_item(flow=flow, gezag=gezag, data=SimpleNamespace(**data), **more)
    found = made(gezag, item)
    assert (found.gezag, found.public_order, found.local_measures) == (gezag, Functie.BURGEMEESTER, said)


def test_p_06_every_flow_with_a_card_is_in_the_table_and_all_else_takes_that_of_its_request() -> None:
    assert {row[0] for row in TABLE} == {name for name, flow in FLOWS.items() if flow.card is not None}
    hanging = {name for name, flow in FLOWS.items() if flow.card is None}
    assert hanging == {"opdracht", "bericht_rccb", "geschil", "risicoweging", "duiding"}
    for flow in hanging:
        alone = make_item(1, flow=flow, parent=item_id())
        assert card(alone, None) is None, "without its request it has none to show"


def test_sa_07_p_06_in_an_answer_the_three_are_not_the_same(town: Town) -> None:
    mayors = Mayors(town)
    mayors.send(acute=True)
    [line] = listed(mayors, "maud").items
    assert json.loads(adapter(ItemLine).dump_json(line))["gezagskaart"]["local_measures"] == "elsewhere"
    view = HoldingView(RCCB.functie, RCCB.scope, None)
    for local, text in ((view, {"functie": "rccb", "scope": "eenheid:noord", "number": None}), (None, None)):
        shown = replace(line, gezagskaart=GezagskaartView(Functie.BURGEMEESTER, local))
        assert json.loads(adapter(ItemLine).dump_json(shown))["gezagskaart"]["local_measures"] == text


def test_sa_07_p_06_a_phone_reads_the_three_and_takes_nothing_else() -> None:
    holding = {"functie": "rccb", "scope": "eenheid:noord", "number": None}
    for local in (holding, None, "elsewhere"):
        read = GezagskaartAnswer.model_validate({"public_order": "burgemeester", "local_measures": local})
        assert read.model_dump(mode="json")["local_measures"] == local
    with pytest.raises(ValidationError):
        GezagskaartAnswer.model_validate({"public_order": "burgemeester", "local_measures": "niemand"})
