"""Which failures a person at a keyboard is told in one sentence; every other one is a fault of ours and stays loud."""

from __future__ import annotations

import errno
import sys
from typing import Final

_LISTENING: Final = {
    errno.EADDRINUSE: "Another program listens on the address of PIKET_LISTEN, PIKET_APP_LISTEN or PIKET_METRICS_LISTEN"
    " already; stop that one, or set another port.",
    errno.EADDRNOTAVAIL: "This machine has no such address; set PIKET_LISTEN, PIKET_APP_LISTEN and "
    "PIKET_METRICS_LISTEN to its own.",
}


class CommandRefused(Exception):
    """A command cannot be carried out as things are; the sentence says what to do next, and nothing was changed."""


def sentence_of(error: Exception) -> str | None:
    """Return the sentence for this failure, or None when it is none that we foresaw."""
    from config.areas import AreasInvalid
    from config.policy import PolicyInvalid
    from config.settings import SettingsInvalid
    from domain.errors import PiketError

    while isinstance(error, ExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    if isinstance(error, CommandRefused | SettingsInvalid | PolicyInvalid | AreasInvalid | PiketError):
        return str(error)
    if "sqlalchemy" in sys.modules:
        from storage.diagnosis import meaning_of

        meaning = meaning_of(error)
        if meaning is not None:
            return meaning
    if isinstance(error, OSError):
        if error.errno in _LISTENING:
            return _LISTENING[error.errno]
        what = error.strerror or "The system refuses it"
        return f"{what}: {error.filename}; look at the path and its rights." if error.filename else f"{what}."
    return None
