"""What docs/operations.md must name: every setting with its default, and every figure, taken from the code."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, cast

from prometheus_client import CollectorRegistry
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from bot.figures import Lateness, Parts
from bot.http.metrics import Metrics
from bot.quality import metrics_of
from bot.telegram.health import Health
from config.settings import Settings
from tests.house.tree import ROOT

PAGE: Final = ROOT / "docs/operations.md"


def rows() -> dict[str, str]:
    """The default of every `PIKET_*` setting as the page writes it, by the setting's name, in the code's order."""
    return dict(_settings(Settings, "PIKET_"))


def _settings(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, str]]:
    for name, field in model.model_fields.items():
        variable = f"{prefix}{name.upper()}"
        if isinstance(field.default, BaseModel):
            yield from _settings(type(field.default), f"{variable}__")
        else:
            yield variable, _default(field.default)


def _default(value: Any) -> str:
    if value is PydanticUndefined:
        return "the host's name"
    if value is None or value == frozenset():
        return "none"
    if isinstance(value, frozenset):
        return ", ".join(f"`{one}`" for one in sorted(value))
    if isinstance(value, timedelta):
        return f"{value.total_seconds():g} s"
    if isinstance(value, Path):
        return f"`{value.relative_to(ROOT)}`"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def figures() -> set[str]:
    """The name of every figure as Prometheus sees it, without the buckets and moments that belong to one."""
    registry = CollectorRegistry()
    Metrics(registry)
    Lateness(registry)
    dispatcher = SimpleNamespace(seen=SimpleNamespace(attempts={}), held=tuple, down=dict)
    sequencer = SimpleNamespace(oldest=float)
    wakes = SimpleNamespace(connected=True)
    telegram = SimpleNamespace(health=Health())
    witnessing = SimpleNamespace(ages=lambda: {"om": 0.0})
    service = SimpleNamespace(
        dispatcher=dispatcher,
        changes=(),
        sequencer=sequencer,
        telegram=telegram,
        wakes=wakes,
        witnessing=witnessing,
        standing={},
        monitor=SimpleNamespace(collect=lambda: metrics_of(date(2026, 1, 1), ())),
        eraser=SimpleNamespace(standing=SimpleNamespace(erased=0, held=0, overdue=0)),
    )
    registry.register(Parts(cast(Any, service)))
    return {f"{one.name}_total" if one.type == "counter" else one.name for one in registry.collect()}
