"""The folder of a practice world: marked as such when it is founded, and the only kind that is ever wiped."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

MARK: Final = "PRACTICE-WORLD.txt"
SETTINGS: Final = "settings.json"
WORLD: Final = "world.json"
TIMELINE: Final = "timeline.jsonl"
_DATABASE: Final = "piket.db"
_MADE: Final = (
    *(f"{_DATABASE}{ending}" for ending in ("", "-wal", "-shm", "-journal")),
    *("keys", "officials", "phones", "log-keys.txt", "genesis.signed.json", "genesis.json"),
    *("bot.token", "service.log", "clock.sock", "witness", "witnesses.txt", SETTINGS, WORLD, TIMELINE),
)
"""What founding and playing make, by name; nothing else is ever removed."""
_SAYS: Final = "A practice world of Piket. The next `piket run --sandbox` here wipes it and founds a new one.\n"


class FolderRefused(Exception):
    """A folder in which no practice world may be founded; nothing in it was touched."""


def clear(folder: Path) -> None:
    """Make `folder` a marked folder without a world: new or empty, or wiped of an earlier practice world.

    Files that Piket does not make are left, also in a marked folder.

    Raises:
        FolderRefused: when it holds anything and is not marked, or when a process works on its database.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark = folder / MARK
    if not mark.is_file() and any(folder.iterdir()):
        raise FolderRefused(
            f"{folder} is not empty and holds no practice world (there is no {MARK} in it), so nothing in it was "
            "touched; give a new or empty folder with --data."
        )
    with _nobody_works_on(folder):
        mark.write_text(_SAYS)
        for name in _MADE:
            _remove(folder / name)


@contextlib.contextmanager
def _nobody_works_on(folder: Path) -> Iterator[None]:
    """Hold the lock that a service holds for its life and a command while it writes; the file of the lock stays."""
    handle = os.open(folder / f"{_DATABASE}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FolderRefused(
                f"The practice world in {folder} is in use, so nothing in it was touched; stop what runs there, "
                "or give another folder with --data."
            ) from None
        yield
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    """Remove what there is; a link goes, never what it leads to."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
