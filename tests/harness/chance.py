"""Chance at work in every flow there is: who does which act to which item, drawn towards what was seldom done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from domain.acts.spec import ActSpec
from domain.catalogue import SPECS
from domain.errors import PiketError
from domain.functies import RULES, Holding, ScopeKind
from domain.ids import Dossier, ItemId, PersonId
from domain.items import Item
from domain.obligations import Obligation
from domain.ports import UnitOfWork
from handlers.flows import FLOWS
from tests.harness.any_act import DOSSIER, GEMEENTE, Maker
from tests.harness.desk import STAFF, Desk
from tests.harness.left_out import sealed
from tests.harness.triples import holding_of

ACTS: Final = tuple(sorted(name for name, spec in SPECS.items() if spec.family in FLOWS or spec.family == "item"))
OPENING: Final = tuple(name for name in ACTS if SPECS[name].opens)
EVERYBODY: Final[dict[str, Holding]] = {
    **STAFF,
    **{
        f"f_{functie}": holding_of(functie) if rule.scope is not ScopeKind.GEMEENTE else Holding(functie, GEMEENTE)
        for functie, rule in RULES.items()
        if rule.organisations and holding_of(functie) not in STAFF.values()
    },
}
ROOTS: Final = sorted({SPECS[act].family for act in OPENING})
TRIES: Final = 12
DRAWN: Final = 0.5
"""So often chance is drawn to what was seldom done; else what comes before that would never be done."""
ABOUT: Final = 0.8
FEW: Final = 4
"""So many items are open at once, and what is linked to them: with more, none would come far."""
GIVES_KEYS: Final = 0.8
"""So often what is opened comes with keys for all it is for; else they are late, or missing."""
BLIND: Final = 0.1
"""So often somebody acts who takes no part, or on what is closed: the fences are played too."""


@dataclass(frozen=True, slots=True)
class Sight:
    """All that stands in the dossier at one moment, read in one transaction."""

    items: Sequence[Item[Any]]
    waits: Mapping[ItemId, Mapping[str, Obligation]]
    parts: Mapping[ItemId, Sequence[Holding]]
    by_time: Mapping[ItemId, frozenset[str]]
    """What happened to each item by no act of anybody."""

    def place(self, item: ItemId) -> Hashable:
        """Where an item stands, as far as it decides what may be done; None for one that is not there yet."""
        states = {one.id: one.state for one in self.items}
        return None if item not in states else (states[item], frozenset(self.waits[item]))


def look(desk: Desk) -> Sight:
    """Read the dossier as it stands, real and drill, closed too."""
    with desk.town.unit() as uow:
        items = [one for drill in (False, True) for one in _of_dossier(uow, drill=drill)]
        ids = [one.id for one in items]
        return Sight(
            items,
            {one: {waits.what: waits for waits in uow.obligations.of_item(one)} for one in ids},
            uow.items.participants_of(ids),
            {one: frozenset(line.tag for line in uow.items.history(one) if line.act is None) for one in ids},
        )


def _of_dossier(uow: UnitOfWork, *, drill: bool) -> Sequence[Item[Any]]:
    return uow.items.of_dossier(Dossier(DOSSIER), tuple(FLOWS), drill=drill, closed=True)


@dataclass(slots=True)
class Memory:
    """What chance remembers of all histories so far: how often each act was done, and what was refused where."""

    times: Counter[str] = field(default_factory=Counter)
    refused: Counter[Hashable] = field(default_factory=Counter)
    """By act, state of the item and what waits on it; nothing once it was accepted there."""
    under: dict[str, str] = field(default_factory=dict)
    """The flow of which an item carried one of that flow."""
    histories: int = 0
    about: str = ROOTS[0]
    """The flow that the present history is mostly about, with what is linked to its items."""
    story: list[str] = field(default_factory=list)
    """What was done in the present history, by whom."""

    def copy(self) -> Memory:
        return Memory(self.times.copy(), self.refused.copy(), self.under.copy(), self.histories)

    def never_done(self) -> list[str]:
        return [act for act in ACTS if not self.times[act]]

    def pull(self, act: str, place: Hashable) -> float:
        """Return the weight of an act: the seldom ones weigh more, those of all items less: they are there often."""
        pull = (0.02 + 1 / (1 + self.times[act])) / (1 + self.refused[act, place])
        return pull / 5 if SPECS[act].family == "item" else pull

    def keep(self, act: str, place: Hashable, who: str | None) -> None:
        """Remember that this was done by somebody, or refused."""
        if who is None:
            self.refused[act, place] += 1
        else:
            self.times[act] += 1
            del self.refused[act, place]
            self.story.append(f"{act} by {who}")

    def begin(self) -> None:
        """Begin the next history: it is about each flow in turn in which something was never done."""
        self.histories += 1
        self.story = []
        never = {self.root(SPECS[act].family) for act in self.never_done()}
        flows = [flow for flow in ROOTS if flow in never] or ROOTS
        self.about = flows[self.histories % len(flows)]

    def root(self, flow: str) -> str:
        """Return the flow whose items carry this one's, or carry what carries them."""
        return self.root(self.under[flow]) if flow in self.under else flow

    def learn(self, sight: Sight) -> None:
        """Remember which flows carry which."""
        flows = {one.id: one.flow for one in sight.items}
        for one in sight.items:
            if one.parent is not None:
                self.under.setdefault(one.flow, flows[one.parent])


