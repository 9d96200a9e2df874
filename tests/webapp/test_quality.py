"""EV-02: the app reads the kwaliteitsmonitor as the service answers it, and has words for every indicator."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.http.answers import adapter
from domain.indicators import MEANINGS, ORGANISATIONS
from domain.quality import SCALES, Case, Cell, Counted, Unit, figures
from handlers.quality import QualityView, view_of
from tests.webapp.node import vitest

MONTH = date(2026, 10, 1)


def test_ev_02_the_answer_of_the_service_is_read_whole(tmp_path: Path) -> None:
    cases = tuple(Case(40 * number, number % 4, late=number > 15) for number in range(30))
    much = figures(Counted(cases, 7, 6), Unit.SECONDS, 5)
    rung = figures(Counted(tuple(Case(number % 7) for number in range(12))), Unit.RINGS, 5)
    view = QualityView(
        least=5,
        months=("2026-10",),
        shown=("2026-10",),
        organisations=ORGANISATIONS,
        indicators=tuple(MEANINGS.values()),
        scales=SCALES,
        figures=(
            view_of(MONTH, Cell("opdracht.beantwoorden", "kmar"), much),
            view_of(MONTH, Cell("opdracht.beantwoorden", "politie"), figures(Counted(waiting=5), Unit.SECONDS, 5)),
            view_of(MONTH, Cell("rings.night", "nctv", "nctv_piket"), rung),
        ),
    )
    (tmp_path / "quality.json").write_bytes(adapter(QualityView).dump_json(view))
    vitest("tests/quality.cross.ts", vectors=tmp_path)
