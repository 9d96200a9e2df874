"""The areas Piket works in: which gemeenten there are, where each lies, and what became of one that is gone (P-04)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.errors import Malformed
from domain.functies import Scope, ScopeKind


@dataclass(frozen=True, slots=True)
class Gemeente:
    """One gemeente: its name as CBS spells it, and where it lies. Only the code identifies it (two are Bergen)."""

    code: str
    name: str
    provincie: str
    arrondissement: Scope
    eenheid: Scope


@dataclass(frozen=True, slots=True)
class Opgeheven:
    """A gemeente that is no more since `per`; `opvolgers` are the present ones that have its territory."""

    code: str
    name: str
    per: date
    opvolgers: tuple[Gemeente, ...]


class GemeenteOpgeheven(Malformed):
    """Somebody names a gemeente that merged into `opvolgers`; nothing was stored."""

    def __init__(self, gone: Opgeheven, *, field: str) -> None:
        now = " or ".join(f"{one.name} ({one.code})" for one in gone.opvolgers)
        super().__init__(
            "gemeente.merged", f"{gone.name} is no gemeente any more since {gone.per}; name {now}.", field=field
        )
        self.opvolgers = gone.opvolgers


@dataclass(frozen=True, slots=True)
class Areas:
    """Every area by its scope: `gm:GMxxxx`, `arr:<slug>`, `eenheid:<slug>`; names as people know them.

    `year` is the year whose division of the country it is, `source` where it is from, as it must be named.
    """

    eenheid_of: Mapping[Scope, Scope]
    """The regionale eenheid of each arrondissement: who is `rccb` for a `hovj`."""
    gemeenten: Mapping[Scope, Gemeente] = field(default_factory=dict)
    opgeheven: Mapping[Scope, Opgeheven] = field(default_factory=dict)
    arrondissementen: Mapping[Scope, str] = field(default_factory=dict)
    eenheden: Mapping[Scope, str] = field(default_factory=dict)
    year: int = 0
    source: str = ""

    def check(self, scope: Scope, *, field: str) -> None:
        """Raise as `gemeente` does when the scope is of a gemeente that is none; every other scope is left alone."""
        if scope.partition(":")[0] == ScopeKind.GEMEENTE.value:
            self.gemeente(scope, field=field)

    def gemeente(self, scope: Scope, *, field: str) -> Gemeente:
        """Return the gemeente of this scope, with the arrondissement and the eenheid in which it lies.

        Raises:
            GemeenteOpgeheven: when it merged; names what to write in `field` instead.
            Malformed: when there is none of this code.
        """
        found = self.gemeenten.get(scope)
        if found is not None:
            return found
        if scope in self.opgeheven:
            raise GemeenteOpgeheven(self.opgeheven[scope], field=field)
        raise Malformed("gemeente.unknown", "There is no gemeente of this CBS code; look it up by name.", field=field)
