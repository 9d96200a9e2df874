"""How the API says no: RFC 9457 problems with a stable type, words in Dutch or English, and never any content."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from aiohttp import web

from bot.http.words import words_for
from domain.areas import GemeenteOpgeheven
from domain.errors import Gone, PiketError

PROBLEM_TYPE = "application/problem+json"


class TooLarge(PiketError):
    """The request passed a limit on size; nothing of it was stored."""

    status: ClassVar[int] = 413


class TooSlow(PiketError):
    """The body did not arrive in time; nothing of it was stored."""

    status: ClassVar[int] = 408


class NotSupported(PiketError):
    """The body has a type or encoding that this path does not read."""

    status: ClassVar[int] = 415


class Unauthorised(PiketError):
    """There is no living session, or the proof with the request is not the device's; open a session again."""

    status: ClassVar[int] = 401


class Forbidden(PiketError):
    """The session is good, but the person's functies do not open this; not a rule about an item."""

    status: ClassVar[int] = 403


class TryAgain(PiketError):
    """More came than this device or address may ask; `wait` says after how many whole seconds it may ask again."""

    status: ClassVar[int] = 429

    def __init__(self, code: str, sentence: str, *, wait: int) -> None:
        super().__init__(code, sentence)
        self.wait = wait


def language(request: web.BaseRequest) -> str:
    """Return `nl` or `en`, as `Accept-Language` prefers; Dutch when it does not say."""
    best, chosen = 0.0, "nl"
    for entry in request.headers.get("Accept-Language", "")[:200].split(","):
        tag, _, parameter = entry.strip().partition(";")
        name = tag.strip().lower().partition("-")[0]
        quality = parameter.strip().removeprefix("q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            weight = 0.0
        if name in ("nl", "en") and weight > best:
            best, chosen = weight, name
    return chosen


def problem(
    request: web.BaseRequest,
    status: int,
    code: str,
    *,
    field: str | None = None,
    wait: int | None = None,
    more: dict[str, Any] | None = None,
) -> web.Response:
    """Return the answer for a problem; `field` is where in the input, `wait` seconds become Retry-After."""
    title, detail = words_for(code, language(request), status)
    body: dict[str, Any] = {
        "type": f"urn:piket:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
    }
    if field is not None:
        body["field"] = field
    body.update(more or {})
    answer = web.Response(status=status, body=json.dumps(body, ensure_ascii=False).encode(), content_type=PROBLEM_TYPE)
    answer.headers["Content-Language"] = language(request)
    if wait is not None:
        answer.headers["Retry-After"] = str(wait)
    return answer


def problem_of(request: web.BaseRequest, error: PiketError) -> web.Response:
    """Return the answer for one of our own errors; its sentence is for developers and does not travel.

    Of a gemeente that merged, the answer names its `successors`; of an item that was erased, `erased_at` (EV-03).
    """
    wait = error.wait if isinstance(error, TryAgain) else 1 if error.status in (429, 503) else None
    more: dict[str, Any] = {}
    if isinstance(error, GemeenteOpgeheven):
        more["successors"] = [{"code": one.code, "name": one.name} for one in error.opvolgers]
    if isinstance(error, Gone):
        more["erased_at"] = error.at.isoformat()
    return problem(request, error.status, error.code, field=error.field, wait=wait, more=more)
