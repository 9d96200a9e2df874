"""Figures of one run: medians and 99th percentiles, their ratio to the floor, as a table and as JSON lines."""

from __future__ import annotations

import json
import platform
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Final

import psutil

_HEAD: Final = ("case", "n", "floor p50", "p99", "piket p50", "p99", "ratio p50", "p99", "goal", "reached")


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: milliseconds unless `unit` says otherwise."""

    case: str
    n: int
    floor_p50: float | None
    floor_p99: float | None
    piket_p50: float
    piket_p99: float | None
    goal: str
    reached: bool | None
    unit: str = "ms"

    @property
    def ratios(self) -> tuple[float | None, float | None]:
        """Piket over floor, for both."""
        if self.floor_p50 is None or self.floor_p99 is None or self.piket_p99 is None:
            return None, None
        return self.piket_p50 / self.floor_p50, self.piket_p99 / self.floor_p99

    def line(self) -> str:
        p50, p99 = self.ratios
        return json.dumps({**asdict(self), "ratio_p50": _rounded(p50), "ratio_p99": _rounded(p99)})


def percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    """Return the median and the 99th percentile, in milliseconds."""
    ordered = sorted(seconds)
    return median(ordered) * 1e3, ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1e3


def compared(case: str, floor: Sequence[float], piket: Sequence[float], times: float | None) -> Figure:
    """A figure whose goal, if it has one, is that Piket's median is at most `times` the floor's."""
    floor_p50, floor_p99 = percentiles(floor)
    p50, p99 = percentiles(piket)
    goal = "" if times is None else f"p50 at most {times:g} times"
    reached = None if times is None else p50 <= times * floor_p50
    return Figure(case, len(piket), floor_p50, floor_p99, p50, p99, goal, reached)


def machine() -> dict[str, str]:
    """Say on what, and when, this was measured."""
    models = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    return {
        "at": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": f"{len(models)} x {models[0] if models else platform.processor()}",
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "kernel": platform.release(),
    }


def table(figures: Sequence[Figure]) -> str:
    rows = [_HEAD, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def _row(figure: Figure) -> tuple[str, ...]:
    p50, p99 = figure.ratios
    reached = "" if figure.reached is None else "yes" if figure.reached else "NO"
    numbers = (figure.floor_p50, figure.floor_p99, figure.piket_p50, figure.piket_p99)
    return (
        figure.case if figure.unit == "ms" else f"{figure.case} ({figure.unit})",
        str(figure.n),
        *("" if number is None else f"{number:.2f}" for number in numbers),
        *("" if ratio is None else f"{ratio:.2f}" for ratio in (p50, p99)),
        figure.goal,
        reached,
    )


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 3)
