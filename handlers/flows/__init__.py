"""Every flow as the handlers carry it out: each module here that offers a `FLOW`; a new one is a new file."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from handlers.flow import Flow


def _found() -> dict[str, Flow]:
    modules = [import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__)]
    flows = [flow for flow in (getattr(module, "FLOW", None) for module in modules) if isinstance(flow, Flow)]
    return {flow.rules.FLOW: flow for flow in flows}


FLOWS: Final[Mapping[str, Flow]] = _found()
