"""Small files that must survive a power cut: written beside, flushed, put in place, flushed again; mode 0600."""

from __future__ import annotations

import os
from pathlib import Path


def private_folder(folder: Path) -> Path:
    """Return `folder`, made for its owner alone (0700) when it was not there.

    One that was there keeps its rights, for it may be anybody's (a home, `/tmp`); the files put in it are 0600.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def write_durably(path: Path, data: bytes) -> None:
    """Replace the file at `path` by `data`: durable on return, and never half of it, whenever the power goes."""
    beside = path.with_name(path.name + ".new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
