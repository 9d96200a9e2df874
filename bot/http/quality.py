"""GET /v1/quality and /v1/quality.csv: the kwaliteitsmonitor, for watchers, officers and supervisors (EV-02)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from aiohttp import web

from bot.http.answers import view_answer
from bot.http.door import DOOR
from bot.http.guard import with_session
from bot.http.query import number
from domain.errors import Malformed
from handlers.quality import FigureView, QualityView, quality
from handlers.sessions import Viewer

HEAD: Final = ("month", "indicator", "organisation", "functie", "measure", "from", "to", "number", "unit")
"""Of `took`, `from` is the bound above which and `to` the one up to which, in the unit of the indicator."""
_NUMBERS: Final = ("cases", "waiting", "reopened")
_PLACES: Final = ("p50", "p90", "top")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""With these a spreadsheet takes a cell for something to carry out."""
MORE: Final = "more"
"""Stands for a bound that there is none of: above the last one of the scale."""


@with_session
async def get_quality(request: web.Request, viewer: Viewer) -> web.StreamResponse:
    """Give thirteen whole months of figures up to one, without persons; small numbers are kept back (EV-02)."""
    return view_answer(await _quality(request, viewer))


@with_session
async def get_quality_csv(request: web.Request, viewer: Viewer) -> web.StreamResponse:
    """Give the same as CSV (RFC 4180, UTF-8): a row for each published number, nothing for what is kept back."""
    view = await _quality(request, viewer)
    return web.Response(
        body=csv_of([HEAD, *_rows(view)]).encode(),
        headers={
            "Content-Type": "text/csv; charset=utf-8; header=present",
            "Content-Disposition": 'attachment; filename="piket-quality.csv"',
        },
    )


def csv_of(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as RFC 4180 says; no cell of it is ever taken for a formula."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerows([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row] for row in rows)
    return page.getvalue()


async def _quality(request: web.Request, viewer: Viewer) -> QualityView:
    door = request.app[DOOR]
    until = _until(request)
    return await door.store.read(lambda uow: quality(uow, viewer, until, door.policy))


def _until(request: web.Request) -> date | None:
    """The last month asked for: both of its numbers, or neither for the newest there is."""
    given = [name for name in ("year", "month") if name in request.query]
    if len(given) == 1:
        raise Malformed("query.malformed", "Name a year and a month, or neither for the newest.", field=given[0])
    if not given:
        return None
    year = number(request, "year", default=0, least=2020, most=2999)
    return date(year, number(request, "month", default=0, least=1, most=12), 1)


def _rows(view: QualityView) -> Iterator[Sequence[str]]:
    units = {one.name: one.unit for one in view.indicators}
    for figure in view.figures:
        unit = units[figure.indicator]
        scale = [*map(str, view.scales[unit]), MORE]
        key = (figure.month, figure.indicator, figure.organisation, figure.functie)
        for measured in _measured(figure, scale, unit.value):
            yield (*key, *measured)


def _measured(figure: FigureView, scale: Sequence[str], unit: str) -> Iterator[tuple[str, str, str, str, str]]:
    counted = "people" if unit == "rings" else "cases"
    for name in _NUMBERS:
        if (found := getattr(figure, name)) is not None:
            yield name, "", "", str(found), counted
    for name in _PLACES:
        if (place := getattr(figure, name)) is not None:
            yield name, "", "", scale[place], unit
    for group in figure.amounts:
        above = scale[group.first - 1] if group.first else "0"
        yield "took", above, scale[group.last], str(group.cases), counted
    for name, groups in (("rungs", figure.rungs), ("late", figure.late)):
        for group in groups:
            yield name, str(group.first), str(group.last), str(group.cases), counted
