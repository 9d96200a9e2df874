"""Which functies may do an act on an item as it stands: the outer fence, need to know, and the flow's own rule."""

from __future__ import annotations

from typing import Any

from domain.acts.payload import parse_model
from domain.acts.spec import ParsedAct
from domain.catalogue import SPECS
from domain.errors import Malformed, Refusal
from domain.facts import Facts
from domain.functies import NATIONAL, RULES, Functie, Holding, Scope, ScopeKind
from domain.ids import ActId, DeviceId, ItemId, OrganisationId, PersonId, Sha256Hex
from domain.item_rules import decide_common
from domain.items import Actor, Item
from handlers.doing import Doing
from handlers.effects import facts_of, load_item
from handlers.flows import FLOWS
from tests.harness.desk import NAMENS, RCCB, STAFF, Desk
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.town import ARR

PIKET_ACTOR = Actor(PersonId("piket"), DeviceId("d"), STAFF["piket"], OrganisationId("nctv"))


def rows(text: str) -> dict[str, frozenset[str]]:
    """Read `act: functies` lines."""
    lines = (line.partition(": ") for line in text.splitlines() if line)
    return {act: frozenset(functies.split()) for act, _, functies in lines}


def holding_of(functie: Functie) -> Holding:
    """The functie where it would be nearest to this item."""
    match RULES[functie].scope:
        case ScopeKind.NATIONAL:
            return Holding(functie, NATIONAL)
        case ScopeKind.ARRONDISSEMENT:
            return Holding(functie, ARR)
        case ScopeKind.EENHEID:
            return RCCB
        case ScopeKind.GEMEENTE:
            return Holding(functie, Scope("gm:0268"))
        case ScopeKind.ORGANISATION:
            return Holding(functie, Scope("org:nctv"))
        case ScopeKind.OWN:
            return Holding(functie, Scope("own:" + "p" * 22))
        case kind:
            return Holding(functie, Scope(kind.value))


def allowed(desk: Desk, item_id: str, name: str, params: dict[str, Any]) -> frozenset[str]:
    """Which functies may do it: fence, part in the item, then the rule itself; nothing is written."""
    spec = SPECS[name]
    act = ParsedAct(spec, parse_model(spec.params, params), ActId("x"), ItemId(item_id), Sha256Hex("0" * 64), False)
    with desk.town.unit() as uow:
        assert desk.last is not None
        doing = Doing(uow, desk.last, act, PIKET_ACTOR, POLICY, desk.town.now)
        item = load_item(doing, ItemId(item_id))
        assert item is not None
        facts = facts_of(doing, item, act)
    return frozenset(functie.value for functie in Functie if does(item, act, facts, holding_of(functie)))


def does(item: Item[Any], act: ParsedAct, facts: Facts, holding: Holding) -> bool:
    person = PersonId("namens" if holding == NAMENS else "iemand")
    actor = Actor(person, DeviceId("d"), holding, OrganisationId("om"))
    part = holding in facts.participants or holding.functie is Functie.ESCALATIEWACHTER
    if holding.functie not in act.spec.may or not part:
        return False
    flow = FLOWS[item.flow]
    try:
        if act.spec.family == "item":
            decide_common(item, act, actor, facts, flow.receipt, POLICY, NIGHT)
        else:
            flow.rules.decide(item, act, actor, facts, POLICY, NIGHT)
    except (Refusal, Malformed):
        return False
    return True
