"""The table of every path: where it is, what it takes and gives; routes and the OpenAPI document come from it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from bot.http.acts import ActsAnswer, post_acts
from bot.http.blobs import complete, put_chunk
from bot.http.board import get_board
from bot.http.calendar import get_calendar
from bot.http.enrolments import EnrolmentBody, EnrolmentList, get_enrolments, post_enrolments
from bot.http.envelope import ActsBody
from bot.http.events import get_events
from bot.http.forecast import get_forecast
from bot.http.gathered import get_gathered, get_several
from bot.http.health import Ready, live, loopback_figures, ready
from bot.http.items import get_blob, get_closed, get_item, get_items
from bot.http.log import get_checkpoint, get_entries, get_tile, get_witnessed
from bot.http.openapi import document
from bot.http.people import get_directory, get_duty, get_me
from bot.http.proof import ActProof, ActProofs, get_proof, get_proofs
from bot.http.quality import get_quality, get_quality_csv
from bot.http.schemas import get_schemas
from bot.http.sessions import ChallengeBody, SessionAnswer, SessionBody, post_challenges, post_sessions
from domain.acts.payload import ActName, ActText, ItemText, Name, ScopeText, Sha256Text
from domain.functies import Functie
from handlers.board import BoardView
from handlers.calendar import CalendarView
from handlers.enrolment import Enrolled
from handlers.forecast import ForecastView
from handlers.gathered import Gathered, SeveralView
from handlers.people import DutyView, FactList, MeView
from handlers.quality import QualityView
from handlers.views import ItemList, ItemView

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path; the first line of the handler's docstring is its summary.

    `body` and `answer` are types that pydantic describes; `media` is what an answer without a described type is.
    `path_types` and `query` describe the parameters; `problems` are the statuses of refusals beside the general ones.
    """

    method: str
    path: str
    handler: Handler
    session: bool = False
    body: Any = None
    multipart: bool = False
    answer: Any = None
    media: str = "application/json"
    status: int = 200
    path_types: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[int, ...] = ()
    etag: bool = False
    """Whether the answer has an ETag, and If-None-Match is answered 304."""


async def get_openapi(request: web.Request) -> web.StreamResponse:
    """Give this document."""
    return document(request, OPERATIONS)


_ITEM: Final = {"item": ItemText}
_BLOB: Final = {"sha": Sha256Text}
_LOG: Final = {"log": Name}
_PUBLIC: Final = (429,)
_BODY: Final = (400, 408, 413, 415, 429, 503)

OPERATIONS: Final = (
    Operation(
        "POST", "/v1/acts", post_acts, body=ActsBody, multipart=True, answer=ActsAnswer, status=201,
        problems=(*_BODY, 401, 403, 404, 409, 410),
    ),
    Operation(
        "POST", "/v1/challenges", post_challenges, body=ChallengeBody, answer=dict[str, str], status=201, problems=_BODY
    ),
    Operation(
        "POST", "/v1/sessions", post_sessions, body=SessionBody, answer=SessionAnswer, status=201,
        problems=(*_BODY, 401, 403),
    ),
    Operation(
        "GET", "/v1/acts/{act}/proof", get_proof, session=True, answer=ActProof, path_types={"act": ActText},
        problems=(404,),
    ),
    Operation("GET", "/v1/proofs", get_proofs, session=True, answer=ActProofs, query={"acts": str}, problems=(400,)),
    Operation(
        "GET", "/v1/items", get_items, session=True, answer=ItemList, query={"limit": int}, problems=(400,), etag=True
    ),
    Operation(
        "GET", "/v1/closed", get_closed, session=True, answer=ItemList, query={"limit": int, "before": str},
        problems=(400, 404, 410),
    ),
    Operation(
        "GET", "/v1/gathered", get_gathered, session=True, answer=Gathered, query={"flow": str, "dossier": str},
        problems=(400,),
    ),
    Operation(
        "GET", "/v1/several", get_several, session=True, answer=SeveralView, query={"items": str}, problems=(400,)
    ),
    Operation("GET", "/v1/events", get_events, session=True, media="text/event-stream"),
    Operation(
        "GET", "/v1/items/{item}", get_item, session=True, answer=ItemView, path_types=_ITEM, problems=(404, 410)
    ),
    Operation(
        "GET", "/v1/items/{item}/blobs/{sha}", get_blob, session=True, media="application/octet-stream",
        path_types={**_ITEM, **_BLOB}, problems=(404, 410),
    ),
    Operation(
        "PUT", "/v1/blobs/{sha}/chunks/{n}", put_chunk, session=True, body=bytes, answer=dict[str, Any], status=201,
        path_types={**_BLOB, "n": int}, problems=(*_BODY, 404),
    ),
    Operation(
        "POST", "/v1/blobs/{sha}/complete", complete, session=True, answer=dict[str, Any], status=201,
        path_types=_BLOB, problems=(400, 404),
    ),
    Operation(
        "GET", "/v1/directory", get_directory, session=True, answer=FactList, query={"since": int, "limit": int},
        problems=(400,),
    ),
    Operation(
        "GET", "/v1/duty", get_duty, session=True, answer=DutyView, query={"functie": Functie, "scope": ScopeText},
        problems=(400, 404),
    ),
    Operation(
        "GET", "/v1/forecast", get_forecast, session=True, answer=ForecastView,
        query={"act": ActName, "scope": ScopeText}, problems=(400, 404),
    ),
    Operation(
        "GET", "/v1/calendar", get_calendar, session=True, answer=CalendarView, query={"policy": Name},
        problems=(400, 404),
    ),
    Operation("GET", "/v1/board", get_board, session=True, answer=BoardView, problems=(404,)),
    Operation(
        "GET", "/v1/quality", get_quality, session=True, answer=QualityView, query={"year": int, "month": int},
        problems=(400, 404),
    ),
    Operation(
        "GET", "/v1/quality.csv", get_quality_csv, session=True, media="text/csv",
        query={"year": int, "month": int}, problems=(400, 404),
    ),
    Operation("GET", "/v1/me", get_me, session=True, answer=MeView, problems=(404,)),
    Operation(
        "POST", "/v1/enrolments", post_enrolments, body=EnrolmentBody, answer=Enrolled, status=201,
        problems=(*_BODY, 404),
    ),
    Operation("GET", "/v1/enrolments", get_enrolments, session=True, answer=EnrolmentList, problems=(404,)),
    Operation(
        "GET", "/v1/log/{log}/checkpoint", get_checkpoint, media="text/plain", path_types=_LOG, problems=(404, *_PUBLIC)
    ),
    Operation(
        "GET", "/v1/log/{log}/witnessed", get_witnessed, media="text/plain", path_types=_LOG, problems=(404, *_PUBLIC)
    ),
    Operation(
        "GET", "/v1/log/{log}/tile/entries/{path:.+}", get_entries, session=True, media="application/octet-stream",
        path_types={**_LOG, "path": str}, problems=(404,),
    ),
    Operation(
        "GET", "/v1/log/{log}/tile/{level}/{path:.+}", get_tile, media="application/octet-stream",
        path_types={**_LOG, "level": int, "path": str}, problems=(404, *_PUBLIC),
    ),
    Operation("GET", "/v1/health/live", live, answer=dict[str, str]),
    Operation("GET", "/v1/health/ready", ready, answer=Ready, problems=(503,)),
    Operation("GET", "/v1/schemas", get_schemas, answer=dict[str, Any]),
    Operation("GET", "/v1/openapi.json", get_openapi, answer=dict[str, Any]),
    Operation("GET", "/metrics", loopback_figures, media="text/plain", problems=(404,)),
)  # fmt: skip
