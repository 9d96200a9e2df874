"""Writing answers as JSON, by the same adapters that describe them in the OpenAPI document."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from aiohttp import web
from pydantic import TypeAdapter


def json_answer(value: object, *, status: int = 200) -> web.Response:
    """Answer plain JSON values."""
    body = json.dumps(value, ensure_ascii=False).encode("utf-8")
    return web.Response(status=status, body=body, content_type="application/json")


def view_answer(view: object, *, status: int = 200) -> web.Response:
    """Answer a dataclass of `handlers`, as its type says; moments in UTC, bytes in base64."""
    shape: Any = type(view)
    body = adapter(shape).dump_json(view)
    return web.Response(status=status, body=body, content_type="application/json")


@cache
def adapter(shape: Any) -> TypeAdapter[Any]:
    """Return the reader and writer of one type, made once."""
    return TypeAdapter(shape)
