"""GET /v1/schemas: JSON Schema of a payload, of every act's parameters and of every content, from the models."""

from __future__ import annotations

from functools import cache
from typing import Any

from aiohttp import web

from bot.http.answers import json_answer
from domain.acts.payload import ActPayload
from domain.catalogue import SPECS
from domain.contents import ACTS_OF, KINDS


async def get_schemas(_request: web.Request) -> web.StreamResponse:
    """Give all schemas (draft 2020-12), with who may do each act and the rule it comes from."""
    return json_answer(schemas())


@cache
def schemas() -> dict[str, Any]:
    """Return the schemas by act name, and by kind of the contents that clients seal and nobody here reads."""
    return {
        "payload": ActPayload.model_json_schema(),
        "acts": {
            name: {
                "source": spec.source,
                "may": sorted(functie.value for functie in spec.may),
                "versioned": spec.versioned,
                "opens": spec.opens,
                "emergency": spec.emergency,
                "params": spec.params.model_json_schema(),
            }
            for name, spec in sorted(SPECS.items())
        },
        "contents": {
            kind: {"acts": sorted(ACTS_OF[kind]), "content": model.model_json_schema()}
            for kind, model in sorted(KINDS.items())
        },
    }
