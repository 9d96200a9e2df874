"""Answers about an item, honest and lying, with what Python's phone makes of each: for the app to read them too."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from client import envelopes
from client.answers import ItemAnswer
from client.content import ContentRefused
from client.content_rules import OUTCOMES_OF
from client.phone import Phone
from client.reading import Case, ItemRefused, JoinedOutcomes, read_case
from client.sealing import SealingError
from domain.ids import ItemId
from tests.client.test_malicious_server import changed, told, weighty
from tests.webapp.keys import key_of

STATES: Final = (*OUTCOMES_OF, "trede_1", "Aangewezen", "")
APPS_OWN: Final = frozenset({"gezagskaart", "rungs", "rang"})
"""What the app reads of an answer besides, to show it: its shape must be right too."""
Lie = tuple[str, list[tuple[list[Any], Any]]]
"""Its name, and what is put in the place of what: a path in the answer, and a value."""


@dataclass
class Told:
    """What the service tells one person of one item, and what their phone knows when it reads that."""

    name: str
    phone: Phone
    item: ItemId
    answer: Any
    joined: JoinedOutcomes = field(default_factory=dict)

    @classmethod
    async def about(cls, name: str, phone: Phone, item: ItemId, joined: JoinedOutcomes | None = None) -> Told:
        """Ask the service, after what is new in the directory."""
        await phone.sync()
        return cls(name, phone, item, await told(phone, item), dict(joined or {}))

    async def written(self, lies: Sequence[Lie]) -> dict[str, Any]:
        """The answer with the lies about it, and Python's judgement of each, as the app reads them."""
        keys = (await self.phone.transport.read("GET", "/v1/me")).json()["role_keys"]
        return {
            "name": self.name,
            "item": self.item,
            "answer": self.answer,
            "facts": self.phone.directory.facts,
            "keys": key_of(self.phone.keyring),
            "roles": [{name: key[name] for name in ("functie", "scope", "epoch", "data")} for key in keys],
            "joined": [[item, act, outcome] for (item, act), outcome in self.joined.items()],
            "lies": [{"name": name, "puts": puts, "said": self.said(puts)} for name, puts in lies],
        }

    def said(self, puts: Sequence[tuple[list[Any], Any]]) -> dict[str, Any]:
        """Why Python refuses this answer, or all that it believes of it."""
        try:
            answer = ItemAnswer.model_validate(put(self.answer, puts))
            case = read_case(answer, self.item, self.phone.directory, self.phone.roles, self.joined)
        except ValidationError:
            return {"code": "answer.malformed"}
        except SealingError:
            return {"code": "sealing"}
        except (ItemRefused, ContentRefused) as refused:
            return {"code": refused.code}
        return believed(case)


def believed(case: Case) -> dict[str, Any]:
    """Everything of a case that does not rest on the service's word, and its state."""
    return {
        "state": case.state,
        "outcome": case.outcome,
        "recipient": case.recipient,
        "identities": sorted(case.identities),
        "excluded": sorted(case.excluded),
        "acts": [[act.payload.id, act.payload.act, act.person, act.since_removed] for act in case.acts],
        "contents": [
            [one.act, one.content.kind, one.person, str(one.holding), one.since_removed] for one in case.contents
        ],
        "attachments": [one.blob for one in case.attachments],
        "locked": [one.blob for one in case.locked],
        "joined": sorted([item, act, outcome] for (item, act), outcome in case.joined.items()),
    }


def put(document: Any, puts: Sequence[tuple[list[Any], Any]]) -> Any:
    """The document with each value in its place."""
    found = copy.deepcopy(document)
    for path, value in puts:
        holder = found
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = value
    return found


def few(answer: Any) -> Iterator[Lie]:
    """What a service could tell of where an item stands, and hold back of it."""
    yield "nothing", []
    yield from state_lies(answer)
    for part in ("acts", "contents"):
        for place in range(len(answer[part])):
            yield f"{part} {place} dropped", [([part], answer[part][:place] + answer[part][place + 1 :])]


def lies(answer: Any, other: Any, each: int) -> Iterator[Lie]:
    """All that a service could tell instead; `other` is another item's answer, one in `each` values is changed."""
    yield from few(answer)
    for state in STATES:
        yield f"state {state}", [(["item", "state"], state)]
    for part in ("acts", "contents", "wraps"):
        yield from list_lies(part, answer[part], other[part])
    for part in ("acts", "contents", "wraps", "recipient", "item"):
        yield f"{part} of another item", [([part], other[part])]
    yield "somebody excluded", [(["excluded"], [*answer["excluded"], "dirk"])]
    yield "nobody excluded", [(["excluded"], [])]
    yield "another parent", [(["item", "parent"], None if answer["item"]["parent"] else other["item"]["id"])]
    for number, path in enumerate(weighty(answer)):
        if number % each == 0 and not APPS_OWN.intersection(path):
            value = changed(answer, path)
            for step in path:
                value = value[step]
            yield f"another {'.'.join(map(str, path))}", [(list(path), value)]


def state_lies(answer: Any) -> Iterator[Lie]:
    """Its state and others, with what would show which it is held back in each way."""
    sealed = [one | {"data": None} if one["kind"] == "besluit" else one for one in answer["contents"]]
    ways: list[Lie] = [
        ("", []),
        (", one of both", [(["acts"], answer["acts"][:1]), (["contents"], answer["contents"][:1])]),
        (", no decision that opens", [(["contents"], sealed)]),
        (", no key and one act", [(["wraps"], []), (["acts"], answer["acts"][:1])]),
        (", a drill or none", [(["item", "drill"], not answer["item"]["drill"])]),
    ]
    for state in dict.fromkeys((answer["item"]["state"], "aangewezen", "niet_aangewezen", "ingetrokken")):
        for way, puts in ways:
            yield f"state {state}{way}", [(["item", "state"], state), *puts]
    for flow in ("geschil", "spoedaanwijzing"):
        yield f"flow {flow}", [(["item", "flow"], flow)]


def list_lies(part: str, mine: list[Any], theirs: list[Any]) -> Iterator[Lie]:
    """Something of a list dropped, doubled, turned round, or of another item's beside it or in its place."""
    yield f"{part} turned round", [([part], mine[::-1])]
    yield f"no {part}", [([part], [])]
    for one in theirs[:2]:
        yield f"{part} of another item beside", [([part], [*mine, one])]
    for place, one in enumerate(mine):
        yield f"{part} {place} doubled", [([part], [*mine, one])]
        for name in ("data", "device", "act", "kind", "blob", "functie", "payload", "proofs"):
            others = [found[name] for found in (*theirs, *mine) if found.get(name) != one.get(name)]
            if name in one and others:
                yield f"{part} {place} with another's {name}", [([part, place, name], others[0])]
        if part == "contents":
            yield f"{part} {place} without data", [([part, place, "data"], None)]
            yield f"{part} {place} no base64", [([part, place, "data"], "é")]
            yield f"{part} {place} as an attachment", [([part, place, "kind"], "bijlage")]


async def facts_of(phone: Phone) -> list[Any]:
    """The whole directory, as it travels."""
    return [json.loads(envelopes.to_bytes(fact.act.signed())) async for fact in phone.api.facts(0)]
