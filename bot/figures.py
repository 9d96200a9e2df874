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
    """How late obligations were advanced, from their moment to the commit: of the machine, so drills count too."""

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
        attempts = CounterMetricFamily(
            "piket_bells", "Attempts by channel and outcome; drills apart.", labels=["channel", "outcome", "drill"]
        )
        for (channel, outcome, drill), count in service.dispatcher.seen.attempts.items():
            attempts.add_metric((channel, outcome, str(drill).lower()), count)
        yield attempts
        standing = GaugeMetricFamily("piket_alarms_standing", "Alarms on the board, by kind.", labels=["kind"])
        for alarm, count in service.standing.items():
            standing.add_metric([alarm], count)
        yield standing
        held = len(service.dispatcher.held())
        yield GaugeMetricFamily("piket_bells_held", "Bells waiting, in flight or not yet recorded.", value=held)
        down = GaugeMetricFamily("piket_channel_down", "Parts of a channel that take no bells now.", labels=["channel"])
        for kind, parts in service.dispatcher.down().items():
            down.add_metric([kind.value], parts)
        yield down
        kept = service.eraser.standing
        yield CounterMetricFamily("piket_retention_erased", "Items whose content was erased, ever.", value=kept.erased)
        yield GaugeMetricFamily("piket_retention_held", "Items somebody holds from being erased.", value=kept.held)
        late = "Requests whose term is over, that nothing stops and that are still there."
        yield GaugeMetricFamily("piket_retention_overdue", late, value=kept.overdue)
        streams = len(service.changes)
        yield GaugeMetricFamily("piket_event_streams", "Readers of /v1/events on this instance now.", value=streams)
        oldest = service.sequencer.oldest()
        yield GaugeMetricFamily("piket_log_oldest_seconds", "Age of the oldest leaf without a place.", value=oldest)
        if service.wakes is not None:
            wakes = float(service.wakes.connected)
            yield GaugeMetricFamily("piket_wakes_connected", "1 while other instances can wake this one.", value=wakes)
        if service.witnessing is not None:
            ages = GaugeMetricFamily(
                "piket_log_unwitnessed_seconds",
                "Seconds a log's newest checkpoint stands without enough witnesses; 0 when they confirmed it.",
                labels=["log"],
            )
            for log, age in service.witnessing.ages().items():
                ages.add_metric((log,), age)
            yield ages
        yield from service.monitor.collect()
        if service.telegram is not None:
            yield from _reader(service.telegram.health)


def _reader(health: object) -> Iterator[Metric]:
    for name in ("calls", "failures", "conflicts", "quarantined"):
        value = getattr(health, name)
        yield CounterMetricFamily(f"piket_telegram_{name}", f"Telegram reader: {name}.", value=value)
    revoked = float(getattr(health, "revoked", False))
    yield GaugeMetricFamily("piket_telegram_revoked", "1 while Telegram refuses the bot's token.", value=revoked)
