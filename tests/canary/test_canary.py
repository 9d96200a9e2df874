"""Never readable: what phones write stands nowhere but on phones, in no form, wherever bytes are kept or sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import psycopg
import pytest

from domain.functies import Functie
from sandbox.play.sink import WebhookSink
from sandbox.push.service import PushService
from tests.canary.flow import (
    PEOPLE,
    Canary,
    ask_and_decide,
    every_content,
    object_and_dispute,
    others,
    register_and_correct,
)
from tests.canary.holders import held_by
from tests.canary.scanner import Scanner, memory_of
from tests.harness.cast import PIKET_NUMBER
from tests.harness.night import Worlds
from tests.stories.conftest import postgres_worlds, sqlite_worlds

__all__ = ["postgres_worlds", "sqlite_worlds"]
pytestmark = pytest.mark.timeout(300)

EVERYBODY = PEOPLE | {name: role for flow in others() for name, role in flow.PEOPLE.items()}
Piles = Iterable[Iterable[bytes]]
"""Bytes in stretches that belong together, each in blocks."""
Place = Callable[[], Piles]
ADDRESS = "kanarieadres"
OVER = 4
ACanary = Callable[[], AbstractAsyncContextManager[Canary]]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.slow])])
def a_canary(request: pytest.FixtureRequest, tmp_path: Path) -> ACanary:
    """Makes a night for the canary: `async with a_canary() as n`."""
    worlds: Worlds = request.getfixturevalue(f"{request.param}_worlds")
    return partial(worlds.night_of, Canary, tmp_path / "night", cast=EVERYBODY)


async def test_content_is_nowhere_but_on_phones(a_canary: ACanary, tmp_path: Path) -> None:
    async with a_canary() as n:
        sink = WebhookSink(lambda _who, _text: None, lambda _who, _text: None)
        push = PushService(lambda _message: None, n.clock.now)
        await sink.open()
        await push.open()
        try:
            await live(n, sink, push, marked_file(n, tmp_path))
            assert n.marked == every_content(), "a kind of content without a marker"
            secret = Scanner({"content": n.marker})
            assert not await keeps(n, secret), "the service keeps content"
            holds = await held_by(n)
            places: dict[str, Place] = {
                **written(n),
                **sent(n, sink, push),
                "memory": lambda: memory_of(n.pid),
                "held": lambda: [[holds]],
            }
            leaks = [name for name, piles in places.items() if name != "held" and found(secret, piles())]
            assert leaks == []
            check_control(n, places)
            check_bells(n, sink, push)
        finally:
            await sink.close()
            await push.close()
        for one in n.people.values():
            one.bells()


async def keeps(n: Canary, scanner: Scanner) -> bool:
    """Whether it is found in all that is held, also a second and two later: what only passes through is not kept."""
    for _ in range(3):
        if not found(scanner, [[await held_by(n)]]):
            return False
        await n.soon()
    return True


def typed(n: Canary, text: str) -> None:
    """This text in whatever can be typed in a chat."""
    for _ in range(2 * len(EVERYBODY) + 1):  # the first numbers were used in the founding: those are dropped as known
        n.api.say(n["hovj"].chat, f"getypt {text}")
    n.api.say(n["piket1"].chat, f"/dienst {text}")
    n.api.say(n["lcc1"].chat, f"/start {text}")


def marked_file(n: Canary, folder: Path) -> Path:
    """A file whose name and bytes are marked."""
    file = folder / f"{n.marker}.png"
    file.write_bytes(f"bytes of {n.marker}".encode() * 5000)
    return file


async def live(n: Canary, sink: WebhookSink, push: PushService, file: Path) -> None:
    """Everything that people write, type and send, marked; at the end the service still runs."""
    await n.open(*EVERYBODY)
    assert (await n["directeur"].phone.set_webhook(f"{sink.url('directeur')}?{ADDRESS}={n.marker[::-1]}")).status == 201
    phone = n["directeur"].phone
    key = (await phone.api.me()).push_key
    assert key is not None
    assert (await phone.set_push(push.subscribe("directeur", key))).status == 201
    typed(n, n.marker)
    await n.soon()
    # First what is held: a short buffer would be overwritten with what was let go.
    assert not await keeps(n, Scanner({"typed": n.marker})), "the service keeps what was typed"
    # What was let go is not wiped: the same with nothing in it takes its place, and what is found after that is held.
    for _ in range(OVER):
        typed(n, "x" * len(n.marker))
        await n.soon()
    await ask_and_decide(n, file)
    await object_and_dispute(n)
    await register_and_correct(n)
    for flow in others():
        await flow.live(n)
    assert (await n["directeur"].phone.test_channels()).status == 201
    await n.forward(seconds=31)
    n.dossiers = {line.dossier for line in await n["hovj"].phone.open_items() if line.dossier}
    assert n.dossiers
    assert sink.bodies, "no webhook rang"
    assert push.bodies, "no browser rang"


def check_control(n: Canary, places: Mapping[str, Place]) -> None:
    """What the service may know is found in each place by the same scanner, or the search has proven nothing."""
    handle = n.api.world.presses.popitem()[1].data
    planted = {
        "database": n.items[0],
        "memory": n.items[0],
        "held": "/v1/acts",
        "log": "/v1/acts",
        "bot": handle,
        "webhook": "webhook-id",
        "push": "vapid t=",
    }
    assert planted.keys() == places.keys()
    for name, piles in places.items():
        there = found(Scanner({"control": planted[name]}), piles())
        assert there == {"control"}, f"the control is not found in the {name}"


def check_bells(n: Canary, sink: WebhookSink, push: PushService) -> None:
    """No byte of a bell says what it is about: no id, dossier, functie, scope, person, number, state or address."""
    denied = {str(one) for one in n.items} | n.dossiers | set(EVERYBODY) | {functie.value for functie in Functie}
    denied |= {str(role.holding.scope) for role in EVERYBODY.values()} | {PIKET_NUMBER, n.marker[::-1]}
    denied |= {"aangewezen", "ingediend", "ontvangen", "spoedaanwijzing", "opdracht", "geschil", "bericht_rccb"}
    bells = b"".join(block for piles in sent(n, sink, push).values() for blocks in piles() for block in blocks).lower()
    said = sorted(word for word in denied if len(word) > 3 and word.lower().encode() in bells)
    assert said == []


def written(n: Canary) -> dict[str, Place]:
    """Every file and table the service keeps, as it stands while it runs, and everything it printed."""

    def files() -> Piles:
        return [[path.read_bytes()] for path in sorted(n.folder.glob("piket.db*"))]

    database = files if n.url.startswith("sqlite") else lambda: cluster_files(n.url)
    return {"database": database, "log": lambda: [[n.log]]}


def cluster_files(url: str) -> Piles:
    """The database's own files and the cluster's write-ahead log, flushed first; all rows where files are elsewhere."""
    with psycopg.connect(url, autocommit=True) as connection:
        folder, oid = connection.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        ).fetchone() or ("", 0)
        rows: list[bytes] = []
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (name,) in names:
            with connection.cursor().copy(f'COPY "{name}" TO STDOUT') as copied:
                rows += [bytes(block) for block in copied]
        connection.execute("CHECKPOINT")
    files = [*Path(folder, "base", str(oid)).glob("*"), *Path(folder, "pg_wal").glob("0*")]
    return [[b"".join(rows)], *([path.read_bytes()] for path in files)]


def sent(n: Canary, sink: WebhookSink, push: PushService) -> dict[str, Place]:
    """Everything that left for Telegram, for webhooks and for push services; those last are sealed."""
    calls = [{"method": call.method, "params": call.params} for call in n.api.world.calls]
    return {
        "bot": lambda: [[json.dumps(calls, default=str).encode()]],
        "webhook": lambda: [sink.bodies],
        "push": lambda: [push.bodies],
    }


def found(scanner: Scanner, piles: Piles) -> set[str]:
    names: set[str] = set()
    for blocks in piles:
        names |= scanner.scan_blocks(blocks)
    return names
