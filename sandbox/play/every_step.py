"""Every step a scenario can name: a flow brings its own in a module `steps_of_<flow>` beside this one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from importlib import import_module
from operator import or_
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import Field

import sandbox.play
from sandbox.play.steps import ACTS, WORLD, Act, Step


def _brought() -> Iterator[type[Act]]:
    for module in sorted(one.name for one in iter_modules(sandbox.play.__path__)):
        if module.startswith("steps_of_"):
            yield from import_module(f"{sandbox.play.__name__}.{module}").STEPS


EVERY: Final[tuple[type[Step], ...]] = (*ACTS, *_brought(), *WORLD)
"""Each kind of step once."""

if TYPE_CHECKING:
    AnyStep = Step
else:
    _ANY: Any = reduce(or_, EVERY)
    AnyStep = Annotated[_ANY, Field(discriminator="does")]
    """Any step, known by what it `does`."""
