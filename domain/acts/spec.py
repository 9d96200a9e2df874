"""What the catalogue knows of one act: its parameters, who may do it, what it asks of the pipeline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.acts.payload import Params
from domain.functies import Functie, Power, holders_of
from domain.ids import ActId, ItemId, Sha256Hex


@dataclass(frozen=True, slots=True)
class ActSpec:
    """One row of the table of acts; `name` is `<flow>.<verb>` and stable for ever.

    `may` is the outer fence (P-01): a flow's rules narrow it by scope, state and obligation. `versioned` acts name
    the item version they were decided on; `opens` acts make a new item; an `emergency` act is never rate-limited.
    """

    name: str
    params: type[Params]
    may: frozenset[Functie]
    source: str
    versioned: bool = False
    opens: bool = False
    emergency: bool = False

    @property
    def family(self) -> str:
        """The part before the dot: the flow's name, or `item`, `directory`, `roster`, `channel`."""
        return self.name.partition(".")[0]

    @property
    def on_item(self) -> bool:
        """Whether the payload must name an item."""
        return self.family not in {"directory", "roster", "channel"}


@dataclass(frozen=True, slots=True)
class ParsedAct:
    """An act as a rule sees it: who did it stands beside it, what was signed is only its hash."""

    spec: ActSpec
    params: Params
    id: ActId
    item: ItemId | None
    sha256: Sha256Hex
    drill: bool


def may(*who: Functie | Power) -> frozenset[Functie]:
    """Return the functies named, and every holder of the powers named."""
    found: set[Functie] = set()
    for one in who:
        found |= holders_of(one) if isinstance(one, Power) else {one}
    return frozenset(found)


def table(specs: Iterable[ActSpec]) -> dict[str, ActSpec]:
    """Return the specs by name; a name that occurs twice is a mistake in the code."""
    found: dict[str, ActSpec] = {}
    for spec in specs:
        if spec.name in found:
            raise ValueError(f"the act {spec.name} is described twice")
        found[spec.name] = spec
    return found
