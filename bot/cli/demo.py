"""Plays a scenario in practice time: hands the process over to the sandbox, which the service never imports."""

from __future__ import annotations

import os
import sys
from typing import NoReturn


def play(arguments: list[str]) -> NoReturn:
    """Become `python -m sandbox demo` with the same options; never returns."""
    os.execv(sys.executable, [sys.executable, "-m", "sandbox", "demo", *arguments])  # noqa: S606  # no shell is meant
