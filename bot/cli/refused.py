"""Which failures a person at a keyboard is told in one sentence; every other one is a fault of ours and stays loud."""

from __future__ import annotations

import sys


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
        from storage.evidence import is_unreachable

        if is_unreachable(error):
            return "The database cannot be reached, or does not let us in; check its address and that it runs."
    if isinstance(error, OSError):
        what = error.strerror or "The system refuses it"
        return f"{what}: {error.filename}; look at the path and its rights." if error.filename else f"{what}."
    return None
