"""Reading the query of a request: whole numbers within bounds."""

from __future__ import annotations

from aiohttp import web

from domain.errors import Malformed


def number(request: web.Request, name: str, *, default: int, least: int, most: int) -> int:
    """Return a whole number from the query; raises Malformed naming it when it is none, or out of bounds."""
    text = request.query.get(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 16 or not least <= int(text) <= most:
        raise Malformed("query.malformed", "The query holds a number that is not one, or too large.", field=name)
    return int(text)
