"""Figures of the HTTP door for Prometheus: by method, route and status only, never an id, and for insiders only."""

from __future__ import annotations

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST


class Metrics:
    """The door's own figures, in the registry that all parts of this process share."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self.requests = Counter(
            "piket_http_requests", "Requests answered.", ["method", "route", "status"], registry=registry
        )
        self.seconds = Histogram(
            "piket_http_seconds", "Seconds from request head to answer.", ["route"], registry=registry
        )
        self.acts = Counter(
            "piket_acts",
            "Acts answered, by name and status; drills apart.",
            ["act", "status", "drill"],
            registry=registry,
        )


def figures(registry: CollectorRegistry) -> web.Response:
    """Return all figures of the process as Prometheus reads them."""
    return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})


def metrics_app(registry: CollectorRegistry) -> web.Application:
    """Return the application for the separate listen address; it knows `/metrics` and nothing else."""

    async def answer(_request: web.Request) -> web.Response:
        return figures(registry)

    app = web.Application()
    app.router.add_get("/metrics", answer)
    return app
