"""The figures of the parts behind the doors for Prometheus, read when they are asked for; never an id."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from bot.bootstrap import Service

_LATENESS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 5, 30, 300, 3600)


class Lateness:
    """How late obligations were advanced: from their moment to the commit."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._seconds = Histogram(
            "piket_engine_lateness_seconds",
            "Seconds from the moment of an obligation to the commit that advanced it.",
            registry=registry,
            buckets=_LATENESS,
        )

    def __call__(self, late: timedelta) -> None:
        self._seconds.observe(max(0.0, late.total_seconds()))


class Parts(Collector):
    """Reads the parts of one service at the moment somebody asks."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def collect(self) -> Iterator[Metric]:
        service = self._service
        attempts = CounterMetricFamily("piket_bells", "Attempts by channel and outcome.", labels=["channel", "outcome"])
        for key, count in service.dispatcher.seen.attempts.items():
            attempts.add_metric(key, count)
        yield attempts
        held = len(service.dispatcher.held())
        yield GaugeMetricFamily("piket_bells_held", "Bells waiting, in flight or not yet recorded.", value=held)
        oldest = service.sequencer.oldest()
        yield GaugeMetricFamily("piket_log_oldest_seconds", "Age of the oldest leaf without a place.", value=oldest)
        if service.telegram is not None:
            yield from _reader(service.telegram.reader.health)


def _reader(health: object) -> Iterator[Metric]:
    for name in ("calls", "failures", "conflicts", "quarantined"):
        value = getattr(health, name)
        yield CounterMetricFamily(f"piket_telegram_{name}", f"Telegram reader: {name}.", value=value)
    revoked = float(getattr(health, "revoked", False))
    yield GaugeMetricFamily("piket_telegram_revoked", "1 while Telegram refuses the bot's token.", value=revoked)
