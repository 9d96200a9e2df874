"""Reads the legal grounds of a policy: from which organisations to which, in which flows (P-05)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from config.tables import Reader, Table
from domain.flows import packages
from domain.functies import RULES
from domain.grounds import ANY_FLOW, Ground, Grounds, Route

_NAMES: Final = frozenset(["from", "to", "flows", "text", "source"])
_ORGANISATIONS: Final = frozenset().union(*(rule.organisations for rule in RULES.values()))
_FLOWS: Final = frozenset([ANY_FLOW, *(flow.FLOW for flow in packages())])


def read_grounds(reader: Reader, document: Mapping[str, object]) -> Grounds:
    """Return every route with its ground; what is wrong is noted in `reader`, a route that stands there twice too."""
    found: dict[Route, Ground] = {}
    entries = document.get("grounds")
    if not isinstance(entries, list) or not entries:
        reader.faults.append("grounds: a list of tables [[grounds]] is missing")
        return found
    for index, entry in enumerate(entries):
        table = reader.table({str(index): entry}, str(index), _NAMES, "grounds.")
        ground = Ground(table.get("text", str, ""), table.get("source", str, ""))
        if not ground.text.strip() or not ground.source.strip():
            table.fault("text", "must say the ground, and source where it is written")
        for route in _routes(table):
            if route in found:
                table.fault("from", f"{route.sender} to {route.receiver} in {route.flow} stands there twice")
            found[route] = ground
    return found


def _routes(table: Table) -> list[Route]:
    senders, receivers, flows = (table.names(name) for name in ("from", "to", "flows"))
    for name, given, known in (
        ("from", senders, _ORGANISATIONS),
        ("to", receivers, _ORGANISATIONS),
        ("flows", flows, _FLOWS),
    ):
        if given - known:
            table.fault(name, f"knows no {', '.join(sorted(given - known))}")
    return [Route(flow, a, b) for flow in sorted(flows) for a in sorted(senders) for b in sorted(receivers) if a != b]
