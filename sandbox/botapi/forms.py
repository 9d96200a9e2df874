"""Read a call's parameters from every form the Bot API takes: query, form, multipart and JSON."""

import json

from aiohttp import web

from sandbox.botapi.errors import bad


async def read(request: web.Request) -> dict[str, object]:
    """All parameters of a call; the body wins over the query. Raises ApiError for a body that is no form."""
    params: dict[str, object] = dict(request.query)
    if request.method != "POST" or not request.body_exists:
        return params
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.read())
        except ValueError:
            raise bad("can't parse JSON object") from None
        if not isinstance(body, dict):
            raise bad("can't parse JSON object")
        return params | body
    if request.content_type not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        raise bad("unsupported content type")
    fields = await request.post()
    for name, value in fields.items():
        params[name] = value if isinstance(value, str) else "(file)"
    return params