def attempt(desk: Desk, sight: Sight, acts: Sequence[str], chance: Random, memory: Memory, *, drill: bool) -> None:
    """Let chance choose who does what, a few times, until something is accepted; `memory` keeps what.

    `acts` are those of which one opens an item; without them somebody goes on with one there is.
    """
    for _ in range(TRIES):
        act, item = _what(desk, sight, acts, chance, memory, drill=drill)
        who = _does(desk, sight, act, item, chance, drill=drill)
        memory.keep(act, sight.place(item), who)
        if who is not None:
            return


def _does(desk: Desk, sight: Sight, act: str, item: ItemId, chance: Random, *, drill: bool) -> str | None:
    """Return who did it; None when it was refused."""
    spec, parts = SPECS[act], sight.parts.get(item, ())
    name = _who(spec, parts, chance)
    holding = EVERYBODY[name]
    known = {one.id: one.excluded for one in sight.items if one.drill == drill and holding in sight.parts[one.id]}
    left_out = next((one.excluded for one in sight.items if one.id == item), frozenset[PersonId]())
    waits = tuple(sight.waits.get(item, ()))
    params = Maker(desk, known, chance, waits, parts, left_out, list(EVERYBODY)).params(spec)
    if params is None:
        return None
    if chance.random() < GIVES_KEYS:
        params = sealed(desk, name, act, item, params, holding=holding, drill=drill)
    try:
        answer = desk.do(name, act, item, holding=holding, drill=drill, **params)
    except PiketError as wrong:
        if wrong.status >= 500:
            raise
        return None
    if answer.status != 201:
        return None
    assert spec.opens or PersonId(name) not in left_out, f"{act}: {name} acted on what leaves them out"
    return name


def _what(
    desk: Desk, sight: Sight, acts: Sequence[str], chance: Random, memory: Memory, *, drill: bool
) -> tuple[str, ItemId]:
    items = [one for one in sight.items if one.drill == drill]
    drawn, about = chance.random() < DRAWN, chance.random() < ABOUT
    still = [one for one in items if one.closed_at is None]
    if not items or (acts and sum(one.parent is None for one in still) < FEW):
        opening = [act for act in acts or OPENING if SPECS[act].family == memory.about or not about] or acts
        return chance.choices(opening, [memory.pull(act, None) for act in opening])[0], ItemId(desk.new_id())
    among = items if not still or chance.random() < BLIND else still
    among = [one for one in among if memory.root(one.flow) == memory.about or not about] or among
    pairs, weights = [], []
    for one in among:
        place, near = sight.place(one.id), {holding.functie for holding in sight.parts[one.id]}
        for act in _ON[one.flow]:
            pull = memory.pull(act, place) if drawn else 0.2 if SPECS[act].family == "item" else 1
            pairs.append((act, one.id))
            weights.append(pull if near & SPECS[act].may else pull * BLIND)
    return chance.choices(pairs, weights)[0]


_ON: Final = {
    flow: tuple(name for name in ACTS if SPECS[name].family in (flow, "item") and not SPECS[name].opens)
    for flow in FLOWS
}
"""Every act on an item of each flow."""


def _who(spec: ActSpec, parts: Sequence[Holding], chance: Random) -> str:
    """Return somebody whose functie does this, mostly one who takes part."""
    may = [name for name, holding in EVERYBODY.items() if holding.functie in spec.may]
    near = [name for name in may if EVERYBODY[name] in parts]
    return chance.choice(near if near and chance.random() > BLIND else may)
