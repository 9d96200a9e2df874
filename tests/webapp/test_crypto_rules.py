"""The app keeps the rules between acts, what they seal and the state the service tells as the Python client does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from pathlib import Path
from random import Random
from typing import Any, Final, get_args

from pydantic import TypeAdapter, ValidationError

from client.content import ContentRefused
from client.content_rules import (
    OUTCOMES_OF,
    may_stand_in,
    must_say_its_outcome,
    must_say_what_its_act_asks,
    newest_outcome,
)
from domain.acts.payload import Params
from domain.catalogue import SPECS
from domain.contents import READER
from domain.flows import parts
from domain.flows.spoedaanwijzing.acts import Ask, Decide, FollowUp, Outcome
from domain.flows.spoedaanwijzing.content import BesluitContent, VervolgContent
from tests.house.app_models import name_of
from tests.webapp.contents import CONTENTS
from tests.webapp.documents import MODELS, value
from tests.webapp.node import vitest

OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
NAMELESS = VervolgContent(kind="vervolg", text="Gebeld")
DECIDED = [BesluitContent(kind="besluit", reasons="Zo", kerngezin=2, outcome=outcome) for outcome in (None, *OUTCOMES)]
STATES: Final = (*OUTCOMES_OF, "uitgevoerd", "", "constructor", "__proto__")


def code_of(check: Callable[[], None]) -> str | None:
    try:
        check()
    except ContentRefused as refused:
        return refused.code
    return None


def promises() -> Iterator[dict[str, Any]]:
    """Contents beside the parameters of their act, and what Python says of them together."""
    done = [
        FollowUp.model_validate({"what": what, "outcome": outcome, "content": "a" * 64})
        for what in ("persoon_geinformeerd", "bezwaar")
        for outcome in ("gedaan", "niet_nodig")
    ]
    others: tuple[Params, ...] = (Decide.model_construct(outcome="aangewezen"), Ask(content="a" * 64))
    for params in (*done, *others):
        name = "follow_up" if params in done else "ask" if isinstance(params, Ask) else "decide"
        for content in (*CONTENTS.values(), NAMELESS, *DECIDED):
            yield {
                "act": f"spoedaanwijzing.{name}",
                "params": params.model_dump(mode="json"),
                "content": content.model_dump(mode="json"),
                "code": code_of(partial(must_say_what_its_act_asks, params, content)),
            }


def flow_promises() -> Iterator[dict[str, Any]]:
    """Every word that an act and its content both say, in each combination, as the flow's own rule judges it."""
    documents = Random(20261122)
    for kind in (one for module in parts("content") for one in module.CONTENTS if one.fault is not None):
        for act in sorted(kind.acts):
            for _ in range(60):
                params = SPECS[act].params.model_validate_json(json.dumps(whole(documents, name_of(act))), strict=False)
                content = READER.validate_json(json.dumps(whole(documents, kind.model.__name__)))
                yield {
                    "act": act,
                    "params": params.model_dump(mode="json"),
                    "content": content.model_dump(mode="json"),
                    "code": code_of(partial(must_say_what_its_act_asks, params, content)),
                }


def whole(random: Random, name: str) -> Any:
    """A document of this model that its rules take."""
    while True:
        document = value(random, MODELS[name], name)
        if readable(name, document):
            return document


def readable(name: str, document: Any) -> bool:
    models = {name_of(act): TypeAdapter(spec.params) for act, spec in SPECS.items()}
    try:
        models.get(name, READER).validate_json(json.dumps(document))
    except ValidationError:
        return False
    return True


def test_the_app_holds_acts_contents_and_states_to_each_other_as_the_client_does(tmp_path: Path) -> None:
    said = [
        {
            "content": content.model_dump(mode="json"),
            "decided": decided,
            "code": code_of(partial(must_say_its_outcome, content, decided)),
        }
        for content in (*CONTENTS.values(), *DECIDED)
        for decided in (None, *OUTCOMES)
    ]
    signed = [list(some) for many in range(4) for some in product(OUTCOMES, repeat=many)]
    promised = [*promises(), *flow_promises()]
    vectors = {
        "promises": promised,
        "said": said,
        "newest": [[some, newest_outcome(some)] for some in signed],
        "stands": [
            [state, outcome, unread, may_stand_in(state, outcome, unread)]
            for state in STATES
            for outcome in (None, *OUTCOMES)
            for unread in (False, True)
        ],
    }
    assert {one["code"] for one in promised} >= {None, "content.official", "intake.line", "herbeoordeling.measures"}
    assert {one["code"] for one in said} == {None, "content.outcome"}
    (tmp_path / "rules.json").write_text(json.dumps(vectors), encoding="utf-8")
    vitest("tests/crypto-rules.cross.ts", vectors=tmp_path)
