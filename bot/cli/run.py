"""Start the service; it stays in the foreground until it is told to stop (SIGTERM, Ctrl-C) and then stops in order.

With --sandbox it runs on SQLite in ./.run beside a practice world of its own: a local Bot API and simulated officials,
who also move its clock. The terminal is theirs then; what the service says goes to service.log in that folder.
"""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from bot.cli.installation import Place, add_data
from bot.cli.refused import CommandRefused

if TYPE_CHECKING:
    from domain.acts.envelope import SignedAct

SANDBOX: Final = (sys.executable, "-m", "sandbox")
"""How the sandbox is started; the service never imports it."""
SANDBOX_FOLDER: Final = Path(".run")
_PATIENCE: Final = 10
"""Seconds a sandbox that was asked to stop may take before it is stopped."""


def add_arguments(parser: ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument("--sandbox", action="store_true", help="run in ./.run with a practice world as a child process")
    parser.add_argument(
        "--practice-clock",
        type=Path,
        metavar="SOCKET",
        help="virtual time, moved over this Unix socket; only in an installation founded with --practice",
    )


def run(given: Namespace) -> int:
    if not given.sandbox:
        return _serve(Place(given.data), given.practice_clock, {})
    place = Place(SANDBOX_FOLDER if given.data == Path() else given.data)
    with _sandbox(place) as settings, (place.folder / "service.log").open("a", encoding="utf-8") as log:
        return _serve(place, given.practice_clock or place.folder / "clock.sock", settings, log)


def _serve(place: Place, practice_clock: Path | None, given: dict[str, object], log: TextIO | None = None) -> int:
    from bot.bootstrap import run as serve
    from config.logs import set_up_logs

    settings = place.settings(**given)
    if settings.practice or practice_clock is not None:
        _must_be_practice(settings.database)
    set_up_logs(log)
    return serve(settings, practice_clock=practice_clock)


def _must_be_practice(database: str) -> None:
    """Virtual time and plain HTTP never touch real work: the signed genesis decides, not a setting."""
    from storage.evidence import evidence

    with evidence(database) as store:
        if not all(_is_practice(fact.signed) for fact in store.directory.facts(0, 1)):
            raise CommandRefused("This installation was founded for real work; practise in another one.")


def _is_practice(signed: SignedAct) -> bool:
    from domain.acts.directory import Genesis
    from domain.acts.payload import parse_payload
    from domain.catalogue import read_act

    _, genesis = read_act(parse_payload(signed.payload))
    return isinstance(genesis, Genesis) and genesis.practice


@contextmanager
def _sandbox(place: Place) -> Iterator[dict[str, object]]:
    """Found the practice installation when there is none, and keep the sandbox beside the service.

    The sandbox says in `settings.json` how the service finds it; the service knows no more about it than that.
    """
    place.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = ["--data", str(place.folder)]
    if subprocess.run([*SANDBOX, "prepare", *folder], check=False).returncode != 0:  # noqa: S603  # our own program
        raise CommandRefused("The practice world could not be made; remove the folder .run and try again.")
    child = subprocess.Popen([*SANDBOX, "live", *folder])  # noqa: S603  # our own program
    try:
        yield json.loads((place.folder / "settings.json").read_text(encoding="utf-8"))
    finally:
        child.terminate()
        try:
            child.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
