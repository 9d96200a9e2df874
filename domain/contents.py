"""Every kind of sealed content there is, found among the flows: which acts carry it, and how opened bytes are read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Annotated, Any, Final

from pydantic import Field, TypeAdapter

from domain import content
from domain.acts.payload import Params
from domain.content import Content, ContentKind
from domain.flows import parts

AnyContent = Content
"""Any sealed content; its `kind` says which."""


def _kinds() -> Iterator[ContentKind]:
    for module in (content, *parts("content")):
        yield from module.CONTENTS


def _acts_of() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for kind in _kinds():
        found[kind.name] = found.get(kind.name, frozenset()) | kind.acts
    return found


ACTS_OF: Final[Mapping[str, frozenset[str]]] = _acts_of()
"""Which acts may carry a kind of content; a reader refuses any other pair."""

KINDS: Final[Mapping[str, type[Content]]] = {kind.name: kind.model for kind in _kinds()}
"""The model of each kind, by its name."""

MODELS: Final = tuple(dict.fromkeys(KINDS.values()))
"""The model of every kind, each once."""

_ANY: Final[Any] = Annotated[reduce(or_, MODELS), Field(discriminator="kind")]
READER: Final[TypeAdapter[Content]] = TypeAdapter(_ANY)
"""Reads and checks the JSON of opened content: `READER.validate_json(opened)`; for clients only."""


def may_stand(flow: str, state: str, signed: Collection[Params]) -> bool:
    """Tell whether an item can be in this state, given the parameters of all that was signed on it, as its flow says.

    A flow says so with a function of that name in its module `content`; of one that does not, every state may be.
    """
    rules = (vars(module).get("may_stand") for module in parts("content") if module.__name__.split(".")[-2] == flow)
    return all(rule(state, signed) for rule in rules if rule is not None)


def fault(params: Params, sealed: Content) -> str | None:
    """Return what keeps content from going with an act of these parameters, as its flow says; None: nothing does."""
    rules = (kind.fault for kind in _kinds() if kind.fault is not None and isinstance(sealed, kind.model))
    return next((found for rule in rules if (found := rule(params, sealed)) is not None), None)
