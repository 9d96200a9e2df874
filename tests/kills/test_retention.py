"""EV-03: an erasure that was begun is finished whenever the service dies in it, and its leaf stands exactly once."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from domain.audit.leaves import LeafType, parse_leaf
from storage.evidence import evidence
from storage.tables import metadata
from storage.tables_running import leaves
from tests.contracts.samples import NOW, OM, item_id
from tests.contracts.test_retention import LARGE, SEALED, fill
from tests.harness.ladders import POLICY
from tests.harness.stores import OpenStore
from tests.kills import eraser
from tests.kills.lives import FORKED
from tests.kills.points import PHASES

SITES = ("_begin", "_wipe_some", "_finish")
POINTS = [f"bot.retention:Eraser.{site}|{phase}" for site in SITES for phase in PHASES]
QUICK = {"_begin|committed", "_wipe_some|inside", "_finish|before"}
PATIENCE = 60
"""Real seconds in which an erasure ends or dies."""
LATER = NOW + timedelta(days=6 * 366)
GONE = {"items", "history", "wraps", "contents", "blobs", "chunks", "released", "obligations", "outbox", "alarms"}


def _point(point: str) -> Any:
    short = point.partition(":Eraser.")[2]
    return pytest.param(point, id=short, marks=[] if short in QUICK else [pytest.mark.slow])


def run(url: str, folder: Path) -> int | None:
    """Erase in a process of its own; returns how it ended, negative for a signal."""
    process = FORKED.Process(target=eraser.live, args=(url, LATER, folder / "kill"), daemon=True)
    process.start()
    process.join(PATIENCE)
    assert not process.is_alive(), "the erasure neither ended nor died"
    return process.exitcode


def counts(url: str) -> Mapping[str, int]:
    with evidence(url) as store:
        tables = metadata.tables.items()
        return {
            name: store._connection.execute(select(func.count()).select_from(one)).scalar_one() for name, one in tables
        }


def erasures(url: str) -> int:
    with evidence(url) as store:
        found = store._connection.execute(select(leaves.c.data)).scalars()
        return sum(parse_leaf(bytes(data)).type is LeafType.ERASURE for data in found)


def stored(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("piket.db*")))


@pytest.mark.parametrize("point", [_point(point) for point in POINTS])
async def test_ev_03_an_erasure_goes_on_after_any_death(point: str, tmp_path: Path, database_url: str) -> None:
    url = database_url
    store = OpenStore(url)
    await store.write(lambda uow: uow.directory.put_organisation(OM, "om", NOW))
    await store.write(lambda uow: fill(uow, flow="bericht_rccb", policy_version=POLICY.version))
    await store.close()
    (tmp_path / "kill").write_text(point)
    assert run(url, tmp_path) == -signal.SIGKILL
    (tmp_path / "kill").unlink()
    assert run(url, tmp_path) == 0
    after = counts(url)
    assert {name: after[name] for name in GONE} == dict.fromkeys(GONE, 0)
    assert (erasures(url), after["erased"]) == (1, 1)
    with evidence(url) as left:
        assert left.retention.begun() == []
        assert left.retention.erased(item_id()) is not None
    if not url.startswith("sqlite"):
        return
    assert SEALED[100:160] not in (whole := stored(tmp_path))
    assert LARGE[-2000:-1900] not in whole
