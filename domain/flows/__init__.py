"""Every flow is a package here; whoever adds one adds a folder, and no list anywhere names it."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


@cache
def parts(name: str) -> tuple[ModuleType, ...]:
    """Return the module `name` (`acts`, `content`, …) of every flow that has one, in the order of the flows' names."""
    found = []
    for flow in sorted(one.name for one in iter_modules(__path__) if one.ispkg):
        within = import_module(f"{__name__}.{flow}")
        if any(one.name == name for one in iter_modules(within.__path__)):
            found.append(import_module(f"{__name__}.{flow}.{name}"))
    return tuple(found)


@cache
def packages() -> tuple[ModuleType, ...]:
    """Return the package of every flow, in the order of their names."""
    return tuple(import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__) if one.ispkg)
