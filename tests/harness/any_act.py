"""Parameters of any act there is, made by chance from its schema, so that a flow nobody thought of is played too."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from functools import cache
from random import Random
from typing import Any, Final

from pydantic import ValidationError

from domain.acts.payload import Params
from domain.acts.spec import ActSpec
from domain.functies import Functie, Holding, Scope
from domain.ids import ItemId
from handlers.flows import FLOWS
from tests.harness.desk import RCCB, RECIPIENT, Desk, blob, wrap
from tests.harness.ladders import POLICY
from tests.harness.left_out import wraps_for
from tests.harness.town import ARR
from tests.harness.triples import holding_of

DOSSIER: Final = "d" * 22
LINKED: Final = tuple(sorted(name for name, flow in FLOWS.items() if flow.open_linked is not None))
RECEIPTS: Final = tuple(sorted({flow.receipt.what for flow in FLOWS.values() if flow.receipt is not None}))
OFFSETS: Final = tuple(timedelta(minutes=minutes) for minutes in (-60, 0, 30, 240, 3 * 24 * 60, 60 * 24 * 60))
GEMEENTE: Final = Scope("gm:GM0268")
LOCO: Final = Holding(Functie.LOCO_BURGEMEESTER, GEMEENTE)
ELSEWHERE: Final = min(one for one in POLICY.eenheid_of.values() if one != RCCB.scope)
"""Another eenheid, which serves a request from which the area's own rccb is left out (P-02)."""
SCOPES: Final = (ARR, RCCB.scope, GEMEENTE, "nl")
LEFT_OUT: Final = 0.3
"""So often an opening leaves somebody out."""
TRIES: Final = 60


@cache
def schema_of(params: type[Params]) -> Mapping[str, Any]:
    """The JSON Schema of an act's parameters, made once."""
    return params.model_json_schema()


class Maker:
    """Makes parameters; the same `chance` makes the same.

    `items` are those of the dossier, newest last, with who is left out of each; `waits` is what is open on the one
    acted on, `parts` who takes part; `people` are whom an opening may leave out (P-02).
    """

    def __init__(
        self,
        desk: Desk,
        items: Mapping[ItemId, Collection[str]],
        chance: Random,
        waits: Sequence[str] = (),
        parts: Sequence[Holding] = (),
        left_out: Collection[str] = (),
        people: Sequence[str] = (),
    ) -> None:
        self._desk, self._excluded, self._items, self._chance = desk, items, list(items), chance
        self._waits, self._parts, self._left_out, self._people = waits, parts, left_out, people

    def params(self, spec: ActSpec) -> dict[str, Any] | None:
        """Parameters that the act's model takes, or None where chance found none; a rule may still refuse them.

        What the model refuses is made anew and the rest stays, so that a rare outcome is as likely as any other.
        """
        schema = schema_of(spec.params)
        fields, known = schema.get("properties", {}), schema.get("$defs", {})
        made = self._object(schema, known) | self._keys(spec)
        for _ in range(TRIES):
            try:
                spec.params.model_validate_json(json.dumps(made))
            except ValidationError as wrong:
                for name in sorted({str(one["loc"][0]) for one in wrong.errors() if one["loc"]} or fields):
                    made[name] = self._field(name, fields[name], known)
            else:
                return self._as_followed(made)
        return None

    def _as_followed(self, made: dict[str, Any]) -> dict[str, Any]:
        """Who is left out of the item that a new one follows from is left out of this one too (P-02)."""
        if "excluded" not in made or made.get("follows") is None:
            return made
        return made | {"excluded": sorted({*made["excluded"], *self._excluded[ItemId(made["follows"])]})}

    def _keys(self, spec: ActSpec) -> dict[str, Any]:
        """Keys for everybody who takes part, where an act is about keys; a stand-in's for his own device (BB-05).

        A receipt is reopened when it waits no more (X-02), so that it is none of `waits`.
        """
        if spec.name == "burgemeestersbericht.stand_in":
            person = f"f_{Functie.LOCO_BURGEMEESTER}"
            return {"person": person, "wraps": [wrap(LOCO, f"{person}-1")]}
        if spec.name in ("item.rekey", "item.wrap"):
            with self._desk.town.unit() as uow:
                return {"wraps": wraps_for(self._desk.town, uow, self._parts, self._left_out, epoch=2)}
        if spec.name == "item.reopen":
            return {"what": self._chance.choice(RECEIPTS)}
        return {}

    def _object(self, schema: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._field(name, one, known) for name, one in schema.get("properties", {}).items()}

    def _field(self, name: str, schema: Mapping[str, Any], known: Mapping[str, Any]) -> Any:
        match name:
            case "excluded" if self._people and self._chance.random() < LEFT_OUT:
                return sorted(self._chance.sample(self._people, self._chance.randint(1, 2)))
            case "wraps" | "excluded" | "joined":
                return [] if "array" in str(schema) else None
            case "dossier":
                return DOSSIER
            case "drill_consent":
                return True
            case "own":
                return holding_of(Functie.TE_BEVEILIGEN_PERSOON).scope
            case "area" | "caller_scope" | "arrondissement":
                return ARR
            case "rccb":
                return self._chance.choice([None, RCCB.scope, ELSEWHERE])
            case "follows":
                return self._chance.choice([None, *self._items])
            case "flow":
                return self._chance.choice(LINKED)
            case "item":
                return self._desk.new_id()
            case "called_at":
                return self._moment(OFFSETS[:2])
            case "starts_at" | "expected_at" if self._chance.random() < 0.8:
                return self._moment(OFFSETS[:4])
            case "ends_at" if self._chance.random() < 0.8:
                return self._moment(OFFSETS[2:])
            case "what":
                asked = [one for one in self._waits if one in schema.get("enum", self._waits)]
                return self._chance.choice(asked) if asked else self._value(schema, known)
            case "gemeente":
                return GEMEENTE
        return self._value(schema, known)

    def _value(self, schema: Mapping[str, Any], known: Mapping[str, Any]) -> Any:
        if "$ref" in schema:
            return self._value(known[schema["$ref"].rpartition("/")[2]], known)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._chance.choice(schema["enum"])
        for several in ("anyOf", "oneOf"):
            if several in schema:
                return self._value(self._chance.choice(schema[several]), known)
        match schema.get("type"):
            case "object":
                return self._object(schema, known)
            case "array" if schema["items"].get("$ref", "").endswith("/LinkedItem"):
                flows = self._chance.sample(LINKED, self._chance.randint(0, 2))
                return [self._value(schema["items"], known) | {"flow": flow} for flow in flows]
            case "array":
                number = self._chance.choice([schema.get("minItems", 0), 1, 2])
                return [self._value(schema["items"], known) for _ in range(number)]
            case "boolean":
                return self._chance.random() < 0.5
            case "integer" | "number":
                low = schema.get("minimum", 0)
                return self._chance.randint(low, min(schema.get("maximum", low + 3), low + 3))
            case "null":
                return None
        return self._text(schema)

    def _moment(self, offsets: Sequence[timedelta]) -> str:
        return (self._desk.town.now + self._chance.choice(offsets)).isoformat()

    def _text(self, schema: Mapping[str, Any]) -> str:
        if schema.get("format") == "date-time":
            return self._moment(OFFSETS)
        pattern = schema.get("pattern", "")
        candidates = [
            blob("x"),
            self._chance.choice(self._items) if self._items else DOSSIER,
            RECIPIENT,
            *self._chance.sample(SCOPES, len(SCOPES)),
            "woord",
        ]
        return next((one for one in candidates if re.search(pattern, one)), "woord")
