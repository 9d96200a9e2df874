"""Runs spin on the model: one program for each set of faults and mistakes, then any promise of it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

MODEL: Final = Path(__file__).with_name("ringing.pml")
PROMISES: Final = tuple(re.findall(r"^ltl (\w+)", MODEL.read_text(), flags=re.MULTILINE))
ACTIONS: Final = tuple(re.findall(r"^ *\s?/\* (\w+): ", MODEL.read_text(), flags=re.MULTILINE))
NEVER: Final = frozenset({"only_people_settle"})
"""What may never be, in whatever order things happen: nothing needs to happen in the end for it."""
_DEEPEST: Final = "-m100000"
_TABLE: Final = "-w24"
_AT_MOST_SECONDS: Final = 600


@dataclass(frozen=True)
class Verdict:
    """What the search of all states found; `complete` says that it saw every one of them."""

    holds: bool
    complete: bool
    states: int


class Checker:
    """The model compiled for some faults (how many of each) and planted mistakes."""

    def __init__(self, folder: Path, faults: Mapping[str, int], mistakes: Collection[str] = ()) -> None:
        for program in ("spin", "gcc"):
            if shutil.which(program) is None:
                pytest.skip(f"{program} is not installed: make setup installs it where it may")
        self._folder = folder
        given = [*(f"-D{name}={many}" for name, many in faults.items()), *(f"-D{name}" for name in mistakes)]
        self._run(["spin", *given, "-a", str(MODEL)])
        self._run(["gcc", "-O1", "-w", "-DCOLLAPSE", "-DNFAIR=3", "-o", "pan", "pan.c"])

    def check(self, promise: str) -> Verdict:
        """Search every state; every process that can go on goes on in the end. Assertions count for each promise."""
        fair = [] if promise in NEVER else ["-f"]
        said = self._run(["./pan", "-a", *fair, "-N", promise, _DEEPEST, _TABLE])
        errors, states = re.search(r"errors: (\d+)", said), re.search(r"(\d\S*) states, stored", said)
        assert errors is not None, said
        assert states is not None, said
        complete = "Search not completed" not in said and "max search depth too small" not in said
        return Verdict(errors.group(1) == "0", complete, int(float(states.group(1))))

    def _run(self, command: list[str]) -> str:
        done = subprocess.run(
            command, cwd=self._folder, capture_output=True, text=True, timeout=_AT_MOST_SECONDS, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
