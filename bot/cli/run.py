"""Start the service; it stays in the foreground until it is told to stop (SIGTERM, Ctrl-C) and then stops in order.

With --sandbox it founds a practice world in ./.run, or in the folder of --data, and runs on SQLite there, beside a
local Bot API and simulated officials, who also move its clock. The folder must be new or empty, or hold an earlier
practice world that nobody uses: that is wiped. The terminal is theirs; what the service says goes to service.log there.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO
from urllib.parse import urlsplit

from bot.cli.installation import Place, add_data
from bot.cli.refused import CommandRefused

if TYPE_CHECKING:
    from domain.acts.envelope import SignedAct

SANDBOX: Final = (sys.executable, "-m", "sandbox")
"""How the sandbox is started; the service never imports it."""
SANDBOX_FOLDER: Final = Path(".run")
_PATIENCE: Final = 10
"""Seconds a sandbox that was asked to stop may take before it is stopped."""
_INTERRUPTED: Final = 130
_LOOK_EVERY: Final = 0.1
_LOOKS: Final = 1200


def add_arguments(parser: ArgumentParser) -> None:
    add_data(parser)
    parser.set_defaults(data=None)
    parser.add_argument(
        "--sandbox",
        action="store_true",
        help="found a fresh practice world and run in it; FOLDER is then ./.run unless --data names another",
    )
    parser.add_argument(
        "--practice-clock",
        type=Path,
        metavar="SOCKET",
        help="virtual time, moved over this Unix socket; only in an installation founded with --practice",
    )


def run(given: Namespace) -> int:
    if not given.sandbox:
        return _serve(Place(given.data or Path()), given.practice_clock, {})
    place = Place(given.data or SANDBOX_FOLDER)
    for name in ("PIKET_DATABASE_URL", "PIKET_DATABASE_URL_FILE", "PIKET_LOG_KEY_FILE"):
        os.environ.pop(name, None)  # these lead to another installation
    try:
        with _sandbox(place) as settings, (place.folder / "service.log").open("a", encoding="utf-8") as log:
            clock = given.practice_clock or place.folder / "clock.sock"
            status = 0 if settings is None else _serve(place, clock, settings, log)
    except KeyboardInterrupt:
        status = _INTERRUPTED
    sys.stdout.write(f"\nStopped. The practice world stays in {place.folder} until a next one is founded there.\n")
    return status


def _serve(place: Place, practice_clock: Path | None, given: dict[str, object], log: TextIO | None = None) -> int:
    from bot.bootstrap import run as serve
    from config.logs import set_up_logs

    settings = place.settings(**given)
    _must_be_founded(settings.database, practice=settings.practice or practice_clock is not None)
    set_up_logs(log)
    return serve(settings, practice_clock=practice_clock)


def _must_be_founded(database: str, *, practice: bool) -> None:
    """Refuse to serve without a genesis, or real work as practice: the signed genesis decides, not a setting.

    Without a genesis nobody is known who could be rung, and every act is refused: whatever takes such a service for
    ready sends people to a bell that cannot ring. Only reads; nothing is made where there is no installation.
    """
    from storage.evidence import evidence

    with evidence(database) as store:
        genesis = next(iter(store.directory.facts(0, 1)), None)
        if genesis is None:
            raise CommandRefused("This installation is not founded, so nobody can be rung; see piket init --help.")
        if practice and not _is_practice(genesis.signed):
            raise CommandRefused("This installation was founded for real work; practise in another one.")


def _is_practice(signed: SignedAct) -> bool:
    from domain.acts.directory import Genesis
    from domain.acts.payload import parse_payload
    from domain.catalogue import read_act

    _, genesis = read_act(parse_payload(signed.payload))
    return isinstance(genesis, Genesis) and genesis.practice


@contextmanager
def _sandbox(place: Place) -> Iterator[dict[str, object] | None]:
    """Found a fresh practice installation, and keep the sandbox beside the service.

    The sandbox says in `settings.json` how the service finds it; the service knows no more about it than that. It says
    `null` when it starts services of its own, which can be killed and started again: they have been, when this yields.
    """
    place.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = ["--data", str(place.folder)]
    with _alone(place.folder):
        made = subprocess.run([*SANDBOX, "prepare", *folder], stderr=subprocess.PIPE, text=True, check=False)  # noqa: S603  # our own program
        if made.returncode != 0:
            raise CommandRefused(made.stderr.strip() or f"The practice world could not be made in {place.folder}.")
        settings = json.loads((place.folder / "settings.json").read_text(encoding="utf-8"))
        child = subprocess.Popen([*SANDBOX, "live", *folder])  # noqa: S603  # our own program
        try:
            if settings is None:
                _stay(child)
            else:
                _until_there(child, settings["bells"]["telegram_api"])
            yield settings
        finally:
            child.terminate()
            try:
                child.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _stay(child: subprocess.Popen[bytes]) -> None:
    """Return when the sandbox has ended; asked to stop (SIGTERM), ask it to."""
    before = signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    try:
        child.wait()
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder itself from before it is wiped until all that ran in it has ended.

    Raises:
        CommandRefused: while another practice world is being founded or runs there.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandRefused(
                f"A practice world runs in {folder} already, so nothing in it was touched; stop that one, "
                "or give another folder with --data."
            ) from None
        yield
    finally:
        os.close(handle)


def _until_there(child: subprocess.Popen[bytes], bot_api: str) -> None:
    """Wait until the sandbox's Bot API takes calls: a service that starts before it would count failures of none.

    Raises:
        CommandRefused: when the sandbox ended, or did not come up.
    """
    where = urlsplit(bot_api)
    for _ in range(_LOOKS):
        try:
            socket.create_connection((where.hostname or "", where.port or 0), timeout=1).close()
            return
        except OSError:
            pass
        try:
            child.wait(_LOOK_EVERY)
            break
        except subprocess.TimeoutExpired:
            continue
    raise CommandRefused("The practice world did not come up; what it said stands above.")
