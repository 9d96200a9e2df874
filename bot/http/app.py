"""The HTTP application: every path of the table, limits, headers, and no way for anything else than a problem."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.http.door import DOOR, GAUGES, MARK, Door, Gauges
from bot.http.headers import other_origin, preflight, set_headers
from bot.http.limits import Buckets
from bot.http.metrics import Metrics
from bot.http.operations import OPERATIONS
from bot.http.problems import problem, problem_of
from config.logs import logger, place_of
from domain.errors import PiketError

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_CODES = {404: "path.unknown", 405: "method.unknown", 413: "body.too_large", 417: "body.malformed"}
_log = logger("piket.http")


def create_app(door: Door) -> web.Application:
    """Return the API as one aiohttp application over what `door` bundles; it starts nothing by itself."""
    limits = door.settings.limits
    app = web.Application(middlewares=[account, never_other_than_problems], client_max_size=limits.acts)
    app[DOOR] = door
    app[GAUGES] = Gauges(
        in_flight=set(),
        devices=Buckets(door.clock, rate=limits.device_rate, burst=limits.device_burst),
        addresses=Buckets(door.clock, rate=limits.address_rate, burst=limits.address_burst),
        metrics=Metrics(door.registry),
    )
    for operation in OPERATIONS:
        app.router.add_route(operation.method, operation.path, operation.handler)
    app.on_response_prepare.append(set_headers)
    app.on_shutdown.append(end_streams)
    return app


async def end_streams(app: web.Application) -> None:
    """Tell every reader that waits for changes that this instance stops (a signal handler of the application)."""
    app[DOOR].changes.close()


def requests_in_flight(app: web.Application) -> int:
    """Count the requests that are being carried out at this moment."""
    return len(app[GAUGES].in_flight)


def runner(app: web.Application) -> web.AppRunner:
    """Return what serves `app`: a slow or silent connection is closed, a huge head refused, bodies never unpacked."""
    limits = app[DOOR].settings.limits
    return web.AppRunner(
        app,
        access_log=None,
        keepalive_timeout=limits.idle_time.total_seconds(),
        lingering_time=1.0,
        max_line_size=4096,
        max_field_size=8190,
        max_headers=64,
        auto_decompress=False,
        handle_signals=False,
    )


@web.middleware
async def account(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Count and log each answer by its route's pattern: no ids, no addresses, no query."""
    began, mark = time.perf_counter(), object()
    request[MARK] = mark
    request.app[GAUGES].in_flight.add(mark)
    try:
        answer = await handler(request)
    finally:
        request.app[GAUGES].in_flight.discard(mark)
    seconds = time.perf_counter() - began
    resource = request.match_info.route.resource
    route = resource.canonical if resource is not None else "unknown"
    figures = request.app[GAUGES].metrics
    figures.requests.labels(request.method if resource is not None else "other", route, str(answer.status)).inc()
    figures.seconds.labels(route).observe(seconds)
    _log.info("request", method=request.method, route=route, status=answer.status, ms=round(seconds * 1000, 1))
    return answer


@web.middleware
async def never_other_than_problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every refusal into its problem, and what nobody expected into a 500 without a word about what it was."""
    try:
        if request.method == "OPTIONS":
            return await preflight(request)
        if other_origin(request):
            return problem(request, 403, "origin.unknown")
        return await handler(request)
    except PiketError as refused:
        return problem_of(request, refused)
    except web.HTTPException as refused:
        answer = problem(request, refused.status, _CODES.get(refused.status, "request.malformed"))
        if "Allow" in refused.headers:
            answer.headers["Allow"] = refused.headers["Allow"]
        return answer
    except ConnectionError:
        raise
    except Exception as unexpected:
        _log.error("unexpected", **place_of(unexpected))
        return problem(request, 500, "internal")
