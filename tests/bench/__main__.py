"""Measures the service beside a bare floor in the same run and prints the figures; ends within four minutes."""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, Final

from tests.bench import bells, deadlines, mayors, notices, obligations, planned, rows, submits, worlds
from tests.bench.figures import Figure, machine, table

CASES: Final = ("idle", "planned", "burst", "mayors", "lateness", "restart")
_IDLE: Final = 240
_PLANNED: Final = 180
_BURSTS: Final = 7
_SECONDS: Final = 240


def main() -> int:
    parser = argparse.ArgumentParser("python -m tests.bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="JSON lines instead of the table")
    parser.add_argument("--case", choices=CASES, action="append", help="only this one; may be given several times")
    given = parser.parse_args()
    chosen = given.case or list(CASES)
    with tempfile.TemporaryDirectory(prefix="piket-bench-") as scratch:
        figures: list[Figure] = []
        whole = asyncio.run(_within(_measured(Path(scratch), chosen, figures)))
    if given.json:
        sys.stdout.write("\n".join([json.dumps(machine()), *(figure.line() for figure in figures)]) + "\n")
    else:
        about = "\n".join(f"{name:8} {value}" for name, value in machine().items())
        sys.stdout.write(f"{about}\n\n{table(figures)}\n")
    return 0 if whole else 1


async def _within(work: Coroutine[Any, Any, None]) -> bool:
    """Tell whether the work was done in time; on a machine that is too busy some figures are not taken."""
    try:
        async with asyncio.timeout(_SECONDS):
            await work
    except TimeoutError:
        _say(f"Not all was measured within {_SECONDS} s; measure on a machine that does nothing else.")
        return False
    return True


async def _measured(scratch: Path, chosen: list[str], figures: list[Figure]) -> None:
    """Take the chosen figures, one case after the other, into `figures`."""
    if set(chosen) & {"idle", "planned", "lateness", "restart"}:
        made = await _found(scratch / "rostered", "Founding an installation with a roster", 9, 30, 0)
        requests = await submits.prepare(made.world, _IDLE + 1 if set(chosen) & {"idle", "planned"} else 1)
        prototype = await asyncio.to_thread(_capture, scratch, made, requests[0])
        floor = scratch / "rostered-floor"
        if "planned" in chosen:
            _say(f"With {planned.PLANNED:,} reviews planned, and with none")
            sides = await asyncio.to_thread(_with_reviews, scratch, made, requests[0])
            figures += await planned.planned(*sides, prototype, requests[1 : _PLANNED + 1])
        if "idle" in chosen:
            _say("Submit to bell at idle")
            figures += await bells.idle(made.folder, floor, requests[1:])
        if set(chosen) & {"lateness", "restart"}:
            full = scratch / "full"
            deadlines.fill(full, prototype)
            _say(f"Deadlines with {deadlines.OPEN:,} open obligations")
            figures += await deadlines.lateness(full, floor, prototype) if "lateness" in chosen else []
            _say("Restarts")
            figures += await deadlines.restart(full, prototype) if "restart" in chosen else []
    if "burst" in chosen:
        made = await _found(scratch / "unrostered", "Founding one where a request rings everybody", 2, 8, bells.ON_CALL)
        requests = await submits.prepare(made.world, _BURSTS + 1)
        await asyncio.to_thread(_capture, scratch, made, requests[0])
        _say(f"One request, {bells.ON_CALL} phones")
        figures += await bells.burst(made.folder, scratch / "unrostered-floor", requests[1:])
    if "mayors" in chosen:
        figures += await _mayors(scratch)


async def _mayors(scratch: Path) -> list[Figure]:
    _say("Founding one with a mayor in every gemeente")
    gemeenten = mayors.gemeenten()
    folder = scratch / "mayors"
    made = await asyncio.to_thread(worlds.found, folder, requesters=16, devices=14, on_call=0, mayors=gemeenten)
    requests = await submits.prepare(made.world, 1 + 4 * mayors.GESTURES * mayors.EMERGENCIES)
    _say(f"A notice to {len(gemeenten)} mayors")
    return await mayors.all_mayors(folder, notices.Desk(made.world, gemeenten), requests)


async def _found(folder: Path, what: str, requesters: int, devices: int, on_call: int) -> worlds.Installation:
    _say(what)
    return await asyncio.to_thread(worlds.found, folder, requesters=requesters, devices=devices, on_call=on_call)


def _capture(scratch: Path, made: worlds.Installation, request: submits.Request) -> int:
    """Write down, for the floor, the rows of one submit and of one ring; returns an obligation to copy.

    The submit and the obligation stay in a copy of the installation, in the folder `full`.
    """
    floor = scratch / f"{made.folder.name}-floor"
    floor.mkdir()
    copy = worlds.Installation(scratch / ("full" if made.folder.name == "rostered" else "spare"), made.world)
    shutil.copytree(made.folder, copy.folder)
    submitted = _added(copy, lambda: obligations.submit(copy, request))
    prototype = obligations.open_far(copy, request.item)
    obligations.forget_rings(copy.database)
    spare = worlds.Installation(floor / "spare", made.world)
    shutil.copytree(copy.folder, spare.folder)
    rung = _added(spare, lambda: obligations.ring(spare, prototype))
    shutil.rmtree(spare.folder)
    for kind, kept in (("submit", submitted), ("ring", rung)):
        rows.save(kept, floor / f"{kind}.json")
        count, size = sum(len(one.rows) for one in kept), sum(one.size for one in kept)
        _say(f"  one {kind}: {count} rows in {len(kept)} tables, {size:,} bytes")
    (floor / "keys.json").write_text(json.dumps(submits.points(made.world)))
    return prototype


def _with_reviews(scratch: Path, made: worlds.Installation, request: submits.Request) -> tuple[Path, Path]:
    """Two copies of the installation with one request in it: as it is, and with the planned reviews beside that."""
    found = [worlds.Installation(scratch / name, made.world) for name in ("none-planned", "all-planned")]
    for one in found:
        shutil.copytree(scratch / "full", one.folder)
    planned.fill(found[1].folder, obligations.open_review(found[1], request.item))
    return found[0].folder, found[1].folder


def _added(made: worlds.Installation, work: Callable[[], object]) -> list[rows.Kept]:
    before = rows.present(made.database)
    work()
    return rows.added(made.database, before)


def _say(text: str) -> None:
    sys.stderr.write(f"[{time.strftime('%H:%M:%S')}] {text}\n")


if __name__ == "__main__":
    raise SystemExit(main())
