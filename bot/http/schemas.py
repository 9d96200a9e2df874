"""GET /v1/schemas: JSON Schema of a payload and of the parameters of every act, from the models that read them."""

from __future__ import annotations

from functools import cache
from typing import Any

from aiohttp import web

from bot.http.answers import json_answer
from domain.acts.payload import ActPayload
from domain.catalogue import SPECS


async def get_schemas(_request: web.Request) -> web.StreamResponse:
    """Give all schemas (draft 2020-12), with who may do each act and the rule it comes from."""
    return json_answer(schemas())


@cache
def schemas() -> dict[str, Any]:
    """Return the schemas by act name."""
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
    }
