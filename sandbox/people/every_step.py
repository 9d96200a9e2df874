"""What every official knows to do, by the name a scenario gives it; a flow brings its own in `steps_of_<flow>`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Final

import sandbox.people
from sandbox.people import steps
from sandbox.people.steps import Step


def _every() -> dict[str, Step]:
    found = dict(steps.STEPS)
    for module in sorted(one.name for one in iter_modules(sandbox.people.__path__)):
        if module.startswith("steps_of_"):
            found |= import_module(f"{sandbox.people.__name__}.{module}").STEPS
    return found


STEPS: Final = _every()
